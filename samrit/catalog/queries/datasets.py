"""Datasets that a person may know of, and what is read of them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Max, Prefetch, Q, QuerySet

from samrit.catalog.models import Dataset, DatasetRevision, Holiday, Resource, as_record
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.catalog import Currency, currency, load, policy_of
from samrit.rules.catalog import Dataset as Stated
from samrit.rules.searching import searchable
from samrit.rules.thai import fiscal_year


def visible_to(duties: Duties) -> QuerySet[Dataset]:
    """In the office: of the own agencies, of the coordinated provinces; the central office sees all."""
    rows = Dataset.objects.select_related("agency__area", "area")
    if duties.evaluates:
        return rows
    return rows.filter(Q(agency__in=duties.agencies()) | Q(area__in=duties.coordinated_areas()))


def with_resources(rows: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Each with its resources in their order; one query more, however many."""
    return rows.prefetch_related(
        Prefetch("resources", Resource.objects.select_related("file").order_by("position", "id"))
    )


def with_answers(rows: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Each with ``answered``: the last day on which a resource of it answered."""
    return rows.annotate(answered=Max("resources__answered_on"))


def agencies_to_write(writers: tuple[set[int], set[str]]) -> QuerySet[Agency]:
    """The agencies whose datasets a person may write. ``writers``: of ``permissions.writable``."""
    agencies, areas = writers
    return (
        Agency.objects.filter(Q(pk__in=agencies) | Q(area__in=areas), area__isnull=False)
        .select_related("area")
        .order_by("name")
    )


def agencies_looked_after(duties: Duties) -> QuerySet[Agency]:
    """Those whose counts and plans a person reads."""
    rows = Agency.objects.filter(area__isnull=False).select_related("area").order_by("area_id", "name", "pk")
    if duties.evaluates:
        return rows
    return rows.filter(Q(pk__in=duties.agencies()) | Q(area__in=duties.coordinated_areas()))


def narrowed(rows: QuerySet[Dataset], wanted: Mapping[str, Any], *, on: date) -> QuerySet[Dataset]:
    """By words (each of them), agency, state, and what is to be done: incomplete, faults, late."""
    for word in str(wanted.get("q") or "").split():
        rows = rows.filter(words__contains=searchable(word).text)
    if wanted.get("agency"):
        rows = rows.filter(agency=wanted["agency"])
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    todos: Mapping[str, QuerySet[Dataset]] = {
        "incomplete": rows.filter(filled__lt=14),
        "faults": rows.filter(faults__gt=0),
        "late": rows.filter(late_from__lte=on),
        "update": to_update(rows, on),
        "publish": rows.filter(state=Dataset.State.DRAFT, faults=0),
        "unregistered": rows.filter(registered_on=None, state=Dataset.State.PUBLISHED, is_open=True),
    }
    return todos.get(str(wanted.get("todo")), rows)


def to_update(rows: QuerySet[Dataset], on: date) -> QuerySet[Dataset]:
    """Published ones that are past their day, or will be soon."""
    policy = policy_of(fiscal_year(on))
    soon = Q(due_on__lte=on + timedelta(days=max(policy.told_before))) & Q(
        updated_on__lte=F("due_on") - timedelta(days=policy.told_from)
    )
    return rows.filter(Q(due_on__lt=on) | soon, state=Dataset.State.PUBLISHED)


def is_near(dataset: Dataset, on: date) -> bool:
    """Whether it will be due soon."""
    return policy_of(fiscal_year(on)).is_near(dataset.updated_on, dataset.due_on, on)


def same_title(dataset: Dataset) -> QuerySet[Dataset]:
    """Others of the province that bear the same title."""
    return (
        Dataset.objects.filter(area=dataset.area_id, title_key=dataset.title_key)
        .exclude(pk=dataset.pk)
        .exclude(state=Dataset.State.WITHDRAWN)
    )


def history_of(dataset: Dataset) -> QuerySet[DatasetRevision]:
    return DatasetRevision.objects.filter(dataset=dataset).select_related("by").order_by("-number")


# ── as the rules know it ────────────────────────────────────────────────────
def page_of(dataset: Dataset) -> str:
    """The public page of a dataset, whole."""
    return f"{settings.SITE_URL.rstrip('/')}/catalog/{dataset.name}/"


def address_of(dataset: Dataset, resource: Resource) -> str:
    """Where a resource is had: its own address, or the download beside its page."""
    if resource.kind == Resource.Kind.LINK:
        return str(resource.record.get("url", ""))
    return f"{page_of(dataset)}resource/{resource.public_id}/download/"


def stated_of(dataset: Dataset, resources: Iterable[Resource]) -> Stated:
    """The record with those of its resources, each with its address."""
    return Stated(
        dataset.schema_version,
        as_record(dataset.record),
        tuple({**_of_database(one), "url": address_of(dataset, one)} for one in resources),
    )


def _of_database(resource: Resource) -> dict[str, Any]:
    """Its record; observations are as new as the province's database, or as their record says."""
    record = as_record(resource.record)
    if resource.kind == Resource.Kind.OBSERVATIONS and resource.answered_on:
        day = resource.answered_on.isoformat()
        record["resource_last_updated_date"] = max(day, str(record.get("resource_last_updated_date", "")))
    return record


def holidays() -> frozenset[date]:
    return frozenset(Holiday.objects.values_list("day", flat=True))


def currency_of(
    dataset: Dataset, *, on: date, free: frozenset[date] = frozenset(), answered: date | None = None
) -> Currency:
    """Whether it is up to date on a day. ``free``: of ``holidays``; ``answered``: of ``with_answers``."""
    return currency(
        load(dataset.schema_version),
        as_record(dataset.record),
        updated=dataset.updated_on,
        on=on,
        policy=policy_of(fiscal_year(on)),
        holidays=free,
        answered=answered,
    )
