"""Figures of OTOP sales on their way into the province's database, for KPI 1-1 to be computed from."""

import io
from collections.abc import Mapping as Dictionary
from datetime import datetime

from samrit.frameworks.actions import set_formula
from samrit.frameworks.models import KpiFormula
from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.actions.moving import submit
from samrit.indicators.actions.receiving import receive
from samrit.indicators.examining import examine
from samrit.indicators.models import Generation
from samrit.indicators.queries.submissions import submission_of
from samrit.indicators.reading import Column, Mapping, Means
from samrit.rules.areas import AreaLevel
from samrit.rules.kpi_formulas import Terms
from tests.world import NOW, World

DISTRICTS = ("1301", "1302", "1303", "1304", "1305", "1306", "1307")
MONTHS = [f"2023-{month:02}" for month in (10, 11, 12)] + [f"2024-{month:02}" for month in range(1, 10)]
MAPPING = Mapping(
    columns=(
        Column(0, "อำเภอ", Means.AREA),
        Column(1, "เดือน", Means.PERIOD),
        Column(2, "ยอดขาย", Means.VALUE),
    ),
    item="otop_sales",
    level=AreaLevel.DISTRICT,
).to_json()


def sales(value: str = "14.5", **other: str) -> dict[tuple[str, str], str]:
    """Every district and month the same, but for ``d1301_2024_05="ไม่มีข้อมูล"``."""
    found = {(area, month): value for area in DISTRICTS for month in MONTHS}
    for name, text in other.items():
        area, year, month = name.removeprefix("d").split("_")
        found[area, f"{year}-{month}"] = text
    return found


def taken(world: World, rows: Dictionary[tuple[str, str], str], *, now: datetime = NOW) -> Generation:
    """Received, examined, handed over by the agency, accepted by the province's steward."""
    lines = ["อำเภอ,เดือน,ยอดขาย", *(f"{area},{month},{text}" for (area, month), text in rows.items())]
    draft = receive(
        file=io.BytesIO("\n".join(lines).encode()),
        name="otop.csv",
        agency=world.development,
        by=world.recorder,
        now=now,
    )
    asked = ask_to_examine(submission=draft, mapping=MAPPING, by=world.recorder, now=now)
    assert examine(asked.pk, clock=lambda: now).is_done
    sent = submit(submission=submission_of(draft.pk), by=world.recorder, now=now, only_good=False)
    return accept(submission=sent, by=world.coordinator, now=now)


def stated(world: World, expression: str = "sum(otop_sales)", base: int = 0) -> KpiFormula:
    """The coordinator's formula of 1-1 (ล้านบาท)."""
    terms = Terms(expression, "ล้านบาท")
    return set_formula(
        kpi=world.kpis["1-1"], terms=terms, base=base, reason="ตามหนังสือแจ้ง", by=world.coordinator, now=NOW
    )
