"""Turns the lines of a KPI table or list into items: heading, numbered row, dash, weight, owner, total."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from samrit.letters.reading.lines import Line, in_one
from samrit.letters.reading.offices import begins_office, is_agency, split_owners
from samrit.letters.reading.tables import BREAK
from samrit.letters.reading.weights import NO_WEIGHT, Weight, is_weight_cell, read_weight, take_weight
from samrit.rules.thai import arabic_digits, parse_number


class Kind(Enum):
    COMPONENT = "component"
    NUMBERED = "numbered"  # a group, a KPI or a part: the neighbours decide
    DASHED = "dashed"
    TEXT = "text"
    NOT_ASSESSED = "not assessed"
    ATTRIBUTE = "attribute"  # only a weight or owners, for the KPI above
    TOTAL = "total"


@dataclass(frozen=True)
class Item:
    """``number`` in Arabic digits without the point after it; ``mark`` is the point or bracket it was set off with."""

    kind: Kind
    line: Line
    number: str | None = None
    name: str = ""
    weight: Weight = NO_WEIGHT
    owners: tuple[str, ...] = ()
    assessed: bool = True
    mark: str = ""


_COMPONENT = re.compile(r"(?:องค์ประกอบ|มิติ)(?:ที่)? ?(\d{1,2})(?![\d.])(?: ?[:.–—-])? ?(.*)", re.DOTALL)
_LIST_SIGN = re.compile(r"^(?:[-•*]|\d{1,2}[.)]) ?(?=องค์ประกอบ|มิติ)")
_NUMBERED = re.compile(
    r"(?:(?:ตัวชี้วัด(?:ย่อย)?(?:ที่)?|kpi|ข้อ(?:ที่)?|ลำดับ(?:ที่)?) ?)?"
    r"(?P<open>\()?(?P<number>\d{1,3}(?:\.\d{1,2}){0,3})(?![\d])(?P<mark>[.):]{0,2}) ?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DASHED = re.compile(r"[-–—•●○▪*](?![-–—*•.\d]) ?(.+)", re.DOTALL)
_NOT_ASSESSED = re.compile(
    r"[(\[]? ?(?:\(?ไม่(?:นำมา|ต้อง|มีการ|ได้)?(?:รับการ)?ประเมิน|งดประเมิน|ยกเว้นการประเมิน|งดเว้นการประเมิน|ยกเลิกการประเมิน)"
    r"(?:ใน)?(?:องค์ประกอบ|มิติ)?(?:ที่ ?\d)?(?:นี้)? ?[)\]]?"
)
_TOTAL = re.compile(
    r"(?:ผล)?(?:รวม|น้ำหนักรวม)(?:น้ำหนัก|คะแนน|ทั้งหมด|ทั้งสิ้น|ทุก|องค์ประกอบ|ตัวชี้วัด|ที่|ร้อยละ|[ ():=%\d.])*"
)
_OWNER = re.compile(
    r"[(\[]? ?(?:(?:หน่วยงาน|ส่วนราชการ)(?:ผู้|ที่)?รับผิดชอบ(?:หลัก|ตัวชี้วัด)?|ผู้รับผิดชอบ(?:หลัก|ตัวชี้วัด)?|รับผิดชอบโดย"
    r"|(?:หน่วยงาน)?เจ้าภาพ(?:หลัก|ตัวชี้วัด)?|หน่วยงานหลัก|ผู้กำกับ(?:ดูแล)?(?:ตัวชี้วัด)?|ผู้รายงาน|หน่วยงาน(?= ?:))(?:ได้แก่|คือ)? ?[:=–—-]? ?(?P<owners>.+)",
    re.DOTALL,
)


_DASHED_OWNER = re.compile(r"\s[–—-]\s(\S.+)$", re.DOTALL)  # … (ร้อยละ 30) – สำนักงาน…

_BRACKETED_OWNER = re.compile(r"\s?\(([^()]{3,200})\)$")  # … น้ำหนักร้อยละ 30 (สนง.…)


# ── columns ─────────────────────────────────────────────────────────────────
_ROLES = (
    ("number", re.compile(r"(?:ลำดับ(?:ที่)?|ที่|ข้อ|no\.?|#|ตัวชี้วัดที่|รหัส)", re.IGNORECASE)),
    ("weight", re.compile(r"(?:ค่า)?(?:ถ่วง)?น้?ำหนัก.{0,30}|ร้อยละ|weight.{0,12}|คะแนนเต็ม", re.IGNORECASE)),
    ("owner", re.compile(r".{0,12}(?:รับผิดชอบ|เจ้าภาพ|หน่วยงานหลัก|ผู้กำกับ|ผู้รายงาน|owner).{0,30}|หน่วยงาน|ส่วนราชการ", re.IGNORECASE)),
    ("component", re.compile(r"องค์ประกอบ(?:การประเมิน|ที่)?|มิติ")),
    ("group", re.compile(r"(?:กลุ่ม|ประเภท|หมวด).{0,20}")),
    ("name", re.compile(r"(?:ชื่อ|รายการ|ประเด็น|รายละเอียด)?.{0,12}(?:ตัวชี้วัด|kpis?|รายการประเมิน|indicators?).{0,40}", re.IGNORECASE)),
)  # fmt: skip
_MAX_HEAD = 60  # letters in a column's heading


def column_roles(line: Line) -> dict[str, int] | None:
    """Role → column, when the row heads a table of KPIs; else None."""
    roles: dict[str, int] = {}
    for column, cell in enumerate(line.cells):
        heading = re.sub(r"[\s⏎]|\(.*?\)", "", cell)
        if not heading or len(heading) > _MAX_HEAD:
            continue
        role = next((name for name, words in _ROLES if words.fullmatch(heading)), None)
        if role is not None and role not in roles:
            roles[role] = column
    return roles if "name" in roles and len(roles) > 1 else None


# ── one line ────────────────────────────────────────────────────────────────
def read_items(line: Line, roles: dict[str, int] | None) -> list[Item]:
    """What one line says; a table's row may open a component or group beside its KPI."""
    if not line.cells:
        return [read_text(line, line.text)]
    filled = line.filled
    if len(filled) <= 1:
        return [_lone_cell(line, roles)]
    if roles is None:
        return [_unheaded_row(line)]
    return _headed_row(line, roles)


