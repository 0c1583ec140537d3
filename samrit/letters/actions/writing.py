"""Writing a letter: draft, edit, propose, agree, return, sign, void. Every write is one event of the trail."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Edition, Round
from samrit.letters.actions.citing import follow_references, tie_number
from samrit.letters.actions.numbering import draw_outgoing
from samrit.letters.actions.tying import follow_intakes
from samrit.letters.models import Issuer, Letter, LetterStep, LetterVersion, Meeting, RegisterEntry
from samrit.letters.papers import content_of, paper_of
from samrit.letters.permissions.writing import next_status, refuse_drafting
from samrit.letters.queries.writing import chain_of, current_step, entry_of, who_may_sign
from samrit.letters.telling import tell_of_letter
from samrit.people.models import Agency, Area, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.letters.content import (
    FIELD_LABELS,
    Content,
    changed_fields,
    refuse_content,
    refuse_unnamed,
    tidied,
)
from samrit.rules.letters.paper import refusals
from samrit.rules.letters.signing import Status, StepTerms, Verb, refuse_chain, refuse_reason
from samrit.rules.sealing import CODE_LENGTH, CODE_LETTERS
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.scores.models import Appeal

HEARD_OF = (Verb.PROPOSE, Verb.APPROVE, Verb.RETURN, Verb.SIGN)


# ── drafting ────────────────────────────────────────────────────────────────
@transaction.atomic
def draft_letter(
    *,
    issuer: Issuer,
    content: Content,
    by: User,
    now: datetime,
    topic: str = "",
    area: Area | None = None,
    edition: Edition | None = None,
    round_: Round | None = None,
    appeal: Appeal | None = None,
    meeting: Meeting | None = None,
    agencies: Collection[Agency] = (),
) -> Letter:
    """Begin a letter. ``agencies``: whom it goes to within the system."""
    duties, content = duties_of(by, localdate(now)), tidied(content)
    issuer = Issuer.objects.select_related("agency__area").get(pk=issuer.pk)
    if refusal := refuse_drafting(duties, issuer) or refuse_content(content):
        raise RefusedError(refusal)
    letter = Letter(
        issuer=issuer,
        area=area or issuer.agency.area,
        topic=topic,
        edition=edition,
        round=round_,
        appeal=appeal,
        meeting=meeting,
        drafted_by=by,
        drafted_at=now,
    )
    _take(letter, content)
    letter.save()
    letter.agencies.set(agencies)
    follow_intakes(letter, before=(), by=by, now=now)
    follow_references(letter, before=(), by=by, now=now)
    _keep_version(letter, content, by=by, now=now)
    _record("draft_letter", letter, duties, now, after={"subject": letter.subject, "letter_version": 1})
    return letter


@transaction.atomic
def edit_letter(*, letter: Letter, content: Content, version: int, by: User, now: datetime) -> Letter:
    """Save the draft. ``version``: the one that was opened; where somebody saved meanwhile nothing is written over."""
    duties, letter, content = duties_of(by, localdate(now)), _locked(letter), tidied(content)
    _allowed(Verb.EDIT, letter, duties)
    if refusal := _refuse_stale(letter, version) or refuse_content(content):
        raise RefusedError(refusal)
    before = content_of(letter)
    changed = changed_fields(before, content)
    if not changed:
        return letter
    _take(letter, content)
    letter.version += 1
    letter.save()
    follow_intakes(letter, before=before.references, by=by, now=now)
    follow_references(letter, before=before.references, by=by, now=now)
    _keep_version(letter, content, by=by, now=now)
    _record(
        Verb.EDIT,
        letter,
        duties,
        now,
        after={
            "letter_version": letter.version,
            "changed_fields": [FIELD_LABELS[name].thai() for name in changed],
        },
    )
    return letter


def _take(letter: Letter, content: Content) -> None:
    """Into the row's columns, which are called as the content's fields are."""
    for name, value in vars(content).items():
        setattr(letter, name, list(value) if isinstance(value, tuple) else value)


def _keep_version(letter: Letter, content: Content, *, by: User, now: datetime) -> None:
    LetterVersion.objects.create(
        letter=letter, number=letter.version, content=content.to_data(), saved_by=by, saved_at=now
    )


def _refuse_stale(letter: Letter, version: int) -> Refusal | None:
    if version == letter.version:
        return None
    last = (
        LetterVersion.objects.filter(letter=letter, number=letter.version).select_related("saved_by").first()
    )
    return refuse(
        "letter_saved_meanwhile",
        "{name}บันทึกร่างครั้งที่ {number} ระหว่างที่คุณแก้ไข – สิ่งที่คุณพิมพ์ยังอยู่ครบด้านล่าง ตรวจส่วนที่ต่างกันแล้วบันทึกอีกครั้ง",
        name=last.saved_by.name if last else "",
        number=letter.version,
    )


# ── the chain ───────────────────────────────────────────────────────────────
@transaction.atomic
def propose_letter(
    *, letter: Letter, chain: Sequence[StepTerms], version: int, by: User, now: datetime
) -> Letter:
    """เสนอลงนาม: along these people, in this order. The paper must be whole but for number and day."""
    duties, letter = duties_of(by, localdate(now)), _locked(letter)
    status = _allowed(Verb.PROPOSE, letter, duties)
    refusal = _refuse_stale(letter, version) or refuse_chain(chain) or _refuse_people(letter, chain, now)
    if refusal:
        raise RefusedError(refusal)
    run = max((step.run for step in chain_of(letter)), default=0) + 1
    steps = [_step(letter, run, place, one) for place, one in enumerate(chain, start=1)]
    LetterStep.objects.bulk_create(steps)
    if refusal := refuse_unnamed(content_of(letter)):
        raise RefusedError(refusal)
    if wanting := refusals(paper_of(letter)):
        still = [one for one in wanting if one.code != "letter_still_draft"]
        if still:
            raise RefusedError(still[0])
    letter.status, letter.position = status.value, 1
    letter.save(update_fields=["status", "position"])
    names = User.objects.in_bulk([one.person for one in chain])
    _record(
        Verb.PROPOSE,
        letter,
        duties,
        now,
        after={"letter_status": status.value, "chain": [names[one.person].name for one in chain]},
    )
    return letter


def _step(letter: Letter, run: int, position: int, terms: StepTerms) -> LetterStep:
    return LetterStep(
        letter=letter,
        run=run,
        position=position,
        part=terms.part.value,
        person_id=terms.person,
        agency=letter.issuer.agency,
        title=terms.title.strip(),
        acting_for=terms.acting_for.strip(),
    )


def _refuse_people(letter: Letter, chain: Sequence[StepTerms], now: datetime) -> Refusal | None:
    wanted = {one.person for one in chain}
    there = who_may_sign(letter.issuer, localdate(now)).filter(pk__in=wanted).count()
    if there == len(wanted):
        return None
    return refuse(
        "chain_stranger", "เลือกได้เฉพาะผู้ที่มีบทบาทอยู่ในวันนี้ – หากเป็นผู้รักษาราชการแทน ให้บันทึกคำสั่งในหน้า “คน” ก่อน"
    )


@transaction.atomic
def take_back_letter(*, letter: Letter, by: User, now: datetime) -> Letter:
    """The drafter takes it out of the chain; what was decided on the way stays in the history."""
    duties, letter = duties_of(by, localdate(now)), _locked(letter)
    _move(letter, Verb.TAKE_BACK, duties, now)
    return letter


@transaction.atomic
def approve_letter(*, letter: Letter, version: int, by: User, now: datetime) -> Letter:
    """เห็นชอบ: on to the next. ``version``: what this person has read."""
    duties, letter = duties_of(by, localdate(now)), _locked(letter)
    _allowed(Verb.APPROVE, letter, duties)
    _decided(letter, "approved", version, duties=duties, now=now)
    letter.position += 1
    letter.save(update_fields=["position"])
    _record(Verb.APPROVE, letter, duties, now, after={"letter_version": letter.version})
    return letter


@transaction.atomic
def return_letter(*, letter: Letter, reason: str, version: int, by: User, now: datetime) -> Letter:
    duties, letter = duties_of(by, localdate(now)), _locked(letter)
    _allowed(Verb.RETURN, letter, duties)
    if refusal := refuse_reason(Verb.RETURN, reason):
        raise RefusedError(refusal)
    _decided(letter, "returned", version, duties=duties, now=now, reason=reason.strip())
    _move(letter, Verb.RETURN, duties, now, reason=reason.strip(), status=Status.RETURNED)
    return letter


@transaction.atomic
def sign_letter(*, letter: Letter, version: int, by: User, now: datetime) -> Letter:
    """ลงนาม. The last signature draws the number, the day and the code; from then on nothing of it changes."""
    duties, letter = duties_of(by, localdate(now)), _locked(letter)
    status = _allowed(Verb.SIGN, letter, duties)
    step = _decided(letter, "signed", version, duties=duties, now=now)
    if status == Status.IN_CHAIN:
        letter.position += 1
        letter.save(update_fields=["position"])
        _record(Verb.SIGN, letter, duties, now, after={"signed_as": step.title})
        return letter
    letter.status, letter.position, letter.signed_at, letter.code = status.value, 0, now, _new_code()
    letter.save(update_fields=["status", "position", "signed_at", "code"])
    entry = draw_outgoing(letter, by=by, now=now)
    tie_number(letter, entry)
    _record(
        Verb.SIGN,
        letter,
        duties,
        now,
        after={"letter_status": status.value, "drawn_number": entry.written, "signed_as": step.title},
    )
    return letter


@transaction.atomic
def void_letter(*, letter: Letter, reason: str, by: User, now: datetime) -> Letter:
    """ยกเลิก: letter, number and paper stay to be seen, with who, when and why."""
    duties, letter = duties_of(by, localdate(now)), _locked(letter)
    status, reason = _allowed(Verb.VOID, letter, duties), reason.strip()
    if refusal := refuse_reason(Verb.VOID, reason):
        raise RefusedError(refusal)
    entry = entry_of(letter)
    if entry:
        RegisterEntry.objects.filter(pk=entry.pk).update(voided_by=by, voided_at=now, void_reason=reason)
    letter.status, letter.voided_by, letter.voided_at, letter.void_reason = status.value, by, now, reason
    letter.save(update_fields=["status", "voided_by", "voided_at", "void_reason"])
    _record(
        Verb.VOID,
        letter,
        duties,
        now,
        after={"letter_status": status.value, "drawn_number": entry.written if entry else None},
        reason=reason,
    )
    return letter


# ── what they share ─────────────────────────────────────────────────────────
def _locked(letter: Letter) -> Letter:
    letters = Letter.objects.select_for_update(of=("self",))
    return letters.select_related("issuer__agency__area", "area").get(pk=letter.pk)


def _allowed(verb: Verb, letter: Letter, duties: Duties) -> Status:
    found = next_status(verb, letter, duties)
    if isinstance(found, Refusal):
        raise RefusedError(found)
    return found


def _decided(
    letter: Letter, verdict: str, version: int, *, duties: Duties, now: datetime, reason: str = ""
) -> LetterStep:
    """Whose turn it is decides on what was read; another version came in between only by a new proposal."""
    step = current_step(letter)
    if step is None or version != letter.version:
        raise RefusedError(
            refuse("letter_read_another", "หนังสือเปลี่ยนไปหลังจากที่คุณเปิดอ่าน – โหลดหน้านี้ใหม่แล้วอ่านอีกครั้ง")
        )
    step.verdict, step.version, step.reason = verdict, version, reason
    step.decided_by, step.decided_as, step.decided_at = duties.user, duties.described(), now
    step.save()
    return step


def _move(
    letter: Letter,
    verb: Verb,
    duties: Duties,
    now: datetime,
    *,
    reason: str = "",
    status: Status | None = None,
) -> None:
    """Out of the chain."""
    status = status or _allowed(verb, letter, duties)
    before = letter.status
    letter.status, letter.position = status.value, 0
    letter.save(update_fields=["status", "position"])
    _record(
        verb,
        letter,
        duties,
        now,
        before={"letter_status": before},
        after={"letter_status": status.value},
        reason=reason,
    )


def _new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _record(
    verb: str,
    letter: Letter,
    duties: Duties,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    record(
        verb=str(verb),
        subject=letter,
        by=duties.user,
        now=now,
        before=_told(before),
        after=_told(after),
        reason=reason,
        area_code=letter.area_id or "",
        actor_role=duties.described(),
    )
    if verb in HEARD_OF:
        tell_of_letter(letter, by=duties.user, now=now)


def _told(facts: dict[str, Any] | None) -> dict[str, Any]:
    """A status in the trail is the letter's own: ``letter_signed``."""
    facts = dict(facts or {})
    if facts.get("letter_status"):
        facts["letter_status"] = f"letter_{facts['letter_status']}"
    return facts
