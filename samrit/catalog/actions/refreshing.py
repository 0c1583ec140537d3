"""What follows from the calendar and the year's tables, reckoned anew without anybody writing."""

from datetime import datetime

from django.utils.timezone import localdate

from samrit.catalog.actions.settling import set_dates
from samrit.catalog.models import Dataset
from samrit.catalog.queries.datasets import currency_of, holidays, with_answers

_AT_ONCE = 500
_DATES = ("currency", "due_on", "late_from")


def refresh_dates(*, now: datetime) -> int:
    """Put right from which day each dataset is out of date (new holidays, a new year's table); how many were other."""
    on, free, changed = localdate(now), holidays(), 0
    rows = with_answers(Dataset.objects.exclude(state=Dataset.State.WITHDRAWN)).order_by("pk")
    part: list[Dataset] = []
    for dataset in rows.iterator(chunk_size=_AT_ONCE):
        before = [getattr(dataset, name) for name in _DATES]
        answered = getattr(dataset, "answered", None)
        set_dates(dataset, currency_of(dataset, on=on, free=free, answered=answered))
        if before != [getattr(dataset, name) for name in _DATES]:
            part.append(dataset)
        if len(part) >= _AT_ONCE:
            changed += _saved(part)
            part = []
    return changed + _saved(part)


def _saved(part: list[Dataset]) -> int:
    Dataset.objects.bulk_update(part, _DATES)
    return len(part)
