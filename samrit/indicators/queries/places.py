"""Areas of a province: what ships, and the villages it imported."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet

from samrit.indicators.models import Place
from samrit.rules.areas import Area, AreaLevel, area_by_code
from samrit.rules.areas.villages import Village

SHOWN = ("code", "name", "name_en", "parent", "valid_from", "valid_to")


def villages(province: str) -> QuerySet[Place]:
    """Every name of every village of a province (its code), by code; the newest name of a code last."""
    return Place.objects.filter(area=province).order_by("code", "pk")


def villages_now(province: str, on: date | None = None) -> QuerySet[Place]:
    """One row a village: those that stand (on a day)."""
    rows = villages(province)
    if on is None:
        return rows.filter(valid_to=None)
    return rows.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


def village_areas(province: str) -> list[Area]:
    """The villages as areas, one a code with its newest name; those that ended too. One query."""
    rows = villages(province).values_list(*SHOWN)
    return list(
        {
            code: Area(code, name, name_en, AreaLevel.VILLAGE, parent, valid_from, valid_to)
            for code, name, name_en, parent, valid_from, valid_to in rows
        }.values()
    )


def known(province: str) -> Callable[[str], Area | None]:
    """Code → area: what ships anywhere, and the villages of the province (its code), read once."""
    imported = {area.code: area for area in village_areas(province)}
    return lambda code: imported.get(code) or area_by_code(code)


def stood(province: str, code: str = "") -> dict[str, list[Village]]:
    """Code → the names of that village so far, the newest last; one query. ``code``: of this one alone."""
    rows = villages(province).filter(code=code) if code else villages(province)
    found: dict[str, list[Village]] = defaultdict(list)
    for row in rows:
        found[row.code].append(
            Village(row.code, row.name, row.name_en, row.valid_from, row.valid_to, row.split_from)
        )
    return found
