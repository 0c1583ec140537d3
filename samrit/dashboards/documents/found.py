"""What the public results say of some words: the words marked, and every province where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from samrit.dashboards.documents.boards.parts import Links, area_name
from samrit.people.models import Area
from samrit.rules.searching import Piece, excerpt, marked, terms
from samrit.scores.actions import index_publications
from samrit.scores.models import PublicWords
from samrit.scores.queries import counted, found_together, to_index, with_places, words_found, years_found
from samrit.scores.queries.searching import YEAR, Together

LEARN_AT_ONCE = 50  # editions, while somebody waits


@dataclass(frozen=True)
class Place:
    """Where it stands in one province's result."""

    area: Area
    province: str
    url: str


@dataclass(frozen=True)
class Hit:
    """A province, KPI or agency of a year: its title and some of its text with what was looked for marked, and where it stands."""

    words: PublicWords
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Found:
    """``groups``: what was found, each thing once. ``kinds``: how many of each kind in the year; ``years`` with anything."""

    query: str
    words: QuerySet[PublicWords]
    groups: Sequence[dict[str, Any]]
    kinds: dict[str, int]
    years: list[int]

    def hits(self, groups: Sequence[dict[str, Any]]) -> list[Hit]:
        """Some of the groups with their words and places; three queries."""
        together = with_places(self.words, [group["first"] for group in groups])
        areas = Area.objects.in_bulk({area for one in together for area in one.keys})
        return [_hit(one, areas, terms(self.query)) for one in together]


def look_for(query: str, *, year: int | None, kind: str, now: datetime) -> Found:
    """``kind``: province, kpi, agency or empty. Learns first what an embargo's end made public, if no worker did so yet."""
    if to_index(now).exists():
        index_publications(now=now, at_most=LEARN_AT_ONCE)
    of_all_years = found_together(words_found(query, now=now), query)
    of_year = [one for one in of_all_years if year is None or one[YEAR] == year]
    return Found(
        query=query,
        words=words_found(query, now=now, year=year, kind=kind),
        groups=[one for one in of_year if not kind or one["kind"] == kind],
        kinds=counted(of_year),
        years=years_found(of_all_years),
    )


def _hit(found: Together, areas: Mapping[str, Area], wanted: tuple[str, ...]) -> Hit:
    words, year = found.words, found.words.publication.round.fiscal_year_id
    places = tuple(
        Place(areas[area], area_name(areas[area]), _url(words, year, area, key))
        for area, key in found.keys.items()
    )
    # Of many provinces: the definition they share, without the one province's agencies in the last line.
    body = words.body if len(places) == 1 else words.body.rpartition("\n")[0]
    return Hit(words, marked(words.title, wanted), excerpt(body, wanted), places)


def _url(words: PublicWords, year: int, area: str, key: str) -> str:
    page = Links(public=True).province(year, area)
    return f"{page}#kpi-{key}" if words.kind == PublicWords.Kind.KPI else page
