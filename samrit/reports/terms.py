"""Whether a page showed other terms of a KPI than those that hold now: a revision came in force in between."""

from samrit.frameworks.models import Kpi
from samrit.reports.queries import Item
from samrit.rules.wording import Refusal, refuse

MEANING = (
    "name", "unit", "direction", "interpolate", "basic", "standard", "advanced", "definition", "evidence_asked",
)  # fmt: skip


def refuse_other_terms(item: Item, shown: int) -> Refusal | None:
    """Why what was typed under the KPI ``shown`` is not saved: its meaning changed; None when it did not."""
    if shown in {item.judged_by.pk, -1}:
        return None
    old = Kpi.objects.filter(pk=shown, indicator=item.kpi.indicator_id).first()
    if old is None or all(getattr(old, name) == getattr(item.judged_by, name) for name in MEANING):
        return None
    return refuse(
        "terms_changed",
        "ตัวชี้วัดนี้เปลี่ยนตามกรอบฉบับที่ {number} หลังจากคุณเปิดหน้า จึงยังไม่ได้บันทึก – ข้อความที่คุณพิมพ์ยังอยู่ครบ ตรวจกับเกณฑ์ใหม่แล้วบันทึกอีกครั้ง",
        number=item.kpi.component.edition.number,
    )
