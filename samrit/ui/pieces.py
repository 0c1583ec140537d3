"""What the signature pieces are given: plain values, made by the rooms above, drawn by the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from samrit.rules.wording import Message

Words = str | Message


@dataclass(frozen=True)
class Step:
    """A station of a result's path. ``who`` holds it since ``since`` (current), or finished it then (done).

    ``skipped``: it went on without, and never will come here.
    """

    label: str
    state: Literal["done", "current", "todo", "refused", "skipped"]
    who: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Input:
    """One value that went into a figure, where it came from, and its proof."""

    label: str
    value: str
    unit: str = ""
    source: str = ""
    url: str = ""


@dataclass(frozen=True)
class Explanation:
    """Why a figure is what it is. ``steps`` are the sentences of the rule, in order."""

    inputs: Sequence[Input] = ()
    steps: Sequence[Words] = ()
    rule: str = ""
    source: str = ""
    source_url: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Cell:
    """Where one agency stands with one KPI: a state code, a link, perhaps a short figure."""

    state: str
    url: str = ""
    text: str = ""
    label: str = ""


@dataclass(frozen=True)
class Head:
    """A row's or column's name; ``title`` is the full name behind a short ``label``."""

    label: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Matrix:
    """``rows`` are (head, cells); as many cells as columns, None where the pair does not exist."""

    columns: Sequence[Head]
    rows: Sequence[tuple[Head, Sequence[Cell | None]]]
    caption: str = ""
    corner: str = ""


@dataclass(frozen=True)
class Change:
    """One value before and after; None = there was none."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Event:
    """One line of a history: who did what when, what changed, and the reason given."""

    what: str
    who: str
    when: datetime
    reason: str = ""
    changes: Sequence[Change] = ()
    icon: str = "circle"


@dataclass(frozen=True)
class FileItem:
    """A file in a list; ``size`` in bytes; ``state`` a badge's code when there is one to show."""

    name: str
    url: str
    size: int | None = None
    kind: Literal["file", "pdf", "image", "sheet", "zip"] = "file"
    who: str = ""
    when: datetime | None = None
    note: str = ""
    state: str = ""


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str = ""
