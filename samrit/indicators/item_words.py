"""What the keys of an item are called, and their values as people read them; one table for forms, pages and spreadsheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from samrit.rules.areas import AreaLevel, level_name
from samrit.rules.items import Book, Item, Owes, Total
from samrit.rules.items.kinds import Named
from samrit.rules.periods import Period, PeriodType, label, label_en
from samrit.rules.thai import parse_number
from samrit.ui.formats import in_english, number
from samrit.ui.wording import in_words


@dataclass(frozen=True)
class Section:
    """Keys that stand together on a form."""

    title: str
    keys: tuple[str, ...]


SECTIONS: tuple[Section, ...] = (
    Section(gettext_noop("ชื่อและนิยาม"), ("code", "name", "name_en", "definition", "group", "also_in")),
    Section(
        gettext_noop("หน่วยและค่า"), ("unit", "multiplier", "decimals", "least", "most", "by", "least_shown")
    ),
    Section(gettext_noop("พื้นที่และเวลา"), ("level", "period", "over_areas", "over_periods")),
    Section(
        gettext_noop("ใครส่ง เมื่อใด"),
        (
            "owner", "frequency", "expects_by", "expects_level", "expects_cells", "expects_due_days",
            "expects_final_days", "expects_since", "expects_times_a_year", "expects_listed", "expects_without",
        ),
    ),
    Section(gettext_noop("แหล่งและวิธี"), ("source", "method", "basis", "reference", "dataset")),
    Section(
        gettext_noop("ตรวจค่าผิดสังเกต"),
        (
            "checks_robust_z", "checks_years", "checks_least_values", "checks_revision_percent",
            "checks_capture_percent",
        ),
    ),
)  # fmt: skip

LABELS: Mapping[str, str] = {
    "code": gettext_noop("รหัสรายการ"),
    "name": gettext_noop("ชื่อรายการ"),
    "name_en": gettext_noop("ชื่อภาษาอังกฤษ"),
    "definition": gettext_noop("นิยาม"),
    "group": gettext_noop("กลุ่มข้อมูล"),
    "also_in": gettext_noop("แสดงในกลุ่มอื่นด้วย"),
    "unit": gettext_noop("หน่วยวัด"),
    "multiplier": gettext_noop("หน่วยตัวคูณ"),
    "decimals": gettext_noop("จำนวนตำแหน่งทศนิยม"),
    "least": gettext_noop("ค่าต่ำสุดที่ยอมรับ"),
    "most": gettext_noop("ค่าสูงสุดที่ยอมรับ"),
    "by": gettext_noop("จำแนกตาม"),
    "least_shown": gettext_noop("จำนวนน้อยที่สุดที่เผยแพร่"),
    "level": gettext_noop("ระดับพื้นที่ละเอียดที่สุด"),
    "period": gettext_noop("ช่วงเวลาของค่า"),
    "over_areas": gettext_noop("รวมข้ามพื้นที่โดย"),
    "over_periods": gettext_noop("รวมข้ามช่วงเวลาโดย"),
    "owner": gettext_noop("เจ้าของข้อมูล"),
    "frequency": gettext_noop("ความถี่ในการปรับปรุง"),
    "expects_by": gettext_noop("ผู้ส่งข้อมูล"),
    "expects_level": gettext_noop("ส่งเป็นราย"),
    "expects_cells": gettext_noop("ส่งยอดใด"),
    "expects_due_days": gettext_noop("ส่งภายในกี่วันหลังสิ้นช่วงเวลา"),
    "expects_final_days": gettext_noop("ค่าขั้นสุดท้ายภายในกี่วัน"),
    "expects_since": gettext_noop("เริ่มส่งตั้งแต่ปี พ.ศ."),
    "expects_times_a_year": gettext_noop("อย่างน้อยปีละกี่ครั้ง"),
    "expects_listed": gettext_noop("ส่งเฉพาะพื้นที่ที่กำหนด"),
    "expects_without": gettext_noop("พื้นที่ที่ไม่ต้องส่ง"),
    "source": gettext_noop("แหล่งข้อมูล"),
    "method": gettext_noop("วิธีจัดเก็บ"),
    "basis": gettext_noop("ที่มาของนิยาม"),
    "reference": gettext_noop("อ้างอิง"),
    "dataset": gettext_noop("ชุดข้อมูลในบัญชีข้อมูล"),
    "checks_robust_z": gettext_noop("ถามเมื่อค่า z เกิน"),
    "checks_years": gettext_noop("เทียบย้อนหลังกี่ปี"),
    "checks_least_values": gettext_noop("ต้องมีค่าย้อนหลังอย่างน้อย"),
    "checks_revision_percent": gettext_noop("ถามเมื่อแก้ค่าเกินร้อยละ"),
    "checks_capture_percent": gettext_noop("ร้อยละของข้อมูลที่ต้องมีเพื่อเฉลี่ย"),
}
ACTIVE: Mapping[str, str] = {"active": gettext_noop("ใช้รายการนี้")}  # said beside the keys of an item
HELPS: Mapping[str, str] = {
    "code": gettext_noop("a–z ตัวเลข และ _ เช่น otop_sales เปลี่ยนภายหลังไม่ได้"),
    "expects_without": gettext_noop("รหัสพื้นที่ บรรทัดละหนึ่งรหัส"),
    "expects_listed": gettext_noop("กำหนดพื้นที่ได้ในหน้าของรายการ"),
    "expects_times_a_year": gettext_noop("ว่างไว้เมื่อต้องส่งทุกช่วงเวลา"),
    "expects_final_days": gettext_noop("ว่างไว้เมื่อค่าแรกเป็นค่าขั้นสุดท้าย"),
    "least_shown": gettext_noop("จำนวนที่น้อยกว่านี้ปกปิดเมื่อเผยแพร่ ว่างไว้เมื่อไม่ต้องปกปิด"),
    "least": gettext_noop("ตามหน่วยที่เก็บ ว่างไว้เมื่อไม่มีขอบเขต"),
    "most": gettext_noop("ตามหน่วยที่เก็บ ว่างไว้เมื่อไม่มีขอบเขต"),
    "dataset": gettext_noop("a–z ตัวเลข - และ _ ตามบัญชีข้อมูลภาครัฐ"),
    "checks_capture_percent": gettext_noop("เฉพาะรายการที่รวมข้ามช่วงเวลาด้วยค่าเฉลี่ย"),
}
TOTALS: Mapping[str, str] = {
    Total.SUM: gettext_noop("ผลรวม"),
    Total.MEAN: gettext_noop("ค่าเฉลี่ย"),
    Total.LATEST: gettext_noop("ค่าล่าสุด"),
    Total.LEAST: gettext_noop("ค่าต่ำสุด"),
    Total.NONE: gettext_noop("รวมไม่ได้"),
}
OWED: Mapping[str, str] = {
    Owes.TOTAL: gettext_noop("ยอดรวม"),
    Owes.EACH: gettext_noop("ทุกรหัสจำแนก"),
    Owes.BOTH: gettext_noop("ยอดรวมและทุกรหัสจำแนก"),
}
BASES: Mapping[str, str] = {
    "letter": gettext_noop("หนังสือหรือกรอบการประเมิน"),
    "public": gettext_noop("หน้าเผยแพร่ของหน่วยงาน"),
    "derived": gettext_noop("คำนวณหรือสรุปจากแหล่งอื่น"),
    "assumed": gettext_noop("ตามที่ใช้กันทั่วไป รอเจ้าของข้อมูลยืนยัน"),
}
PERIODS: Mapping[str, str] = {
    PeriodType.YEAR: gettext_noop("ปีปฏิทิน"),
    PeriodType.FISCAL_YEAR: gettext_noop("ปีงบประมาณ"),
    PeriodType.QUARTER: gettext_noop("ไตรมาสปฏิทิน"),
    PeriodType.FISCAL_QUARTER: gettext_noop("ไตรมาสปีงบประมาณ"),
    PeriodType.MONTH: gettext_noop("เดือน"),
    PeriodType.DAY: gettext_noop("วัน"),
}


def name_of(named: Named) -> str:
    """In the reader's language."""
    return named.name_en if in_english() else named.name


