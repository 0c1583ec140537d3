"""The rounds of a year over all provinces."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, F, Q

from samrit.frameworks.models import FiscalYear, Round, YearRound
from samrit.people.models import Area

USUAL_MONTHS = (6, 12)


def months_of_year(year: int) -> list[int]:
    """The rounds that a year has, in order: those decided or set; before anything is, the usual two."""
    found = set(YearRound.objects.filter(fiscal_year=year).values_list("months", flat=True))
    found |= set(Round.objects.filter(fiscal_year=year).values_list("months", flat=True))
    return sorted(found or USUAL_MONTHS)


def year_rounds(year: int) -> dict[int, YearRound]:
    return {one.months: one for one in YearRound.objects.filter(fiscal_year=year)}


def fiscal_years() -> list[FiscalYear]:
    return list(FiscalYear.objects.annotate(frameworks_count=Count("frameworks")).order_by("-year"))


@dataclass(frozen=True)
class ProvinceRounds:
    """One province's rounds of the year, by months."""

    area: Area
    rounds: dict[int, Round]


def rounds_of_year(year: int, *, now: datetime) -> list[ProvinceRounds]:
    """Every reporting province with its rounds; ``reopened_now`` counts what is open for one KPI only. Two queries."""
    open_now = Q(reopenings__until__gt=now) & (
        Q(reopenings__ended_at__isnull=True) | Q(reopenings__ended_at__gt=now)
    )
    rounds: dict[str, dict[int, Round]] = {}
    for round_ in (
        Round.objects.filter(fiscal_year=year)
        .select_related("fiscal_year")
        .annotate(reopened_now=Count("reopenings", filter=open_now))
    ):
        rounds.setdefault(round_.area_id, {})[round_.months] = round_
    return [ProvinceRounds(area, rounds.get(area.pk, {})) for area in _reporting()]


def _reporting() -> Iterable[Area]:
    return Area.objects.filter(reports=True).order_by("name")


# ── one window for all provinces ────────────────────────────────────────────
Fate = Literal["new", "moves", "same", "kept", "published"]


@dataclass(frozen=True)
class PlannedWindow:
    """What setting one window for all does to a province: ``kept`` because only missing ones are set."""

    area: Area
    round: Round | None
    fate: Fate


def planned_windows(
    year: int, months: int, *, opens_at: datetime, closes_at: datetime, only_missing: bool
) -> list[PlannedWindow]:
    """Every reporting province with its window of the round as it stands and what would become of it."""
    found = {
        round_.area_id: round_
        for round_ in Round.objects.filter(fiscal_year=year, months=months).select_related("area")
    }
    wanted = (opens_at, closes_at)
    return [
        PlannedWindow(area, found.get(area.pk), _fate(found.get(area.pk), wanted, only_missing=only_missing))
        for area in _reporting()
    ]


def _fate(round_: Round | None, wanted: tuple[datetime, datetime], *, only_missing: bool) -> Fate:
    if round_ is None:
        return "new"
    if (round_.opens_at, round_.closes_at) == wanted:
        return "same"
    if round_.settled_at:
        return "published"
    return "kept" if only_missing else "moves"


def windows_seen(year: int, months: int) -> str:
    """A short word for the windows of a round as they stand: another one when any of them changed."""
    rows = (
        Round.objects.filter(fiscal_year=year, months=months)
        .order_by("area")
        .values_list("area", "opens_at", "closes_at", F("settled_at"))
    )
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]
