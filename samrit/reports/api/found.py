"""Fetching is authorising, for the operations of this room."""

from typing import Annotated

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Schema

from samrit.frameworks.models import Round
from samrit.frameworks.queries import rounds_visible_to
from samrit.people.middleware import PersonRequest
from samrit.reports.queries import Item, item_visible_to
from samrit.ui.api.values import Key


class ItemPath(Schema):
    """Which KPI in which round."""

    round_id: Key
    indicator_id: Key


AtItem = Annotated[ItemPath, Path()]


def found_round(request: PersonRequest, round_id: int) -> Round:
    return get_object_or_404(
        rounds_visible_to(request.duties).select_related("area", "fiscal_year"), pk=round_id
    )


def found_item(request: PersonRequest, at: ItemPath) -> Item:
    item = item_visible_to(request.duties, found_round(request, at.round_id), at.indicator_id)
    if item is None:
        raise Http404
    return item
