"""Receiving a data file: first its bytes, under their digest, then its row."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.evidence.models import Scan
from samrit.evidence.scanning import examine as scan
from samrit.indicators.models import Submission
from samrit.indicators.permissions.submissions import refuse_bringing, refuse_size, refuse_verb
from samrit.indicators.queries.observations import FILES, folder_of, name_of
from samrit.indicators.queries.submissions import draft_of, submission_of
from samrit.indicators.reading import check_kind
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.submitting import State, Verb, refuse_without_reason
from samrit.rules.wording import RefusedError, refuse

PIECE = 1024 * 1024
UNFINISHED = ".part"  # what has it in its name is no file yet
Check = Callable[[Path, str], object]  # the file, what it is called


@dataclass(frozen=True)
class Kept:
    """Bytes that lie in the storage under their digest."""

    path: Path
    sha256: str
    size: int
    scan: str


def receive(
    *,
    file: BinaryIO,
    name: str,
    agency: Agency,
    by: User,
    now: datetime,
    supersedes: Submission | None = None,
    reason: str = "",
    check: Check = check_kind,
) -> Submission:
    """Keep a data file of an agency as a draft; RefusedError: too large, empty, no table, a virus, not this person's.

    ``supersedes``: it stands for that one, with a ``reason``. The same file brought again by the same person while it is
    a draft is that draft. ``check`` refuses a file of another kind.
    """
    duties = duties_of(by, localdate(now))
    if refusal := refuse_bringing(duties, agency):
        raise RefusedError(refusal)
    if supersedes:
        _check_correction(submission_of(supersedes.pk), agency, by, reason, now)
    kept = keep(file, name, str(agency.area_id), check)
    return _entered(kept, name, agency, by=by, now=now, supersedes=supersedes, reason=reason.strip())


def _check_correction(old: Submission, agency: Agency, by: User, reason: str, now: datetime) -> None:
    duties = duties_of(by, localdate(now))
    if refusal := refuse_verb(Verb.CORRECT, duties, old) or (
        refuse_without_reason(Verb.CORRECT, reason) if old.state == State.ACCEPTED else None
    ):
        raise RefusedError(refusal)
    if old.agency_id != agency.pk:
        raise RefusedError(
            refuse(
                "data_other_agency",
                "ชุดข้อมูลที่จะแก้เป็นของ{agency} – ส่งแก้ในนามหน่วยงานเดียวกัน",
                agency=old.agency.name,
            )
        )


@transaction.atomic
def _entered(
    kept: Kept,
    name: str,
    agency: Agency,
    *,
    by: User,
    now: datetime,
    supersedes: Submission | None,
    reason: str,
) -> Submission:
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)  # pressed twice is once
    before = supersedes.pk if supersedes else None
    if draft := draft_of(agency, kept.sha256, uploaded_by=by.pk, supersedes=before):
        return draft
    made = Submission.objects.create(
        area_id=str(agency.area_id),
        agency=agency,
        name=name[-255:],
        file=name_of(str(agency.area_id), FILES, kept.path),
        sha256=kept.sha256,
        size=kept.size,
        uploaded_by=by,
        uploaded_at=now,
        scan=kept.scan,
        supersedes=supersedes,
        correction=reason,
    )
    record(
        verb="receive_data",
        subject=made,
        by=by,
        now=now,
        after={"name": made.name, "sha256": made.sha256, "size": made.size, "agency": agency.name},
        reason=reason,
        area_code=made.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return submission_of(made.pk)


# ── bytes ───────────────────────────────────────────────────────────────────
def keep(file: BinaryIO, name: str, area_code: str, check: Check = check_kind) -> Kept:
    """Stream the bytes into the storage, scan them, put them under their digest; nothing is left of a refused file."""
    folder = folder_of(area_code, FILES)
    with _unfinished(folder) as part:
        sha256, size = _write(file, name, part)
        check(part, name)
        verdict = _scanned(part, name)
        place = folder / f"{sha256}.{_ending(name)}"
        part.replace(place)
        synced(folder)
    return Kept(place, sha256, size, verdict)


def _ending(name: str) -> str:
    """Of a file's name, letters and digits only: no name can escape the folder."""
    return re.sub(r"[^a-z0-9]", "", name.rpartition(".")[2].lower())[:8] or "bin"


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    part = folder / f"{secrets.token_hex(16)}{UNFINISHED}"
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _write(file: BinaryIO, name: str, to: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    with to.open("xb") as out:
        to.chmod(0o600)
        while piece := file.read(PIECE):
            size += len(piece)
            if refusal := refuse_size(name, size):
                raise RefusedError(refusal)
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if refusal := refuse_size(name, size):
        raise RefusedError(refusal)
    return digest.hexdigest(), size


def _scanned(part: Path, name: str) -> str:
    with part.open("rb") as file:
        verdict = scan(file)
    if verdict.scan == Scan.INFECTED:
        raise RefusedError(
            refuse(
                "data_file_infected",
                "ไฟล์ “{name}” มีไวรัส ({signature}) จึงไม่ได้เก็บไว้ – กำจัดไวรัสในเครื่องต้นทางก่อน แล้วนำเข้าไฟล์ที่สะอาด",
                name=name,
                signature=verdict.signature,
            )
        )
    return verdict.scan.value


def synced(folder: Path) -> None:
    """What was renamed into the folder survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
