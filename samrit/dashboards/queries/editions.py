"""The editions of a province's result page: which stands, which stood before, what was withdrawn, what changed between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from samrit.dashboards.queries.open_data import by_number
from samrit.scores.models import ProvinceScore, Publication
from samrit.scores.queries import publications_in_force


@dataclass(frozen=True)
class PageEdition:
    """One edition as the public sees it. ``stands``: nothing took its place and it was not withdrawn."""

    publication: Publication
    stands: bool
    replaced_at: datetime | None = None

    @property
    def number(self) -> int:
        return self.publication.number

    @property
    def months(self) -> int:
        return self.publication.round.months

    @property
    def name(self) -> str:
        """As it stands in its address: ``12-1`` is the first edition of the 12-month round."""
        return f"{self.months}-{self.number}"

    @property
    def withdrawn(self) -> bool:
        return self.publication.withdrawn_at is not None


def editions_shown(now: datetime) -> QuerySet[Publication]:
    """Every edition that is or has been public; not those still to come, nor those taken back before their moment."""
    seen = Q(withdrawn_at=None) | Q(withdrawn_at__gt=F("publish_at"))
    return Publication.objects.filter(seen, publish_at__lte=now).select_related(
        "round__area", "round__fiscal_year", "score__edition"
    )


def editions_of(year: int, code: str, now: datetime) -> list[PageEdition]:
    """Of a province's year, the longest round first, the newest edition first; two queries."""
    standing = set(publications_in_force(now).filter(_of(year, code)).values_list("pk", flat=True))
    shown = editions_shown(now).filter(_of(year, code)).order_by("-round__months", "-number")
    editions: list[PageEdition] = []
    later: Publication | None = None
    for publication in shown.defer("score__inputs", "score__outcome"):
        follows = later if later and later.round_id == publication.round_id else None
        replaced = follows.publish_at if follows and publication.withdrawn_at is None else None
        editions.append(PageEdition(publication, publication.pk in standing, replaced))
        later = publication
    return editions


def _of(year: int, code: str) -> Q:
    return Q(round__fiscal_year=year, round__area=code)


def standing_edition(editions: Iterable[PageEdition]) -> PageEdition | None:
    """What the page of the province shows: of the longest round that has an edition in force."""
    return next((edition for edition in editions if edition.stands), None)


def withdrawn_instead(editions: Iterable[PageEdition], shown: PageEdition) -> PageEdition | None:
    """The withdrawn edition of a longer round, because of which the page shows the shorter one again."""
    return next((one for one in editions if one.withdrawn and one.months > shown.months), None)


def edition_named(editions: Iterable[PageEdition], name: str) -> PageEdition | None:
    return next((edition for edition in editions if edition.name == name), None)


def edition_before(editions: Sequence[PageEdition], edition: PageEdition) -> PageEdition | None:
    """The edition that the public saw before this one, of the same round."""
    earlier = (one for one in editions if one.months == edition.months and one.number < edition.number)
    return next(earlier, None)


def score_of_edition(publication: Publication) -> ProvinceScore:
    """The version that the edition shows, as ``published_scores`` gives it."""
    score = ProvinceScore.objects.select_related("round__area", "round__fiscal_year", "edition").get(
        pk=publication.score_id
    )
    score.published_at, score.page_edition = publication.publish_at, publication.number
    return score


# ── what changed ────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class KpiChange:
    """A KPI that is judged otherwise; ``before`` and ``after`` None where the edition had no such KPI."""

    component: str
    number: str
    before: "Judged | None"
    after: "Judged | None"


@dataclass(frozen=True)
class Judged:
    """A KPI in an edition: value, else why there is none; its score; None where it does not count."""

    value: Decimal | None
    missing: str
    score: Decimal | None
    points: Decimal | None


def changes_between(before: ProvinceScore, after: ProvinceScore) -> list[KpiChange]:
    """KPIs whose value, score or points differ, in the order of the later framework."""
    earlier, later = _judged(before), _judged(after)
    places = [*later, *(place for place in earlier if place not in later)]
    return [
        KpiChange(*place, earlier.get(place), later.get(place))
        for place in places
        if earlier.get(place) != later.get(place)
    ]


def _judged(score: ProvinceScore) -> dict[tuple[str, str], Judged]:
    given = by_number((row["number"], kpi) for row in score.inputs["components"] for kpi in row["kpis"])
    outcomes = by_number((row["component"], row) for row in score.outcome["kpis"])
    return {place: _one(given.get(place, {}), came_out) for place, came_out in outcomes.items()}


def _one(given: Mapping[str, Any], came_out: Mapping[str, Any]) -> Judged:
    missing = "cancelled" if given.get("cancelled") else given.get("missing") or ""
    value, score, points = given.get("result"), came_out["score"], came_out["points"]
    return Judged(_decimal(value), missing, _decimal(score), _decimal(points))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
