"""A paper in its final writing: its digits, what stays on one line, its date and its number."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar

from samrit.rules.letters.kinds import Block
from samrit.rules.letters.paper import (
    Agenda,
    BodyBlock,
    Digits,
    Heading,
    Item,
    Items,
    LetterPaper,
    Paragraph,
)
from samrit.rules.thai import list_number, thai_date, thai_digits, unbroken

# Addresses of web and mail are typed by people as they stand: their digits stay.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>“”]+|[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_BREAKS = "\n\t"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"url", "email"}
_YEAR_ERA = "พ.ศ."
_Value = TypeVar("_Value")


def on_paper(text: str, digits: Digits) -> str:
    """A text as it is printed: Thai digits but in addresses, what belongs together on one line, and nothing invisible.

    Signs that turn the direction of what follows would let a paper show other words than it has.
    """
    text = "".join(
        letter for letter in text if letter in _BREAKS or unicodedata.category(letter) not in _UNSEEN
    )
    written, at = [], 0
    for address in _ADDRESS.finditer(text):
        written += [_plain(text[at : address.start()], digits), address[0]]
        at = address.end()
    return "".join((*written, _plain(text[at:], digits)))


def _plain(text: str, digits: Digits) -> str:
    kept = unbroken(text)
    return thai_digits(kept) if digits is Digits.THAI else kept


def in_writing(paper: LetterPaper) -> LetterPaper:
    """The same paper with every text as it is printed."""
    return _written(paper, paper.digits)


def _written(value: _Value, digits: Digits) -> _Value:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return on_paper(value, digits)  # type: ignore[return-value]  # of str comes str
    if isinstance(value, tuple):
        return tuple(_written(one, digits) for one in value)  # type: ignore[return-value]
    if is_dataclass(value):
        names = {one.name for one in fields(value)} - _KEPT
        return replace(value, **{name: _written(getattr(value, name), digits) for name in names})  # type: ignore[type-var]
    return value


def day_words(paper: LetterPaper) -> str:
    """3 เมษายน 2567; on an order and an announcement with พ.ศ.; "" until it is dated."""
    if paper.day is None:
        return ""
    words = thai_date(paper.day)
    if paper.rules.form == "decree":
        day, _, year = words.rpartition(" ")
        words = f"{day} {_YEAR_ERA} {year}"
    return on_paper(words, paper.digits)


def number_words(paper: LetterPaper) -> str:
    """``ปท ๐๐๑๗.๒/ว ๑๕``; before it is drawn, what stands before it."""
    return on_paper(paper.number or paper.number_code, paper.digits)


def decree_title(paper: LetterPaper) -> str:
    """คำสั่งจังหวัดปทุมธานี, ประกาศจังหวัดปทุมธานี."""
    return f"{paper.rules.name}{paper.office}"


def decree_day(paper: LetterPaper) -> str:
    """``สั่ง ณ วันที่ …``, ``ประกาศ ณ วันที่ …``."""
    return f"{'สั่ง' if paper.rules.has(Block.NUMBER) else paper.rules.name} ณ วันที่ {day_words(paper)}".rstrip()


@dataclass(frozen=True)
class Line:
    """One paragraph of the body; ``depth`` 0 is a paragraph, 1 a numbered point, 2 one below it …"""

    text: str
    depth: int = 0
    bold: bool = False


def lines_of(block: BodyBlock, digits: Digits) -> tuple[Line, ...]:
    """A block of the body as paragraphs, their numbers before them; nothing of a table."""
    match block:
        case Paragraph(text):
            return tuple(Line(line.strip()) for line in text.splitlines() if line.strip())
        case Heading(text):
            return (Line(text, bold=True),)
        case Items(items, start):
            return tuple(_points(items, (), start, digits))
        case Agenda():
            return tuple(_agenda(block, digits))
        case _:
            return ()


def _points(items: tuple[Item, ...], above: tuple[int, ...], start: int, digits: Digits) -> Iterator[Line]:
    for place, item in enumerate(items, start=start):
        path = (*above, place)
        yield Line(f"{on_paper(list_number(path), digits)} {item.text}", len(path))
        yield from _points(item.items, path, 1, digits)


def _agenda(agenda: Agenda, digits: Digits) -> Iterator[Line]:
    """ระเบียบวาระที่ ๑ …, its points 1.1, 1.2, who presents it."""
    for place, item in enumerate(agenda.items, start=1):
        yield Line(f"{on_paper(f'ระเบียบวาระที่ {place}', digits)} {item.title}", bold=True)
        for point, text in enumerate(item.points, start=1):
            yield Line(f"{on_paper(list_number((place, point)), digits)} {text}", 2)
        if item.presenter:
            yield Line(f"ผู้เสนอ: {item.presenter}", 2)


def enclosure_lines(paper: LetterPaper) -> tuple[tuple[str, str], ...]:
    """(title with its number, quantity); a single one has no number."""
    several = len(paper.enclosures) > 1
    return tuple(
        (f"{on_paper(f'{place}.', paper.digits)} {one.title}" if several else one.title, one.quantity)
        for place, one in enumerate(paper.enclosures, start=1)
    )


def reference_lines(paper: LetterPaper) -> tuple[str, ...]:
    """The same of what is referred to."""
    several = len(paper.references) > 1
    return tuple(
        f"{on_paper(f'{place}.', paper.digits)} {one}" if several else one
        for place, one in enumerate(paper.references, start=1)
    )
