"""Appeals: open with evidence, withdraw, take up or not, appoint the panel."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, localtime

from samrit.audit.actions import record
from samrit.audit.models import subject_of
from samrit.evidence.actions import Stored, keep_stored, store
from samrit.evidence.models import EvidenceFile
from samrit.people.models import Agency, Role, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.appeals import (
    NotHeard,
    State,
    Verb,
    label_of_ground,
    last_minute,
    refuse_panel,
    refuse_words,
)
from samrit.rules.secrecy import Level, is_secret
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.scores.actions.verifying import locked_round
from samrit.scores.appeal_telling import tell_of_ending, tell_of_opening, tell_of_panel, tell_of_taking_up
from samrit.scores.models import Appeal, AppealEvidence, KpiScore, PanelMember
from samrit.scores.permissions.appealing import Bench, next_state, refuse_member, refuse_opening_appeal
from samrit.scores.queries.appeals import (
    contestable_scores,
    evaluators_on,
    latest_appeals,
    panel_of,
    terms_of_appeals,
    with_everything,
)


@transaction.atomic
def open_appeal(
    *,
    kpi_score: KpiScore,
    grounds: str,
    text: str,
    wanted_value: Decimal | None,
    wanted_score: Decimal | None,
    by: User,
    now: datetime,
    began_at: datetime | None = None,
) -> Appeal:
    """ยื่นอุทธรณ์ one item of the confirmed score; ``began_at``: when this person was given the form."""
    duties = duties_of(by, localdate(now))
    round_ = locked_round(kpi_score.province_score.round)
    fresh = contestable_scores(kpi_score.province_score).filter(pk=kpi_score.pk).first()
    if fresh is None:
        raise RefusedError(
            refuse("nothing_to_contest_now", "คะแนนของตัวชี้วัดนี้เปลี่ยนไปแล้ว – เปิดหน้าคะแนนใหม่แล้วยื่นอีกครั้ง")
        )
    latest, terms = latest_appeals(round_).get(fresh.kpi.indicator_id), terms_of_appeals(round_)
    _refuse(refuse_opening_appeal(duties, fresh, latest=latest, now=now, began_at=began_at))
    wants = wanted_value is not None or wanted_score is not None
    _refuse(refuse_words(terms, grounds=grounds, text=text, wants=wants))
    appeal = Appeal.objects.create(
        round=round_,
        number=(Appeal.objects.filter(round=round_).aggregate(last=Max("number"))["last"] or 0) + 1,
        indicator_id=fresh.kpi.indicator_id,
        kpi_score=fresh,
        grounds=grounds,
        text=text.strip(),
        wanted_value=wanted_value,
        wanted_score=wanted_score,
        opened_by=by,
        opened_as=duties.described(),
        opened_at=now,
        decide_by=last_minute(localtime(now), terms.decision_days),
    )
    told(Verb.OPEN, appeal, duties, now, after=_facts(appeal), reason=appeal.text)
    tell_of_opening(appeal, by=by, now=now)
    return appeal


def attach_to_appeal(
    *, appeal: Appeal, file: BinaryIO, name: str, by: User, now: datetime, secrecy: str = Level.ORDINARY
) -> AppealEvidence:
    """A file of the register that supports the appeal. The bytes are judged before anything is locked."""
    duties = duties_of(by, localdate(now))
    allowed(Verb.ATTACH, appeal, duties, now)
    stored = store(file=file, name=name)
    try:
        return _tied(appeal, stored, name=name, secrecy=secrecy, duties=duties, now=now)
    except RefusedError:
        stored.discard()
        raise


@transaction.atomic
def _tied(
    appeal: Appeal, stored: Stored, *, name: str, secrecy: str, duties: Duties, now: datetime
) -> AppealEvidence:
    appeal = locked_appeal(appeal)
    allowed(Verb.ATTACH, appeal, duties, now)
    if appeal.evidence.filter(file__sha256=stored.contents.sha256).exists():
        raise RefusedError(
            refuse("appeal_evidence_twice", "ไฟล์ “{name}” แนบกับอุทธรณ์นี้ไว้แล้ว (เนื้อหาเดียวกัน)", name=name)
        )
    file = _kept(appeal, stored, name=name, secrecy=secrecy, duties=duties, now=now)
    link = AppealEvidence.objects.create(appeal=appeal, file=file, attached_by=duties.user, attached_at=now)
    said = "" if is_secret(file.secrecy) else file.name
    told(Verb.ATTACH, appeal, duties, now, after={"evidence": said, "sha256": file.sha256})
    return link


def _kept(
    appeal: Appeal, stored: Stored, *, name: str, secrecy: str, duties: Duties, now: datetime
) -> EvidenceFile:
    """Evidence of the own agency (the coordinator's is the provincial office); the responsible ones share it."""
    owners = [ownership.agency for ownership in appeal.kpi_score.kpi.ownerships.all()]
    own = [agency for agency in owners if agency.pk in duties.agencies(Role.APPROVER)]
    own = own or _offices(duties, appeal.round.area_id)
    return keep_stored(
        stored=stored,
        name=name,
        agencies=own,
        shared_with=[agency for agency in owners if agency not in own],
        secrecy=secrecy,
        by=duties.user,
        now=now,
        area_code=appeal.round.area_id,
    )


def _offices(duties: Duties, area: str) -> list[Agency]:
    held = [one for one in duties.memberships if one.role == Role.COORDINATOR]
    return [one.agency for one in held if one.agency.area_id == area]


@transaction.atomic
def withdraw_appeal(*, appeal: Appeal, reason: str, by: User, now: datetime) -> Appeal:
    """ถอนอุทธรณ์: by the coordinator or who opened it, before it is decided."""
    return _ended(Verb.WITHDRAW, appeal, reason, by=by, now=now)


@transaction.atomic
def refuse_appeal(*, appeal: Appeal, not_heard: str, reason: str, by: User, now: datetime) -> Appeal:
    """ไม่รับพิจารณา: out of time or incomplete, and why; it may be brought again while there is time."""
    if not_heard not in set(NotHeard):
        raise RefusedError(refuse("not_heard_unknown", "เลือกเหตุที่ไม่รับพิจารณา: พ้นกำหนดเวลา หรือสาระไม่ครบถ้วน"))
    return _ended(Verb.REFUSE, appeal, reason, by=by, now=now, not_heard=not_heard)


def _ended(
    verb: Verb, appeal: Appeal, reason: str, *, by: User, now: datetime, not_heard: str = ""
) -> Appeal:
    duties = duties_of(by, localdate(now))
    appeal = locked_appeal(appeal)
    state = allowed(verb, appeal, duties, now)
    if not reason.strip():
        raise RefusedError(refuse("appeal_end_reason", "บอกเหตุผล เพื่อให้อีกฝ่ายและผู้ตรวจสอบรู้ว่าเพราะอะไร"))
    before, members = _state(appeal), [member.user for member in panel_of(appeal)]
    appeal.state, appeal.ended_by, appeal.ended_at = state.value, by, now
    appeal.end_reason, appeal.not_heard = reason.strip(), not_heard
    appeal.save(update_fields=["state", "ended_by", "ended_at", "end_reason", "not_heard"])
    after = {**_state(appeal), **({"not_heard": not_heard} if not_heard else {})}
    told(verb, appeal, duties, now, before=before, after=after, reason=appeal.end_reason)
    tell_of_ending(appeal, members, by=by, now=now)
    return appeal


@transaction.atomic
def take_up_appeal(*, appeal: Appeal, by: User, now: datetime) -> Appeal:
    """รับพิจารณา: in time and complete; a panel is appointed next."""
    duties = duties_of(by, localdate(now))
    appeal = locked_appeal(appeal)
    state = allowed(Verb.TAKE_UP, appeal, duties, now)
    before = _state(appeal)
    appeal.state, appeal.taken_up_by, appeal.taken_up_at = state.value, by, now
    appeal.save(update_fields=["state", "taken_up_by", "taken_up_at"])
    told(Verb.TAKE_UP, appeal, duties, now, before=before, after=_state(appeal))
    tell_of_taking_up(appeal, by=by, now=now)
    return appeal


@transaction.atomic
def appoint_panel(
    *, appeal: Appeal, members: Sequence[User], order_number: str, by: User, now: datetime
) -> list[PanelMember]:
    """แต่งตั้งคณะพิจารณา by an order; another one takes the place of the one before."""
    duties = duties_of(by, localdate(now))
    appeal = locked_appeal(appeal)
    allowed(Verb.APPOINT, appeal, duties, now)
    people = {member.pk: member for member in members}
    _refuse(refuse_panel(terms_of_appeals(appeal.round), len(people), order_number=order_number))
    bench, day = Bench(appeal.round, now=now), localdate(now)
    evaluators = set(evaluators_on(day).values_list("pk", flat=True))
    for member in people.values():
        _refuse(refuse_member(member, appeal, evaluators=evaluators, bench=bench))
    before = {"panel": _keys(member.user for member in panel_of(appeal))}
    appeal.panel.filter(ended_at=None).update(ended_at=now)
    facts = {"order_number": order_number.strip(), "appointed_by": by, "appointed_at": now}
    panel = [PanelMember.objects.create(appeal=appeal, user=member, **facts) for member in people.values()]
    after = {"panel": _keys(people.values()), "order": order_number.strip()}
    told(Verb.APPOINT, appeal, duties, now, before=before, after=after)
    tell_of_panel(appeal, people.values(), by=by, now=now)
    return panel


# ── shared with deciding ────────────────────────────────────────────────────
def locked_appeal(appeal: Appeal) -> Appeal:
    """As it stands now; its round is locked first, so that decisions on one round follow one another."""
    round_ = locked_round(appeal.round)
    Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    fresh = with_everything(Appeal.objects.filter(pk=appeal.pk)).get()
    fresh.round = round_
    return fresh


def allowed(verb: Verb, appeal: Appeal, duties: Duties, now: datetime) -> State:
    said = next_state(verb, appeal, duties=duties, now=now)
    if isinstance(said, Refusal):
        raise RefusedError(said)
    return said


def told(verb: str, appeal: Appeal, duties: Duties, now: datetime, **facts: Any) -> None:
    record(
        verb=verb,
        subject=appeal,
        by=duties.user,
        now=now,
        area_code=appeal.round.area_id,
        actor_role=duties.described()[:300],
        **facts,
    )


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)


def _state(appeal: Appeal) -> dict[str, str]:
    """As the trail says it: the badge's code."""
    return {"appeal_state": f"appeal_{appeal.state}"}


def _facts(appeal: Appeal) -> dict[str, Any]:
    wanted = {"wanted_value": appeal.wanted_value, "wanted_score": appeal.wanted_score}
    return {
        **_state(appeal),
        "grounds": str(label_of_ground(appeal.grounds)),
        **{name: plain_number(value) for name, value in wanted.items() if value is not None},
    }


def _keys(people: Any) -> list[str]:
    return sorted(subject_of(person) for person in people)
