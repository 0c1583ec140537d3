"""The executive page made for a reader: of the published score for everybody, of the newest one for who may see it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from samrit.dashboards.documents import brief
from samrit.dashboards.documents.boards.made import Reader
from samrit.dashboards.queries.boards.seen import Seen, seen_by, seen_by_all
from samrit.dashboards.queries.briefs import brief_of
from samrit.dashboards.queries.results import published_score, result_sheet
from samrit.dashboards.queries.standings import reporting_areas
from samrit.people.queries import Duties
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import appealed_rounds, scores_visible_to
from samrit.ui.paper import PaperUnavailableError

__all__ = ["Paper", "PaperUnavailableError", "Reader", "brief_for"]

KEPT_FOR = 24 * 60 * 60  # seconds; what it says decides whether it is drawn again


@dataclass(frozen=True)
class Paper:
    content: bytes
    name: str


def brief_for(reader: Reader, year: int, code: str, *, now: datetime) -> Paper | None:
    """None without a score that the reader may see. PaperUnavailableError where the machine cannot draw."""
    found = _public(year, code, now) if reader is None else _newest(reader, year, code, now)
    if found is None:
        return None
    score, seen, page = found
    told = brief_of(result_sheet(score), seen, areas=list(reporting_areas()), appealed=set(appealed_rounds()))
    content = brief.draw(told, address=urljoin(settings.SITE_URL, page), keep_for=KEPT_FOR)
    return Paper(content, f"สรุปผู้บริหาร-{told.sheet.area.name}-{year}.pdf")


_Shown = tuple[ProvinceScore, Seen, str]  # the last one: the page at which it can be checked


def _public(year: int, code: str, now: datetime) -> _Shown | None:
    """Checkable at the address of this edition."""
    score = published_score(year, code, now)
    if score is None:
        return None
    edition = f"{score.round.months}-{score.page_edition}"
    return score, seen_by_all(now=now), reverse("dashboards:page_edition", args=[year, code, edition])


def _newest(duties: Duties, year: int, code: str, now: datetime) -> _Shown | None:
    """Public or not, which the page says."""
    seen = seen_by(duties, now=now)
    chosen = seen.scores.get((year, code))
    if chosen is None:
        return None
    score = scores_visible_to(duties, now).get(pk=chosen.pk)
    if seen.is_public(score):
        score = published_score(year, code, now) or score
    return score, seen, reverse("dashboards:board_province", args=[year, code])
