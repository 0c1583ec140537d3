"""Numbers of official letters, ``ปท ๐๐๑๗.๒/ว ๓๒๗``, and where a text cites one."""

import re
from dataclasses import dataclass

from samrit.rules.thai import DateRead, arabic_digits, find_dates

_NUMBER = (
    r"(?:(?<![ก-์])|(?<=ที่))(?P<code>[ก-ฮ]{2,4}|(?:[ก-ฮ]\.){2,4}) {0,3}(?:\([ก-๙.]{1,20}\) ?)?(?P<office>\d{2,6}(?:\.\d{1,4}){0,3}(?:\(\d{1,3}\))?)"
    r" {0,3}/ {0,3}(?P<circular>ว ?\.? {0,3})?(?P<running>\d{1,7})?(?!\d)"
)
_LETTER_NUMBER = re.compile(_NUMBER)
_OWN = re.compile(rf"(?:เลข)?ที่? {{0,10}}[:.]? {{0,3}}{_NUMBER}")
_CITED_BEFORE = re.compile(r"(?:ที่|หนังสือ|เลขที่)\s{0,3}$")
_DATED = re.compile(r"\s{0,3}(?:\([^()]{0,60}\)\s{0,3})?(?:ลงวันที่|ลง วันที่|ลว\.?|ลงวัน|วันที่)\s{0,3}")
_DATE_WITHIN = 60  # letters between a cited number and its date


@dataclass(frozen=True)
class LetterNumber:
    """``code`` says whose letter it is, ``office`` which office, ``circular`` is ว (หนังสือเวียน)."""

    code: str
    office: str
    circular: bool
    running: str | None

    def __str__(self) -> str:
        """The normal form: one space after the code, one after ว, Arabic digits."""
        return f"{self.code} {self.office}/{'ว ' if self.circular else ''}{self.running or ''}".strip()

    @property
    def series(self) -> tuple[str, str]:
        """Who numbers: the same for every letter of one office."""
        return self.code, self.office


def _letter_number(match: re.Match[str]) -> LetterNumber:
    return LetterNumber(
        match["code"].replace(".", ""), match["office"], bool(match["circular"]), match["running"]
    )


@dataclass(frozen=True)
class Own:
    """The number at the head of a letter, and what else stands on its line."""

    number: LetterNumber
    rest: str


def own_number(text: str) -> Own | None:
    """The letter's own number when the line opens with ที่ (after an urgency); not a citation with its date."""
    plain = arabic_digits(text)
    start = re.match(r"(?:(?:ด่วนที่สุด|ด่วนมาก|ด่วน|ลับที่สุด|ลับมาก|ลับ) {0,10}){0,2}", plain)
    match = _OWN.match(plain, start.end() if start else 0)
    if match is None or re.match(r" {0,3}ลง ?วันที่", plain[match.end() :]):
        return None
    return Own(_letter_number(match), text[match.end() :].strip())


@dataclass(frozen=True)
class Mention:
    """A letter that a text cites: its number, its date when one follows, and where."""

    number: LetterNumber
    dated: DateRead | None
    start: int
    end: int


def find_mentions(text: str) -> list[Mention]:
    """Every letter that a text cites by number: ``ตามหนังสือ… ที่ ปท ๐๐๑๗.๒/ว ๙๒๘ ลงวันที่ ๑๖ มกราคม ๒๕๖๗``."""
    plain = arabic_digits(text)
    found = []
    for match in _LETTER_NUMBER.finditer(plain):
        if not match["running"] or not _CITED_BEFORE.search(plain, max(0, match.start() - 12), match.start()):
            continue
        dated = _DATED.match(plain, match.end())
        date, end = None, match.end()
        if dated:
            date = next(iter(find_dates(plain[dated.end() : dated.end() + _DATE_WITHIN])), None)
            date = date if date and date.start == 0 else None
            end = dated.end() + (date.end if date else 0)
        found.append(Mention(_letter_number(match), date, match.start(), end))
    return found