def unit_of(book: Book, item: Item) -> str:
    """``ล้านบาท``; in English ``1,000,000 baht``."""
    if not in_english():
        return book.unit_text(item)
    times = f"{number(item.multiplier)} " if item.multiplier != 1 else ""
    return f"{times}{book.units[item.unit].name_en}"


def period_name(period: Period) -> str:
    """``มกราคม 2567``, ``January 2024``."""
    return label_en(period) if in_english() else label(period)


def choices_of(book: Book, key: str, *, language: str = "") -> list[tuple[str, str]] | None:
    """(value, word) of a key that is chosen from a list; None for others. ``language``: other than the reader's."""
    if language:
        with translation.override(language):
            return choices_of(book, key)
    words: dict[str, Mapping[str, str]] = {
        "over_areas": TOTALS,
        "over_periods": TOTALS,
        "expects_cells": OWED,
        "basis": BASES,
        "period": PERIODS,
    }
    named: dict[str, Mapping[str, Named]] = {
        "group": book.groups,
        "also_in": book.groups,
        "unit": book.units,
        "owner": book.owners,
        "expects_by": book.owners,
        "frequency": book.frequencies,
        "by": book.lists,
    }
    if key in words:
        return [(str(value), gettext(word)) for value, word in words[key].items()]
    if key in named:
        return [(code, name_of(one)) for code, one in named[key].items()]
    if key in {"level", "expects_level"}:
        return [(level.value, in_words(level_name(level))) for level in AreaLevel]
    if key == "multiplier":
        return [(str(times), word or gettext("ไม่มีตัวคูณ")) for times, word in book.multipliers.items()]
    return None


def shown(book: Book, key: str, value: Any) -> str:
    """A value of a row as people read it; "" where nothing is stated."""
    if value is None or value in ("", []):
        return ""
    choices = dict(choices_of(book, key) or ())
    if isinstance(value, bool):
        return gettext("ใช่") if value else gettext("ไม่ใช่")
    if isinstance(value, list):
        return ", ".join(choices.get(str(one), str(one)) for one in value)
    if choices:
        return choices.get(str(value), str(value))
    if key == "expects_since":
        return str(value)
    figure = parse_number(str(value)) if key not in {"code", "name", "name_en"} else None
    return number(figure) if figure is not None else str(value)
