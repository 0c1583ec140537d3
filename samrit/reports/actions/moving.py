"""What every write about a result shares: lock, ask, change the state, leave a trace."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Round
from samrit.people.models import Role, User
from samrit.people.queries import Duties, duties_of
from samrit.reports.arrival import counted_now
from samrit.reports.models import Result
from samrit.reports.permissions import may
from samrit.reports.queries import Item, item_to_write, item_visible_to
from samrit.reports.telling import tell_of_step
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Status, Verb

Given = ParamSpec("Given")

FIGURES = ("value", "numerator", "denominator")
TEXTS = ("figure_reason", "narrative", "supporting_factors", "obstacles")

# Verb → the column that says under which order it was signed, and the role that signs.
SIGNED = {
    Verb.SUBMIT: ("submitted_as", Role.RECORDER),
    Verb.APPROVE: ("approved_as", Role.APPROVER),
    Verb.RETURN: ("returned_as", Role.APPROVER),
}


# The item that the block around has read and locked, and for whom.
_held: ContextVar[tuple[Item, Duties] | None] = ContextVar("held", default=None)


@contextmanager
def holding(duties: Duties, round_pk: int, indicator: int) -> Iterator[Item | None]:
    """One transaction for what is asked before a save and the save itself, so that the item is read once.

    None when there is no such item for this person. The first ``save_result`` of the block takes the item as it is.
    """
    with transaction.atomic():
        item = item_to_write(duties, round_pk, indicator)
        token = _held.set((item, duties) if item else None)
        try:
            yield item
        finally:
            _held.reset(token)


def in_one_transaction(save: Callable[Given, Result]) -> Callable[Given, Result]:
    """Its own, or that of the block that holds ``item``: what refuses does so before anything is written."""

    @wraps(save)
    def saved(*args: Given.args, **named: Given.kwargs) -> Result:
        held = _held.get()
        with transaction.atomic(savepoint=held is None or held[0] is not named["item"]):
            return save(*args, **named)

    return saved


def taken(item: Item, *, by: User, now: datetime) -> tuple[Item, Duties]:
    """The item as it stands now, locked, and what the person may do; one that is held is not read again."""
    held = _held.get()
    if held and held[0] is item and held[1].user == by:
        _held.set(None)
        return held
    duties = duties_of(by, localdate(now))
    return _there(item_to_write(duties, item.round.pk, item.kpi.indicator_id)), duties


def locked(item: Item, duties: Duties) -> Item:
    """The item with all that belongs to it as it stands now, its round and result locked for the rest of the transaction."""
    rounds = Round.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year")
    round_ = rounds.get(pk=item.round.pk)
    list(Result.objects.select_for_update().filter(indicator=item.kpi.indicator_id, round=round_))
    return _there(item_visible_to(duties, round_, item.kpi.indicator_id))


def _there(item: Item | None) -> Item:
    if item is None:
        raise RefusedError(refuse("item_gone", "ตัวชี้วัดนี้ไม่อยู่ในกรอบที่ใช้อยู่แล้ว – กลับไปที่รายการแล้วเปิดใหม่"))
    return item


def allowed(
    verb: Verb, item: Item, *, duties: Duties, now: datetime, words: Mapping[str, str] | None = None
) -> Status:
    """The next state; ``words`` are what is saved. A press that began before closing may count as of then."""
    if verb in {Verb.SAVE, Verb.SUBMIT}:
        now = counted_now(item, duties=duties, now=now, words=words)
    decision = may(verb, item, duties=duties, now=now)
    if isinstance(decision, Refusal):
        raise RefusedError(decision)
    return decision


def facts_of(result: Result | None) -> dict[str, Any]:
    """What the trail keeps of a result."""
    if result is None:
        return {"status": Status.NOT_STARTED.value}
    figures = {
        name: None if (held := getattr(result, name)) is None else plain_number(held) for name in FIGURES
    }
    texts = {name: getattr(result, name) for name in TEXTS}
    computed = str(result.computed.number) if result.computed else None
    return {"status": result.status, **figures, "missing": result.missing, "computed": computed, **texts}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    changed = [name for name in after if (before.get(name) or None) != (after[name] or None)]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}


def recorded_event(
    verb: str, item: Item, before: dict[str, Any], *, duties: Duties, now: datetime, reason: str = ""
) -> None:
    result = item.result
    if result is None:
        raise ValueError("an item is recorded after its result is saved")
    old, new = _changes(before, facts_of(result))
    record(
        verb=verb,
        subject=result,
        by=duties.user,
        now=now,
        before=old,
        after=new,
        reason=reason,
        area_code=item.round.area_id,
        actor_role=duties.described(),
    )


def move(
    verb: Verb,
    item: Item,
    *,
    by: User,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    **fields: Any,
) -> Result:
    duties = duties_of(by, localdate(now))
    return step(verb, locked(item, duties), duties=duties, now=now, version=version, reason=reason, **fields)


def step(
    verb: Verb,
    item: Item,
    *,
    duties: Duties,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    **fields: Any,
) -> Result:
    """``move`` for an item that is locked already."""
    status = allowed(verb, item, duties=duties, now=now)
    if item.result is None:
        raise ValueError(f"no state but NOT_STARTED is without a result, and nothing leads from it by {verb}")
    if version is not None and version != item.result.version:
        raise RefusedError(
            refuse(
                "changed_since_opened",
                "รายการนี้เปลี่ยนไปหลังจากคุณเปิดหน้า จึงยังไม่ได้ทำตามที่สั่ง – ตรวจฉบับล่าสุดด้านล่างแล้วทำอีกครั้ง",
            )
        )
    before = facts_of(item.result)
    item.result.status = status
    for name, value in fields.items():
        setattr(item.result, name, value)
    _sign(verb, item.result, item, duties)
    item.result.version += 1
    item.result.save()
    recorded_event(verb, item, before, duties=duties, now=now, reason=reason)
    tell_of_step(verb, item, by=duties.user, now=now)
    return item.result


def _sign(verb: Verb, result: Result, item: Item, duties: Duties) -> None:
    """Keep beside the signature in whose place it is given, when it is not in the own right."""
    if signed := SIGNED.get(verb):
        name, role = signed
        setattr(result, name, duties.in_place_of(role, [agency.pk for agency in item.owners]))
