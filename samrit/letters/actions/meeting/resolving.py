"""Resolutions: noted, approved (what they decide of the framework), assigned (a task with a day)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.frameworks.actions import ItemDecision, add_meeting, decide_items
from samrit.frameworks.models import Decision, ProposalItem
from samrit.frameworks.models import Meeting as CommitteeMeeting
from samrit.letters.actions.meeting.changing import changing, locked, told
from samrit.letters.models import AgendaItem, Meeting, Resolution
from samrit.letters.permissions.meetings import refuse_doing
from samrit.notices.actions import settle, tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Agency, Role, User
from samrit.people.queries import agencies_visible_to, duties_of
from samrit.rules.letters.meetings import Kind, Verb, refuse_resolution
from samrit.rules.thai import thai_date
from samrit.rules.wording import RefusedError, refuse, say


@transaction.atomic
def resolve(
    *,
    item: AgendaItem,
    kind: str,
    text: str,
    agency: Agency | None = None,
    due_on: date | None = None,
    by: User,
    now: datetime,
) -> Resolution:
    """บันทึกมติ. One that assigns tells the agency at once."""
    meeting = changing(item.meeting, Verb.WRITE, by=by, now=now)
    refusal = refuse_resolution(kind, text, has_agency=agency is not None, has_due=due_on is not None)
    if refusal:
        raise RefusedError(refusal)
    assigned = kind == Kind.ASSIGNED
    duties = duties_of(by, localdate(now))
    if assigned and agency and not agencies_visible_to(duties).filter(pk=agency.pk).exists():
        raise RefusedError(refuse("invited_unknown", "เลือกหน่วยงานในรายการ"))
    last = Resolution.objects.filter(item=item).order_by("-position").first()
    made = Resolution.objects.create(
        item=item, position=last.position + 1 if last else 1, kind=kind, text=text.strip(),
        agency=agency if assigned else None, due_on=due_on if assigned else None, made_by=by, made_at=now,
    )  # fmt: skip
    told(meeting, "resolve", by=by, now=now, agenda=str(item), resolution=made.text[:300])
    if assigned:
        _assign(meeting, made, now)
    return made


def _assign(meeting: Meeting, made: Resolution, now: datetime) -> None:
    day, keys = localdate(now), [made.agency_id or 0]
    people = {
        person.pk: person
        for role in (Role.RECORDER, Role.APPROVER, Role.COORDINATOR)
        for person in holders(role, agencies=keys, day=day)
    }
    tell(
        to=people.values(), kind="task",
        subject=say(
            "told_assigned", "งานตามมติที่ประชุม “{name}” กำหนดส่ง {day}", name=str(meeting),
            day=thai_date(made.due_on, short=True) if made.due_on else "",
        ),
        url=f"/meetings/tasks/{made.pk}/", key=f"resolution:{made.pk}", by=None, now=now,
    )  # fmt: skip


@transaction.atomic
def take_back_resolution(*, resolution: Resolution, by: User, now: datetime) -> None:
    """Take a resolution out again while nothing was done or decided by it."""
    meeting = changing(resolution.item.meeting, Verb.WRITE, by=by, now=now)
    found = Resolution.objects.select_for_update().get(pk=resolution.pk, item__meeting=meeting)
    if found.done_at is not None or found.decisions.exists():
        raise RefusedError(refuse("resolution_in_use", "มตินี้มีผลไปแล้ว ลบไม่ได้ – บันทึกมติใหม่แทน"))
    _settled(found, now)
    said = found.text[:300]
    found.delete()
    told(meeting, "take_back_resolution", by=by, now=now, resolution=said)


def _settled(resolution: Resolution, now: datetime) -> None:
    url = f"/meetings/tasks/{resolution.pk}/"
    settle(to=User.objects.filter(notices__url=url).distinct(), kind="task", url=url, now=now)


@transaction.atomic
def report_done(*, resolution: Resolution, note: str, by: User, now: datetime) -> Resolution:
    """แจ้งผลตามมติ: the task waits for nobody of the agency any more."""
    found = (
        Resolution.objects.select_for_update(of=("self",))
        .select_related("item__meeting")
        .get(pk=resolution.pk)
    )
    if refusal := refuse_doing(duties_of(by, localdate(now)), found):
        raise RefusedError(refusal)
    if not note.strip():
        raise RefusedError(refuse("done_note", "พิมพ์ว่าดำเนินการอย่างไร"))
    found.done_by, found.done_at, found.done_note = by, now, note.strip()[:2000]
    found.save(update_fields=["done_by", "done_at", "done_note"])
    _settled(found, now)
    meeting = found.item.meeting
    told(meeting, "report_done", by=by, now=now, resolution=found.text[:300])
    office = coordinators_of(meeting.area_id, day=localdate(now)) if meeting.area_id else [meeting.made_by]
    tell(
        to=office, kind="news",
        subject=say("told_done", "มีผลตามมติที่ประชุม “{name}” แล้ว", name=str(meeting)),
        url=f"/meetings/{meeting.pk}/minutes/", key=f"resolution:{found.pk}:done", by=by, now=now,
    )  # fmt: skip
    return found


# ── what becomes the framework's ────────────────────────────────────────────
@transaction.atomic
def join_committee(*, meeting: Meeting, by: User, now: datetime) -> Meeting:
    """Enter the meeting as one of the committee on KPIs, so that its resolutions can decide proposals.

    What that needs (the central office, a number such as 1/2567) ``frameworks.actions.add_meeting`` says.
    """
    found = locked(meeting)
    if found.committee_id is None:
        changing(found, Verb.WRITE, by=by, now=now)
        day = localdate(found.starts_at)
        known = CommitteeMeeting.objects.filter(
            number=found.number, title=found.title, held_on=day, held_as=None
        )
        found.committee = known.first() or add_meeting(
            number=found.number, held_on=day, title=found.title, by=by, now=now
        )
        found.save(update_fields=["committee"])
        told(found, "join_committee", by=by, now=now)
    return found


@transaction.atomic
def decide_by_resolution(
    *,
    resolution: Resolution,
    items: Sequence[ProposalItem],
    outcome: str,
    reason: str,
    by: User,
    now: datetime,
) -> list[Decision]:
    """มติที่เห็นชอบ becomes the committee's decision about proposed KPIs, through the action that decides them."""
    meeting = changing(resolution.item.meeting, Verb.WRITE, by=by, now=now)
    found = Resolution.objects.select_for_update().get(pk=resolution.pk, item__meeting=meeting)
    if found.kind != Kind.APPROVED:
        raise RefusedError(refuse("resolution_not_approving", "เฉพาะมติเห็นชอบใช้ตัดสินข้อเสนอตัวชี้วัดได้"))
    if not items:
        raise RefusedError(refuse("resolution_no_items", "เลือกตัวชี้วัดที่มตินี้ตัดสินอย่างน้อยหนึ่งรายการ"))
    meeting = join_committee(meeting=meeting, by=by, now=now)
    if meeting.committee is None:
        raise ValueError("the committee's meeting was just entered")
    wanted = [ItemDecision(item.pk, item.version, outcome, reason) for item in items]
    decided = decide_items(decisions=wanted, meeting=meeting.committee, by=by, now=now)
    found.decisions.add(*decided)
    told(
        meeting,
        "decide_by_resolution",
        by=by,
        now=now,
        resolution=found.text[:300],
        decided_items=len(decided),
    )
    return decided
