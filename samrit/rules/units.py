"""Units of measure (หน่วยวัด) as offices write them, compared and multiplied: ล้านบาท, บาท/คน/วัน, มคก./ลบ.ม.

A unit is names with powers and one factor: ``ล้านบาท`` is บาท¹ × 1,000,000. ร้อยละ is a name of its own, not
the number 0.01, so that nothing is multiplied by a hundred behind anybody's back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from samrit.rules.amounts import aligned, exact
from samrit.rules.typed import evened

ONE = Decimal(1)
PERCENT = "ร้อยละ"
_SCALES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
MULTIPLIERS: Mapping[str, Decimal] = {
    **{word: ONE.scaleb(power) for power, word in enumerate(_SCALES) if power >= 3},  # noqa: PLR2004 - from พัน on
    **{f"{word}ล้าน": ONE.scaleb(6 + power) for power, word in enumerate(_SCALES)},
    "ล้านล้าน": ONE.scaleb(12),
    "thousand": ONE.scaleb(3),
    "million": ONE.scaleb(6),
    "billion": ONE.scaleb(9),
    "trillion": ONE.scaleb(12),
}
_LONGEST_FIRST = sorted(MULTIPLIERS, key=len, reverse=True)
_NO_UNIT = frozenset({"", "-", "เท่า", "สัดส่วน", "อัตราส่วน", "ratio"})
_PERCENT_WORDS = (PERCENT, "%", "เปอร์เซ็นต์", "เปอร์เซนต์", "percent", "pct")
_SAME = {
    "฿": "บาท", "baht": "บาท", "thb": "บาท", "บ.": "บาท",
    "person": "คน", "persons": "คน", "people": "คน",
    "day": "วัน", "days": "วัน",
    "คะแนน wqi": "คะแนน",
    "ton": "ตัน", "tons": "ตัน", "tonne": "ตัน", "tonnes": "ตัน",
    "µg": "ไมโครกรัม", "μg": "ไมโครกรัม", "ug": "ไมโครกรัม", "มคก.": "ไมโครกรัม",
    "m³": "ลูกบาศก์เมตร", "m3": "ลูกบาศก์เมตร", "ลบ.ม.": "ลูกบาศก์เมตร", "ลบ.ม": "ลูกบาศก์เมตร", "ลบม.": "ลูกบาศก์เมตร",
    "กก.": "กิโลกรัม", "kg": "กิโลกรัม",
    "กม.": "กิโลเมตร", "km": "กิโลเมตร",
    "ตร.กม.": "ตารางกิโลเมตร", "km²": "ตารางกิโลเมตร", "km2": "ตารางกิโลเมตร",
}  # fmt: skip
_COUNTED = frozenset(
    {
        "คน",
        "ราย",
        "แห่ง",
        "ครั้ง",
        "ครัวเรือน",
        "หลังคาเรือน",
        "หลัง",
        "หมู่บ้าน",
        "ชุมชน",
        "คดี",
        "เรื่อง",
        "คัน",
        "ตัว",
        "ห้อง",
        "เตียง",
        "จุด",
    }
    | {"กลุ่ม", "ผลิตภัณฑ์", "ชุดข้อมูล", "ชิ้น"}
)
_MEASURED = frozenset(
    {
        PERCENT,
        "บาท",
        "สตางค์",
        "ดอลลาร์",
        "ตัน",
        "กิโลกรัม",
        "กรัม",
        "มิลลิกรัม",
        "ไมโครกรัม",
        "ไร่",
        "งาน",
        "ตารางวา",
        "ตารางเมตร",
    }
    | {
        "ตารางกิโลเมตร",
        "กิโลเมตร",
        "เมตร",
        "เซนติเมตร",
        "มิลลิเมตร",
        "ลูกบาศก์เมตร",
        "ลิตร",
        "วัน",
        "ชั่วโมง",
        "กิโลวัตต์-ชั่วโมง",
        "คะแนน",
    }
)
_WORDS_OF_THEIR_OWN = ("พันธุ์", "พันธะ", "ล้านช้าง")  # begin like a multiplier and are none
_OUT_OF = re.compile(r" ?\(เต็ม[^()]*\)")  # คะแนน (เต็ม 100) is คะแนน
_PER = re.compile(r" ?(?:/|ต่อ|\bper\b) ?")


@dataclass(frozen=True)
class Unit:
    """Names with their powers (sorted, none zero) and the factor that one of the unit counts for.

    ``words`` are how it was written; two units are equal whatever their words.
    """

    powers: tuple[tuple[str, int], ...] = ()
    factor: Decimal = ONE
    words: str = field(default="", compare=False)

    @property
    def is_percent(self) -> bool:
        return self.powers == ((PERCENT, 1),)

    def __str__(self) -> str:
        return self.words


PERCENT_UNIT = Unit(((PERCENT, 1),), words=PERCENT)
NO_UNIT = Unit()


@lru_cache(maxsize=1024)  # words come from files
def read_unit(words: str, multiplier: Decimal = ONE) -> Unit:
    """The unit that words name: ``ล้านบาท``, ``บาทต่อคนต่อวัน``, ``µg/m³``, ``ร้อยละของครัวเรือน``.

    ``multiplier``: where it is written apart from the unit (หน่วยตัวคูณ). An unknown word is a name like any other.
    """
    plain = _OUT_OF.sub("", evened(words).casefold())
    if plain.startswith(_PERCENT_WORDS):
        return Unit(((PERCENT, 1),), multiplier, words.strip())
    powers: dict[str, int] = {}
    factor = multiplier
    for place, part in enumerate(_PER.split(plain)):
        scale, name = _split(part)
        factor = factor * scale if place == 0 else factor / scale
        if name not in _NO_UNIT:
            powers[name] = powers.get(name, 0) + (1 if place == 0 else -1)
    return Unit(_sorted(powers), factor, words.strip())


def _split(part: str) -> tuple[Decimal, str]:
    """ล้านบาท → (1,000,000, บาท); a multiplier alone has no name."""
    if not part.startswith(_WORDS_OF_THEIR_OWN):
        for word in _LONGEST_FIRST:
            rest = part.removeprefix(word).strip()
            if part.startswith(word) and _begins_a_word(rest):
                return MULTIPLIERS[word], _SAME.get(rest, rest)
    return ONE, _SAME.get(part, part)


def _begins_a_word(rest: str) -> bool:
    """Not in the middle of one: no vowel or mark that belongs to the letter before."""
    return not rest or not ("ะ" <= rest[0] <= "ฺ" or "็" <= rest[0] <= "๎")


def is_multiplier(words: str) -> bool:
    """Whether the words are a multiplier and nothing else: ล้าน."""
    return evened(words).casefold() in MULTIPLIERS


def alike(one: Unit, other: Unit) -> bool:
    """Whether figures in both can be added once they have one factor: ล้านบาท and บาท, but not บาท and คน."""
    return one.powers == other.powers


def same_unit(words: str, unit: Unit) -> bool | None:
    """Whether words beside or above figures name the unit that these are counted in; None where they name no known unit.

    What is counted one by one bears several names (คน, ราย): another such name contradicts nothing, another scale does.
    """
    written = read_unit(words)
    if written == unit:
        return True
    names = {name for name, _power in written.powers}
    if not is_multiplier(words) and not (names and names <= _COUNTED | _MEASURED):
        return None
    others = names | {name for name, _power in unit.powers}
    alike_ = is_multiplier(words) or alike(written, unit) or not others & _MEASURED
    return alike_ and written.factor == unit.factor


def converted(value: Decimal, given: Unit, wanted: Unit) -> Decimal:
    """The same amount in another unit that is ``alike``."""
    with exact():
        return value if given.factor == wanted.factor else value * given.factor / wanted.factor


def product(one: Unit, other: Unit) -> Unit:
    """คน × บาท/คน is บาท."""
    return _combined(one, other, 1)


def ratio(one: Unit, other: Unit) -> Unit:
    """บาท ÷ คน is บาท/คน."""
    return _combined(one, other, -1)


def _combined(one: Unit, other: Unit, sign: int) -> Unit:
    powers = dict(one.powers)
    for name, power in other.powers:
        powers[name] = powers.get(name, 0) + sign * power
    with exact():
        factor = one.factor * other.factor if sign > 0 else one.factor / other.factor
    kept = _sorted(powers)
    return Unit(kept, factor, _in_words(kept, factor))


def _sorted(powers: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _in_words(powers: tuple[tuple[str, int], ...], factor: Decimal) -> str:
    above = "·".join(name for name, power in powers for _ in range(max(power, 0)))
    below = "".join(f"/{name}" for name, power in powers for _ in range(max(-power, 0)))
    scale = next((word for word, size in MULTIPLIERS.items() if size == factor), "")
    if not scale and factor != ONE:
        scale = f"×{aligned(factor, 0)} "
    return scale + (above or ("1" if below else "")) + below
