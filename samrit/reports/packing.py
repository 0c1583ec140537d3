"""All evidence of a province's round as one ZIP, written while it is sent: its size costs no memory and no disk.

First an index for people (HTML) and one for sheets (CSV), then a folder for each KPI.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from samrit.evidence.models import EvidenceFile, Tie
from samrit.frameworks.models import Kpi, RequiredEvidence, Round
from samrit.frameworks.queries import edition_of, leaf_kpis
from samrit.people.queries import Duties
from samrit.reports.proof import SeenFile, seen_file
from samrit.reports.queries.register import packed_ties
from samrit.rules.secrecy import LEVEL_LABELS, Level
from samrit.ui.formats import date_and_time
from samrit.ui.wording import in_words

CHUNK = 256 * 1024
LONGEST_PART = 80  # characters of one name: with Thai's three bytes each it still fits every file system
PACKED_ALREADY = {"pdf", "png", "jpg", "jpeg", "docx", "xlsx", "pptx"}
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True)
class Piece:
    """One line of the index. ``file`` is what goes in (the original or its redacted copy), None when nothing may."""

    number: str  # of the KPI
    kpi: str
    name: str
    level: str
    file: EvidenceFile | None
    left_out: str  # why it is not, or not the original, in words
    answers: str  # lines of the checklist
    who: str
    when: datetime
    path: str = ""


class _Outlet(io.RawIOBase):
    """What ``zipfile`` writes to: it cannot seek, and is emptied into the answer again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile writes bytes
        self.kept.append(bytes(data))
        return len(data)

    def drain(self) -> bytes:
        told, self.kept = b"".join(self.kept), []
        return told


def pack(round_: Round, pieces: Sequence[Piece], *, at: datetime) -> Iterator[bytes]:
    """The archive, a piece at a time. ``pieces`` already have their paths (``with_paths``)."""
    outlet = _Outlet()
    moment = at.timetuple()[:6]
    with zipfile.ZipFile(outlet, "w", allowZip64=True) as archive:
        for name, text in (("index.html", _page(round_, pieces, at)), ("index.csv", _sheet(pieces))):
            archive.writestr(_info(name, moment, packed=False), text)
            yield outlet.drain()
        for piece in pieces:
            if piece.file is not None and piece.path:
                yield from _add(archive, outlet, piece.file, piece.path, moment)
    yield outlet.drain()


def _add(
    archive: zipfile.ZipFile, outlet: _Outlet, file: EvidenceFile, path: str, moment: Sequence[int]
) -> Iterator[bytes]:
    packed = path.rsplit(".", 1)[-1].lower() in PACKED_ALREADY
    with file.file.open("rb") as stored, archive.open(_info(path, moment, packed=packed), "w") as inside:
        source: BinaryIO = stored  # type: ignore[assignment]  # Django's File is a binary file by duck typing
        while chunk := source.read(CHUNK):
            inside.write(chunk)
            yield outlet.drain()
    yield outlet.drain()


def _info(path: str, moment: Sequence[int], *, packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, date_time=tuple(moment))  # type: ignore[arg-type]  # six numbers
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


# ── what goes in ────────────────────────────────────────────────────────────
def pieces_for(duties: Duties, round_: Round) -> list[Piece] | None:
    """For the province's coordinator and the central office, None for others. What they may not open is named only.

    In the order of the framework; what belongs to no KPI in force any more stands last.
    """
    if not duties.evaluates and round_.area_id not in duties.coordinated_areas():
        return None
    edition = edition_of(round_)
    kpis = {kpi.indicator_id: kpi for kpi in leaf_kpis(edition)} if edition else {}
    places = {key: place for place, key in enumerate(kpis)}
    found = sorted(packed_ties(round_), key=lambda one: places.get(one[0], len(places)))
    asked = dict(RequiredEvidence.objects.filter(kpi__in=kpis.values()).values_list("code", "title"))
    return list(with_paths(_piece(duties, tie, kpis.get(indicator), asked) for indicator, tie in found))


def name_of(round_: Round) -> str:
    return _("หลักฐาน %(area)s %(year)s รอบ %(months)s เดือน.zip") % {
        "area": round_.area, "year": round_.fiscal_year_id, "months": round_.months,
    }  # fmt: skip


