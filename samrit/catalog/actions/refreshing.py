"""What follows from the calendar and the year's tables, reckoned anew without anybody writing."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.utils.timezone import localdate

from samrit.catalog.actions.settling import derive, locked, own, set_dates, write_words
from samrit.catalog.models import Dataset, Resource, as_record, as_stored
from samrit.catalog.queries.datasets import currency_of, holidays, stated_of, with_answers
from samrit.catalog.queries.generations import newest_days
from samrit.people.models import Area

_AT_ONCE = 500
_DATES = ("currency", "due_on", "late_from")


def refresh_dates(*, now: datetime) -> int:
    """Put right from which day each dataset is out of date (new holidays, a new year's table); how many were other."""
    on, free, changed = localdate(now), holidays(), 0
    standing = Dataset.objects.exclude(state=Dataset.State.WITHDRAWN)
    keys = list(standing.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        rows = with_answers(standing.filter(pk__in=keys[start : start + _AT_ONCE]))
        changed += _saved([one for one in rows if _moves(one, on, free)])
    return changed


def follow_database(*, now: datetime) -> int:
    """Let datasets with observations be as new as the province's database; how many moved.

    Other catalogues are told (``modified_at``); nobody did anything to the record, so it has no revision.
    """
    shown = Resource.objects.filter(kind=Resource.Kind.OBSERVATIONS).exclude(
        dataset__state=Dataset.State.WITHDRAWN
    )
    areas = Area.objects.filter(pk__in=shown.values("dataset__area")).order_by("pk")
    return sum(_follow(area, shown.filter(dataset__area=area), now) for area in areas)


def _follow(area: Area, shown: QuerySet[Resource], now: datetime) -> int:
    rows = list(shown.values_list("pk", "dataset", "query", "answered_on"))
    days = newest_days(area, {query["item"] for _pk, _dataset, query, _day in rows if query})
    newer = {
        pk: (dataset, day)
        for pk, dataset, query, known in rows
        if query and (day := days.get(query["item"])) and day != known
    }
    moved = {dataset for dataset, _day in newer.values()}
    for key in sorted(moved):
        _move_on(key, {pk: day for pk, (dataset, day) in newer.items() if dataset == key}, now)
    return len(moved)


@transaction.atomic
def _move_on(key: int, days: Mapping[int, date], now: datetime) -> None:
    """One dataset with the days of its resources (by key), its agency's name, and all that follows from them."""
    dataset, rows = locked(Dataset.objects.get(pk=key))
    for one in rows:
        if one.pk in days:
            one.answered_on, one.modified_at = days[one.pk], max(now, one.modified_at)
            one.save(update_fields=["answered_on", "modified_at"])
    dataset.record = as_stored(own(dataset, as_record(dataset.record)))
    stated = stated_of(dataset, rows)
    derive(dataset, stated, rows, on=localdate(now), free=holidays())
    dataset.modified_at = max(now, dataset.modified_at)
    dataset.save()
    write_words(dataset, stated)


def follow_agencies(*, now: datetime) -> int:
    """Let datasets bear the name that their agency has by now; how many bore another."""
    standing = Dataset.objects.exclude(state=Dataset.State.WITHDRAWN).annotate(said=KT("record__owner_org"))
    keys = list(standing.exclude(said=F("agency__name")).order_by("pk").values_list("pk", flat=True))
    for key in keys:
        _move_on(key, {}, now)
    return len(keys)


def _moves(dataset: Dataset, on: date, free: frozenset[date]) -> bool:
    before = [getattr(dataset, name) for name in _DATES]
    answered = getattr(dataset, "answered", None)
    set_dates(dataset, currency_of(dataset, on=on, free=free, answered=answered))
    return before != [getattr(dataset, name) for name in _DATES]


def _saved(part: list[Dataset]) -> int:
    Dataset.objects.bulk_update(part, _DATES)
    return len(part)
