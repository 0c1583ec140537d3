"""A table of official results: what each row states, or what is wrong with it."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.rules.amounts import Limits, number_from, quoted
from samrit.rules.wording import Message, RefusedError, say

MOST_ROWS = 2000
MOST_BYTES = 1_000_000
_LIMITS = Limits(before=9, after=6)
_AGENCY = {"หน่วยงาน", "agency"}
_VALUE = {"คะแนน", "คะแนนรวม", "value", "score"}
_LEVEL = {"ระดับ", "level"}


@dataclass(frozen=True)
class StatedRow:
    """``agency``: its key; ``values`` by code of the section, the whole under ``""``."""

    agency: int
    values: Mapping[str, Decimal]
    level: int | None


@dataclass(frozen=True)
class RowFault:
    """``row`` counts from 1, the head; 0: the table as a whole."""

    row: int
    message: Message


def read_table(
    data: bytes, agencies: Mapping[str, int], sections: Mapping[str, str]
) -> tuple[list[StatedRow], list[RowFault]]:
    """Rows and faults of a CSV in UTF-8 or Thai Windows. ``agencies``: every way to write a name → key; ``sections``: number → code."""
    if len(data) > MOST_BYTES:
        return [], [RowFault(0, say("official_table_large", "ไฟล์ใหญ่เกินไป – แบ่งเป็นหลายไฟล์"))]
    try:
        rows = list(csv.reader(io.StringIO(_text(data), newline="")))[: MOST_ROWS + 1]
    except csv.Error:  # a cell that never ends, because its quotation mark does not
        return [], [RowFault(0, say("official_table_broken", "อ่านตารางในไฟล์ไม่ได้ – ส่งออกเป็น CSV (UTF-8) ใหม่"))]
    if not rows or not _column(rows[0], _AGENCY):
        return [], [
            RowFault(0, say("official_table_head", "ไม่พบคอลัมน์ “หน่วยงาน” ในบรรทัดแรก – ตั้งหัวคอลัมน์ตามที่แนะนำ"))
        ]
    stated: list[StatedRow] = []
    faults: list[RowFault] = []
    for place, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            found = _row(rows[0], row, agencies, sections)
            if isinstance(found, StatedRow):
                stated.append(found)
            else:
                faults += [RowFault(place, message) for message in found]
    return stated, faults


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874", errors="replace")


def _column(head: Sequence[str], names: set[str]) -> int | None:
    """Its place from 1 on, None without it."""
    return next((place for place, name in enumerate(head, 1) if name.strip().lower() in names), None)


def _row(
    head: Sequence[str], row: Sequence[str], agencies: Mapping[str, int], sections: Mapping[str, str]
) -> StatedRow | list[Message]:
    cells = [*row, *[""] * (len(head) - len(row))]
    name = cells[(_column(head, _AGENCY) or 1) - 1].strip()
    wrong: list[Message] = []
    key = agencies.get(" ".join(name.split()))
    if key is None:
        wrong.append(say("official_agency", "ไม่รู้จักหน่วยงาน “{name}” – เขียนชื่อตามในระบบ", name=quoted(name)))
    values: dict[str, Decimal] = {}
    level: int | None = None
    for title, cell in zip(head, cells, strict=False):
        code = _code_of(title, sections)
        if not cell.strip() or code is None:
            continue
        try:
            figure = number_from(cell.strip(), _LIMITS)
        except RefusedError as refused:
            wrong.append(refused.refusal.message)
            continue
        if code != "level":
            values[code] = figure
        elif figure == int(figure) and 0 <= figure <= 20:  # noqa: PLR2004 - no ladder has more rungs
            level = int(figure)
        else:
            wrong.append(
                say("official_level", "ระดับเป็นเลขจำนวนเต็ม ไม่ใช่ “{given}”", given=quoted(cell.strip()))
            )
    return wrong if wrong or key is None else StatedRow(key, values, level)


def _code_of(title: str, sections: Mapping[str, str]) -> str | None:
    plain = title.strip().lower()
    if plain in _VALUE:
        return ""
    return "level" if plain in _LEVEL else sections.get(plain)


def read_lines(text: str, sections: Mapping[str, str]) -> tuple[dict[str, Decimal], list[Message]]:
    """``1 = 62.50`` line by line: values by code of the section, and what could not be read."""
    values: dict[str, Decimal] = {}
    wrong: list[Message] = []
    for line in filter(str.strip, text.splitlines()):
        number, sign, figure = line.partition("=")
        code = sections.get(number.strip())
        if not sign or code is None:
            wrong.append(
                say("official_line", "อ่านบรรทัด “{line}” ไม่ได้ – เขียน เลขหัวข้อ = คะแนน", line=quoted(line))
            )
            continue
        try:
            values[code] = number_from(figure.strip(), _LIMITS)
        except RefusedError as refused:
            wrong.append(refused.refusal.message)
    return values, wrong
