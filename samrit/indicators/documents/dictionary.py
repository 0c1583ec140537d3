"""The dictionary of exported figures: a Frictionless data package with every column, item, code and status."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.timezone import localtime

from samrit.indicators.cell_words import MARK_WORDS, STATUS_WORDS
from samrit.indicators.queries.exploring import Scope
from samrit.indicators.queries.items import Entry
from samrit.rules.thai import plain_number

PROFILE = "tabular-data-package"
# Column → its kind and what it says, in both languages; files are for programs and people of either.
_COLUMNS = {
    "item": ("string", "รหัสรายการข้อมูล (ดู items)", "Code of the item (see items)"),
    "area": ("string", "รหัสพื้นที่ของกรมการปกครอง (มอก. 1099)", "Code of the area (TIS 1099)"),
    "period": (
        "string",
        "ช่วงเวลา: 2024 (ค.ศ.), FY2567 (ปีงบประมาณ พ.ศ.), 2024-Q1, 2024-01, 2024-01-31",
        "Period: 2024 (CE), FY2567 (fiscal year in the Buddhist era), 2024-Q1, 2024-01, 2024-01-31",
    ),
    "value": (
        "number",
        "ตัวเลขในหน่วยของรายการ ว่างเมื่อไม่มีตัวเลข – ว่างไม่ใช่ 0 ดู status",
        "Figure in the unit of the item, empty where there is none – empty is not 0, see status",
    ),
    "status": ("string", "ช่องนี้บอกอะไร (ดู statuses)", "What the cell says (see statuses)"),
    "marks": (
        "string",
        "หมายเหตุของตัวเลข คั่นด้วย ; (ดู marks)",
        "Notes on the figure, with ; between (see marks)",
    ),
    "submission": ("integer", "ชุดข้อมูลที่ส่งซึ่งเป็นที่มา", "The submission that it came with"),
    "row": ("integer", "แถวในไฟล์ที่ส่ง", "Row of the submitted file"),
}
_BEFORE_LISTS = ("item", "area", "period")


def data_package(scope: Scope, resources: Sequence[tuple[str, Collection[int]]]) -> dict[str, Any]:
    """``resources``: name of a CSV and the keys of the items in it. As of the generation that the files were read from."""
    keys = {key for _name, one in resources for key in one}
    entries = [entry for entry in scope.book.entries.values() if entry.key in keys]
    return {
        "profile": PROFILE,
        "name": f"observations-{scope.area.pk if scope.area else 'th'}",
        "title": f"ฐานข้อมูลจังหวัด {scope.area.name}" if scope.area else "ฐานข้อมูลจังหวัด ทุกจังหวัด",
        **_made(scope),
        "resources": [
            _resource(scope, name, [entry for entry in entries if entry.key in own])
            for name, own in resources
        ],
        "items": [_item(scope, entry) for entry in entries],
        "lists": [_list(scope, name) for name in dict.fromkeys(n for one in entries for n in one.item.by)],
        "statuses": [
            {"code": one.value, "title": said.thai(), "sdmx": one.sdmx} for one, said in STATUS_WORDS.items()
        ],
        "marks": [{"code": one.value, "title": said.thai()} for one, said in MARK_WORDS.items()],
    }


def _made(scope: Scope) -> dict[str, Any]:
    """Which state of the database it is; of several provinces there is no one number."""
    made = scope.generation
    return {"generation": made.number, "created": localtime(made.made_at).isoformat()} if made else {}


def _resource(scope: Scope, name: str, entries: Sequence[Entry]) -> dict[str, Any]:
    lists = list(dict.fromkeys(each for entry in entries for each in entry.item.by))
    after = [column for column in _COLUMNS if column not in _BEFORE_LISTS]
    fields = [
        *(_field(column) for column in _BEFORE_LISTS),
        *(_list_field(scope, each) for each in lists),
        *(_field(column) for column in after),
    ]
    return {
        "profile": "tabular-data-resource",
        "name": name.removesuffix(".csv"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": fields,
            "primaryKey": [*_BEFORE_LISTS, *(f"by_{each}" for each in lists)],
            "missingValues": [""],
        },
    }


def _field(column: str) -> dict[str, Any]:
    kind, thai, english = _COLUMNS[column]
    limits = {"enum": [one.value for one in STATUS_WORDS]} if column == "status" else {}
    field: dict[str, Any] = {"name": column, "type": kind, "description": f"{thai}\n{english}"}
    return {**field, "constraints": limits} if limits else field


def _list_field(scope: Scope, name: str) -> dict[str, Any]:
    named = scope.book.book.lists[name]
    said = f"{named.name} – ว่างคือยอดรวม\n{named.name_en} – empty is the total"
    return {"name": f"by_{name}", "type": "string", "description": said}


def _item(scope: Scope, entry: Entry) -> dict[str, Any]:
    item, book = entry.item, scope.book.book
    said: dict[str, Any] = {
        "code": item.code,
        "name": item.name,
        "name_en": item.name_en,
        "definition": item.definition,
        "unit": book.unit_text(item),
        "decimals": item.decimals,
        "level": item.level.value,
        "period": item.period.value,
        "by": list(item.by),
        "over_areas": item.over_areas.value,
        "over_periods": item.over_periods.value,
        "source": item.source,
        "method": item.method,
        "least": None if item.least is None else plain_number(item.least),
        "most": None if item.most is None else plain_number(item.most),
        "least_shown": item.least_shown,
    }
    return {key: value for key, value in said.items() if value not in (None, "")}


def _list(scope: Scope, name: str) -> dict[str, Any]:
    named = scope.book.book.lists[name]
    codes = [{"code": one.code, "name": one.name, "name_en": one.name_en} for one in named.codes]
    return {"code": name, "name": named.name, "name_en": named.name_en, "codes": codes}
