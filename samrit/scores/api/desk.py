"""Finding at the evaluator's desk: rounds that were filed, and their results."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from samrit.frameworks.models import Round
from samrit.people.middleware import PersonRequest
from samrit.reports.api.found import ItemPath
from samrit.reports.queries import Item, item_visible_to
from samrit.rules.workflow import Status
from samrit.scores import queries
from samrit.scores.api.given import JudgementGiven


def filed_round(request: PersonRequest, round_id: int) -> Round:
    return get_object_or_404(queries.rounds_to_evaluate(request.duties), pk=round_id)


def filed_item(request: PersonRequest, at: ItemPath) -> Item:
    item = item_visible_to(request.duties, filed_round(request, at.round_id), at.indicator_id)
    if item is None or item.status not in {Status.FILED, Status.VERIFIED}:
        raise Http404
    return item


def typed_judgement(body: JudgementGiven) -> dict[str, Any]:
    """As the page's form sends it."""
    reasons = {f"reason_{place}": reason for place, reason in enumerate(body.reasons)}
    own = body.dict(exclude={"reasons"})
    return {**{name: value or "" for name, value in own.items()}, **reasons}
