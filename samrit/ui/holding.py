"""What stays on one line of a paper, held there: Pango ends lines of Thai at no-break spaces and at hyphens too."""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from samrit.rules.thai import NO_BREAK
from samrit.ui.words import split

HELD = "held"  # the class, ``white-space: nowrap`` in the paper's style sheet
_PIECE = f"[^ \\t\\r\\n{NO_BREAK}]*"
_HELD = re.compile(rf"{_PIECE}(?:{NO_BREAK}{_PIECE})+|(?<![\w/.-])[A-Za-z]+(?:-[A-Za-z]+)+|https?://[^\s/]+")
_NOT_TEXT = {"title", "style", "script", "svg"}


def hold_together(element: Any) -> None:
    """Put what ``rules.thai.unbroken`` joined, words such as e-SAR and the hosts of addresses into spans, in place."""
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _NOT_TEXT:
        return
    for place in reversed(range(len(element))):
        hold_together(element[place])
        element[place].tail, spans = _spans(element[place].tail)
        for offset, span in enumerate(spans, start=1):
            element.insert(place + offset, span)
    element.text, spans = _spans(element.text)
    for offset, span in enumerate(spans):
        element.insert(offset, span)


def _spans(text: str | None) -> tuple[str | None, list[Element]]:
    """The text up to the first held piece, and the pieces with what follows each."""
    if not text:
        return text, []
    holder, at = Element("p"), 0
    leading, last = "", None
    for start, end in held_pieces(text):
        if last is None:
            leading = text[:start]
        else:
            last.tail = text[at:start]
        last = SubElement(holder, "span", {"class": HELD})
        last.text, at = text[start:end], end
    if last is None:
        return text, []
    last.tail = text[at:]
    return leading, list(holder)


def held_pieces(text: str) -> list[tuple[int, int]]:
    """Where each begins and ends; of the words around no-break spaces only the nearest one."""
    found = []
    for match in _HELD.finditer(text):
        head, joined, rest = match[0].partition(NO_BREAK)
        if not joined:
            found.append(match.span())
            continue
        tail = rest.rpartition(NO_BREAK)[2]
        start = match.start() + len(head) - len(_last_word(head))
        found.append((start, match.end() - len(tail) + len(_first_word(tail))))
    return found


def _last_word(text: str) -> str:
    return split(text)[-1] if text else ""


def _first_word(text: str) -> str:
    return split(text)[0] if text else ""
