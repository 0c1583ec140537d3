"""Planning a meeting and its agenda."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from samrit.letters.actions.links import new_code, own_hosts
from samrit.letters.actions.meeting.changing import changing, refuse_stale, told
from samrit.letters.models import AgendaItem, Meeting
from samrit.letters.permissions.meetings import refuse_convening
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules.letters.links import Target, target_of
from samrit.rules.letters.meetings import MOST_ITEMS, USUAL_AGENDA, Verb, refuse_times
from samrit.rules.wording import Refusal, RefusedError, refuse

HEARD_BY_CALENDARS = ("title", "number", "starts_at", "ends_at", "place", "video")


@dataclass(frozen=True)
class Plan:
    """What a meeting is to be. ``quorum`` None: none is set."""

    title: str
    starts_at: datetime
    ends_at: datetime
    number: str = ""
    place: str = ""
    video: str = ""
    chair: str = ""
    quorum: int | None = None


@transaction.atomic
def plan_meeting(
    *, area: Area | None, plan: Plan, by: User, now: datetime, usual_agenda: bool = False
) -> Meeting:
    """กำหนดการประชุม, with ``usual_agenda`` the items that most meetings have. RefusedError says why not."""
    if refusal := refuse_convening(duties_of(by, localdate(now)), area) or _refuse(plan):
        raise RefusedError(refusal)
    made = Meeting.objects.create(area=area, sign_in_code=new_code(), made_by=by, made_at=now, **_facts(plan))
    if usual_agenda:
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=made, position=place, title=title)
            for place, title in enumerate(USUAL_AGENDA, start=1)
        )
    told(made, "plan_meeting", by=by, now=now, meeting_starts=made.starts_at.isoformat())
    return made


@transaction.atomic
def change_meeting(*, meeting: Meeting, plan: Plan, seen: int, by: User, now: datetime) -> Meeting:
    """Other times, place or words; ``seen``: the version that the page showed. Calendars hear of it with the next invitation."""
    found = changing(meeting, Verb.CHANGE, by=by, now=now)
    if refusal := refuse_stale(found, seen) or _refuse(plan):
        raise RefusedError(refusal)
    facts = _facts(plan)
    before = {name: getattr(found, name) for name in facts}
    if before == facts:
        return found
    for name, value in facts.items():
        setattr(found, name, value)
    found.version += 1
    if found.invited_at and any(before[name] != facts[name] for name in HEARD_BY_CALENDARS):
        found.sequence += 1
    found.save()
    told(found, "change_meeting", by=by, now=now, meeting_starts=found.starts_at.isoformat())
    return found


def _facts(plan: Plan) -> dict[str, object]:
    return {
        **asdict(plan),
        "title": " ".join(plan.title.split())[:200],
        "number": plan.number.strip()[:20],
        "place": " ".join(plan.place.split())[:300],
        "chair": " ".join(plan.chair.split())[:200],
        "video": plan.video.strip()[:500],
    }


def _refuse(plan: Plan) -> Refusal | None:
    if not plan.title.strip():
        return refuse("meeting_title_missing", "ตั้งชื่อการประชุม")
    if not plan.place.strip() and not plan.video.strip():
        return refuse("meeting_nowhere", "ระบุห้องประชุม หรือที่อยู่ของการประชุมทางไกล")
    if plan.video.strip():
        leads = target_of(plan.video, own_hosts=own_hosts())
        if isinstance(leads, Refusal):
            return leads
        if isinstance(leads, Target) and not leads.is_outside:
            return refuse("meeting_video", "ที่อยู่ของการประชุมทางไกลต้องขึ้นต้นด้วย https://")
    return refuse_times(plan.starts_at, plan.ends_at)


# ── the agenda ──────────────────────────────────────────────────────────────
@transaction.atomic
def add_item(
    *, meeting: Meeting, title: str, detail: str = "", presenter: str = "", by: User, now: datetime
) -> AgendaItem:
    """เพิ่มระเบียบวาระ at the end."""
    found, title = changing(meeting, Verb.CHANGE, by=by, now=now), " ".join(title.split())[:500]
    if not title:
        raise RefusedError(refuse("agenda_title", "พิมพ์ชื่อวาระ"))
    count = AgendaItem.objects.filter(meeting=found).count()
    if count >= MOST_ITEMS:
        raise RefusedError(refuse("agenda_full", "มีระเบียบวาระได้ไม่เกิน {most} วาระ", most=MOST_ITEMS))
    made = AgendaItem.objects.create(
        meeting=found, position=count + 1, title=title, detail=detail.strip(),
        presenter=" ".join(presenter.split())[:200],
    )  # fmt: skip
    told(found, "add_agenda_item", by=by, now=now, agenda=str(made))
    return made


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, now: datetime) -> None:
    """The items behind it move up: agendas have no gaps."""
    found = changing(item.meeting, Verb.CHANGE, by=by, now=now)
    gone = AgendaItem.objects.filter(meeting=found, pk=item.pk).first()
    if gone is None:
        return
    said, place = str(gone), gone.position
    gone.delete()
    for after in AgendaItem.objects.filter(meeting=found, position__gt=place).order_by("position"):
        AgendaItem.objects.filter(pk=after.pk).update(position=F("position") - 1)
    told(found, "remove_agenda_item", by=by, now=now, agenda=said)


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: User, now: datetime) -> None:
    """One place up or down; at the end nothing happens."""
    found = changing(item.meeting, Verb.CHANGE, by=by, now=now)
    order = list(AgendaItem.objects.filter(meeting=found).order_by("position"))
    places = {one.pk: place for place, one in enumerate(order)}
    if item.pk not in places:
        return
    here = places[item.pk]
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    one, other = order[here], order[there]
    first, second = one.position, other.position
    AgendaItem.objects.filter(pk=one.pk).update(position=MOST_ITEMS + 1)  # each place is taken once
    AgendaItem.objects.filter(pk=other.pk).update(position=first)
    AgendaItem.objects.filter(pk=one.pk).update(position=second)
    told(found, "move_agenda_item", by=by, now=now, agenda=str(one))
