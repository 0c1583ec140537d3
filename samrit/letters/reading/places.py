"""Provinces that a text names."""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from samrit.rules.thailand import BANGKOK, Province, province_by_code, province_by_name, provinces

_AFTER = re.compile(r"(?:จังหวัด|(?<![ก-ฮ])จ\. ?)")
_NAME = re.compile(r"[ก-ฮะ-ฺเ-์]{2,20}")
# Words that follow จังหวัด when no province is named.
_GENERIC = re.compile(
    r"(?:ทุก|ละ|ที่|และ|หรือ|ใน|ของ|ตาม|ประจำ|เพื่อ|ได้|ขอ|จึง|ให้|แจ้ง|เป็น|มี|ต่าง|อื่น|นี้|นั้น|กับ|โดย|จะ|ต้อง|เสนอ"
    r"|สามารถ|ดำเนิน|รายงาน|พิจารณา|ทราบ|ส่ง|ผ่าน|ด้วย|แล้ว|ด้าน|แบบ|แห่ง|เคลื่อน|ชายแดน|ภาค|รอบ|สู่|ไม่|ยัง|ซึ่ง|คือ|ทั้ง|หนึ่ง|เดียว)"
)
_NEAR = 75  # of 100: a name this close to a province's is a slip of it


@dataclass(frozen=True)
class PlaceRead:
    """``จังหวัด…`` at ``start``; ``province`` None when there is no province of that ``name``."""

    start: int
    name: str
    province: Province | None


@cache
def _known() -> re.Pattern[str]:
    """The name of any province, longest first."""
    return re.compile("|".join(sorted((province.th for province in provinces()), key=len, reverse=True)))


def find_provinces(text: str) -> list[PlaceRead]:
    """Every province named after จังหวัด or จ., and every name there that is none. กรุงเทพมหานคร counts too."""
    found = []
    for match in _AFTER.finditer(text):
        name = _NAME.match(text, match.end())
        if name is None:
            continue
        known = _known().match(text, match.end())
        if known is not None:
            found.append(PlaceRead(match.start(), known.group(), province_by_name(known.group())))
        elif match.group().startswith("จังหวัด") and not _GENERIC.match(name.group()):
            found.append(PlaceRead(match.start(), name.group(), None))
    found += [
        PlaceRead(m.start(), m.group(), province_by_code(BANGKOK)) for m in re.finditer("กรุงเทพมหานคร", text)
    ]
    return sorted(found, key=lambda place: place.start)


def nearest_province(name: str) -> Province | None:
    """The province that a misread name probably means."""
    scored = [(fuzz.ratio(name[: len(p.th) + 1], p.th), p) for p in provinces()]
    score, best = max(scored, key=lambda pair: pair[0])
    return best if score >= _NEAR else None


def province_by_letter_code(code: str) -> Province | None:
    return next((province for province in provinces() if province.letter_code == code), None)
