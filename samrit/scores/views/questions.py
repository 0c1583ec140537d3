"""Questions to a province: one thread with its answers, all that concern a person, those of one item."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.evidence.forms import file_limits, level_choices, typed_level
from samrit.evidence.models import Scan
from samrit.evidence.permissions import file_not_yours
from samrit.evidence.queries import owned_by, upload_of, with_people
from samrit.frameworks.models import Round
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.reports.proof import seen_file
from samrit.reports.queries import Item, item_visible_to
from samrit.rules.questions import times_of, usual_deadline
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.scores import actions
from samrit.scores.forms import AnswerForm, ClosingForm, QuestionForm
from samrit.scores.models import AnswerEvidence, Question
from samrit.scores.permissions import answers_for, refuse_answering, refuse_changing, refuse_closing
from samrit.scores.queries import (
    answering_kpis,
    questions_visible_to,
    score_of,
    thread_of,
    with_answers,
)
from samrit.scores.questions_shown import ShownAnswer, ShownQuestion, shown_questions
from samrit.ui.formats import place_name
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50
OFFERED = 10  # files of the register that are offered
LONGEST_NUMBER = 18
MOST_FILES = 10


# ── lists ───────────────────────────────────────────────────────────────────
@require_safe
def questions(request: PersonRequest) -> HttpResponse:
    """Which questions wait, for whom and until when? The open ones first, the nearest deadline on top."""
    if not request.duties.memberships:
        raise Http404
    found = with_answers(questions_visible_to(request.duties))
    if request.GET.get("all") != "1":
        found = found.filter(closing="")
    page = Paginator(found.order_by("closed_at", "answer_by", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    moment, kpis = now(), answering_kpis(page.object_list)
    rows = [(one, kpis.get(one.result.indicator_id), one.standing(moment)) for one in page]
    context = {"page": page, "rows": rows, "now": moment, "all": request.GET.get("all") == "1"}
    above = (
        Crumb(_("ตรวจประเมิน"), reverse("scores:list"))
        if request.duties.evaluates
        else Crumb(_("หน้าแรก"), "/")
    )
    context["crumbs"] = [above, Crumb(_("คำถามถึงจังหวัด"))]
    return render(request, "scores/questions/list.html", context)


@require_safe
def of_item(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """The questions about one item, to stand on its page (htmx) or as a page of their own."""
    found = with_answers(
        questions_visible_to(request.duties).filter(result__round=round_pk, result__indicator=indicator_pk)
    ).order_by("-pk")
    moment = now()
    context = {
        "rows": [(one, one.standing(moment)) for one in found],
        "now": moment,
        "entry": reverse("reports:entry", args=[round_pk, indicator_pk]),
    }
    template = "scores/questions/of_item.html" if request.htmx else "scores/questions/of_item_page.html"
    return render(request, template, context)


# ── one thread ──────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: PersonRequest, pk: int) -> HttpResponse:
    """What was asked, what was answered, and what is mine to do now?"""
    found = _question(request, pk)
    if found.pk != found.thread:
        return redirect("scores:question", found.thread)
    if request.method == "POST":
        return _answered(request, thread_of(found)[-1])
    return shown_thread(request, found)


def _question(request: PersonRequest, pk: int) -> Question:
    found = questions_visible_to(request.duties)
    return get_object_or_404(found.select_related("result__round"), pk=pk)


def shown_thread(
    request: PersonRequest,
    question: Question,
    *,
    answering: AnswerForm | None = None,
    asking: QuestionForm | None = None,
    closing: ClosingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a thread, also as the answer to a form that was not taken."""
    thread = thread_of(question)
    item = _item(request, thread[-1])
    context = {
        **_thread_context(request, thread, item),
        "asking": asking or QuestionForm(initial={"answer_by": proposed(question.result.round)}),
        "asking_on": asking is not None,
        "closing": closing or ClosingForm(takes_back=not thread[-1].sent_answers),
    }
    draft = context["last"].draft
    context["answering"] = answering or AnswerForm(initial={"text": draft.answer.text if draft else ""})
    return render(request, "scores/questions/thread.html", context, status=status)


