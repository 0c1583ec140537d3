"""What the operations of the catalogue tell and take."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from samrit.ui.api.paging import Slice
from samrit.ui.api.problems import Refused
from samrit.ui.api.values import Amount, Key, Text

Long = Annotated[str, Text(2000)]
Short = Annotated[str, Text(300)]
StateCode = Literal["draft", "published", "withdrawn"]
ImportStateCode = Literal["shown", "accepted", "given_up"]
FateCode = Literal["new", "changed", "unchanged", "invalid"]
KindCode = Literal["file", "link", "observations"]
Code = Annotated[str, Field(min_length=1, max_length=60, pattern="^[A-Za-z0-9_]+$")]
Said = Annotated[str, Text(20_000)]
# A field of the metadata standard → its text, or texts where several may stand; exactly as it is stored.
RecordGiven = Annotated[dict[Code, Said | list[Short]], Field(max_length=120)]
Year = Annotated[int, Field(ge=2562, le=2643, description="Fiscal year, B.E.")]


# ── taken ───────────────────────────────────────────────────────────────────
class DatasetSlice(Slice):
    """Which datasets."""

    q: str | None = Field(None, max_length=200, description="Words, each of which must be found")
    area: str | None = Field(None, pattern=r"^\d{2}$", description="TIS 1099 code of a province")
    agency: Key | None = None
    state: StateCode | None = None
    todo: Literal["incomplete", "faults", "late", "unregistered"] | None = None


class CatalogDatasetMade(Schema):
    """``schema_version`` "": the newest that an authority confirmed. Without a ``name`` it gets one of its own."""

    agency_id: Key
    record: RecordGiven
    schema_version: Annotated[str, Field(max_length=20, pattern="^[0-9A-Za-z.]*$")] = ""


class CatalogDatasetGiven(Schema):
    """The whole record: what is left out says nothing any more."""

    record: RecordGiven
    reason: Annotated[str, Text(500)] = ""


class CatalogReasonGiven(Schema):
    reason: Annotated[str, Text(500)] = ""


class CatalogPrivateGiven(Schema):
    """``private``: shown in the office only."""

    private: bool


class CatalogRegisteredGiven(Schema):
    """The day on which GD Catalog took it up; null: it has not."""

    on: date | None


class CatalogConfirmedGiven(Schema):
    """A person answers for its being up to date until a day."""

    until: date
    reason: Annotated[str, Text(500)]


class ResourceGiven(Schema):
    """What is said of a resource (fields of the standard); ``url`` of a link."""

    record: RecordGiven


class ObservationsGiven(ResourceGiven):
    """Figures of an item of the province's database; ``level`` "": of all areas."""

    item: Annotated[str, Field(min_length=1, max_length=48, pattern="^[A-Za-z0-9_-]+$")]
    level: Literal["", "province", "district", "subdistrict", "village"] = ""
    record: RecordGiven = {}


class CatalogTemplateForm(Schema):
    """In whose name a filled template is brought."""

    agency_id: Key


class AcceptImportGiven(Schema):
    """``good_rows``: without the rows that have to be mended."""

    good_rows: bool = False


class ImportSlice(Slice):
    agency: Key | None = None
    state: ImportStateCode | None = None


class ImportRowSlice(Slice):
    fate: FateCode | None = None


class TemplateAsked(Schema):
    """``agency``: with its datasets; without, empty."""

    agency: Key | None = None


class CountsAsked(Schema):
    fiscal_year: Year


class CatalogResultGiven(Schema):
    agency_id: Key
    fiscal_year: Year


class PlanSlice(Slice):
    fiscal_year: Year
    agency: Key | None = None


class CatalogPlanGiven(Schema):
    """A dataset that there is, or the title of one to come."""

    agency_id: Key
    fiscal_year: Year
    dataset_id: Key | None = None
    title: Annotated[str, Text(500)] = ""
    note: Annotated[str, Text(500)] = ""


# ── told ────────────────────────────────────────────────────────────────────
class CatalogAgency(Schema):
    id: int
    name: str


