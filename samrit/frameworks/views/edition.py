"""One edition: its page, saving and publishing a draft, windows, targets given later."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samrit.frameworks import actions, contents
from samrit.frameworks.forms import DraftGrid, TargetsForm
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.frameworks.permissions import refuse_change
from samrit.frameworks.queries import ALL_MONTHS, editions_visible_to, last_change, with_contents
from samrit.frameworks.views.pages import Typed, grid_of, show, window_form
from samrit.people.middleware import PersonRequest, proven
from samrit.rules import rulesets
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words


def _found(request: PersonRequest, pk: int) -> Edition:
    return get_object_or_404(with_contents(editions_visible_to(request.duties)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: PersonRequest, pk: int) -> HttpResponse:
    """A draft as a grid to fill in (POST saves the page of it that is shown), else the edition to read."""
    found = _found(request, pk)
    return _save(request, found) if request.method == "POST" else show(request, found)


def _save(request: PersonRequest, edition: Edition) -> HttpResponse:
    if refusal := refuse_change(request.duties, edition):
        messages.error(request, in_words(refusal.message))
        return show(request, edition, Typed(status=HTTPStatus.CONFLICT))
    page = contents.page_of(edition, request.GET.get("page"))
    grid = grid_of(edition, page, request.POST)
    if not grid.is_valid():
        return show(request, edition, Typed(grid=grid, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    if request.POST.get("seen") != str(last_change(edition)):
        messages.error(
            request,
            gettext("มีผู้อื่นแก้ไขร่างนี้ระหว่างที่คุณพิมพ์ – สิ่งที่คุณพิมพ์ยังอยู่ครบ ตรวจอีกครั้งแล้วกดบันทึกร่างเพื่อใช้ค่าของคุณ"),
        )
        return show(request, edition, Typed(grid=grid, status=HTTPStatus.CONFLICT))
    _apply(request, edition, grid)
    number = f"?page={page.number}" if page.number > 1 else ""
    return redirect(f"{request.path}{number}")


def _apply(request: PersonRequest, edition: Edition, grid: DraftGrid) -> None:
    weights, changes = grid.component_weights(), grid.kpi_changes()
    if not weights and not changes:
        messages.info(request, gettext("ไม่มีอะไรเปลี่ยนจากที่บันทึกไว้"))
        return
    kpis = [actions.KpiChange(kpi, fields, owners) for kpi, fields, owners in changes]
    actions.change_draft(edition=edition, component_weights=weights, kpis=kpis, by=request.user, now=now())
    count = len(weights) + len(changes)
    messages.success(
        request, ngettext("บันทึกร่างแล้ว แก้ไข {n} รายการ", "บันทึกร่างแล้ว แก้ไข {n} รายการ", count).format(n=count)
    )


@require_POST
@proven
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if found.amends_id:
        return redirect("reports:revision", pk)  # what becomes of results is chosen there
    try:
        actions.publish_edition(edition=found, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return show(request, found, Typed(status=HTTPStatus.CONFLICT))
    messages.success(request, gettext("ประกาศใช้กรอบแล้ว หน่วยงานรับผิดชอบเห็นตัวชี้วัดของตนได้ทันที"))
    return redirect("frameworks:edition", pk)


@require_POST
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    try:
        actions.discard_draft(edition=found, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return show(request, found, Typed(status=HTTPStatus.CONFLICT))
    messages.success(request, gettext("ลบร่างแล้ว หนังสือที่อ่านไว้ยังอยู่ครบ สร้างร่างใหม่จากหนังสือได้"))
    return redirect("frameworks:list")


@require_POST
def window(request: PersonRequest, pk: int, months: int) -> HttpResponse:
    """Set the reporting window of a round, or move it."""
    found = _found(request, pk)
    if months not in ALL_MONTHS:
        raise Http404
    framework = found.framework
    existing = Round.objects.filter(
        area=framework.area, fiscal_year=framework.fiscal_year, months=months
    ).first()
    form = window_form(months, existing, request.POST)
    if not form.is_valid():
        return show(request, found, Typed(window=form, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    try:
        actions.set_window(
            area=framework.area,
            year=framework.fiscal_year_id,
            months=months,
            by=request.user,
            now=now(),
            **form.cleaned_data,
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return show(request, found, Typed(window=form, status=HTTPStatus.CONFLICT))
    messages.success(request, gettext("บันทึกกำหนดเวลารายงานรอบ {months} เดือนแล้ว").format(months=months))
    return redirect("frameworks:edition", pk)


@require_POST
def targets(request: PersonRequest, pk: int, kpi_pk: int) -> HttpResponse:
    """Give a published KPI the targets it was published without."""
    found = _found(request, pk)
    kpi = get_object_or_404(Kpi, pk=kpi_pk, component__edition=found)
    form = TargetsForm(kpi, rules=rulesets.load(found.framework.fiscal_year.rule_set), data=request.POST)
    page = contents.page_with(found, kpi.pk)
    if not form.is_valid():
        return show(request, found, Typed(targets=form, page=page, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    values = form.cleaned_data
    try:
        actions.set_targets(
            kpi=kpi,
            levels=(values["basic"], values["standard"], values["advanced"]),
            direction=values["direction"],
            unit=values["unit"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return show(request, found, Typed(targets=form, page=page, status=HTTPStatus.CONFLICT))
    messages.success(request, gettext("บันทึกค่าเป้าหมายของตัวชี้วัด {number} แล้ว").format(number=kpi.number))
    number = f"?page={page}" if page > 1 else ""
    return redirect(f"{reverse('frameworks:edition', args=[pk])}{number}#kpi-{kpi.pk}")
