"""A plain sheet from its XML at once: titles, rows and remarks as of any other, without a look at each cell."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from samrit.indicators.reading.heads import (
    FOOT_WITHIN,
    LOOKED_AT,
    Head,
    Merged,
    check_rows,
    find_head,
    foot_note,
    foot_rows,
    total_note,
)
from samrit.indicators.reading.quick_cells import quick_cells, shared_strings
from samrit.indicators.reading.sheet_parts import (
    Book,
    has_odd_styles,
    hidden_parts,
    merged_cells,
    shared_part,
)
from samrit.indicators.reading.table import ROW, Landed, Raw, fingerprint_of
from samrit.rules.wording import Message, say


@dataclass(frozen=True)
class Quick:
    """The rows with something in them: ``row`` as a person counts and the text columns; nothing in them is odd."""

    frame: pl.DataFrame
    merged: tuple[Merged, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]


def quick_sheet(archive: zipfile.ZipFile, data: bytes, book: Book) -> Quick | None:
    """None: the sheet is not plain, and is to be read cell by cell."""
    if has_odd_styles(data, book):
        return None
    frame = quick_cells(data, shared_strings(shared_part(archive)))
    if frame is None:
        return None
    parts = hidden_parts(data)
    return Quick(frame, tuple(merged_cells(data)), parts.hidden_rows, parts.hidden_columns)


def quick_raw(quick: Quick, *, title: str, name: str, header: int | None, landing: Path) -> Raw | None:
    """The table of a plain sheet; None when merged cells below the titles have to be spread, or it begins far down."""
    sample = _dense(quick.frame, 1, LOOKED_AT)
    if not sample:
        return None
    head = find_head(sample, header=header, merged=quick.merged)
    if any(bottom > top >= head.end for top, _left, bottom, _right in quick.merged):
        return None
    body, last = quick.frame.filter(pl.col(ROW) > head.end), int(quick.frame[ROW][-1])
    tail = _dense(body, max(last - FOOT_WITHIN, head.end) + 1, last)
    foot = foot_rows(tail)
    body = body.filter(pl.col(ROW) <= last - foot)
    check_rows(body.height, name)
    below = _below(sample[head.end :], head, tail, last, foot)
    width = _width(head, body)
    titles = (*head.titles, *("",) * width)[:width]
    path = landing / "text.parquet"
    body.write_parquet(path, compression="lz4", statistics=False)
    notes = (*head.notes, *below, *hidden_notes(quick.hidden_rows, quick.hidden_columns))
    return Raw(
        titles, body.height, head.end + 1, notes, fingerprint_of(titles), (), Landed((path,), width), head.above, title
    )  # fmt: skip


def _dense(frame: pl.DataFrame, first: int, last: int) -> list[list[str]]:
    """The rows from one number to another, the empty ones between them too."""
    found = {int(row[0]): list(row[1:]) for row in frame.filter(pl.col(ROW).is_between(first, last)).rows()}
    return [found.get(number, []) for number in range(first, max(found, default=first - 1) + 1)]


def _width(head: Head, body: pl.DataFrame) -> int:
    titled = (place + 1 for place, title in enumerate(head.titles) if title)
    filled = body.select((pl.exclude(ROW) != "").any()).row(0)
    return max(*titled, *(place + 1 for place, any_text in enumerate(filled) if any_text), 1)


def _below(
    body: Sequence[Sequence[str]], head: Head, tail: Sequence[Sequence[str]], last: int, foot: int
) -> list[Message]:
    kept = tail[: len(tail) - foot]
    totals = total_note(body, head.end + 1) or total_note(kept, last - len(tail) + 1)
    remarks = foot_note(tail[len(tail) - foot :], last - foot + 1) if foot else None
    return [note for note in (totals, remarks) if note]


def hidden_notes(rows: Sequence[int], columns: Sequence[int]) -> Iterator[Message]:
    if rows:
        yield say(
            "table_hidden_rows",
            "แผ่นงานซ่อนไว้ {count} แถว เช่น แถว {row} – อ่านแถวที่ซ่อนด้วย",
            count=f"{len(rows):,}",
            row=f"{rows[0]:,}",
        )
    if columns:
        yield say(
            "table_hidden_columns",
            "แผ่นงานซ่อนคอลัมน์ {columns} – อ่านคอลัมน์ที่ซ่อนด้วย",
            columns=", ".join(map(letters, columns[:10])),
        )


def letters(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
