"""Saving a result, and every step on its way."""

from typing import Any

from django.http import Http404
from django.utils.timezone import now
from ninja import Router

from samrit.people.api.operations import writes
from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.api import facts, given
from samrit.reports.api.found import AtItem, ItemPath, found_item, found_round
from samrit.reports.api.told import whole_item
from samrit.reports.forms import ResultForm
from samrit.reports.queries import Item
from samrit.reports.words import NUMBER
from samrit.rules import rulesets
from samrit.ui.api.problems import of_form, refused
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import PathKey

router = Router(tags=["reports"])
WRITE, SIGN = "reports:write", "reports:sign"
AT = "/rounds/{round_id}/items/{indicator_id}"


@writes(router, f"{AT}/result", method="PUT", scope=WRITE, answers=facts.WholeItem, versioned=True)
def save_result(request: PersonRequest, at: AtItem, body: given.ResultGiven) -> dict[str, Any]:
    """Save a draft of the result.

    If-Match names what was read; when somebody saved in between nothing is overwritten (412).
    """
    item, version = found_item(request, at), version_seen(request)
    values = _cleaned(item, body)
    actions.save_result(
        item=item, **values, version=version, terms=item.judged_by.pk, by=request.user, now=now()
    )
    return _again(request, at)


def _cleaned(item: Item, body: given.ResultGiven) -> dict[str, Any]:
    """Judged by the form of the page, so that the same is taken and refused with the same words."""
    typed = {name: value or "" for name, value in body.dict().items() if name != "missing"}
    data = {**typed, "answer": body.missing or NUMBER, "version": 0}
    rules = rulesets.load(item.round.fiscal_year.rule_set)
    form = ResultForm(data, rules=rules, unit=item.judged_by.unit)
    if not form.is_valid():
        raise of_form(form, names={"answer": "missing"})
    names = ("value", "missing", *given.ResultGiven.model_fields)
    return {name: form.cleaned_data.get(name) for name in dict.fromkeys(names)}


@writes(router, f"{AT}/submit", scope=WRITE, answers=facts.WholeItem)
def submit_result(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """Send the draft to the approver."""
    actions.submit_result(item=found_item(request, at), by=request.user, now=now())
    return _again(request, at)


@writes(router, f"{AT}/recall", scope=WRITE, answers=facts.WholeItem)
def recall_result(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """Take back what was sent, until the approver decides."""
    actions.recall_result(item=found_item(request, at), by=request.user, now=now())
    return _again(request, at)


@writes(router, f"{AT}/approve", scope=SIGN, answers=facts.WholeItem, versioned=True)
def approve_result(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """Approve the result as it was read (If-Match)."""
    version = version_seen(request)
    actions.approve_result(item=found_item(request, at), by=request.user, now=now(), version=version)
    return _again(request, at)


@writes(router, f"{AT}/return", scope=SIGN, answers=facts.WholeItem, versioned=True)
def return_result(request: PersonRequest, at: AtItem, body: given.ReturnGiven) -> dict[str, Any]:
    """Send the result back with what must be mended and why (If-Match)."""
    version = version_seen(request)
    points = [actions.Point(one.field, one.reason, one.file_id) for one in body.points]
    item = found_item(request, at)
    actions.return_result(
        item=item, reason=body.reason, points=points, by=request.user, now=now(), version=version
    )
    return _again(request, at)


@writes(router, f"{AT}/co-sign", scope=SIGN, answers=facts.WholeItem, versioned=True)
def co_sign(request: PersonRequest, at: AtItem, body: given.CoSignGiven) -> dict[str, Any]:
    """Sign for an agency that shares the responsibility, or object with a reason (If-Match)."""
    version, item = version_seen(request), found_item(request, at)
    agency = next((one for one in item.owners if one.pk == body.agency_id), None)
    if agency is None:
        raise Http404
    decision = "object" if body.objection else "sign"
    actions.co_sign(
        item=item,
        agency=agency,
        decision=decision,
        reason=body.objection,
        version=version,
        by=request.user,
        now=now(),
    )
    return _again(request, at)


@writes(router, "/rounds/{round_id}/approve", scope=SIGN, answers=list[facts.DecidedFacts])
def approve_many(request: PersonRequest, round_id: PathKey, body: given.ManyGiven) -> list[dict[str, Any]]:
    """Approve many results, each as it was read; one that cannot be approved holds up no other."""
    looked_at = {one.indicator_id: one.version for one in body.results}
    decided = actions.approve_many(
        round_=found_round(request, round_id), looked_at=looked_at, by=request.user, now=now()
    )
    return [
        {
            "indicator_id": one.item.kpi.indicator_id,
            "number": one.item.kpi.full_number,
            "refusal": refused(one.refusal),
        }
        for one in decided
    ]


def _again(request: PersonRequest, at: ItemPath) -> dict[str, Any]:
    """The same item as it stands now."""
    found = found_item(request, at)
    answers_with(request, found.result.version if found.result else 0)
    return whole_item(found, request.duties, now=now())
