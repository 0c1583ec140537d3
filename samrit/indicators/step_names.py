"""The steps of a computation for people: areas, periods and stations by their names instead of their codes."""

from dataclasses import replace
from typing import Any

from samrit.rules.areas import area_by_code
from samrit.rules.items import Book
from samrit.rules.periods import from_text, label, label_en
from samrit.rules.wording import Message, RefusedError, say
from samrit.ui.formats import in_english


def with_names(message: Message, book: Book) -> Message:
    """The same sentence; what it keeps as codes stays in the record."""
    values = {name: _named(name, value, book) for name, value in message.values.items()}
    return replace(message, values=values)


def _named(name: str, value: Any, book: Book) -> Any:
    if isinstance(value, Message):
        return with_names(value, book)
    if name == "period":
        return period_name(str(value))
    if name == "area":
        return measured_at_name(str(value), book)
    if name in {"item", "name", "what", "formula"}:  # a formula may be one word
        return item_name(str(value), book)
    return value


def period_name(text: str) -> str | Message:
    """``2024-01`` → ม.ค. 2567; ``#4`` is the fourth sampling of a year."""
    if text.startswith("#"):
        return say("period_sampling", "ครั้งที่ {number}", number=text[1:])
    try:
        period = from_text(text)
    except RefusedError:
        return text
    return label_en(period, short=True) if in_english() else label(period, short=True)


def measured_at_name(text: str, book: Book) -> str:
    """``13 chao_phraya_middle`` → จังหวัดปทุมธานี แม่น้ำเจ้าพระยาตอนกลาง."""
    code, _, part = text.partition(" ")
    return f"{area_name(code)} {part_name(part, book)}".rstrip()


def area_name(code: str) -> str:
    area = area_by_code(code)
    if area is None:
        return code
    return area.name_en if in_english() else area.title


def part_name(part: str, book: Book) -> str:
    """The names of codes that are joined by ``/``; a code that no list knows stays."""
    names = {
        code.code: code.name_en if in_english() else code.name
        for codes in book.lists.values()
        for code in codes.codes
    }
    return " · ".join(names.get(code, code) for code in part.split("/") if code)


def item_name(text: str, book: Book) -> str:
    """By code, or the Thai name again in the reader's language."""
    found = book.called(text)
    if found is None:
        return text
    return found.name_en if in_english() else found.name
