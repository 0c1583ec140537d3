"""CSV and its sisters: by comma, semicolon, tab or bar, with or without quotes, of any size.

A table in order is read by Polars where it lies; one that is not (ragged records, quotes in the middle, old ends of
lines) goes through Python's own reader into Parquet, piece by piece.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

import polars as pl

from samrit.indicators.reading.encodings import Text, text_of
from samrit.indicators.reading.heads import (
    FOOT_WITHIN,
    LOOKED_AT,
    Head,
    check_rows,
    empty,
    find_head,
    foot_note,
    foot_rows,
    total_note,
)
from samrit.indicators.reading.landing import Lander
from samrit.indicators.reading.shape import shape_of
from samrit.indicators.reading.table import ROW, Raw, Source, fingerprint_of, names
from samrit.rules.wording import Message, RefusedError, refuse

DELIMITERS = (",", ";", "\t", "|")
_TAIL = 64 * 1024
_END = "\ue000"  # stands after the last line: inside a cell when a quote was never closed
MOST_COLUMNS = 2_000
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class InPlace:
    """A text file that Polars reads itself, from the record after ``skip`` on."""

    path: Path
    delimiter: str
    width: int
    skip: int
    count: int
    empty: bool  # some records have nothing in them

    def scan(self) -> pl.LazyFrame:
        frame = pl.scan_csv(
            self.path, has_header=False, schema=dict.fromkeys(names(self.width), pl.String()), separator=self.delimiter,
            skip_rows=self.skip, n_rows=self.count, row_index_name=ROW, row_index_offset=self.skip + 1,
            empty_string_is_null=False, missing_columns="insert", raise_if_empty=False, glob=False,
        )  # fmt: skip
        texts = [pl.col(name).fill_null("") for name in names(self.width)]
        frame = frame.select(pl.col(ROW).cast(pl.Int32), *texts)
        return frame.filter(pl.any_horizontal(pl.col(names(self.width)) != "")) if self.empty else frame


def open_delimited(path: Path, *, name: str, header: int | None, encoding: str, landing: Path) -> Raw:
    text = text_of(path, name=name, encoding=encoding, landing=landing)
    delimiter = _delimiter(text.path)
    sample = _sample(text.path, delimiter)
    if not any(any(cell.strip() for cell in row) for row in sample):
        raise empty(name)
    if "".join(sample[0]).lower().startswith("sep="):
        sample[0] = []  # a hint to spreadsheets, not a title
    head = find_head(sample, header=header)
    width = max(*map(len, sample[head.first :]), 1)
    _check_width(width)
    shape = shape_of(text.path, delimiter=delimiter, width=width, skip=head.end)
    if not shape.regular:
        return _landed(text, delimiter, head, landing=landing, name=name)
    tail = (
        _tail(text.path, delimiter)[-max(shape.records - head.end, 0) :] if shape.records > head.end else []
    )
    foot = foot_rows(tail)
    count = shape.records - head.end - foot
    source = InPlace(text.path, delimiter, width, head.end, count, shape.empty)
    rows = int(source.scan().select(pl.len()).collect(engine="streaming").item()) if shape.empty else count
    check_rows(rows, name)
    below = _below(sample[head.end :], head.end + 1, tail, shape.records, foot)
    return _raw(head, width, rows, source, (*text.notes, *head.notes, *below))


def _raw(head: Head, width: int, rows: int, source: Source, notes: tuple[Message, ...]) -> Raw:
    titles = (*head.titles, *("",) * width)[:width]
    return Raw(titles, rows, head.end + 1, notes, fingerprint_of(titles), (), source, head.above)


def _check_width(width: int) -> None:
    if width > MOST_COLUMNS:
        raise RefusedError(
            refuse(
                "table_too_wide",
                "ตารางมี {count} คอลัมน์ รับได้ไม่เกิน {most} – แยกเป็นหลายไฟล์ หรือจัดเป็นตารางแนวยาว",
                count=f"{width:,}",
                most=f"{MOST_COLUMNS:,}",
            )
        )


# ── the first and the last rows ─────────────────────────────────────────────
def _opened(path: Path) -> TextIO:
    return path.open(encoding="utf-8-sig", newline="")


def _shortened(lines: Iterator[str]) -> Iterator[str]:
    """Enough lines for the sample, even where quotes are never closed."""
    return islice(lines, LOOKED_AT * 20)


def _sample(path: Path, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    with _opened(path) as lines:
        try:
            found.extend(islice(csv.reader(_shortened(lines), delimiter=delimiter), LOOKED_AT))
        except csv.Error:
            raise _too_long(len(found) + 1) from None
    return found


def _too_long(row: int) -> RefusedError:
    return RefusedError(
        refuse(
            "table_cell_too_long",
            'แถว {row} มีเซลล์ยาวเกิน {most} ตัวอักษร มักเพราะเครื่องหมายคำพูด (") เปิดแล้วไม่ปิด – แก้ที่แถวนี้แล้วบันทึกใหม่',
            row=f"{row:,}",
            most=f"{csv.field_size_limit():,}",
        )
    )


def _delimiter(path: Path) -> str:
    """The sign that cuts most of the first records into equally many cells."""
    with _opened(path) as file:
        lines = [line for line in islice(file, LOOKED_AT) if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5] in DELIMITERS:
        return lines[0][4]
    return max(DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> tuple[int, int]:
    """How many records have the most usual width above one, and that width."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
    except csv.Error:
        return 0, 0
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0, 0
    usual = max(set(wide), key=lambda width: (wide.count(width), width))
    return wide.count(usual), usual


