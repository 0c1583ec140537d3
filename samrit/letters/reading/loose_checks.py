"""Words beside a framework's rows that were read as part of none: a cell whose lines begin above its row's number does so."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from samrit.letters.reading.findings import finding
from samrit.letters.reading.frameworks import FrameworkRead
from samrit.letters.reading.lines import Line
from samrit.letters.reading.shapes import Finding

_HEADING = re.compile(r"(?:องค์ประกอบ|มิติ)ที่ ?[0-9๐-๙]{1,2}")
_OWN_ROW = re.compile(r"[0-9๐-๙(]|องค์ประกอบ|มิติ|ไม่ประเมิน|(?:น้ำหนัก)?รวม")
_NEAR = 15  # lines between two halves of a framework


def check_loose(reads: Sequence[FrameworkRead], lines: Sequence[Line]) -> Iterator[Finding]:
    """Told beside the rows above and below, whose names may lack these words."""
    for read in reads:
        for component in read.components:
            above = lines[component.line - 2] if component.line > 1 else None
            if above and _is_loose(above, lines[component.line - 1]):
                if component.line != read.line:
                    yield _loose(above, max(line for line in _lines(read) if line < component.line))
                    yield _loose(above, component.line)
                elif not read.title:
                    yield _loose(above, component.line)
    for first, second in pairwise(reads):
        between = [line for line in lines[first.last_line : second.line - 1] if not line.blank]
        near = second.line - first.last_line <= _NEAR
        if between and near and not second.title and _goes_on(first, second):
            yield _loose(between[0], max(_lines(first)))


def _is_loose(above: Line, row: Line) -> bool:
    """Running words right above a row whose number stands alone in its cell."""
    alone = len(row.filled) > 1 and _HEADING.fullmatch(row.filled[0])
    return bool(alone and not above.blank and not above.cells and not _OWN_ROW.match(above.text))


def _goes_on(first: FrameworkRead, second: FrameworkRead) -> bool:
    """Whether the second's components follow the first's."""
    before, after = first.components[-1].number, second.components[0].number
    return bool(before and after and before.isdecimal() and after.isdecimal() and int(after) > int(before))


def _lines(read: FrameworkRead) -> Iterator[int]:
    """Where its components and KPIs begin."""
    for component in read.components:
        yield component.line
        yield from (kpi.line for kpi in component.kpis)


def _loose(line: Line, at: int) -> Finding:
    return finding("words_loose", at, (line.text[:200],), read=line.text[:120])
