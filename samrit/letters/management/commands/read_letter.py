"""``samrit read_letter``: what an official letter says, and what in it contradicts. Needs no database."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext

from samrit.letters.reading import read
from samrit.letters.reading.files import LARGEST
from samrit.letters.reading.shapes import Component, Framework, Kpi, Letter, Meeting, Reading, Window
from samrit.rules.thai import plain_number, thai_date
from samrit.rules.thailand import province_by_code
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.terminal import Command as TerminalCommand
from samrit.ui.wording import in_words


class Command(TerminalCommand):
    help = "อ่านหนังสือราชการ (ข้อความ Word LibreOffice Excel PDF ภาพสแกน) และบอกสิ่งที่ขัดแย้งกัน (read an official letter)"

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            help="letter: text, Markdown, .docx, .odt, .doc, .xlsx, PDF or a scan (PNG, JPEG, TIFF)",
        )
        parser.add_argument("--json", action="store_true", help="print JSON (docs/letters.md)")

    def run(self, options: dict[str, Any]) -> None:
        path = Path(options["file"])
        reading = read(_bytes(path), filename=path.name)
        if options["json"]:
            self.print_json(reading.to_json(in_words))
        else:
            self.stdout.write("\n".join(_summary(reading)))


def _bytes(path: Path) -> bytes:
    """The file's content; of a file that is too large only so much that it shows."""
    try:
        if path.is_dir():
            raise RefusedError(refuse("is_directory", "{path} เป็นโฟลเดอร์ – โปรดระบุไฟล์หนังสือ", path=path))
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise RefusedError(refuse("no_file", "ไม่พบไฟล์ {path} – โปรดตรวจชื่อและตำแหน่งไฟล์", path=path)) from error
    except (OSError, ValueError) as error:
        raise RefusedError(
            refuse("unreadable_file", "เปิดไฟล์ {path} ไม่ได้ – โปรดตรวจสิทธิ์การอ่านไฟล์", path=path)
        ) from error


# ── the summary for people ──────────────────────────────────────────────────
def _summary(reading: Reading) -> Iterator[str]:
    for letter in reading.letters:
        yield from _letter(letter)
    if reading.windows:
        yield f"{gettext('ช่วงรายงาน')}:"
        yield from (f"  {_window(window)}" for window in reading.windows)
        yield ""
    for meeting in reading.meetings:
        yield from _meeting(meeting)
    for framework in reading.frameworks:
        yield from _framework(framework)
    if reading.agencies:
        yield f"{gettext('หน่วยงานในบัญชีรายชื่อ')} ({len(reading.agencies)}):"
        yield from (f"  {place}. {agency.name}" for place, agency in enumerate(reading.agencies, 1))
        yield ""
    yield from _findings(reading)


def _letter(letter: Letter) -> Iterator[str]:
    number = letter.number or gettext("ไม่มีเลขที่")
    yield " ".join(filter(None, (gettext("หนังสือ"), letter.urgency, number, _day(letter.date))))
    if letter.issuer:
        yield f"  {gettext('จาก')}: {letter.issuer}"
    if letter.subject:
        yield f"  {gettext('เรื่อง')}: {letter.subject}"
    for label, texts in (
        (gettext("เรียน"), letter.recipients),
        (gettext("อ้างถึง"), [f"{one.number} {_day(one.date)}".strip() for one in letter.references]),
        (gettext("สิ่งที่ส่งมาด้วย"), letter.enclosures),
    ):
        yield from (f"  {label}: {text}" for text in texts)
    yield ""


def _day(day: date | None) -> str:
    return thai_date(day, short=True) if day else ""


def _window(window: Window) -> str:
    months = gettext("รอบ {months} เดือน").format(months=window.round) if window.round else gettext("ไม่ระบุรอบ")
    opens, closes = _moment(window.opens, window.opens_at), _moment(window.closes, window.closes_at)
    return f"{months}: {opens or '…'} – {closes or '…'}"


def _moment(day: date | None, at: time | None) -> str:
    return f"{_day(day)} {at:%H.%M} {gettext('น.')}" if day and at else _day(day)


def _meeting(meeting: Meeting) -> Iterator[str]:
    yield f"{gettext('ประชุม')}: {_day(meeting.starts.date())} {_hours(meeting.starts, meeting.ends)}"
    for place in meeting.places:
        yield f"  {gettext('สถานที่')}: {place}"
    for item in meeting.agenda:
        yield f"  {_hours(item.starts, item.ends)} {item.topic}".rstrip()
    yield ""


def _hours(starts: datetime | None, ends: datetime | None) -> str:
    hours = " – ".join(f"{at:%H.%M}" for at in (starts, ends) if at)
    return f"{hours} {gettext('น.')}" if hours else ""


def _framework(framework: Framework) -> Iterator[str]:
    province = province_by_code(framework.province_code or "")
    edition = gettext("ฉบับปรับปรุง") if framework.edition == "revised" else gettext("ฉบับเดิม")
    yield " · ".join(
        (
            gettext("กรอบตัวชี้วัด"),
            province.th if province else gettext("ไม่ระบุจังหวัด"),
            gettext("ปีงบประมาณ {year}").format(year=framework.fiscal_year or gettext("ไม่ระบุ")),
            edition,
            gettext("น้ำหนักรวม {total}").format(total=_weight(framework.total_weight)),
        )
    )
    for component in framework.components:
        yield from _component(component)
    yield ""


def _weight(weight: Decimal | None) -> str:
    return gettext("ไม่ระบุ") if weight is None else plain_number(weight)


def _component(component: Component) -> Iterator[str]:
    state = "" if component.assessed else f" ({gettext('ไม่ประเมิน')})"
    name = " ".join(filter(None, (component.number, component.name))) or gettext("ตัวชี้วัด")
    yield f"  {gettext('องค์ประกอบ')} {name} [{_weight(component.weight)}]{state}"
    for group in component.groups:
        if group.number or group.name:
            yield f"    {' '.join(filter(None, (group.number, group.name)))}"
        for kpi in group.kpis:
            yield from _kpi(kpi)


def _kpi(kpi: Kpi) -> Iterator[str]:
    owners = f" – {', '.join(kpi.owners)}" if kpi.owners else ""
    yield f"      {kpi.number or '-'}. {kpi.name} [{_weight(kpi.weight)}]{owners}"
    for part in kpi.parts:
        yield f"          - {part.name or gettext('ไม่มีชื่อ')} [{_weight(part.weight)}]"


def _findings(reading: Reading) -> Iterator[str]:
    names = {"error": gettext("ต้องแก้"), "warning": gettext("ควรตรวจ"), "info": gettext("แจ้งให้ทราบ")}
    if not reading.findings:
        yield gettext("ไม่พบสิ่งที่ขัดแย้งกัน")
        return
    yield f"{gettext('ข้อสังเกต')} ({len(reading.findings)}):"
    for finding in reading.findings:
        line = gettext("บรรทัด {line}").format(line=finding.line)
        yield f"  [{names[finding.severity]}] {line}: {in_words(finding.message)}"
