"""Who is told of requests to open a KPI again, of their fate, and of a result that a revision asks for again."""

from datetime import datetime
from typing import TypedDict

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Edition, Kpi, Reopening, ReopeningRequest, Round
from samrit.frameworks.queries import edition_of
from samrit.notices.actions import settle, tell
from samrit.notices.queries import coordinators_of, evaluators, holders
from samrit.people.models import Role, User
from samrit.reports.models import Result
from samrit.rules.wording import Message, say


class _What(TypedDict):
    """The KPI's name in a sentence."""

    area: str
    number: str
    name: str


def tell_of_request(request: ReopeningRequest, *, by: User, now: datetime) -> None:
    """The central office is asked to decide."""
    tell(
        to=evaluators(day=localdate(now)),
        kind="task",
        subject=_about(
            say("told_asked_to_reopen", "จังหวัด{area}ขอเปิดให้แก้ไข: {number} {name}"),
            request.round,
            request.indicator_id,
        ),
        url=_decided_at(request),
        key=f"asked_to_reopen:{request.pk}",
        by=by,
        now=now,
    )


def settle_request(request: ReopeningRequest, *, now: datetime) -> None:
    """It is decided: it awaits nobody in the central office any more."""
    settle(to=evaluators(day=localdate(now)), kind="task", url=_decided_at(request), now=now)


def tell_of_refusal(request: ReopeningRequest, *, by: User, now: datetime) -> None:
    """Of a request that is granted people hear as of a re-opening."""
    sentence = say("told_not_reopened", "ไม่อนุญาตให้เปิดแก้ไข: {number} {name} – ดูเหตุผลในหน้ารายการ")
    _tell_the_province(request, sentence, f"not_reopened:{request.pk}", by=by, now=now)


def tell_of_ending(reopening: Reopening, *, by: User, now: datetime) -> None:
    sentence = say("told_reopening_ended", "ปิดการแก้ไขก่อนกำหนด: {number} {name} – สิ่งที่บันทึกไว้ยังอยู่ครบ")
    _tell_the_province(reopening, sentence, f"reopening_ended:{reopening.pk}", by=by, now=now)


def tell_of_asking_again(result: Result, edition: Edition, *, by: User | None, now: datetime) -> None:
    """Those who typed it and are still recorders of an owner; where none is left, all recorders of the owners."""
    kpi, round_ = _kpi(edition, result.indicator_id), result.round
    if kpi is None:
        return
    found = holders(
        Role.RECORDER, agencies=kpi.ownerships.values_list("agency", flat=True), day=localdate(now)
    )
    typed = set(result.recorders.values_list("pk", flat=True))
    tell(
        to=[person for person in found if person.pk in typed] or found,
        kind="returned",
        subject=_about(
            say("told_asked_again", "เกณฑ์เปลี่ยน โปรดรายงานใหม่: {number} {name}"), round_, result.indicator_id
        ),
        url=reverse("reports:entry", args=[round_.pk, result.indicator_id]),
        key=f"returned:{result.pk}:{result.version}",
        by=by,
        now=now,
        closes_at=round_.closes_at,
    )


def _tell_the_province(
    about: Reopening | ReopeningRequest, sentence: Message, key: str, *, by: User, now: datetime
) -> None:
    """The coordinators, and the agency's recorders and approvers."""
    round_, day, agencies = about.round, localdate(now), [about.agency_id]
    tell(
        to=[
            *coordinators_of(round_.area_id, day=day),
            *holders(Role.RECORDER, agencies=agencies, day=day),
            *holders(Role.APPROVER, agencies=agencies, day=day),
        ],
        kind="decided",
        subject=_about(sentence, round_, about.indicator_id),
        url=reverse("reports:entry", args=[round_.pk, about.indicator_id]),
        key=key,
        by=by,
        now=now,
    )


def _decided_at(request: ReopeningRequest) -> str:
    return reverse("reports:reopening", args=[request.round_id, request.indicator_id])


def _about(sentence: Message, round_: Round, indicator: int) -> Message:
    edition = edition_of(round_)
    kpi = _kpi(edition, indicator) if edition else None
    what: _What = {
        "area": round_.area.name,
        "number": kpi.full_number if kpi else "",
        "name": kpi.name if kpi else "",
    }
    return say(sentence.code, sentence.text, **what)


def _kpi(edition: Edition, indicator: int) -> Kpi | None:
    return (
        Kpi.objects.filter(component__edition=edition, indicator=indicator)
        .select_related("component")
        .first()
    )
