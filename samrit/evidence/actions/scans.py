"""Scanning what waited because the scanner did not answer."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from samrit.audit.actions import record
from samrit.evidence.actions.levels import area_of
from samrit.evidence.models import EvidenceFile, Scan
from samrit.evidence.queries import waiting_for_scan
from samrit.evidence.scanning import Verdict, answers, examine


def scan_waiting(*, now: datetime) -> dict[str, int]:
    """Ask the scanner about every waiting file; ``{"clean": 3, "infected": 1, "waiting": 0}``.

    Nothing happens while the scanner is away. May be run twice at once.
    """
    told = {Scan.CLEAN.value: 0, Scan.INFECTED.value: 0}
    if answers():
        for file in waiting_for_scan():
            with default_storage.open(str(file.file.name), "rb") as stored:
                verdict = examine(stored)  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
            if verdict.scan != Scan.WAITING:
                told[verdict.scan.value] += _settle(file, verdict, now=now)
    return {**told, "waiting": waiting_for_scan().count()}


@transaction.atomic
def _settle(file: EvidenceFile, verdict: Verdict, *, now: datetime) -> int:
    locked = EvidenceFile.objects.select_for_update().get(pk=file.pk)
    if locked.scan != Scan.WAITING:
        return 0  # somebody else was quicker
    locked.scan, locked.signature, locked.scanned_at = verdict.scan, verdict.signature, now
    locked.save(update_fields=["scan", "signature", "scanned_at"])
    record(
        verb="scan_file",
        subject=locked,
        by=None,
        now=now,
        before={"scan": Scan.WAITING.value},
        after={"scan": verdict.scan.value, "signature": verdict.signature},
        area_code=area_of(locked),
    )
    return 1
