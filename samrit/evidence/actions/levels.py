"""A file's level of secrecy, its redacted copy, and who opened a secret one."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.evidence.actions.keeping import Stored, change_level, keep_stored, store
from samrit.evidence.models import EvidenceFile
from samrit.evidence.permissions import refuse_copy, refuse_level
from samrit.people.models import Agency, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.secrecy import Level, is_secret
from samrit.rules.wording import Refusal, RefusedError, refuse


@transaction.atomic
def set_secrecy(*, file: EvidenceFile, level: str, reason: str, by: User, now: datetime) -> EvidenceFile:
    """Raise or lower the level, with a reason."""
    if not reason.strip():
        raise RefusedError(refuse("level_reason_required", "เปลี่ยนชั้นความลับต้องบอกเหตุผล"))
    duties = duties_of(by, localdate(now))
    file = EvidenceFile.objects.select_for_update().get(pk=file.pk)
    if refusal := refuse_level(duties, file, level):
        raise RefusedError(refusal)
    change_level(
        file=file, level=Level(level), by=by, now=now, reason=reason.strip(), area_code=area_of(file)
    )
    return file


def add_redacted_copy(
    *, original: EvidenceFile, file: BinaryIO, name: str, by: User, now: datetime
) -> EvidenceFile:
    """ฉบับปิดทับข้อความ: what those see who may know of the original but not open it. The newest one counts."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_copy(duties, original):
        raise RefusedError(refusal)
    stored = store(file=file, name=name)
    try:
        return _kept_copy(original, stored, name, duties, now=now)
    except RefusedError:
        stored.discard()
        raise


@transaction.atomic
def _kept_copy(
    original: EvidenceFile, stored: Stored, name: str, duties: Duties, *, now: datetime
) -> EvidenceFile:
    original = EvidenceFile.objects.select_for_update().get(pk=original.pk)
    if refusal := refuse_copy(duties, original) or _refuse_same(stored.contents.sha256, original):
        raise RefusedError(refusal)
    kept = keep_stored(
        stored=stored,
        name=name,
        agencies=original.agencies.all(),
        shared_with=list(original.shared_with.all()),
        redacted_of=original,
        by=duties.user,
        now=now,
        area_code=area_of(original),
    )
    record(
        verb="add_redacted_copy",
        subject=original,
        by=duties.user,
        now=now,
        after={"redacted_copy": kept.name, "sha256": kept.sha256},
        area_code=area_of(original),
        actor_role=duties.described(),
    )
    return kept


def _refuse_same(sha256: str, original: EvidenceFile) -> Refusal | None:
    if sha256 != original.sha256:
        return None
    return refuse("copy_is_original", "ไฟล์นี้คือฉบับจริง ไม่ใช่ฉบับปิดทับข้อความ จึงไม่ได้เก็บ – ปิดทับข้อความลับก่อน แล้วแนบใหม่")


def share_with(*, file: EvidenceFile, agencies: Iterable[Agency]) -> None:
    """Let other agencies, responsible for a KPI that the file now proves, open it while it is ordinary.

    Part of the act that attaches the file, which leaves the event.
    """
    own = set(file.agencies.values_list("pk", flat=True))
    new = [agency for agency in agencies if agency.pk not in own]
    file.shared_with.add(*new)
    for copy in file.redacted_copies.all():
        copy.shared_with.add(*new)


def note_opening(*, file: EvidenceFile, by: User, now: datetime) -> None:
    """Who opened a secret file, and when: the register of secrets asks for it. Ordinary files leave no trace."""
    if is_secret(file.secrecy):
        role = duties_of(by, localdate(now)).described()
        record(
            verb="open_secret_file",
            subject=file,
            by=by,
            now=now,
            after={"secrecy": file.secrecy},
            area_code=area_of(file),
            actor_role=role,
        )


def area_of(file: EvidenceFile) -> str:
    """The province of the file's agencies, for the trail."""
    agency = file.agencies.first()
    return (agency.area_id or "") if agency else ""
