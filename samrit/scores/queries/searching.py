"""Looking for words in the public results: trigrams where the database has them, LIKE for what is shorter."""

from collections import Counter
from collections.abc import Sequence
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


def found_together(found: QuerySet[PublicWords], query: str) -> QuerySet[PublicWords, dict[str, Any]]:
    """The same KPI or agency of a year is found once, in however many provinces: ``first`` is the key of one of them."""
    rank, place = _by_title(terms(query)), _by_kind()
    groups: QuerySet[PublicWords, dict[str, Any]] = (
        found.order_by().values("kind", "plain_title", YEAR).annotate(first=Min("pk"))
    )
    return groups.order_by(rank, f"-{YEAR}", place, "plain_title")


def with_places(found: QuerySet[PublicWords], firsts: Sequence[int]) -> list[list[PublicWords]]:
    """For each of these keys everything that was found together with it, by province, longest round first; two queries."""
    leaders = PublicWords.objects.in_bulk(firsts)
    together: dict[tuple[str, str, int], list[PublicWords]] = {}
    of_titles = found.filter(plain_title__in={one.plain_title for one in leaders.values()})
    place = "publication__round"
    needed = (
        "kind", "key", "title", "body", "plain_title", f"{place}__fiscal_year", f"{place}__months", f"{place}__area__name",
    )  # fmt: skip
    rows = (
        of_titles.select_related(f"{place}__area")
        .only(*needed, f"{place}__area__name_en")
        .order_by(f"{place}__area__name", f"-{place}__months")
    )
    for row in rows:
        together.setdefault((row.kind, row.plain_title, row.publication.round.fiscal_year_id), []).append(row)
    by_first = {row.pk: rows for rows in together.values() for row in rows}
    return [by_first[first] for first in firsts if first in by_first]


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


def counted(found: QuerySet[PublicWords]) -> dict[str, int]:
    """How many of each kind, counting together what is found together; one query."""
    groups = found.order_by().values_list("kind", "plain_title", YEAR).distinct()
    return dict(Counter(kind for kind, _title, _year in groups))


def years_found(found: QuerySet[PublicWords]) -> list[int]:
    """The years in which something was found, the newest first; one query."""
    return list(found.order_by(f"-{YEAR}").values_list(YEAR, flat=True).distinct())


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
