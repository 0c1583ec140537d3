"""What an engine of observations can do: the operations by name, what they are given and what they answer.

Files are those of ``cells``; an engine never changes one, it writes new ones. Areas and periods are numbers here (``cells``
says which). Every answer is the same to the digit whichever engine gives it, and in the order stated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.store.terms import ItemTerms, Table, Terms
from samrit.rules.formula import Comparison
from samrit.rules.observed import Mark, Status
from samrit.rules.wording import Message

Files = Sequence[Path]  # cell files that together hold each key at most once


class UnreadableFilesError(Exception):
    """A cell file is missing or is not one. Says which; nothing was written."""


# ── what comes out ──────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Written:
    """A file that was written, closed and synced; it is named by its digest (``<sha256>.parquet``)."""

    path: Path
    sha256: str
    rows: int
    size: int  # bytes

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True)
class Note:
    """Something that was taken for granted while reading, how often, and the first row where it was."""

    message: Message
    times: int
    first_row: int


@dataclass(frozen=True)
class Checked:
    """What became of a submitted table.

    A row that brings n cells (a wide table) counts once in ``rows_in``; it is accepted when all its cells are.
    rows_in == rows_accepted + rows_rejected and cells_in == cells_accepted + cells_rejected, always.
    ``repeated`` of the accepted cells say again what another cell of the file says and are stored once, so
    ``good`` has cells_accepted − repeated rows. ``conflicting`` of the rejected ones contradict one another.
    ``blank_rows`` hold nothing in any column that is read; they are accepted and bring no cell.
    ``by_reason``: code → cells (of a row whose key is unreadable, all its cells) – a cell with two faults counts in both.
    ``by_status``: of the accepted cells. ``by_item``: id → (accepted, rejected) of the cells whose item is known.
    ``rejects``: None when there are none.
    """

    good: tuple[Written, ...]
    rejects: Written | None
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    cells_in: int
    cells_accepted: int
    cells_rejected: int
    repeated: int
    conflicting: int
    blank_rows: int
    by_reason: Mapping[str, int]
    by_status: Mapping[Status, int]
    by_item: Mapping[int, tuple[int, int]]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Reject:
    """A cell that was not accepted: where, what it says, why, and how to mend it where ``reason`` does not say."""

    row: int
    column: int
    value: str
    reason: Message
    mend: Message | None


class Key(NamedTuple):
    item: int
    period: int
    area: int
    part: int = 0


@dataclass(frozen=True)
class Cell:
    """One stored cell; ``value`` only with Status.VALUE. The last three say where it came from."""

    key: Key
    status: Status
    value: Decimal | None
    marks: tuple[Mark, ...]
    submission: int
    row: int
    column: int


# ── questions ───────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Choice:
    """Which cells are asked for: () is all of them. ``submissions``: those that came with one of these."""

    items: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()
    periods: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    statuses: tuple[Status, ...] = ()
    submissions: tuple[int, ...] = ()


EVERYTHING = Choice()


class Dimension(StrEnum):
    """What cells can be gathered by."""

    ITEM = "item"
    AREA = "area"
    PERIOD = "period"
    PART = "part"
    STATUS = "status"
    SUBMISSION = "submission"


class Gathering(StrEnum):
    """What several figures come to."""

    SUM = "sum"
    MEAN = "mean"
    LEAST = "least"
    MOST = "most"


@dataclass(frozen=True)
class PivotCell:
    """``value`` None where there is no figure. ``figures`` went into it; ``without`` are rows that hold no figure."""

    value: Decimal | None
    figures: int
    without: int


@dataclass(frozen=True)
class Pivot:
    """``rows`` and ``columns`` ascending; ``cells`` by (row, column). A pair that is not there was never sent."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    cells: Mapping[tuple[int, int], PivotCell]


@dataclass(frozen=True)
class Expected:
    """Cells that are owed: the item for every area × period × part. Nothing stands twice in one of the four."""

    item: int
    areas: tuple[int, ...]
    periods: tuple[int, ...]
    parts: tuple[int, ...] = (0,)

    @property
    def owed(self) -> int:
        return len(self.areas) * len(self.periods) * len(self.parts)


@dataclass(frozen=True)
class Given:
    """How much of an ``Expected`` is there: cells by what they say; the rest of ``owed`` was never sent.

    ``provisional`` of the VALUE cells bear that mark.
    """

    expected: Expected
    by_status: Mapping[Status, int]
    provisional: int = 0

    @property
    def sent(self) -> int:
        return sum(self.by_status.values())


@dataclass(frozen=True)
class Profile:
    """The figures of one item, area and part: how many, their median, and the median distance from it (MAD). Exact."""

    area: int
    part: int
    figures: int
    median: Decimal
    deviation: Decimal


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """``before`` None: new; ``after`` None: removed. Where it came from is no change; status, value or marks are."""

    before: Cell | None
    after: Cell | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.NEW
        return Kind.REMOVED if self.after is None else Kind.CHANGED


