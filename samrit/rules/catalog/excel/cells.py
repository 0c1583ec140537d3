"""A cell's text and what is stored in a field, both ways.

What cannot be read stays as it was written, so that it is told as a fault: nothing becomes อื่นๆ and nothing becomes
blank in silence. What is read otherwise than it was written is noted.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from samrit.rules.amounts import quoted
from samrit.rules.catalog.days import buddhist, day_of, read_day, read_year
from samrit.rules.catalog.kinds import Choice, Fault, Field, Kind, Schema, Value, first, plain, texts
from samrit.rules.catalog.texts import trouble_with
from samrit.rules.thai import parse_number, plain_number
from samrit.rules.typed import as_shown, evened
from samrit.rules.wording import Message, say

BETWEEN = ", "
OTHER_IS = ": "  # อื่นๆ: what it is; the rest of the cell
_LINES = re.compile(r"[\n;|•·]")  # what ends a value whatever follows
_COMMAS = re.compile(r"[,،，、]")
_WEAK = re.compile(
    r"\s+และ\s*|\s+หรือ\s*|/|\+|&|\s{2,}|\s"
)  # only where every piece is then a word of the vocabulary
_MARKED = re.compile(r"^\s*(?:\(?[0-9๐-๙]{1,2}[.)]\s+|[-–]\s+)")  # 1. or - before each line of a list
_OTHER = re.compile(r"\s*อื่น\s?ๆ\s*(?::|=|ได้แก่|คือ|ระบุ|\(ระบุ\))\s*:?\s*(.+)|\s*อื่น\s?ๆ\s*\((.+)\)\s*", re.DOTALL)
_LONGEST_LIST = 3_000  # of a cell of choices with what อื่นๆ is; a longer one is told as it stands
_LONGEST_NOTHING = 15
_DASHES = frozenset(("-", "–", "—"))
_NOTHING = frozenset(map(plain, (*_DASHES, "n/a", "na", "ไม่ระบุ", "ไม่มีข้อมูล")))


@dataclass(frozen=True)
class CellRead:
    """What a cell says of its field: ``value`` None for nothing, ``other`` what อื่นๆ is; ``notes`` of how it was read."""

    value: Value | None = None
    other: str = ""
    notes: tuple[Fault, ...] = ()


def read_cell(schema: Schema, asked: Field, given: object) -> CellRead:
    """What a cell says. ``given``: the text that the reader of the file made of it, None or "" for an empty one."""
    text = _visible(given)
    if not text:
        return CellRead()
    read = CellRead() if _means_nothing(schema, asked, text) else _read(schema, asked, text)
    if read.value is None:
        message = say("catalog_read_nothing", "อ่าน “{given}” เป็นช่องว่าง", given=quoted(text))
        return CellRead(notes=(_note(asked, text, message),))
    return read


def _read(schema: Schema, asked: Field, text: str) -> CellRead:
    if asked.of and len(text) > _LONGEST_LIST:
        return CellRead((text,) if asked.kind.holds_several else text)
    if asked.of:
        return (
            _read_choices(schema, asked, text)
            if asked.kind.holds_several
            else _read_choice(schema, asked, text)
        )
    if asked.kind is Kind.TAGS:
        return CellRead(tuple(dict.fromkeys(_pieces(text))) or None)
    return _read_text(schema, asked, text)


def _visible(given: object) -> str:
    """Without what nobody sees: byte-order marks, zero-width signs, other kinds of space."""
    letters = (" " if letter == "\u00a0" else letter for letter in as_shown(given))
    return "".join(
        one for one in letters if one in "\n\t" or unicodedata.category(one) not in {"Cf", "Cc"}
    ).strip()


def _means_nothing(schema: Schema, asked: Field, text: str) -> bool:
    """A dash in a cell that may be empty, and words for nothing where no text is asked; in others they stay and are told."""
    if asked.required or len(text) > _LONGEST_NOTHING:
        return False
    if asked.kind in {Kind.TEXT, Kind.LONG}:
        return text in _DASHES
    return plain(text) in _NOTHING and schema.recognised(asked, text) is None


def _note(asked: Field, text: str, message: Message) -> Fault:
    mend = say("catalog_read_mend", "ถ้าอ่านผิด แก้ในไฟล์แล้วนำเข้าใหม่")
    return Fault(asked.code, text, message, mend, refuses=False)


# ── one text ────────────────────────────────────────────────────────────────
def _read_text(schema: Schema, asked: Field, text: str) -> CellRead:
    """As it stands where nothing is wrong with it; else as its kind reads it; else as it stands, to be told."""
    if trouble_with(schema, asked, text) is None:
        return CellRead(text)
    read = _READERS[asked.kind](text) if asked.kind in _READERS else None
    if read is None or trouble_with(schema, asked, read) is not None:
        return CellRead(text)
    if (asked.kind is Kind.DATE and read_day(text)) or evened(text) in {read, f"{read}.0"}:
        return CellRead(read)
    message = say("catalog_read_as", "อ่าน “{given}” เป็น “{read}”", given=quoted(text), read=read)
    return CellRead(read, notes=(_note(asked, text, message),))


_HOUR = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")  # a cell of day and time


def _day(text: str) -> str | None:
    day = read_day(text) or read_day(_HOUR.sub("", evened(text)))
    return day.isoformat() if day else None


def _number(text: str) -> str | None:
    number = parse_number(text)
    return None if number is None else plain_number(number)


def _web(text: str) -> str | None:
    return f"https://{text}" if re.match(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:go|or|ac)\.th\b)", text) else None


_READERS: Mapping[Kind, Callable[[str], str | None]] = {
    Kind.DATE: _day,
    Kind.YEAR: read_year,
    Kind.WHOLE: _number,
    Kind.LONGITUDE: _number,
    Kind.LATITUDE: _number,
    Kind.URL: _web,
    Kind.EMAIL: lambda text: re.sub(r"\s+|^mailto:", "", text),
    Kind.SLUG: lambda text: re.sub(r"\s+", "-", text).casefold(),
}


# ── words of a vocabulary ───────────────────────────────────────────────────
def _read_choice(schema: Schema, asked: Field, text: str) -> CellRead:
    found = schema.recognised(asked, text)
    if found:
        return CellRead(found.value, notes=tuple(_read_as(asked, text, found)))
    other = _other_of(schema, asked, text)
    return CellRead(other[0].value, other[1]) if other else CellRead(text)


def _read_choices(schema: Schema, asked: Field, text: str) -> CellRead:
    """Each piece between separators; what follows อื่นๆ: belongs to it, to the end of the cell."""
    values: list[str] = []
    notes: list[Fault] = []
    body, other = _cut(schema, asked, _listed(text))
    for piece in _words(schema, asked, body):
        found = schema.recognised(asked, piece)
        values.append(found.value if found else piece)
        notes += _read_as(asked, piece, found) if found else ()
    if other:
        values.append(other[0].value)
    kept = tuple(dict.fromkeys(values))
    return CellRead(kept or None, other[1] if other else "", tuple(notes))


def _listed(text: str) -> str:
    """["CSV", "PDF"], as other portals write several values, is a list of lines."""
    if not (text.startswith("[") and text.endswith("]")):
        return text
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return "\n".join(found) if all(isinstance(one, str) for one in found) else text


def _read_as(asked: Field, text: str, found: Choice) -> Iterator[Fault]:
    if plain(text) not in {plain(found.value), plain(found.name)}:
        message = say("catalog_read_as", "อ่าน “{given}” เป็น “{read}”", given=quoted(text), read=found.name)
        yield _note(asked, text, message)


def _words(schema: Schema, asked: Field, text: str) -> Iterator[str]:
    """The words of a cell. A piece that is one word of the vocabulary is not cut further."""

    def known(part: str) -> bool:
        return schema.recognised(asked, part) is not None

    for piece in _pieces(text, known):
        bare = _MARKED.sub("", piece, count=1)
        parts = [part for part in _WEAK.split(piece) if part.strip()]
        if known(piece):
            yield piece
        elif known(bare):
            yield bare
        else:
            yield from parts if all(map(known, parts)) else [piece]


def _pieces(text: str, whole: Callable[[str], bool] = lambda _: False) -> Iterator[str]:
    for line in _LINES.split(_without_marks(text)):
        parts = [line] if whole(line) else _COMMAS.split(line)
        yield from (part.strip() for part in parts if part.strip())


def _without_marks(text: str) -> str:
    """A list of several lines that are all numbered or dashed, without the numbers or dashes."""
    lines = [line for line in text.split("\n") if line.strip()]
    marked = len(lines) > 1 and all(map(_MARKED.match, lines))
    return "\n".join(_MARKED.sub("", line, count=1) for line in lines) if marked else text


def _cut(schema: Schema, asked: Field, text: str) -> tuple[str, tuple[Choice, str] | None]:
    """What stands before อื่นๆ: and what it says that it is."""
    for start in _starts(text):
        if found := _other_of(schema, asked, text[start:]):
            return text[:start], found
    return text, None


def _starts(text: str) -> Iterator[int]:
    """Where a piece may begin, in order."""
    yield from sorted({0, *(match.end() for cut in (_LINES, _COMMAS) for match in cut.finditer(text))})


def _other_of(schema: Schema, asked: Field, text: str) -> tuple[Choice, str] | None:
    """อื่นๆ: แผนที่ → the choice and แผนที่; None where the vocabulary has no อื่นๆ or the text does not begin so."""
    choice = next((one for one in schema.choices(asked) if one.other), None)
    if choice is None:
        return None
    if text.strip().startswith(f"{choice.value}{OTHER_IS}"):
        return choice, text.strip()[len(choice.value) + len(OTHER_IS) :].strip()
    found = _OTHER.fullmatch(text)
    said = (found[1] or found[2]).strip() if found else ""
    return (choice, said) if said else None


# ── what is stored, as a cell ───────────────────────────────────────────────
def cell_of(
    schema: Schema, asked: Field, value: Value | None, other: str = "", *, named: bool = False
) -> str:
    """The text of the cell: dates in พ.ศ., several values side by side with อื่นๆ and what it is last.

    ``named``: a choice is written by its name (ใช่ for True).
    """
    if asked.of:
        return BETWEEN.join(_cells_of(schema, asked, value, other, named=named))
    if asked.kind is Kind.DATE and (day := day_of(first(value))):
        return buddhist(day)
    return BETWEEN.join(texts(value))


def _cells_of(schema: Schema, asked: Field, value: Value | None, other: str, *, named: bool) -> Iterator[str]:
    last = []
    for text in texts(value):
        found = schema.choice(asked, text)
        if found and found.other and other:
            last.append(f"{text}{OTHER_IS}{other}")
        else:
            yield found.name if found and named else text
    yield from last
