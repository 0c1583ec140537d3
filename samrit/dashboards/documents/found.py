"""What the public results say of some words: the words marked, and every province where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from samrit.dashboards.documents.boards.parts import area_name
from samrit.people.models import Area
from samrit.rules.searching import Piece, excerpt, marked, terms
from samrit.scores.actions import index_publications
from samrit.scores.models import PublicWords
from samrit.scores.queries import counted, found_together, to_index, with_places, words_found, years_found

LEARN_AT_ONCE = 50  # editions, while somebody waits


@dataclass(frozen=True)
class Place:
    """Where it stands in one province's result."""

    words: PublicWords

    @property
    def area(self) -> Area:
        return self.words.publication.round.area

    @property
    def province(self) -> str:
        return area_name(self.area)

    @property
    def url(self) -> str:
        round_ = self.words.publication.round
        page = reverse("dashboards:province", args=[round_.fiscal_year_id, round_.area_id])
        return f"{page}#{self.words.anchor}" if self.words.anchor else page


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
    groups: QuerySet[PublicWords, dict[str, Any]]
    kinds: dict[str, int]
    years: list[int]

    def hits(self, groups: Sequence[dict[str, Any]]) -> list[Hit]:
        """Some of the groups with their words and places; two queries."""
        together = with_places(self.words, [group["first"] for group in groups])
        return [_hit(rows, terms(self.query)) for rows in together]


def look_for(query: str, *, year: int | None, kind: str, now: datetime) -> Found:
    """``kind``: province, kpi, agency or empty. Learns first what an embargo's end made public, if no worker did so yet."""
    if to_index(now).exists():
        index_publications(now=now, at_most=LEARN_AT_ONCE)
    found = words_found(query, now=now, year=year, kind=kind)
    return Found(
        query=query,
        words=found,
        groups=found_together(found, query),
        kinds=counted(words_found(query, now=now, year=year)),
        years=years_found(words_found(query, now=now)),
    )


def _hit(rows: list[PublicWords], wanted: tuple[str, ...]) -> Hit:
    """Of a province's two rounds the page shows the longer one, which comes first."""
    of_provinces = {row.publication.round.area_id: row for row in reversed(rows)}
    places = tuple(Place(row) for row in rows if of_provinces[row.publication.round.area_id] is row)
    first = rows[0]
    # Of many provinces: the definition they share, without the one province's agencies in the last line.
    body = first.body if len(places) == 1 else first.body.rpartition("\n")[0]
    return Hit(first, marked(first.title, wanted), excerpt(body, wanted), places)
