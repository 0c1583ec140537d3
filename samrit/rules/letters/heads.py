"""How a letter addresses the head of an agency (``heads.toml``): a title that letters used before, else the usual one."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

# An alias that begins so, or is shortened, names the office and not who leads it.
_OFFICES = (
    "สำนัก",
    "สนง",
    "สนจ",
    "ที่ทำการ",
    "ที่ว่าการ",
    "ศูนย์",
    "สถานี",
    "ตำรวจภูธร",
    "กอง",
    "กลุ่ม",
    "แขวง",
    "ด่าน",
    "โครงการ",
)
_PROVINCE = "จังหวัด"


@cache
def _titles() -> dict[str, str]:
    data = tomllib.loads((resources.files(__package__) / "heads.toml").read_text(encoding="utf-8"))
    same = {f"สำนักงาน{name}{_PROVINCE}": f"{name}{_PROVINCE}" for name in data["same"]}
    return {**same, **data["titles"]}


def is_title(alias: str) -> bool:
    """``พัฒนาการจังหวัดปทุมธานี`` is one, ``สนง.พัฒนาชุมชน จ.ปท.`` and ``ทสจ.ปท.`` are not."""
    return _PROVINCE in alias and "." not in alias and not alias.startswith(_OFFICES)


def head_title(name: str, aliases: Sequence[str] = ()) -> str:
    """The head of the agency of this name; of an office that is not known, ``หัวหน้า`` and its name."""
    if title := next((alias for alias in aliases if is_title(alias)), ""):
        return title
    for office, title in _titles().items():
        if name.startswith(office):
            return title + name.removeprefix(office)
    return f"หัวหน้า{name}"
