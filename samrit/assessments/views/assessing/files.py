"""Files of the register as the pages of an assessment show them to one person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.evidence.models import EvidenceFile, Scan
from samrit.evidence.permissions import refuse_opening
from samrit.evidence.queries import with_people
from samrit.people.queries import Duties
from samrit.rules.secrecy import is_secret

_SCANS = {Scan.WAITING.value: "scan_waiting", Scan.INFECTED.value: "infected"}


@dataclass(frozen=True)
class FileShown:
    """``url`` "": this person may not open it; of a secret one the name is not told either.

    ``level`` and ``scan``: codes of badges, "" of an ordinary file and one that nothing is to be said of.
    """

    name: str
    url: str
    level: str = ""
    scan: str = ""
    link: int = 0  # by which it proves something


def files_shown(duties: Duties, keys: Iterable[int]) -> dict[int, FileShown]:
    """Key → how a file is shown; four queries, however many."""
    files = with_people(EvidenceFile.objects.filter(pk__in=set(keys)))
    return {file.pk: _shown(duties, file) for file in files}


def _shown(duties: Duties, file: EvidenceFile) -> FileShown:
    closed, secret = refuse_opening(duties, file) is not None, is_secret(file.secrecy)
    return FileShown(
        name=_("เอกสารลับ") if closed and secret else file.name,
        url="" if closed else reverse("evidence:download", args=[file.pk]),
        level=file.secrecy if secret else "",
        scan=_SCANS.get(file.scan, ""),
    )
