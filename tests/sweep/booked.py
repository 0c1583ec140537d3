"""Items and areas of ``here``: one item changed and one of its own, a village, a station, a sheet that waits."""

from collections.abc import Callable
from typing import Any

from samrit.indicators.actions.book_sheets import keep_sheet
from samrit.indicators.actions.items import Wish, state_item
from samrit.indicators.actions.listing import PlaceTold, keep_place
from samrit.indicators.actions.places import take_villages
from samrit.indicators.models import BookSheet, Item
from samrit.indicators.queries.items import area_book
from samrit.rules.areas.villages import Line
from samrit.rules.items.stating import row_of
from tests.world import NOW, World

Say = Callable[[str, str], str]
CHANGED = "pm25_days_over"  # only listed areas owe it


def booked(here: World, say: Say) -> None:
    said = {"definition": say("here", "definition"), "source": say("here", "source")}
    row = row_of(area_book(here.area).entries[CHANGED].item) | said
    state_item(
        area=here.area, wish=Wish(row), reason=say("here", "item-reason"), by=here.coordinator, now=NOW
    )
    take_villages(
        area=here.area, lines=[Line(1, "13010101", say("here", "village"))], good_rows=False,
        by=here.coordinator, now=NOW,
    )  # fmt: skip
    codes = area_book(here.area).book.lists["air_station"]
    place = PlaceTold("13t", say("here", "station"))
    keep_place(area=here.area, codes=codes, place=place, by=here.coordinator, now=NOW)
    keep_sheet(
        area=here.area, about="items", name=say("here", "sheet"), sha256="0" * 64,
        rows=[{"row": "2", "code": "hotspots", "definition": say("here", "cell")}], by=here.coordinator, now=NOW,
    )  # fmt: skip


def book_arguments(here: World) -> dict[str, list[Any]]:
    area, item = here.area.pk, Item.objects.get(area=None, code=CHANGED).pk
    whole = (
        "province",
        "items",
        "items_xlsx",
        "new_item",
        "item_sheets",
        "keepers",
        "areas",
        "village_sheets",
    )
    return {
        **{f"indicators:{name}": [area] for name in whole},
        **{f"indicators:{name}": [area, item] for name in ("item", "edit_item", "listed_areas")},
        "indicators:code_list": [area, "air_station"],
        "indicators:book_sheet": [area, BookSheet.objects.get(area=area, about="items").pk],
        "indicators:area": [area, "13010101"],
    }


def sent_about_the_book(here: World) -> dict[str, dict[str, Any]]:
    """Name → a form that would be taken from the coordinator."""
    entry = area_book(here.area).entries[CHANGED]
    shipped = as_form(row_of(entry.item))
    own = {"code": "storms", "name": "พายุ", "name_en": "Storms", "seen": "0"}
    return {
        "indicators:edit_item": shipped | {"expects_due_days": "21", "seen": "1"},
        "indicators:new_item": shipped | own,
        "indicators:item_sheets": {"pasted": "รหัสรายการ\tนิยาม\nhotspots\tจุดที่ร้อน\nwaste_generated\tขยะ"},
        "indicators:book_sheet": {"reason": "ตามมติ"},
        "indicators:keepers": {"owner-statistics": str(here.statistics.pk)},
        "indicators:listed_areas": {"areas": [here.area.pk]},
        "indicators:code_list": {"code": "14t", "name": "สถานีใหม่", "valid_from": "1 ต.ค. 2567"},
        "indicators:village_sheets": {"pasted": "รหัสหมู่บ้าน\tชื่อหมู่บ้าน\n13010102\tบ้านสอง\n13010103\tบ้านสาม"},
        "indicators:area": {"name": "บ้านใหม่", "valid_from": "1 ต.ค. 2567"},
    }


def as_form(row: dict[str, Any]) -> dict[str, Any]:
    """A row of an item as a browser sends it."""
    plain = {
        key: "on" if value is True else value for key, value in row.items() if value not in (None, False)
    }
    return plain | {"active": "on", "reason": "ตามมติคณะทำงาน"}
