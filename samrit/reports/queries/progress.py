"""What is known of the year so far, month by month: this year's and the same KPI's of earlier years."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from samrit.frameworks.models import Kpi, KpiTemplate
from samrit.frameworks.queries import Counterpart, counterparts
from samrit.reports.models import Progress, ProgressValue, Span
from samrit.reports.queries.items import Item
from samrit.rules.forecast import Accumulation, years_wanted
from samrit.rules.kpi_template import MONTHS

PERIODS = {Span.MONTH.value: 12, Span.QUARTER.value: 4}
Series = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class YearSoFar:
    """The periods of one indicator's year in their order: a figure, or why there is none, or neither yet.

    ``how`` is None while nobody said what the year is made of; ``how_is_stated``: the KPI's details say it.
    """

    span: str
    values: Series
    missing: Mapping[int, str] = field(default_factory=dict)  # place (from 0) → code
    how: Accumulation | None = None
    how_is_stated: bool = False
    progress: Progress | None = None

    @property
    def known(self) -> int:
        return sum(value is not None for value in self.values)


def years_so_far(items: Collection[Item]) -> dict[int, YearSoFar]:
    """Indicator → this year's periods; three queries for any number of items."""
    kept = _kept([item.kpi.indicator_id for item in items])
    contents = _contents(item.kpi for item in items)
    return {
        item.kpi.indicator_id: _year(
            kept.get(item.kpi.indicator_id), contents.get(item.kpi.template_id or 0, {})
        )
        for item in items
    }


def earlier_series(items: Collection[Item]) -> dict[int, dict[int, dict[str, Series]]]:
    """Indicator → year → span → the periods of the same KPI in the same unit; six queries for any number of items.

    All items are of one round.
    """
    first = next(iter(items), None)
    if first is None:
        return {}
    year = first.round.fiscal_year_id
    same = counterparts(
        [item.kpi.indicator_id for item in items],
        years=range(year - years_wanted(), year),
        areas=[first.round.area_id],
    )
    units = {item.kpi.indicator_id: item.kpi.unit for item in items}
    wanted = {
        indicator: [one for one in found if one.kpi.unit == units[indicator]]
        for indicator, found in same.items()
    }
    everyone = [one for found in wanted.values() for one in found]
    kept = _kept([one.indicator for one in everyone])
    contents = _contents(one.kpi for one in everyone)
    return {
        indicator: {one.year: _spans(one, kept, contents) for one in found}
        for indicator, found in wanted.items()
    }


def _spans(
    one: Counterpart, kept: Mapping[int, Progress], contents: Mapping[int, Mapping[str, object]]
) -> dict[str, Series]:
    year = _year(kept.get(one.indicator), contents.get(one.kpi.template_id or 0, {}))
    return {year.span: year.values}


def _kept(indicators: Collection[int]) -> dict[int, Progress]:
    in_force = Prefetch("values", ProgressValue.objects.filter(superseded_at=None), to_attr="in_force")
    found = Progress.objects.filter(indicator__in=indicators).select_related("saved_by")
    return {one.indicator_id: one for one in found.prefetch_related(in_force)}


def _contents(kpis: Iterable[Kpi]) -> dict[int, Mapping[str, object]]:
    """Key of the details → what they hold."""
    keys = {kpi.template_id for kpi in kpis if kpi.template_id}
    return dict(KpiTemplate.objects.filter(pk__in=keys).values_list("pk", "contents"))


def _year(progress: Progress | None, contents: Mapping[str, object]) -> YearSoFar:
    """What was entered month by month; where nothing was, the months that the KPI's details name."""
    stated = str(contents.get("monthly_total") or "")
    how = stated or (progress.accumulates if progress else "")
    span = progress.span if progress else Span.MONTH.value
    rows: list[ProgressValue] = progress.in_force if progress else []  # type: ignore[attr-defined]  # Prefetch's to_attr
    values: list[Decimal | None] = [None] * PERIODS[span]
    for row in rows:
        values[row.place - 1] = row.value
    if progress is None:
        values = _months_of(contents)
    return YearSoFar(
        span=span,
        values=tuple(values),
        missing={row.place - 1: row.missing for row in rows if row.missing},
        how=Accumulation(how) if how else None,
        how_is_stated=bool(stated),
        progress=progress,
    )


def _months_of(contents: Mapping[str, object]) -> list[Decimal | None]:
    monthly = contents.get("monthly")
    rows = monthly if isinstance(monthly, dict) else {}
    texts = [rows.get(month, {}).get("value", "") for month in MONTHS]
    return [Decimal(text) if text else None for text in texts]
