"""The KPI's four counts of agencies, the results proposed from them, and the year's plan."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Query, Router, Status

from samrit.catalog.actions.plans import drop_plan, plan_dataset, propose_result
from samrit.catalog.api import facts
from samrit.catalog.api.datasets import READ, WRITE
from samrit.catalog.api.telling import counts_facts, plan_facts, result_facts
from samrit.catalog.queries.counting import counts_of, plan_visible_to
from samrit.catalog.queries.datasets import agencies_looked_after, visible_to
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["catalog"])


@reads(router, "/catalog/agencies/{agency_id}/counts", scope=READ, answers=facts.CatalogCountsFacts)
def catalog_counts(
    request: PersonRequest, agency_id: PathKey, at: Query[facts.CountsAsked]
) -> dict[str, Any]:
    """The four counts as they are today, each with the datasets that fail it and why."""
    agency = get_object_or_404(agencies_looked_after(request.duties), pk=agency_id)
    return counts_facts(agency, counts_of([agency.pk], at.fiscal_year, on=localdate())[agency.pk])


@writes(
    router, "/catalog/results", scope=WRITE, answers=facts.CatalogResultFacts, made=True, missing=True
)  # fmt: skip
def propose_catalog_result(request: PersonRequest, body: facts.CatalogResultGiven) -> Status[Any]:
    """Keep the counts of today with the result that they propose for the KPI; the same again is the same result."""
    agency = get_object_or_404(agencies_looked_after(request.duties), pk=body.agency_id)
    kept = propose_result(agency=agency, fiscal_year=body.fiscal_year, by=request.user, now=now())
    return made(result_facts(kept))


@reads(router, "/catalog/plan", scope=READ, answers=Page[facts.PlanItemFacts])
def catalog_plan(request: PersonRequest, at: Query[facts.PlanSlice]) -> dict[str, Any]:
    """What is to be developed or updated in a fiscal year."""
    rows = plan_visible_to(request.duties).filter(fiscal_year=at.fiscal_year, dropped_at=None)
    if at.agency:
        rows = rows.filter(agency=at.agency)
    page = paged(request, rows, at)
    return {**page, "items": [plan_facts(one) for one in page["items"]]}


@writes(router, "/catalog/plan", scope=WRITE, answers=facts.PlanItemFacts, made=True, missing=True)
def plan_catalog_dataset(request: PersonRequest, body: facts.CatalogPlanGiven) -> Status[Any]:
    """Into the plan: a dataset that there is, or the title of one to come."""
    agency = get_object_or_404(agencies_looked_after(request.duties), pk=body.agency_id)
    dataset = get_object_or_404(visible_to(request.duties), pk=body.dataset_id) if body.dataset_id else None
    item = plan_dataset(
        agency=agency,
        fiscal_year=body.fiscal_year,
        dataset=dataset,
        title=body.title,
        note=body.note,
        by=request.user,
        now=now(),
    )
    return made(plan_facts(item))


@writes(router, "/catalog/plan/{plan_id}/drop", scope=WRITE, answers=facts.PlanItemFacts)
def drop_catalog_plan(
    request: PersonRequest, plan_id: PathKey, body: facts.CatalogReasonGiven
) -> dict[str, Any]:
    """Out of the plan, with a reason."""
    item = get_object_or_404(plan_visible_to(request.duties), pk=plan_id)
    return plan_facts(drop_plan(item=item, reason=body.reason, by=request.user, now=now()))
