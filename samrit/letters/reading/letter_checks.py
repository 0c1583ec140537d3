"""What contradicts itself among the letters: numbers, dates, provinces, codes, heads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from samrit.letters.reading.characters import for_comparison
from samrit.letters.reading.context import Context, letter_year, provinces_of, title_province
from samrit.letters.reading.findings import finding
from samrit.letters.reading.letters import Cited, LetterRead
from samrit.letters.reading.lines import Line
from samrit.letters.reading.numbers import LetterNumber
from samrit.letters.reading.places import find_provinces, nearest_province, province_by_letter_code
from samrit.letters.reading.shapes import Finding, Framework
from samrit.letters.reading.terms import further_codes, look_alike
from samrit.rules.thai import BUDDHIST_ERA, DateRead, arabic_digits, thai_date
from samrit.rules.thailand import Province, province_by_code

_SAME_SUBJECT = 92  # of 100
_UNCLEAR = re.compile(r"(?:[ก-ฮ]{1,4}\.){4,}|\([ก-ฮ.]*(?:[ก-ฮ]\.){3,}[ก-ฮ.]*\)")
_ENCLOSED = re.compile(r"สิ่งที่ ?ส่งมา ?ด้วย(?: ?ลำดับ(?:ที่)?)? ?(\d{1,2})?(?!\d)")
_ADDRESS = re.compile(
    r"(?:(?<![ก-ฮะ-์])([ก-ฮ]{2}))? ?(?<!\d)\d{5}$"
)  # ends with a postal code, after จังหวัด… or a short form
_OWNER_PROVINCE = re.compile(r"(?<![ก-ฮ])จ\. ?([ก-ฮ]{2})(?:\.|\s|$)")


def check_letters(context: Context, codes: Mapping[str, str]) -> Iterator[Finding]:
    yield from _two_readings(context.letters)
    for letter in context.letters:
        yield from _head(letter)
        yield from _number(letter, {**further_codes(), **codes})
        yield from _enclosures(letter)
        yield from _cited_later(letter)
    yield from _provinces(context)


# ── one letter under two numbers or dates ───────────────────────────────────
def _two_readings(letters: Sequence[LetterRead]) -> Iterator[Finding]:
    seen: set[tuple[str, frozenset[str]]] = set()
    for found in _compared(letters):
        key = (found.code, frozenset(found.readings))
        if key not in seen:
            seen.add(key)
            yield found


def _compared(letters: Sequence[LetterRead]) -> Iterator[Finding]:
    for position, letter in enumerate(letters):
        for cited in letter.cited:
            own = next((other for other in letters if _is_own(other, cited)), None)
            if own is not None:
                continue  # cites a letter of this file as it stands there
            if (
                cited.place == "attachment"
                and letter.number
                and _same_office(letter.number, cited.mention.number)
            ):
                yield from _differences(letter, cited, whole=True)
            for other in (*letters[:position], *letters[position + 1 :]):
                yield from _differences(other, cited, whole=False)
    for first, second in combinations(letters, 2):
        yield from _two_heads(first, second)
    yield from _between_citations([cited for letter in letters for cited in letter.cited])


def _is_own(letter: LetterRead, cited: Cited) -> bool:
    mention = cited.mention
    dated = mention.dated.value if mention.dated else None
    return mention.number == letter.number and dated in {None, letter.date}


def _same_office(one: LetterNumber, other: LetterNumber) -> bool:
    """The same series, or one whose code differs in a single letter: scanning may have misread it."""
    alike = len(one.code) == len(other.code) and sum(map(str.__ne__, one.code, other.code)) == 1
    return one.office == other.office and (one.code == other.code or alike)


def _differences(letter: LetterRead, cited: Cited, *, whole: bool) -> Iterator[Finding]:
    """``whole``: the citation stands on the letter's own attachment, so it can only be this letter."""
    number, mention = letter.number, cited.mention
    if number is None or not (whole or number.code == mention.number.code):
        return
    same_date = (
        mention.dated is not None and mention.dated.value is not None and mention.dated.value == letter.date
    )
    same_number = number == mention.number or (
        whole and number.series == mention.number.series and number.running == mention.number.running
    )
    if not same_number and (whole or (same_date and _comparable(number, mention.number))):
        yield _two_numbers(str(number), str(mention.number), cited.line)
    differs = mention.dated is not None and letter.date is not None and not same_date
    if differs and mention.dated and (same_number or whole):
        yield _two_dates(str(number), letter.head.date, mention.dated, cited.line)


def _comparable(one: LetterNumber, other: LetterNumber) -> bool:
    """Of one office, or the same running number under another office: a slip in either."""
    return one.series == other.series or one.running == other.running


