"""A KPI's details: the page, writing them, and what the KPI is derived from."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.frameworks import actions, contents
from samrit.frameworks.details import sheet_of
from samrit.frameworks.forms import DetailsForm, LinkForm
from samrit.frameworks.models import Edition, Kpi, KpiLink
from samrit.frameworks.permissions import refuse_details, refuse_linking, refuse_strategic
from samrit.frameworks.queries import (
    children_of,
    formula_of,
    kpis_visible_to,
    parents_of,
    possible_parents,
    strategic_kpis,
    suggestion_for,
    trail_of_details,
)
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.rules.kpi_template import KEPT, changes, checked, merge
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

SHOWN_EVENTS = 20


def _found(request: PersonRequest, pk: int) -> Kpi:
    return get_object_or_404(kpis_visible_to(request.duties), pk=pk)


@require_safe
def details(request: PersonRequest, pk: int) -> HttpResponse:
    """All that is known of one KPI."""
    return _show(request, _found(request, pk))


def _show(
    request: PersonRequest, kpi: Kpi, *, form: LinkForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    edition = kpi.component.edition
    parents = parents_of(request.duties, kpi.indicator_id)
    links = refuse_linking(request.duties, edition.framework.area) is None
    context = {
        "kpi": kpi,
        "edition": edition,
        "area_name": contents.area_name(edition.framework.area),
        "crumbs": _crumbs(kpi),
        "sheet": sheet_of(kpi, parents),
        "parents": parents,
        "children": children_of(request.duties, kpi.indicator_id),
        "link_form": form or (_link_form(request, kpi) if links else None),
        "writes": refuse_details(request.duties, edition) is None,
        "gives": _may_give(request, kpi),
        "events": told(trail_of_details(kpi)[:SHOWN_EVENTS]),
        "formula": formula_of(kpi.indicator_id),
        "suggested": suggestion_for(kpi) if kpi.template is None else None,
    }
    return render(request, "frameworks/details.html", context, status=status)


def _may_give(request: PersonRequest, kpi: Kpi) -> bool:
    in_library = kpi.template_id is not None and kpi.indicator.library_kpi_id is not None
    return in_library and refuse_strategic(request.duties) is None


def _crumbs(kpi: Kpi) -> list[Crumb]:
    edition = kpi.component.edition
    framework = edition.framework
    of = gettext("จังหวัด{area} ปีงบประมาณ พ.ศ. {year}").format(
        area=contents.area_name(framework.area), year=framework.fiscal_year_id
    )
    return [
        Crumb(gettext("กรอบการประเมิน"), reverse("frameworks:list")),
        Crumb(of, f"{reverse('frameworks:edition', args=[edition.pk])}#kpi-{kpi.pk}"),
        Crumb(gettext("ตัวชี้วัด {number}").format(number=kpi.full_number)),
    ]


# ── writing ─────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """The form; ``?fill=1`` writes what the library or another year says into what is still empty."""
    kpi = _found(request, pk)
    if refusal := refuse_details(request.duties, kpi.component.edition):
        messages.error(request, in_words(refusal.message))
        return _show(request, kpi, status=HTTPStatus.CONFLICT)
    if request.method == "POST":
        return _save(request, kpi)
    standing = kpi.template.contents if kpi.template else {}
    if request.GET.get("fill") and (suggestion := suggestion_for(kpi)):
        standing = _filled(kpi, suggestion.contents, standing)
    return _ask(request, kpi, _form(kpi, standing))


def _filled(kpi: Kpi, suggested: Mapping[str, Any], standing: Mapping[str, Any]) -> dict[str, Any]:
    """What stands, and in what is empty what is suggested; once published, not where it would bind."""
    fixed = kpi.component.edition.status != Edition.Status.DRAFT
    binding = {
        key for key, field in KEPT.items() if field.term or any(column.term for column in field.columns)
    }
    return {key: value for key, value in suggested.items() if not (fixed and key in binding)} | dict(standing)


def _form(kpi: Kpi, standing: Mapping[str, Any], **options: Any) -> DetailsForm:
    edition = kpi.component.edition
    fixed = edition.status != Edition.Status.DRAFT
    return DetailsForm(standing, year=edition.framework.fiscal_year_id, fixed=fixed, **options)


def _ask(request: PersonRequest, kpi: Kpi, form: DetailsForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "kpi": kpi,
        "edition": kpi.component.edition,
        "crumbs": [*_crumbs(kpi)[:-1], Crumb(kpi.full_number, reverse("frameworks:details", args=[kpi.pk]))],
        "form": form,
        "base": kpi.template_id or 0,
        "suggestion": suggestion_for(kpi),
        "filled": bool(request.GET.get("fill")),
    }
    return render(request, "frameworks/details_form.html", context, status=status)


def _save(request: PersonRequest, kpi: Kpi) -> HttpResponse:
    standing = kpi.template.contents if kpi.template else {}
    more = request.POST.get("more", "")
    form = _form(kpi, standing, data=request.POST, more=more)
    if more:
        return _ask(request, kpi, form)
    if not form.is_valid():
        return _ask(request, kpi, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        base = _base(request)
        made = actions.write_details(kpi=kpi, contents=form.contents(), base=base, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _ask(request, kpi, _with_theirs(request, kpi, form), status=HTTPStatus.CONFLICT)
    unchanged = made is None or made.pk == kpi.template_id
    said = gettext("ไม่มีอะไรเปลี่ยนจากที่บันทึกไว้") if unchanged else gettext("บันทึกรายละเอียดตัวชี้วัดแล้ว")
    messages.success(request, said)
    return redirect("frameworks:details", kpi.pk)


def _base(request: PersonRequest) -> int | None:
    """The version that the form was opened with."""
    sent = request.POST.get("base", "")
    return int(sent) or None if sent.isascii() and sent.isdecimal() and len(sent) < 19 else None  # noqa: PLR2004 - a key


def _with_theirs(request: PersonRequest, kpi: Kpi, form: DetailsForm) -> DetailsForm:
    """The form again, with what was typed; where somebody else wrote another thing, that stands beside it."""
    try:
        mine = checked(form.contents())
    except RefusedError:
        return form
    shown = next((one for one in _versions(kpi) if one[0] == _base(request)), (None, {}))[1]
    theirs = kpi.template.contents if kpi.template else {}
    merged = merge(shown, theirs, mine)
    conflicts = {one.field.key: one.before or "–" for one in changes(theirs, merged.contents)}
    named = {field.key: conflicts[field.key] for field in merged.conflicts if field.key in conflicts}
    return _form(kpi, merged.contents, theirs=named)


def _versions(kpi: Kpi) -> Sequence[tuple[int, dict[str, Any]]]:
    """Every version that this KPI's details had, the newest first."""
    found, version = [], kpi.template
    while version is not None:
        found.append((version.pk, version.contents))
        version = version.previous
    return found


