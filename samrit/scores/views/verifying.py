"""One result at the evaluator's desk: verified by one, or judged by two who do not see each other's opinion."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.audit.queries import history_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports.checklist import checklist_of
from samrit.reports.computed_shown import trace_line, used_by
from samrit.reports.proof import Proof, proofs
from samrit.reports.queries import Item, item_visible_to
from samrit.reports.secrets_kept import told_events
from samrit.rules.rubric import BELOW, Rubric
from samrit.rules.wording import RefusedError
from samrit.rules.workflow import Status
from samrit.scores import actions
from samrit.scores.desk import why_not_judged
from samrit.scores.forms import MISSING, Judging, judging_form
from samrit.scores.models import Opinion, Verification
from samrit.scores.queries import (
    Judges,
    comparison_of,
    judges_of,
    next_to_judge,
    rounds_to_evaluate,
    rubric_for,
    verification_of,
)
from samrit.scores.views.asking import asking_context
from samrit.scores.views.official import official_context, official_initial
from samrit.ui.formats import place_name
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@dataclass(frozen=True)
class Desk:
    """The item with what this person needs to judge it."""

    item: Item
    judges: Judges
    rubric: Rubric | None
    verification: Verification | None
    evidence: list[Proof]

    @property
    def said_before(self) -> Verification | Opinion | None:
        """What this person's form begins with: their own opinion where two judge, else what is in force."""
        return self.judges.own if self.judges.two else self.verification


@require_http_methods(["GET", "POST"])
def verify(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """Is the claim proven? Accept it, or correct it with a reason."""
    desk = _desk(request, round_pk, indicator_pk)
    initial = {**initial_of(desk), **official_initial(request, desk.item, desk.said_before)}
    titles = [one.seen.name for one in desk.evidence] if desk.judges.two else []
    form, status = (
        judging_form(desk.rubric, request.POST or None, initial=initial, evidence=titles),
        200,
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _judge(request, desk, form)
            except RefusedError as refused:
                messages.error(request, in_words(refused.refusal.message))
                status = 409
            else:
                return _onwards(request, desk)
    return render(request, "scores/verify.html", _context(request, desk, form), status=status)


def _desk(request: PersonRequest, round_pk: int, indicator_pk: int) -> Desk:
    round_ = get_object_or_404(rounds_to_evaluate(request.duties), pk=round_pk)
    item = item_visible_to(request.duties, round_, indicator_pk)
    if item is None or item.result is None or item.status not in {Status.FILED, Status.VERIFIED}:
        raise Http404
    return Desk(
        item,
        judges_of(item, request.user),
        rubric_for(item),
        verification_of(item.result),
        proofs(request.duties, item.result.evidence.all()),
    )


def _judge(request: PersonRequest, desk: Desk, form: Judging) -> None:
    said = form.judged()
    if desk.judges.two:
        seen = tuple(form.cleaned_data.get("seen", ()))
        actions.give_opinion(item=desk.item, by=request.user, now=now(), seen=seen, **said)
    else:
        actions.verify_result(item=desk.item, by=request.user, now=now(), **said)


def _onwards(request: PersonRequest, desk: Desk) -> HttpResponse:
    """On to the next result that waits for this person, or back to the round when none does."""
    messages.success(request, _said(desk))
    indicator = next_to_judge(request.user, desk.item.round)
    if indicator is None:
        return redirect("scores:round", desk.item.round.pk)
    return redirect("scores:verify", desk.item.round.pk, indicator)


def _said(desk: Desk) -> str:
    number = {"number": desk.item.kpi.full_number}
    if not desk.judges.two:
        return _("บันทึกผลการตรวจตัวชี้วัด %(number)s แล้ว") % number
    comparison = comparison_of(desk.item.result) if desk.item.result else None
    if comparison is None:
        return _("เก็บความเห็นของตัวชี้วัด %(number)s แล้ว ยังไม่มีใครเห็น – แก้ได้จนกว่าผู้ตรวจอีกคนจะส่ง") % number
    if comparison.agreed:
        return _("ผู้ตรวจทั้งสองคนเห็นตรงกัน บันทึกผลการตรวจตัวชี้วัด %(number)s แล้ว") % number
    return _("ผู้ตรวจทั้งสองคนเห็นต่างกัน ส่งตัวชี้วัด %(number)s ให้ผู้ชี้ขาดแล้ว") % number


def initial_of(desk: Desk) -> dict[str, Any]:
    before = desk.said_before
    if before is None:
        return {}
    corrected = before.decision == Verification.Decision.CORRECT
    initial = {
        "decision": before.decision,
        "value": before.value if corrected else None,
        "missing": before.missing or "",
        "reason": before.reason,
    }
    return {**initial, **_of_level(desk.rubric, before)} if desk.rubric else initial


def _of_level(rubric: Rubric, before: Verification | Opinion) -> dict[str, Any]:
    """The reasons stand in their own fields; a level that is no longer described is picked anew."""
    code = f"{MISSING}{before.missing}" if before.missing else before.rubric.get("code", "")
    known = before.missing or code == BELOW or rubric.level(code)
    reasons = before.rubric.get("reasons", [])
    return {
        "level": code if known else "",
        **{f"reason_{place}": one["reason"] for place, one in enumerate(reasons)},
    }


def _context(request: PersonRequest, desk: Desk, form: Judging) -> dict[str, Any]:
    item = desk.item
    return {
        "item": item,
        "result": item.result,
        "trace": trace_line(computed) if (computed := used_by(item)) else None,
        "used": computed,
        "judges": desk.judges,
        "rubric": desk.rubric,
        "verification": desk.verification,
        "form": form,
        "refusal": why_not_judged(request.duties, item, desk.judges, now()),
        "evidence": desk.evidence,
        "checklist": checklist_of(item),
        "events": told(told_events(request.duties, history_of(item.result))) if item.result else [],
        **asking_context(request, item),
        **official_context(item, desk.verification),
        "crumbs": crumbs_of(item),
    }


def crumbs_of(item: Item) -> list[Crumb]:
    return [
        Crumb(_("ตรวจประเมิน"), reverse("scores:list")),
        Crumb(place_name(item.round.area), reverse("scores:round", args=[item.round.pk])),
        Crumb(item.kpi.full_number),
    ]
