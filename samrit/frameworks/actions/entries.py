"""Finding the library's entries for KPIs that come with their names only."""

from collections import Counter
from collections.abc import Iterable

from samrit.frameworks.models import Edition, Indicator, Kpi
from samrit.frameworks.queries import LibraryNames


def link_to_library(edition: Edition, names: LibraryNames | None = None) -> int:
    """Tie the edition's indicators to the library, where a name fits one entry only; how many were tied.

    Two KPIs that fit the same entry stay as they are: somebody must say which one it is.
    """
    kpis = Kpi.objects.filter(component__edition=edition).select_related("indicator", "parent")
    entries = _entries(sorted(kpis, key=lambda kpi: kpi.parent_id is not None), names or LibraryNames())
    for indicator, entry in entries.items():
        Indicator.objects.filter(pk=indicator, library_kpi=None).update(library_kpi=entry)
    return len(entries)


def _entries(wholes_first: Iterable[Kpi], names: LibraryNames) -> dict[int, int]:
    """Indicator → entry, for the indicators that have none yet."""
    known: dict[int, int] = {}
    guessed: dict[int, int] = {}
    for kpi in wholes_first:
        if kpi.indicator.library_kpi_id is not None:
            known[kpi.indicator_id] = kpi.indicator.library_kpi_id
        elif entry := _guess(kpi, {**known, **guessed}, names):
            guessed[kpi.indicator_id] = entry
    uses = Counter((known | guessed).values())
    return {indicator: entry for indicator, entry in guessed.items() if uses[entry] == 1}


def _guess(kpi: Kpi, entries: dict[int, int], names: LibraryNames) -> int | None:
    if kpi.parent is None:
        return names.entry_of(kpi.name)
    return names.entry_of_part(kpi.name, entries.get(kpi.parent.indicator_id))
