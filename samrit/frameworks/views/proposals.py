"""A province's proposal: the list, starting one, the whole of it, its weights, its way to the committee."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.frameworks import actions
from samrit.frameworks.contents import area_name
from samrit.frameworks.forms import CLONE, ConcludeForm, StartForm
from samrit.frameworks.models import Edition, Proposal
from samrit.frameworks.queries import PastResults, proposals_visible_to, with_items, with_progress
from samrit.frameworks.queries.history import years_to_propose
from samrit.frameworks.views.proposal_page import shown, weights_of
from samrit.people.middleware import PersonRequest, proven, proven_when
from samrit.people.models import Area
from samrit.rules.proposals import Verb
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PROPOSALS_PER_PAGE = 50


@require_safe
def proposals(request: PersonRequest) -> HttpResponse:
    """Newest year first; the central office sees what was submitted."""
    if not (request.duties.evaluates or request.duties.coordinates):
        raise Http404
    found = with_progress(proposals_visible_to(request.duties)).order_by("-fiscal_year", "area")
    context = {
        "page": Paginator(found, PROPOSALS_PER_PAGE).get_page(request.GET.get("page")),
        "may_start": request.duties.coordinates,
        "evaluates": request.duties.evaluates,
    }
    return render(request, "frameworks/proposals/list.html", context)


# ── starting ────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PersonRequest, results: PastResults) -> HttpResponse:
    """Begin a proposal. ``results``: what is known of verified results, handed in from above."""
    areas = Area.objects.filter(reports=True, pk__in=request.duties.coordinated_areas())
    if not areas:
        raise Http404
    form = _start_form(request, areas)
    if not form.is_bound:
        return _show_start(request, form)
    if not form.is_valid():
        return _show_start(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = _start(request, form, results)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _show_start(request, form, HTTPStatus.CONFLICT)
    messages.success(request, gettext("เริ่มข้อเสนอแล้ว ตรวจและแก้ทีละตัวชี้วัด ระบบเก็บทุกครั้งที่บันทึก"))
    return redirect("proposals:detail", made.pk)


def _start_form(request: PersonRequest, areas: Any) -> StartForm:
    years, likeliest = years_to_propose(areas, fiscal_year(localdate()))
    return StartForm(
        areas=[(area.pk, area_name(area)) for area in areas],
        years=years,
        initial={"year": likeliest},
        data=request.POST if request.method == "POST" else None,
    )


def _start(request: PersonRequest, form: StartForm, results: PastResults) -> Proposal:
    return actions.begin_proposal(
        area=Area.objects.get(pk=form.cleaned_data["area"]),
        year=form.cleaned_data["year"],
        cloned=form.cleaned_data["how"] == CLONE,
        results=results,
        by=request.user,
        now=now(),
    )


def _show_start(request: PersonRequest, form: StartForm, status: int = HTTPStatus.OK) -> HttpResponse:
    crumbs = [
        Crumb(gettext("ข้อเสนอตัวชี้วัด"), reverse("proposals:list")),
        Crumb(gettext("เริ่มข้อเสนอ")),
    ]
    return render(request, "frameworks/proposals/start.html", {"form": form, "crumbs": crumbs}, status=status)


# ── one proposal ────────────────────────────────────────────────────────────
@require_safe
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    return shown(request, _found(request, pk))


def _found(request: PersonRequest, pk: int) -> Proposal:
    return get_object_or_404(with_items(proposals_visible_to(request.duties)), pk=pk)


@require_POST
def weights(request: PersonRequest, pk: int) -> HttpResponse:
    """Save all weights of the page that is shown."""
    found = _found(request, pk)
    page = request.GET.get("page", "1")
    typed = weights_of(found, page, request.POST)
    if not typed.is_valid():
        return shown(request, found, weights=typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.save_weights(
            proposal=found,
            components=typed.changed_components(),
            items=typed.changed_items(),
            version=seen(request),
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return shown(request, _found(request, pk), weights=typed, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("บันทึกน้ำหนักแล้ว"))
    address = reverse("proposals:detail", args=[pk])
    return redirect(address if page == "1" else f"{address}?page={page}")


def seen(request: PersonRequest) -> int:
    """The version that the page showed; 0 when the browser sent none."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() else 0


MOVES: dict[str, Callable[..., Any]] = {
    Verb.SUBMIT.value: actions.submit_proposal,
    Verb.TAKE_BACK.value: actions.take_back_proposal,
}
DONE = {
    Verb.SUBMIT.value: gettext_noop("ส่งข้อเสนอให้คณะกรรมการแล้ว"),
    Verb.TAKE_BACK.value: gettext_noop("ดึงข้อเสนอกลับแล้ว แก้ไขแล้วส่งใหม่ได้"),
    Verb.RETURN.value: gettext_noop("ส่งข้อเสนอกลับให้จังหวัดแก้ไขแล้ว"),
}


@require_POST
@proven_when("verb", Verb.SUBMIT.value)
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Submit, take back, return."""
    found, verb = _found(request, pk), request.POST.get("verb", "")
    try:
        if verb == Verb.RETURN:
            reason = request.POST.get("reason", "")
            actions.return_proposal(proposal=found, reason=reason, by=request.user, now=now())
        elif verb in MOVES:
            MOVES[verb](proposal=found, by=request.user, now=now())
        else:
            raise Http404
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return shown(request, _found(request, pk), status=HTTPStatus.CONFLICT)
    messages.success(request, gettext(DONE[verb]))
    return redirect("proposals:detail", pk)


@require_POST
@proven
def conclude(request: PersonRequest, pk: int) -> HttpResponse:
    """The decision makes the edition."""
    found = _found(request, pk)
    form = ConcludeForm(data=request.POST)
    if not form.is_valid():
        return shown(request, found, conclusion=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    meeting = form.cleaned_data["meeting"]
    try:
        conclusion = actions.conclude_proposal(proposal=found, meeting=meeting, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return shown(request, _found(request, pk), status=HTTPStatus.CONFLICT)
    if conclusion.edition.status == Edition.Status.PUBLISHED:
        messages.success(request, gettext("สรุปมติและประกาศใช้กรอบแล้ว หน่วยงานรับผิดชอบเห็นตัวชี้วัดของตนได้ทันที"))
    else:
        messages.warning(request, gettext("สรุปมติแล้ว จัดทำร่างกรอบไว้ให้ – ยังประกาศใช้ไม่ได้ตามเหตุที่แสดงในร่าง"))
    return redirect("frameworks:edition", conclusion.edition.pk)
