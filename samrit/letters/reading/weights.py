"""Reads weights: a cell such as ``๕ (๒.๕) (๒.๕)``, or words such as ``(น้ำหนักร้อยละ 10)`` inside a line."""

import re
from dataclasses import dataclass
from decimal import Decimal

from samrit.letters.reading.tables import BREAK
from samrit.rules.thai import arabic_digits, parse_number

_NUMBER = r"[-+−]?\d{1,6}(?:,\d{3})*(?:\.\d{1,6})?"
_ANY = re.compile(_NUMBER)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{0,60})[)\]]")
_UNITS = re.compile(r"ร้อยละ|เปอร์เซ็นต์|เปอร์เซนต์|คะแนน|น้?ำหนัก|%|=|:")
_NOTHING = re.compile(r"[\s\-–—.…_]*")
# Without going back (++): digits can be parted in so many ways that a long row of them would never end.
_PLAIN_CELL = re.compile(rf"(?:{_NUMBER}|[()\[\]\s%+/,{BREAK}\-–—]|ร้อยละ|คะแนน)++")


@dataclass(frozen=True)
class Weight:
    """``own`` stands outside brackets, ``parts`` inside; ``unreadable`` when something else stands there."""

    own: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    unreadable: bool = False

    @property
    def empty(self) -> bool:
        return self.own is None and not self.parts


NO_WEIGHT = Weight()


def _numbers(text: str) -> list[Decimal]:
    values = (parse_number(match.group()) for match in _ANY.finditer(text))
    return [value for value in values if value is not None]


def read_weight(cell: str) -> Weight:
    """The weight that a cell of the weight column states."""
    text = _UNITS.sub(" ", arabic_digits(cell))
    parts = [value for inside in _IN_BRACKETS.findall(text) for value in _numbers(inside)]
    outside = _IN_BRACKETS.sub(" ", text).replace(BREAK, " ")
    rest = _ANY.sub("", outside)
    own = _numbers(outside)
    if _NOTHING.fullmatch(re.sub(r"[/+,]", "", rest)) is None or (own and len(own) > 1 and parts):
        return Weight(unreadable=True)
    if not own:
        return Weight(None, tuple(parts))
    return Weight(own[0], tuple(parts or own[1:]))


def is_weight_cell(cell: str) -> bool:
    """Whether a cell holds nothing but numbers and brackets."""
    text = arabic_digits(cell)
    return bool(re.search(r"\d", text)) and bool(_PLAIN_CELL.fullmatch(text))


_WORD = r"(?:ค่า)?(?:ถ่วง)?น้?ำหนัก(?:ของ)?(?:ตัวชี้วัด|องค์ประกอบ|คะแนน|รวม)?"
_INLINE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[(\[] ?{_WORD} ?(?:เท่ากับ)? ?[:=]? ?(?:ร้อยละ)? ?[:=]? ?({_NUMBER}) ?(?:%|คะแนน|เปอร์เซ็นต์)? ?[)\]]",
        rf"(?:[,;–—-] ?)?{_WORD} ?(?:เท่ากับ)? ?[:=]? ?(?:ร้อยละ)? ?[:=]? ?({_NUMBER})(?![\d.]) ?(?:%|คะแนน|เปอร์เซ็นต์)?",
        rf"[(\[] ?(?:ร้อยละ) ?({_NUMBER}) ?[)\]]",
        rf"[(\[] ?({_NUMBER}) ?(?:%|คะแนน|เปอร์เซ็นต์) ?[)\]]",
        rf"(?:^|\s)(?:ร้อยละ) ?({_NUMBER}) ?$",
        rf"(?:\s|[–—:-]) ?({_NUMBER}) ?(?:%|คะแนน|เปอร์เซ็นต์) ?$",
    )
)
_TRAILING = re.compile(rf"\s?[(\[] ?({_NUMBER}) ?[)\]] ?$")


@dataclass(frozen=True)
class InLine:
    """A weight found among words, and the words without it."""

    weight: Decimal | None
    rest: str


def take_weight(text: str, *, trailing: bool = False) -> InLine:
    """The weight stated in words within a line. ``trailing``: a bare ``(5)`` at the end counts too."""
    plain = arabic_digits(text)
    patterns = (*_INLINE, _TRAILING) if trailing else _INLINE
    for pattern in patterns:
        match = pattern.search(plain)
        if match:
            before, after = text[: match.start()].rstrip(" ,;:–—-"), text[match.end() :].lstrip(" ,;")
            return InLine(parse_number(match[1]), f"{before} {after}".strip())
    return InLine(None, text)
