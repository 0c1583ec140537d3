"""What travels about items and areas of a province's database."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from samrit.ui.api.paging import Slice
from samrit.ui.api.values import Text

Level = Literal["province", "district", "subdistrict", "village"]
Stated = (
    bool
    | int
    | Annotated[str, Text(2000)]
    | Annotated[list[Annotated[str, Text(100)]], Field(max_length=500)]
    | None
)


class ItemSlice(Slice):
    """Of one group, of one kind of agency, those used or not."""

    group: str | None = Field(None, max_length=48, description="Code of the group, e.g. category04")
    by: str | None = Field(None, max_length=48, description="Code of who owes it, e.g. community_development")
    active: bool | None = None


class DataItemFacts(Schema):
    """``by``: kind of agency that owes it, ``agency`` which one of the province that is. ``local``: in no other province."""

    id: int
    code: str
    name: str
    name_en: str
    definition: str
    group: str
    unit: str
    level: str
    period: str
    frequency: str
    by: str
    agency_id: int | None
    agency: str | None
    active: bool
    local: bool
    version: int
    due_period: str | None
    due_on: date | None


class CodeNamed(Schema):
    code: str
    name: str


class CodeListFacts(Schema):
    """What an item is broken down by."""

    code: str
    name: str
    codes: list[CodeNamed]


class ItemWhole(DataItemFacts):
    """``states``: every key of the item; ``own``: the keys that this province states itself."""

    states: dict[str, Any]
    own: list[str]
    owed_areas: list[str]
    lists: list[CodeListFacts]


class DataItemGiven(Schema):
    """``states``: the keys to state, as ``states`` of an item tells them; numbers with decimals as text."""

    states: dict[Annotated[str, Text(60)], Stated] = Field(default_factory=dict, max_length=60)
    active: bool | None = None
    reason: Annotated[str, Text(500, least=1)]


# ── areas ───────────────────────────────────────────────────────────────────
class AreaSlice(Slice):
    """Of one level, or right below one area."""

    level: Level | None = None
    within: str | None = Field(
        None, max_length=8, pattern=r"^\d{2}(\d\d){0,3}$", description="Code of an area that they lie in"
    )


class DataAreaFacts(Schema):
    """``valid_to``: the last day on which the code stands; null while it does."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str
    valid_from: date | None
    valid_to: date | None


class AreaEvent(Schema):
    on: date | None
    what: str
    law: str


class AreaName(Schema):
    name: str
    name_en: str
    valid_from: date | None
    valid_to: date | None


class AreaWhole(DataAreaFacts):
    """``history``: splits, mergers, new numbers, the newest first; ``names``: of a village, oldest first."""

    history: list[AreaEvent]
    names: list[AreaName]


class VillageGiven(Schema):
    """What is left out says nothing. With ``valid_from`` another name is a new one from that day on."""

    code: Annotated[str, Text(40, least=1)]
    name: Annotated[str, Text(200)] = ""
    name_en: Annotated[str, Text(200)] = ""
    valid_from: date | None = None
    valid_to: date | None = None
    split_from: Annotated[str, Text(40)] = ""


class VillagesGiven(Schema):
    """``dry_run``: tell only; ``good_rows``: take the others where some cannot be taken."""

    villages: list[VillageGiven] = Field(min_length=1, max_length=20_000)
    dry_run: bool = False
    good_rows: bool = False


class VillageProblem(Schema):
    """``row``: place in the list, from 1."""

    row: int
    field: str
    code: str
    message: str


class VillagesTaken(Schema):
    """How many were (or would be) new, renamed, corrected, ended, unchanged, invalid."""

    dry_run: bool
    counts: dict[str, int]
    problems: list[VillageProblem]
