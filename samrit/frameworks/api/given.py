"""What programs send to the frameworks room."""

from datetime import datetime
from enum import IntEnum
from typing import Annotated, Literal

from ninja import Path, Schema
from pydantic import AfterValidator, AwareDatetime, Field

from samrit.ui.api.paging import Slice
from samrit.ui.api.values import Key, Number, Text

Year = Annotated[int, Path(ge=2500, le=2700)]


class Kind(IntEnum):
    """The rounds that there may be, by their months."""

    SIX = 6
    NINE = 9
    TWELVE = 12


Months = Annotated[Kind, Path()]
YEARS = range(1957, 2158)  # ค.ศ.; พ.ศ. 2500–2700, as the tables hold


def _near(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise ValueError("far")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_near)]
Reason = Annotated[str, Text(2000, least=1)]


class EditionSlice(Slice):
    """Of one province, one year (พ.ศ.), one status."""

    area: str | None = Field(None, max_length=8, description="TIS 1099 code of a province")
    year: int | None = Field(None, ge=2500, le=2700, description="Fiscal year in the Buddhist era")
    status: Literal["draft", "decided", "published", "superseded"] | None = None


class LibrarySlice(Slice):
    """Of one category."""

    category: str | None = Field(None, max_length=20)


class KpiGiven(Schema):
    """New values for one KPI of a draft; what is left out stays as it is."""

    id: Key
    name: Annotated[str, Text(2000, least=1)] | None = None
    weight: Number | None = None
    unit: Annotated[str, Text(60)] | None = None
    direction: Literal["up", "down"] | None = None
    interpolate: Literal["linear", "step"] | None = None
    basic: Number | None = None
    standard: Number | None = None
    advanced: Number | None = None
    last_year: Number | None = None
    definition: Annotated[str, Text(20_000)] | None = None
    evidence_asked: Annotated[str, Text(20_000)] | None = None
    owners: list[Key] | None = Field(None, max_length=50, description="Agencies, the leading one first")


class ComponentGiven(Schema):
    id: Key
    weight: Number


class DraftGiven(Schema):
    """Changes of a draft, all at once or none."""

    components: list[ComponentGiven] = Field([], max_length=50)
    kpis: list[KpiGiven] = Field([], max_length=500)


class TargetsGiven(Schema):
    """The three targets of a published KPI that has none yet."""

    basic: Number
    standard: Number
    advanced: Number
    direction: Literal["up", "down"]
    unit: Annotated[str, Text(60, least=1)]


class WindowGiven(Schema):
    """When a province reports; times with their offset."""

    opens_at: Moment
    closes_at: Moment
    reason: Reason


class LibraryGiven(Schema):
    """An entry of the library."""

    code: Annotated[str, Text(30, least=1)]
    name: Annotated[str, Text(500, least=1)]
    aliases: list[Annotated[str, Text(500, least=1)]] = Field([], max_length=50)
    category: Literal["functional", "joint", "digital", "pmqa", "agenda", "area", "innovation"]
    part_of: Key | None = None
    unit: Annotated[str, Text(60)] = ""
    direction: Literal["up", "down"] = "up"
    interpolate: Literal["linear", "step"] = "linear"
    definition: Annotated[str, Text(20_000)] = ""
    evidence_asked: Annotated[str, Text(20_000)] = ""
    facts: Annotated[str, Text(20_000)] = ""
    active: bool = True


class WhyGiven(Schema):
    """Why."""

    reason: Reason
