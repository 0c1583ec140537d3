"""Evaluators are told what was given to them, what they are to decide, and what is due."""

from collections.abc import Mapping
from datetime import date, datetime

from django.urls import reverse

from samrit.notices.actions import tell
from samrit.people.models import User
from samrit.reports.queries import Item
from samrit.rules.wording import Message, say
from samrit.scores.models import Assignment, Comparison
from samrit.ui.formats import date_short


def tell_of_assignments(
    counts: Mapping[int, int],
    people: Mapping[int, User],
    *,
    year: int,
    due_on: date | None,
    by: User,
    now: datetime,
) -> None:
    """``counts``: evaluator → how many were given to them."""
    for key, count in counts.items():
        tell(
            to=[people[key]],
            kind="task",
            subject=say(
                "told_assigned", "ได้รับมอบหมายให้ตรวจ {count} รายการ ปีงบประมาณ {year}", count=count, year=year
            ),
            text=say("told_assigned_due", "ตรวจให้เสร็จภายใน {day}", day=date_short(due_on))
            if due_on
            else None,
            url=f"{reverse('scores:list')}?mine=1",
            key=f"assigned:{year}:{now.isoformat()}",
            by=by,
            now=now,
        )


def tell_of_assignment(assignment: Assignment, item_name: str, *, by: User, now: datetime) -> None:
    """One KPI was given to somebody, instead of somebody else or for the first time."""
    tell(
        to=[assignment.evaluator],
        kind="task",
        subject=say(
            "told_assigned_one",
            "ได้รับมอบหมายให้ตรวจตัวชี้วัด {item} จังหวัด{area}",
            item=item_name,
            area=assignment.round.area.name,
        ),
        url=reverse("scores:verify", args=[assignment.round_id, assignment.indicator_id]),
        key=f"assignment:{assignment.pk}",
        by=by,
        now=now,
    )


def tell_of_dispute(
    comparison: Comparison, item: Item, third: Assignment | Message, *, now: datetime
) -> None:
    """The third is asked to decide; where there is nobody, who assigned the two hears why."""
    two = (comparison.first.assignment, comparison.second.assignment)
    facts = {"number": item.kpi.full_number, "area": item.round.area.name}
    if isinstance(third, Assignment):
        to = {third.evaluator}
        subject = say("told_dispute", "ขอให้ชี้ขาดตัวชี้วัด {number} จังหวัด{area} เพราะผู้ตรวจสองคนเห็นต่างกัน", **facts)
        url = reverse("scores:reconcile", args=[comparison.pk])
    else:
        to = {one.assigned_by for one in two}
        subject = say("told_dispute_nobody", "ตัวชี้วัด {number} จังหวัด{area} ต้องมีผู้ชี้ขาด แต่ยังหาคนไม่ได้", **facts)
        url = reverse("scores:round_assignments", args=[item.round.pk])
    tell(
        to=to,
        kind="task",
        subject=subject,
        text=third if isinstance(third, Message) else None,
        url=url,
        key=f"dispute:{comparison.pk}",
        by=None,  # who gave the second opinion may have assigned the two
        now=now,
    )


def tell_of_due(evaluator: User, *, count: int, due_on: date, days: int, now: datetime) -> int:
    """``days`` until it is due; negative: since. Once for each day that it is said."""
    facts = {"count": count, "day": date_short(due_on)}
    subject = (
        say("told_due", "ยังเหลือรายการตรวจ {count} รายการ ครบกำหนด {day}", **facts)
        if days >= 0
        else say("told_overdue", "เลยกำหนดตรวจ {day} แล้ว ยังเหลือ {count} รายการ", **facts)
    )
    return tell(
        to=[evaluator], kind="task", subject=subject, url=f"{reverse('scores:list')}?mine=1",
        key=f"assignments-due:{due_on.isoformat()}:{days}", by=None, now=now,
    )  # fmt: skip
