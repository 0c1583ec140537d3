"""The demo's provincial database: a few data files of two provinces on their way; and the KPIs whose results are computed."""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from samrit.config.demo.story import Story, area_of, local, told
from samrit.frameworks.actions import set_formula
from samrit.frameworks.queries import edition_in_force, leaf_kpis
from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.actions.listing import name_keepers
from samrit.indicators.actions.moving import certify, return_, submit
from samrit.indicators.actions.quality import examine_quality
from samrit.indicators.actions.receiving import receive
from samrit.indicators.examining import examine
from samrit.indicators.models import Submission
from samrit.indicators.queries.submissions import submission_of
from samrit.indicators.reading import Column, Means
from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.rules.areas import AreaLevel, children
from samrit.rules.kpi_formulas import Terms

YEAR, YEARLY = 2567, 12
SHARES = (29, 18, 23, 11, 8, 6, 5)  # of a province's places, the first of them again where there are more
SEASONS = (9, 10, 14, 10, 8, 7, 8, 6, 6, 7, 7, 8)  # of the months of a fiscal year, from October
FISCAL = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
Cell = tuple[str, str, str]  # area, period, figure

MAPPING = ColumnMapping(
    columns=(
        Column(0, "รหัสอำเภอ", Means.AREA),
        Column(1, "ช่วงเวลา", Means.PERIOD),
        Column(2, "ค่า", Means.VALUE),
    ),
    level=AreaLevel.DISTRICT,
)


def fill_database(story: Story) -> None:
    facts = told("database")
    for area in dict.fromkeys(file["area"] for file in facts["files"]):
        story.at(local("2024-03-18 09:00"), partial(_name_keepers, story, area))
    for file in facts["files"]:
        begun = story.ago(file["days_ago"], 10) if "days_ago" in file else local(file["at"])
        story.at(begun, partial(_send, story, file))
        if file.get("certified"):
            story.at(begun + timedelta(hours=2), partial(_certify, story, file))
        if file["end"] != "waiting":
            story.at(begun + timedelta(hours=5), partial(_decide, story, file))
    for one in facts["formulas"]:
        story.at(local(one["at"]), partial(_state, story, one))
    story.at(local(facts["quality"]["at"]), _look_at_quality)


def _name_keepers(story: Story, area: str, now: datetime) -> None:
    keepers = {
        owner: story.agencies[area, agency].pk for owner, agency in told("database")["keepers"].items()
    }
    by = story.people[f"{area}.office.coordinator"]
    name_keepers(area=area_of(area), keepers=keepers, by=by, now=now)


# ── a data file ─────────────────────────────────────────────────────────────
def _send(story: Story, file: Mapping[str, Any], now: datetime) -> None:
    """Brought, every cell checked, handed over, in one sitting."""
    by = story.people[f"{file['area']}.{file['agency']}.recorder"]
    lines = ["รหัสอำเภอ,ช่วงเวลา,ค่า", *(",".join(cell) for cell in cells_of(file))]
    draft = receive(
        file=io.BytesIO(("\n".join(lines) + "\n").encode("utf-8-sig")),
        name=file["name"],
        agency=story.agencies[file["area"], file["agency"]],
        by=by,
        now=now,
    )
    mapping = {**MAPPING.to_json(), "item": file["item"]}
    asked = ask_to_examine(submission=draft, mapping=mapping, by=by, now=now)
    if not examine(asked.pk, clock=lambda: now).is_done:
        raise ValueError(f"the demo's file cannot be read: {file['name']}")
    said = {name: told("database")[name] for name in ("source", "method", "contact")}
    submit(submission=submission_of(draft.pk), by=by, now=now, **said)


def _sent(file: Mapping[str, Any]) -> Submission:
    return submission_of(Submission.objects.get(area=file["area"], name=file["name"]).pk)


def _certify(story: Story, file: Mapping[str, Any], now: datetime) -> None:
    by = story.people[f"{file['area']}.{file['agency']}.approver"]
    certify(submission=_sent(file), by=by, now=now)


def _decide(story: Story, file: Mapping[str, Any], now: datetime) -> None:
    by = story.people[f"{file['area']}.office.coordinator"]
    if file["end"] == "accepted":
        accept(submission=_sent(file), by=by, now=now)
    else:
        return_(submission=_sent(file), reason=file["reason"], by=by, now=now)


# ── its figures ─────────────────────────────────────────────────────────────
def cells_of(file: Mapping[str, Any]) -> Iterator[Cell]:
    """``total`` is what the last year comes to; each earlier one is smaller by ``growth``. ``holes`` say something else."""
    step = Decimal(1).scaleb(-file["decimals"])
    total, holes = Decimal(file["total"]), file.get("holes", {})
    for year in file["years"]:
        of_year = (total / Decimal(file["growth"]) ** (file["years"][-1] - year)).quantize(step)
        periods = list(_periods(year, months=file.get("months", False)))
        shares = SEASONS if len(periods) > 1 else (1,)
        for period, of_period in zip(periods, _divided(of_year, shares, step), strict=True):
            places = [area.code for area in children(file["area"])]
            weights = [SHARES[place % len(SHARES)] for place in range(len(places))]
            for place, figure in zip(places, _divided(of_period, weights, step), strict=True):
                yield place, period, holes.get(f"{place} {period}", str(figure))


def _periods(year: int, *, months: bool) -> Iterator[str]:
    """Of a fiscal year its months, else the year itself."""
    if not months:
        yield str(year)
        return
    for month in FISCAL:
        yield f"{year - (month >= FISCAL[0])}-{month:02}"


def _divided(total: Decimal, shares: tuple[int, ...] | list[int], step: Decimal) -> list[Decimal]:
    """Parts that add up to the digit: the last one takes what rounding leaves."""
    parts = [(total * share / sum(shares)).quantize(step) for share in shares[:-1]]
    return [*parts, total - sum(parts, Decimal(0))]


def _look_at_quality(now: datetime) -> None:
    facts = told("database")["quality"]
    examine_quality(area=area_of(facts["area"]), fiscal_year=YEAR, months=YEARLY, by=None, now=now)


# ── results that come from them, from the catalogue, from assessments and surveys ──
def _state(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    edition = edition_in_force(facts["area"], YEAR)
    if edition is None:
        raise ValueError(f"the demo tells of a framework that is not in force: {facts['area']}")
    kpi = next(one for one in leaf_kpis(edition) if one.full_number == facts["kpi"])
    set_formula(
        kpi=kpi,
        terms=Terms(facts["expression"], kpi.unit, decimals=facts["decimals"]),
        base=0,
        reason=facts["reason"],
        built_in=facts["built_in"],
        by=story.people[f"{facts['area']}.office.coordinator"],
        now=now,
    )
