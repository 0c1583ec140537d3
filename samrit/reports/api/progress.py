"""The months of a KPI's year, and what the year may come to."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import Field

from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.api.found import AtItem, found_item
from samrit.reports.outlook import outlooks
from samrit.reports.queries import Item
from samrit.rules.forecast import Forecast
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.api.problems import Refused, refused
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import Amount, Number
from samrit.ui.wording import in_words

router = Router(tags=["reports"])
AT = "/rounds/{round_id}/items/{indicator_id}/progress"
MissingCode = Literal["no_data", "not_applicable", "not_yet_published", "suppressed", "unreliable"]
MONTHS = 12


class PeriodFacts(Schema):
    """``place`` 1 is October, or the first quarter; neither a value nor a reason: not known yet."""

    place: int
    value: Amount | None
    missing: str | None


class ForecastFacts(Schema):
    """The year's figure with ``low`` ≤ value ≤ ``high``; ``chance`` [of, so many] is how often the band would hold."""

    value: Amount
    low: Amount
    high: Amount
    so_far: Amount
    known: int
    periods: int
    years: list[int]
    method: str
    band: str | None
    chance: list[int] | None


class ProgressFacts(Schema):
    """ผลระหว่างปี; ``accumulates`` is None while nobody said what the year is made of. ``no_forecast`` says why not."""

    indicator_id: int
    version: int
    span: str
    accumulates: str | None
    periods: list[PeriodFacts]
    forecast: ForecastFacts | None
    no_forecast: Refused | None


class PeriodGiven(Schema):
    """A figure, or the reason why there is none."""

    place: Annotated[int, Field(ge=1, le=MONTHS)]
    value: Number | None = None
    missing: MissingCode | None = None


class ProgressGiven(Schema):
    """The whole year as it shall stand; periods that are left out are not known (any more).

    ``accumulates`` counts only where the KPI's details do not say what the year is made of.
    """

    span: Literal["month", "quarter"]
    accumulates: Literal["", "sum", "mean", "latest"] = ""
    periods: list[PeriodGiven] = Field(max_length=MONTHS)


@reads(router, AT, scope="reports:read", answers=ProgressFacts)
def progress(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """The months or quarters of a KPI's year, and its forecast with a band."""
    return _told(request, found_item(request, at))


@writes(router, AT, method="PUT", scope="reports:write", answers=ProgressFacts, versioned=True)
def save_progress(request: PersonRequest, at: AtItem, body: ProgressGiven) -> dict[str, Any]:
    """Keep the months or quarters; they are no report and change no score."""
    actions.save_progress(
        item=found_item(request, at),
        span=body.span,
        accumulates=body.accumulates,
        cells=_cells(body),
        version=version_seen(request),
        by=request.user,
        now=now(),
    )
    return _told(request, found_item(request, at))


def _cells(body: ProgressGiven) -> dict[int, tuple[Decimal | None, str | None]]:
    found: dict[int, tuple[Decimal | None, str | None]] = {}
    for one in body.periods:
        value: Any = one.value
        if (value is None) == (one.missing is None):
            raise RefusedError(
                refuse(
                    "period_incomplete",
                    "ช่วงที่ {place} ต้องมีตัวเลข หรือเหตุที่ไม่มีตัวเลข อย่างใดอย่างหนึ่ง",
                    place=one.place,
                )
            )
        found[one.place] = (value, one.missing)
    return found


def _told(request: PersonRequest, item: Item) -> dict[str, Any]:
    outlook = outlooks([item])[item.kpi.indicator_id]
    kept = outlook.so_far.progress
    answers_with(request, kept.version if kept else 0)
    return {
        "indicator_id": item.kpi.indicator_id,
        "version": kept.version if kept else 0,
        "span": outlook.so_far.span,
        "accumulates": outlook.so_far.how,
        "periods": [
            {"place": place, "value": value, "missing": outlook.so_far.missing.get(place - 1)}
            for place, value in enumerate(outlook.so_far.values, start=1)
        ],
        "forecast": _foreseen(outlook.forecast) if outlook.forecast else None,
        "no_forecast": refused(outlook.refusal),
    }


def _foreseen(made: Forecast) -> dict[str, Any]:
    names = ("value", "low", "high", "so_far", "known", "periods")
    return {
        **{name: getattr(made, name) for name in names},
        "years": list(made.years),
        "method": in_words(made.method),
        "band": in_words(made.band) if made.band else None,
        "chance": list(made.chance) if made.chance else None,
    }
