"""What evaluators decide of a score: compute, confirm, open again, publish, withdraw."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samrit.frameworks.models import Round
from samrit.people.middleware import PersonRequest, proven
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.forms import PublicationForm
from samrit.scores.queries import publications_of, rounds_to_evaluate, score_of
from samrit.ui.formats import date_and_time
from samrit.ui.wording import in_words


@require_POST
def compute(request: PersonRequest, round_pk: int) -> HttpResponse:
    """With ``despite``: although questions to the province wait for an answer."""
    despite = request.POST.get("despite") == "1"
    return _decided(request, round_pk, actions.compute_score, _computed, despite_questions=despite)


def _computed(round_: Round) -> str:
    score = score_of(round_)
    total = score.total_published or score.rating if score else ""
    return _("คิดคะแนนแล้ว ได้ %(total)s – ตรวจที่มาของคะแนนก่อนยืนยัน") % {"total": total}


@require_POST
@proven
def confirm(request: PersonRequest, round_pk: int) -> HttpResponse:
    said = _("ยืนยันคะแนนแล้ว และแจ้งจังหวัดแล้ว – จังหวัดเห็นคะแนนนี้ก่อนประกาศต่อสาธารณะ")
    return _decided(request, round_pk, actions.confirm_score, lambda _round: said)


@require_POST
def reopen(request: PersonRequest, round_pk: int) -> HttpResponse:
    said = _("เปิดคะแนนใหม่แล้ว – แก้ผลตรวจ คิดคะแนน และยืนยันอีกครั้ง คะแนนเดิมยังเก็บไว้")
    reason = request.POST.get("reason", "")
    return _decided(request, round_pk, actions.reopen_score, lambda _round: said, reason=reason)


@require_POST
@proven
def publish(request: PersonRequest, round_pk: int) -> HttpResponse:
    """At once, or at the moment that the form names."""
    round_ = _round(request, round_pk)
    form = PublicationForm(request.POST, is_first=not publications_of(round_).exists())
    if not form.is_valid():
        messages.error(
            request, " ".join(str(problem) for problems in form.errors.values() for problem in problems)
        )
        return redirect("scores:round", round_pk)
    return _decided(request, round_pk, actions.publish_score, _published, **form.cleaned_data)


def _published(round_: Round) -> str:
    newest = publications_of(round_).first()
    if newest and newest.publish_at > now():
        return _("ตั้งเวลาประกาศผลไว้แล้ว: %(when)s") % {"when": date_and_time(newest.publish_at)}
    return _("ประกาศผลแล้ว ทุกคนเปิดดูได้ที่หน้าผลการประเมิน")


@require_POST
def withdraw(request: PersonRequest, round_pk: int) -> HttpResponse:
    said = _("ถอนประกาศแล้ว หน้าผลการประเมินบอกว่าถอนเมื่อใดและเพราะอะไร")
    reason = request.POST.get("reason", "")
    return _decided(request, round_pk, actions.withdraw_publication, lambda _round: said, reason=reason)


def _decided(
    request: PersonRequest,
    round_pk: int,
    action: Callable[..., object],
    said: Callable[[Round], str],
    **given: Any,
) -> HttpResponse:
    """Do it and say so, or say why not; back on the round's page either way."""
    round_ = _round(request, round_pk)
    try:
        action(round_=round_, by=request.user, now=now(), **given)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        del round_.current_scores  # type: ignore[attr-defined]  # read before it was decided
        messages.success(request, said(round_))
    return redirect("scores:round", round_pk)


def _round(request: PersonRequest, round_pk: int) -> Round:
    if not request.duties.evaluates:
        raise Http404
    return get_object_or_404(rounds_to_evaluate(request.duties), pk=round_pk)
