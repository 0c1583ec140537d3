"""One appeal: everything about it, and what each side may do with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrit.audit.queries import history_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest, proven
from samrit.rules.appeals import NOT_HEARD_LABELS, NotHeard, Verb, Who, label_of_ground
from samrit.rules.wording import Refusal, RefusedError
from samrit.scores import actions
from samrit.scores.appeals_shown import (
    appeal_proofs,
    candidates_of,
    due_of,
    next_of,
    path_of,
    ruled,
    state_code,
)
from samrit.scores.forms.appeals import EvidenceForm, NotHeardForm, PanelForm, RulingForm
from samrit.scores.models import Appeal, Publication
from samrit.scores.permissions.appealing import Bench, refuse_act, who_is
from samrit.scores.queries.appeals import (
    appeals_visible_to,
    panel_of,
    rubric_of_appeal,
    terms_of_appeals,
    with_everything,
)
from samrit.scores.views.appeals import attach_all
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PROVINCE = {Who.COORDINATOR, Who.APPROVER}


@require_safe
def appeal(request: PersonRequest, pk: int) -> HttpResponse:
    """What is contested, where does it stand, what is mine to do?"""
    return _shown(request, found_appeal(request, pk))


def found_appeal(request: PersonRequest, pk: int) -> Appeal:
    return get_object_or_404(with_everything(appeals_visible_to(request.duties)), pk=pk)


def _shown(request: PersonRequest, found: Appeal, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, also as the answer to a form that was not taken (``forms``: that one with what was typed)."""
    moment, bench = now(), Bench(found.round, now=now())
    who = who_is(request.duties, found.round, found.kpi_score.kpi, found)
    refusals = {
        verb.value: refuse_act(verb, found, duties=request.duties, now=moment, bench=bench) for verb in Verb
    }
    context = {
        "appeal": found,
        "round": found.round,
        "kpi": found.kpi_score.kpi,
        "contested": found.kpi_score,
        "verification": found.kpi_score.verification,
        "state": state_code(found),
        "due": due_of(found, moment),
        "grounds": label_of_ground(found.grounds),
        "not_heard": NOT_HEARD_LABELS[NotHeard(found.not_heard)] if found.not_heard else "",
        "steps": path_of(found, published=_published(found)),
        "next": next_of(found),
        "evidence": appeal_proofs(request.duties, found),
        "panel": panel_of(found),
        "ruled": ruled(found),
        "of_province": bool(who & PROVINCE),
        "of_desk": Who.EVALUATOR in who,
        "refusals": refusals,
        "events": told(history_of(found)),
        "crumbs": [Crumb(_("อุทธรณ์"), reverse("scores:appeals")), Crumb(found.kpi_score.kpi.full_number)],
        **_forms(found, refusals, bench, moment, forms),
    }
    return render(request, "scores/appeals/appeal.html", context, status=status)


def _published(found: Appeal) -> bool:
    """Whether the version that the decision made was published."""
    decision = getattr(found, "decision", None)
    versions = Publication.objects.filter(round=found.round_id, withdrawn_at=None)
    return decision is not None and versions.filter(score__version__gte=decision.score_after.version).exists()


def _forms(
    found: Appeal,
    refusals: dict[str, Refusal | None],
    bench: Bench,
    moment: datetime,
    typed: dict[str, Any],
) -> dict[str, Any]:
    """Each form that this person may send, as it was typed or empty; and who may sit, with why others may not."""
    forms: dict[str, Any] = {"unfit": []}
    if not refusals[Verb.ATTACH]:
        forms["evidence_form"] = EvidenceForm()
    if not refusals[Verb.REFUSE]:
        forms["not_heard_form"] = typed.get("not_heard_form") or NotHeardForm()
    if not refusals[Verb.APPOINT]:
        candidates, forms["unfit"] = _candidates(found, bench, moment)
        forms["panel_form"] = typed.get("panel_form") or _panel_form(found, candidates)
    if not refusals[Verb.DECIDE]:
        forms["ruling_form"] = typed.get("ruling_form") or _ruling_form(found)
    return forms


def _ruling_form(found: Appeal, *typed: Any) -> RulingForm:
    return RulingForm(*typed, panel=_members(found), rubric=rubric_of_appeal(found))


