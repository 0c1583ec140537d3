"""Words of a formula that stand for a figure of the province itself: nobody sends it, other rules compute it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Figure:
    """One figure for the province and the round; ``unit`` as of an item."""

    code: str
    name: str
    name_en: str
    unit: str


QUALITY = "data_quality"
FIGURES: Mapping[str, Figure] = MappingProxyType(  # no item may have such a code
    {QUALITY: Figure(QUALITY, "ร้อยละคุณภาพข้อมูลของจังหวัด", "Quality of the province's data", "ร้อยละ")}
)
