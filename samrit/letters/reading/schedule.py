"""Puts the readings of windows and meetings together and says where they contradict."""

from collections.abc import Iterator, Sequence

from samrit.letters.reading.context import Context, letter_year
from samrit.letters.reading.findings import finding
from samrit.letters.reading.meetings import Meetings
from samrit.letters.reading.shapes import Finding, Meeting, Window
from samrit.letters.reading.windows import ROUND, WindowRead
from samrit.rules.thai import BUDDHIST_ERA, DateRead, arabic_digits, thai_date


def settle_windows(reads: Sequence[WindowRead], context: Context) -> tuple[list[Window], list[Finding]]:
    """One window for each round and year; a reading that contradicts it becomes a finding."""
    groups: list[list[WindowRead]] = []
    findings: list[Finding] = []
    for read in sorted(reads, key=lambda read: (read.opens is None, not _fits(read, context), read.line)):
        group, twin = _twin(groups, read, context)
        if group is None or twin is None:
            groups.append([read])
        else:
            findings += _difference(twin, read, _round(twin, context))
            group.append(read)
    chosen = sorted((group[0] for group in groups), key=lambda read: read.line)
    windows = [_window(read, context) for read in chosen]
    for window, read in zip(windows, chosen, strict=True):
        findings += _check(window, read)
        findings += _check_year(read, context)
    return windows, findings


def _twin(
    groups: Sequence[list[WindowRead]], read: WindowRead, context: Context
) -> tuple[list[WindowRead] | None, WindowRead | None]:
    """The window that this is another reading of, and the reading closest to it."""
    for group in groups:
        alike = [other for other in group if _same_window(other, read, context)]
        if alike:
            return group, next((other for other in alike if other.days == read.days), alike[0])
    return None, None


def _fits(read: WindowRead, context: Context) -> bool:
    """The year of the days is that of the fiscal year that the file is about, or the next."""
    if context.year is None or read.closes.year is None:
        return True
    return read.closes.year + BUDDHIST_ERA in {context.year, context.year + 1}


def _same_window(known: WindowRead, read: WindowRead, context: Context) -> bool:
    if None not in (known.round, read.round) and _round(known, context) != _round(read, context):
        return False
    if read.opens is None:  # a deadline inside a window that is known
        return True
    if known.days == read.days:
        return True
    same_year = known.closes.year == read.closes.year
    return same_year and _round(known, context) == _round(read, context)


def _round(read: WindowRead, context: Context) -> int | None:
    """The round named near the days, else the only one in the letter's subject."""
    if read.round is not None:
        return read.round
    letter = context.letter_of(read.line)
    subject = letter.head.subject if letter else None
    rounds = {int(match[1]) for match in ROUND.finditer(arabic_digits(subject.text))} if subject else set()
    return rounds.pop() if len(rounds) == 1 else None


def _difference(known: WindowRead, read: WindowRead, months: int | None) -> Iterator[Finding]:
    values = {"round": months or read.round or "–", "read": _in_words(read), "other": _in_words(known)}
    readings = (_in_words(read), _in_words(known))
    if read.opens is None:
        if read.closes.value != known.closes.value:
            yield finding("other_deadline", read.line, readings, round=values["round"], read=values["read"])
    elif readings[0] == readings[1]:
        return
    elif known.days == read.days:
        yield finding("window_year_contradicts", read.line, readings, **values)
    else:
        yield finding("window_two_readings", read.line, readings, **values)


def _window(read: WindowRead, context: Context) -> Window:
    return Window(
        _round(read, context),
        read.opens.value if read.opens else None,
        read.closes.value,
        read.line,
        read.opens_at,
        read.closes_at,
    )


def _check(window: Window, read: WindowRead) -> Iterator[Finding]:
    words = _in_words(read)
    if window.opens and window.closes and window.closes < window.opens:
        yield finding("window_backwards", window.line, (words,), read=words)
    if window.round is None:
        yield finding("round_missing", window.line, (words,), read=words)


def _check_year(read: WindowRead, context: Context) -> Iterator[Finding]:
    """One reports in the fiscal year, or soon after it has ended."""
    about = read.fiscal_year or letter_year(context.letter_of(read.line)) or context.year
    year = (read.closes.year or 0) + BUDDHIST_ERA
    if about is not None and read.closes.year is not None and year not in {about, about + 1}:
        yield finding(
            "year_contradicts", read.line, (str(year), str(about)), read=year, other=about, places=1
        )


def _in_words(read: WindowRead) -> str:
    days = [_day(day) for day in (read.opens, read.closes) if day is not None]
    times = [f" {at:%H.%M} น." for at in (read.closes_at,) if at]
    return " – ".join(days) + "".join(times)


def _day(read: DateRead) -> str:
    return thai_date(read.value) if read.value else read.text


def check_meetings(meetings: Meetings, context: Context) -> Iterator[Finding]:
    for meeting in meetings.meetings:
        if len(meeting.places) > 1:
            yield finding(
                "meeting_two_places",
                meeting.line,
                meeting.places,
                first=meeting.places[0],
                second=meeting.places[1],
            )
        letter = context.letter_of(meeting.line)
        if letter and letter.date and meeting.starts.date() < letter.date:
            days = thai_date(meeting.starts.date()), thai_date(letter.date)
            yield finding("meeting_before_letter", meeting.line, days, read=days[0], other=days[1])
        yield from _agenda(meeting)


def _agenda(meeting: Meeting) -> Iterator[Finding]:
    """Times that go back, or run past the meeting's end."""
    last = None  # registration may come before the meeting
    for item in meeting.agenda:
        if item.starts is None:
            continue
        times = f"{item.starts:%H.%M}" + (f" – {item.ends:%H.%M}" if item.ends else "") + " น."
        backwards = item.ends is not None and item.ends <= item.starts
        if backwards or (last and item.starts < last) or (meeting.ends and item.starts > meeting.ends):
            yield finding("agenda_times", item.line, (times,), read=times)
        last = max(last or item.starts, item.starts)