def _two_heads(first: LetterRead, second: LetterRead) -> Iterator[Finding]:
    """Two letters in the file that are one: same office and subject, but another number or date."""
    one, other = first.number, second.number
    subjects = first.head.subject, second.head.subject
    if one is None or other is None or one.series != other.series or not (subjects[0] and subjects[1]):
        return
    if fuzz.ratio(for_comparison(subjects[0].text), for_comparison(subjects[1].text)) < _SAME_SUBJECT:
        return
    if one != other and first.date == second.date:
        yield _two_numbers(str(one), str(other), second.head.number_line or second.head.line)
    if one == other and first.date != second.date and first.head.date and second.head.date:
        yield _two_dates(
            str(one), first.head.date, second.head.date, second.head.date_line or second.head.line
        )


def _between_citations(cited: Sequence[Cited]) -> Iterator[Finding]:
    """The same letter cited twice with two dates."""
    first: dict[LetterNumber, DateRead] = {}
    for one in cited:
        number, dated = one.mention.number, one.mention.dated
        if dated is None:
            continue
        if first.setdefault(number, dated).value != dated.value:
            yield _two_dates(str(number), first[number], dated, one.line)


def _two_numbers(first: str, second: str, line: int) -> Finding:
    return finding("letter_two_numbers", line, (first, second), first=first, second=second)


def _two_dates(number: str, first: DateRead | None, second: DateRead, line: int) -> Finding:
    readings = _day(first), _day(second)
    return finding("letter_two_dates", line, readings, number=number, first=readings[0], second=readings[1])


def _day(read: DateRead | None) -> str:
    if read is None:
        return ""
    return thai_date(read.value) if read.value else read.text


# ── heads ───────────────────────────────────────────────────────────────────
def _head(letter: LetterRead) -> Iterator[Finding]:
    head = letter.head
    name = str(head.number or head.number_text or "ฉบับนี้")
    labels = {label for label, _ in head.labels}
    if (
        not head.number_text
        and (head.number is None or head.number.running is None)
        and head.kind != "announcement"
    ):
        yield finding("number_missing", head.number_line or head.line)
    if head.date is None:
        what = "date_incomplete" if head.month_only else "date_missing"
        yield finding(what, head.date_line or head.line, number=name)
    if "to" in labels and not head.part("to"):
        line = next(line for label, line in head.labels if label == "to")
        yield finding("recipient_missing", line, number=name)
    for part in head.part("to"):
        if _UNCLEAR.search(part.text):
            yield finding("recipient_unclear", part.line, (part.text,), read=part.text)


def _number(letter: LetterRead, codes: Mapping[str, str]) -> Iterator[Finding]:
    number, line = letter.number, letter.head.number_line
    if number is None or line is None:
        return
    if number.code not in codes:
        yield _unknown_code(letter, number.code, line, codes)
    years = {letter_year(letter), letter.date.year + BUDDHIST_ERA if letter.date else None}
    if number.running and int(number.running) in years:
        yield finding(
            "number_equals_year",
            line,
            (str(number), f"พ.ศ. {number.running}"),
            number=str(number),
            year=number.running,
        )


def _unknown_code(letter: LetterRead, code: str, line: int, codes: Mapping[str, str]) -> Finding:
    """The code of the province that issues, else one that scanning would misread so."""
    issuing = next(
        (
            named.province.letter_code
            for named in provinces_of(letter)
            if named.line == letter.head.issuer_line
        ),
        None,
    )
    alike = [known for known in codes if look_alike(code, known)]
    close = [
        known
        for known in codes
        if len(known) == len(code) and sum(a != b for a, b in zip(known, code, strict=True)) == 1
    ]
    near = issuing if issuing in codes else next(iter(alike), close[0] if len(close) == 1 else None)
    if near is None:
        return finding("unknown_issuer_code", line, (code,), read=code)
    return finding("unknown_issuer_code_near", line, (code, near), read=code, near=near, owner=codes[near])


def _enclosures(letter: LetterRead) -> Iterator[Finding]:
    head = letter.head
    found = len(head.part("enclosure"))
    name = str(head.number or "")
    labelled = next((line for label, line in head.labels if label == "enclosure"), None)
    if head.unlabelled_enclosures and labelled is None and found:
        yield finding("enclosures_without_label", head.part("enclosure")[0].line)
    stated, line = 0, head.line
    for block in letter.paragraphs:
        for match in _ENCLOSED.finditer(arabic_digits(block.text)):
            if (count := int(match[1] or 1)) > stated and block.line <= _closing_line(letter):
                stated, line = count, block.line_at(match.start())
    if stated > found or (labelled is not None and not found):
        yield finding(
            "enclosure_count",
            line if stated > found else labelled or line,
            (str(found), str(stated)),
            number=name,
            stated=stated,
            found=found,
        )


