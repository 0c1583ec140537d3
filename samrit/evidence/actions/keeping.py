"""Keeping a file: first its bytes, then its row.

The bytes come first and outside of every transaction: to read, scan and write 200 MB takes seconds, and nobody
else's save should wait for that.
"""

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.evidence.contents import Contents, inspect
from samrit.evidence.models import EvidenceFile, Scan, _path
from samrit.evidence.queries import same_bytes
from samrit.evidence.scanning import Verdict, examine
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.secrecy import Level, stricter
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.outage import is_outage

log = logging.getLogger(__name__)
AWAY = "evidence_away"  # the refusal that is nobody's fault: the same file may be sent again


@dataclass(frozen=True)
class Stored:
    """Bytes that were found good and lie in the storage under ``path``; ``fresh`` when they were not there before."""

    contents: Contents
    verdict: Verdict
    path: str
    fresh: bool

    def discard(self) -> None:
        """Take fresh bytes away again when no row came to stand for them."""
        if self.fresh and not EvidenceFile.objects.filter(file=self.path).exists():
            default_storage.delete(self.path)


def store(*, file: BinaryIO, name: str, max_bytes: int | None = None) -> Stored:
    """Judge the bytes and put them under their digest; RefusedError when they are no evidence or carry a virus."""
    contents = inspect(file, name=name, max_bytes=max_bytes or settings.EVIDENCE_MAX_BYTES)
    verdict = examine(file)
    if verdict.scan == Scan.INFECTED:
        raise RefusedError(
            refuse(
                "evidence_infected",
                "ไฟล์ “{name}” มีไวรัส ({signature}) จึงไม่ได้เก็บไว้ – กำจัดไวรัสในเครื่องต้นทางก่อน แล้วแนบไฟล์ที่สะอาด ข้อความที่พิมพ์ยังอยู่ครบ",
                name=name,
                signature=verdict.signature,
            )
        )
    same = EvidenceFile.objects.filter(sha256=contents.sha256).order_by("id").first()
    with _told_to_wait(name):
        if same and default_storage.exists(str(same.file.name)):
            return Stored(contents, verdict, str(same.file.name), fresh=False)
        return Stored(contents, verdict, _write(file, name, contents), fresh=True)


@contextmanager
def _told_to_wait(name: str) -> Iterator[None]:
    """A store that is full or silent is no failure of the page: everything else on it is kept."""
    try:
        yield
    except OSError as failed:
        if not is_outage(failed):
            raise
        log.exception("a file could not be stored")
        words = "เก็บไฟล์ “{name}” ไม่ได้ เพราะที่เก็บไฟล์เต็มหรือไม่ตอบ – ข้อความที่พิมพ์ยังอยู่ครบ รอสักครู่แล้วแนบไฟล์นี้อีกครั้ง หากยังไม่ได้ โปรดแจ้งผู้ดูแลระบบ"
        raise RefusedError(refuse(AWAY, words, name=name)) from failed


def _write(file: BinaryIO, name: str, contents: Contents) -> str:
    """Into the storage, and to the disk: what is answered with "kept" survives a power cut."""
    file.seek(0)
    path = default_storage.save(_path(EvidenceFile(sha256=contents.sha256), name), File(file))
    with (
        default_storage.open(path) as kept,
        suppress(OSError, AttributeError),
    ):  # a storage without descriptors
        os.fsync(kept.fileno())
    return path


@transaction.atomic
def keep_stored(
    *,
    stored: Stored,
    name: str,
    agencies: Iterable[Agency],
    by: User,
    now: datetime,
    area_code: str = "",
    shared_with: Sequence[Agency] = (),
    secrecy: str = Level.ORDINARY,
    redacted_of: EvidenceFile | None = None,
) -> EvidenceFile:
    """The row of stored bytes. Where one of the agencies has the same bytes already, that file is ``used_again``."""
    owners = list(agencies)
    found = None
    if redacted_of is None:
        found = same_bytes([agency.pk for agency in owners], stored.contents.sha256)
    if found:
        return _used_again(found, stored, shared_with, secrecy, by=by, now=now, area_code=area_code)
    kept = EvidenceFile.objects.create(
        name=name[-255:],
        sha256=stored.contents.sha256,
        size=stored.contents.size,
        media_type=stored.contents.media_type,
        file=stored.path,
        uploaded_by=by,
        uploaded_at=now,
        secrecy=Level(secrecy),
        redacted_of=redacted_of,
        scan=stored.verdict.scan,
        scanned_at=now if stored.verdict.scan == Scan.CLEAN else None,
    )
    kept.agencies.set(owners)
    kept.shared_with.set(shared_with)
    facts = {"name": kept.name, "sha256": kept.sha256, "size": kept.size}
    if kept.secrecy != Level.ORDINARY:
        facts |= {"name": "", "secrecy": kept.secrecy}
    record(verb="keep_file", subject=kept, by=by, now=now, after=facts, area_code=area_code)
    return kept


def _used_again(
    file: EvidenceFile,
    stored: Stored,
    shared_with: Sequence[Agency],
    secrecy: str,
    *,
    by: User,
    now: datetime,
    area_code: str,
) -> EvidenceFile:
    """The file that is there, open to the new sharers too; of two levels the higher one counts."""
    file.used_again = True
    file.shared_with.add(*shared_with)
    if file.scan != Scan.CLEAN and stored.verdict.scan == Scan.CLEAN:
        file.scan, file.scanned_at = Scan.CLEAN, now
        file.save(update_fields=["scan", "scanned_at"])
    level = stricter(file.secrecy, secrecy)
    if level != file.secrecy:
        change_level(file=file, level=level, by=by, now=now, area_code=area_code)
    return file


def keep_file(
    *, file: BinaryIO, name: str, agencies: Iterable[Agency], by: User, now: datetime, area_code: str = ""
) -> EvidenceFile:
    """Store an upload and keep it; RefusedError when it is no evidence (type, size, macros, empty, virus)."""
    stored = store(file=file, name=name)
    return keep_stored(stored=stored, name=name, agencies=agencies, by=by, now=now, area_code=area_code)


def change_level(
    *, file: EvidenceFile, level: Level, by: User, now: datetime, area_code: str, reason: str = ""
) -> None:
    """Part of an act that has asked its own permission: the level, and the event that tells of it."""
    before, file.secrecy = file.secrecy, level
    file.save(update_fields=["secrecy"])
    record(
        verb="set_secrecy",
        subject=file,
        by=by,
        now=now,
        before={"secrecy": before},
        after={"secrecy": level.value},
        reason=reason,
        area_code=area_code,
        actor_role=duties_of(by, localdate(now)).described(),
    )