def _thread_context(request: PersonRequest, thread: list[Question], item: Item | None) -> dict[str, Any]:
    last, moment = thread[-1], now()
    kpi = item.kpi if item else None
    lines = {line.code: line.title for line in kpi.required_evidence.all()} if kpi else {}
    shown = shown_questions(request.duties, thread, lines, moment)
    round_ = last.result.round
    return {
        "item": item,
        "kpi": kpi,
        "round": round_,
        "result": last.result,
        "thread": shown,
        "last": shown[-1],
        "now": moment,
        "answers": bool(kpi and answers_for(request.duties, kpi)),
        "settled": refuse_changing(score_of(round_)) is not None,
        "refusals": {
            "answer": refuse_answering(request.duties, last, kpi),
            "close": refuse_closing(request.duties, last),
        },
        **_evidence_context(request, shown[-1], lines),
        "crumbs": _crumbs(request, item, round_.pk),
    }


def _evidence_context(request: PersonRequest, last: ShownQuestion, lines: dict[str, str]) -> dict[str, Any]:
    """For ``scores/questions/evidence.html``: the draft's files, and what may be chosen."""
    return {
        "question": last.question,
        "draft": last.draft,
        "lines": lines,
        "levels": level_choices(),
        "offered": _offered(request, last.draft),
        "limits": file_limits(MOST_FILES),
    }


def _offered(request: PersonRequest, draft: ShownAnswer | None) -> list[Any] | None:
    """The newest files of the own agencies by the words typed; None before it is asked for."""
    if not request.POST.get("action", "").startswith("pick"):
        return None
    files = owned_by(request.duties.agencies(Role.RECORDER, Role.APPROVER)).exclude(scan=Scan.INFECTED)
    if draft:
        files = files.exclude(sha256__in=[one.seen.file.sha256 for one in draft.files])
    if words := request.POST.get("pick_words", "").strip()[:200]:
        files = files.filter(name__icontains=words)
    found = (seen_file(request.duties, file) for file in with_people(files).order_by("-id")[: 3 * OFFERED])
    return [seen for seen in found if not seen.closed][:OFFERED]


def _item(request: PersonRequest, question: Question) -> Item | None:
    return item_visible_to(request.duties, question.result.round, question.result.indicator_id)


def _crumbs(request: PersonRequest, item: Item | None, round_pk: int) -> list[Crumb]:
    number = item.kpi.full_number if item else ""
    if request.duties.evaluates and item:
        first = Crumb(_("ตรวจประเมิน"), reverse("scores:list"))
        url = reverse("scores:verify", args=[round_pk, item.kpi.indicator_id])
        return [first, Crumb(place_name(item.round.area), reverse("scores:round", args=[round_pk])), Crumb(number, url), Crumb(_("คำถาม"))]  # fmt: skip
    url = reverse("reports:entry", args=[round_pk, item.kpi.indicator_id]) if item else ""
    return [
        Crumb(_("รายงานผล"), reverse("reports:round", args=[round_pk])),
        *([Crumb(number, url)] if item else []),
        Crumb(_("คำถาม")),
    ]


def proposed(round_: Round) -> datetime:
    """The deadline that the form proposes."""
    return usual_deadline(times_of(round_.fiscal_year_id), localtime(now()))


# ── answering ───────────────────────────────────────────────────────────────
def _answered(request: PersonRequest, last: Question) -> HttpResponse:
    """``action``: save, send, pick, or (with what it is about) upload:…, attach:…, detach:…"""
    act, _colon, subject = request.POST.get("action", "save").partition(":")
    try:
        if act in EVIDENCE_ACTS:
            return _with_evidence(request, last, EVIDENCE_ACTS[act], subject)
        return _kept_or_sent(request, last, send=act == "send")
    except RefusedError as refused:
        if request.htmx:
            return _fragment(request, last, refusal=refused.refusal)
        messages.error(request, in_words(refused.refusal.message))
        return shown_thread(request, last, answering=AnswerForm(request.POST), status=409)


def _kept_or_sent(request: PersonRequest, last: Question, *, send: bool) -> HttpResponse:
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown_thread(request, last, answering=form, status=422)
    text = form.cleaned_data["text"]
    actions.save_answer(question=last, text=text, by=request.user, now=now())
    attached = _attach_all(request, last)
    if not attached:
        return shown_thread(request, last, answering=form, status=409)
    if not send:
        messages.success(request, _("บันทึกร่างคำตอบแล้ว ผู้ประเมินยังไม่เห็นจนกว่าจะส่ง"))
        return redirect("scores:question", last.thread)
    sent = actions.send_answer(question=last, text=text, by=request.user, now=now())
    said = _("ส่งคำตอบแล้ว หลังกำหนดตอบ – ผู้ประเมินเห็นว่าส่งช้า") if sent.came_late else _("ส่งคำตอบแล้ว")
    messages.success(request, said)
    return redirect("scores:question", last.thread)


