"""The formula that computes a KPI's result from the provincial database: read by all who see the KPI, stated by who writes it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from samrit.frameworks import actions
from samrit.frameworks.computing import compute_example
from samrit.frameworks.forms.formulas import EndFormulaForm, FormulaForm
from samrit.frameworks.models import Edition, Kpi, KpiFormula
from samrit.frameworks.permissions import refuse_formula
from samrit.frameworks.queries import formulas_of, items_for, kpis_visible_to
from samrit.indicators.step_names import item_name, with_names
from samrit.people.middleware import PersonRequest
from samrit.rules.items import Book
from samrit.rules.kpi_formulas import BuiltIn, Terms, built_in_by_code, checked, fitting, span_name
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.formats import in_english
from samrit.ui.pieces import Crumb, Explanation
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def formula(request: PersonRequest, pk: int) -> HttpResponse:
    """By which formula is this KPI computed? ``?built_in=…`` fills a built-in one in; nothing is saved by that."""
    kpi = get_object_or_404(kpis_visible_to(request.duties), pk=pk)
    if request.method != "POST":
        return _shown(request, kpi)
    if refusal := refuse_formula(request.duties, kpi):
        messages.error(request, in_words(refusal.message))
        return _shown(request, kpi, status=HTTPStatus.CONFLICT)
    act = {"save": _save, "end": _end}.get(request.POST.get("action", ""), _check)
    return act(request, kpi)


def _check(request: PersonRequest, kpi: Kpi) -> HttpResponse:
    """While typing: what the formula comes to, or what is wrong with it. Nothing is saved."""
    form = _form(request, kpi, items_for(kpi))
    if not request.htmx:
        return _shown(request, kpi, form=form)
    return render(request, "frameworks/formula/checked.html", {"kpi": kpi, "form": form, **_tried(kpi, form)})


def _save(request: PersonRequest, kpi: Kpi) -> HttpResponse:
    form = _form(request, kpi, items_for(kpi))
    if not form.is_valid():
        return _shown(request, kpi, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    try:
        actions.set_formula(
            kpi=kpi,
            terms=form.terms(),
            base=typed["base"],
            reason=typed["reason"],
            built_in=typed["built_in"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        return _not_saved(request, kpi, form, refused.refusal)
    messages.success(request, gettext("บันทึกสูตรแล้ว ผู้บันทึกจะเห็นผลที่คำนวณในหน้ากรอกผล และเป็นผู้ยืนยัน"))
    return redirect("frameworks:formula", kpi.pk)


def _not_saved(request: PersonRequest, kpi: Kpi, form: FormulaForm, refusal: Refusal) -> HttpResponse:
    """Beside the field it is about; the text stays as typed."""
    if refusal.code == "formula_changed":
        messages.error(request, in_words(refusal.message))
        return _shown(request, kpi, form=form, status=HTTPStatus.CONFLICT, rebased=True)
    form.add_error("reason" if refusal.code == "formula_reason" else "expression", in_words(refusal.message))
    return _shown(request, kpi, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _end(request: PersonRequest, kpi: Kpi) -> HttpResponse:
    form = EndFormulaForm(request.POST, auto_id="end_%s")
    if not form.is_valid():
        return _shown(request, kpi, ending=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.end_formula(kpi=kpi, by=request.user, now=now(), **form.cleaned_data)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _shown(request, kpi, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("เลิกใช้สูตรแล้ว จากนี้ผู้บันทึกพิมพ์ผลเอง ผลที่คำนวณไว้แล้วยังอยู่"))
    return redirect("frameworks:formula", kpi.pk)


# ── the page ────────────────────────────────────────────────────────────────
def _form(request: PersonRequest, kpi: Kpi, book: Book, standing: KpiFormula | None = None) -> FormulaForm:
    """As typed; else a built-in formula, else the one that stands."""
    stands = standing or formulas_of(kpi.indicator_id).first()
    terms = stands.terms if stands else Terms("", kpi.unit)
    base: dict[str, Any] = {"base": stands.version if stands else 0}
    if request.method == "POST":
        return FormulaForm(data=request.POST, book=book, unit=kpi.unit, standing=terms)
    if shipped := built_in_by_code(request.GET.get("built_in", ""), book):
        terms, base = shipped.terms, {**base, "built_in": shipped.code}
    elif stands:
        base["built_in"] = stands.built_in
    return FormulaForm(book=book, unit=kpi.unit, standing=terms, initial=base)


def _shown(
    request: PersonRequest,
    kpi: Kpi,
    *,
    form: FormulaForm | None = None,
    ending: EndFormulaForm | None = None,
    status: int = HTTPStatus.OK,
    rebased: bool = False,
) -> HttpResponse:
    versions, book = list(formulas_of(kpi.indicator_id)), items_for(kpi)
    standing = versions[0] if versions else None
    refusal = refuse_formula(request.duties, kpi)
    if refusal is None and form is None:
        form = _form(request, kpi, book, standing)
    if rebased and form is not None:  # what was typed, to be saved knowingly over what stands now
        form.data = {**form.data.dict(), "base": standing.version if standing else 0}  # type: ignore[attr-defined]
    context = {
        "kpi": kpi,
        "edition": kpi.component.edition,
        "crumbs": _crumbs(kpi),
        "versions": versions,
        "standing": standing if standing and standing.expression else None,
        "standing_name": _name_of(standing, book),
        "span": span_name(standing.terms.span) if standing else None,
        "refusal": refusal,
        "form": form,
        "ending": ending
        or EndFormulaForm(auto_id="end_%s", initial={"base": standing.version if standing else 0}),
        "fitting": list(map(_named, fitting(kpi.name, kpi.unit, book))) if kpi.unit else [],
        "filled": _named(filled)
        if (filled := built_in_by_code(request.GET.get("built_in", ""), book))
        else None,
        "items": _items(book) if refusal is None else (),
        "asks_reason": kpi.component.edition.status != Edition.Status.DRAFT,
        **_tried(kpi, form, standing, book),
    }
    return render(request, "frameworks/formula.html", context, status=status)


def _name_of(standing: KpiFormula | None, book: Book) -> str:
    """Of the built-in formula that stands; "" of one that was written otherwise."""
    shipped = built_in_by_code(standing.built_in, book) if standing and standing.built_in else None
    return _named(shipped)["name"] if shipped else ""


def _named(one: BuiltIn) -> dict[str, Any]:
    """In the reader's language."""
    english = in_english()
    return {
        "code": one.code,
        "name": one.name_en if english else one.name,
        "note": one.note_en if english else one.note,
        "expression": one.terms.expression,
        "source": one.source,
        "assumed": one.basis == "assumed",
    }


