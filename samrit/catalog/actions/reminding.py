"""Telling an agency of its published datasets before they go out of date, and on the day when they do."""

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.catalog.models import Dataset
from samrit.notices.actions import tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Agency, Role
from samrit.rules.catalog import policy_of
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import Message, say

TITLES = 3  # that are named


def tell_of_currency(*, now: datetime) -> int:
    """What is due in some days, and what is late from today on; how many notices. The same day tells nothing twice."""
    today = localdate(now)
    policy = policy_of(fiscal_year(today))
    published = (
        Dataset.objects.filter(state=Dataset.State.PUBLISHED).select_related("agency").order_by("title", "pk")
    )
    told = 0
    soon: dict[int, dict[Agency, list[Dataset]]] = {}
    for one in published.filter(due_on__gt=today):
        if one.due_on and policy.tells(one.updated_on, one.due_on, today):
            soon.setdefault((one.due_on - today).days, {}).setdefault(one.agency, []).append(one)
    for days, agencies in soon.items():
        for agency, datasets in agencies.items():
            told += _tell_due(agency, datasets, days, today, now)
    late: dict[Agency, list[Dataset]] = {}
    for one in published.filter(late_from=today):
        late.setdefault(one.agency, []).append(one)
    return told + sum(_tell_late(agency, datasets, today, now) for agency, datasets in late.items())


def _tell_due(agency: Agency, datasets: list[Dataset], days: int, today: date, now: datetime) -> int:
    subject = say(
        "catalog_due_soon", "ชุดข้อมูลครบกำหนดปรับปรุงในอีก {days} วัน: {n} ชุด", days=days, n=len(datasets)
    )
    return tell(
        to=holders(Role.RECORDER, agencies=[agency.pk], day=today),
        kind="task",
        subject=subject,
        text=_titles(agency, datasets),
        url=_list_of(agency, "update"),
        key=f"catalog-due:{agency.pk}:{today}:{days}",
        by=None,
        now=now,
    )


def _tell_late(agency: Agency, datasets: list[Dataset], today: date, now: datetime) -> int:
    people = holders(Role.RECORDER, agencies=[agency.pk], day=today)
    if agency.area_id:
        people += coordinators_of(agency.area_id, day=today)
    return tell(
        to=people,
        kind="task",
        subject=say("catalog_late_now", "ชุดข้อมูลไม่เป็นปัจจุบันตั้งแต่วันนี้: {n} ชุด", n=len(datasets)),
        text=_titles(agency, datasets),
        url=_list_of(agency, "late"),
        key=f"catalog-late:{agency.pk}:{today}",
        by=None,
        now=now,
    )


def _titles(agency: Agency, datasets: Iterable[Dataset]) -> Message:
    titles = [one.title for one in datasets]
    named = ", ".join(titles[:TITLES])
    if len(titles) > TITLES:
        return say(
            "catalog_told_titles_more", "{agency}: {titles} และอีก {more} ชุด",
            agency=agency.name, titles=named, more=len(titles) - TITLES,
        )  # fmt: skip
    return say("catalog_told_titles", "{agency}: {titles}", agency=agency.name, titles=named)


def _list_of(agency: Agency, todo: str) -> str:
    return f"{reverse('catalog:own')}?{urlencode({'agency': agency.pk, 'todo': todo})}"
