"""What programs of good will name and send about items and areas of the provincial database."""

from typing import Any

from samrit.indicators.models import Item
from samrit.rules.items import book
from samrit.rules.items.stating import row_of
from tests.sweep.filled import Filled

Data = dict[str, Any]
OF_DATA = (
    "data_areas", "data_area", "data_items", "add_data_item", "data_item", "change_data_item", "import_villages",
)  # fmt: skip


def apart_of_data(filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address."""
    area = filled.here.world.area.code
    item = Item.objects.get(area=None, code="otop_sales")
    return {name: {"area": area, "code": f"{area}01", "item_id": item.pk} for name in OF_DATA}


def bodies_of_data(_filled: Filled) -> dict[str, Data]:
    """Operation → its body."""
    shipped = row_of(book().items["otop_sales"])
    own = {"code": "durian_sales", "name": "ยอดขายทุเรียน", "name_en": "Durian sales"}
    return {
        "add_data_item": {"states": shipped | own, "reason": "ของดีจังหวัด"},
        "change_data_item": {"states": {"expects_due_days": 45}, "reason": "ตามมติ"},
        "import_villages": {"villages": [{"code": "13010101", "name": "บ้านใหม่"}]},
    }
