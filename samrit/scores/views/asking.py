"""What evaluators do with questions: ask, ask on, find an answer enough, take a question back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samrit.people.middleware import PersonRequest
from samrit.reports.queries import Item, item_visible_to
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.desk import why_not_asked
from samrit.scores.forms import ClosingForm, QuestionForm
from samrit.scores.models import Question
from samrit.scores.queries import questions_of, questions_visible_to, rounds_to_evaluate
from samrit.scores.views.questions import proposed, shown_thread
from samrit.ui.formats import place_name
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """A first question about a result; the page of the result has the same form."""
    item = _item(request, round_pk, indicator_pk)
    form, status = QuestionForm(request.POST or None, initial={"answer_by": proposed(item.round)}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                question = actions.ask_question(item=item, by=request.user, now=now(), **form.cleaned_data)
            except RefusedError as refused:
                messages.error(request, in_words(refused.refusal.message))
                status = 409
            else:
                messages.success(request, _("ส่งคำถามแล้ว หน่วยงานรับผิดชอบและผู้ประสานงานจังหวัดได้รับแจ้งแล้ว"))
                return redirect("scores:question", question.thread)
    context = {
        "item": item,
        "asking": form,
        "refusal": why_not_asked(request.duties, item),
        "crumbs": [
            Crumb(_("ตรวจประเมิน"), reverse("scores:list")),
            Crumb(place_name(item.round.area), reverse("scores:round", args=[round_pk])),
            Crumb(item.kpi.full_number, reverse("scores:verify", args=[round_pk, indicator_pk])),
            Crumb(_("ถามจังหวัด")),
        ],
    }
    return render(request, "scores/questions/ask.html", context, status=status)


def asking_context(request: PersonRequest, item: Item) -> dict[str, Any]:
    """For ``scores/verify/questions.html`` on the page of the result."""
    if item.result is None:
        return {}
    moment = now()
    asked = questions_of(item.result)
    return {
        "asked": [(one, one.standing(moment)) for one in asked],
        "asked_now": moment,
        "asking": QuestionForm(initial={"answer_by": proposed(item.round)}),
        "asking_refusal": why_not_asked(request.duties, item),
    }


def _item(request: PersonRequest, round_pk: int, indicator_pk: int) -> Item:
    if not request.duties.evaluates:
        raise Http404
    round_ = get_object_or_404(rounds_to_evaluate(request.duties), pk=round_pk)
    item = item_visible_to(request.duties, round_, indicator_pk)
    if item is None or item.result is None:
        raise Http404
    return item


@require_POST
def ask_on(request: PersonRequest, pk: int) -> HttpResponse:
    question = _question(request, pk)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_on(question=question, by=request.user, now=now(), **form.cleaned_data)
        except RefusedError as refused:
            messages.error(request, in_words(refused.refusal.message))
            return shown_thread(request, question, asking=form, status=409)
        messages.success(request, _("ถามต่อแล้ว หน่วยงานรับผิดชอบได้รับแจ้งแล้ว"))
        return redirect("scores:question", question.thread)
    return shown_thread(request, question, asking=form, status=422)


@require_POST
def close_question(request: PersonRequest, pk: int) -> HttpResponse:
    """Enough, or taken back."""
    question = _question(request, pk)
    form = ClosingForm(request.POST, takes_back=not question.sent_answers)
    if not form.is_valid():
        return shown_thread(request, question, closing=form, status=422)
    try:
        closed = actions.close_question(question=question, by=request.user, now=now(), **form.cleaned_data)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return shown_thread(request, question, closing=form, status=409)
    said = _("บันทึกแล้วว่าคำตอบพอแล้ว") if closed.closing == Question.Closing.ENOUGH else _("ถอนคำถามแล้ว")
    messages.success(request, said)
    return redirect("scores:question", question.thread)


def _question(request: PersonRequest, pk: int) -> Question:
    if not request.duties.evaluates:
        raise Http404
    found = questions_visible_to(request.duties).select_related(
        "result__round__area", "result__round__fiscal_year"
    )
    return get_object_or_404(found, pk=pk)