def _closing_line(letter: LetterRead) -> int:
    numbers = [line for block in letter.paragraphs for line in block.lines]
    body = next(
        (
            block.line
            for block in letter.paragraphs
            if re.match(r"จึง(?:กราบ)?เรียนมา|ขอแสดงความนับถือ", block.text)
        ),
        None,
    )
    return body if body is not None else max(numbers, default=0)


def _cited_later(letter: LetterRead) -> Iterator[Finding]:
    for cited in letter.cited:
        dated = cited.mention.dated.value if cited.mention.dated else None
        if cited.place in {"reference", "body"} and dated and letter.date and dated > letter.date:
            yield finding(
                "cited_later",
                cited.line,
                (thai_date(letter.date), thai_date(dated)),
                number=str(letter.number or ""),
                own=thai_date(letter.date),
                cited=thai_date(dated),
            )


# ── provinces ───────────────────────────────────────────────────────────────
def _provinces(context: Context) -> Iterator[Finding]:
    allowed = {framework.province_code for framework in context.frameworks} - {None}
    other = context.province
    for letter in context.letters:
        yield from _unknown_in(letter)
        if other is None:
            continue
        strangers = [named for named in provinces_of(letter) if named.province != other]
        if len(allowed) > 1:
            strangers = [named for named in strangers if named.province.code not in allowed]
        reported: set[Province] = set()
        for named in strangers:
            if named.province not in reported:
                reported.add(named.province)
                yield _stranger(named.province, other, named.line)
    for read, framework in zip(context.reads, context.frameworks, strict=True):
        place = title_province(read)
        for found in find_provinces(read.title):
            if found.province is None and (found == place or nearest_province(found.name)):
                yield _unknown(found.name, read.title_line)
        if place and place.province and other and place.province != other and len(allowed) == 1:
            yield _stranger(place.province, other, read.title_line)
        else:
            yield from _owners(framework)


def check_addresses(context: Context, lines: Sequence[Line]) -> Iterator[Finding]:
    """An address in a letter's head, known by its postal code, in another province than the office that writes."""
    for letter in context.letters:
        own = next(
            (one.province for one in provinces_of(letter) if one.line == letter.head.issuer_line), None
        )
        for line in lines[letter.start : letter.body] if own else ():
            read = _province_of_address(line.text)
            if own and read and read != own:
                yield _stranger(read, own, line.number)


def _province_of_address(text: str) -> Province | None:
    address = _ADDRESS.search(arabic_digits(text))
    if address is None:
        return None
    named = (place.province for place in find_provinces(text) if place.province)
    return next(named, None) or province_by_letter_code(address[1] or "")


def _stranger(read: Province, other: Province, line: int) -> Finding:
    names = f"จังหวัด{read.th}", f"จังหวัด{other.th}"
    return finding("province_contradicts", line, names, read=names[0], other=names[1])


def _unknown_in(letter: LetterRead) -> Iterator[Finding]:
    """Only where a province must stand: the issuer, the governor addressed, the subject before its year."""
    head = letter.head
    texts = (
        [(head.issuer or "", head.issuer_line or 0)]
        if re.search(r"ศาลากลางจังหวัด|^จังหวัด", head.issuer or "")
        else []
    )
    texts += [(part.text, part.line) for part in head.part("to") if "ผู้ว่าราชการจังหวัด" in part.text]
    reported = set()
    for text, line in texts:
        for place in find_provinces(text):
            if place.province is None and place.name not in reported:
                reported.add(place.name)
                yield _unknown(place.name, line)
    for part in head.part("subject"):
        for place in find_provinces(part.text):
            if place.province is None and place.name not in reported and nearest_province(place.name):
                yield _unknown(place.name, part.line)


def _unknown(name: str, line: int) -> Finding:
    near = nearest_province(name)
    if near is None:
        return finding("unknown_province", line, (f"จังหวัด{name}",), read=name)
    return finding(
        "unknown_province_near", line, (f"จังหวัด{name}", f"จังหวัด{near.th}"), read=name, near=near.th
    )


def _owners(framework: Framework) -> Iterator[Finding]:
    """``จ.นบ.`` among the owners of a framework of another province."""
    own = province_by_code(framework.province_code or "")
    reported: set[str] = set()
    for kpi in framework.kpis:
        for code in (match for owner in kpi.owners for match in _OWNER_PROVINCE.findall(owner)):
            province = province_by_letter_code(code)
            if own and province and province != own and code not in reported:
                reported.add(code)
                yield _stranger(province, own, kpi.line)
