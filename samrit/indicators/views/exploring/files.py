"""What was looked up as a file, and its charts as pictures."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from samrit.indicators.documents.explored_charts import drawn
from samrit.indicators.documents.exported import KINDS, TooLongForASheetError, written
from samrit.indicators.forms.exploring import ExploreForm
from samrit.indicators.queries.exploring import Asked, Scope, Table, tables_of
from samrit.indicators.queries.observations import scratch
from samrit.indicators.views.exploring.shown import address_of, asked_in, looked_at
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.charts import Chart, ChartsUnavailableError, picture, sheet
from samrit.ui.formats import date_and_time, place_name
from samrit.ui.wording import in_words

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
_CHARTS_AWAY = refuse("charts_away", "เครื่องนี้ยังไม่มีโปรแกรมวาดภาพ – ดาวน์โหลดตัวเลขเป็น CSV หรือ Excel ได้ตามปกติ")
_SHEET_FULL = refuse("sheet_full", "ข้อมูลเกินหนึ่งล้านแถว แผ่นงาน Excel รับไม่ได้ – ดาวน์โหลดเป็น CSV หรือ Parquet แทน")
_SEVERAL = refuse(
    "several_kinds", "รายการที่เลือกเก็บเป็นช่วงเวลาหลายแบบ – ดาวน์โหลดทีละตาราง หรือเลือก ZIP ซึ่งมีครบทุกแบบ"
)


@require_safe
def explore_file(request: PersonRequest, area: str, kind: str) -> FileResponse | HttpResponse:
    """All rows and periods that were asked for; nothing asked for is everything there is."""
    if kind not in KINDS:
        raise Http404
    scope, form = asked_in(request, area)
    tables = _tables(form, scope)
    if isinstance(tables, Refusal):
        return _back(request, scope, form, tables)
    if len(tables) > 1 and kind not in {"zip", "datapackage"}:
        return _back(request, scope, form, _SEVERAL)
    try:
        kept = _kept(scope, tables, kind)
    except TooLongForASheetError:
        return _back(request, scope, form, _SHEET_FULL)
    name = f"observations-{address_of(scope)}.{KINDS[kind].ending}"
    if kind == "datapackage":
        name = "datapackage.json"
    response = FileResponse(kept, as_attachment=True, filename=name, content_type=KINDS[kind].type)
    _unkept(response)
    return response


def _tables(form: ExploreForm, scope: Scope) -> tuple[Table, ...] | Refusal:
    """Never more than was asked for: a question that cannot be read is no question for everything."""
    if not form.is_valid():
        problem = next((str(one) for found in form.errors.values() for one in found), "")
        return refuse("explore_unreadable", "{problem}", problem=problem)
    try:
        return tables_of(scope, form.asked(), today=localdate())
    except RefusedError as refused:
        return refused.refusal


def _kept(scope: Scope, tables: tuple[Table, ...], kind: str) -> Any:
    """A file without a name, which goes when it is closed."""
    with tempfile.TemporaryDirectory(dir=scratch(), prefix="export-") as folder:
        made = written(scope, [table.choice() for table in tables], kind, Path(folder))
        kept = tempfile.TemporaryFile(dir=scratch())  # noqa: SIM115 - closed by the response
        with made.open("rb") as whole:
            shutil.copyfileobj(whole, kept)
    kept.seek(0)
    return kept


def _unkept(response: HttpResponseBase) -> None:
    response.headers["Cache-Control"] = "private, no-store"


def _back(request: PersonRequest, scope: Scope, form: ExploreForm, refusal: Refusal) -> HttpResponse:
    """To the page, which says why there is no file."""
    messages.error(request, in_words(refusal.message))
    query = form.asked().query(**form.crossing())
    return redirect(f"{reverse('indicators:explore', args=[address_of(scope)])}?{query}")


# ── charts ──────────────────────────────────────────────────────────────────
@require_safe
def explore_chart(request: PersonRequest, area: str, kind: str) -> HttpResponse:
    """A chart of a page of the table, with where it comes from below it."""
    if kind not in PICTURES:
        raise Http404
    scope, form = asked_in(request, area)
    chart = _chart(scope, form, request.GET.get("chart", ""), request.GET.get("page"))
    if chart is None:
        raise Http404
    try:
        svg = str(sheet(chart, note=_source(scope, form.asked())))
        content = svg.encode() if kind == "svg" else picture(svg)
    except ChartsUnavailableError:
        return _back(request, scope, form, _CHARTS_AWAY)
    response = HttpResponse(content, content_type=PICTURES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="chart-{address_of(scope)}.{kind}"'
    _unkept(response)
    return response


def _chart(scope: Scope, form: ExploreForm, key: str, page: str | None) -> Chart | None:
    _shape, _dash, code = key.partition("-")
    tables = _tables(form, scope)
    for table in () if isinstance(tables, Refusal) else tables:
        entry = next((one for one in table.entries if one.code == code), None)
        if entry is not None:
            _found, looked = looked_at(scope, form.asked(), table, page)
            return next((one.chart for one in drawn(looked, entry) if one.key == key), None)
    return None


def _source(scope: Scope, asked: Asked) -> str:
    whose = place_name(scope.area) if scope.area else gettext("ทุกจังหวัด")
    at = asked.at or (scope.generation.made_at if scope.generation else None)
    said = [gettext("ฐานข้อมูลจังหวัด"), whose]
    if at:
        said.append(gettext("ข้อมูล ณ {at}").format(at=date_and_time(at)))
    return " · ".join(said)