@dataclass(frozen=True)
class Differences:
    """Counts of all, and a page of the changes by key."""

    new: int
    changed: int
    removed: int
    unchanged: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Comparing:
    """Two sides over items' totals (part 0) of one area and period. ``items``: code of the comparison → Item.pk."""

    comparison: Comparison
    items: Mapping[str, int]


@dataclass(frozen=True)
class AddingParts:
    """All ``parts`` of an item add up to its total (part 0) of the same area and period."""

    item: int
    parts: tuple[int, ...]
    percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class AddingAreas:
    """The figures of all ``below`` (codes; the parent's is the code without its last two digits) add up to the parent's."""

    item: int
    below: tuple[int, ...]
    percent: Decimal = Decimal(0)


Rule = Comparing | AddingParts | AddingAreas


@dataclass(frozen=True)
class Violation:
    """One area and period that breaks a rule, with both sides, exact. Where a figure is missing there is none."""

    area: int
    period: int
    left: Decimal
    right: Decimal


class Form(StrEnum):
    """What an export is written as."""

    PARQUET = "parquet"
    CSV = "csv"
    JSON_LINES = "jsonl"
    SDMX_CSV = "sdmx-csv"


@dataclass(frozen=True)
class Names:
    """How numbers are written in an export. ``parts``: Part.pk → list → code.

    ``least_shown``: item → the least count that is told; smaller ones, but zero, leave as suppressed.
    """

    items: Mapping[int, ItemTerms]
    parts: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    least_shown: Mapping[int, int] = field(default_factory=dict)


class ObservationStore(Protocol):
    """The operations. All raise UnreadableFilesError; none knows a person, a permission or a database table."""

    def check(
        self, table: Table, mapping: ColumnMapping, terms: Terms, into: Path, *, submission: int
    ) -> Checked:
        """Read every cell by the rules; good ones go to cell files in ``into``, the others to a rejects file there.

        Memory is bounded by the engine's setting, temporary files lie in its scratch folder. ``into`` holds whole files
        only; when it is stopped, files without a name by digest may be left.
        """

    def rejects(self, file: Path, *, first: int = 0, most: int = 100, code: str = "") -> tuple[Reject, ...]:
        """A page of a rejects file in the order of row, column, code of the reason; ``code``: of that reason only."""

    def merge(self, current: Files, good: Files, into: Path) -> tuple[Path | Written, ...]:
        """What is current once ``good`` is accepted: its cells in place of those of the same key.

        In the order of the items. A Path is a file of ``current`` (or ``good``) that stays as it is; Written is new.
        """

    def series(self, files: Files, item: int, area: int, part: int = 0) -> tuple[Cell, ...]:
        """All cells of an item and area, by period."""

    def table(self, files: Files, choice: Choice, *, first: int = 0, most: int = 10_000) -> tuple[Cell, ...]:
        """The cells chosen, by key (item, period, area, part)."""

    def pivot(
        self,
        files: Files,
        choice: Choice,
        *,
        rows: Dimension,
        columns: Dimension,
        gathering: Gathering = Gathering.SUM,
    ) -> Pivot:
        """Figures gathered by two dimensions; a mean to 12 decimals (half even). Choose parts, or totals count twice."""

    def counts(
        self, files: Files, by: Sequence[Dimension], choice: Choice = EVERYTHING
    ) -> Mapping[tuple[int, ...], int]:
        """Cells by the dimensions (a status as its number of ``cells``), keys ascending; () gives {(): all}."""

    def completeness(self, files: Files, expected: Sequence[Expected]) -> tuple[Given, ...]:
        """One answer for each, in their order."""

    def missing(
        self, files: Files, expected: Expected, *, first: int = 0, most: int = 100
    ) -> tuple[Key, ...]:
        """The owed cells that were never sent, by key."""

    def profile(self, files: Files, item: int, periods: Sequence[int] = ()) -> tuple[Profile, ...]:
        """By area and part; ``periods`` () is all. An area without a figure is left out."""

    def compare(
        self, before: Files, after: Files, choice: Choice = EVERYTHING, *, first: int = 0, most: int = 100
    ) -> Differences:
        """What became of the cells from one set of files to another."""

    def arriving(
        self, current: Files, good: Files, choice: Choice = EVERYTHING, *, first: int = 0, most: int = 100
    ) -> Differences:
        """What accepting ``good`` would change: only its own keys count, so nothing is removed.

        ``changes``: figures that move, the largest move first; then other changed cells; then the new ones, by key.
        """

    def violations(
        self, files: Files, rule: Rule, *, periods: Sequence[int] = (), areas: Sequence[int] = ()
    ) -> tuple[Violation, ...]:
        """By period and area."""

    def export(self, files: Files, choice: Choice, to: Path, form: Form, names: Names) -> int:
        """Write the chosen cells, by key, to a file; how many. PARQUET has codes and texts too, as the others have.

        SDMX_CSV is version 2.0: REF_AREA, INDICATOR, FREQ, TIME_PERIOD, PART, OBS_VALUE, OBS_STATUS and our own STATUS.
        """
