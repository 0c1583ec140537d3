"""The committee: its meetings, and what it decides about each proposed KPI."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions.proposal_shared import locked_proposal, record_about
from samrit.frameworks.models import Decision, Meeting, Proposal, ProposalItem
from samrit.frameworks.permissions import next_proposal_status, refuse_committee
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules import rulesets
from samrit.rules.proposals import Outcome, Verb, refuse_outcome
from samrit.rules.scoring import check_levels
from samrit.rules.thai import arabic_digits, plain_number, thai_date
from samrit.rules.wording import Refusal, RefusedError, refuse

MEETING_NUMBER = re.compile(r"\d{1,3}/2[5-6]\d\d")


@dataclass(frozen=True)
class Terms:
    """Weight and three targets (or None) of a KPI or part as the committee changed them."""

    weight: Decimal | None
    levels: tuple[Decimal, Decimal, Decimal] | None


@dataclass(frozen=True)
class ItemDecision:
    """What is decided about one whole KPI. ``version``: of the KPI as it was seen.

    ``terms``: with ``changed``, by key of the KPI and its parts; what is not named stays as proposed.
    """

    item: int
    version: int
    outcome: str
    reason: str = ""
    terms: Mapping[int, Terms] = field(default_factory=dict)


@transaction.atomic
def add_meeting(*, number: str, held_on: date, title: str, by: User, now: datetime) -> Meeting:
    """Enter a meeting of the committee once, to be named by its decisions."""
    duties, number = duties_of(by, localdate(now)), arabic_digits(number).strip()
    if refusal := refuse_committee(duties) or _refuse_meeting(number, held_on, title.strip(), localdate(now)):
        raise RefusedError(refusal)
    meeting = Meeting.objects.create(
        number=number, held_on=held_on, title=title.strip(), added_by=by, added_at=now
    )
    after = {"meeting": number, "held_on": held_on.isoformat(), "title": meeting.title}
    record(verb="add_meeting", subject=meeting, by=by, now=now, after=after, actor_role=duties.described())
    return meeting


def _refuse_meeting(number: str, held_on: date, title: str, today: date) -> Refusal | None:
    if not MEETING_NUMBER.fullmatch(number):
        return refuse("meeting_number", "เลขที่ประชุมเขียนเป็น ครั้งที่/ปี พ.ศ. เช่น 1/2566")
    if not title:
        return refuse("meeting_title", "โปรดใส่ชื่อคณะกรรมการ")
    if held_on > today:
        return refuse(
            "meeting_not_held",
            "การประชุมวันที่ {day} ยังไม่ถึง – บันทึกมติได้หลังประชุมแล้ว",
            day=thai_date(held_on, short=True),
        )
    if Meeting.objects.filter(number=number, title=title).exists():
        return refuse("meeting_exists", "มีการประชุมครั้งที่ {number} อยู่แล้ว – เลือกจากรายการได้เลย", number=number)
    return None


@transaction.atomic
def decide_items(
    *, decisions: Sequence[ItemDecision], meeting: Meeting, by: User, now: datetime
) -> list[Decision]:
    """Decide several proposed KPIs at one meeting; all of them, or (when one may not be) none."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_committee(duties):
        raise RefusedError(refusal)
    wanted = {one.item: one for one in decisions}
    items = ProposalItem.objects.filter(pk__in=wanted, parent=None)
    for proposal in Proposal.objects.filter(items__in=items).distinct().order_by("pk"):
        after = next_proposal_status(duties, locked_proposal(proposal), Verb.DECIDE)
        if isinstance(after, Refusal):
            raise RefusedError(_of(proposal, after))
    found = items.select_for_update(of=("self",)).select_related("proposal__area", "proposal__fiscal_year")
    current = {item.pk: item for item in found.order_by("pk")}
    if missing := wanted.keys() - current.keys():
        raise RefusedError(
            refuse(
                "items_gone",
                "จังหวัดนำ {n} ตัวชี้วัดที่เลือกออกจากข้อเสนอไปแล้ว – เปิดหน้าใหม่แล้วพิจารณาอีกครั้ง",
                n=len(missing),
            )
        )
    return [_decide(item, wanted[item.pk], meeting, by, now) for item in current.values()]


def _of(proposal: Proposal, refusal: Refusal) -> Refusal:
    """The refusal with the name of the province it is about."""
    return refuse("of_province", "จังหวัด{area}: {why}", area=proposal.area.name, why=refusal.message)


def _decide(
    item: ProposalItem, decision: ItemDecision, meeting: Meeting, by: User, now: datetime
) -> Decision:
    if refusal := refuse_outcome(decision.outcome, decision.reason) or _refuse_stale(item, decision):
        raise RefusedError(_of(item.proposal, refusal))
    before = _facts(item)
    for one in (item, *item.parts.all()):
        _keep(one, decision, meeting, by, now)
    record_about(
        Verb.DECIDE.value,
        item.proposal,
        duties_of(by, localdate(now)),
        by,
        now,
        before=before,
        after={"item": item.name, **_facts(item), "meeting": meeting.number},
        reason=decision.reason,
    )
    return Decision.objects.get(item=item)


def _refuse_stale(item: ProposalItem, decision: ItemDecision) -> Refusal | None:
    if item.version != decision.version:
        return refuse("proposed_meanwhile", "จังหวัดแก้ไขตัวชี้วัดนี้หลังจากที่คุณเปิดหน้า – ตรวจค่าใหม่แล้วพิจารณาอีกครั้ง")
    return None


def _keep(item: ProposalItem, decision: ItemDecision, meeting: Meeting, by: User, now: datetime) -> None:
    """One decision for each KPI and part; proposed values stand where the committee named no others."""
    terms = decision.terms.get(item.pk) if decision.outcome == Outcome.CHANGED else None
    weight = terms.weight if terms else item.weight
    levels = terms.levels if terms else item.levels
    if levels is not None:
        check_levels(rulesets.load(item.proposal.fiscal_year.rule_set), item.direction, levels)
    basic, standard, advanced = levels or (None, None, None)
    Decision.objects.update_or_create(
        item=item,
        defaults={
            "outcome": decision.outcome, "reason": decision.reason, "weight": weight, "basic": basic,
            "standard": standard, "advanced": advanced, "meeting": meeting, "decided_by": by, "decided_at": now,
        },
    )  # fmt: skip


def _facts(item: ProposalItem) -> dict[str, object]:
    """The decision as it stands, for the trail."""
    decision = Decision.objects.filter(item=item).first()
    if decision is None:
        return {}
    facts: dict[str, object] = {"outcome": f"outcome_{decision.outcome}"}
    if decision.weight is not None:
        facts["weight"] = plain_number(decision.weight)
    if decision.levels:
        facts["levels"] = [plain_number(level) for level in decision.levels]
    return facts