class CurrencyFacts(Schema):
    """``state``: current, due (grace runs), late, unknown, judge (a person says)."""

    state: str
    why: str
    updated_on: date | None
    due_on: date | None
    late_from: date | None


class DatasetFacts(Schema):
    """ชุดข้อมูล. ``public_id``: as other catalogues know it; ``filled`` of ``rows`` mandatory items are said."""

    id: int
    public_id: str
    name: str
    title: str
    area: str
    agency: CatalogAgency
    state: StateCode
    private: bool
    open: bool
    filled: int
    rows: int
    faults: int
    currency: CurrencyFacts
    registered_on: date | None
    created_at: datetime
    modified_at: datetime
    published_at: datetime | None
    revision: int


class FaultFacts(Schema):
    """``resource``: its place from 0, null for the dataset itself; ``refuses``: keeps it from being published."""

    field: str
    value: str
    message: str
    mend: str
    refuses: bool
    resource: int | None


class MissingFacts(Schema):
    """A mandatory item that does not count, and what to do."""

    number: int
    name: str
    to_do: list[str]


class ResourceFacts(Schema):
    id: int
    public_id: str
    kind: KindCode
    url: str
    record: dict[str, Any]
    media_type: str
    size: int | None
    sha256: str
    created_at: datetime
    modified_at: datetime


class DatasetMay(Schema):
    """What may not be done with it now, and why; null: it may be done."""

    change: Refused | None
    publish: Refused | None
    withdraw: Refused | None
    restore: Refused | None


class WholeDataset(DatasetFacts):
    schema_version: str
    record: dict[str, Any]
    resources: list[ResourceFacts]
    missing: list[MissingFacts]
    problems: list[FaultFacts]
    may: DatasetMay


class DatasetRevisionFacts(Schema):
    number: int
    verb: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    reason: str
    by: str
    at: datetime


class ImportCounts(Schema):
    new: int
    changed: int
    unchanged: int
    invalid: int


class ImportFacts(Schema):
    """A filled template; nothing of it is written before it is accepted.

    ``under_way``: a long one is read or taken in the background, ask again; ``problem``: why that came to nothing.
    """

    id: int
    name: str
    agency: CatalogAgency
    state: ImportStateCode
    schema_version: str
    datasets: ImportCounts
    resources: ImportCounts
    under_way: Literal["", "reading", "taking"]
    problem: str
    notes: list[str]
    brought_at: datetime
    decided_at: datetime | None


class FieldDifferenceFacts(Schema):
    field: str
    before: str | list[str] | None
    after: str | list[str] | None


class ImportRowFacts(Schema):
    """``row`` as a person counts; ``kept``: fields left empty that keep what they hold."""

    number: int
    kind: Literal["dataset", "resource"]
    sheet: str
    row: int
    name: str
    title: str
    fate: FateCode
    differences: list[FieldDifferenceFacts]
    faults: list[FaultFacts]
    kept: list[str]


class FailingFacts(Schema):
    """``dataset_id`` null: it stands in the plan only."""

    dataset_id: int | None
    title: str
    why: str


class CatalogCountFacts(Schema):
    counted: Literal["developed", "current", "complete", "registered"]
    name: str
    met: int
    base: int
    failing: list[FailingFacts]


class CatalogCountsFacts(Schema):
    """The four counts of an agency; ``percent`` null: no dataset was counted."""

    agency: CatalogAgency
    fiscal_year: int
    counts: list[CatalogCountFacts]
    percent: Amount | None
    level: str
    steps: list[str]
    terms_version: str


class CatalogResultFacts(Schema):
    """A result that was kept, to be proposed for the KPI."""

    id: int
    agency: CatalogAgency
    fiscal_year: int
    number: int
    day: date
    percent: Amount | None
    level: str
    steps: list[str]
    at: datetime


class PlanItemFacts(Schema):
    id: int
    agency: CatalogAgency
    fiscal_year: int
    title: str
    dataset_id: int | None
    note: str
    at: datetime
