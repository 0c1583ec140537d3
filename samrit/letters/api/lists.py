"""Keeping distribution lists: made, changed, ended."""

from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Schema, Status
from pydantic import Field

from samrit.letters.actions import distributing as actions
from samrit.letters.api.delivered_facts import DistributionListFacts
from samrit.letters.api.sent import WRITE, RecipientGiven, router
from samrit.letters.models import DistributionList
from samrit.letters.permissions.delivery import refuse_keeping_list
from samrit.letters.queries.delivery import lists_visible_to
from samrit.people.api.operations import done, made, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.letters.delivering import MOST_RECIPIENTS
from samrit.ui.api.values import PathKey, Text

AT = "/distribution-lists/{list_id}"


class ListGiven(Schema):
    """``members``: in the order of the letter."""

    name: Annotated[str, Text(150, least=1)]
    members: list[RecipientGiven] = Field(min_length=1, max_length=MOST_RECIPIENTS)


class NewListGiven(ListGiven):
    """``area``: TIS 1099, null: the central office's own."""

    area: Annotated[str, Text(8)] | None = None


@writes(router, "/distribution-lists", scope=WRITE, answers=DistributionListFacts, made=True, missing=True)
def make_distribution_list(request: PersonRequest, body: NewListGiven) -> Status[Any]:
    """Make a list of recipients for a province one coordinates, or the central office's own."""
    if refuse_keeping_list(request.duties, body.area):
        raise Http404
    area = get_object_or_404(Area, pk=body.area) if body.area else None
    kept = actions.make_list(area=area, name=body.name, members=_members(body), by=request.user, now=now())
    return made(_kept(request, kept.pk))


@writes(router, AT, method="PUT", scope=WRITE, answers=DistributionListFacts)
def change_distribution_list(request: PersonRequest, list_id: PathKey, body: ListGiven) -> DistributionList:
    """Write a list anew; letters that were sent by it stay as they were sent."""
    kept = _kept(request, list_id)
    actions.change_list(
        distribution_list=kept, name=body.name, members=_members(body), by=request.user, now=now()
    )
    return _kept(request, list_id)


@writes(router, AT, method="DELETE", scope=WRITE)
def end_distribution_list(request: PersonRequest, list_id: PathKey) -> Status[None]:
    """End a list: no letter is sent by it any more."""
    actions.end_list(distribution_list=_kept(request, list_id), by=request.user, now=now())
    return done()


def _members(body: ListGiven) -> list[tuple[int, str]]:
    return [(one.agency_id, one.wording) for one in body.members]


def _kept(request: PersonRequest, list_id: int) -> DistributionList:
    """Only who keeps it."""
    kept = get_object_or_404(lists_visible_to(request.duties), pk=list_id)
    if refuse_keeping_list(request.duties, kept.area_id):
        raise Http404
    return kept
