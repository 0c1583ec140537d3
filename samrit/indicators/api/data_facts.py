"""What the operations about data files tell and take."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from samrit.ui.api.paging import Slice
from samrit.ui.api.problems import Refused
from samrit.ui.api.values import Amount, Key, Text

Long = Annotated[str, Text(2000)]
Short = Annotated[str, Text(300)]
StateCode = Literal["draft", "submitted", "certified", "returned", "accepted", "withdrawn"]
MeansCode = Literal["item", "area", "period", "part", "value", "status", "ignored"]
MOST_COLUMNS = 2000


# ── taken ───────────────────────────────────────────────────────────────────
class DataSlice(Slice):
    """Which data files."""

    area: str | None = Field(None, pattern=r"^\d{2}$", description="TIS 1099 code of a province")
    agency: Key | None = None
    state: StateCode | None = None


class DataBringForm(Schema):
    """Whose data the file holds."""

    agency_id: Key


class DataCorrectForm(Schema):
    """Why it stands in the place of the other one; needed where that one was accepted."""

    reason: Long = ""


class ArrivedGiven(DataBringForm):
    """A file that was sent in pieces (`POST /uploads` with `purpose data`) and has arrived whole."""

    key: Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]


class ArrivedCorrection(DataCorrectForm):
    """The same in the place of another one."""

    key: Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]


class HowRead(Schema):
    """Sheet of a workbook, row of the titles (0: none), encoding; what is left out is found out."""

    sheet: Annotated[str, Text(200)] = ""
    header: int | None = Field(None, ge=0, le=999_999)
    encoding: Literal["", "utf-8", "tis-620", "utf-16"] = ""


class DataColumnGiven(Schema):
    """What the column at a place (from 0) says.

    Of a ``value``: the item, area (codes), period (``FY2567``) and parts (pairs of a code list and its code) that it is
    of, where no other column says it. Of a ``part``: its code list.
    """

    place: int = Field(ge=0, lt=MOST_COLUMNS)
    means: MeansCode
    item: Short = ""
    area: Short = ""
    period: Short = ""
    parts: list[tuple[Short, Short]] = Field([], max_length=20)
    list: Short = ""


class DataMappingGiven(Schema):
    """Every column of the file; beside them what is the same for the whole table."""

    columns: list[DataColumnGiven] = Field(max_length=MOST_COLUMNS)
    item: Short = ""
    area: Short = ""
    period: Short = ""
    parts: list[tuple[Short, Short]] = Field([], max_length=20)
    short_years: Literal["", "buddhist", "common"] = ""
    day_first: bool | None = None
    level: Literal["", "province", "district", "subdistrict", "village"] = ""


class DataExamineGiven(HowRead):
    """Without a mapping: the one remembered of these titles, else the proposed one."""

    mapping: DataMappingGiven | None = None


class DataSubmitGiven(Schema):
    """``only_good``: the person says that the good cells go in without the rejected ones."""

    only_good: bool = False
    source: Long = ""
    method: Long = ""
    contact: Short = ""


class DataReasonGiven(Schema):
    reason: Long = ""


class RejectSlice(Slice):
    """Of one reason (a key of ``by_reason``)."""

    reason: str | None = Field(None, max_length=60, pattern="^[A-Za-z0-9_]+$")


class CellSlice(Slice):
    """Cells of one item. ``at``: as they were known at that moment; without it, now."""

    area: str = Field(pattern=r"^\d{2}$", description="TIS 1099 code of the province")
    item: str = Field(max_length=60, pattern="^[A-Za-z0-9_-]+$", description="Code of the item")
    place: str | None = Field(None, pattern=r"^[1-9]\d{1,7}$", description="Code of one area in it")
    period: str | None = Field(None, max_length=20, description="`FY2567`, `2024`, `2024-01`, `2024-Q1`")
    at: AwareDatetime | None = None


# ── told ────────────────────────────────────────────────────────────────────
class DataAgency(Schema):
    id: int
    name: str


class DataCountsFacts(Schema):
    """rows_in = rows_accepted + rows_rejected and cells_in = cells_accepted + cells_rejected, always."""

    rows_in: int
    rows_accepted: int
    rows_rejected: int
    cells_in: int
    cells_accepted: int
    cells_rejected: int
    repeated: int
    conflicting: int
    blank_rows: int
    by_reason: dict[str, int]
    by_status: dict[str, int]


class DataNoteFacts(Schema):
    """What was taken for granted, how often (0: of the whole file), and the first row where it was."""

    code: str
    message: str
    times: int
    first_row: int


class DataExaminationFacts(Schema):
    """One reading of the file. ``state``: waiting, reading, done, failed; ``problem`` says why it failed."""

    number: int
    state: str
    step: str
    done: int
    total: int
    asked_at: datetime
    ended_at: datetime | None
    problem: str
    counts: DataCountsFacts | None
    notes: list[DataNoteFacts]


class SubmissionFacts(Schema):
    """ชุดข้อมูลที่ส่ง: one data file as it came. ``partly``: handed over without its rejected cells."""

    id: int
    area: str
    agency: DataAgency
    name: str
    size: int
    sha256: str
    state: StateCode
    receipt: str | None
    uploaded_at: datetime
    submitted_at: datetime | None
    certified_at: datetime | None
    decided_at: datetime | None
    reason: str
    supersedes_id: int | None
    correction: str
    partly: bool
    cells_accepted: int | None
    cells_rejected: int | None


class WholeSubmission(SubmissionFacts):
    """With its examination and, of each thing that might be done, why it may not be done now."""

    source: str
    method: str
    contact: str
    examination: DataExaminationFacts | None
    accepting: bool
    problem: str
    corrections: list[int]
    no_examining: Refused | None
    no_submitting: Refused | None
    no_certifying: Refused | None
    no_accepting: Refused | None
    no_returning: Refused | None
    no_withdrawing: Refused | None
    no_correcting: Refused | None


class FileColumnFacts(DataColumnGiven):
    """With its title, its first values and why it is taken so."""

    title: str
    values: list[str]
    why: str


class DataColumnsFacts(Schema):
    """``source``: chosen, remembered, similar (to a remembered one), proposed. ``mapping`` can be sent back as it is."""

    sheets: list[str]
    source: str
    said: list[str]
    columns: list[FileColumnFacts]
    mapping: DataMappingGiven


class RejectFacts(Schema):
    """A cell that was not accepted: its row as a person counts, its column's place from 0, and how to mend it."""

    row: int
    column: int
    title: str
    value: str
    code: str
    reason: str
    mend: str


class ObservedCell(Schema):
    """A cell; ``value`` only where ``status`` is value. Its last three say where it came from."""

    item: str
    area: str
    period: str
    parts: dict[str, str]
    status: str
    value: Amount | None
    marks: list[str]
    submission_id: int
    row: int
    column: int


class ObservedChange(Schema):
    """``before`` null: the cell is new."""

    before: ObservedCell | None
    after: ObservedCell


class DifferencesFacts(Schema):
    """What accepting it changes (of an accepted one: changed), the largest moves first."""

    new: int
    changed: int
    unchanged: int
    items: list[ObservedChange]
    next: str | None


class ObservationsFacts(Schema):
    """Cells by period, area and part, as generation ``generation`` (made at ``made_at``) has them; 0: there was none."""

    generation: int
    made_at: datetime | None
    items: list[ObservedCell]
    next: str | None


Told = dict[str, Any]
