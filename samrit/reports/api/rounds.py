"""Rounds, their items, and what happened to each."""

from typing import Any

from django.utils.timezone import now
from ninja import Query, Router
from pydantic import Field

from samrit.audit.queries import history_of
from samrit.frameworks.queries import rounds_visible_to
from samrit.people.api.happened import HappenedFacts, happened_facts
from samrit.people.api.operations import reads
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports.api import facts
from samrit.reports.api.found import AtItem, found_item, found_round
from samrit.reports.api.told import counts, item_facts, round_facts, whole_item
from samrit.reports.queries import items_visible_to, standings_visible_to
from samrit.reports.secrets_kept import told_events
from samrit.ui.api.paging import Page, Slice, paged, paged_list, without_nones
from samrit.ui.api.requests import answers_with
from samrit.ui.api.values import PathKey

router = Router(tags=["reports"])
READ = "reports:read"


class RoundSlice(Slice):
    """Of one province, one year (พ.ศ.), one kind of round."""

    area: str | None = Field(None, max_length=8, description="TIS 1099 code of a province")
    year: int | None = Field(None, ge=2500, le=2700, description="Fiscal year in the Buddhist era")
    months: int | None = Field(None, description="6, 9 or 12", ge=1, le=12)


@reads(router, "/rounds", scope=READ, answers=Page[facts.RoundFacts])
def rounds(request: PersonRequest, at: Query[RoundSlice]) -> dict[str, Any]:
    """Reporting rounds of the provinces one works in; the central office sees all."""
    moment = now()
    wanted = without_nones({"area": at.area, "fiscal_year": at.year, "months": at.months})
    rows = rounds_visible_to(request.duties).select_related("fiscal_year").filter(**wanted)
    page = paged(request, rows, at)
    return {**page, "items": [round_facts(round_, now=moment) for round_ in page["items"]]}


@reads(router, "/rounds/{round_id}", scope=READ, answers=facts.WholeRound)
def round_(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """One round, its window, and where its items stand."""
    found = found_round(request, round_id)
    standings = standings_visible_to(request.duties, found)
    return {**round_facts(found, now=now()), "counts": counts(standings)}


@reads(router, "/rounds/{round_id}/items", scope=READ, answers=Page[facts.ItemFacts])
def items(request: PersonRequest, round_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """The KPIs of a round with their results, as far as one may see them."""
    standings = standings_visible_to(request.duties, found_round(request, round_id))
    page = paged_list(request, standings, at, key=lambda standing: (standing.indicator,))
    kpis = [standing.kpi for standing in page["items"]]
    found = items_visible_to(request.duties, found_round(request, round_id), kpis=kpis)
    return {
        **page,
        "items": [item_facts(item) for item in sorted(found, key=lambda one: one.kpi.indicator_id)],
    }


@reads(router, "/rounds/{round_id}/items/{indicator_id}", scope=READ, answers=facts.WholeItem)
def item(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """One KPI in one round: what stands there, what it would score, what one may do.

    The ETag names its version: send it in If-Match with every write.
    """
    found = found_item(request, at)
    answers_with(request, found.result.version if found.result else 0)
    return whole_item(found, request.duties, now=now())


@reads(router, "/rounds/{round_id}/items/{indicator_id}/history", scope=READ, answers=Page[HappenedFacts])
def item_history(request: PersonRequest, at: AtItem, part: Query[Slice]) -> dict[str, Any]:
    """Who changed what of a result, when and why; the newest first."""
    found = found_item(request, at)
    things = [*filter(None, (found.result, found.cancellation)), *found.reopenings]
    page = paged(request, history_of(*things), part, order=("-pk",))
    lines = told(told_events(request.duties, page["items"]))
    return {**page, "items": [happened_facts(line) for line in lines]}
