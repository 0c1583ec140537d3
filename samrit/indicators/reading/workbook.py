"""XLSX: a plain sheet at once; any other by calamine, and what that does not tell from the sheet's XML."""

import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, product
from pathlib import Path
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from samrit.evidence.cells import cell_text, percent_text
from samrit.evidence.spread import refuse_spread
from samrit.indicators.reading.heads import (
    LOOKED_AT,
    Head,
    Merged,
    check_rows,
    empty,
    find_head,
    foot_note,
    foot_rows,
    is_figure,
    total_note,
)
from samrit.indicators.reading.landing import Lander
from samrit.indicators.reading.quick_sheets import hidden_notes, quick_raw, quick_sheet
from samrit.indicators.reading.sheet_parts import Book, Place, SheetParts, read_book, read_parts, sheet_bytes
from samrit.indicators.reading.table import CellProblem, Raw, fingerprint_of
from samrit.indicators.reading.titles import is_key
from samrit.rules.wording import Message, RefusedError, refuse, say

MOST_PROBLEMS = 100_000
UNREADABLE = (
    CalamineError, zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError, IndexError,
    OSError, EOFError, ParseError, RuntimeError, NotImplementedError,
)  # fmt: skip  # what files raise that are no workbooks inside


def sheet_names(path: Path, name: str) -> tuple[str, ...]:
    """The sheets that a person sees, in their order; when all are hidden, all of them."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = read_book(archive)
    except UNREADABLE:
        raise unreadable(name) from None
    return _seen(book)


def unreadable(name: str) -> RefusedError:
    return RefusedError(
        refuse(
            "table_unreadable",
            "เปิดไฟล์ “{name}” ไม่ได้ ไฟล์อาจเสียระหว่างส่ง – เปิดต้นฉบับ บันทึกใหม่เป็น .xlsx หรือ CSV UTF-8 แล้วส่งอีกครั้ง",
            name=name,
        )
    )


def open_workbook(path: Path, *, name: str, sheet: str, header: int | None, landing: Path) -> Raw:
    try:
        with zipfile.ZipFile(path) as archive:
            book = read_book(archive)
            for title in _asked(book, sheet):
                data = sheet_bytes(archive, title, book)
                notes = () if sheet else _other_sheets(title, [one for one in _seen(book) if one != title])
                quick = quick_sheet(archive, data, book)
                if quick is not None and quick.frame.is_empty():
                    continue
                raw = quick and quick_raw(quick, title=title, name=name, header=header, landing=landing)
                if raw:
                    return replace(raw, notes=(*notes, *raw.notes))
                refuse_spread(data, name=name)
                with CalamineWorkbook.from_path(path) as workbook:
                    found = workbook.get_sheet_by_name(title)
                    if found.end is not None:
                        parts = read_parts(data, book)
                        return _read(_Reading(found, parts, title, name, landing), header, notes)
    except PasswordError:
        raise locked(name) from None
    except UNREADABLE:
        raise unreadable(name) from None
    raise empty(name)


def locked(name: str) -> RefusedError:
    return RefusedError(
        refuse(
            "table_locked",
            "ไฟล์ “{name}” ตั้งรหัสผ่านไว้ จึงเปิดอ่านไม่ได้ – ถอดรหัสผ่านแล้วบันทึกเป็น .xlsx จากนั้นส่งใหม่",
            name=name,
        )
    )


def _asked(book: Book, sheet: str) -> tuple[str, ...]:
    """The sheet that is asked for; else those that a person sees, of which the first that is not empty is read."""
    if not sheet:
        return tuple(one for one in _seen(book) if "worksheets/" in book.parts[one])
    if sheet not in book.parts:
        named = ", ".join(list(book.parts)[:10])
        raise RefusedError(
            refuse("table_no_sheet", "ไม่มีแผ่นงาน “{sheet}” – ในไฟล์มี {sheets}", sheet=sheet, sheets=named)
        )
    return (sheet,)


def _seen(book: Book) -> tuple[str, ...]:
    return tuple(one for one in book.parts if one not in book.hidden) or tuple(book.parts)


def _other_sheets(taken: str, others: Sequence[str]) -> tuple[Message, ...]:
    if not others:
        return ()
    return (
        say(
            "table_sheet_taken",
            "อ่านแผ่นงาน “{sheet}” ไม่ได้อ่าน {others} – เลือกแผ่นงานอื่นได้",
            sheet=taken,
            others=", ".join(f"“{other}”" for other in others[:10]),
        ),
    )


# ── the cells ───────────────────────────────────────────────────────────────
@dataclass
class _Reading:
    """One sheet on its way to text."""

    sheet: CalamineSheet
    parts: SheetParts
    title: str
    name: str
    landing: Path
    titles: tuple[str, ...] = ()
    problems: list[CellProblem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    filling: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> Iterator[list[str]]:
        """Every row from the first of the sheet, every cell at its place."""
        odd = self._odd()
        left = [""] * (self.sheet.start[1] if self.sheet.start else 0)
        number = -1
        for number, values in enumerate(self.sheet.iter_rows()):
            texts = [*left, *map(cell_text, values)]
            if number in odd:
                self._mend(number, texts, odd.pop(number), [*left, *values])
            yield texts
        for later in range(number + 1, max(odd, default=-1) + 1):  # formulas without a value below all values
            texts = []
            self._mend(later, texts, odd.get(later, []), [])
            yield texts

    def _odd(self) -> dict[int, list[int]]:
        """Row → the columns where more is known than calamine tells."""
        places: dict[int, list[int]] = defaultdict(list)
        for row, column in (*self.parts.formulas, *self.parts.errors, *self.parts.percents):
            places[row].append(column)
        return places

    def _mend(self, row: int, texts: list[str], columns: Sequence[int], values: Sequence[object]) -> None:
        texts.extend([""] * (max(columns, default=-1) + 1 - len(texts)))
        for column in columns:
            place = row, column
            if place in self.parts.formulas:
                texts[column] = self.parts.formulas[place]
                self.tell(row, column, texts[column], _hollow())
            elif place in self.parts.errors:
                texts[column] = self.parts.errors[place]
                self.tell(row, column, texts[column], _failed())
            elif isinstance(value := values[column], int | float) and not isinstance(value, bool):
                texts[column] = percent_text(value)
                self.counts["percent"] += 1

    def tell(self, row: int, column: int, value: str, message: Message) -> None:
        self.counts[message.code] += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(CellProblem(row + 1, column, value, message))


def _hollow() -> Message:
    return say(
        "cell_formula_hollow",
        "เซลล์เป็นสูตรที่ยังไม่มีค่า – เปิดไฟล์ในโปรแกรมตาราง ให้คำนวณ แล้วบันทึกใหม่ หรือพิมพ์ค่าแทนสูตร",
    )


def _failed() -> Message:
    return say("cell_formula_failed", "สูตรในเซลล์ให้ผลผิดพลาด – แก้สูตรในไฟล์ต้นทาง หรือพิมพ์ค่าแทน")


def _half_shown() -> Message:
    return say(
        "cell_merged_figure",
        "ตัวเลขนี้อยู่ในเซลล์ที่ผสานกัน จึงไม่รู้ว่าเป็นของเซลล์ใด – ยกเลิกการผสานแล้วกรอกตัวเลขของแต่ละเซลล์",
    )


def _read(reading: _Reading, header: int | None, said: tuple[Message, ...]) -> Raw:
    rows = reading.rows()
    sample = list(islice(rows, LOOKED_AT))
    if not any(any(row) for row in sample):
        sample = []
        while not sample and (row := next(rows, None)) is not None:
            sample = [row] if any(row) else []
        raise _far_down() if sample else empty(reading.name)
    merged = [
        (top, left, bottom, right) for (top, left), (bottom, right) in reading.sheet.merged_cell_ranges or []
    ]
    head = find_head(sample, header=header, merged=merged)
    reading.titles = head.titles
    lander = Lander(reading.landing)
    body = chain(sample[head.end :], rows)
    for number, row in enumerate(_unmerged(reading, body, head.end, merged), head.end + 1):
        lander.take(number, row)
    foot = foot_rows([row for _number, row in lander.tail()])
    below = _below(sample, head, lander, foot)
    landed = lander.done(leave=foot)
    check_rows(lander.rows, reading.name)
    width = max(landed.width, *(place + 1 for place, title in enumerate(head.titles) if title), 1)
    titles = (*head.titles, *("",) * width)[:width]
    notes = (*said, *head.notes, *below, *_noticed(reading))
    return Raw(
        titles, lander.rows, head.end + 1, notes, fingerprint_of(titles), tuple(reading.problems),
        replace(landed, width=width), head.above, reading.title,
    )  # fmt: skip


def _below(sample: Sequence[list[str]], head: Head, lander: Lander, foot: int) -> list[Message]:
    tail = lander.tail()
    first, kept = tail[0][0] if tail else 0, [row for _number, row in tail[: len(tail) - foot]]
    totals = total_note(sample[head.end :], head.end + 1) or total_note(kept, first)
    left = tail[len(tail) - foot :]
    remarks = foot_note([row for _number, row in left], left[0][0]) if left else None
    return [note for note in (totals, remarks) if note]


def _unmerged(
    reading: _Reading, rows: Iterable[list[str]], start: int, merged: Sequence[Merged]
) -> Iterator[list[str]]:
    """A name that stands once over several rows stands in each of them; a figure stays where it is, and is told."""
    tops = defaultdict(list)
    for top, left, bottom, right in merged:
        if top >= start:
            tops[top].append((left, bottom, right))
    for number, row in enumerate(rows, start):
        for column, text in reading.filling.pop(number, ()):
            row.extend([""] * (column + 1 - len(row)))
            row[column] = row[column] or text
        for column, bottom, right in tops.get(number, ()):
            _spread(reading, (number, column), (bottom, right), row)
        yield row


def _spread(reading: _Reading, place: Place, last: Place, row: list[str]) -> None:
    """``place``, ``last``: the first and the last cell of what is merged. Under a figure none of them is blank."""
    (number, column), (bottom, right) = place, last
    text = row[column] if column < len(row) else ""
    title = reading.titles[column] if column < len(reading.titles) else ""
    if not text:
        return
    if is_figure(text) and not is_key(title):
        for below, beside in product(range(number, bottom + 1), range(column, right + 1)):
            reading.tell(below, beside, text if (below, beside) == place else "", _half_shown())
    elif bottom > number:
        reading.counts["merged"] += 1
        for below in range(number + 1, bottom + 1):
            reading.filling[below].append((column, text))


def _far_down() -> RefusedError:
    return RefusedError(
        refuse(
            "table_far_down",
            "แถวแรก {rows} แถวของแผ่นงานว่าง – ลบแถวว่างเหนือตาราง แล้วส่งใหม่",
            rows=LOOKED_AT,
        )
    )


# ── what is said of it ──────────────────────────────────────────────────────
def _noticed(reading: _Reading) -> Iterator[Message]:
    counts, parts = reading.counts, reading.parts
    if counts["merged"]:
        yield say(
            "table_merged",
            "มีเซลล์ผสานหลายแถว {count} แห่ง – อ่านข้อความของเซลล์ผสานให้ทุกแถวที่ผสาน",
            count=f"{counts['merged']:,}",
        )
    if counts["percent"]:
        yield say(
            "table_percent",
            "เซลล์รูปแบบร้อยละ {count} เซลล์ อ่านตามที่แสดง เช่น 0.452 อ่านเป็น 45.2%",
            count=f"{counts['percent']:,}",
        )
    yield from _doubtful(counts)
    yield from hidden_notes(parts.hidden_rows, parts.hidden_columns)


def _doubtful(counts: Counter[str]) -> Iterator[Message]:
    if count := counts["cell_formula_hollow"]:
        yield say(
            "table_hollow",
            "สูตร {count} เซลล์ยังไม่มีค่า – เปิดไฟล์ในโปรแกรมตาราง ให้คำนวณ แล้วบันทึกใหม่",
            count=f"{count:,}",
        )
    if count := counts["cell_formula_failed"]:
        yield say("table_failed", "สูตร {count} เซลล์ให้ผลผิดพลาด (เช่น #REF!)", count=f"{count:,}")
    if count := counts["cell_merged_figure"]:
        yield say("table_merged_figures", "ตัวเลขอยู่ในเซลล์ที่ผสานกัน {count} เซลล์", count=f"{count:,}")
