"""Files of the register that prove answers."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.actions.moving import locked
from samrit.assessments.models import AnswerEvidence, Assessment
from samrit.assessments.permissions.assessing import refuse_writing
from samrit.assessments.queries.assessments import Read, evidence_keys
from samrit.audit.actions import record
from samrit.evidence.actions import arrived_file, keep_stored, store
from samrit.evidence.models import EvidenceFile, Upload
from samrit.evidence.permissions import refuse_using_again
from samrit.people.models import Role, User
from samrit.people.queries import duties_of
from samrit.rules.instruments.answers import MOST_EVIDENCE
from samrit.rules.secrecy import Level, is_secret
from samrit.rules.wording import RefusedError, refuse


def attach_file(
    *,
    assessment: Assessment,
    question: str,
    file: BinaryIO,
    name: str,
    by: User,
    now: datetime,
    secrecy: str = Level.ORDINARY,
    max_bytes: int | None = None,
) -> AnswerEvidence:
    """Keep a file and let it prove an answer. The bytes are judged before anything is locked. RefusedError."""
    _allow(Read(assessment), question, by, now)
    stored = store(file=file, name=name, max_bytes=max_bytes)

    def kept(read: Read) -> EvidenceFile:
        return keep_stored(
            stored=stored,
            name=name,
            agencies=[read.assessment.agency],
            secrecy=secrecy,
            by=by,
            now=now,
            area_code=read.assessment.area_id,
        )

    try:
        return _tie(assessment, question, kept, by, now)
    except RefusedError:
        stored.discard()
        raise


def attach_upload(
    *, assessment: Assessment, question: str, upload: Upload, secrecy: str, by: User, now: datetime
) -> AnswerEvidence:
    """A file that came in pieces, by the same checks; refused or not, the upload is over then. RefusedError."""
    _allow(Read(assessment), question, by, now)
    with arrived_file(upload=upload) as file:
        return attach_file(
            assessment=assessment,
            question=question,
            file=file,
            name=upload.name,
            by=by,
            now=now,
            secrecy=secrecy,
            max_bytes=settings.EVIDENCE_UPLOAD_MAX_BYTES,
        )


def attach_kept(
    *, assessment: Assessment, question: str, file: EvidenceFile, by: User, now: datetime
) -> AnswerEvidence:
    """Let a file that the agency has already prove an answer: one file serves many. RefusedError."""
    if refusal := refuse_using_again(duties_of(by, localdate(now)), file, Role.RECORDER):
        raise RefusedError(refusal)
    return _tie(assessment, question, lambda _read: file, by, now)


@transaction.atomic
def attach_to_others(
    *, assessment: Assessment, questions: Sequence[str], file: EvidenceFile, by: User, now: datetime
) -> list[AnswerEvidence]:
    """Let one file prove several answers at once; those that it proves already stay as they are. RefusedError."""
    if refusal := refuse_using_again(duties_of(by, localdate(now)), file, Role.RECORDER):
        raise RefusedError(refusal)
    if not questions:
        raise RefusedError(refuse("answer_evidence_none", "เลือกอย่างน้อยหนึ่งข้อ"))
    read = Read(locked(assessment))
    row, wanted = read.row(read.own), dict.fromkeys(questions)
    for question in wanted:
        _allow(read, question, by, now)
    kept = evidence_keys(row) if row else {}
    fresh = [code for code in wanted if str(file.pk) not in kept.get(code, [])]
    if row is None or any(len(kept.get(code, [])) >= MOST_EVIDENCE for code in fresh):
        raise _too_many()
    made = AnswerEvidence.objects.bulk_create(
        AnswerEvidence(sheet=row, question=code, file=file, attached_by=by, attached_at=now) for code in fresh
    )
    if made:
        _told("attach_answer_evidence", read.assessment, fresh, file, by=by, now=now)
    return made


@transaction.atomic
def _tie(
    assessment: Assessment,
    question: str,
    file_of: Callable[[Read], EvidenceFile],
    by: User,
    now: datetime,
) -> AnswerEvidence:
    read = Read(locked(assessment))
    _allow(read, question, by, now)
    row = read.row(read.own)
    file = file_of(read)
    if row is None or row.evidence.filter(question=question).count() >= MOST_EVIDENCE:
        raise _too_many()
    if row.evidence.filter(question=question, file__sha256=file.sha256).exists():
        raise RefusedError(
            refuse("answer_evidence_twice", "ไฟล์ “{name}” แนบกับข้อนี้ไว้แล้ว (เนื้อหาเดียวกัน)", name=file.name)
        )
    link = AnswerEvidence.objects.create(
        sheet=row, question=question, file=file, attached_by=by, attached_at=now
    )
    _told("attach_answer_evidence", read.assessment, [question], file, by=by, now=now)
    return link


@transaction.atomic
def detach_file(*, assessment: Assessment, link: int, by: User, now: datetime) -> None:
    """Take a file off an answer while it may be answered; the file and the trail stay. RefusedError."""
    read = Read(locked(assessment))
    found = (
        AnswerEvidence.objects.filter(pk=link, sheet__assessment=assessment.pk, sheet__stage=read.own)
        .select_related("file")
        .first()
    )
    if found is None:
        raise RefusedError(refuse("answer_evidence_gone", "ไฟล์นี้ไม่ได้แนบอยู่แล้ว"))
    _allow(read, found.question, by, now)
    found.delete()
    _told("detach_answer_evidence", read.assessment, [found.question], found.file, by=by, now=now)


def _too_many() -> RefusedError:
    return RefusedError(refuse("answer_evidence_most", "แนบหลักฐานต่อข้อได้ไม่เกิน {most} ชิ้น", most=MOST_EVIDENCE))


def _allow(read: Read, question: str, by: User, now: datetime) -> None:
    if question not in read.instrument.questions:
        raise RefusedError(refuse("question_not_there", "ไม่มีข้อนี้ในแบบประเมิน"))
    if refusal := refuse_writing(duties_of(by, localdate(now)), read, read.own, now=now):
        raise RefusedError(refusal)


def _told(
    verb: str,
    assessment: Assessment,
    questions: Sequence[str],
    file: EvidenceFile,
    *,
    by: User,
    now: datetime,
) -> None:
    name = "" if is_secret(file.secrecy) else file.name  # of a secret one not even its name
    about = {"question": questions[0]} if len(questions) == 1 else {"answers": len(questions)}
    record(
        verb=verb,
        subject=assessment,
        by=by,
        now=now,
        after={**about, "evidence": name, "sha256": file.sha256},
        area_code=assessment.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
