"""What was left behind: files that no row names, and files that the virus scanner has not looked at yet."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction

from samrit.audit.actions import record
from samrit.evidence.models import Scan
from samrit.evidence.scanning import answers
from samrit.evidence.scanning import examine as scan
from samrit.indicators.actions.locking import lock_area, locked
from samrit.indicators.models import Examination, Generation, Package, Submission
from samrit.indicators.queries.observations import FOLDER, path_of, scratch

KEPT = timedelta(days=1)


def sweep_files(*, now: datetime) -> int:
    """Take away files of the provinces that no row has named for a day; how many. Nothing that is named is touched."""
    root = Path(default_storage.path(FOLDER))
    areas = sorted(path.name for path in root.iterdir() if path.is_dir()) if root.exists() else []
    return sum(_sweep(root / area, area, now) for area in areas) + _sweep_scratch(now)


def _sweep_scratch(now: datetime) -> int:
    """What programs that were killed left of their work."""
    left = [path for path in scratch().iterdir() if path.stat().st_mtime < (now - KEPT).timestamp()]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


@transaction.atomic
def _sweep(folder: Path, area_code: str, now: datetime) -> int:
    lock_area(area_code)  # whoever accepts looks at its files under the same lock
    named = set(_named(area_code))
    left = [
        path
        for path in folder.glob("*/*")
        if path.is_file() and path.name not in named and path.stat().st_mtime < (now - KEPT).timestamp()
    ]
    for path in left:
        default_storage.delete(f"{FOLDER}/{area_code}/{path.relative_to(folder).as_posix()}")
    return len(left)


def _named(area_code: str) -> Iterator[str]:
    """Names of files in the storage, without their folders: they are digests."""
    submissions = Submission.objects.filter(area=area_code)
    names = [*submissions.values_list("file", flat=True)]
    names += Package.objects.filter(area=area_code).values_list("file", flat=True)
    newest = Examination.objects.filter(pk__in=submissions.values("examination"))
    for good, rejects in newest.values_list("good", "rejects"):
        names += [file["name"] for file in good] + ([rejects["name"]] if rejects else [])
    for files in Generation.objects.filter(area=area_code).values_list("files", flat=True):
        names += [file["name"] for file in files]
    return (Path(name).name for name in names)


def scan_waiting_submissions(*, now: datetime) -> dict[str, int]:
    """Ask the scanner about the files it has not seen; ``{"clean": 2, "infected": 0, "waiting": 1}``."""
    waiting = Submission.objects.filter(scan=Scan.WAITING)
    told = {"clean": 0, "infected": 0}
    if waiting.exists() and answers():
        for submission in waiting:
            with path_of(submission.file).open("rb") as file:
                verdict = scan(file)
            if verdict.scan.value in told:
                _settle(submission, verdict.scan.value, verdict.signature, now)
                told[verdict.scan.value] += 1
    return {**told, "waiting": waiting.count()}


@transaction.atomic
def _settle(submission: Submission, verdict: str, signature: str, now: datetime) -> None:
    found = locked(submission)
    before, found.scan = found.scan, verdict
    found.save(update_fields=["scan"])
    record(
        verb="scan_file", subject=found, by=None, now=now, before={"scan": before}, after={"scan": verdict, "signature": signature},
        area_code=found.area_id,
    )  # fmt: skip
