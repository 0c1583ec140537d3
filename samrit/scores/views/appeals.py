"""Appeals: all that concern a person, and opening one."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.evidence.forms import typed_level
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.appeal_begun import beginning_of, sealed_beginning
from samrit.scores.appeals_shown import rows_of
from samrit.scores.forms.appeals import AppealForm
from samrit.scores.models import Appeal, KpiScore
from samrit.scores.permissions.appealing import refuse_opening_appeal
from samrit.scores.queries.appeals import (
    UNDECIDED_STATES,
    appeal_window,
    appeals_visible_to,
    contestable_visible_to,
    latest_appeals,
    terms_of_appeals,
    with_subject,
)
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50
LONGEST_KEY = 18  # digits


@require_safe
def appeals(request: PersonRequest) -> HttpResponse:
    """Which appeals wait for whom, and until when? The undecided ones first, the nearest deadline on top."""
    if not request.duties.memberships:
        raise Http404
    everything = request.GET.get("all") == "1"
    found = with_subject(appeals_visible_to(request.duties)).select_related("decision")
    if not everything:
        found = found.filter(state__in=UNDECIDED_STATES)
    order = "-opened_at" if everything else "decide_by"
    page = Paginator(found.order_by(order, "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_of(list(page), now()), "all": everything}
    above = (
        Crumb(_("ตรวจประเมิน"), reverse("scores:list"))
        if request.duties.evaluates
        else Crumb(_("หน้าแรก"), "/")
    )
    context["crumbs"] = [above, Crumb(_("อุทธรณ์"))]
    return render(request, "scores/appeals/list.html", context)


# ── opening ─────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def new_appeal(request: PersonRequest, round_pk: int) -> HttpResponse:
    """What is contested, on which ground, and what is wanted? ``?kpi=`` names the indicator."""
    contested = _contested(request, round_pk)
    terms = terms_of_appeals(contested.province_score.round)
    if request.method != "POST":
        return _form_page(request, contested, AppealForm(terms=terms))
    form = AppealForm(request.POST, request.FILES, terms=terms)
    if not form.is_valid():
        return _form_page(request, contested, form, status=422)
    values = {name: form.cleaned_data[name] for name in ("grounds", "text", "wanted_value", "wanted_score")}
    try:
        opened = actions.open_appeal(
            kpi_score=contested, by=request.user, now=now(), began_at=_began(request, contested), **values
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _form_page(request, contested, form, status=409)
    messages.success(request, _("ยื่นอุทธรณ์แล้ว คะแนนของจังหวัดแสดงว่าอยู่ระหว่างอุทธรณ์จนกว่าจะมีคำวินิจฉัย"))
    attach_all(request, opened)
    return redirect("scores:appeal", opened.pk)


def _contested(request: PersonRequest, round_pk: int) -> KpiScore:
    asked = request.GET.get("kpi", "")
    indicator = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_KEY else 0
    return get_object_or_404(contestable_visible_to(request.duties, round_pk), kpi__indicator=indicator)


def _form_page(
    request: PersonRequest, contested: KpiScore, form: AppealForm, *, status: int = 200
) -> HttpResponse:
    round_, kpi, moment = contested.province_score.round, contested.kpi, now()
    latest = latest_appeals(round_).get(kpi.indicator_id)
    refusal = refuse_opening_appeal(
        request.duties, contested, latest=latest, now=moment, began_at=_began(request, contested)
    )
    context = {
        "round": round_,
        "kpi": kpi,
        "contested": contested,
        "window": appeal_window(round_),
        "now": moment,
        "form": form,
        "refusal": refusal,
        "latest": latest,
        "begun": sealed_beginning(request.user, contested, _began(request, contested) or moment),
        "crumbs": [
            Crumb(_("คะแนน"), reverse("scores:own", args=[round_.pk])),
            Crumb(_("อุทธรณ์"), reverse("scores:appeals")),
            Crumb(kpi.full_number),
        ],
    }
    return render(request, "scores/appeals/new.html", context, status=status)


def _began(request: PersonRequest, contested: KpiScore) -> datetime | None:
    return beginning_of(request.POST.get("begun", ""), request.user, contested)


def attach_all(request: PersonRequest, appeal: Appeal) -> None:
    """The files that came with a form, each by itself: a refused one takes none of the others away."""
    for file in request.FILES.getlist("evidence"):
        try:
            actions.attach_to_appeal(
                appeal=appeal,
                file=file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
                name=file.name or "",
                secrecy=typed_level(request.POST.get("secrecy", "")),
                by=request.user,
                now=now(),
            )
        except RefusedError as refused:
            messages.error(request, in_words(refused.refusal.message))
        else:
            messages.success(request, _("แนบไฟล์ “%(name)s” แล้ว") % {"name": file.name})
