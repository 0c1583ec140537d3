"""What the operations that look figures up take and tell."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from samrit.ui.api.paging import Slice
from samrit.ui.api.values import Amount, Text

Side = Literal["area", "period", "item", "part"]
Ending = Annotated[str, Text(40)]
Codes = Annotated[str, Text(4000)]
_MOMENT = "As the database was at that moment; without it, now"


# ── taken ───────────────────────────────────────────────────────────────────
class Looking(Schema):
    """Which figures: items for areas over a span. Without areas: the province and its districts; without ends: the newest."""

    items: Annotated[str, Text(1000, least=1)] = Field(description="Codes of items, with commas between")
    places: Codes = Field("", description="Codes of areas, with commas between")
    below: Literal["", "province", "district", "subdistrict", "village"] = Field(
        "", description="Every area of this level"
    )
    within: str = Field("", pattern=r"^(\d{2}(\d\d){0,2})?$", description="… that lies in this one")
    first: Ending = Field("", description="`2565`, `FY2567`, `2024-01`, or as offices write a period")
    last: Ending = ""
    by: str = Field("", max_length=48, pattern="^[a-z0-9_]*$", description="Code list to break down by")
    at: AwareDatetime | None = Field(None, description=_MOMENT)


class TableSlice(Slice, Looking):
    """A part of the rows."""


class PivotSlice(Looking):
    """What stands on both sides, and what figures that share a place come to."""

    rows: Side
    columns: Side
    way: Literal["sum", "mean", "least", "most"] = "sum"


class OneSlice(Schema):
    """Of a part (``sex=male``; without it the total), at a moment."""

    part: Annotated[str, Text(300)] = Field("", description="`sex=male`; without it the total")
    at: AwareDatetime | None = Field(None, description=_MOMENT)


class SeriesSlice(OneSlice, Slice):
    """One item of one area. Without ends: everything from the first to the last figure that was sent."""

    item: str = Field(max_length=60, pattern="^[A-Za-z0-9_-]+$", description="Code of the item")
    place: str = Field(pattern=r"^[1-9]\d{1,7}$", description="Code of the area")
    first: Ending = ""
    last: Ending = ""


# ── told ────────────────────────────────────────────────────────────────────
class DataFigureFacts(Schema):
    """``status`` says why there is no ``value``: what was sent, ``never_sent``, or ``suppressed``.

    ``joined``: codes of areas whose figures were added up, as the area is made of them now. ``other_borders``: the area was
    another one then. ``submission_id`` brought it.
    """

    period: str
    status: str
    value: Amount | None
    marks: list[str]
    joined: list[str]
    other_borders: bool
    submission_id: int | None


class DataRowFacts(Schema):
    """An item of an area, in total or of one code; every period of the span is in it."""

    item: str
    area: str
    parts: dict[str, str]
    unit: str
    figures: list[DataFigureFacts]


class TableFacts(Schema):
    """Rows by item, area and part, as generation ``generation`` has them; 0: there was none, or several provinces'."""

    generation: int
    rows: int
    items: list[DataRowFacts]
    next: str | None


class SeriesFacts(Schema):
    """One row, a part of its periods."""

    generation: int
    item: str
    area: str
    parts: dict[str, str]
    unit: str
    items: list[DataFigureFacts]
    next: str | None


class PivotCellFacts(Schema):
    """``figures`` of ``expected`` cells went into it: missing is not zero."""

    row: str
    column: str
    value: Amount | None
    figures: int
    expected: int
    kept_back: bool


class PivotFacts(Schema):
    """One for each kind of period. Both sides by code, period text or part (``""`` is the total)."""

    period: str
    rows: list[str]
    columns: list[str]
    cells: list[PivotCellFacts]


class PivotsFacts(Schema):
    generation: int
    pivots: list[PivotFacts]


class CellVersionFacts(Schema):
    """The figure as one submission brought it; ``row``, ``column`` (from 0) and ``title`` only for those who may open the file."""

    status: str
    value: Amount | None
    marks: list[str]
    generation: int
    accepted_at: datetime
    receipt: str | None
    agency: str
    submission_id: int | None
    row: int | None
    column: int | None
    title: str | None


class TracedFacts(Schema):
    """One figure; ``versions``: the one in force first, then the earlier ones (``whole`` false: not all were looked for)."""

    item: str
    area: str
    parts: dict[str, str]
    unit: str
    figure: DataFigureFacts
    versions: list[CellVersionFacts]
    whole: bool


Told = dict[str, Any]
