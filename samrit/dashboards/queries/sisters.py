"""The same KPI in other provinces: what is published of it, and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from samrit.frameworks.models import Kpi
from samrit.frameworks.queries import Counterpart, counterparts
from samrit.people.models import Area
from samrit.scores.models import KpiScore
from samrit.scores.queries import published_scores

YEARS_BACK = 1  # this year and the one before: this year's results are rarely out while one reports


@dataclass(frozen=True)
class Sister:
    """One province's verified value of a year, or why there is none; ``certain``: the library knows both KPIs."""

    area: Area
    year: int
    unit: str
    value: Decimal | None
    missing: str | None
    certain: bool


@dataclass(frozen=True)
class Sisters:
    """The best first; ``lowest``, ``middle`` and ``highest`` of those with a number, None without any."""

    rows: tuple[Sister, ...]
    lowest: Decimal | None = None
    middle: Decimal | None = None
    highest: Decimal | None = None


def sisters_of(kpi: Kpi, year: int, area_code: str, now: datetime) -> Sisters:
    """Published values of the same KPI in the same unit elsewhere, each province's newest; three queries."""
    found = counterparts([kpi.indicator_id], years=range(year - YEARS_BACK, year + 1))[kpi.indicator_id]
    others = {one.indicator: one for one in found if one.area.code != area_code and one.kpi.unit == kpi.unit}
    of_public = KpiScore.objects.filter(
        kpi__indicator__in=others, province_score__round__months=12, province_score__in=published_scores(now)
    ).exclude(verification=None)
    verified = of_public.values_list("kpi__indicator", "verification__value", "verification__missing")
    newest: dict[str, Sister] = {}
    for indicator, value, missing in verified:
        sister = _sister(others[indicator], value, missing)
        known = newest.get(sister.area.code)
        if known is None or known.year < sister.year:
            newest[sister.area.code] = sister
    return _ordered(list(newest.values()), falling=kpi.direction == Kpi.Direction.UP)


def _sister(other: Counterpart, value: Decimal | None, missing: str | None) -> Sister:
    return Sister(other.area, other.year, other.kpi.unit, value, missing, other.certain)


def _ordered(sisters: list[Sister], *, falling: bool) -> Sisters:
    numbered = [(sister.value, sister) for sister in sisters if sister.value is not None]
    numbered.sort(key=lambda pair: (-pair[0] if falling else pair[0], pair[1].area.code))
    silent = sorted((one for one in sisters if one.value is None), key=lambda one: one.area.code)
    rows = (*(sister for _, sister in numbered), *silent)
    values = [value for value, _ in numbered]
    return Sisters(rows, min(values), median(values), max(values)) if values else Sisters(rows)
