"""The daily digest: who gets one today and why, and what it says.

Finding the people takes the same few queries for one person and for 10,000; each digest then takes its own few.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from samrit.dashboards.queries.tasks import Task, Work, how_many
from samrit.dashboards.queries.work import work_of
from samrit.dashboards.wording import LABELS, address_of
from samrit.frameworks.models import Round
from samrit.frameworks.queries.rounds import not_stopped
from samrit.notices.contents import Letter, Line, Section
from samrit.notices.models import Notice
from samrit.notices.queries import fresh, people_to_write_to
from samrit.people.models import Role, User
from samrit.people.queries import Duties, duties_of, holding_on
from samrit.rules import reminders
from samrit.rules.reminders import KINDS, Occasion
from samrit.rules.wording import Message, say
from samrit.ui.formats import date_and_time, in_english

LINES_SHOWN = 10
EVERYBODY = frozenset(Role.values)
OWED = {"await_record", "await_approval", "await_agency"}
Occasions = dict[int, list[Occasion]]  # round key → why it is spoken of today


@dataclass(frozen=True)
class Composed:
    """``letter`` is None when nothing awaits the person; ``reported`` are notices that need no other digest."""

    letter: Letter | None
    reported: Sequence[int] = ()


# ── who ─────────────────────────────────────────────────────────────────────
def rounds_of_the_day(now: datetime) -> list[Round]:
    """The rounds that are an occasion for somebody today, among those that have begun; one query."""
    before, after = reminders.reach()
    today = localdate(now)
    near = Q(closes_at__gt=now - timedelta(days=after + 1), closes_at__lt=now + timedelta(days=before + 1))
    begun = Q(opens_at__gt=now - timedelta(days=1), opens_at__lte=now)
    rounds = Round.objects.filter(not_stopped(), near | begun, opens_at__lte=now)
    return [
        round_
        for round_ in rounds.select_related("area", "fiscal_year").order_by("closes_at", "pk")
        if _why(round_, EVERYBODY, today)
    ]


def _why(round_: Round, roles: AbstractSet[str], today: date) -> list[Occasion]:
    return reminders.occasions(
        reminders.for_year(round_.fiscal_year_id),
        opens_on=localdate(round_.opens_at),
        closes_on=localdate(round_.closes_at),
        today=today,
        roles=roles,
    )


def people_due(now: datetime, rounds: Iterable[Round]) -> QuerySet[User]:
    """Those to whom a digest may be due now: something new, or a day of a round in one of their provinces."""
    today = localdate(now)
    news = fresh(now).filter(person=OuterRef("pk"))
    areas = {round_.area_id for round_ in rounds}
    held = holding_on(today).filter(user=OuterRef("pk"), agency__area__in=areas)
    people = people_to_write_to(day=today, hour=localtime(now).hour)
    return people.filter(Exists(news) | Exists(held)).order_by("pk")


# ── what ────────────────────────────────────────────────────────────────────
def compose(person: User, *, rounds: Sequence[Round], now: datetime) -> Composed:
    """The digest of this person at this moment, in the language now active."""
    today = localdate(now)
    duties = duties_of(person, today)
    notices = list(fresh(now).filter(person=person).order_by("created_at", "pk"))
    found = _occasions(duties, rounds, today)
    if not notices and not found:
        return Composed(None)
    work = work_of(duties, now=now)
    news = [notice for notice in notices if KINDS[notice.kind].way == "news"]
    triggers = [notice for notice in notices if KINDS[notice.kind].way == "trigger"]
    sections = [*_opened(rounds, found), *_sections(work, found, news, today)]
    reported = [notice.pk for notice in notices]
    if not (news or _is_due(work, found, triggers)) or not sections:
        return Composed(None, reported)
    return Composed(Letter(_subject(work, found, news), tuple(sections)), reported)


def _occasions(duties: Duties, rounds: Iterable[Round], today: date) -> Occasions:
    found: Occasions = {}
    for round_ in rounds:
        roles = {held.role for held in duties.memberships if held.agency.area_id == round_.area_id}
        if why := _why(round_, roles, today):
            found[round_.pk] = why
    return found


def _is_due(work: Work, found: Occasions, triggers: Sequence[Notice]) -> bool:
    """Quiet when nothing awaits: an occasion counts only with something of its own round, a trigger with its own task."""
    awaits = {address_of(task) for task in work.todo}
    if any(notice.url in awaits for notice in triggers):
        return True
    return any(
        (code == "closing" and _of(work.todo, key))
        or (code == "opening" and (_of(work.todo, key) or _of(work.waiting, key)))
        or (code == "late" and _of(work.late, key))
        or (code == "escalation" and (_of(work.late, key) or _of(work.todo, key) or _owed(work, key)))
        for key, why in found.items()
        for code in (occasion.code for occasion in why)
    )


def _of(tasks: Iterable[Task], round_key: int) -> list[Task]:
    return [task for task in tasks if task.round and task.round.pk == round_key]


def _owed(work: Work, *rounds: int) -> list[Task]:
    """What others have still to do in these rounds before this person's own turn comes."""
    return [task for task in work.waiting if task.kind in OWED and task.round and task.round.pk in rounds]


def _codes(found: Occasions) -> set[str]:
    return {occasion.code for why in found.values() for occasion in why}


