"""The province's observations, as they are or as they were known at a moment."""

from dataclasses import replace
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samrit.indicators.api import data_facts as facts
from samrit.indicators.api.data_telling import cell_facts
from samrit.indicators.models import Generation
from samrit.indicators.permissions.exploring import whole_items
from samrit.indicators.permissions.items import readable
from samrit.indicators.queries.exploring import Scope, kept_back
from samrit.indicators.queries.items import AreaBook, area_book
from samrit.indicators.queries.observations import generation_of, paths, store
from samrit.indicators.store.port import Choice
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.periods import from_text
from samrit.rules.wording import RefusedError, say
from samrit.ui.api.paging import paged_by_place, place_in
from samrit.ui.api.problems import wrong

router = Router(tags=["data"])
_OTHER_KIND = say("period_other_kind", "รายการนี้ไม่ได้เก็บเป็นช่วงเวลาแบบนั้น")


@reads(router, "/observations", scope="data:read", answers=facts.ObservationsFacts, missing=True)
def observations(request: PersonRequest, at: Query[facts.CellSlice]) -> dict[str, Any]:
    """Cells of one item in a province, now or as of a moment; all parts of a list are of one generation.

    Small counts are suppressed for those who neither own nor send the item.
    """
    area = get_object_or_404(readable(request.duties), pk=at.area)
    book = area_book(area)
    chosen = _choice(book, at)
    generation = _generation(request, area, at)
    files = paths(generation.files) if generation else ()
    page = paged_by_place(
        request,
        lambda first, most: store().table(files, chosen, first=first, most=most) if files else (),
        at,
        of=generation.number if generation else 0,
    )
    scope = Scope(area, book, files, generation, {})
    scope = replace(scope, whole=whole_items(request.duties, scope))
    return {
        "generation": generation.number if generation else 0,
        "made_at": generation.made_at if generation else None,
        "items": cell_facts(book, [kept_back(scope, cell) for cell in page["items"]]),
        "next": page["next"],
    }


def _generation(request: PersonRequest, area: Area, at: facts.CellSlice) -> Generation | None:
    """The one that the first part of the list was read from, whatever was accepted meanwhile."""
    known, _first = place_in(request, at)
    if known:
        return Generation.objects.filter(area=area, number=known).first()
    return generation_of(area.pk, at.at)


def _choice(book: AreaBook, at: facts.CellSlice) -> Choice:
    entry = book.entries.get(at.item)
    if entry is None:
        raise Http404
    return Choice(
        items=(entry.key,),
        areas=(int(at.place),) if at.place else (),
        periods=(_period(at.period, entry.item.period),) if at.period else (),
    )


def _period(text: str, kind: object) -> int:
    try:
        period = from_text(text)
    except RefusedError as refused:
        raise wrong("query.period", refused.refusal.message) from None
    if period.type != kind:
        raise wrong("query.period", _OTHER_KIND)
    return period.number