def _attach_all(request: PersonRequest, last: Question) -> bool:
    """The files that came with the form, each by itself; whether all were taken."""
    refused_one, kept = False, 0
    for file in request.FILES.getlist("evidence"):
        try:
            actions.attach_to_answer(
                question=last,
                file=file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
                name=file.name or "",
                secrecy=typed_level(request.POST.get("secrecy", "")),
                code=request.POST.get("code", ""),
                by=request.user,
                now=now(),
            )
            kept += 1
        except RefusedError as refused:
            refused_one = True
            messages.error(request, in_words(refused.refusal.message))
    if kept:
        messages.success(request, ngettext("แนบไฟล์ %(n)s ไฟล์แล้ว", "แนบไฟล์ %(n)s ไฟล์แล้ว", kept) % {"n": kept})
    return not refused_one


def _with_evidence(
    request: PersonRequest, last: Question, act: Callable[[PersonRequest, Question, str], str], subject: str
) -> HttpResponse:
    """Without a script the text that was typed beside the files is kept as a draft too."""
    if not request.htmx and "text" in request.POST:
        actions.save_answer(question=last, text=request.POST["text"], by=request.user, now=now())
    said = act(request, last, subject)
    if request.htmx:
        return _fragment(request, last, said=said)
    if said:
        messages.success(request, said)
        return redirect(reverse("scores:question", args=[last.thread]) + "#proof")
    return shown_thread(request, last)


def _upload(request: PersonRequest, last: Question, key: str) -> str:
    moment = now()
    upload = upload_of(request.user, key, now=moment)
    if upload is None:
        raise RefusedError(refuse("upload_gone", "การส่งไฟล์นี้สิ้นสุดแล้ว – ดูรายการหลักฐาน หากยังไม่มีให้ส่งใหม่"))
    link = actions.attach_upload_to_answer(
        question=last,
        upload=upload,
        secrecy=typed_level(request.POST.get("secrecy", "")),
        code=request.POST.get("code", ""),
        by=request.user,
        now=moment,
    )
    if link.file.scan == Scan.WAITING:
        return _("แนบไฟล์แล้ว แต่เครื่องตรวจไวรัสไม่ตอบ – ระบบจะตรวจให้เองภายหลัง ระหว่างนี้คนอื่นยังเปิดไม่ได้")
    return _named(link)


def _attach(request: PersonRequest, last: Question, key: str) -> str:
    own = owned_by(request.duties.agencies(Role.RECORDER, Role.APPROVER))
    file = own.filter(pk=_whole_number(key)).first()
    if file is None:
        raise RefusedError(file_not_yours())
    code = request.POST.get("code", "")
    return _named(
        actions.attach_kept_to_answer(question=last, file=file, code=code, by=request.user, now=now())
    )


def _detach(request: PersonRequest, last: Question, key: str) -> str:
    actions.detach_from_answer(question=last, link=_whole_number(key), by=request.user, now=now())
    return _("นำไฟล์ออกแล้ว")


def _pick(_request: PersonRequest, _last: Question, _subject: str) -> str:
    """Show what may be chosen; nothing is attached."""
    return ""


EVIDENCE_ACTS: dict[str, Callable[[PersonRequest, Question, str], str]] = {
    "upload": _upload,
    "attach": _attach,
    "detach": _detach,
    "pick": _pick,
}


def _named(link: AnswerEvidence) -> str:
    return _("แนบไฟล์ “%(name)s” แล้ว") % {"name": link.file.name}


def _whole_number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else -1


def _fragment(
    request: PersonRequest, last: Question, *, said: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    """The evidence part alone, with what is to be said at its head."""
    thread = thread_of(last)
    item = _item(request, last)
    lines = {line.code: line.title for line in item.kpi.required_evidence.all()} if item else {}
    shown = shown_questions(request.duties, [thread[-1]], lines, now())[-1]
    context = {**_evidence_context(request, shown, lines), "said": said, "refused": refusal}
    return render(request, "scores/questions/evidence.html", context)
