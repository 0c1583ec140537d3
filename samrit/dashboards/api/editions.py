"""The editions of a province's published result: which stands, which stood before, what was withdrawn, what changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from ninja import Path, Router, Schema
from pydantic import Field

from samrit.dashboards.api.results import PublishedResult, told_whole
from samrit.dashboards.documents.changes import changes_of
from samrit.dashboards.queries.editions import (
    PageEdition,
    edition_named,
    editions_of,
    score_of_edition,
    standing_edition,
)
from samrit.dashboards.queries.results import fiscal_year
from samrit.people.api.operations import PUBLIC, reads
from samrit.scores.queries import appealed_rounds

router = Router(tags=["results"])


class EditionPath(Schema):
    """A province's year."""

    year: int = Field(ge=2500, le=2700)
    area: str = Field(max_length=8)


class OneEdition(EditionPath):
    """``12-1``: the first edition of the 12-month round."""

    edition: str = Field(pattern=r"^[0-9]{1,2}-[0-9]{1,6}$")


class PublicEdition(Schema):
    """ฉบับของหน้าผล. ``stands``: in force; ``shown``: the page shows it. What was withdrawn says when and why.

    ``reason``: why there is another edition, empty for the first.
    """

    name: str
    number: int
    months: int
    reason: str
    published_at: datetime
    stands: bool
    shown: bool
    replaced_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    url: str


class EditionChange(Schema):
    """One thing that this edition says otherwise than the one before."""

    what: str
    before: str
    after: str


class WholePageEdition(PublicEdition):
    """``result`` as it was published then; null once the edition is withdrawn."""

    result: PublishedResult | None
    changes: list[EditionChange]


@reads(router, "/results/{year}/{area}/editions", scope=PUBLIC, answers=list[PublicEdition])
def page_editions(request: HttpRequest, at: Annotated[EditionPath, Path()]) -> list[dict[str, Any]]:
    """Every edition that is or was public: of the longest round first, the newest first."""
    editions = _editions(at)
    return [_edition(at, one, editions) for one in editions]


@reads(router, "/results/{year}/{area}/editions/{edition}", scope=PUBLIC, answers=WholePageEdition)
def page_edition(request: HttpRequest, at: Annotated[OneEdition, Path()]) -> dict[str, Any]:
    """One edition as it was published, and what it changed."""
    editions = _editions(at)
    found = edition_named(editions, at.edition)
    if found is None:
        raise Http404
    told = _edition(at, found, editions)
    if found.withdrawn:
        return {**told, "result": None, "changes": []}
    appealed = set(appealed_rounds([found.publication.round])) if found.stands else set()
    score = score_of_edition(found.publication)
    changes = [
        {"what": one.label, "before": one.before or "", "after": one.after or ""}
        for one in changes_of(found, editions)
    ]
    return {**told, "result": told_whole(score, appealed), "changes": changes}


def _editions(at: EditionPath) -> list[PageEdition]:
    """None of a year that was voided: its results are not used."""
    year = fiscal_year(at.year)
    editions = editions_of(at.year, at.area, now()) if year and not year.voided_at else []
    if not editions:
        raise Http404
    return editions


def _edition(at: EditionPath, one: PageEdition, editions: Sequence[PageEdition]) -> dict[str, Any]:
    publication = one.publication
    return {
        "name": one.name,
        "number": one.number,
        "months": one.months,
        "reason": publication.reason,
        "published_at": publication.publish_at,
        "stands": one.stands,
        "shown": one == standing_edition(editions),
        "replaced_at": one.replaced_at,
        "withdrawn_at": publication.withdrawn_at,
        "withdrawn_reason": publication.withdrawal_reason,
        "url": reverse("dashboards:page_edition", args=[at.year, at.area, one.name]),
    }