def _cell(line: Line, roles: dict[str, int], role: str) -> str:
    column = roles.get(role)
    return line.cells[column] if column is not None and column < len(line.cells) else ""


def _lone_cell(line: Line, roles: dict[str, int] | None) -> Item:
    if roles and (owner := _cell(line, roles, "owner")):
        return Item(Kind.ATTRIBUTE, line, owners=split_owners(owner))
    if roles and (weight := _cell(line, roles, "weight")) and is_weight_cell(weight):
        return Item(Kind.ATTRIBUTE, line, weight=read_weight(weight))
    return read_text(line, line.filled[0] if line.filled else "")


def _headed_row(line: Line, roles: dict[str, int]) -> list[Item]:
    opened = [
        item for role in ("component", "group") if (item := _opening(line, _cell(line, roles, role), role))
    ]
    total = _total(line)
    if total is not None:
        return [total]
    joined = in_one(" ".join(line.filled[:2]))
    if not opened and _component_match(joined):
        return [_component_row(line, roles)]
    number, name = _cell(line, roles, "number"), _cell(line, roles, "name")
    if number and not name and not is_weight_cell(number):
        number, name = "", number  # a heading that starts in the number's column
    weight_cell, owner_cell = _cell(line, roles, "weight"), _cell(line, roles, "owner")
    item = read_text(line, f"{number} {name}".strip(), weights_inside=not weight_cell)
    weight = read_weight(weight_cell) if weight_cell else item.weight
    owners = split_owners(owner_cell) or item.owners
    if not name and not number:
        item = Item(Kind.ATTRIBUTE, line)
    return [*opened, replace(item, weight=weight, owners=owners)]


def _opening(line: Line, cell: str, role: str) -> Item | None:
    if not cell:
        return None
    item = read_text(line, cell)
    if role == "component" and item.kind is not Kind.COMPONENT:
        return replace(item, kind=Kind.COMPONENT)
    return item


def _component_row(line: Line, roles: dict[str, int]) -> Item:
    column = roles.get("weight")
    weight_cell = _cell(line, roles, "weight")
    words = [
        cell
        for position, cell in enumerate(line.cells)
        if cell and not (position == column and is_weight_cell(cell))
    ]
    item = read_text(line, " ".join(words))
    return replace(item, weight=read_weight(weight_cell)) if is_weight_cell(weight_cell) else item


def _unheaded_row(line: Line) -> Item:
    """A row of a table without headings: the cells tell by their looks what they are."""
    total = _total(line)
    if total is not None:
        return total
    cells = list(line.filled)
    if _component_match(in_one(" ".join(cells[:2]))):
        weight = next((read_weight(cell) for cell in cells[1:] if is_weight_cell(cell)), None)
        item = read_text(line, " ".join(cell for cell in cells if not is_weight_cell(cell)))
        return replace(item, weight=weight) if weight else item
    number = cells.pop(0) if re.fullmatch(r"[0-9๐-๙.()]{1,8}", cells[0]) else ""
    name = cells.pop(0) if cells else ""
    weight = next((read_weight(cell) for cell in cells if is_weight_cell(cell)), NO_WEIGHT)
    owners = next((split_owners(cell) for cell in reversed(cells) if is_agency(in_one(cell))), ())
    item = read_text(line, f"{number} {name}".strip())
    return replace(item, weight=weight if not weight.empty else item.weight, owners=owners or item.owners)


