"""What of a reading was read from a picture: how sure, and where on the page to look."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samrit.letters.reading.letters import LetterRead
from samrit.letters.reading.masking import MASK
from samrit.letters.reading.scan.shapes import Box, Place, Scan, ScanRead, Seen, Sheet, mean_sure
from samrit.letters.reading.shapes import Reading
from samrit.rules.thai import arabic_digits

_EXACT = re.compile(
    r"letters\.\d+\.(?:number|date|references\.\d+)"
)  # one wrong word makes it another letter
# Thai and Arabic digits in one number, letters of Thai within one, a figure right before a word: no office writes so, a
# picture is misread so.
_GARBLED = re.compile(r"[0-9][๐-๙]|[๐-๙][0-9]|[0-9๐-๙][ก-ฮ]{1,3}[0-9๐-๙]|^[0-9๐-๙][ก-ฮเ-ไ][ก-๎]{2}")
_NUMBER = re.compile(r"[0-9๐-๙.,()]*[0-9๐-๙][0-9๐-๙.,()]*")
_DOUBTED = 60  # of 100


def is_garbled(text: str) -> bool:
    """Whether this word cannot be what stands on the paper, however sure the program is of each letter."""
    return _GARBLED.search(text) is not None


@dataclass(frozen=True)
class _Field:
    """``text``: how the field is written on its line; the whole line where it is empty or not found."""

    name: str
    line: int
    text: str = ""


def seen(scan: Scan, text: str, reading: Reading, letters: Sequence[LetterRead]) -> ScanRead:
    """``text`` is masked; what stands on a masked line is not shown."""
    lines = text.split("\n")
    by_line: dict[int, list[Place]] = {}
    for place in scan.places:
        by_line.setdefault(place.line, []).append(place)
    by_line = {line: places for line, places in by_line.items() if _as_read(places, lines[line - 1])}
    fields = [
        _seen(field.name, field.line, _within(by_line[field.line], lines[field.line - 1], field.text))
        for field in _fields(reading, letters)
        if field.line in by_line
    ]
    whole = [_seen(None, line, places) for line, places in by_line.items()]
    return ScanRead(tuple(map(Sheet.of, scan.pages)), (*fields, *whole))


def _as_read(places: Sequence[Place], line: str) -> bool:
    return MASK not in line and all(line[one.start : one.end] == one.word.text for one in places)


def _seen(name: str | None, line: int, places: Sequence[Place]) -> Seen:
    words = [place.word for place in places]
    exact = name is not None and _EXACT.fullmatch(name)
    sure = min(word.sure for word in words) if exact else mean_sure(words)
    others = tuple((word.text, word.other) for word in words if word.other)
    if name is not None:
        numbers = [
            word.sure for word in words if _NUMBER.fullmatch(word.text)
        ]  # one wrong digit is a wrong weight
        sure = min([sure, *numbers])
        if others or any(is_garbled(word.text) for word in words):
            sure = min(sure, _DOUBTED)
    return Seen(line, name, places[0].page, Box.around([word.box for word in words]), sure, others)


def _within(places: Sequence[Place], line: str, text: str) -> Sequence[Place]:
    """The words that spell ``text``, whatever its spaces and digits."""
    kept = [at for at, letter in enumerate(line) if not letter.isspace()]
    start = _pressed(line).find(_pressed(text)) if text else -1
    if start < 0:
        return places
    first, last = kept[start], kept[start + len(_pressed(text)) - 1]
    return [place for place in places if place.start <= last and place.end > first] or places


def _pressed(text: str) -> str:
    return arabic_digits("".join(text.split()))


# ── the fields ──────────────────────────────────────────────────────────────
def _fields(reading: Reading, letters: Sequence[LetterRead]) -> Iterator[_Field]:
    for place, letter in enumerate(letters):
        yield from _of_letter(f"letters.{place}", letter)
    for place, shown in enumerate(reading.letters):
        for position, cited in enumerate(shown.references):
            yield _Field(f"letters.{place}.references.{position}", cited.line, cited.number)
    for place, window in enumerate(reading.windows):
        yield _Field(f"windows.{place}", window.line)
    for place, meeting in enumerate(reading.meetings):
        yield _Field(f"meetings.{place}", meeting.line)
    for place, agency in enumerate(reading.agencies):
        yield _Field(f"agencies.{place}", agency.line, agency.name)
    for place, framework in enumerate(reading.frameworks):
        for position, component in enumerate(framework.components):
            yield _Field(f"frameworks.{place}.components.{position}", component.line, component.name or "")
        for position, kpi in enumerate(framework.kpis):
            yield _Field(f"frameworks.{place}.kpis.{position}", kpi.line)


def _of_letter(name: str, letter: LetterRead) -> Iterator[_Field]:
    head = letter.head
    if head.number_line and (head.number or head.number_text):
        yield _Field(f"{name}.number", head.number_line, str(head.number or head.number_text))
    if head.issuer_line:
        yield _Field(f"{name}.issuer", head.issuer_line, head.issuer or "")
    if head.date_line and head.date:
        yield _Field(f"{name}.date", head.date_line, head.date.text)
    if head.subject:
        yield _Field(f"{name}.subject", head.subject.line, head.subject.text)
    for place, named in (("to", "recipients"), ("enclosure", "enclosures")):
        for position, part in enumerate(head.part(place)):
            yield _Field(f"{name}.{named}.{position}", part.line, part.text)
