"""What the whole file is about: its fiscal year and province, as most of its places say."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from samrit.letters.reading.agencies import AgencyList
from samrit.letters.reading.frameworks import FrameworkRead
from samrit.letters.reading.letters import LetterRead
from samrit.letters.reading.places import PlaceRead, find_provinces, province_by_letter_code
from samrit.letters.reading.shapes import Framework
from samrit.rules.thai import BUDDHIST_ERA, arabic_digits, fiscal_year
from samrit.rules.thailand import Province

FISCAL_YEAR = re.compile(r"ปี ?งบ ?ประมาณ ?(?:พ\. ?ศ\. ?)?(\d{4})(?!\d)")
_ANY_YEAR = re.compile(r"(?:ปี|พ\. ?ศ\.) ?(?:พ\. ?ศ\. ?)?(2[45]\d\d)(?!\d)")
_REVISED = re.compile(r"ฉบับ ?(?:ปรับปรุง|แก้ไข)|ปรับปรุงครั้งที่|\(ปรับปรุง\)|แก้ไขเพิ่มเติม")
_TITLE_SAYS = 2  # a framework's heading counts twice


@dataclass(frozen=True)
class Named:
    """A province that a letter's head names: in its issuer, code, subject or recipients."""

    province: Province
    line: int
    words: str


@dataclass(frozen=True)
class Context:
    year: int | None
    province: Province | None
    frameworks: tuple[Framework, ...]
    reads: tuple[FrameworkRead, ...]
    letters: tuple[LetterRead, ...]

    def letter_of(self, line: int) -> LetterRead | None:
        """The letter that this line belongs to."""
        return next((letter for letter in reversed(self.letters) if letter.head.line <= line), None)


def fiscal_years(text: str) -> list[int]:
    """Years that the text gives as fiscal years, in order (พ.ศ.)."""
    years = [int(year) for year in FISCAL_YEAR.findall(arabic_digits(text))]
    return [year + BUDDHIST_ERA if year < 2400 else year for year in years]  # noqa: PLR2004 - ค.ศ.


def letter_year(letter: LetterRead | None) -> int | None:
    """The fiscal year of the subject."""
    subject = letter.head.subject if letter else None
    return next(iter(fiscal_years(subject.text)), None) if subject else None


def provinces_of(letter: LetterRead) -> list[Named]:
    """Every province in the letter's head; the code of its number names one too."""
    head = letter.head
    found = []
    if head.number and head.number_line and (own := province_by_letter_code(head.number.code)):
        found.append(Named(own, head.number_line, head.number.code))
    if head.issuer and head.issuer_line:
        found += _named(head.issuer, head.issuer_line)
    for part in (*head.part("subject"), *head.part("to")):
        found += _named(part.text, part.line)
    return found


def _named(text: str, line: int) -> list[Named]:
    return [Named(place.province, line, place.name) for place in find_provinces(text) if place.province]


def understand(
    reads: Sequence[FrameworkRead], letters: Sequence[LetterRead], lists: Sequence[AgencyList]
) -> Context:
    year, province = _year(reads, letters), _province(reads, letters, lists)
    draft = Context(year, province, (), tuple(reads), tuple(letters))
    frameworks = tuple(_framework(read, draft) for read in reads)
    return Context(year, province, frameworks, tuple(reads), tuple(letters))


def title_year(read: FrameworkRead) -> int | None:
    years = fiscal_years(read.title)
    return years[0] if years else next((int(year) for year in _ANY_YEAR.findall(read.title)), None)


def title_province(read: FrameworkRead) -> PlaceRead | None:
    places = find_provinces(read.title)
    return next((place for place in places if place.province), next(iter(places), None))


def _year(reads: Sequence[FrameworkRead], letters: Sequence[LetterRead]) -> int | None:
    votes: Counter[int] = Counter()
    for read in reads:
        if (year := title_year(read)) is not None:
            votes[year] += 1
    for letter in letters:
        if (year := letter_year(letter)) is not None:
            votes[year] += 1
        if letter.date is not None:
            votes[fiscal_year(letter.date)] += 1
    return votes.most_common(1)[0][0] if votes else None


def _province(
    reads: Sequence[FrameworkRead], letters: Sequence[LetterRead], lists: Sequence[AgencyList]
) -> Province | None:
    votes: Counter[Province] = Counter()
    for read in reads:
        place = title_province(read)
        if place is not None and place.province:
            votes[place.province] += _TITLE_SAYS
    for letter in letters:
        votes.update(named.province for named in provinces_of(letter))
    for each in lists:
        own = Counter(
            p.province for agency in each.agencies for p in find_provinces(agency.name) if p.province
        )
        if own:
            votes[own.most_common(1)[0][0]] += _TITLE_SAYS
    return votes.most_common(1)[0][0] if votes else None


def _framework(read: FrameworkRead, context: Context) -> Framework:
    letter = context.letter_of(read.line)
    place = title_province(read)
    province = place.province if place else _province_of_letter(letter) or context.province
    return Framework(
        province_code=province.code if province else None,
        fiscal_year=title_year(read) or letter_year(letter) or context.year,
        edition="revised" if _is_revised(read, letter) else "original",
        components=read.components,
        stated_total=read.total[0] if read.total else None,
        line=read.title_line,
    )


def _province_of_letter(letter: LetterRead | None) -> Province | None:
    """A ministry's letter names the province in its recipient, a province's in its issuer."""
    named = provinces_of(letter) if letter else []
    return named[0].province if named else None


def _is_revised(read: FrameworkRead, letter: LetterRead | None) -> bool:
    """The letter that the table is attached to may say ฉบับปรับปรุง where the table's heading does not."""
    parts = [*letter.head.part("subject"), *letter.head.part("enclosure")] if letter else []
    return any(_REVISED.search(text) for text in (read.title, *(part.text for part in parts)))
