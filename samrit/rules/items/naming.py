"""Which of a province's agencies a kind of agency (an owner of items) is, by its name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from samrit.rules.kpi_names import bare

ALIKE = 0.88
_HEADS = re.compile(r"^(?:สำนักงาน|สนง\.?|ที่ทำการ)")


@dataclass(frozen=True)
class Bearer:
    """An agency with its names: the one in full, then others."""

    key: int
    names: tuple[str, ...]


def core_of(name: str, province: str) -> str:
    """What is left of an office's name without its head, its province and signs: สนง.สถิติ จ.ปทุมธานี → สถิติ."""
    text = name.replace("จ.", "จังหวัด").replace(province, "") if province else name
    return bare(_HEADS.sub("", text.strip())).replace("จังหวัด", "")


def likely(owner: str, bearers: Iterable[Bearer], province: str) -> int | None:
    """The key of the one agency that bears the owner's name, or nearly; None where none or several do."""
    wanted = core_of(owner, province)
    cores = {bearer.key: {core_of(name, province) for name in bearer.names} for bearer in bearers}
    same = [key for key, names in cores.items() if wanted in names]
    if same:
        return same[0] if len(same) == 1 else None
    near = [key for key, names in cores.items() if any(_alike(wanted, name) for name in names)]
    return near[0] if len(near) == 1 else None


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE
