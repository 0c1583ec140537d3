"""The KPI's four counts of agencies: the facts of every dataset, gathered in a few queries however many."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from samrit.catalog.models import CatalogResult, CurrencyConfirmation, Dataset, PlanItem, as_record
from samrit.catalog.queries.datasets import currency_of, holidays, with_answers
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.catalog import Entry, Result, counted, currency, load, meter, newest, policy_of, terms_of

PLANNED = "plan-"  # before the key of what stands in the plan only


def entries_of(agencies: Iterable[int], year: int, *, on: date) -> dict[int, list[Entry]]:
    """Agency (key) → its datasets as the KPI sees them on a day, and what is planned and not made yet."""
    keys = list(agencies)
    found: dict[int, list[Entry]] = {key: [] for key in keys}
    planned = plan_of(keys, year)
    in_plan = {item.dataset_id for item in planned if item.dataset_id}
    confirmed = _confirmed(keys, on)
    free = holidays()
    rows = Dataset.objects.filter(agency__in=keys).exclude(state=Dataset.State.WITHDRAWN)
    for one in with_answers(rows).order_by("title", "pk"):
        entry = _entry(one, on=on, free=free, planned=one.pk in in_plan, confirmed=one.pk in confirmed)
        found[one.agency_id].append(entry)
    for item in planned:
        if item.dataset_id is None:
            found[item.agency_id].append(_planned(item, on))
    return found


def _entry(one: Dataset, *, on: date, free: frozenset[date], planned: bool, confirmed: bool) -> Entry:
    answered = getattr(one, "answered", None)
    return Entry(
        id=str(one.pk),
        title=one.title,
        open=one.is_open,
        published=one.is_public,
        meter=meter(load(one.schema_version), as_record(one.record)),
        currency=currency_of(one, on=on, free=free, answered=answered),
        planned=planned,
        worked_on=worked_on(one, on),
        registered_on=one.registered_on,
        confirmed=confirmed,
    )


def worked_on(one: Dataset, on: date) -> date | None:
    """The last day on which a published dataset was developed (published) or updated; None of a draft."""
    if not one.is_public or one.published_at is None:
        return None
    days = [localdate(one.published_at), *([one.updated_on] if one.updated_on else [])]
    return max(min(day, on) for day in days)


def _planned(item: PlanItem, on: date) -> Entry:
    """What is not made yet counts in the plan, and nowhere else."""
    schema = newest()
    return Entry(
        id=f"{PLANNED}{item.pk}",
        title=item.title,
        open=False,
        published=False,
        meter=meter(schema, {}),
        currency=currency(schema, {}, updated=None, on=on, policy=policy_of(item.fiscal_year)),
        planned=True,
    )


def _confirmed(agencies: Sequence[int], on: date) -> set[int]:
    """Datasets that somebody answers for on this day."""
    rows = CurrencyConfirmation.objects.filter(dataset__agency__in=agencies, on__lte=on, until__gte=on)
    return set(rows.values_list("dataset_id", flat=True))


def plan_of(agencies: Iterable[int], year: int) -> list[PlanItem]:
    """What agencies plan for a fiscal year (พ.ศ.), without what was dropped."""
    rows = PlanItem.objects.filter(agency__in=list(agencies), fiscal_year=year, dropped_at=None)
    return list(rows.select_related("dataset", "agency__area").order_by("agency_id", "pk"))


def counts_of(agencies: Iterable[int], year: int, *, on: date) -> dict[int, Result]:
    """Agency (key) → the four counts with their failing datasets, and the result proposed from them."""
    terms = terms_of(year)
    return {key: counted(rows, year, terms) for key, rows in entries_of(agencies, year, on=on).items()}


def plan_visible_to(duties: Duties) -> QuerySet[PlanItem]:
    """Items of the own agencies, of the coordinated provinces; the central office sees all."""
    rows = PlanItem.objects.select_related("agency__area", "dataset")
    if duties.evaluates:
        return rows
    return rows.filter(agency__in=duties.agencies()) | rows.filter(
        agency__area__in=duties.coordinated_areas()
    )


# ── results that were kept ──────────────────────────────────────────────────
def newest_result(agency: Agency, year: int) -> CatalogResult | None:
    """The newest result that was proposed for an agency in a fiscal year."""
    return CatalogResult.objects.filter(agency=agency, fiscal_year=year).order_by("-number").first()


def newest_results(agencies: Iterable[int], year: int) -> Mapping[int, CatalogResult]:
    """Agency (key) → its newest result of a fiscal year; an agency without one is not in it."""
    rows = CatalogResult.objects.filter(agency__in=list(agencies), fiscal_year=year).order_by("number")
    return {row.agency_id: row for row in rows.select_related("by")}
