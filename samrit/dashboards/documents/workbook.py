"""The published result as a workbook: three sheets, numbers as numbers where a spreadsheet holds them exactly.

Excel keeps some 15 digits in binary. So every score stands twice: as a number shown with three decimals, and as
text with all its digits. Texts are written as texts: a name that begins with ``=`` is a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.timezone import localtime

from samrit.dashboards.documents import explaining
from samrit.dashboards.queries.results import ComponentResult, KpiResult, ResultSheet
from samrit.rules.thai import plain_number
from samrit.rules.wording import Message
from samrit.ui.formats import date_long

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
NOT_ASSESSED = "ไม่ประเมิน"
NOT_COUNTED = "ไม่นำมาคิด"
SCORE = "0.000"


def fill(sheet: ResultSheet, *, address: str, appealed: bool = False) -> bytes:
    """The .xlsx; ``address`` is where the result can be checked, ``appealed`` while it is contested."""
    file = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with translation.override("th"), xlsxwriter.Workbook(file, options) as book:
        book.set_properties(_properties(sheet, address))
        formats = _Formats(book)
        _scores(
            _Table(book, formats, "ผลคะแนน", (18, 58, 12, 20, 20, 34, 34)),
            sheet,
            address,
            _state(sheet, appealed),
        )
        _kpis(_Table(book, formats, "ตัวชี้วัด", KPI_WIDTHS), sheet)
        _sources(_Table(book, formats, "ที่มาของคะแนน", (14, 52, 8, 110)), sheet)
    return file.getvalue()


def _properties(sheet: ResultSheet, address: str) -> dict[str, Any]:
    published = sheet.score.published_at
    return {
        "title": f"ผลการประเมิน จังหวัด{sheet.area.name} ปีงบประมาณ พ.ศ. {sheet.year}",
        "subject": "ผลการประเมินการปฏิบัติราชการ",
        "author": "สัมฤทธิ์",
        "comments": f"ตรวจสอบผลได้ที่ {address}",
        "created": localtime(published).replace(tzinfo=None) if published else None,
    }


# ── writing ─────────────────────────────────────────────────────────────────
@dataclass
class _Formats:
    """The looks of cells, each made once."""

    book: Any
    made: dict[str, Any] = field(default_factory=dict)

    def get(self, look: str = "", number: str = "General") -> Any:
        key = f"{look}|{number}"
        if key not in self.made:
            base = {
                "font_name": "Sarabun",
                "font_size": 11,
                "valign": "top",
                "num_format": number,
                "align": "left" if number == "General" else "right",
            }
            self.made[key] = self.book.add_format({**base, **_LOOKS[look]})
        return self.made[key]


_LOOKS: dict[str, dict[str, Any]] = {
    "": {"text_wrap": True},
    "title": {"bold": True, "font_size": 16},
    "strong": {"bold": True, "text_wrap": True},
    "head": {"bold": True, "text_wrap": True, "bg_color": "#E8F1EF", "bottom": 1, "valign": "vcenter"},
    "group": {"bold": True, "bg_color": "#F5F5F2"},
}


@dataclass
class _Table:
    """One sheet, written row by row from the top (constant memory). A4 across, one page wide."""

    book: Any
    formats: _Formats
    name: str
    widths: Sequence[int]
    row: int = 0

    def __post_init__(self) -> None:
        self.sheet = self.book.add_worksheet(self.name)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer("&L&A&Rหน้า &P / &N")

    def write(self, *cells: "Decimal | str | _Score | None", look: str = "") -> None:
        """The next row; None leaves a cell empty."""
        for column, cell in enumerate(cells):
            if cell is not None:
                self._cell(column, cell, look)
        self.row += 1

    def _cell(self, column: int, cell: "Decimal | str | _Score", look: str) -> None:
        value = cell.value if isinstance(cell, _Score) else cell
        if isinstance(value, str):
            self.sheet.write_string(self.row, column, value, self.formats.get(look))
        elif isinstance(cell, _Score) or holds_exactly(value):
            shown = SCORE if isinstance(cell, _Score) else number_format(value)
            self.sheet.write_number(self.row, column, float(value), self.formats.get(look, shown))
        else:
            self.sheet.write_string(self.row, column, plain_number(value), self.formats.get(look))

    def head(self, *titles: str, frozen: bool = True) -> None:
        """The heads of the columns: they stand on every printed page and, ``frozen``, stay in sight."""
        self.write(*titles, look="head")
        self.sheet.repeat_rows(self.row - 1)
        if frozen:
            self.sheet.freeze_panes(self.row, 0)

    def skip(self) -> None:
        self.row += 1


@dataclass(frozen=True)
class _Score:
    """A score or points: a number with three decimals shown, beside which its exact text stands."""

    value: Decimal


def holds_exactly(value: Decimal) -> bool:
    """Whether Excel's binary number gives these very digits back (it keeps 15 of them)."""
    most_digits = 15
    return len(value.normalize().as_tuple().digits) <= most_digits and Decimal(repr(float(value))) == value


