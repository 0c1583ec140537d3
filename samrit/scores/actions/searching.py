"""Keep what can be found in the public results: nothing before its moment, nothing after it was withdrawn."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet

from samrit.frameworks.models import KpiOwner
from samrit.rules.searching import searchable
from samrit.scores.models import KpiScore, Publication, PublicWords
from samrit.scores.queries.searching import TRIGRAMS, to_forget, to_index

AT_ONCE = 50  # editions written together


@transaction.atomic
def index_publications(*, now: datetime, at_most: int | None = None) -> int:
    """Forget what is public no more, learn what has become public; how many editions were learnt.

    Idempotent: a turn of the worker, a publication and the first search after an embargo's end call it alike; who
    waits for the answer learns ``at_most`` so many, and the worker the rest.
    """
    forgotten = list(to_forget(now).values_list("pk", flat=True))
    if forgotten:
        _forget(forgotten)
    due = list(_with_contents(to_index(now))[:AT_ONCE])
    learnt = 0
    while due and (at_most is None or learnt < at_most):
        _learn(word for publication in due for word in words_of(publication))
        learnt += len(due)
        due = list(_with_contents(to_index(now))[:AT_ONCE])
    return learnt


@transaction.atomic
def rebuild_index(*, now: datetime) -> int:
    """Forget everything and learn it again."""
    PublicWords.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TRIGRAMS}")  # noqa: S608 - our own name
    return index_publications(now=now)


def _with_contents(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    kpis = KpiScore.objects.select_related("kpi__component").order_by(
        "kpi__component__number", "kpi__position"
    )
    owners = Prefetch("kpi__ownerships", KpiOwner.objects.select_related("agency"))
    return publications.select_related("round__area", "score").prefetch_related(
        Prefetch("score__kpi_scores", kpis.prefetch_related(owners))
    )


def words_of(publication: Publication) -> Iterator[PublicWords]:
    """The province, its KPIs with their definitions, its agencies: what stands on the page, each once."""
    area, score = publication.round.area, publication.score
    yield _words(
        publication, PublicWords.Kind.PROVINCE, area.pk, f"จังหวัด{area.name}", f"{area.name_en} {score.rating}"
    )
    names: dict[int, str] = {}
    answered: dict[int, list[str]] = {}
    for one in score.kpi_scores.all():
        owners = [ownership.agency for ownership in one.kpi.ownerships.all()]
        named = " · ".join(owner.name for owner in owners)
        body = "\n".join(part for part in (one.kpi.definition, named) if part)
        yield _words(publication, PublicWords.Kind.KPI, one.kpi.full_number, one.kpi.name, body)
        for owner in owners:
            names[owner.pk] = owner.name
            answered.setdefault(owner.pk, []).append(f"{one.kpi.full_number} {one.kpi.name}")
    for key, name in names.items():
        yield _words(publication, PublicWords.Kind.AGENCY, str(key), name, "\n".join(answered[key]))


def _words(publication: Publication, kind: str, key: str, title: str, body: str) -> PublicWords:
    """An agency is found by its name alone: what it answers for is found by itself."""
    plain_title = _plain(title)
    text = plain_title if kind == PublicWords.Kind.AGENCY else f"{plain_title}\n{_plain(body)}"
    return PublicWords(
        publication=publication,
        kind=kind,
        key=key,
        title=title,
        body=body,
        plain_title=plain_title,
        text=text,
    )


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """The same KPIs stand in the frameworks of many provinces."""
    return searchable(text).text


# ── SQLite's index is a table of its own ────────────────────────────────────
def _learn(words: Iterable[PublicWords]) -> None:
    """SQLite lets one writer in at a time; elsewhere two may learn the same, and the second changes nothing."""
    own_index = connection.vendor == "sqlite"
    made = PublicWords.objects.bulk_create(words, batch_size=500, ignore_conflicts=not own_index)
    if own_index:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT OR REPLACE INTO {TRIGRAMS} (rowid, text) VALUES (%s, %s)",  # noqa: S608 - our own name
                [(word.pk, word.text) for word in made],
            )


def _forget(keys: list[int]) -> None:
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        PublicWords.objects.filter(pk__in=some).delete()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"DELETE FROM {TRIGRAMS} WHERE rowid = %s",  # noqa: S608 - our own name
                    [(key,) for key in some],
                )
