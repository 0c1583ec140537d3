"""Answer a question: a draft of the agency with its evidence, then sent, and never changed after that."""

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.evidence.actions import Stored, arrived_file, keep_stored, share_with, store
from samrit.evidence.models import EvidenceFile, Scan, Upload
from samrit.evidence.permissions import refuse_using_again
from samrit.people.models import Role, User
from samrit.people.queries import Duties, duties_of
from samrit.reports.queries import Item
from samrit.rules.secrecy import Level
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.actions.asking import locked_question
from samrit.scores.models import Answer, AnswerEvidence, Question
from samrit.scores.permissions import answers_for, refuse_answering
from samrit.scores.questions_telling import tell_of_answer

FileOf = Callable[[Item], EvidenceFile]


@transaction.atomic
def save_answer(*, question: Question, text: str, by: User, now: datetime) -> Answer:
    """บันทึกร่าง: for the own agency's people only, until it is sent."""
    duties = duties_of(by, localdate(now))
    _item, _fresh, draft = _draft(question, duties, now)
    draft.text = text.strip()
    draft.save(update_fields=["text"])
    return draft


@transaction.atomic
def send_answer(*, question: Question, text: str, by: User, now: datetime) -> Answer:
    """ส่งคำตอบ with the evidence of the draft. It counts as late from the deadline on, and is taken all the same."""
    duties = duties_of(by, localdate(now))
    item, fresh, draft = _draft(question, duties, now)
    if not text.strip():
        raise RefusedError(refuse("answer_empty", "ยังไม่ได้พิมพ์คำตอบ – พิมพ์คำตอบแล้วส่งอีกครั้ง ไฟล์ที่แนบไว้ยังอยู่ครบ"))
    if draft.evidence.filter(file__scan=Scan.INFECTED).exists():
        raise RefusedError(refuse("answer_infected", "มีไฟล์ที่พบไวรัสแนบอยู่ – นำไฟล์นั้นออกก่อน แล้วส่งอีกครั้ง"))
    draft.text, draft.answered_by, draft.answered_at = text.strip(), by, now
    draft.answered_as = duties.described()[:400]
    draft.save(update_fields=["text", "answered_by", "answered_at", "answered_as"])
    draft.question = fresh
    record(
        verb="answer_question",
        subject=fresh.result,
        by=by,
        now=now,
        after={
            "answer": draft.text,
            "answered_late": "answered_late" if draft.came_late else "",
            "files": draft.evidence.count() or "",
        },
        area_code=fresh.result.round.area_id,
        actor_role=duties.described(),
    )
    tell_of_answer(draft, item.kpi, by=by, now=now)
    return draft


# ── evidence ────────────────────────────────────────────────────────────────
def attach_to_answer(
    *,
    question: Question,
    file: BinaryIO,
    name: str,
    by: User,
    now: datetime,
    secrecy: str = Level.ORDINARY,
    code: str = "",
    max_bytes: int | None = None,
) -> AnswerEvidence:
    """Keep a file as the agency's evidence and put it to the draft. The bytes are judged before anything is locked."""
    duties = duties_of(by, localdate(now))
    stored = store(file=file, name=name, max_bytes=max_bytes)

    def kept(item: Item) -> EvidenceFile:
        return _kept(item, stored, name, secrecy, duties=duties, now=now)

    try:
        return _tie(question, kept, duties, now, code)
    except RefusedError:
        stored.discard()
        raise


def _kept(
    item: Item, stored: Stored, name: str, secrecy: str, *, duties: Duties, now: datetime
) -> EvidenceFile:
    own = duties.agencies(Role.RECORDER, Role.APPROVER)
    return keep_stored(
        stored=stored,
        name=name,
        agencies=[agency for agency in item.owners if agency.pk in own],
        shared_with=[agency for agency in item.owners if agency.pk not in own],
        secrecy=secrecy,
        by=duties.user,
        now=now,
        area_code=item.round.area_id,
    )


def attach_upload_to_answer(
    *,
    question: Question,
    upload: Upload,
    by: User,
    now: datetime,
    secrecy: str = Level.ORDINARY,
    code: str = "",
) -> AnswerEvidence:
    """A file that came in pieces; refused or not, the upload is over then."""
    with arrived_file(upload=upload) as file:
        return attach_to_answer(
            question=question,
            file=file,
            name=upload.name,
            by=by,
            now=now,
            secrecy=secrecy,
            code=code,
            max_bytes=settings.EVIDENCE_UPLOAD_MAX_BYTES,
        )


def attach_kept_to_answer(
    *, question: Question, file: EvidenceFile, by: User, now: datetime, code: str = ""
) -> AnswerEvidence:
    """A file that the own agency has in its register already, such as one that proves the result itself."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_using_again(duties, file, Role.RECORDER, Role.APPROVER):
        raise RefusedError(refusal)

    def shared(item: Item) -> EvidenceFile:
        share_with(file=file, agencies=item.owners)
        return file

    return _tie(question, shared, duties, now, code)


@transaction.atomic
def detach_from_answer(*, question: Question, link: int, by: User, now: datetime) -> None:
    """Take a file off the draft; the file itself stays in the register."""
    duties = duties_of(by, localdate(now))
    _item, _fresh, draft = _draft(question, duties, now)
    count, _rows = AnswerEvidence.objects.filter(pk=link, answer=draft).delete()
    if not count:
        raise RefusedError(refuse("evidence_gone", "ไฟล์นี้ไม่ได้แนบอยู่แล้ว"))


@transaction.atomic
def _tie(question: Question, file_of: FileOf, duties: Duties, now: datetime, code: str) -> AnswerEvidence:
    item, _fresh, draft = _draft(question, duties, now)
    file = file_of(item)
    if draft.evidence.filter(file__sha256=file.sha256).exists():
        raise RefusedError(
            refuse("evidence_twice", "ไฟล์ “{name}” แนบกับคำตอบนี้ไว้แล้ว (เนื้อหาเดียวกัน)", name=file.name)
        )
    known = {line.code for line in item.kpi.required_evidence.all()}
    return AnswerEvidence.objects.create(
        answer=draft, file=file, code=code if code in known else "", attached_by=duties.user, attached_at=now
    )


def _draft(question: Question, duties: Duties, now: datetime) -> tuple[Item, Question, Answer]:
    """The draft of the person's agency, begun when there is none; refused when this person may not answer."""
    item, fresh = locked_question(question, duties)
    agency = answers_for(duties, item.kpi)
    refusal = refuse_answering(duties, fresh, item.kpi)
    if refusal or agency is None:
        raise RefusedError(refusal or refuse("answer_not_yours", "คำถามนี้ไม่ใช่ของหน่วยงานคุณ"))
    draft, _new = Answer.objects.get_or_create(
        question=fresh,
        agency_id=agency,
        answered_at=None,
        defaults={"started_by": duties.user, "started_at": now},
    )
    return item, fresh, draft
