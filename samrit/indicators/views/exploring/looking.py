"""Look figures up: which items, where, when; a table with charts, a pivot, files, an address to share."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from samrit.indicators.forms.exploring import ExploreForm
from samrit.indicators.item_words import name_of
from samrit.indicators.queries.exploring import Asked, Scope, Table, tables_of
from samrit.indicators.views.exploring.crossing import shown_cross
from samrit.indicators.views.exploring.shown import address_of, asked_in, shown_table
from samrit.indicators.views.found import crumbs_of, title_of
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb


@require_safe
def explore(request: PersonRequest, area: str) -> HttpResponse:
    """What do the figures say, where do they come from, and how do I keep or share this?"""
    scope, form = asked_in(request, area)
    asked = form.asked()
    context: dict[str, Any] = {
        "area": scope.area,
        "address": area,
        "title": title_of(scope.area) if scope.area else gettext("ทุกจังหวัด"),
        "form": form,
        "asked": asked,
        "chosen": " · ".join(name_of(scope.book.entries[code].item) for code in asked.items),
        "generation": scope.generation,
        "is_empty": not scope.files,
        "lists": [(code, name) for code, name in form.fields["by"].choices if code in form.lists()],  # type: ignore[attr-defined]  # of a ChoiceField
        "crumbs": _crumbs(scope),
        **{name: request.build_absolute_uri(link) for name, link in _links(scope, asked, form).items()},
    }
    if form.is_valid() and asked.items:
        context |= _found(request, scope, asked, form)
    return render(request, "indicators/explore/page.html", context)


def _found(request: PersonRequest, scope: Scope, asked: Asked, form: ExploreForm) -> dict[str, Any]:
    """The tables; a span that no item's periods fit is told instead."""
    try:
        tables = tables_of(scope, asked, today=localdate())
    except RefusedError as refused:
        return {"problem": refused.refusal}
    shown = [shown_table(scope, asked, table, request.GET.get("page")) for table in tables]
    return {"tables": shown, **_crossed(scope, asked, tables, form.crossing())}


def _crossed(
    scope: Scope, asked: Asked, tables: tuple[Table, ...], crossing: dict[str, str]
) -> dict[str, Any]:
    if not crossing:
        return {}
    found = [shown_cross(scope, asked, table, **crossing) for table in tables]
    return {
        "crosses": [one for one in found if not isinstance(one, Refusal)],
        "cross_refusals": list({str(one): one for one in found if isinstance(one, Refusal)}.values()),
    }


def _links(scope: Scope, asked: Asked, form: ExploreForm) -> dict[str, str]:
    """The page by its own address, and as it stands now, whatever is accepted later."""
    path = reverse("indicators:explore", args=[address_of(scope)])
    moment = asked.at or (scope.generation.made_at if scope.generation else now())
    crossing = form.crossing()
    return {
        "permalink": f"{path}?{asked.query(**crossing)}",
        "frozen_link": f"{path}?{replace(asked, at=moment).query(**crossing)}",
    }


def _crumbs(scope: Scope) -> list[Crumb]:
    if scope.area is None:
        return [crumbs_of(None)[0], Crumb(gettext("ค้นดูข้อมูล"))]
    return crumbs_of(scope.area, Crumb(gettext("ค้นดูข้อมูล")))
