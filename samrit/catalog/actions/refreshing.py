"""What follows from the calendar and the year's tables, reckoned anew without anybody writing."""

from datetime import date, datetime

from django.utils.timezone import localdate

from samrit.catalog.actions.settling import set_dates
from samrit.catalog.models import Dataset
from samrit.catalog.queries.datasets import currency_of, holidays, with_answers

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


def _moves(dataset: Dataset, on: date, free: frozenset[date]) -> bool:
    before = [getattr(dataset, name) for name in _DATES]
    answered = getattr(dataset, "answered", None)
    set_dates(dataset, currency_of(dataset, on=on, free=free, answered=answered))
    return before != [getattr(dataset, name) for name in _DATES]


def _saved(part: list[Dataset]) -> int:
    Dataset.objects.bulk_update(part, _DATES)
    return len(part)
