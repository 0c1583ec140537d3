"""คำต่อเนื่อง: the first words of the next page in the corner of the one before, ``/ดังกล่าว…``."""

from collections.abc import Sequence
from typing import Any

from samrit.rules.thai import NO_BREAK
from samrit.ui.words import split

SHORTEST = 4  # letters; a shorter first word takes the next one with it
LONGEST = 24
_TEXT = "text"  # the class of the letter's own paragraphs
_LINES = {"p", "h1", "h2", "th", "td"}  # what a page may begin with


def continued(pages: Sequence[Any]) -> list[str]:
    """For each page of WeasyPrint's but the last, how the letter goes on; "" before a page of its own."""
    return [_words(_beginning(page)) for page in pages[1:]]


def _beginning(page: Any) -> str:
    """What stands on the page of the paragraph that it begins with; "" of anything else."""
    for box in page._page_box.descendants():  # noqa: SLF001 - WeasyPrint has no other way to ask what stands on a page
        element = getattr(box, "element", None)
        if element is None or element.tag not in _LINES:
            continue
        if _TEXT not in (element.get("class") or "").split():
            return ""
        return "".join(getattr(one, "text", "") for one in box.descendants())
    return ""


def _words(text: str) -> str:
    plain = (
        text[: 4 * LONGEST].replace("\N{THAI CHARACTER NIKHAHIT}\N{THAI CHARACTER SARA AA}", "ำ").strip(" \n")
    )
    said = ""
    for word in split(plain):
        enough = len(said) >= SHORTEST and NO_BREAK not in {said[-1], word[0]}
        if said and (enough or len(said) + len(word) > LONGEST):
            break
        said += word
    return f"/{said.replace(NO_BREAK, ' ').strip()[:LONGEST]}..." if said.strip() else ""