def _subject(work: Work, found: Occasions, news: Sequence[Notice]) -> Message:
    """The nearest deadline first; numbers and titles only."""
    count = how_many(work.todo)
    if closing := _closing_in(work, found):
        if min(closing) == 1:
            return say("digest_tomorrow", "พรุ่งนี้ปิดรับรายงาน – รอคุณ {count} เรื่อง", count=count)
        return say(
            "digest_closing", "ปิดรับรายงานอีก {days} วัน – รอคุณ {count} เรื่อง", days=min(closing), count=count
        )
    if work.late and _codes(found) & {"late", "escalation"}:
        return say("digest_late", "เลยกำหนดรายงานแล้ว {count} เรื่อง", count=how_many(work.late))
    return _calmer_subject(work, found, news)


def _calmer_subject(work: Work, found: Occasions, news: Sequence[Notice]) -> Message:
    if "opening" in _codes(found):
        return say("digest_opening", "เปิดรับรายงานแล้ว – รอคุณ {count} เรื่อง", count=how_many(work.todo))
    if work.todo:
        return say("digest_todo", "รอคุณดำเนินการ {count} เรื่อง", count=how_many(work.todo))
    if news:
        return say("digest_news", "เรื่องแจ้งให้ทราบ {count} เรื่อง", count=len(news))
    return say("digest_others", "ใกล้ปิดรับรายงาน – ยังรอผู้อื่น {count} เรื่อง", count=how_many(work.waiting))


def _closing_in(work: Work, found: Occasions) -> list[int]:
    """In how many days rounds close in which something awaits this person."""
    return [
        occasion.days
        for key, why in found.items()
        for occasion in why
        if occasion.code == "closing" and _of(work.todo, key)
    ]


def _sections(work: Work, found: Occasions, news: Sequence[Notice], today: date) -> list[Section]:
    late = say("digest_part_late", "เลยกำหนด")
    waiting = say("digest_part_waiting", "รอผู้อื่น")
    escalated = _codes(found) & {"escalation"}
    return [
        *_by_round(work.todo, say("digest_part_todo", "รอคุณดำเนินการ"), "/?list=todo"),
        *_by_round(work.late, late, "/?list=late"),
        *(_by_round(_owed(work, *found), waiting, "/?list=waiting") if escalated else ()),
        *_opening_later(work, today),
        *_told(news),
    ]


def _by_round(tasks: Sequence[Task], part: Message, url: str) -> list[Section]:
    """A section for each round, in the order of the desk: the nearest deadline first."""
    sections = []
    for _key, group in groupby(tasks, lambda task: task.round.pk if task.round else None):
        members = list(group)
        round_ = members[0].round
        heading = part if round_ is None else _with_deadline(part, round_)
        lines = tuple(Line(_called(task), address_of(task)) for task in members[:LINES_SHOWN])
        sections.append(Section(heading, lines, max(0, len(members) - LINES_SHOWN), url))
    return sections


def _called(task: Task) -> Message:
    title = f"{task.number} {task.name}".strip()
    if not title and task.count:
        return say("digest_line_count", "{what} ({count} ตัวชี้วัด)", what=LABELS[task.kind], count=task.count)
    if not title:
        return LABELS[task.kind]
    return say("digest_line", "{what}: {title}", what=LABELS[task.kind], title=title)


def name_of(round_: Round) -> Message:
    return say(
        "digest_round",
        "จังหวัด{area} ปีงบประมาณ {year} รอบ {months} เดือน",
        area=round_.area.name_en if in_english() else round_.area.name,
        year=round_.fiscal_year_id,
        months=round_.months,
    )


def _with_deadline(part: Message, round_: Round) -> Message:
    return say(
        "digest_heading",
        "{part} – {round} (ปิดรับ {closes})",
        part=part,
        round=name_of(round_),
        closes=date_and_time(round_.closes_at),
    )


def _opening_later(work: Work, today: date) -> list[Section]:
    """Rounds that open in the course of this day."""
    lines = tuple(
        Line(
            say(
                "digest_opens", "{round} เปิดรับ {opens}", round=name_of(one), opens=date_and_time(one.opens_at)
            ),
            reverse("reports:round", args=[one.pk]),
        )
        for one in work.upcoming
        if localdate(one.opens_at) == today
    )
    return [Section(say("digest_part_opening", "เปิดรับรายงานวันนี้"), lines)] if lines else []


def _opened(rounds: Iterable[Round], found: Occasions) -> list[Section]:
    """Rounds that opened today."""
    lines = tuple(
        Line(
            say(
                "digest_closes",
                "{round} ปิดรับ {closes}",
                round=name_of(one),
                closes=date_and_time(one.closes_at),
            ),
            reverse("reports:round", args=[one.pk]),
        )
        for one in rounds
        if any(occasion.code == "opening" for occasion in found.get(one.pk, ()))
    )
    return [Section(say("digest_part_opened", "เปิดรับรายงานแล้ว"), lines)] if lines else []


def _told(news: Sequence[Notice]) -> list[Section]:
    lines = tuple(Line(notice.subject_message, notice.url) for notice in news[:LINES_SHOWN])
    heading = say("digest_part_news", "แจ้งให้ทราบ")
    return [Section(heading, lines, max(0, len(news) - LINES_SHOWN), "/notices/")] if lines else []
