"""The KPIs before and after one, for going on without the list."""

from dataclasses import dataclass

from samrit.frameworks.models import Round
from samrit.frameworks.queries import edition_of
from samrit.people.queries import Duties
from samrit.reports.queries.items import kpis_visible_to


@dataclass(frozen=True)
class Neighbour:
    """``indicator`` is the key in the address, ``number`` the full number."""

    indicator: int
    number: str
    name: str


def neighbours(duties: Duties, round_: Round, indicator: int) -> tuple[Neighbour | None, Neighbour | None]:
    """The KPI before and the one after, among those that this person may see, in the order of the list."""
    edition = edition_of(round_)
    if edition is None:
        return None, None
    rows = kpis_visible_to(duties, edition).select_related(None).prefetch_related(None)
    names = rows.values_list("indicator", "component__number", "number", "name")
    found = [Neighbour(key, f"{component}-{number}", name) for key, component, number, name in names]
    here = next((place for place, one in enumerate(found) if one.indicator == indicator), None)
    if here is None:
        return None, None
    before = found[here - 1] if here else None
    after = found[here + 1] if here + 1 < len(found) else None
    return before, after
