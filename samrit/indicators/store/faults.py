"""What a store says itself about a cell that it does not take; what a text cannot be read as, the rules say."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from samrit.indicators.store.terms import ItemTerms
from samrit.rules.areas import Area, AreaLevel, full_title, level_name
from samrit.rules.periods import Period, label
from samrit.rules.thai import plain_number
from samrit.rules.typed import quoted
from samrit.rules.wording import Message, listed, say

MOST_NAMED = 5  # cells of one key that a sentence names


def called(item: ItemTerms) -> str:
    """By name and code: ปริมาณขยะมูลฝอยที่เกิดขึ้น (waste_generated)."""
    return f"{item.names[0]} ({item.code})" if item.names else item.code


def item_blank() -> Message:
    return say("item_blank", "ยังไม่ระบุรายการข้อมูล – ใส่รหัสหรือชื่อของรายการ")


def item_unknown(given: str) -> Message:
    return say(
        "item_unknown",
        "ไม่มีรายการ “{given}” ในฐานข้อมูลของจังหวัด – ตรวจรหัสหรือชื่อของรายการ",
        given=quoted(given),
    )


def item_ambiguous(given: str) -> Message:
    return say("item_ambiguous", "“{given}” เป็นชื่อของหลายรายการ – ใส่รหัสรายการแทนชื่อ", given=quoted(given))


def area_blank() -> Message:
    return say("area_blank", "ยังไม่ระบุพื้นที่ – ใส่รหัสหรือชื่อของพื้นที่")


def area_outside(area: Area) -> Message:
    return say(
        "area_outside",
        "{area} ({number}) อยู่นอกจังหวัดของชุดข้อมูลนี้ – ส่งเฉพาะพื้นที่ในจังหวัด",
        area=full_title(area),
        number=area.code,
    )


def area_not_of_item(number: str, level: AreaLevel, item: ItemTerms) -> Message:
    return say(
        "area_not_of_item",
        "{number} เป็นรหัสระดับ{level} แต่รายการ {item} เก็บเป็นราย{levels} – ใส่พื้นที่ให้ตรงระดับ",
        number=number,
        level=level_name(level),
        item=called(item),
        levels=listed([level_name(each) for each in item.levels]),
    )


def period_ahead(period: Period) -> Message:
    return say("period_ahead", "{period} ยังมาไม่ถึง – รับไว้ตามที่เขียน โปรดตรวจปี", period=label(period))


def period_far_ahead(period: Period) -> Message:
    return say("period_far_ahead", "{period} ยังมาไม่ถึงอีกหลายปี – ตรวจตัวเลขของปี", period=label(period))


def period_long_past(period: Period) -> Message:
    return say("period_long_past", "{period} ล่วงมานานแล้ว – รับไว้ตามที่เขียน โปรดตรวจปี", period=label(period))


def part_unknown(given: str, named: str) -> Message:
    return say(
        "part_unknown",
        "“{given}” ไม่ใช่รหัสใน “{named}” – ใช้รหัสหรือชื่อตามรายการจำแนก หรือเว้นว่างสำหรับยอดรวม",
        given=quoted(given),
        named=named,
    )


def part_not_kept(item: ItemTerms, codes: Iterable[str]) -> Message:
    return say(
        "part_not_kept",
        "รายการ {item} ไม่มีข้อมูลที่จำแนกเป็น “{codes}” – ตรวจการจำแนกของรายการ",
        item=called(item),
        codes=quoted(" · ".join(filter(None, codes))),
    )


def below(item: ItemTerms, value: str) -> Message:
    return say(
        "cell_below",
        "{value} น้อยกว่าค่าต่ำสุด {least} ของรายการ {item} – ตรวจตัวเลขและหน่วย",
        value=value,
        least=_bound(item.least),
        item=called(item),
    )


def above(item: ItemTerms, value: str) -> Message:
    return say(
        "cell_above",
        "{value} มากกว่าค่าสูงสุด {most} ของรายการ {item} – ตรวจตัวเลขและหน่วย",
        value=value,
        most=_bound(item.most),
        item=called(item),
    )


def too_fine(item: ItemTerms, value: str) -> Message:
    if not item.decimals:
        return say(
            "cell_not_whole",
            "{value} มีทศนิยม แต่รายการ {item} เป็นจำนวนเต็ม – ปัดให้เป็นจำนวนเต็มตามเอกสารต้นทาง",
            value=value,
            item=called(item),
        )
    return say(
        "cell_decimals",
        "{value} มีทศนิยมเกิน {decimals} ตำแหน่งของรายการ {item} – ปัดให้ไม่เกินตามเอกสารต้นทาง",
        value=value,
        decimals=item.decimals,
        item=called(item),
    )


def status_unknown(given: str) -> Message:
    return say(
        "status_unknown",
        "ไม่รู้จักสถานะ “{given}” – ใช้ เช่น ไม่มีข้อมูล, รอผล, p (เบื้องต้น), r (ปรับปรุง) หรือเว้นว่าง",
        given=quoted(given),
    )


def status_contradicts(value: str, status: str) -> Message:
    return say(
        "status_contradicts",
        "ช่องค่าคือ “{value}” แต่ช่องสถานะคือ “{status}” – ให้เหลือเพียงอย่างเดียวที่ถูกต้อง",
        value=quoted(value),
        status=quoted(status),
    )


def conflict(cells: Sequence[tuple[int, str]], *, more: int = 0) -> Message:
    """``cells``: row and value of those that say different things of one key; ``more`` are not named."""
    named = listed(
        [
            say("cell_of_row", "แถว {row}: “{value}”", row=row, value=quoted(value))
            for row, value in cells[:MOST_NAMED]
        ]
    )
    if more:
        return say(
            "cell_conflict_many",
            "ข้อมูลของรายการ พื้นที่ และช่วงเวลาเดียวกันมีค่าไม่ตรงกัน ({cells} และอีก {more} แถว) – ให้เหลือเพียงแถวที่ถูกต้อง",
            cells=named,
            more=more,
        )
    return say(
        "cell_conflict",
        "ข้อมูลของรายการ พื้นที่ และช่วงเวลาเดียวกันมีค่าไม่ตรงกัน ({cells}) – ให้เหลือเพียงแถวที่ถูกต้อง",
        cells=named,
    )


def _bound(value: Decimal | None) -> str:
    return "" if value is None else plain_number(value)


def mend_of(code: str) -> Message | None:
    """How to mend what the rules' own sentence leaves open; None where the sentence says it."""
    return _MENDS.get(code)


_MENDS: Mapping[str, Message] = MappingProxyType(
    {
        "area_unknown_code": say("mend_area_code", "ตรวจรหัสกับทะเบียนพื้นที่ หากเป็นหมู่บ้านใหม่ ให้นำเข้าทะเบียนหมู่บ้านก่อน"),
        "area_unknown_name": say("mend_area_name", "ตรวจตัวสะกด หรือใส่รหัสพื้นที่แทนชื่อ"),
        "area_other_level": say("mend_area_level", "ใส่พื้นที่ในระดับที่กำหนดไว้ในการจับคู่คอลัมน์"),
        "area_parts": say("mend_area_parts", "ตรวจคอลัมน์จังหวัด อำเภอ ตำบล ให้ครบและเรียงกัน"),
        "period_other_kind": say("mend_period_kind", "ใส่ช่วงเวลาให้ตรงกับที่รายการนี้เก็บ"),
        "period_impossible": say("mend_period_impossible", "แก้วัน เดือน หรือไตรมาสให้ถูกต้อง"),
    }
)
