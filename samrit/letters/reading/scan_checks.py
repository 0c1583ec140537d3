"""What a person should look at because it was read from a picture."""

import re
from collections.abc import Iterator

from samrit.letters.reading.findings import finding
from samrit.letters.reading.scan.shapes import Seen
from samrit.letters.reading.shapes import Finding, Reading

_UNSURE = 75  # of 100
_WEIGHTY = re.compile(
    r"letters\.\d+\.(?:number|date|references\.\d+)|windows\.\d+|meetings\.\d+|frameworks\.\d+\.kpis\.\d+"
)


def check_scan(reading: Reading) -> Iterator[Finding]:
    """Says that pages were pictures, and which of the fields that others hang on are not sure."""
    if reading.scan is None:
        return
    pages = ", ".join(str(sheet.number) for sheet in reading.scan.sheets)
    yield finding("read_from_scan", min((one.line for one in reading.scan.places), default=1), pages=pages)
    lines = reading.text.split("\n")
    for one in reading.scan.places:
        if one.field and _WEIGHTY.fullmatch(one.field) and one.confidence < _UNSURE:
            yield _unsure(one, lines[one.line - 1])


def _unsure(one: Seen, line: str) -> Finding:
    return finding("field_unsure", one.line, (line,), read=line[:120], sure=one.confidence)
