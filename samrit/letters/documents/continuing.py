"""คำต่อเนื่อง: the first words of the next page in the corner of the one before, ``/ดังกล่าว…``."""

from collections.abc import Sequence
from typing import Any

from samrit.rules.thai import NO_BREAK
from samrit.ui.words import split

SHORTEST = 4  # letters; a shorter first word takes the next one with it
LONGEST = 24
_TEXT = "text"  # the class of the letter's own paragraphs


def continued(pages: Sequence[Any]) -> list[str]:
    """For each page of WeasyPrint's but the last, how the letter goes on; "" before a page of its own."""
    return [_words(_first_line(page)) for page in pages[1:]]


def _first_line(page: Any) -> str:
    """The first line of the letter's text, where the page begins with it."""
    for box in page._page_box.descendants():  # noqa: SLF001 - WeasyPrint has no other way to ask what stands on a page
        element = getattr(box, "element", None)
        if element is None or not getattr(box, "text", ""):
            continue
        if _TEXT in (element.get("class") or "").split():
            return str(box.text)
        return ""
    return ""


def _words(line: str) -> str:
    said = ""
    for word in split(line.replace("\N{THAI CHARACTER NIKHAHIT}\N{THAI CHARACTER SARA AA}", "ำ").strip()):
        if len(said.strip()) >= SHORTEST or len(said) + len(word) > LONGEST:
            break
        said += word
    return f"/{said.replace(NO_BREAK, ' ').strip()}..." if said.strip() else ""
