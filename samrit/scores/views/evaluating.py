"""The evaluator's desk: rounds to evaluate, one round, one result; compute and publish."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samrit.audit.queries import history_of
from samrit.frameworks.models import Round
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports.checklist import checklist_of
from samrit.reports.permissions import may
from samrit.reports.proof import proofs
from samrit.reports.queries import Item, item_visible_to, items_visible_to
from samrit.reports.secrets_kept import told_events
from samrit.rules.wording import Refusal, RefusedError
from samrit.rules.workflow import Status, Verb
from samrit.scores import actions
from samrit.scores.forms import PublicationForm, VerificationForm
from samrit.scores.models import ProvinceScore, Verification
from samrit.scores.permissions import (
    refuse_changing,
    refuse_confirming,
    refuse_publishing,
    refuse_reopening,
    refuse_scoring,
    refuse_withdrawing,
)
from samrit.scores.queries import (
    VerifiedItem,
    current_scores,
    is_current,
    publications_of,
    rounds_to_evaluate,
    score_of,
    standing_publication,
    unverified,
    verification_of,
    verifications_of,
    versions_of,
)
from samrit.scores.shown import components_of, explanation_of
from samrit.scores.views.asking import asking_context
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


@require_GET
def rounds(request: PersonRequest) -> HttpResponse:
    """Which provinces wait for verification, for scoring, for publication?"""
    _evaluators_only(request)
    page = Paginator(rounds_to_evaluate(request.duties), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "scores/list.html", {"page": page})


@require_GET
def round_page(request: PersonRequest, round_pk: int) -> HttpResponse:
    """One province's filed report: what is verified, the score and why, what is left to do."""
    round_ = _round(request, round_pk)
    found = verifications_of(round_)
    items = [
        VerifiedItem(item, found.get(item.result.pk) if item.result else None)
        for item in items_visible_to(request.duties, round_)
    ]
    score, publications = _score(round_), list(publications_of(round_))
    waiting = sum(verified.item.status == Status.FILED for verified in items)
    current = score is not None and is_current(score, round_)
    context = {
        "round": round_,
        "items": items,
        "score": score,
        "waiting": waiting,
        "verified": sum(verified.verification is not None for verified in items),
        "outdated": score is not None and not current,
        "explanation": explanation_of(score) if score else None,
        "components": components_of(score) if score else [],
        "versions": versions_of(round_),
        "publications": publications,
        "refusals": _refusals(request, round_, score, waiting=waiting, current=current),
        "publication_form": PublicationForm(is_first=not publications),
        "crumbs": [Crumb(_("ตรวจประเมิน"), reverse("scores:list")), Crumb(str(round_.area))],
    }
    return render(request, "scores/round.html", context)


def _score(round_: Round) -> ProvinceScore | None:
    """The current version with its documents; the list's are without."""
    return current_scores().filter(round=round_).select_related("edition", "computed_by").first()


def _refusals(
    request: PersonRequest, round_: Round, score: ProvinceScore | None, *, waiting: int, current: bool
) -> dict[str, Refusal | None]:
    """Why each button does nothing; the reasons that a form asks for are taken as given."""
    duties, standing, moment = request.duties, standing_publication(round_), now()
    return {
        "compute": refuse_changing(score) or refuse_scoring(duties, round_, filed=True, unverified=waiting),
        "confirm": refuse_confirming(duties, score, round_, current=current),
        "reopen": refuse_reopening(duties, score, round_, public=standing, reason="-"),
        "publish": refuse_publishing(
            duties,
            score,
            round_,
            standing=standing,
            newest=standing,
            reason="-",
            publish_at=moment,
            now=moment,
        ),
        "withdraw": refuse_withdrawing(duties, standing, round_, reason="-"),
    }


@require_http_methods(["GET", "POST"])
def verify(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """Is the claim proven? Accept it, or correct it with a reason."""
    item = _item(request, _round(request, round_pk), indicator_pk)
    verification = verification_of(item.result) if item.result else None
    form = VerificationForm(request.POST or None, initial=_initial(verification))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.verify_result(item=item, by=request.user, now=now(), **form.cleaned_data)
            except RefusedError as refused:
                messages.error(request, in_words(refused.refusal.message))
                status = 409
            else:
                return _after_verifying(request, item)
        else:
            status = 422
    return render(
        request, "scores/verify.html", _verify_context(request, item, verification, form), status=status
    )


def _after_verifying(request: HttpRequest, item: Item) -> HttpResponse:
    """On to the next result that waits, or back to the round when none does."""
    messages.success(request, _("บันทึกผลการตรวจตัวชี้วัด %(number)s แล้ว") % {"number": item.kpi.full_number})
    waiting = unverified(item.round).order_by("indicator_id").first()
    if waiting is None:
        return redirect("scores:round", item.round.pk)
    return redirect("scores:verify", item.round.pk, waiting.indicator_id)


def _initial(verification: Verification | None) -> dict[str, Any]:
    if verification is None:
        return {}
    return {
        "decision": verification.decision,
        "value": verification.value if verification.decision == Verification.Decision.CORRECT else None,
        "missing": verification.missing or "",
        "reason": verification.reason,
    }


def _verify_context(
    request: PersonRequest, item: Item, verification: Verification | None, form: VerificationForm
) -> dict[str, Any]:
    decision = may(Verb.VERIFY, item, duties=request.duties, now=now())
    score = score_of(item.round)
    return {
        "item": item,
        "result": item.result,
        "verification": verification,
        "form": form,
        "refusal": refuse_changing(score) or (decision if isinstance(decision, Refusal) else None),
        "evidence": proofs(request.duties, item.result.evidence.all()) if item.result else [],
        "checklist": checklist_of(item),
        "events": told(told_events(request.duties, history_of(item.result))) if item.result else [],
        **asking_context(request, item),
        "crumbs": [
            Crumb(_("ตรวจประเมิน"), reverse("scores:list")),
            Crumb(str(item.round.area), reverse("scores:round", args=[item.round.pk])),
            Crumb(item.kpi.full_number),
        ],
    }


def _evaluators_only(request: PersonRequest) -> None:
    if not request.duties.evaluates:
        raise Http404


def _round(request: PersonRequest, round_pk: int) -> Round:
    return get_object_or_404(rounds_to_evaluate(request.duties), pk=round_pk)


def _item(request: PersonRequest, round_: Round, indicator_pk: int) -> Item:
    item = item_visible_to(request.duties, round_, indicator_pk)
    if item is None or item.result is None or item.status not in {Status.FILED, Status.VERIFIED}:
        raise Http404
    return item