def _candidates(found: Appeal, bench: Bench, moment: datetime) -> tuple[list[int], list[Refusal]]:
    said = candidates_of(found, bench, day=localdate(moment))
    fit = [one.person.pk for one in said if one.refusal is None]
    return fit, [one.refusal for one in said if one.refusal]


def _panel_form(found: Appeal, candidates: list[int], data: Any = None) -> PanelForm:
    first = {"members": [member.user_id for member in panel_of(found)]}
    size = terms_of_appeals(found.round).panel
    return PanelForm(data, candidates=candidates, size=size, initial=first)


def _members(found: Appeal) -> list[Any]:
    return [member.user for member in panel_of(found)]


# ── what is done with it ────────────────────────────────────────────────────
@require_POST
def attach_evidence(request: PersonRequest, pk: int) -> HttpResponse:
    """More files, while it is not decided."""
    found = found_appeal(request, pk)
    if not request.FILES.getlist("evidence"):
        messages.error(request, _("ยังไม่ได้เลือกไฟล์"))
    attach_all(request, found)
    return redirect("scores:appeal", pk)


@require_POST
def withdraw_appeal(request: PersonRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    said = _("ถอนอุทธรณ์แล้ว คะแนนเดิมยังใช้อยู่")
    return _done(request, pk, actions.withdraw_appeal, said, reason=reason)


@require_POST
def take_up_appeal(request: PersonRequest, pk: int) -> HttpResponse:
    return _done(request, pk, actions.take_up_appeal, _("รับพิจารณาแล้ว – แต่งตั้งคณะพิจารณาต่อไป"))


def _done(
    request: PersonRequest, pk: int, action: Callable[..., object], said: str, **given: Any
) -> HttpResponse:
    """Do it and say so, or say why not; back on the appeal's page either way."""
    try:
        action(appeal=found_appeal(request, pk), by=request.user, now=now(), **given)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(request, said)
    return redirect("scores:appeal", pk)


@require_POST
def refuse_appeal(request: PersonRequest, pk: int) -> HttpResponse:
    """Not taken up, and why."""
    found, form = found_appeal(request, pk), NotHeardForm(request.POST)

    def act() -> None:
        actions.refuse_appeal(appeal=found, by=request.user, now=now(), **form.cleaned_data)

    return _taken(request, found, "not_heard_form", form, act, said=_("บันทึกแล้วว่าไม่รับพิจารณา และแจ้งจังหวัดแล้ว"))


@require_POST
def appoint_panel(request: PersonRequest, pk: int) -> HttpResponse:
    found, moment = found_appeal(request, pk), now()
    candidates, _unfit = _candidates(found, Bench(found.round, now=moment), moment)
    form = _panel_form(found, candidates, request.POST)

    def act() -> None:
        actions.appoint_panel(appeal=found, by=request.user, now=moment, **form.cleaned_data)

    return _taken(request, found, "panel_form", form, act, said=_("แต่งตั้งคณะพิจารณาแล้ว และแจ้งทุกคนแล้ว"))


@require_POST
@proven
def decide_appeal(request: PersonRequest, pk: int) -> HttpResponse:
    """คำวินิจฉัย: recorded by one of the panel."""
    found = found_appeal(request, pk)
    form = _ruling_form(found, request.POST)

    def act() -> None:
        ruling = actions.Ruling(**form.cleaned_data)
        actions.decide_appeal(appeal=found, ruling=ruling, by=request.user, now=now())

    said = _("บันทึกคำวินิจฉัยแล้ว และแจ้งจังหวัดแล้ว – ดาวน์โหลดหนังสือแจ้งคำวินิจฉัยได้ที่หน้านี้")
    return _taken(request, found, "ruling_form", form, act, said=said)


def _taken(
    request: PersonRequest, found: Appeal, name: str, form: Any, act: Callable[[], None], *, said: str
) -> HttpResponse:
    """The form's act done, or the page again with what was typed and why it was not taken."""
    if not form.is_valid():
        return _shown(request, found, status=422, **{name: form})
    try:
        act()
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        messages.error(request, in_words(refused.refusal.message))
        return _shown(request, found_appeal(request, found.pk), status=409, **{name: form})
    messages.success(request, said)
    return redirect("scores:appeal", found.pk)
