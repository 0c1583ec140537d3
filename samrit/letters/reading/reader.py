"""The whole way from a file's bytes to a Reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samrit.letters.reading.agencies import AgencyList, Union, find_lists, unite
from samrit.letters.reading.characters import normalise
from samrit.letters.reading.context import Context, understand
from samrit.letters.reading.date_checks import check_calendar, check_years
from samrit.letters.reading.files import Source, open_file
from samrit.letters.reading.findings import finding
from samrit.letters.reading.framework_checks import check_frameworks
from samrit.letters.reading.frameworks import FrameworkRead, find_frameworks
from samrit.letters.reading.letter_checks import check_addresses, check_letters
from samrit.letters.reading.letters import LetterRead, find_letters
from samrit.letters.reading.lines import Line, read_lines
from samrit.letters.reading.loose_checks import check_loose
from samrit.letters.reading.masking import Masked, mask
from samrit.letters.reading.meetings import Meetings, find_meetings
from samrit.letters.reading.offices import is_agency
from samrit.letters.reading.paragraphs import Paragraph, paragraphs
from samrit.letters.reading.scan_checks import check_scan
from samrit.letters.reading.schedule import check_meetings, settle_windows
from samrit.letters.reading.seen import seen
from samrit.letters.reading.shapes import Agency, Finding, Known, Letter, Reading, Reference
from samrit.letters.reading.slip_checks import check_slips
from samrit.letters.reading.stamps import Stamps, find_stamps, find_strays
from samrit.letters.reading.windows import find_windows
from samrit.letters.reading.word_checks import check_agency_names, check_kpi_names, check_lists, check_words


def read(data: bytes, *, filename: str, known: Known | None = None) -> Reading:
    """All that a letter says, with what a person has to settle.

    ``known``: names to compare with. RefusedError with a stable code when the file cannot be read
    (``empty_file``, ``wrong_type``, ``too_large``, ``encrypted``, ``damaged``, ``no_text``, ``not_text``,
    ``zip_bomb``, ``too_long``, ``too_many_rows``); nothing else is ever raised.
    """
    source = open_file(data, filename)
    masked = mask(normalise(source.text))  # before anything else sees the text
    return _Reader(source, masked, known or Known()).reading()


@dataclass(frozen=True)
class _Layers:
    """The lines, and what of them is a KPI table, a stamp, or running text."""

    lines: list[Line]
    frameworks: list[FrameworkRead]
    rows: frozenset[int]  # line numbers of KPI tables
    stamps: Stamps
    running: list[Line]  # without tables of KPIs and stamps
    blocks: list[Paragraph]


def _layers(text: str) -> _Layers:
    lines = read_lines(text)
    frameworks = find_frameworks(lines)
    rows = frozenset(number for read in frameworks for number in range(read.line, read.last_line + 1))
    stamps = find_stamps(lines)
    running = [
        Line(line.number, "") if line.number in rows or position in stamps.positions else line
        for position, line in enumerate(lines)
    ]
    return _Layers(lines, frameworks, rows, stamps, running, list(paragraphs(running)))


class _Reader:
    """Reads layer by layer; each step takes what the earlier ones found."""

    def __init__(self, source: Source, masked: Masked, known: Known) -> None:
        self.source, self.masked, self.known = source, masked, known
        self.layers = _layers(masked.text)

    def reading(self) -> Reading:
        layers = self.layers
        letters = find_letters(layers.lines, layers.stamps, layers.rows)
        lists = find_lists(layers.running, layers.rows | _heads(letters))
        context = understand(layers.frameworks, letters, lists)
        windows, window_findings = settle_windows(find_windows(layers.blocks), context)
        meetings = find_meetings(layers.blocks, layers.running)
        union = unite(lists)
        reading = Reading(
            letters=tuple(_letter(letter) for letter in letters),
            windows=tuple(windows),
            meetings=meetings.meetings,
            frameworks=context.frameworks,
            agencies=union.agencies or _addressed(letters),
            findings=(),
            redacted=self.masked.count,
            text=self.masked.text,
            media_type=self.source.media_type,
        )
        if self.source.scan:
            reading = replace(reading, scan=seen(self.source.scan, reading.text, reading, letters))
        found = [
            *self.of_file(reading),
            *check_scan(reading),
            *window_findings,
            *self.of_content(context, union, lists, meetings),
        ]
        return replace(reading, findings=tuple(sorted(_each_once(found), key=lambda one: one.line)))

    def of_content(
        self, context: Context, union: Union, lists: Sequence[AgencyList], meetings: Meetings
    ) -> Iterator[Finding]:
        yield from check_letters(context, self.known.letter_codes)
        yield from check_addresses(context, self.layers.running)
        yield from check_slips(context, self.layers.running)
        yield from check_years(context)
        yield from check_calendar(self.layers.blocks)
        yield from check_meetings(meetings, context)
        yield from check_frameworks(context)
        yield from check_loose(self.layers.frameworks, self.layers.lines)
        yield from check_words(self.layers.lines)
        yield from check_kpi_names(context.frameworks, self.known.kpi_names)
        yield from check_agency_names(union, self.known.agency_names)
        yield from check_lists(union)
        for each in lists:
            for number, line in each.gaps:
                yield finding("list_number_gap", line, (str(number),), number=number)

    def of_file(self, reading: Reading) -> Iterator[Finding]:
        secrets = self.masked.secrets
        if secrets:
            yield finding("secret_found", secrets[0][0], count=len(secrets))
        for stamp in self.layers.stamps.stamps:
            yield finding("receiving_stamp", stamp.line, (stamp.text,), stamp=stamp.text)
        for line in find_strays(self.layers.running, frozenset()):
            yield finding("stray_note", line.number, (line.text,), read=line.text)
        if pages := self.source.pages_without_text:
            yield finding("page_without_text", 1, pages=", ".join(map(str, pages)))
        for one in self.source.noticed:
            yield finding(one.name, one.line, **one.values)
        if damaged := self.masked.text.count("\N{REPLACEMENT CHARACTER}"):
            yield finding("damaged_characters", 1, count=damaged)
        understood = (
            reading.letters,
            reading.windows,
            reading.meetings,
            reading.frameworks,
            reading.agencies,
        )
        if not any(understood):
            yield finding("nothing_found", 1)


def _each_once(found: Sequence[Finding]) -> list[Finding]:
    return list({(one.code, one.line, one.readings, str(one.message)): one for one in found}.values())


def _heads(letters: Sequence[LetterRead]) -> frozenset[int]:
    """Lines of heads: an enclosure list is no list of agencies."""
    lines: set[int] = set()
    for letter in letters:
        last = max((part.line for part in letter.head.parts), default=letter.head.line)
        lines |= set(range(letter.head.line, last + 1))
    return frozenset(lines)


def _addressed(letters: Sequence[LetterRead]) -> tuple[Agency, ...]:
    """A list of agencies that stands after เรียน itself."""
    for letter in letters:
        to = letter.head.part("to")
        if len(to) > 1 and all(is_agency(part.text) for part in to):
            return tuple(Agency(part.text, part.line) for part in to)
    return ()


def _letter(letter: LetterRead) -> Letter:
    head = letter.head
    references = {
        (str(cited.mention.number), dated): Reference(str(cited.mention.number), dated, cited.line)
        for cited in letter.cited
        for dated in [cited.mention.dated.value if cited.mention.dated else None]
        if cited.place in {"reference", "body"} and cited.mention.number != head.number
    }
    return Letter(
        number=str(head.number) if head.number else head.number_text,
        issuer=head.issuer,
        urgency=head.urgency,
        date=letter.date,
        subject=head.subject.text if head.subject else None,
        recipients=tuple(part.text for part in head.part("to")),
        references=tuple(references.values()),
        enclosures=tuple(part.text for part in head.part("enclosure")),
        line=head.line,
    )
