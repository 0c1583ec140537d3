"""Reading the code of an area as people and programs write it.

What is not written as the register writes it is mended only where one known area fits, and said so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from samrit.rules.areas.register import (
    LEVELS,
    PAIR,
    Area,
    AreaLevel,
    area_by_code,
    full_title,
    level_name,
    level_of,
)
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import Message, Refusal, say

MOST_NAMED = 5  # candidates that a refusal names; it carries all of them
LONGEST = 16  # digits; more is no code however it is mended
LONGEST_SHOWN = 40  # characters of what was written that a refusal repeats

Known = Callable[[str], Area | None]

_DRESS = re.compile(r"(?:'|TH-?)?(?P<digits>\d[\d\s-]*?)(?:\.0+)?", re.IGNORECASE)
_EMPTY_PAIRS = re.compile(r"(?:00)+$")


@dataclass(frozen=True)
class Found:
    """``note``: what was mended or deserves a look; None where it was written as the register writes it."""

    area: Area
    note: Message | None = None


@dataclass(frozen=True)
class AreaRefusal(Refusal):
    """``candidates``: the areas that it could have meant."""

    candidates: tuple[Area, ...] = ()


def refuse_several(written: str, candidates: Sequence[Area]) -> AreaRefusal:
    """Several areas fit: the person chooses."""
    named = ", ".join(f"{full_title(area)} ({area.code})" for area in candidates[:MOST_NAMED])
    more = len(candidates) - MOST_NAMED
    if more > 0:
        message = say(
            "area_ambiguous_many",
            "“{written}” เป็นได้ {count} แห่ง: {areas} และอีก {more} แห่ง – ระบุว่าเป็นอำเภอหรือตำบล ในจังหวัดใด หรือใส่รหัสเต็ม",
            written=written,
            count=len(candidates),
            areas=named,
            more=more,
        )
    else:
        message = say(
            "area_ambiguous",
            "“{written}” เป็นได้ {count} แห่ง: {areas} – ระบุว่าเป็นอำเภอหรือตำบล ในจังหวัดใด หรือใส่รหัสเต็ม",
            written=written,
            count=len(candidates),
            areas=named,
        )
    return AreaRefusal(message, tuple(candidates))


def refuse_level(area: Area, level: AreaLevel) -> AreaRefusal:
    message = say(
        "area_other_level",
        "{area} ({number}) ไม่ใช่{level}",
        area=full_title(area),
        number=area.code,
        level=level_name(level),
    )
    return AreaRefusal(message, (area,))


def ended_note(area: Area) -> Message | None:
    """A code or name of an area that is no longer in the register."""
    if area.valid_to is None:
        return None
    return say("area_ended", "{area} ({number}) เลิกใช้แล้ว", area=area.title, number=area.code)


def read_code(
    written: str | int, level: AreaLevel | None = None, known: Known = area_by_code
) -> Found | AreaRefusal:
    """The area of a written code; ``known`` looks a code up (give one that knows the imported villages too).

    Read as they are: Thai digits, spaces, ``TH-20``, ``200105.0``. Mended, with a note: empty pairs at the end
    (20010000), zeros lost from a pair or put before it (20-1-5, 20105), each only where one known area fits.
    """
    match = _DRESS.fullmatch(arabic_digits(str(written)).strip())
    digits = re.sub(r"\s", "", match["digits"]) if match else ""
    if not digits or len(digits) > LONGEST:
        return AreaRefusal(
            say(
                "area_code_not_digits",
                "“{written}” ไม่ใช่รหัสพื้นที่ – ใส่ตัวเลข 2, 4, 6 หรือ 8 หลัก",
                written=str(written)[:LONGEST_SHOWN],
            )
        )
    plain = digits.replace("-", "")
    exact = known(plain)
    if exact and level in {None, exact.level}:
        return Found(exact, ended_note(exact))
    fitting = {area.code: area for code in _mended(digits) if (area := known(code))}
    return _one_of(str(written), exact, [a for a in fitting.values() if level in {None, a.level}], level)


def _one_of(
    written: str, exact: Area | None, fitting: list[Area], level: AreaLevel | None
) -> Found | AreaRefusal:
    """``exact``: the code is known as it stands, but is of another level than asked for."""
    if exact and level and not fitting:
        return refuse_level(exact, level)
    several = sorted([*fitting, *([exact] if exact else [])], key=lambda area: area.code)
    if len(several) > 1:
        return refuse_several(written, several)
    if not several:
        return AreaRefusal(say("area_unknown_code", "ไม่มีพื้นที่รหัส {number}", number=written))
    note = say("area_code_mended", "อ่านรหัส “{written}” เป็น {number}", written=written, number=several[0].code)
    return Found(several[0], note)


def _mended(digits: str) -> Iterator[str]:
    """Every code that the digits could have been, known or not."""
    if "-" in digits:
        pairs = digits.split("-")
        if all(0 < len(pair) <= PAIR for pair in pairs):
            yield "".join(pair.zfill(PAIR) for pair in pairs)
        digits = digits.replace("-", "")
    for plain in {digits, digits.lstrip("0")} - {""}:
        yield plain
        yield _EMPTY_PAIRS.sub("", plain)
        for count in range(1, len(LEVELS) + 1):
            yield from _in_pairs(plain, count)


def _in_pairs(digits: str, count: int) -> Iterator[str]:
    """The digits cut into so many groups of one or two, the short ones filled up: a zero was lost from each."""
    if not count <= len(digits) < count * PAIR:
        return
    for sizes in product((1, PAIR), repeat=count):
        if sum(sizes) == len(digits):
            ends = [sum(sizes[: place + 1]) for place in range(count)]
            yield "".join(digits[end - size : end].zfill(PAIR) for end, size in zip(ends, sizes, strict=True))


def read_parts(parts: Sequence[str | int], known: Known = area_by_code) -> Found | AreaRefusal:
    """The area of a code in several columns: province, district, subdistrict, village; blank ones at the end are left out.

    A column holds its own pair (20 | 1 | 5) or the whole code so far (20 | 2001 | 200105).
    """
    texts = [arabic_digits(str(part)).strip() for part in parts]
    while texts and not texts[-1]:
        texts.pop()
    code = ""
    for text in texts:
        whole = bool(code) and text.startswith(code) and len(text) == len(code) + PAIR
        code = text if whole else code + text.zfill(PAIR)
    written = " | ".join(map(str, parts))
    expected = LEVELS[len(texts) - 1] if 0 < len(texts) <= len(LEVELS) else None
    if not all(texts) or expected is None or level_of(code) != expected:
        return AreaRefusal(say("area_parts", "“{written}” ประกอบเป็นรหัสพื้นที่ไม่ได้", written=written))
    area = known(code)
    if area is None:
        return AreaRefusal(say("area_unknown_code", "ไม่มีพื้นที่รหัส {number}", number=code))
    if all(len(text) >= PAIR for text in texts):
        return Found(area, ended_note(area))
    return Found(
        area, say("area_code_mended", "อ่านรหัส “{written}” เป็น {number}", written=written, number=code)
    )