def _items(book: Book) -> list[dict[str, Any]]:
    figures = [(one.code, item_name(one.code, book), one.unit) for one in book.figures.values()]
    return [
        {"group": gettext("ค่าที่ระบบคิดให้จากฐานข้อมูลจังหวัด บัญชีข้อมูล แบบประเมิน และการสำรวจ"), "rows": figures},
        *(
            {
                "group": group.name_en if in_english() else group.name,
                "rows": [
                    (item.code, item_name(item.code, book), book.unit_text(item))
                    for item in book.of_group(group.code)
                ],
            }
            for group in book.groups.values()
        ),
    ]


def _crumbs(kpi: Kpi) -> list[Crumb]:
    return [
        Crumb(gettext("กรอบการประเมิน"), reverse("frameworks:list")),
        Crumb(
            gettext("ตัวชี้วัด {number}").format(number=kpi.full_number),
            reverse("frameworks:details", args=[kpi.pk]),
        ),
        Crumb(gettext("สูตรคำนวณ")),
    ]


# ── trying it ───────────────────────────────────────────────────────────────
def _tried(
    kpi: Kpi, form: FormulaForm | None, standing: KpiFormula | None = None, book: Book | None = None
) -> dict[str, Any]:
    """What the formula comes to with the data of now: ``example``, or ``wrong`` in words; neither of an empty one."""
    book = book or items_for(kpi)
    try:
        terms = _terms_to_try(form, standing)
        if terms is None:
            return {}
        whole, _ = checked(terms, book)
        found = compute_example(whole, kpi)
    except RefusedError as refused:
        return {"wrong": refused.refusal.message}
    steps = [with_names(step, book) for step in found.answer.steps]
    return {
        "example": found,
        "missing": with_names(found.answer.missing, book) if found.answer.missing else None,
        "why": Explanation(steps=steps),
    }


def _terms_to_try(form: FormulaForm | None, standing: KpiFormula | None) -> Terms | None:
    if form is None:
        return standing.terms if standing and standing.expression else None
    if not form.is_bound:
        return form.standing if form.standing.expression else None
    if not form.is_valid() and not form.cleaned_data.get("expression"):
        return None
    kept = {"span": form.standing.span, "decimals": form.standing.decimals} | form.cleaned_data
    form.cleaned_data = kept
    return form.terms()
