"""What travels about the quality of a province's data and what was found in it."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from samrit.ui.api.paging import Slice
from samrit.ui.api.values import Amount, Key, Text


class QualityAsked(Schema):
    """Of which round; the newest one that was looked at when none is named."""

    round: str | None = Field(
        None, pattern=r"^\d{4}-(6|9|12)$", description="The fiscal year and the months, as 2567-12"
    )


class MeasureFacts(Schema):
    """``percent`` null: nothing is owed under it, so its weight is left out."""

    measure: str
    name: str
    weight: Amount
    percent: Amount | None
    points: Amount | None


class ItemQuality(Schema):
    """``percent`` null: nothing of it was due. Cells ``owed`` by now and ``given`` with a figure."""

    item: str
    agency_id: int | None
    percent: Amount | None
    owed: int
    given: int


class QualityFacts(Schema):
    """``percent`` null: nothing was due. ``items``: those of the agencies that one may see."""

    round: str
    number: int
    day: date
    made_at: datetime
    percent: Amount | None
    level: str
    terms_version: str
    measures: list[MeasureFacts]
    steps: list[str]
    to_do: list[str]
    items: list[ItemQuality]


class DataFindingSlice(Slice):
    """Of one state, one severity, one agency."""

    state: Literal["open", "explained", "resolved"] | None = None
    severity: Literal["refuses", "asks"] | None = None
    agency: Key | None = None


class FigureNamed(Schema):
    """A figure by what it is, e.g. ``value`` or ``median``, in digits."""

    name: str
    value: str


class DataFindingFacts(Schema):
    """``figures``: what was sent, ``against``: what it was held against."""

    id: int
    item: str
    area: str
    period: str
    part: str
    rule: str
    severity: str
    state: str
    agency_id: int | None
    message: str
    figures: list[FigureNamed]
    against: list[FigureNamed]
    answer: str
    answered_at: datetime | None
    found_at: datetime


class FindingAnswerGiven(Schema):
    answer: Annotated[str, Text(2000, least=1)]
