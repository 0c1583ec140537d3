"""What was understood of a letter, ready to be shown: dates as dates, weights as numbers with their sums."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

MOMENTS = ("date", "opens", "closes", "starts", "ends")
AMOUNTS = ("weight", "total_weight")
_DAY = 10  # characters of an ISO date without time


def understood(reading: Mapping[str, Any]) -> dict[str, Any]:
    """The reading (``samrit read_letter --json``) with every text that is a date or an amount turned into one."""
    shown: dict[str, Any] = _converted(reading)
    for framework in shown["frameworks"]:
        framework["kpi_count"] = sum(_add_sums(component) for component in framework["components"])
        framework["found"] = _sum(framework["components"])
        framework["balanced"] = framework["found"] == (framework["total_weight"] or framework["found"])
    return shown


def _add_sums(component: dict[str, Any]) -> int:
    """Adds ``found`` (the sum of the KPIs' weights) and ``balanced``; gives the number of KPIs."""
    kpis = [kpi for group in component["groups"] for kpi in group["kpis"]]
    component["found"] = _sum(kpis)
    component["balanced"] = None in (component["weight"], component["found"]) or (
        component["weight"] == component["found"]
    )
    for kpi in kpis:
        found = _sum(kpi["parts"])
        kpi["balanced"] = None in (kpi["weight"], found) or kpi["weight"] == found
    return len(kpis)


def _sum(things: list[dict[str, Any]]) -> Decimal | None:
    """None when no weight is stated: missing is not zero."""
    stated = [thing["weight"] for thing in things if thing["weight"] is not None]
    return sum(stated, Decimal(0)) if stated else None


def _converted(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _converted(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_converted(one) for one in value]
    if value is not None and key in MOMENTS:
        return date.fromisoformat(value) if len(value) == _DAY else datetime.fromisoformat(value)
    if value is not None and key in AMOUNTS:
        return Decimal(value)
    return value
