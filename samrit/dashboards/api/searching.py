"""Where do the public results speak of this?"""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.dashboards.documents.found import Hit, look_for
from samrit.people.api.operations import PUBLIC, reads
from samrit.rules.searching import Piece, terms
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, Slice, paged_list
from samrit.ui.api.problems import wrong

router = Router(tags=["results"])
_TOO_SHORT = say("query_too_short", "พิมพ์อย่างน้อยสองตัวอักษร")
Kind = Literal["province", "kpi", "agency"]


class SearchSlice(Slice):
    """Words, in Thai without spaces between them if one likes."""

    q: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")
    year: int | None = Field(None, ge=2500, le=2700)
    kind: Kind | None = None


class PieceFacts(Schema):
    """A stretch of text; ``hit``: it is what was looked for."""

    text: str
    hit: bool


class WhereFacts(Schema):
    area: str
    area_name: str
    url: str


class HitFacts(Schema):
    """A province, KPI or agency of a year, once in however many provinces it stands."""

    kind: Kind
    year: int
    title: list[PieceFacts]
    excerpt: list[PieceFacts]
    places: list[WhereFacts]


class HitsFacts(Page[HitFacts]):
    """``kinds``: how many of each kind there are in the year asked for; ``years``: those with anything."""

    kinds: dict[str, int]
    years: list[int]


@reads(router, "/results/search", scope=PUBLIC, answers=HitsFacts)
def search_results(request: HttpRequest, at: Query[SearchSlice]) -> dict[str, Any]:
    """Provinces, KPIs, definitions and agencies in published results; what is so called first, newest year first."""
    if not terms(at.q):
        raise wrong("query.q", _TOO_SHORT)
    found = look_for(at.q, year=at.year, kind=at.kind or "", now=now())
    placed = list(enumerate(found.groups))
    page = paged_list(request, placed, at, key=lambda one: (one[0],))
    hits = found.hits([group for _place, group in page["items"]])
    return {**page, "items": [_told(hit) for hit in hits], "kinds": found.kinds, "years": found.years}


def _told(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.words.kind,
        "year": hit.words.publication.round.fiscal_year_id,
        "title": _pieces(hit.title),
        "excerpt": _pieces(hit.excerpt),
        "places": [{"area": one.area.pk, "area_name": one.province, "url": one.url} for one in hit.places],
    }


def _pieces(pieces: tuple[Piece, ...]) -> list[dict[str, Any]]:
    return [{"text": one.text, "hit": one.hit} for one in pieces]
