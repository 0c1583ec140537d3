"""Figures looked up by programs: tables, a series, a pivot, one figure with where it comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Query, Router

from samrit.indicators.api import explored_facts as facts
from samrit.indicators.api.explored_telling import figure_facts, pivot_facts, row_facts, version_facts
from samrit.indicators.forms.exploring import ExploreForm
from samrit.indicators.models import Generation
from samrit.indicators.permissions.exploring import refuse_country, whole_items
from samrit.indicators.permissions.items import readable
from samrit.indicators.queries.exploring import (
    Asked,
    Line,
    Scope,
    Table,
    figures,
    line_of,
    period_in,
    scope_of,
    tables_of,
)
from samrit.indicators.queries.observations import paths, store
from samrit.indicators.queries.pivoting import crossed, refuse_crossing
from samrit.indicators.queries.submissions import visible_to
from samrit.indicators.queries.tracing import trace
from samrit.indicators.store.port import Choice, Dimension
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.rules.exploring import Way
from samrit.rules.periods import Period
from samrit.rules.periods.period import FIRST_YEAR, LAST_YEAR
from samrit.rules.wording import RefusedError, say
from samrit.ui.api.paging import Slice, paged_by_place, place_in
from samrit.ui.api.problems import of_form, wrong

router = Router(tags=["data"])
READ = "data:read"
COUNTRY = "national"
MOST_PERIODS = 400  # of a row that a program is told at once
_NAMES = {"item": "items", "area": "places"}  # of the form → of the operation
_TOO_LONG = say("span_too_long", "ช่วงเวลายาวเกิน {most} งวด – พิมพ์ปีให้แคบลง", most=str(MOST_PERIODS))
_TOO_FAR = say("moment_too_far", "เวลานี้อยู่นอกปีที่ระบบรู้จัก – ตรวจปีอีกครั้ง")


@reads(router, "/data/{area}/table", scope=READ, answers=facts.TableFacts)
def data_table(request: PersonRequest, area: str, at: Query[facts.TableSlice]) -> dict[str, Any]:
    """Items by areas and periods, missing told as what it is; all parts of a list are of one generation.

    ``area`` is a province, or ``national``: the provinces side by side, for the central office.
    """
    scope = _pinned(_scope(request, area, at.at), request, at)
    tables = _tables(scope, at)
    page = paged_by_place(
        request, lambda first, most: list(_rows(scope, tables, first, most)), at, of=_number(scope)
    )
    return {"generation": _number(scope), "rows": sum(table.rows for table in tables), **page}


@reads(router, "/data/{area}/series", scope=READ, answers=facts.SeriesFacts)
def data_series(request: PersonRequest, area: str, at: Query[facts.SeriesSlice]) -> dict[str, Any]:
    """One item of one area through the years, also over splits and new numbers of the area."""
    scope = _pinned(_scope(request, area, at.at), request, at)
    line = line_of(scope, at.item, at.place, at.part)
    if line is None:
        raise Http404
    periods = _all_periods(scope, line, at)
    found = figures(scope, [line], periods)
    told = [figure_facts(period, found[0, period.number]) for period in periods]
    page = paged_by_place(request, lambda first, most: told[first : first + most], at, of=_number(scope))
    return {"generation": _number(scope), **_named(scope, line), **page}


@reads(router, "/data/{area}/pivot", scope=READ, answers=facts.PivotsFacts, also=(409,))
def data_pivot(request: PersonRequest, area: str, at: Query[facts.PivotSlice]) -> dict[str, Any]:
    """Figures put together by two dimensions, where the item says that they may be; how many are missing stands beside each."""
    scope = _scope(request, area, at.at)
    sides, way = (Dimension(at.rows), Dimension(at.columns)), Way(at.way)
    told = []
    for table in _tables(scope, at):
        refusal = refuse_crossing(scope, table, rows=sides[0], columns=sides[1], way=way, by=at.by)
        if refusal:
            raise RefusedError(refusal)
        found = crossed(scope, table, rows=sides[0], columns=sides[1], way=way)
        told.append(pivot_facts(table, sides, found))
    return {"generation": _number(scope), "pivots": told}


@reads(router, "/data/{area}/cells/{item}/{place}/{period}", scope=READ, answers=facts.TracedFacts)
def data_cell(  # noqa: PLR0917 - the address has as many parts
    request: PersonRequest, area: str, item: str, place: str, period: str, at: Query[facts.OneSlice]
) -> dict[str, Any]:
    """One figure: which submission brought it, where it stands in the file, what stood there before."""
    scope = _scope(request, area, at.at)
    line = line_of(scope, item, place, at.part)
    when = period_in(line.entry, period) if line else None
    if line is None or when is None or scope.area is None:
        raise Http404
    found = trace(scope, line.key(when.number), at.at)
    keys = [one.submission.pk for one in found.versions]
    known = set(visible_to(request.duties).filter(pk__in=keys).values_list("pk", flat=True))
    return {
        **_named(scope, line),
        "figure": figure_facts(when, figures(scope, [line], [when])[0, when.number]),
        "versions": [version_facts(scope, line, one, known) for one in found.versions],
        "whole": found.whole,
    }


# ── where ───────────────────────────────────────────────────────────────────
def _scope(request: PersonRequest, code: str, at: datetime | None) -> Scope:
    if code == COUNTRY and refuse_country(request.duties):
        raise Http404
    if at is not None and not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise wrong("query.at", _TOO_FAR)
    area = None if code == COUNTRY else get_object_or_404(readable(request.duties), pk=code)
    scope = scope_of(area, at)
    return replace(scope, whole=whole_items(request.duties, scope))


def _pinned(scope: Scope, request: PersonRequest, at: Slice) -> Scope:
    """The generation that the first part of the list was read from, whatever was accepted meanwhile."""
    known, _first = place_in(request, at)
    if not known or scope.area is None:
        return scope
    made = Generation.objects.filter(area=scope.area, number=known).first()
    return replace(scope, generation=made, files=paths(made.files)) if made else scope


def _number(scope: Scope) -> int:
    return scope.generation.number if scope.generation else 0


# ── which ───────────────────────────────────────────────────────────────────
def _tables(scope: Scope, at: facts.Looking) -> tuple[Table, ...]:
    """Judged by the form of the page, so that both say the same words."""
    form = ExploreForm(scope, _as_typed(at))
    if not form.is_valid():
        raise of_form(form, names=_NAMES, place="query")
    try:
        tables = tables_of(scope, replace(form.asked(), at=at.at), today=localdate())
    except RefusedError as refused:
        raise wrong("query.first", refused.refusal.message) from None
    if any(len(table.periods) > MOST_PERIODS for table in tables):
        raise wrong("query.first", _TOO_LONG)
    return tables


def _as_typed(at: facts.Looking) -> QueryDict:
    typed = QueryDict(mutable=True)
    typed.setlist("item", [code.strip() for code in at.items.split(",") if code.strip()])
    typed.setlist("area", [code.strip() for code in at.places.split(",") if code.strip()])
    for name in ("below", "within", "first", "last", "by"):
        typed[name] = getattr(at, name)
    return typed


def _rows(scope: Scope, tables: Sequence[Table], first: int, most: int) -> Iterator[facts.Told]:
    """Rows from one place on, through all tables."""
    for table in tables:
        lines = table.lines(first, most) if first < table.rows else []
        found = figures(scope, lines, table.periods)
        yield from (
            {**_named(scope, line), **row_facts(table, place, found)} for place, line in enumerate(lines)
        )
        first, most = max(0, first - table.rows), most - len(lines)
        if most <= 0:
            return


def _named(scope: Scope, line: Line) -> facts.Told:
    return {
        "item": line.entry.code,
        "area": line.area.code,
        "parts": dict(line.codes),
        "unit": scope.book.book.unit_text(line.entry.item),
    }


def _all_periods(scope: Scope, line: Line, at: facts.SeriesSlice) -> tuple[Period, ...]:
    """The span that is asked for; without ends, from the first figure that was sent to the last."""
    first, last = at.first, at.last
    if not (first and last) and scope.files:
        choice = Choice((line.entry.key,), (int(line.area.code),), (), (line.part,))
        numbers = [number for (number,) in store().counts(scope.files, [Dimension.PERIOD], choice)]
        if numbers:
            kind = line.entry.item.period
            first = first or str(Period(kind, numbers[0]))
            last = last or str(Period(kind, numbers[-1]))
    asked = Asked(items=(line.entry.code,), areas=(line.area.code,), first=first, last=last)
    try:
        (table,) = tables_of(scope, asked, today=localdate())
    except RefusedError as refused:
        raise wrong("query.first", refused.refusal.message) from None
    return table.periods