@require_POST
def give(request: PersonRequest, pk: int) -> HttpResponse:
    """Offer the details to all through the library."""
    kpi = _found(request, pk)
    try:
        actions.give_to_library(kpi=kpi, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _show(request, kpi, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("เก็บรายละเอียดไว้ในคลังตัวชี้วัดแล้ว จังหวัดอื่นเติมจากคลังได้"))
    return redirect("frameworks:details", pk)


# ── what it is derived from ─────────────────────────────────────────────────
def _link_form(request: PersonRequest, kpi: Kpi, data: Any = None) -> LinkForm:
    year = kpi.component.edition.framework.fiscal_year_id
    return LinkForm(strategic=strategic_kpis(year), kpis=possible_parents(request.duties, kpi), data=data)


@require_POST
def link(request: PersonRequest, pk: int) -> HttpResponse:
    kpi = _found(request, pk)
    if refusal := refuse_linking(request.duties, kpi.component.edition.framework.area):
        messages.error(request, in_words(refusal.message))
        return _show(request, kpi, status=HTTPStatus.CONFLICT)
    form = _link_form(request, kpi, request.POST)
    if not form.is_valid():
        return _show(request, kpi, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    strategic = strategic_kpis().filter(pk=form.strategic or 0).first()
    above = next(
        (one.indicator for one in possible_parents(request.duties, kpi) if one.indicator_id == form.parent),
        None,
    )
    typed = {"kind": form.cleaned_data["kind"], "note": form.cleaned_data["note"]}
    try:
        actions.link_kpi(kpi=kpi, strategic=strategic, parent=above, by=request.user, now=now(), **typed)
    except RefusedError as refused:
        form.add_error("above", in_words(refused.refusal.message))
        return _show(request, kpi, form=form, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("บันทึกการถ่ายทอดแล้ว"))
    return redirect(f"{reverse('frameworks:details', args=[pk])}#links")


@require_POST
def unlink(request: PersonRequest, pk: int, link_pk: int) -> HttpResponse:
    kpi = _found(request, pk)
    found = get_object_or_404(KpiLink, pk=link_pk, indicator=kpi.indicator_id)
    try:
        actions.unlink_kpi(link=found, kpi=kpi, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _show(request, kpi, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("เอาการถ่ายทอดออกแล้ว"))
    return redirect(f"{reverse('frameworks:details', args=[pk])}#links")
