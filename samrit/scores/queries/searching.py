"""Looking for words in the public results: trigrams where the database has them, LIKE for what is shorter."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from samrit.rules.searching import terms
from samrit.scores.models import Publication, PublicWords
from samrit.scores.queries.publications import publications_in_force

TRIGRAM = 3  # letters: what is shorter stands in no index
TRIGRAMS = (
    "scores_publicwords_trigrams"  # SQLite's index, made by a migration; PostgreSQL has one on the column
)


YEAR = "publication__round__fiscal_year_id"


def words_found(
    query: str, *, now: datetime, year: int | None = None, kind: str = "", province: str = ""
) -> QuerySet[PublicWords]:
    """What holds every word of the query and is public at this moment; what is so called first, newest year first."""
    wanted = terms(query)
    if not wanted:
        return PublicWords.objects.none()
    found = holding(wanted).filter(publication__in=publications_in_force(now).values("pk"))
    if year is not None:
        found = found.filter(**{YEAR: year})
    if province:
        found = found.filter(publication__round__area=province)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by(_by_title(wanted), f"-{YEAR}", _by_kind(), "-publication__round__months", "pk")


def found_together(found: QuerySet[PublicWords], query: str) -> list[dict[str, Any]]:
    """The same KPI or agency of a year is found once, in however many provinces: ``first`` is the key of one of them.

    With ``kind`` and ``YEAR``; one query.
    """
    rank, place = _by_title(terms(query)), _by_kind()
    groups = found.order_by().values("kind", "plain_title", YEAR).annotate(first=Min("pk"))
    return list(groups.order_by(rank, f"-{YEAR}", place, "plain_title"))


@dataclass(frozen=True)
class Together:
    """What was found together: ``words`` stand for all; ``keys``: a province's code → its key there, by its name."""

    words: PublicWords
    keys: Mapping[str, str]


def with_places(found: QuerySet[PublicWords], firsts: Sequence[int]) -> list[Together]:
    """For each of these keys all that was found together with it, of a province's rounds the longest; two queries."""
    titles = PublicWords.objects.filter(pk__in=firsts).values("plain_title")
    place = "publication__round"
    rows = (
        found.filter(plain_title__in=titles)
        .order_by(f"{place}__area__name", f"-{place}__months")
        .values_list("pk", "kind", "plain_title", YEAR, f"{place}__area_id", "key")
    )
    keys: dict[tuple[str, ...], dict[str, str]] = {}
    leaders: dict[tuple[str, ...], int] = {}
    groups = {}
    for pk, *group, area, key in rows:
        groups[pk] = which = tuple(group)
        leaders.setdefault(which, pk)
        keys.setdefault(which, {}).setdefault(area, key)
    wanted = [groups[first] for first in firsts if first in groups]
    words = PublicWords.objects.select_related(place).in_bulk([leaders[which] for which in wanted])
    return [Together(words[leaders[which]], keys[which]) for which in wanted]


def holding(wanted: Sequence[str]) -> QuerySet[PublicWords]:
    """Rows in which every term stands, public or not. The index only narrows: what it gives is looked at again."""
    found = PublicWords.objects.all()
    for term in wanted:
        found = found.filter(text__contains=term)
    long = [term for term in wanted if len(term) >= TRIGRAM]
    if long and connection.vendor == "sqlite":
        phrases = " AND ".join('"' + term.replace('"', '""') + '"' for term in long)
        keys = RawSQL(f"SELECT rowid FROM {TRIGRAMS} WHERE {TRIGRAMS} MATCH %s", [phrases])  # noqa: S608, S611 - our own name
        found = found.filter(pk__in=keys)
    return found


def counted(groups: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many of each kind."""
    return dict(Counter(group["kind"] for group in groups))


def years_found(groups: Iterable[Mapping[str, Any]]) -> list[int]:
    """The newest first."""
    return sorted({group[YEAR] for group in groups}, reverse=True)


def to_index(now: datetime) -> QuerySet[Publication]:
    """Public by now, and not to be found yet."""
    return publications_in_force(now).filter(words=None)


def to_forget(now: datetime) -> QuerySet[PublicWords]:
    """Words of editions that are public no more."""
    known = Publication.objects.filter(Exists(PublicWords.objects.filter(publication=OuterRef("pk"))))
    gone = known.exclude(pk__in=publications_in_force(now).values("pk"))
    return PublicWords.objects.filter(publication__in=gone.values("pk"))


def _by_title(wanted: Sequence[str]) -> Case:
    """0 where every term stands in the title, else 1."""
    named = Q()
    for term in wanted:
        named &= Q(plain_title__contains=term)
    return Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())


def _by_kind() -> Case:
    places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(PublicWords.Kind.values)]
    return Case(*places, default=Value(9), output_field=IntegerField())
