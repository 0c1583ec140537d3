"""Telling people of the orders by which they act for somebody else; people's own room knows no notices."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from samrit.notices.actions.telling import tell
from samrit.notices.models import Notice
from samrit.people.models import Membership
from samrit.rules.thai import thai_date
from samrit.rules.wording import Message, say

TOLD_AFTERWARDS = timedelta(days=7)  # an end that is longer ago is no news


@transaction.atomic
def tell_of_orders(*, now: datetime) -> int:
    """Who was appointed, or whose last day was changed, or is over; how many were told. Two queries when nobody is."""
    today = localdate(now)
    held = Membership.objects.exclude(capacity="").filter(ends_on__gte=today - TOLD_AFTERWARDS)
    facts = {}
    for one in held.select_related("user", "agency"):
        over = one.ends_on is not None and one.ends_on < today
        facts[f"{'order_over' if over else 'order'}:{one.pk}:{one.ends_on}"] = (one, over)
    told = set(Notice.objects.filter(key__in=facts).values_list("key", flat=True))
    return sum(
        tell(
            to=[one.user],
            kind="news",
            subject=_sentence(one, over=over),
            url="/",
            key=key,
            by=None,
            now=now,
        )
        for key, (one, over) in facts.items()
        if key not in told
    )


def _sentence(held: Membership, *, over: bool) -> Message:
    ends = thai_date(held.ends_on, short=True) if held.ends_on else ""
    who = {"position": held.position, "agency": held.agency.name, "ends": ends}
    if over:
        return say("told_order_over", "การทำหน้าที่แทน{position} {agency} สิ้นสุดแล้วเมื่อ {ends}", **who)
    return say(
        "told_order",
        "คุณทำหน้าที่แทน{position} {agency} ตั้งแต่ {starts} ถึง {ends} ตามคำสั่งที่ {order}",
        starts=thai_date(held.starts_on, short=True),
        order=held.order_number,
        **who,
    )
