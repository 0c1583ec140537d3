"""The library of KPIs, and the same KPI in other years and provinces."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from samrit.frameworks.models import Edition, Framework, Kpi, LibraryKpi
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.rules.framework import is_same_kpi
from samrit.rules.kpi_names import only_match


@dataclass(frozen=True)
class Counterpart:
    """The same KPI elsewhere, as the edition in force there states it.

    ``certain``: both point to one KPI of the library; else only the names say so.
    """

    kpi: Kpi
    year: int
    area: Area
    certain: bool

    @property
    def indicator(self) -> int:
        """The key that its results belong to."""
        return self.kpi.indicator_id


def library_visible_to(duties: Duties) -> QuerySet[LibraryKpi]:
    """Everybody with a role reads the library; the central office keeps it."""
    return LibraryKpi.objects.all() if duties.memberships else LibraryKpi.objects.none()


def counterparts(
    indicators: Collection[int], *, years: Collection[int] | None = None, areas: Collection[str] | None = None
) -> dict[int, list[Counterpart]]:
    """Indicator → the same KPI of other years and provinces, newest year first; two queries for any number.

    ``years`` and ``areas`` (codes) narrow it down. The same KPI is the one of the same entry in the library;
    where an entry is not known on both sides, the one of the same component and name, in the same province also
    of a like name. At most one in each province and year; whether its values may be shown, the caller decides.
    """
    asked = _asked(indicators)
    candidates = _Candidates(_others(asked.values(), years, areas))
    return {
        indicator: candidates.of(asked[indicator]) if indicator in asked else [] for indicator in indicators
    }


def _asked(indicators: Collection[int]) -> dict[int, Kpi]:
    """Indicator → its KPI in force, or the newest there is."""
    kpis = Kpi.objects.filter(indicator__in=indicators).select_related(
        "indicator", "component__edition__framework"
    )
    found: dict[int, Kpi] = {}
    for kpi in sorted(kpis, key=_is_in_force_and_new):
        found[kpi.indicator_id] = kpi
    return found


def _is_in_force_and_new(kpi: Kpi) -> tuple[bool, int]:
    return kpi.component.edition.status == Edition.Status.PUBLISHED, kpi.component.edition.number


def _others(
    asked: Collection[Kpi], years: Collection[int] | None, areas: Collection[str] | None
) -> QuerySet[Kpi]:
    by_library = Q(indicator__library_kpi__in={kpi.indicator.library_kpi_id for kpi in asked} - {None})
    by_name = Q(name__in={kpi.name for kpi in asked})
    at_home = Q(component__edition__framework__area__in={_framework(kpi).area_id for kpi in asked})
    kpis = Kpi.objects.filter(by_library | by_name | at_home).filter(
        component__edition__status=Edition.Status.PUBLISHED
    )
    if years is not None:
        kpis = kpis.filter(component__edition__framework__fiscal_year__in=years)
    if areas is not None:
        kpis = kpis.filter(component__edition__framework__area__in=areas)
    return kpis.select_related("indicator", "component__edition__framework__area").order_by("pk")


class _Candidates:
    """The KPIs that others may be the same as, found by entry, by name and by place."""

    def __init__(self, kpis: Iterable[Kpi]) -> None:
        self.by_entry: dict[int | None, list[Kpi]] = defaultdict(list)
        self.by_name: dict[tuple[object, ...], list[Kpi]] = defaultdict(list)
        self.at_home: dict[tuple[object, ...], list[Kpi]] = defaultdict(list)
        for kpi in kpis:
            self.by_entry[kpi.indicator.library_kpi_id].append(kpi)
            self.by_name[*_place(kpi), kpi.name].append(kpi)
            self.at_home[*_place(kpi), _framework(kpi).area_id].append(kpi)

    def of(self, kpi: Kpi) -> list[Counterpart]:
        """The likeliest of each province and year, the surest kind first."""
        found: dict[tuple[str, int], Counterpart] = {}
        entry = kpi.indicator.library_kpi_id
        if entry is not None:
            _add(found, kpi, self.by_entry[entry], certain=True)
        _add(found, kpi, (one for one in self.by_name[*_place(kpi), kpi.name] if _may_be(kpi, one)))
        at_home = self.at_home[*_place(kpi), _framework(kpi).area_id]
        unknown = [one for one in at_home if _where(one) not in found and _may_be(kpi, one)]
        unknown.sort(key=lambda one: one.number != kpi.number)
        _add(found, kpi, (one for one in unknown if is_same_kpi(one.name, kpi.name)))
        return sorted(found.values(), key=lambda one: (-one.year, one.area.pk))


def _add(
    found: dict[tuple[str, int], Counterpart], kpi: Kpi, others: Iterable[Kpi], *, certain: bool = False
) -> None:
    for other in others:
        where = _where(other)
        if where not in found and where != _where(kpi):
            framework = _framework(other)
            found[where] = Counterpart(other, framework.fiscal_year_id, framework.area, certain)


def _may_be(kpi: Kpi, other: Kpi) -> bool:
    """By its name only where the library does not say that it is another."""
    return None in (kpi.indicator.library_kpi_id, other.indicator.library_kpi_id)


def _framework(kpi: Kpi) -> Framework:
    return kpi.component.edition.framework


def _where(kpi: Kpi) -> tuple[str, int]:
    return _framework(kpi).area_id, _framework(kpi).fiscal_year_id


def _place(kpi: Kpi) -> tuple[int, bool]:
    """Component, and whether it is a part: a part is never the same as a whole."""
    return kpi.component.number, kpi.parent_id is not None


class LibraryNames:
    """The names that the library knows, to find the entry of a KPI that comes with its name only; one query."""

    def __init__(self) -> None:
        self._names: dict[int | None, list[tuple[int, str]]] = defaultdict(list)
        for entry in LibraryKpi.objects.filter(active=True).only("pk", "name", "aliases", "part_of"):
            self._names[entry.part_of_id] += [(entry.pk, name) for name in (entry.name, *entry.aliases)]

    def entry_of(self, name: str) -> int | None:
        """The entry of a KPI, when its name (but for a few letters) is that of one entry only."""
        return only_match(name, self._names[None])

    def entry_of_part(self, name: str, whole: int | None) -> int | None:
        """The entry of a part of the entry ``whole``."""
        return None if whole is None else only_match(name, self._names[whole])
