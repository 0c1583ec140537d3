"""One data file: where it stands, what was found in it, and what may be done now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.audit.queries import history_of
from samrit.indicators.actions.accepting import ask_to_accept
from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.actions.moving import certify, return_, submit, withdraw
from samrit.indicators.cell_words import CellWords, ShownCell
from samrit.indicators.documents.rejects import rejects_of, titles_of
from samrit.indicators.forms.submissions import ReasonForm, SubmitForm
from samrit.indicators.models import Examination, Submission
from samrit.indicators.permissions.submissions import refuse_verb
from samrit.indicators.queries.desk import arriving
from samrit.indicators.queries.observations import paths, store
from samrit.indicators.queries.submissions import corrections_of
from samrit.indicators.store.port import EVERYTHING
from samrit.indicators.views.submissions.keeping import survives_sign_in, typed_before
from samrit.indicators.views.submissions.rejected import shown_rejects
from samrit.indicators.views.submissions.shown import Found, found, list_crumbs, name_of, row_of, state_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest, proven_when
from samrit.rules.submitting import HANDED_OVER, State, Verb
from samrit.rules.wording import Message, Refusal, RefusedError
from samrit.ui.pieces import Crumb, Step
from samrit.ui.wording import in_words

FIRST_REJECTS, FIRST_CELLS, EVENTS = 5, 5, 30
PATIENCE = timedelta(minutes=1)  # that work waits before the page says that nobody does it
Enqueue = Callable[[int], object]


@dataclass(frozen=True)
class Work:
    """What goes on in the background: how far, and whether it seems forgotten."""

    words: str
    done: int
    total: int
    attempts: int
    forgotten: bool


@survives_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: PersonRequest, area: str, pk: int, examine: Enqueue, accept: Enqueue) -> HttpResponse:
    """Where does it stand, is it right, and who goes on with it?"""
    one = found(request, area, pk)
    if request.method == "POST":
        return _act(request, one, examine, accept)
    return _page(request, one)


# ── what a person does ──────────────────────────────────────────────────────
@proven_when("action", "certify", "accept")
def _act(request: PersonRequest, one: Found, examine: Enqueue, accept: Enqueue) -> HttpResponse:
    acts: dict[str, Callable[[], object]] = {
        "submit": lambda: submit(submission=one.submission, **_typed(request), by=request.user, now=now()),
        "certify": lambda: certify(submission=one.submission, by=request.user, now=now()),
        "accept": lambda: ask_to_accept(
            submission=one.submission, by=request.user, now=now(), enqueue=accept
        ),
        "return": lambda: return_(
            submission=one.submission, reason=_reason(request), by=request.user, now=now()
        ),
        "withdraw": lambda: withdraw(
            submission=one.submission, reason=_reason(request), by=request.user, now=now()
        ),
        "examine": lambda: _again(request, one.submission, examine),
    }
    act = acts.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    try:
        act()
    except RefusedError as refused:
        return _page(request, one, refusal=refused.refusal, status=409)
    messages.success(request, _done(request.POST["action"]))
    return redirect(one.url())


def _done(action: str) -> str:
    return {
        "submit": _("ส่งข้อมูลแล้ว เก็บเลขที่ใบรับไว้ใช้อ้างอิง"),
        "certify": _("รับรองข้อมูลแล้ว"),
        "accept": _("สั่งรับเข้าฐานข้อมูลแล้ว"),
        "return": _("ส่งกลับให้หน่วยงานแก้ไขแล้ว"),
        "withdraw": _("ถอนข้อมูลแล้ว"),
        "examine": _("สั่งตรวจใหม่แล้ว"),
    }[action]


def _typed(request: PersonRequest) -> dict[str, Any]:
    form = SubmitForm(request.POST)
    form.is_valid()  # what is too long is cut by the browser; nothing else can be wrong with free text
    names = ("source", "method", "contact")
    texts = {name: str(form.cleaned_data.get(name) or request.POST.get(name, "")[:2000]) for name in names}
    return {**texts, "only_good": bool(form.cleaned_data.get("only_good"))}


def _reason(request: PersonRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else request.POST.get("reason", "")[:2000]


def _again(request: PersonRequest, submission: Submission, examine: Enqueue) -> Examination:
    """As it was asked for the last time."""
    last = submission.examination
    return ask_to_examine(
        submission=submission, by=request.user, now=now(), enqueue=examine,
        mapping=last.mapping if last else None, reading=last.reading if last else None,
    )  # fmt: skip


# ── what the page shows ─────────────────────────────────────────────────────
def _page(
    request: PersonRequest, one: Found, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    it = one.submission
    examination = it.examination
    posted = typed_before(request) or (request.POST if request.method == "POST" else None)
    context = {
        "submission": it,
        "area": one.area,
        "name": name_of(it),
        "state": state_of(it),
        "path": _path(it),
        "examination": examination,
        "work": _work(it),
        "refusal": refusal,
        "typed": posted,
        "may": {verb.name.lower(): refuse_verb(verb, request.duties, it) for verb in Verb},
        "form": _submit_form(posted, it),
        "history": told(list(history_of(it)[:EVENTS])),
        "corrections": [row_of(correction) for correction in corrections_of(it)],
        "submit_refusal": refuse_verb(Verb.SUBMIT, request.duties, it, only_good=True),
        "examination_problem": _message(examination.problem) if examination else None,
        "problem": _message(it.problem),
        "crumbs": [*list_crumbs(one.area), Crumb(name_of(it))],
        **(_found(one, examination) if examination and examination.is_done else {}),
    }
    return render(request, "indicators/submissions/one.html", context, status=status)


def _submit_form(posted: Any, it: Submission) -> SubmitForm:
    if posted is not None and posted.get("action") == "submit":
        return SubmitForm(posted)
    before = it.supersedes
    said = {name: getattr(before, name) for name in ("source", "method", "contact")} if before else {}
    return SubmitForm(initial=said)


def _found(one: Found, examination: Examination) -> dict[str, Any]:
    it, counts = one.submission, examination.counts
    good = paths(examination.good)
    words = CellWords(one.area)
    waits = it.state in HANDED_OVER
    return {
        "counts": counts,
        "notes": [_note(note) for note in examination.notes],
        "rejects": shown_rejects(rejects_of(examination, most=FIRST_REJECTS), titles_of(examination)),
        "cells": _cells(words, store().table(good, EVERYTHING, most=FIRST_CELLS)),
        **(_arriving(it, words) if waits else {}),
    }


def _arriving(it: Submission, words: CellWords) -> dict[str, Any]:
    """What it would change, for whoever decides about it."""
    counted = arriving(it, most=FIRST_CELLS)
    return {"counted": counted, "changes": [words.change(change) for change in counted.changes]}


def _cells(words: CellWords, cells: Sequence[Any]) -> list[ShownCell]:
    return [words.of(cell) for cell in cells]


def _message(data: Mapping[str, Any] | None) -> Message | None:
    return Message.from_data(data) if data else None


def _note(note: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "words": in_words(Message.from_data(note)),
        "times": note.get("times", 0),
        "row": note.get("first_row", 0),
    }


def _work(it: Submission) -> Work | None:
    """The examination or the acceptance that is on its way."""
    examination = it.examination
    if it.accepting_at:
        return Work(_("กำลังรับเข้าฐานข้อมูล"), 0, 0, 1, now() - it.accepting_at > 5 * PATIENCE)
    if examination is None or not examination.is_under_way:
        return None
    if examination.state == Examination.State.WAITING:
        forgotten = now() - examination.asked_at > PATIENCE
        return Work(_("รอโปรแกรมเบื้องหลังรับงาน"), 0, 0, 1, forgotten)
    steps = {"opening": _("เปิดไฟล์และหาหัวตาราง"), "checking": _("ตรวจทุกช่อง"), "keeping": _("เก็บผลตรวจ")}
    words = steps.get(examination.step, _("กำลังตรวจ"))
    return Work(words, examination.done, examination.total, examination.attempts, forgotten=False)


def _path(it: Submission) -> list[Step]:
    """นำเข้า → ตรวจ → ส่ง → รับรอง → รับเข้าฐานข้อมูล."""
    sent, ended = it.submitted_at is not None, it.state in {State.ACCEPTED, State.RETURNED, State.WITHDRAWN}
    examined = it.examination is not None and it.examination.is_done
    certified = it.certified_at is not None
    later: Literal["skipped", "todo"] = "skipped" if ended else "todo"
    steps = [
        Step(_("นำเข้าไฟล์"), "done", it.uploaded_by.name, it.uploaded_at),
        Step(_("ตรวจทุกช่อง"), "done" if examined else "current" if it.state == State.DRAFT else later),
        Step(
            _("ส่งข้อมูล"), "done" if sent else "current" if examined and not ended else later,
            it.submitted_by.name if it.submitted_by else "", it.submitted_at,
        ),
        Step(
            _("หัวหน้าหน่วยงานรับรอง"), "done" if certified else later,
            it.certified_by.name if it.certified_by else "", it.certified_at,
        ),
    ]  # fmt: skip
    return [*steps, _last_step(it, sent=sent)]


def _last_step(it: Submission, *, sent: bool) -> Step:
    who = it.decided_by.name if it.decided_by else ""
    if it.state == State.RETURNED:
        return Step(_("ส่งกลับให้แก้ไข"), "refused", who, it.decided_at)
    if it.state == State.WITHDRAWN:
        return Step(_("ถอนแล้ว"), "refused", who, it.decided_at)
    if it.state == State.ACCEPTED:
        return Step(_("รับเข้าฐานข้อมูล"), "done", who, it.decided_at)
    return Step(_("รับเข้าฐานข้อมูล"), "current" if sent else "todo")