def number_format(value: Decimal) -> str:
    """As many decimals as the number has: ``#,##0``, ``#,##0.00``."""
    decimals = len(plain_number(value).partition(".")[2])
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _pair(value: Decimal | None, word: str) -> tuple[_Score | str, str]:
    """Number and exact text, or the word for why there is neither."""
    return (word, word) if value is None else (_Score(value), plain_number(value))


# ── ผลคะแนน ─────────────────────────────────────────────────────────────────
COMPONENT_HEADS = (
    "องค์ประกอบ", "ชื่อองค์ประกอบ", "น้ำหนัก", "คะแนน (เต็ม 100)", "คะแนนถ่วงน้ำหนัก",
    "คะแนน (ค่าเต็ม)", "คะแนนถ่วงน้ำหนัก (ค่าเต็ม)",
)  # fmt: skip


def _scores(table: _Table, sheet: ResultSheet, address: str, state: str) -> None:
    table.write(f"ผลการประเมินการปฏิบัติราชการ จังหวัด{sheet.area.name}", look="title")
    for name, value in _facts(sheet, address, state):
        table.write(name, value, look="strong" if name == "คะแนนรวม" else "")
    table.skip()
    table.head(*COMPONENT_HEADS, frozen=False)
    for component in sheet.components:
        table.write(*_component_row(sheet, component))
    if sheet.rebased:
        points = sheet.points
        table.write("รวมที่นำมาคิด", None, sheet.weight, None, _Score(points), None, plain_number(points))
    if sheet.score.total is not None:
        total = sheet.score.total
        table.write("คะแนนรวม", None, None, None, _Score(total), None, plain_number(total), look="strong")


def _facts(sheet: ResultSheet, address: str, state: str) -> Iterator[tuple[str, "str | _Score"]]:
    yield "ปีงบประมาณ พ.ศ.", str(sheet.year)
    yield "รอบ", f"{sheet.round.months} เดือน"
    if sheet.total is not None:
        yield "คะแนนรวม", _Score(sheet.total)
    yield "ระดับ", sheet.score.rating or "ยังไม่มีระดับ"
    yield "สถานะของคะแนน", state
    yield "กรอบ", f"{sheet.edition.get_kind_display()} (ฉบับที่ {sheet.edition.number})"
    if sheet.edition.source:
        yield "ที่มาของกรอบ", sheet.edition.source
    yield "เกณฑ์", explaining.rule_and_version(sheet)
    if sheet.score.published_at:
        yield "ประกาศผล", date_long(sheet.score.published_at)
    yield "ตรวจสอบได้ที่", address


def _state(sheet: ResultSheet, appealed: bool) -> str:  # noqa: FBT001 - one fact of two
    mark = "อยู่ระหว่างอุทธรณ์ คะแนนและอันดับอาจเปลี่ยน" if appealed else ""
    return " · ".join(filter(None, (explaining.state_of_score(sheet), mark)))


