"""The committee's desk: every KPI with all provinces' proposals side by side, and what is decided."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.frameworks import actions
from samrit.frameworks.contents import area_name
from samrit.frameworks.forms import DecideForm, DecideManyForm, MeetingForm, TermsForm
from samrit.frameworks.models import FiscalYear, LibraryKpi, Meeting, ProposalItem
from samrit.frameworks.permissions import next_proposal_status, refuse_committee
from samrit.frameworks.queries import NumberedItem, items_with_all, proposals_visible_to, with_progress
from samrit.frameworks.queries.committee import (
    items_before_committee,
    kpis_before_committee,
    years_before_committee,
)
from samrit.frameworks.views.proposal_page import ItemRow, row_of
from samrit.frameworks.views.proposals import seen
from samrit.people.middleware import PersonRequest
from samrit.rules import rulesets
from samrit.rules.proposals import Outcome, Status, Verb, history_years
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ROWS_PER_PAGE = 100
FREE = 0  # stands for the KPIs that are not in the library


def _only_committee(request: PersonRequest) -> None:
    if refuse_committee(request.duties):
        raise Http404


# ── what there is to decide ─────────────────────────────────────────────────
@require_safe
def committee(request: PersonRequest) -> HttpResponse:
    """The KPIs proposed for a year with how many provinces propose them, and the provinces with their progress."""
    _only_committee(request)
    years = years_before_committee()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else (years[0] if years else None)
    proposals = with_progress(proposals_visible_to(request.duties).filter(fiscal_year=year))
    context = {
        "years": years,
        "year": year,
        "kpis": _kpis(year),
        "proposals": proposals.order_by("area") if year else (),
        "meetings": Meeting.objects.annotate(decision_count=Count("decisions"))[:20],
        "meeting_form": MeetingForm(),
        "crumbs": _crumbs(),
    }
    return render(request, "frameworks/committee/list.html", context)


def _kpis(year: int | None) -> list[dict[str, Any]]:
    """One line for each entry of the library, and one for all that stand outside it."""
    return [
        {
            **one,
            "key": one["library_kpi"] or FREE,
            "name": one["name"] or gettext("ตัวชี้วัดนอกคลัง"),
        }
        for one in kpis_before_committee(year)
    ]


# ── one KPI, every province ─────────────────────────────────────────────────
def _by_province(row: ItemRow) -> Any:
    return row.item.proposal.area_id


def _by_weight(row: ItemRow) -> Any:
    return -(row.item.weight or Decimal(0))


def _by_target(row: ItemRow) -> Any:
    return -(row.item.advanced or Decimal(0))


def _by_last_result(row: ItemRow) -> Any:
    value = row.past[0][1]
    return (value is None or value.value is None, -(value.value if value and value.value else Decimal(0)))


def _by_decision(row: ItemRow) -> Any:
    return (row.decision is not None, row.item.proposal.area_id)


ORDERS: dict[str, Callable[[ItemRow], Any]] = {
    "province": _by_province,
    "weight": _by_weight,
    "target": _by_target,
    "result": _by_last_result,
    "decision": _by_decision,
}


@require_http_methods(["GET", "HEAD", "POST"])
def kpi(request: PersonRequest, year: int, entry: int) -> HttpResponse:
    """All provinces' proposals for one KPI; POST decides those that are ticked."""
    _only_committee(request)
    get_object_or_404(FiscalYear, pk=year)
    found = get_object_or_404(LibraryKpi, pk=entry) if entry != FREE else None
    form = DecideManyForm(
        initial={"meeting": Meeting.objects.first()},
        data=request.POST if request.method == "POST" else None,
    )
    if not form.is_bound:
        return _show_kpi(request, year, found, form)
    chosen = _chosen(request)
    if not chosen:
        form.add_error(None, gettext("เลือกจังหวัดที่จะพิจารณาอย่างน้อยหนึ่งแห่ง"))
    if not form.is_valid():
        return _show_kpi(request, year, found, form, chosen=chosen, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = _decide_many(request, year, found, form, chosen)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _show_kpi(request, year, found, form, chosen=chosen, status=HTTPStatus.CONFLICT)
    messages.success(request, ngettext("บันทึกมติ {n} จังหวัดแล้ว", "บันทึกมติ {n} จังหวัดแล้ว", made).format(n=made))
    return redirect(request.get_full_path())


def _chosen(request: PersonRequest) -> dict[int, int]:
    """Item → the version that the page showed, for every ticked row."""
    pairs = [text.partition(":") for text in request.POST.getlist("item")]
    return {int(key): int(version) for key, _, version in pairs if key.isdigit() and version.isdigit()}


def _decide_many(
    request: PersonRequest, year: int, entry: LibraryKpi | None, form: DecideManyForm, chosen: dict[int, int]
) -> int:
    keys = items_before_committee(year).filter(library_kpi=entry, pk__in=chosen).values_list("pk", flat=True)
    values = form.cleaned_data
    decisions = [actions.ItemDecision(key, chosen[key], values["outcome"], values["reason"]) for key in keys]
    if len(decisions) < len(chosen):
        raise RefusedError(
            refuse(
                "items_left_committee",
                "จังหวัดดึงกลับหรือนำออก {n} รายการที่เลือกไปแล้ว – ตรวจรายการใหม่แล้วพิจารณาอีกครั้ง",
                n=len(chosen) - len(decisions),
            )
        )
    made = actions.decide_items(decisions=decisions, meeting=values["meeting"], by=request.user, now=now())
    return len(made)


def _show_kpi(
    request: PersonRequest,
    year: int,
    entry: LibraryKpi | None,
    form: DecideManyForm,
    *,
    chosen: dict[int, int] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    years = history_years(year)
    items = items_with_all(items_before_committee(year).filter(library_kpi=entry)).select_related(
        "proposal__area", "library_kpi", "continues", "decision__meeting", "group__component"
    )
    rows = [row_of(_numbered(item), years) for item in items]
    order = request.GET.get("sort", "province")
    rows.sort(key=ORDERS.get(order, _by_province))
    context = {
        "year": year,
        "entry": entry,
        "years": years,
        "order": order if order in ORDERS else "province",
        "orders": _order_names(),
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "undecided": sum(row.decision is None for row in rows),
        "may_decide": any(row.item.proposal.status == Status.SUBMITTED for row in rows),
        "form": form,
        "chosen": chosen or {},
        "meeting_form": MeetingForm(),
        "crumbs": _crumbs(Crumb(entry.code if entry else gettext("ตัวชี้วัดนอกคลัง"))),
    }
    return render(request, "frameworks/committee/kpi.html", context, status=status)


def _numbered(item: ProposalItem) -> NumberedItem:
    parts = [NumberedItem(part, item.group.component, str(n)) for n, part in enumerate(item.parts.all(), 1)]
    return NumberedItem(item, item.group.component, "", parts)


def _order_names() -> Sequence[tuple[str, str]]:
    return [
        ("province", gettext("จังหวัด")),
        ("weight", gettext("น้ำหนัก")),
        ("target", gettext("เป้าหมายขั้นสูง")),
        ("result", gettext("ผลปีล่าสุด")),
        ("decision", gettext("ยังไม่พิจารณาก่อน")),
    ]


# ── one province's KPI ──────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: PersonRequest, item_pk: int) -> HttpResponse:
    """One proposed KPI: accept, accept with other weight or targets, refuse."""
    _only_committee(request)
    submitted = ProposalItem.objects.filter(proposal__submitted_at__isnull=False)
    found = get_object_or_404(
        items_with_all(submitted).select_related(
            "proposal__area",
            "proposal__fiscal_year",
            "library_kpi",
            "continues",
            "decision",
            "group__component",
        ),
        pk=item_pk,
    )
    data = request.POST if request.method == "POST" else None
    form, terms = DecideForm(initial=_decided(found), data=data), _terms(found, data)
    if data is None:
        return _show_item(request, found, form, terms)
    changes = data.get("outcome") == Outcome.CHANGED
    faulty = [one for one in terms if changes and not one.is_valid()]
    if not form.is_valid() or faulty:
        return _show_item(request, found, form, terms, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _decide(request, found, form, terms if changes else [])
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _show_item(request, found, form, terms, HTTPStatus.CONFLICT)
    messages.success(request, gettext("บันทึกมติของจังหวัด{area}แล้ว").format(area=area_name(found.proposal.area)))
    return redirect("proposals:kpi", found.proposal.fiscal_year_id, found.library_kpi_id or FREE)


def _decided(item: ProposalItem) -> dict[str, Any]:
    """What was decided before; else the newest meeting."""
    if not hasattr(item, "decision"):
        return {"meeting": Meeting.objects.first(), "outcome": Outcome.ACCEPTED.value}
    decision = item.decision
    return {"meeting": decision.meeting, "outcome": decision.outcome, "reason": decision.reason}


def _terms(item: ProposalItem, data: Any) -> list[TermsForm]:
    rules = rulesets.load(item.proposal.fiscal_year.rule_set)
    return [TermsForm(one, rules=rules, data=data) for one in (item, *item.parts.all())]


def _decide(request: PersonRequest, item: ProposalItem, form: DecideForm, terms: list[TermsForm]) -> None:
    values = form.cleaned_data
    decision = actions.ItemDecision(
        item.pk,
        seen(request),
        values["outcome"],
        values["reason"],
        {one.item.pk: actions.Terms(one.cleaned_data["weight"], one.levels) for one in terms},
    )
    actions.decide_items(decisions=[decision], meeting=values["meeting"], by=request.user, now=now())


def _show_item(
    request: PersonRequest,
    item: ProposalItem,
    form: DecideForm,
    terms: list[TermsForm],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    after = next_proposal_status(request.duties, item.proposal, Verb.DECIDE)
    year = item.proposal.fiscal_year_id
    context = {
        "row": row_of(_numbered(item), history_years(year)),
        "item": item,
        "area_name": area_name(item.proposal.area),
        "years": history_years(year),
        "form": form,
        "terms": terms,
        "refusal": after if isinstance(after, Refusal) else None,
        "meeting_form": MeetingForm(),
        "crumbs": _crumbs(
            Crumb(item.name, reverse("proposals:kpi", args=[year, item.library_kpi_id or FREE])),
            Crumb(area_name(item.proposal.area)),
        ),
    }
    return render(request, "frameworks/committee/item.html", context, status=status)


# ── meetings ────────────────────────────────────────────────────────────────
@require_POST
def add_meeting(request: PersonRequest) -> HttpResponse:
    """Enter a meeting, and go back to where it is needed."""
    _only_committee(request)
    form, back = MeetingForm(data=request.POST), _back(request)
    if not form.is_valid():
        faults = " ".join(f"{form.fields[name].label}: {words[0]}" for name, words in form.errors.items())
        messages.error(request, gettext("ยังไม่ได้เพิ่มการประชุม – {faults}").format(faults=faults))
        return redirect(back)
    try:
        meeting = actions.add_meeting(**form.cleaned_data, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return redirect(back)
    messages.success(request, gettext("เพิ่มการประชุมครั้งที่ {number} แล้ว").format(number=meeting.number))
    return redirect(back)


def _back(request: PersonRequest) -> str:
    """The page that sent the form, when it is one of ours."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return back if ours else reverse("proposals:committee")


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [
        Crumb(gettext("ข้อเสนอตัวชี้วัด"), reverse("proposals:list")),
        Crumb(gettext("คณะกรรมการพิจารณา"), reverse("proposals:committee") if more else ""),
        *more,
    ]