def _tail(path: Path, delimiter: str) -> list[list[str]]:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _TAIL, 0))
        data = file.read()
    if size > _TAIL:
        data = data[data.find(b"\n") + 1 :]
    lines = data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines(keepends=True)
    return list(csv.reader(lines, delimiter=delimiter))[-FOOT_WITHIN:]


def _below(body: Rows, first: int, tail: Rows, records: int, foot: int) -> tuple[Message, ...]:
    """What is to be said of rows of totals and of remarks."""
    kept = tail[: len(tail) - foot]
    totals = total_note(body, first) or total_note(kept, records - len(tail) + 1)
    remarks = foot_note(tail[len(tail) - foot :], records - foot + 1) if foot else None
    return tuple(note for note in (totals, remarks) if note)


# ── tables that are not in order ────────────────────────────────────────────
def _landed(text: Text, delimiter: str, head: Head, *, landing: Path, name: str) -> Raw:
    lander = Lander(landing)
    body: list[list[str]] = []
    with _opened(text.path) as lines:
        for number, row in enumerate(_records(lines, delimiter), 1):
            if number > head.end:
                if len(body) < LOOKED_AT:
                    body.append(row)
                _check_width(len(row))
                lander.take(number, row)
    tail = lander.tail()
    foot = foot_rows([row for _number, row in tail])
    first_foot = tail[len(tail) - foot][0] if foot else 0
    landed = lander.done(leave=foot)
    check_rows(lander.rows, name)
    width = max(landed.width, *(place + 1 for place, title in enumerate(head.titles) if title), 1)
    totals = total_note(body, head.end + 1)
    remarks = foot_note([row for _number, row in tail[len(tail) - foot :]], first_foot) if foot else None
    said = tuple(note for note in (totals, remarks) if note)
    return _raw(head, width, lander.rows, replace(landed, width=width), (*text.notes, *head.notes, *said))


def _records(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    """RefusedError with the record in which a quote opens and never closes."""
    reader = csv.reader(_ended(lines), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if row == [_END]:
                return
            if row and row[-1].endswith(_END + "\n"):
                raise _open_quote(number)
            yield row
    except csv.Error:
        raise _open_quote(number + 1) from None


def _ended(lines: Iterator[str]) -> Iterator[str]:
    last = "\n"
    for last in lines:
        yield last if last.endswith(("\n", "\r")) else last + "\n"
    yield _END + "\n"


def _open_quote(number: int) -> RefusedError:
    return RefusedError(
        refuse(
            "table_open_quote",
            'เครื่องหมายคำพูด (") ในแถว {row} เปิดแล้วไม่ปิด จึงแบ่งเซลล์ไม่ได้ – แก้ที่แถวนี้แล้วบันทึกใหม่',
            row=f"{number:,}",
        )
    )
