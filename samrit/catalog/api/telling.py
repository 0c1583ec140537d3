"""Datasets, imports and counts as the operations tell them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from samrit.catalog.models import (
    CatalogImport,
    CatalogResult,
    Dataset,
    ImportRow,
    PlanItem,
    Resource,
    as_record,
)
from samrit.catalog.permissions import datasets as permissions
from samrit.catalog.queries.counting import PLANNED
from samrit.catalog.queries.datasets import address_of, currency_of, stated_of
from samrit.catalog.queries.importing import fault_of
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.catalog import Count, Fault, Result, faults_of, load, meter, refusing
from samrit.rules.wording import Message
from samrit.ui.api.problems import refused
from samrit.ui.wording import in_words


def agency_facts(agency: Agency) -> dict[str, Any]:
    return {"id": agency.pk, "name": agency.name}


def dataset_facts(dataset: Dataset, free: frozenset[date]) -> dict[str, Any]:
    """``free``: of ``queries.holidays``."""
    answered = getattr(dataset, "answered", None)
    found = currency_of(dataset, on=localdate(), free=free, answered=answered)
    names = (
        "id name title state private filled faults registered_on created_at modified_at published_at revision"
    )
    return {
        **{name: getattr(dataset, name) for name in names.split()},
        "public_id": str(dataset.public_id),
        "area": dataset.area_id,
        "agency": agency_facts(dataset.agency),
        "open": dataset.is_open,
        "rows": len(load(dataset.schema_version).rows),
        "currency": {
            "state": found.state.value,
            "why": in_words(found.why),
            "updated_on": found.updated,
            "due_on": found.due,
            "late_from": found.late_from,
        },
    }


def whole_dataset(duties: Duties, dataset: Dataset, free: frozenset[date]) -> dict[str, Any]:
    """Of a dataset fetched ``with_resources``."""
    schema = load(dataset.schema_version)
    resources = list(dataset.resources.all())
    stated = stated_of(dataset, resources)
    faults = faults_of(schema, stated)
    may = {
        "change": permissions.refuse_changing(duties, dataset),
        "publish": permissions.refuse_publishing(duties, dataset, refusing(faults)),
        "withdraw": permissions.refuse_withdrawing(duties, dataset),
        "restore": permissions.refuse_restoring(duties, dataset),
    }
    return {
        **dataset_facts(dataset, free),
        "schema_version": dataset.schema_version,
        "record": dataset.record,
        "resources": [resource_facts(dataset, one) for one in resources],
        "missing": [
            {
                "number": row.row.number,
                "name": in_words(row.row.label),
                "to_do": [in_words(mend) for _code, mend in row.wanting],
            }
            for row in meter(schema, as_record(dataset.record)).missing
        ],
        "problems": [fault_facts(one) for one in faults],
        "may": {name: refused(refusal) for name, refusal in may.items()},
    }


def resource_facts(dataset: Dataset, resource: Resource) -> dict[str, Any]:
    names = "id kind record media_type size sha256 created_at modified_at"
    return {
        **{name: getattr(resource, name) for name in names.split()},
        "public_id": str(resource.public_id),
        "url": address_of(dataset, resource),
    }


def fault_facts(fault: Fault) -> dict[str, Any]:
    return {
        "field": fault.field,
        "value": fault.value,
        "message": in_words(fault.message),
        "mend": in_words(fault.mend),
        "refuses": fault.refuses,
        "resource": fault.resource,
    }


NOTHING_YET = dict.fromkeys(ImportRow.Fate.values, 0)


def import_facts(brought: CatalogImport) -> dict[str, Any]:
    names = "id name state schema_version brought_at decided_at"
    return {
        **{name: getattr(brought, name) for name in names.split()},
        "agency": agency_facts(brought.agency),
        "datasets": brought.counts.get("dataset", NOTHING_YET),
        "resources": brought.counts.get("resource", NOTHING_YET),
        "under_way": brought.under_way,
        "problem": in_words(Message.from_data(brought.problem)) if brought.problem else "",
        "notes": [in_words(Message.from_data(note)) for note in brought.notes],
    }


def import_row_facts(row: ImportRow) -> dict[str, Any]:
    names = "number kind sheet row name title fate differences kept"
    return {
        **{name: getattr(row, name) for name in names.split()},
        "faults": [fault_facts(fault_of(one)) for one in row.faults],
    }


def counts_facts(agency: Agency, result: Result) -> dict[str, Any]:
    return {
        "agency": agency_facts(agency),
        "fiscal_year": result.year,
        "counts": [_count(count) for count in result.counts],
        "percent": result.percent,
        "level": in_words(result.level.name) if result.level else "",
        "steps": [in_words(step) for step in result.steps],
        "terms_version": result.version,
    }


def _count(count: Count) -> dict[str, Any]:
    return {
        "counted": count.terms.counted.value,
        "name": in_words(count.terms.name),
        "met": count.met,
        "base": count.base,
        "failing": [
            {"dataset_id": _key(one.entry.id), "title": one.entry.title, "why": in_words(one.why)}
            for one in count.failing
        ],
    }


def _key(entry: str) -> int | None:
    return None if entry.startswith(PLANNED) else int(entry)


def result_facts(result: CatalogResult) -> dict[str, Any]:
    return {
        **{name: getattr(result, name) for name in ("id", "fiscal_year", "number", "day", "level", "at")},
        "agency": agency_facts(result.agency),
        "percent": Decimal(result.percent) if result.percent else None,
        "steps": [in_words(Message.from_data(step)) for step in result.steps],
    }


def plan_facts(item: PlanItem) -> dict[str, Any]:
    names = ("id", "fiscal_year", "title", "dataset_id", "note", "at")
    return {**{name: getattr(item, name) for name in names}, "agency": agency_facts(item.agency)}
