"""Where a table begins and ends in its sheet: titles in one row or more, what stands above them, and the remarks below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from samrit.indicators.reading.table import SEPARATOR, evened_title
from samrit.indicators.reading.titles import is_key
from samrit.rules.typed import evened
from samrit.rules.wording import Message, RefusedError, refuse, say

LOOKED_AT = 100  # rows at the beginning of a sheet
WITHIN = 40  # of them the titles are looked for in
MOST_HEAD_ROWS = 4
FOOT_WITHIN = 40  # rows at the end
_LONGEST_SHOWN = 80
_MOST_TITLES_NAMED = 3

Cells = Sequence[Sequence[str]]
Merged = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0

_NUMBER = re.compile(r"[(+-]?[0-9][0-9,. ]*%?\)?")
_YEAR = re.compile(r"(?:พ\.?ศ\.? ?|ค\.?ศ\.? ?|ปี ?)?(?:19|20|21|24|25|26)[0-9]{2}")
_NO_VALUE = frozenset({"-", "--", "n/a", "na", "ไม่มีข้อมูล", "…", "...", ".."})
_FOOT = re.compile(
    r"(?:ที่มา|แหล่งที่มา|แหล่งข้อมูล|หมายเหตุ|ข้อมูล ณ|จัดทำโดย|ผู้จัดทำ|ผู้รายงาน|ประมวลผลโดย|source|note|remark|\*|\x1a)",
    re.IGNORECASE,
)
_TOTALS = frozenset(
    {"รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "ยอดรวม", "รวมยอด", "รวมทั้งจังหวัด", "total", "grandtotal", "sum"}
)
_UNITS_ROW = re.compile(r"[(\[].+[)\]]")


@dataclass(frozen=True)
class Head:
    """Rows counted from 0: titles from ``first`` to before ``end``, where the data begins. None above when there are no titles."""

    first: int
    end: int
    titles: tuple[str, ...]
    above: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


def find_head(cells: Cells, *, header: int | None = None, merged: Sequence[Merged] = ()) -> Head:
    """The titles among the first rows. ``header``: the row that the person says (from 1; 0: there are none)."""
    rows = cells[:LOOKED_AT]
    if header == 0:
        return _without_titles(rows)
    if header is not None:
        if not 1 <= header <= len(rows) or not _filled(rows[header - 1]):
            raise RefusedError(
                refuse("table_header_empty", "แถว {row} ไม่มีชื่อคอลัมน์ – ระบุเลขแถวของหัวตาราง", row=header)
            )
        return _head(rows, header - 1, _last_row(rows, header - 1, merged), merged)
    dense = _densest_titles(rows)
    if dense is None:
        return _without_titles(rows)
    first = dense
    while first and dense - first < MOST_HEAD_ROWS - 1 and _is_above(rows, first - 1):
        first -= 1
    return _head(rows, first, _last_row(rows, dense, merged), merged)


def _filled(row: Sequence[str]) -> list[int]:
    return [place for place, cell in enumerate(row) if cell.strip()]


def _densest_titles(rows: Cells) -> int | None:
    """The first row that is about as wide as the table and holds words or years, not figures."""
    counts = [len(_filled(row)) for row in rows]
    widest = max(counts, default=0)
    needed = max((widest + 1) // 2, min(widest, 2), 1)  # one cell is the name of the table
    wide = [number for number, count in enumerate(counts[:WITHIN]) if count >= needed]
    return (
        next((number for number in wide if _are_titles(rows[number])), None) if _starts(rows, wide) else None
    )


def _starts(rows: Cells, wide: Sequence[int]) -> bool:
    """Titles come before figures: where the first wide row is figures, there are none."""
    return bool(wide) and _are_titles(rows[wide[0]])


def _are_titles(row: Sequence[str]) -> bool:
    """Words and years; also numbers (months 1–12) behind a title that is known."""
    filled = _filled(row)
    if filled and is_key(row[filled[0]]):
        return True
    return not any(is_figure(row[place]) for place in filled)


def is_figure(cell: str) -> bool:
    text = evened(cell)
    return bool(_NUMBER.fullmatch(text) and not _YEAR.fullmatch(text)) or text.casefold() in _NO_VALUE


def _is_above(rows: Cells, number: int) -> bool:
    """An upper row of titles: several of them, not the one name of the table."""
    row, below = rows[number], rows[number + 1]
    filled = _filled(row)
    texts = {row[place].strip() for place in filled}
    gaps = any(place not in filled for place in _filled(below))
    return len(texts) > 1 and gaps and _are_titles(row)


def _last_row(rows: Cells, number: int, merged: Sequence[Merged]) -> int:
    """The last row of titles from ``number`` on."""
    last = number
    while last + 1 < len(rows) and last - number < MOST_HEAD_ROWS - 1 and _goes_on(rows, last, merged):
        last += 1
    return last


def _goes_on(rows: Cells, number: int, merged: Sequence[Merged]) -> bool:
    """Whether the next row divides these titles: ชาย, หญิง below 2566; or says their units in brackets."""
    row, below = rows[number], rows[number + 1]
    under = _filled(below)
    if under and all(_UNITS_ROW.fullmatch(below[place].strip()) for place in under):
        return True  # (คน), or the numbers of the columns: (1) (2)
    if not under or not _are_titles(below):
        return False
    if any(top <= number < bottom for top, _left, bottom, _right in merged):
        return True
    own = set(_filled(row))
    if min(under) < min(own) and any(_repeats(row, place) for place in under):
        return True  # 2566, 2566 over ม.ค., ก.พ., and nothing over the areas
    divided = any(place not in own or _repeats(row, place) for place in under)
    return divided and min(own) not in under


def _repeats(row: Sequence[str], place: int) -> bool:
    return bool(place and place < len(row) and row[place].strip() and row[place] == row[place - 1])


# ── joining titles ──────────────────────────────────────────────────────────
def _head(rows: Cells, first: int, last: int, merged: Sequence[Merged]) -> Head:
    width = max((len(row) for row in rows), default=0)
    head = [_padded(row, width) for row in rows[first : last + 1]]
    _fill_merged(head, first, merged)
    _fill_right(head)
    titles = tuple(_joined(column) for column in zip(*head, strict=True))
    above = tuple(" ".join(dict.fromkeys(" ".join(row).split("\n"))).strip() for row in rows[:first])
    kept = tuple(" ".join(text.split()) for text in above if text)
    return Head(first, last + 1, titles, kept, tuple(_notes(kept, first, last)))


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [" ".join(cell.split()) for cell in row] + [""] * (width - len(row))


def _fill_merged(head: list[list[str]], first: int, merged: Sequence[Merged]) -> None:
    for top, left, bottom, right in merged:
        if first <= top < first + len(head):
            text = head[top - first][left] if left < len(head[0]) else ""
            for row in head[top - first : bottom - first + 1]:
                row[left : right + 1] = [text] * len(row[left : right + 1])


def _fill_right(head: list[list[str]]) -> None:
    """A title that stands over several columns is written once, over the first: 2566 over ชาย and หญิง."""
    for upper, lower in pairwise(head):
        carried = ""
        for place, below in enumerate(lower):
            if upper[place]:
                carried = upper[place] if below and below != upper[place] else ""
            elif below:
                upper[place] = carried
            else:
                carried = ""


def _joined(column: Sequence[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(text for text in column if text))


def _notes(above: Sequence[str], first: int, last: int) -> list[Message]:
    found = []
    if above:
        shown = " / ".join(text[:_LONGEST_SHOWN] for text in above[:_MOST_TITLES_NAMED])
        found.append(say("table_above_head", "ข้อความเหนือหัวตาราง ไม่นำเข้าเป็นข้อมูล: {words}", words=shown))
    if last > first:
        found.append(
            say(
                "table_head_rows",
                "หัวตารางอยู่ในแถว {first}–{last} – อ่านต่อกันเป็นชื่อคอลัมน์เดียว",
                first=first + 1,
                last=last + 1,
            )
        )
    elif first:
        found.append(say("table_head_row", "หัวตารางอยู่ในแถว {row}", row=first + 1))
    return found


def _without_titles(rows: Cells) -> Head:
    start = next((number for number, row in enumerate(rows) if _filled(row)), 0)
    width = max((len(row) for row in rows), default=0)
    note = say("table_without_head", "ไม่พบหัวตาราง – อ่านทุกแถวเป็นข้อมูล โปรดเลือกความหมายของแต่ละคอลัมน์เอง")
    return Head(start, start, ("",) * width, (), (note,))


# ── below the table ─────────────────────────────────────────────────────────
def foot_rows(cells: Cells) -> int:
    """How many of the last rows are remarks (ที่มา, หมายเหตุ) or empty."""
    count = 0
    for place, row in enumerate(reversed(cells[-FOOT_WITHIN:]), 1):
        filled = _filled(row)
        if not filled:
            continue
        if not (_FOOT.match(evened(row[filled[0]])) and len(filled) <= 2):  # noqa: PLR2004 - ที่มา: | the source
            break
        count = place
    return count


def foot_note(rows: Cells, first: int) -> Message | None:
    """``first``: number of the first of them, as a person counts."""
    texts = [" ".join(cell for cell in row if cell.strip()) for row in rows]
    shown = [" ".join(text.split())[:_LONGEST_SHOWN] for text in texts if text.strip(" \x1a")]
    if not shown:
        return None
    return say(
        "table_foot",
        "ข้อความท้ายตารางตั้งแต่แถว {row} ไม่นำเข้าเป็นข้อมูล: {words}",
        row=f"{first:,}",
        words=" / ".join(shown[:_MOST_TITLES_NAMED]),
    )


def total_note(rows: Cells, first: int) -> Message | None:
    """A row of totals stays in the table: whether it is wanted, the office says."""
    for number, row in enumerate(rows, first):
        filled = _filled(row)
        if filled and evened_title(row[filled[0]]) in _TOTALS:
            return say(
                "table_total_row",
                "แถว {row} “{words}” เป็นแถวผลรวม – อ่านเป็นข้อมูลแถวหนึ่ง หากไม่ใช่ข้อมูลของพื้นที่ใด ระบบจะแจ้งให้แก้",
                row=f"{number:,}",
                words=row[filled[0]].strip()[:_LONGEST_SHOWN],
            )
    return None


def empty(name: str) -> RefusedError:
    return RefusedError(refuse("table_empty", "ไฟล์ “{name}” ไม่มีข้อมูลในตาราง – ตรวจไฟล์แล้วส่งใหม่", name=name))


def check_rows(rows: int, name: str) -> None:
    if not rows:
        raise RefusedError(
            refuse(
                "table_only_titles",
                "ไฟล์ “{name}” มีแต่หัวตาราง ไม่มีแถวข้อมูล – กรอกข้อมูลใต้หัวตาราง หรือระบุแถวของหัวตาราง",
                name=name,
            )
        )
