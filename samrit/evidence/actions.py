"""Keeping a file."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from samrit.audit.actions import record
from samrit.evidence.contents import inspect
from samrit.evidence.models import EvidenceFile
from samrit.people.models import Agency, User


@transaction.atomic
def keep_file(
    *, file: BinaryIO, name: str, agencies: Iterable[Agency], by: User, now: datetime, area_code: str = ""
) -> EvidenceFile:
    """Store an upload under its digest; RefusedError when it is no evidence (type, size, macros, empty)."""
    contents = inspect(file, name=name, max_bytes=settings.EVIDENCE_MAX_BYTES)
    kept = EvidenceFile(
        name=name[-255:],
        sha256=contents.sha256,
        size=contents.size,
        media_type=contents.media_type,
        uploaded_by=by,
        uploaded_at=now,
    )
    same = EvidenceFile.objects.filter(sha256=contents.sha256).first()
    if same:
        kept.file.name = same.file.name
    else:
        kept.file.save(name, File(file), save=False)
    kept.save()
    kept.agencies.set(agencies)
    record(
        verb="keep_file",
        subject=kept,
        by=by,
        now=now,
        after={"name": kept.name, "sha256": kept.sha256, "size": kept.size},
        area_code=area_code,
    )
    return kept
