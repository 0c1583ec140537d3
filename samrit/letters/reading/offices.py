"""Names of offices: telling several in one cell apart, and telling the same office under two names."""

import re

from samrit.letters.reading.characters import for_comparison
from samrit.letters.reading.tables import BREAK
from samrit.letters.reading.terms import offices
from samrit.rules.thailand import provinces

_OFFICE = (
    r"(?:สนง\.?|สำนักงาน|สนจ\.?|ที่ทำการ|ที่ว่าการ|แขวง|โครงการ|ศูนย์|สถานี|ตำรวจภูธร|ภ\.จว|องค์การ|อบจ|อบต|เทศบาล|การไฟฟ้า"
    r"|การประปา|กรม|กระทรวง|กอง|กลุ่มงาน|มหาวิทยาลัย|วิทยาลัย|ธนาคาร|ทสจ|ปภ\.|พมจ|สสจ|สถจ|กษจ|ศธจ|เรือนจำ|ด่าน|สวน|อำเภอ)"
)
_HEAD = (
    r"(?:ปลัดจังหวัด|หัวหน้า|ผู้อำนวยการ|ผอ\.|นายอำเภอ|นายก|พัฒนาการจังหวัด|ผู้จัดการ|ผู้บังคับการ|ผู้กำกับการ|อัยการ|นายแพทย์"
    r"|เจ้าพนักงาน|ผู้ว่าราชการ|ปลัดกระทรวง|อธิบดี|เลขาธิการ|ประธาน|ผู้บัญชาการ|สาธารณสุขจังหวัด|ทุกส่วนราชการ|ส่วนราชการ)"
)
_OWNER_START = rf"(?:{_OFFICE}|{_HEAD})"
_SPLIT = re.compile(
    rf"\s*(?:{BREAK}|[;,]|\s/\s|/(?={_OWNER_START})|\sและ\s?(?={_OWNER_START})|และ(?={_OWNER_START})|\sร่วมกับ\s?"
    rf"|\s(?={_OWNER_START}))\s*"
)
_ITEM = re.compile(r"^(?:[-–—•*]|\(?[0-9๐-๙]{1,2}[.)](?!\d))\s*")
_ITEM_INSIDE = re.compile(r"\s(?:[-–—•]|\(?[0-9๐-๙]{1,2}[.)])\s?(?=[ก-๙])")
_ROLE = re.compile(r"^(?:หน่วยงาน)?(?:หลัก|รอง|ร่วม|สนับสนุน|รับผิดชอบ(?:หลัก|ร่วม)?)\s*[:：]\s*")
_OPEN_END = re.compile(r"(?:สำนักงาน|สนง\.?|จังหวัด|และ|การ)$")


def split_owners(cell: str) -> tuple[str, ...]:
    """The offices named in one cell, as printed: ``สนง.ทสจ.ปท. สนง.ปภ.จ.ปท.`` are two."""
    owners: list[str] = []
    for piece in _SPLIT.split(_ITEM_INSIDE.sub(BREAK, cell)):
        name = _ROLE.sub("", _ITEM.sub("", piece.strip())).strip(" :;,")
        if not name or not re.search(r"[ก-๙A-Za-z]", name):
            continue
        if owners and (name.startswith(("(", "จ.", "จังหวัด")) or _OPEN_END.search(owners[-1])):
            owners[-1] = f"{owners[-1]} {name}"  # a line of the same name
        else:
            owners.append(name)
    return tuple(dict.fromkeys(owners))


_BEGINS = re.compile(r"(?:สนง|สำนักงาน|สนจ|ที่ทำการ|ที่ว่าการ|ทสจ\.|ปภ\.|พมจ\.|แขวงทางหลวง)")


def begins_office(text: str) -> bool:
    """Whether a line inside a cell opens the next office rather than ends the last name."""
    return _BEGINS.match(text) is not None


_AGENCY = re.compile(rf"(?:{_OWNER_START}|[ก-๙ ]{{2,40}}จังหวัด)")


def is_agency(text: str) -> bool:
    """Whether a line reads like the name of an office or the title of its head."""
    return bool(_AGENCY.match(text)) and len(text) <= 120 and not re.search(r"(?:ตัวชี้วัด|น้ำหนัก|ร้อยละ)", text)  # noqa: PLR2004 - a name, not a sentence


_PROVINCE = re.compile(
    r"(?:ประจำ)?(?:จังหวัด|(?<!ทส)(?<!กษ)(?<!สถ)(?<!พม)(?<!สส)(?<!ศธ)(?<!ยผ)จ\.)\s*(?:"
    + "|".join(sorted((p.th for p in provinces()), key=len, reverse=True))
    + r")?"
    r"|(?<=จ\.)[ก-ฮ]{2}\.?$|(?<=\.)(?:" + "|".join(p.letter_code for p in provinces()) + r")\.?$"
)
_TITLE = re.compile(r"^(?:หัวหน้า|ผู้อำนวยการ|ผอ\.|ผู้จัดการ|นายก(?=องค์การ|เทศ))\s*")
_SHORT_OFFICE = re.compile(r"^(?:สำนักงาน|สนง\.?)\s*")
_PROVINCIAL_OFFICE = "สำนักงานจังหวัด"


def office_key(name: str) -> str:
    """The same for every name of one office: สำนักงานพัฒนาชุมชนจังหวัด…, สนง.พช., พัฒนาการจังหวัด….

    Only for matching inside one letter; it leaves the province out.
    """
    bare = re.sub(r"\s*\([^()]{0,40}\)$", "", name).strip()
    if re.match(r"(?:หัวหน้า)?(?:สำนักงาน|สนง\.?)\s*(?:จังหวัด|จ\.)|สนจ", bare):
        return _PROVINCIAL_OFFICE
    core = _SHORT_OFFICE.sub("", _TITLE.sub("", bare))
    core = for_comparison(_PROVINCE.sub("", core))
    return offices().get(core, core)
