"""Official figures: a year's page, a file looked at before anything changes, the form to fill in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.frameworks.models import FiscalYear
from samrit.people.middleware import PersonRequest, proven
from samrit.reports.queries import Item
from samrit.rules.official import data_owner, data_owners, reason_of
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.documents import CONTENT_TYPE, figures_form
from samrit.scores.forms import OfficialFileForm, owner_name
from samrit.scores.models import OfficialFile, Verification
from samrit.scores.official_deciding import decidable_in, decidable_of
from samrit.scores.official_rows import STATES, as_read, is_shown, judged_rows
from samrit.scores.official_taking import table_in
from samrit.scores.permissions import refuse_official
from samrit.scores.queries import compare, official_files, official_of, rounds_to_evaluate, unit_of
from samrit.scores.queries.official import (
    beside_of_year,
    earlier_figures,
    measured_in,
    years_with_figures,
)
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 100


def _evaluators_only(request: PersonRequest) -> None:
    if refuse_official(request.duties):
        raise Http404


@require_safe
def official(request: PersonRequest) -> HttpResponse:
    """Of which years are there official figures?"""
    _evaluators_only(request)
    context = {"years": years_with_figures(), "crumbs": [*_crumbs()]}
    return render(request, "scores/official/years.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def official_year(request: PersonRequest, year: int) -> HttpResponse:
    """Which official figures stand beside which reported ones, and where do they differ? And a new file."""
    _evaluators_only(request)
    found = get_object_or_404(FiscalYear, pk=year)
    form, status = OfficialFileForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                file = _taken(request, found, form)
            except RefusedError as refused:
                form.add_error("file", in_words(refused.refusal.message))
            else:
                return redirect("scores:official_file", file.pk)
    only = request.GET.get("show", "")
    beside = beside_of_year(year, only_differing=only == "outside")
    page = Paginator(beside, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "year": found,
        "form": form,
        "page": page,
        "only": only,
        "files": official_files(request.duties).filter(fiscal_year=year)[:20],
        "owners": [(owner.code, owner_name(owner)) for owner in data_owners()],
        "names": {owner.code: owner_name(owner) for owner in data_owners()},
        "crumbs": _crumbs(found),
    }
    return render(request, "scores/official/year.html", context, status=status)


def _taken(request: PersonRequest, year: FiscalYear, form: OfficialFileForm) -> OfficialFile:
    """The file, when it is a table that can be read at all."""
    given = form.cleaned_data
    file = given["file"]
    contents = table_in(file, file.name or "")
    return actions.take_official_file(
        year=year,
        months=given["months"],
        owner=given["owner"],
        source=given["source"],
        name=file.name or "",
        contents=contents,
        by=request.user,
        now=now(),
    )


@require_safe
def official_form(request: PersonRequest, year: int, owner: str, months: int) -> HttpResponse:
    """The workbook to fill in: the provinces of the year with the KPIs that this owner supplies."""
    _evaluators_only(request)
    get_object_or_404(FiscalYear, pk=year)
    if owner not in {one.code for one in data_owners()} or months not in {6, 9, 12}:
        raise Http404
    rows = [one for of_area in measured_in(year, months, owner).values() for one in of_area]
    response = HttpResponse(figures_form(rows, year=year, owner=data_owner(owner)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="samrit-official-{owner}-{year}-{months}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


# ── one file ────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def official_file(request: PersonRequest, pk: int) -> HttpResponse:
    """What would this file change? Taken over when the person says so."""
    file = get_object_or_404(official_files(request.duties), pk=pk)
    if request.method == "POST":
        return _applied(request, file)
    rows = sorted(judged_rows(file), key=as_read)
    only = request.GET.get("show", "")
    shown = [row for row in rows if is_shown(row, only)]
    decidable = decidable_of(file) if not any(row.changes for row in rows) else []
    context = {
        "file": file,
        "owner": owner_name(data_owner(file.owner)),
        "counts": {state: sum(row.state == state for row in rows) for state in STATES},
        "changing": sum(row.changes for row in rows),
        "outside": sum(is_shown(row, "outside") for row in rows),
        "decidable": len(decidable),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "only": only,
        "crumbs": [*_crumbs(file.fiscal_year), Crumb(file.name)],
    }
    return render(request, "scores/official/file.html", context)


@proven
def _applied(request: PersonRequest, file: OfficialFile) -> HttpResponse:
    if request.POST.get("action") == "tolerance":
        return _decided(request, decidable_of(file), reverse("scores:official_file", args=[file.pk]))
    applied = actions.apply_official_file(file=file, by=request.user, now=now())
    if applied.figures:
        said = ngettext("นำเข้าตัวเลขทางการแล้ว %(n)s ตัวเลข", "นำเข้าตัวเลขทางการแล้ว %(n)s ตัวเลข", applied.figures)
        messages.success(request, said % {"n": f"{applied.figures:,}"})
    else:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน ตัวเลขในไฟล์ตรงกับที่ใช้อยู่แล้ว"))
    return redirect("scores:official_file", file.pk)


@require_POST
def tolerance(request: PersonRequest, round_pk: int) -> HttpResponse:
    """Let the rule decide the results of a round that agree with their official figures."""
    _evaluators_only(request)
    round_ = get_object_or_404(rounds_to_evaluate(request.duties), pk=round_pk)
    return _decided(request, decidable_in(round_), reverse("scores:round", args=[round_pk]))


def _decided(request: PersonRequest, results: Any, back: str) -> HttpResponse:
    count = actions.settle_by_tolerance(results=results, by=request.user, now=now())
    if count:
        said = ngettext("เกณฑ์ตัดสินแล้ว %(n)s ตัวชี้วัด", "เกณฑ์ตัดสินแล้ว %(n)s ตัวชี้วัด", count) % {"n": f"{count:,}"}
        messages.success(request, said)
    else:
        messages.info(request, _("ไม่มีผลที่เกณฑ์ตัดสินได้ – ที่เหลือผู้ประเมินต้องพิจารณาเอง"))
    return redirect(back)


# ── on the page of a result ─────────────────────────────────────────────────
def official_context(item: Item, verification: Verification | None) -> dict[str, Any]:
    """For ``scores/verify/official.html``: both figures, what they differ by, and what was there before."""
    figure = official_of(item.result) if item.result else None
    if figure is None or item.result is None:
        return {}
    comparison = compare(item.result, figure, item.round.fiscal_year_id)
    return {
        "official": figure,
        "official_owner": owner_name(data_owner(figure.owner)),
        "official_beside": comparison,
        "official_tolerance": comparison.tolerance.message(item.judged_by.unit),
        "official_earlier": earlier_figures(figure),
        "official_is_newer": verification is not None and verification.official_id != figure.pk,
    }


def official_initial(request: PersonRequest, item: Item, verification: object | None) -> dict[str, Any]:
    """What the form begins with: what the tolerance says, or the official figure when it was asked for."""
    figure = official_of(item.result) if item.result else None
    if figure is None or item.result is None:
        return {}
    comparison = compare(item.result, figure, item.round.fiscal_year_id)
    wanted = request.GET.get("official") == "1"
    if not wanted and (verification or not comparison.stands):
        return {}
    reason = (
        reason_of(comparison, data_owner(figure.owner), unit_of(item.result)).thai()
        if comparison.stands
        else ""
    )
    if wanted or (comparison.stands == "official" and not figure.provisional):
        taken = {"value": figure.value, "missing": figure.missing or ""}
        return {"decision": Verification.Decision.CORRECT, **taken, "reason": reason}
    if comparison.stands == "official":
        return {}
    return {"decision": Verification.Decision.ACCEPT, "reason": reason}


def _crumbs(year: FiscalYear | None = None) -> list[Crumb]:
    first = [
        Crumb(_("ตรวจประเมิน"), reverse("scores:list")),
        Crumb(_("ตัวเลขทางการ"), reverse("scores:official")),
    ]
    return [*first, Crumb(str(year), reverse("scores:official_year", args=[year.pk]))] if year else first
