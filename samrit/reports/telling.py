"""Who is told of a step of a result or a report, and in which words: titles only, never what was typed."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Reopening, Round
from samrit.notices.actions import settle, tell
from samrit.notices.queries import coordinators_of, evaluators, holders
from samrit.people.models import Role, User
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.rules.wording import Message, say
from samrit.rules.workflow import Verb


def tell_of_step(verb: Verb, item: Item, *, by: User, now: datetime) -> None:
    """Called in the transaction of the step, after the result has its new version."""
    if item.result is None:
        return
    url = reverse("reports:entry", args=[item.round.pk, item.kpi.indicator_id])
    if settled := SETTLES.get(verb):
        settle(to=settled[1](item, item.result, now), kind=settled[0], url=url, now=now)
    if step := STEPS.get(verb):
        kind, sentence, whom = step
        tell(
            to=whom(item, item.result, now),
            kind=kind,
            subject=_about(sentence, item),
            url=url,
            key=f"{kind}:{item.result.pk}:{item.result.version}",
            by=by,
            now=now,
            closes_at=_closes_at(item, now),
        )


def _closes_at(item: Item, now: datetime) -> datetime:
    """After this nothing can be done about it: the round's end, or that of a re-opening that is open."""
    open_ones = [one.closes_at for one in item.reopenings if now < one.closes_at]
    return max([item.round.closes_at, *open_ones])


def tell_of_filing(round_: Round, *, number: int, by: User, now: datetime) -> None:
    """The province's ``number``-th report of the round is in: its other coordinators and the evaluators hear of it."""
    day = localdate(now)
    facts = {
        "kind": "filed",
        "subject": say(
            "province_filed",
            "จังหวัด{area}ส่งรายงานรอบ {months} เดือน ปีงบประมาณ {year} แล้ว",
            area=round_.area.name,
            months=round_.months,
            year=round_.fiscal_year_id,
        ),
        "key": f"filed:{round_.pk}:{number}",
        "by": by,
        "now": now,
    }
    tell(to=coordinators_of(round_.area_id, day=day), url=reverse("reports:round", args=[round_.pk]), **facts)  # type: ignore[arg-type]  # one dict for both
    tell(to=evaluators(day=day), url=reverse("scores:round", args=[round_.pk]), **facts)  # type: ignore[arg-type]  # as above


def tell_of_reopening(item: Item, reopening: Reopening, *, by: User, now: datetime) -> None:
    """The agency may report this KPI again until a moment: its recorders and approvers, and the coordinators."""
    day, agencies = localdate(now), [reopening.agency_id]
    tell(
        to=[
            *holders(Role.RECORDER, agencies=agencies, day=day),
            *holders(Role.APPROVER, agencies=agencies, day=day),
            *coordinators_of(item.round.area_id, day=day),
        ],
        kind="reopened",
        subject=_about(say("told_reopened", "เปิดให้แก้ไขอีกครั้ง: {number} {name}"), item),
        url=reverse("reports:entry", args=[item.round.pk, item.kpi.indicator_id]),
        key=f"reopened:{reopening.pk}",
        by=by,
        now=now,
        closes_at=reopening.closes_at,
    )


def _about(sentence: Message, item: Item) -> Message:
    return say(
        sentence.code,
        sentence.text,
        number=item.kpi.full_number,
        name=item.kpi.name,
        months=item.round.months,
    )


def _owners(item: Item) -> list[int]:
    return [agency.pk for agency in item.owners]


def _approvers(item: Item, result: Result, now: datetime) -> list[User]:
    """Those who may decide: nobody approves what they typed."""
    typed = {person.pk for person in result.recorders.all()}
    found = holders(Role.APPROVER, agencies=_owners(item), day=localdate(now))
    return [person for person in found if person.pk not in typed]


def _recorders(item: Item, result: Result, now: datetime) -> list[User]:
    """Those who typed it and are still recorders; where none is left, all recorders of the agencies."""
    found = holders(Role.RECORDER, agencies=_owners(item), day=localdate(now))
    typed = {person.pk for person in result.recorders.all()}
    return [person for person in found if person.pk in typed] or found


Whom = Callable[[Item, Result, datetime], list[User]]
STEPS: dict[Verb, tuple[str, Message, Whom]] = {
    Verb.SUBMIT: ("submitted", say("told_submitted", "รอคุณตรวจและอนุมัติ: {number} {name}"), _approvers),
    Verb.RECALL: ("recalled", say("told_recalled", "ผู้บันทึกดึงกลับไปแก้ไข: {number} {name}"), _approvers),
    Verb.APPROVE: ("approved", say("told_approved", "อนุมัติแล้ว: {number} {name}"), _recorders),
    Verb.RETURN: ("returned", say("told_returned", "ส่งกลับให้แก้ไข: {number} {name}"), _recorders),
}
# What a step makes an end of: somebody has decided, somebody has answered the return.
SETTLES: dict[Verb, tuple[str, Whom]] = {
    Verb.SUBMIT: ("returned", _recorders),
    Verb.RECALL: ("submitted", _approvers),
    Verb.APPROVE: ("submitted", _approvers),
    Verb.RETURN: ("submitted", _approvers),
}
