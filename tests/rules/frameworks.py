"""Small frameworks for the scoring tests."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from samrit.rules.scoring import ComponentInput, KpiInput


def kpi(number: str, weight: str | None, result: str | None = None, **more: Any) -> KpiInput:
    """Targets 50, 75, 100: the result is the score, from 50 on."""
    plain = KpiInput(
        number=number,
        weight=None if weight is None else Decimal(weight),
        direction="up",
        levels=(Decimal(50), Decimal(75), Decimal(100)),
        result=None if result is None else Decimal(result),
    )
    return replace(plain, **more)


def component(number: str, weight: str | None, *kpis: KpiInput, assessed: bool = True) -> ComponentInput:
    return ComponentInput(number, None if weight is None else Decimal(weight), assessed, tuple(kpis))