def _total(line: Line) -> Item | None:
    label = arabic_digits(in_one(line.filled[0]))
    if not _TOTAL.fullmatch(label):
        return None
    numbers = [read_weight(cell) for cell in line.filled[1:] if is_weight_cell(cell)]
    return Item(
        Kind.TOTAL, line, name=label, weight=numbers[-1] if numbers else Weight(take_weight(label).weight)
    )


# ── words ───────────────────────────────────────────────────────────────────
def _component_match(text: str) -> re.Match[str] | None:
    plain = arabic_digits(text)
    return _COMPONENT.match(_LIST_SIGN.sub("", plain))


def read_text(line: Line, text: str, *, weights_inside: bool = True) -> Item:
    """What a line or cell of words is. ``weights_inside``: a weight or owner may stand among the words."""
    text = text.strip()
    plain = arabic_digits(text)
    assessed = _NOT_ASSESSED.search(plain) is None
    if not assessed and not re.sub(r"[\s\-–—•*.()]|หมายเหตุ", "", _NOT_ASSESSED.sub("", plain)):
        return Item(Kind.NOT_ASSESSED, line)
    if component := _component_match(text):
        return _component(line, text, component, assessed=assessed)
    if _TOTAL.fullmatch(plain) and re.search(r"รวม", plain):
        return Item(
            Kind.TOTAL, line, name=plain, weight=Weight(take_weight(plain).weight or _last_number(plain))
        )
    return _row(line, text, weights_inside=weights_inside)


def _last_number(plain: str) -> Decimal | None:
    number = re.search(r"(\d{1,6}(?:\.\d{1,6})?) ?%?\)?$", plain)
    return parse_number(number[1]) if number else None


def _component(line: Line, text: str, match: re.Match[str], *, assessed: bool) -> Item:
    name = text[len(text) - len(match[2]) :] if match[2] else ""
    name = _NOT_ASSESSED.sub("", name) if not assessed else name
    taken = take_weight(name, trailing=True)
    return Item(
        Kind.COMPONENT,
        line,
        number=match[1],
        name=in_one(taken.rest).strip(" :–—-"),
        weight=Weight(taken.weight),
        assessed=assessed,
    )


def _row(line: Line, text: str, *, weights_inside: bool) -> Item:
    plain = arabic_digits(text)
    item = Item(Kind.TEXT, line, name=text)
    if (match := _NUMBERED.match(plain)) and _is_number(match):
        rest = text[len(text) - len(match["rest"]) :] if match["rest"] else ""
        mark = ")" if ")" in match["mark"] else "."
        item = Item(Kind.NUMBERED, line, match["number"], rest, mark=f"({mark}" if match["open"] else mark)
    elif match := _DASHED.match(text):
        item = Item(Kind.DASHED, line, name=match[1].strip())
    return _with_attributes(item, line) if weights_inside else item


def _is_number(match: re.Match[str]) -> bool:
    """``1. ชื่อ``, ``1.1 ชื่อ``, ``1 ชื่อ``; not ``2.5 ไมครอน`` inside a sentence nor a bare year."""
    if len(match["number"]) > 2 and "." not in match["number"]:  # noqa: PLR2004 - no table has 100 rows
        return False
    return (
        bool(match["mark"])
        or "." in match["number"]
        or match["rest"][:1].isspace()
        or not match["rest"]
        or match.end("number") < match.start("rest")
    )


def _with_attributes(item: Item, line: Line) -> Item:
    name, owners = item.name, item.owners
    owner = _OWNER.search(name)
    if owner:
        name, owners = name[: owner.start()].rstrip(" ,;:(–—-"), split_owners(owner["owners"].rstrip(" )]"))
    elif not line.cells and (dash := _DASHED_OWNER.search(name)) and is_agency(dash[1]):
        name, owners = name[: dash.start()], split_owners(dash[1])
    elif not line.cells and (bracket := _BRACKETED_OWNER.search(name)) and begins_office(bracket[1]):
        name, owners = name[: bracket.start()], split_owners(bracket[1])
    taken = take_weight(name, trailing=item.kind is not Kind.TEXT)
    name = taken.rest.strip(" ,;:").removesuffix("()").strip()
    if not name and (owners or taken.weight is not None) and item.kind is not Kind.NUMBERED:
        return Item(Kind.ATTRIBUTE, line, weight=Weight(taken.weight), owners=owners)
    return replace(item, name=name, weight=Weight(taken.weight), owners=owners)


def lines_of(cell: str) -> list[str]:
    return [piece.strip() for piece in cell.split(BREAK) if piece.strip()]
