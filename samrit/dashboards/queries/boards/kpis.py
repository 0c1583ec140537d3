"""Scores of single KPIs: of a year's provinces side by side, of one KPI over provinces and years, of one agency."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from samrit.frameworks.models import KpiOwner
from samrit.scores.models import KpiScore

MOST_COLUMNS = 60  # of a heat map: more names than that are no KPIs of many provinces


@dataclass(frozen=True)
class Figure:
    """One KPI's score (0–100) and points in a province's year; ``value`` is what was verified, in ``unit``.

    ``library`` is the KPI that it is over years and provinces, None while nobody said so.
    """

    area: str
    year: int
    number: str
    is_part: bool
    name: str
    score: Decimal | None
    points: Decimal | None
    weight: Decimal | None
    value: Decimal | None
    missing: str | None
    unit: str
    library: int | None
    kpi: int
    indicator: int


def figures_of(scores: Collection[int], **narrowed: Any) -> list[Figure]:
    """The KPIs of these scores (keys), in the order of their frameworks; one query, however many."""
    return [_figure(*row) for row in _rows(KpiScore.objects.filter(province_score__in=scores, **narrowed))]


def _figure(area: str, year: int, component: int, number: str, parent: int | None, *rest: Any) -> Figure:
    return Figure(area, year, f"{component}-{number}", parent is not None, *rest)


def _rows(scores: QuerySet[KpiScore], *before: str) -> Iterable[tuple[Any, ...]]:
    place = Coalesce("kpi__parent__position", "kpi__position")
    parts_last = F("kpi__parent").asc(nulls_first=True)
    return scores.order_by(
        "province_score__round__area", "kpi__component__number", place, parts_last, "kpi__position", "kpi"
    ).values_list(
        *before, "province_score__round__area", "province_score__round__fiscal_year", "kpi__component__number", "kpi__number",
        "kpi__parent", "kpi__name", "score", "points", "kpi__weight", "verification__value", "verification__missing", "kpi__unit",
        "kpi__indicator__library_kpi", "kpi", "kpi__indicator",
    )  # fmt: skip


# ── province × KPI ──────────────────────────────────────────────────────────
@dataclass(frozen=True)
class HeatColumn:
    """A KPI that several provinces have; ``library`` where the library knows it."""

    key: str
    name: str
    library: int | None


@dataclass(frozen=True)
class Heat:
    """``cells`` by (province's code, column's key); ``others``: how many further KPIs a province has of its own."""

    columns: Sequence[HeatColumn]
    cells: Mapping[tuple[str, str], Figure]
    others: Mapping[str, int]


def heat_of(figures: Iterable[Figure], names: Mapping[int, str]) -> Heat:
    """The same KPI of all provinces in one column: by the library, else by its very name; ``names`` of the library."""
    whole = [one for one in figures if not one.is_part]
    found: dict[tuple[str, str], Figure] = {}
    for one in whole:
        found.setdefault((one.area, _key(one)), one)
    provinces = {area for area, _ in found}
    count = Counter(key for _, key in found)
    shared = [
        key for key, times in count.items() if key.startswith("library-") or times > 1 or len(provinces) == 1
    ]
    shared.sort(key=lambda key: -count[key])  # stable: else as frameworks print them
    columns = [_column(key, found, names) for key in shared[:MOST_COLUMNS]]
    kept = {column.key for column in columns}
    others = Counter(one.area for one in whole if _key(one) not in kept)
    return Heat(columns, {place: one for place, one in found.items() if place[1] in kept}, others)


def _key(figure: Figure) -> str:
    return f"library-{figure.library}" if figure.library else f"name-{' '.join(figure.name.split())}"


def _column(key: str, found: Mapping[tuple[str, str], Figure], names: Mapping[int, str]) -> HeatColumn:
    first = next(one for (_, of), one in found.items() if of == key)
    name = names.get(first.library, first.name) if first.library else first.name
    return HeatColumn(key, name, first.library)


# ── one KPI over provinces and years ────────────────────────────────────────
def figures_of_library_kpi(library: int, scores: Collection[int]) -> dict[str, dict[int, Figure]]:
    """Province → year → its figure; one query.

    Narrowed to the scores here: ten years' keys in the query make SQLite try each with each of the KPIs.
    """
    wanted, found = set(scores), dict[str, dict[int, Figure]]()
    for score, *row in _rows(KpiScore.objects.filter(kpi__indicator__library_kpi=library), "province_score"):
        if score in wanted:
            one = _figure(*row)
            found.setdefault(one.area, {}).setdefault(one.year, one)
    return found


# ── one agency ──────────────────────────────────────────────────────────────
def figures_of_agency(agency: int, scores: Collection[int]) -> list[Figure]:
    """The KPIs that it answers for, parts (which have their KPI's owners) and KPIs with parts alike; one query."""
    owned = KpiOwner.objects.filter(agency=agency).values("kpi")
    return [one for one in figures_of(scores, kpi__in=owned) if not one.is_part]


def owners_of(kpis: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """KPI → (key, name) of its agencies, the leading one first; one query."""
    owners: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = KpiOwner.objects.filter(Q(kpi__in=kpis)).order_by("kpi", "position")
    for kpi, agency, name in rows.values_list("kpi", "agency", "agency__name"):
        owners[kpi].append((agency, name))
    return dict(owners)


def steps_of(score: int) -> dict[int, list[Any]]:
    """KPI → the sentences that say how its score came about; one query."""
    return dict(KpiScore.objects.filter(province_score=score).values_list("kpi", "steps"))
