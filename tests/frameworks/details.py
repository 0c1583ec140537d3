"""Details of a KPI for the tests: something in every field."""

from typing import Any

from samrit.frameworks.actions import write_details
from samrit.frameworks.models import Kpi, KpiTemplate
from samrit.people.models import User
from samrit.rules.kpi_template import KEPT, Kind, row_keys
from tests.world import NOW

MARKS = "น้ำท่วมซ้ำซาก ผู้สูงอายุที่ขึ้นทะเบียนซื้อปุ๋ย ก๊กก๋ง กำกับ ร่ำรวย"  # tone marks, two storeys, สระอำ


def in_every_field(year: int = 2567) -> dict[str, Any]:
    """Each text says its field; numbers differ from each other."""
    numbers = iter(range(1001, 2000))

    def cells(field: Any, row: str) -> dict[str, str]:
        return {
            column.key: f"{next(numbers)}.5" if column.kind == Kind.NUMBER else f"{column.key} {row} {MARKS}"
            for column in field.columns
        }

    found: dict[str, Any] = {}
    for key, field in KEPT.items():
        match field.kind:
            case Kind.ROWS:
                found[key] = [cells(field, "ก"), cells(field, "ข")]
            case Kind.YEARS | Kind.MONTHS | Kind.ROUNDS:
                found[key] = {row: cells(field, row) for row in row_keys(field, year)}
            case Kind.NUMBER:
                found[key] = f"{next(numbers)}.25"
            case Kind.CHOICE:
                found[key] = field.choices[0].code
            case _:
                found[key] = f"{key} {MARKS} 2567 ก่อน example@example.go.th"
    return found


def write(kpi: Kpi, by: User, **contents: Any) -> KpiTemplate | None:
    """On top of what stands there now."""
    kpi = Kpi.objects.select_related("component", "template").get(pk=kpi.pk)
    standing = kpi.template.contents if kpi.template else {}
    return write_details(kpi=kpi, contents={**standing, **contents}, base=kpi.template_id, by=by, now=NOW)