def _component_row(sheet: ResultSheet, component: ComponentResult) -> Sequence[Decimal | str | _Score | None]:
    number, name = str(component.component.number), component.component.name
    if not component.component.assessed:
        return (number, name, component.component.weight, *[NOT_ASSESSED] * 4)
    score, exact_score = _pair(component.score, NOT_COUNTED)
    points, exact_points = _pair(component.points, NOT_COUNTED)
    if not sheet.has_points:  # the rules of the year give a label instead
        points, exact_points = (component.label.thai() if component.label else NOT_COUNTED), ""
    return number, name, component.weight, score, points, exact_score, exact_points


# ── ตัวชี้วัด ────────────────────────────────────────────────────────────────
KPI_HEADS = (
    "องค์ประกอบ", "ตัวชี้วัดที่", "ตัวชี้วัด", "หน่วยงานรับผิดชอบ", "หน่วยวัด", "ทิศทาง", "น้ำหนัก",
    "ขั้นต้น 50", "มาตรฐาน 75", "ขั้นสูง 100", "ผลที่จังหวัดรายงาน", "ผลที่ตรวจแล้ว", "ผลการตรวจ",
    "คะแนน", "คะแนนถ่วงน้ำหนัก", "คะแนน (ค่าเต็ม)", "คะแนนถ่วงน้ำหนัก (ค่าเต็ม)",
)  # fmt: skip
KPI_WIDTHS = (11, 10, 52, 40, 14, 14, 10, 12, 12, 12, 20, 20, 20, 10, 14, 32, 32)


def _kpis(table: _Table, sheet: ResultSheet) -> None:
    table.head(*KPI_HEADS)
    rows = 0
    for component, kpi in sheet.kpis:
        table.write(*_kpi_row(component, kpi))
        rows += 1
    table.sheet.autofilter(0, 0, rows, len(KPI_HEADS) - 1)


def _kpi_row(component: ComponentResult, kpi: KpiResult) -> Sequence[Decimal | str | _Score | None]:
    stated = kpi.kpi
    assessed = component.component.assessed
    score, exact_score = _pair(kpi.score, NOT_COUNTED if assessed else NOT_ASSESSED)
    points, exact_points = _pair(kpi.points, NOT_COUNTED if assessed else NOT_ASSESSED)
    has_result = assessed and not kpi.parts
    return (
        str(component.component.number),
        kpi.number,
        stated.name,
        "\n".join(agency.name for agency in kpi.owners),
        kpi.terms.unit,
        kpi.terms.get_direction_display(),
        stated.weight,
        *(kpi.terms.levels or (None, None, None)),
        _reported(kpi) if has_result else None,
        (kpi.value if kpi.value is not None else explaining.missing_words(kpi.missing))
        if has_result
        else None,
        kpi.verification.get_decision_display() if has_result and kpi.verification else None,
        score,
        points,
        exact_score,
        exact_points,
    )


def _reported(kpi: KpiResult) -> Decimal | str:
    if kpi.verification is None:
        return "ไม่ได้ส่งผล"
    reported = kpi.verification.result
    return reported.value if reported.value is not None else explaining.missing_words(reported.missing)


# ── ที่มาของคะแนน ───────────────────────────────────────────────────────────
def _sources(table: _Table, sheet: ResultSheet) -> None:
    table.head("ของ", "ชื่อ", "ขั้นที่", "ที่มา")
    _steps(table, "คะแนนรวม" if sheet.has_points else "ระดับ", f"จังหวัด{sheet.area.name}", sheet.steps)
    for component in sheet.components:
        number = component.component.number
        _steps(table, f"องค์ประกอบ {number}", component.component.name, component.steps)
        for kpi in component.kpis:
            for one in (kpi, *kpi.parts):
                _steps(table, f"{number}-{one.number}", one.kpi.name, one.steps)


def _steps(table: _Table, of: str, name: str, steps: Sequence[Message]) -> None:
    for place, step in enumerate(steps, start=1):
        table.write(of, name, Decimal(place), step.thai())
