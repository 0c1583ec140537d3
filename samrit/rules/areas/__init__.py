"""Areas (พื้นที่): provinces, districts, subdistricts and villages, their codes, names and what became of them."""

from samrit.rules.areas.codes import AreaRefusal, Found, read_code, read_parts
from samrit.rules.areas.names import Findable, find_area
from samrit.rules.areas.register import (
    LEVELS,
    Area,
    AreaLevel,
    above,
    area_by_code,
    areas,
    children,
    ended_areas,
    full_title,
    level_name,
    level_of,
    village,
)
from samrit.rules.areas.series import history, same_place, successors

__all__ = [
    "LEVELS",
    "Area",
    "AreaLevel",
    "AreaRefusal",
    "Findable",
    "Found",
    "above",
    "area_by_code",
    "areas",
    "children",
    "ended_areas",
    "find_area",
    "full_title",
    "history",
    "level_name",
    "level_of",
    "read_code",
    "read_parts",
    "same_place",
    "successors",
    "village",
]
