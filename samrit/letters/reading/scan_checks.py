"""What a person should look at because it was read from a picture."""

import re
from collections.abc import Iterator

from samrit.letters.reading.findings import finding
from samrit.letters.reading.scan.shapes import Seen
from samrit.letters.reading.shapes import Finding, Reading
from samrit.letters.reading.terms import find_misread_marks, misread_marks

_UNSURE = 75  # of 100
_WEIGHTY = re.compile(
    r"letters\.\d+\.(?:number|date|references\.\d+)|windows\.\d+|meetings\.\d+|frameworks\.\d+\.(?:kpis|components)\.\d+"
)


def check_scan(reading: Reading) -> Iterator[Finding]:
    """Says that pages were pictures, and which of the fields that others hang on are not sure."""
    if reading.scan is None:
        return
    pages = ", ".join(str(sheet.number) for sheet in reading.scan.sheets)
    yield finding("read_from_scan", min((one.line for one in reading.scan.places), default=1), pages=pages)
    lines = reading.text.split("\n")
    for number in sorted({one.line for one in reading.scan.places}):
        yield from _lost_marks(number, lines[number - 1])
    for one in reading.scan.places:
        if one.field and _WEIGHTY.fullmatch(one.field) and one.confidence < _UNSURE:
            yield _unsure(one, lines[one.line - 1])


def _lost_marks(number: int, line: str) -> Iterator[Finding]:
    """Words that only a misread mark makes: ``ท้องถิน`` for ``ท้องถิ่น``."""
    for read in sorted(set(find_misread_marks().findall(line))):
        meant = misread_marks()[read]
        yield finding("near_known_word", number, (read, meant), read=read, known=meant)


def _unsure(one: Seen, line: str) -> Finding:
    """With both readings, where there were two."""
    readings = (" ".join(read for read, _ in one.others), " ".join(other for _, other in one.others))
    return finding(
        "field_unsure", one.line, readings if one.others else (line,), read=line[:120], sure=one.confidence
    )
