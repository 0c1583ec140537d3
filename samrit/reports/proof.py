"""Attached files as the pages show them: what they prove, and what this person may see of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from samrit.evidence.contents import SHOWN_INLINE
from samrit.evidence.models import EvidenceFile, Scan
from samrit.evidence.permissions import refuse_opening
from samrit.evidence.queries import with_people
from samrit.people.queries import Duties
from samrit.reports.models import ResultEvidence
from samrit.rules.secrecy import LEVEL_LABELS, Level, is_secret
from samrit.rules.wording import Refusal
from samrit.ui.wording import in_words

KINDS = {
    "application/pdf": "pdf", "image/png": "image", "image/jpeg": "image", "text/csv": "sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "sheet",
}  # fmt: skip


@dataclass(frozen=True)
class SeenFile:
    """One file for one person. ``closed`` says why it may not be opened; its name is not told then."""

    file: EvidenceFile
    name: str
    kind: str
    type: str  # PDF, XLSX …
    closed: Refusal | None
    copy: EvidenceFile | None  # the newest redacted copy
    level: str  # the badge's code

    @property
    def is_secret(self) -> bool:
        return is_secret(self.file.secrecy)

    @property
    def hidden(self) -> bool:
        """Whether not even its name and digest are told."""
        return self.closed is not None and self.is_secret

    @property
    def shows(self) -> bool:
        """Whether the browser can show it itself."""
        return self.closed is None and self.file.media_type in SHOWN_INLINE

    @property
    def wants_copy(self) -> bool:
        return self.is_secret and self.copy is None and self.file.redacted_of_id is None

    @property
    def scan_words(self) -> str:
        """What the scanner said, in words."""
        return _(Scan(self.file.scan).label)

    @property
    def scan(self) -> str:
        """A badge's code where the scanner's word matters to people."""
        return {Scan.WAITING.value: "scan_waiting", Scan.INFECTED.value: "infected"}.get(self.file.scan, "")


@dataclass(frozen=True)
class Proof:
    """A file attached to a result, and the lines of the checklist that it answers."""

    seen: SeenFile
    link: int
    result: int
    who: str
    when: datetime
    codes: Sequence[str]


def seen_file(duties: Duties, file: EvidenceFile) -> SeenFile:
    """The file (fetched ``with_people``) as this person sees it."""
    closed = refuse_opening(duties, file)
    level = in_words(LEVEL_LABELS[Level(file.secrecy)])
    hidden = closed is not None and is_secret(file.secrecy)
    return SeenFile(
        file=file,
        name=_("เอกสารชั้น%(level)s") % {"level": level} if hidden else file.name,
        kind=KINDS.get(file.media_type, "file"),
        type=file.name.rsplit(".", 1)[-1].upper(),
        closed=closed,
        copy=next(iter(file.redacted_copies.all()), None),
        level=file.secrecy,
    )


def proofs(duties: Duties, links: Iterable[ResultEvidence]) -> list[Proof]:
    """Four queries, however many."""
    links = list(links)
    if not links:
        return []
    files = with_people(EvidenceFile.objects.filter(pk__in={link.file_id for link in links}))
    known = {file.pk: file for file in files}
    return [
        Proof(
            seen=seen_file(duties, known[link.file_id]),
            link=link.pk,
            result=link.result_id,
            who=link.attached_by.name,
            when=link.attached_at,
            codes=[tick.code for tick in link.ticks.all()],
        )
        for link in links
    ]
