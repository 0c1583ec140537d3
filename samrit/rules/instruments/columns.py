"""Answers out of a table of another system (LimeSurvey, Google Forms): which column is which question, which word which option."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from samrit.rules.instruments.kinds import Instrument, Question, QuestionKind
from samrit.rules.thai import arabic_digits

DAY = "day"  # what a column is that says when it was answered
ALIKE = 0.85
_BRACKETED = re.compile(r"^(?P<title>.*?)\s*\[(?P<row>[^\[\]]+)\]\s*$", re.DOTALL)
_ISO = re.compile(r"^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_LOCAL = re.compile(r"^\s*(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_DAY_TITLES = {"submitdate", "datestamp", "timestamp", "ประทับเวลา", "วันที่", "date", "day"}
_YES, _NO = {"y", "yes", "true", "1", "ใช่", "เลือก"}, {"n", "no", "false", "0", "ไม่ใช่", "ไม่เลือก"}
_BETWEEN_SEVERAL = re.compile(r"\s*[;|\n]\s*|,\s+")
BUDDHIST_ERA, FIRST_BUDDHIST = 543, 2400


def targets(instrument: Instrument) -> dict[str, tuple[Question, str]]:
    """What a column can be: a question, one row of a matrix (``aspects.easy``), one option of several (``obstacles.login``)."""
    found: dict[str, tuple[Question, str]] = {}
    for code, question in instrument.questions.items():
        if question.kind is QuestionKind.MATRIX:
            found |= {f"{code}.{row.code}": (question, row.code) for row in question.rows}
            continue
        found[code] = (question, "")
        if question.kind is QuestionKind.SEVERAL:
            found |= {f"{code}.{one.code}": (question, one.code) for one in question.options}
    return found


def propose(instrument: Instrument, titles: Sequence[str]) -> dict[int, str]:
    """Column's place → target, by codes and by texts in either language; what is not plain is left to people."""
    named: dict[str, str] = {}
    for target, (question, part) in targets(instrument).items():
        named |= dict.fromkeys(_names(question, part), target)
    found: dict[int, str] = {}
    for place, title in enumerate(titles):
        target = DAY if _even(title) in _DAY_TITLES else _nearest(_title(title), named)
        if target and target not in found.values():
            found[place] = target
    return found


def _title(title: str) -> str:
    """``aspects[easy]`` and ``พอใจเพียงใด [ใช้งานง่าย]`` in one form."""
    bracketed = _BRACKETED.match(title)
    return f"{_even(bracketed['title'])}\0{_even(bracketed['row'])}" if bracketed else _even(title)


def _names(question: Question, part: str) -> Iterable[str]:
    texts = [question.code, question.words.thai, question.words.english]
    if not part:
        return map(_even, texts)
    inner = next(one for one in (*question.rows, *question.options) if one.code == part)
    parts = [inner.code, inner.words.thai, inner.words.english]
    return (f"{_even(text)}\0{_even(each)}" for text in texts for each in parts)


def _nearest(title: str, named: Mapping[str, str]) -> str:
    if title in named:
        return named[title]
    likeness = {
        name: SequenceMatcher(None, title, name).ratio()
        for name in named
        if abs(len(name) - len(title)) < len(title)
    }
    best = max(likeness, key=likeness.__getitem__, default="")
    return named[best] if best and likeness[best] >= ALIKE else ""


def _even(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", arabic_digits(text)).casefold().split()).rstrip("?:*. ")


# ── one row ─────────────────────────────────────────────────────────────────
def answers_of(instrument: Instrument, mapping: Mapping[int, str], cells: Sequence[str]) -> dict[str, object]:
    """Bare answers for ``read_sheet``; a word that is no option stays as it is, for the sheet to tell."""
    known = targets(instrument)
    found: dict[str, object] = {}
    for place, target in sorted(mapping.items()):
        text = cells[place].strip() if place < len(cells) else ""
        if not text or target not in known:
            continue
        question, part = known[target]
        if question.kind is QuestionKind.MATRIX:
            rows = found.setdefault(question.code, {})
            assert isinstance(rows, dict)  # noqa: S101 - nothing else puts something there
            rows[part] = _option(question, text)
        elif part:
            _add_chosen(found, question.code, part, text)
        else:
            found[question.code] = _value(question, text)
    return found


def _add_chosen(found: dict[str, object], code: str, option: str, text: str) -> None:
    """A column of its own for each option: LimeSurvey writes Y, others the option's name."""
    chosen = found.setdefault(code, [])
    assert isinstance(chosen, list)  # noqa: S101 - nothing else puts something there
    if _even(text) not in _NO:
        chosen.append(option)


def _value(question: Question, text: str) -> object:
    if question.kind is QuestionKind.TICK:
        return {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}.get(_even(text), text)
    if question.kind is QuestionKind.SEVERAL:
        return [_option(question, each) for each in _BETWEEN_SEVERAL.split(text) if each]
    if question.kind in {QuestionKind.ONE, QuestionKind.LIKERT}:
        return _option(question, text)
    return text


def _option(question: Question, text: str) -> str:
    """By code, by name in either language, then by value."""
    wanted = _even(text)
    for option in question.options:
        if wanted in {_even(option.code), _even(option.words.thai), _even(option.words.english)}:
            return option.code
    for option in question.options:
        if option.value is not None and wanted in {str(option.value), f"{option.value.normalize():f}"}:
            return option.code
    return text


def day_of(text: str) -> date | None:
    """The day of ``2024-10-10 09:30`` or ``10/10/2567, 9:30``; None where it is neither."""
    text = arabic_digits(text)
    if found := _ISO.match(text):
        year, month, day = map(int, found.groups())
    elif found := _LOCAL.match(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year - BUDDHIST_ERA if year >= FIRST_BUDDHIST else year, month, day)
    except ValueError:
        return None
