"""Who is told that a signature is asked of them, or that somebody objects to a shared answer."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.notices.actions import settle, tell
from samrit.notices.queries import holders
from samrit.people.models import Role, User
from samrit.people.queries import Duties
from samrit.reports.models import CoSignature, JointSignature
from samrit.reports.queries import Item
from samrit.reports.queries.joint import JointStanding
from samrit.reports.sharing import co_owners, joint_of
from samrit.rules.wording import Message, Refusal, say


# ── several owners of one entry ─────────────────────────────────────────────
def tell_of_co_signing(item: Item, *, duties: Duties, now: datetime) -> None:
    """The answer is another one: the approvers of the other owners are asked to sign it, save who typed it."""
    if item.result is None or not item.has_answer or len(item.owners) == 1 or joint_of(item):
        return
    agencies = [agency.pk for agency in co_owners(item, duties)]
    typed = set(item.result.recorders.values_list("pk", flat=True))
    approvers = holders(Role.APPROVER, agencies=agencies, day=localdate(now))
    url = _signed_at(item)
    settle(to=approvers, kind="task", url=url, now=now)
    tell(
        to=[person for person in approvers if person.pk not in typed],
        kind="task",
        subject=_about(say("told_to_co_sign", "รอคุณลงนามร่วม: {number} {name}"), item),
        url=url,
        key=f"co_sign:{item.result.pk}:{item.result.version}",
        by=duties.user,
        now=now,
        closes_at=item.round.closes_at,
    )


def tell_of_co_signature(item: Item, signed: CoSignature, *, by: User, now: datetime) -> None:
    """It awaits nobody in that agency any more; of an objection the recorders of the other owners hear."""
    day = localdate(now)
    settle(
        to=holders(Role.APPROVER, agencies=[signed.agency_id], day=day),
        kind="task",
        url=_signed_at(item),
        now=now,
    )
    if signed.decision != JointSignature.Decision.OBJECT:
        return
    others = [agency.pk for agency in item.owners if agency.pk != signed.agency_id]
    tell(
        to=holders(Role.RECORDER, agencies=others, day=day),
        kind="task",
        subject=_about(say("told_co_objected", "เจ้าของร่วมคัดค้าน: {number} {name} – ดูเหตุผลในหน้ารายการ"), item),
        url=reverse("reports:entry", args=[item.round.pk, item.kpi.indicator_id]),
        key=f"co_objected:{signed.pk}",
        by=by,
        now=now,
        closes_at=item.round.closes_at,
    )


# ── joint KPIs ──────────────────────────────────────────────────────────────
def tell_of_proposed(standing: JointStanding, *, by: User, now: datetime) -> None:
    """The contributions make a shared result: the approvers of every owner are asked to sign it."""
    if isinstance(standing.proposed, Refusal) or standing.result is None:
        return
    tell(
        to=holders(
            Role.APPROVER, agencies=[party.agency.pk for party in standing.parties], day=localdate(now)
        ),
        kind="task",
        subject=_named(
            say("told_to_sign_joint", "รอคุณลงนามผลของตัวชี้วัดร่วม: {name} รอบ {months} เดือน"), standing
        ),
        url=_joint_at(standing),
        key=f"sign_joint:{standing.result.pk}:{standing.version}",
        by=by,
        now=now,
    )


def tell_of_joint_signature(
    standing: JointStanding, signature: JointSignature, *, by: User, now: datetime
) -> None:
    """Of an objection the lead agency hears: it has to answer."""
    day, url = localdate(now), _joint_at(standing)
    settle(to=holders(Role.APPROVER, agencies=[signature.agency_id], day=day), kind="task", url=url, now=now)
    if signature.decision != JointSignature.Decision.OBJECT:
        return
    lead = [standing.joint.lead_id]
    tell(
        to=[
            *holders(Role.RECORDER, agencies=lead, day=day),
            *holders(Role.APPROVER, agencies=lead, day=day),
        ],
        kind="task",
        subject=_named(
            say("told_objected_joint", "มีผู้คัดค้านผลของตัวชี้วัดร่วม: {name} รอบ {months} เดือน – โปรดชี้แจง"), standing
        ),
        url=url,
        key=f"joint_objected:{signature.pk}",
        by=by,
        now=now,
    )


def _signed_at(item: Item) -> str:
    return reverse("reports:co_sign", args=[item.round.pk, item.kpi.indicator_id])


def _joint_at(standing: JointStanding) -> str:
    return reverse("reports:joint", args=[standing.joint.pk, standing.months])


def _about(sentence: Message, item: Item) -> Message:
    return say(sentence.code, sentence.text, number=item.kpi.full_number, name=item.kpi.name)


def _named(sentence: Message, standing: JointStanding) -> Message:
    return say(sentence.code, sentence.text, name=standing.joint.name, months=standing.months)
