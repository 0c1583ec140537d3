"""Approving many results at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.frameworks.models import Round
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.actions.moving import step
from samrit.reports.models import Result
from samrit.reports.queries import Item, items_visible_to
from samrit.rules.wording import Refusal, RefusedError
from samrit.rules.workflow import Verb


@dataclass(frozen=True)
class Decided:
    """One item of many; ``refusal`` says why it was not approved."""

    item: Item
    refusal: Refusal | None = None


@transaction.atomic
def approve_many(*, round_: Round, looked_at: Mapping[int, int], by: User, now: datetime) -> list[Decided]:
    """อนุมัติหลายรายการ: indicator → the version that was looked at. One that cannot be approved holds up no other."""
    duties = duties_of(by, localdate(now))
    round_ = (
        Round.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year").get(pk=round_.pk)
    )
    list(Result.objects.select_for_update().filter(indicator__in=looked_at, round=round_).order_by("pk"))
    found = {item.kpi.indicator_id: item for item in items_visible_to(duties, round_)}
    decided = []
    for indicator, version in looked_at.items():
        if item := found.get(indicator):
            try:
                step(
                    Verb.APPROVE,
                    item,
                    duties=duties,
                    now=now,
                    version=version,
                    approved_by=by,
                    approved_at=now,
                    return_reason="",
                )
            except RefusedError as refused:
                decided.append(Decided(item, refused.refusal))
            else:
                decided.append(Decided(item))
    return decided
