"""One figure: what it says, which submission brought it, where it stands in the file, what stood there before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from samrit.indicators.area_words import area_name, events_of
from samrit.indicators.cell_words import MARK_WORDS, STATUS_WORDS
from samrit.indicators.documents.rejects import column_letter
from samrit.indicators.explored_words import Teller, missing
from samrit.indicators.forms.exploring import read_moment
from samrit.indicators.item_words import name_of, period_name, unit_of
from samrit.indicators.queries.exploring import Asked, Line, Scope, figures, line_of, period_in
from samrit.indicators.queries.submissions import visible_to
from samrit.indicators.queries.tracing import Version, trace
from samrit.indicators.views.exploring.shown import scope_in
from samrit.indicators.views.found import NATIONAL, crumbs_of
from samrit.people.middleware import PersonRequest
from samrit.rules.exploring import carriers
from samrit.rules.observed import Status
from samrit.rules.periods import Period, period_of
from samrit.ui.formats import number
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@dataclass(frozen=True)
class ShownVersion:
    """A figure as one submission brought it. ``it`` is None for people who may not know more of the file than its receipt."""

    text: str
    is_missing: bool
    marks: str
    version: Version
    letter: str
    it: Any


@require_safe
def data_cell(request: PersonRequest, area: str, item: str, code: str, period: str) -> HttpResponse:
    """Can I trust this figure, and whom do I ask?"""
    if area == NATIONAL:
        raise Http404
    scope = scope_in(request, area)
    line = line_of(scope, item, code, request.GET.get("by", ""))
    when = period_in(line.entry, period) if line else None
    if line is None or when is None:
        raise Http404
    figure = figures(scope, [line], [when])[0, when.number]
    at = read_moment(request.GET.get("at", ""))
    traced = trace(scope, line.key(when.number), at)
    known = _known(request, traced.versions)
    teller = Teller(scope, Asked(at=at))
    context = {
        "area": scope.area,
        "at": at,
        "item": line.entry,
        "name": name_of(line.entry.item),
        "place": area_name(line.area),
        "part": teller.part(line.codes),
        "period": period_name(when),
        "unit": unit_of(scope.book.book, line.entry.item),
        "figure": figure,
        "text": number(figure.value) if figure.value is not None else missing(figure, in_full=True),
        "versions": [_shown(scope, line, one, known) for one in traced.versions],
        "whole": traced.whole,
        "others": _others(scope, teller, line, when, today=localdate()),
        "events": events_of(line.area.code),
        "series": _series(scope, line, at),
        "crumbs": _crumbs(scope, line),
    }
    return render(request, "indicators/explore/cell.html", context)


# ── what is told of it ──────────────────────────────────────────────────────
def _known(request: PersonRequest, versions: Iterable[Version]) -> set[int]:
    """Keys of the submissions that this person may open."""
    keys = [one.submission.pk for one in versions]
    return set(visible_to(request.duties).filter(pk__in=keys).values_list("pk", flat=True))


def _shown(scope: Scope, line: Line, one: Version, known: set[int]) -> ShownVersion:
    cell = one.cell
    hidden = scope.hides(line.entry, cell.value)
    text = number(cell.value) if cell.value is not None else in_words(STATUS_WORDS[cell.status])
    return ShownVersion(
        text=in_words(STATUS_WORDS[Status.SUPPRESSED]) if hidden else text,
        is_missing=hidden or cell.value is None,
        marks="" if hidden else " · ".join(in_words(MARK_WORDS[mark]) for mark in cell.marks),
        version=one,
        letter=column_letter(cell.column),
        it=one.submission if one.submission.pk in known else None,
    )


def _others(
    scope: Scope, teller: Teller, line: Line, when: Period, *, today: date
) -> Sequence[Mapping[str, str]]:
    """Codes that carried the figures of what is the area today, each with its own page."""
    now = period_of(when.type, today)
    codes = carriers(line.area.code, [when, now] if when.number < now.number else [when]).get(when.number, ())
    areas = (scope.known(code) for code in codes)
    return [
        {
            "name": f"{area_name(one)} ({one.code})",
            "url": teller.url(Line(line.entry, one, line.part, line.codes), when),
        }
        for one in areas
        if one
    ]


def _series(scope: Scope, line: Line, at: Any) -> str:
    """The figure among its periods."""
    by = next(iter(line.codes), "") if len(line.codes) == 1 else ""
    asked = Asked(items=(line.entry.code,), areas=(line.area.code,), by=by, at=at)
    return (
        f"{reverse('indicators:explore', args=[scope.area.pk if scope.area else NATIONAL])}?{asked.query()}"
    )


def _crumbs(scope: Scope, line: Line) -> list[Crumb]:
    assert scope.area is not None  # noqa: S101 - the country has no cells of its own
    look = Crumb(gettext("ค้นดูข้อมูล"), reverse("indicators:explore", args=[scope.area.pk]))
    return crumbs_of(scope.area, look, Crumb(name_of(line.entry.item)))
