"""Since when the provincial database holds what it holds of an item."""

from collections.abc import Collection
from datetime import date

from django.utils.timezone import localdate

from samrit.indicators.models import Generation
from samrit.indicators.queries.items import area_book
from samrit.people.models import Area


def newest_days(area: Area, items: Collection[str]) -> dict[str, date]:
    """Item (code) → the day on which figures of it were last accepted in the province; without those of which there are none."""
    keys = {str(entry.key): code for code, entry in area_book(area).entries.items() if code in items}
    found: dict[str, date] = {}
    rows = Generation.objects.filter(area=area).select_related("submission__examination").order_by("-number")
    for one in rows.iterator(chunk_size=100):
        for key, (accepted, _rejected) in one.submission.counts.get("by_item", {}).items():
            if accepted and key in keys:
                found.setdefault(keys[key], localdate(one.made_at))
        if len(found) == len(keys):
            break
    return found