def _piece(duties: Duties, tie: Tie, kpi: Kpi | None, asked: Mapping[str, str]) -> Piece:
    seen = seen_file(duties, tie.file)
    file, why = _what_goes_in(seen)
    lines = [asked[code] for code in tie.codes if code in asked]
    return Piece(
        number=kpi.full_number if kpi else "0",
        kpi=_full_name(kpi) if kpi else _("ตัวชี้วัดที่ยกเลิกแล้ว"),
        name=seen.name,
        level=in_words(LEVEL_LABELS[Level(seen.level)]),
        file=file,
        left_out=why,
        answers=", ".join([*filter(None, [str(tie.PROVES)]), *lines]),
        who=tie.attached_by.name,
        when=tie.attached_at,
    )


def _full_name(kpi: Kpi) -> str:
    return f"{kpi.parent.name} – {kpi.name}" if kpi.parent else kpi.name


def _what_goes_in(seen: SeenFile) -> tuple[EvidenceFile | None, str]:
    """The original, its redacted copy, or nothing and why."""
    if seen.closed is None:
        return _stored(seen.file, "")
    if seen.copy is not None and seen.is_secret:
        return _stored(seen.copy, _("ฉบับปิดทับข้อความ"))
    return None, in_words(seen.closed.message)


def _stored(file: EvidenceFile, why: str) -> tuple[EvidenceFile | None, str]:
    """A file that is missing from the storage is told, and does not spoil all others."""
    if not default_storage.exists(str(file.file.name)):
        return None, _("ไม่พบไฟล์ในที่เก็บ โปรดแจ้งผู้ดูแลระบบ")
    return file, why


# ── names ───────────────────────────────────────────────────────────────────
def safe(name: str) -> str:
    """A name that every system can keep: no signs that mean something elsewhere, no dots or blanks at its ends."""
    told = _UNSAFE.sub(" ", name)
    return re.sub(r"\s+", " ", told).strip(" .") or "_"


def with_paths(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Each with its place: ``1-1 รายได้…/01 สรุป.pdf``, the number making every name the only one."""
    counted: dict[str, int] = {}
    for piece in pieces:
        folder = safe(f"{piece.number} {piece.kpi}"[:LONGEST_PART])
        counted[folder] = counted.get(folder, 0) + 1
        path = ""
        if piece.file is not None:
            stem, _dot, ending = piece.file.name.rpartition(".")
            path = f"{folder}/{counted[folder]:02} {safe(stem[:LONGEST_PART])}.{safe(ending)[:5]}"
        yield Piece(**{**piece.__dict__, "path": path})


# ── the index ───────────────────────────────────────────────────────────────
def _heads() -> list[str]:
    return [
        _("ตัวชี้วัด"), _("ชื่อตัวชี้วัด"), _("ไฟล์"), _("ที่อยู่ในชุดไฟล์"), _("ใช้เป็นหลักฐาน"), _("ชั้นความลับ"), _("หมายเหตุ"),
        _("ขนาด (ไบต์)"), "SHA-256", _("ผู้แนบ"), _("แนบเมื่อ"),
    ]  # fmt: skip


def _sheet(pieces: Sequence[Piece]) -> bytes:
    """With the mark by which Excel knows Thai; a cell never begins a formula."""
    told = io.StringIO()
    sheet = csv.writer(told)
    sheet.writerow(_heads())
    for piece in pieces:
        size, digest = (piece.file.size, piece.file.sha256) if piece.file else ("", "")
        cells = (piece.number, piece.kpi, piece.name, piece.path, piece.answers, piece.level, piece.left_out)
        sheet.writerow([*map(_plain, cells), size, digest, _plain(piece.who), date_and_time(piece.when)])
    return b"\xef\xbb\xbf" + told.getvalue().encode()


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _page(round_: Round, pieces: Sequence[Piece], at: datetime) -> bytes:
    context = {"round": round_, "pieces": pieces, "heads": _heads(), "at": at}
    return render_to_string("reports/evidence/index.html", context).encode()
