"""One KPI in one round: typing, approving, returning. One address, so that any answer can be reloaded."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap

from samrit.people.middleware import PersonRequest, proven
from samrit.reports import actions
from samrit.reports.arrival import counted_now
from samrit.reports.forms import ResultForm, differences, initial_of
from samrit.reports.models import Missing
from samrit.reports.permissions import may
from samrit.reports.queries import Item
from samrit.reports.views.computed import use
from samrit.reports.views.drafting import autosave, discard
from samrit.reports.views.keeping import keeps_typed_text, typed_texts
from samrit.reports.views.proving import (
    EVIDENCE_ACTS,
    attach_all,
    fragment,
    keep_reason,
    whole_number,
)
from samrit.reports.views.returning import return_form
from samrit.reports.views.shown import Answer, drawn_context, found_item, shown
from samrit.reports.views.written import Rejoined, form_from, named, rejoined, typed_form
from samrit.reports.words import PARTS, typed_words
from samrit.rules.wording import Refusal, RefusedError
from samrit.rules.workflow import Status, Verb
from samrit.ui.wording import in_words


@never_cache
@keeps_typed_text
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """What do I type, what will it score, what proof is asked? And for the approver: is it right?"""
    act = request.POST.get("action", "").partition(":")[0]
    if request.method == "POST" and act not in ACTS:
        return _keep(request, round_pk, indicator_pk, then_submit=act == "submit")
    item = found_item(request, round_pk, indicator_pk)
    return ACTS[act](request, item) if request.method == "POST" else shown(request, item)


def _keep(request: PersonRequest, round_pk: int, indicator_pk: int, *, then_submit: bool) -> HttpResponse:
    """บันทึกร่าง; ส่งให้ผู้อนุมัติ in one press: what is typed is kept first."""
    item, form, refusal = _tried(request, round_pk, indicator_pk, then_submit=then_submit)
    if form is None or not form.is_valid() or refusal:
        return _unkept(request, item, form, refusal, then_submit=then_submit)
    return _kept(request, item, form, then_submit=then_submit)


def _tried(
    request: PersonRequest, round_pk: int, indicator_pk: int, *, then_submit: bool
) -> tuple[Item, ResultForm | None, Refusal | None]:
    """One transaction, in which the item is read once: ask, judge what is typed, save. The form when it was judged."""
    with actions.holding(request.duties, round_pk, indicator_pk) as item:
        if item is None:
            raise Http404
        counted = counted_now(item, duties=request.duties, now=now(), words=typed_words(request.POST))
        decision = may(Verb.SAVE, item, duties=request.duties, now=counted)
        if isinstance(decision, Refusal):
            return item, None, decision
        form = typed_form(request, item)
        try:
            if form.is_valid():
                _save(request, item, form, then_submit=then_submit)
        except RefusedError as refused:
            return item, form, refused.refusal
    return item, form, None


def _unkept(
    request: PersonRequest,
    item: Item,
    form: ResultForm | None,
    refusal: Refusal | None,
    *,
    then_submit: bool,
) -> HttpResponse:
    """Nothing was saved: why, with all that was typed."""
    if refusal is None:
        attach_all(request, item)
    item = _again(request, item)  # with all that the page shows
    if refusal is None:
        return shown(request, item, Answer(form=form, status=422))
    if form and refusal.code == "stale_version":
        return _rejoin(request, form, refusal, item=item, then_submit=then_submit)
    return _not_taken(request, item, refusal)


def _rejoin(
    request: PersonRequest, form: ResultForm, refusal: Refusal, *, item: Item, then_submit: bool
) -> HttpResponse:
    """Somebody saved in between: where they changed something else, both are kept; else a person decides."""
    typed = form.cleaned_data
    joined = rejoined(item, request.POST, typed["opened"], typed["draft"] or 0)
    if joined.theirs or not joined.form.is_valid():
        return _conflict(request, item, joined, refusal)
    try:
        _save(request, item, joined.form, then_submit=then_submit)
    except RefusedError as again:
        if again.refusal.code == "stale_version":
            return _conflict(request, item, joined, again.refusal)
        return _not_taken(request, _again(request, item), again.refusal)
    if joined.taken and item.result and item.result.saved_by:
        values = {"who": item.result.saved_by.name, "parts": named(joined.taken)}
        messages.info(request, _("รวมกับที่ %(who)s บันทึกไว้ระหว่างนั้นแล้ว: %(parts)s") % values)
    return _kept(request, item, joined.form, then_submit=then_submit)


def _kept(request: PersonRequest, item: Item, form: ResultForm, *, then_submit: bool) -> HttpResponse:
    if not then_submit:
        messages.success(request, _("บันทึกร่างแล้ว"))
    keep_reason(request, item)
    if attach_all(request, item) and then_submit:
        return _submit(request, item, form.cleaned_data["draft"])
    if then_submit:
        messages.warning(
            request, _("บันทึกร่างแล้ว แต่ยังไม่ได้ส่ง เพราะมีไฟล์ที่แนบไม่ได้ – เลือกไฟล์ใหม่ หรือกดส่งโดยไม่มีไฟล์นั้น")
        )
    return _back(item)


def _save(request: PersonRequest, item: Item, form: ResultForm, *, then_submit: bool) -> None:
    """The draft's work is done when all is done: submitting still needs to know that it was begun in time."""
    typed = form.cleaned_data
    actions.save_result(
        item=item,
        value=typed["value"],
        missing=typed["missing"],
        numerator=typed["numerator"],
        denominator=typed["denominator"],
        figure_reason=typed["figure_reason"],
        narrative=typed["narrative"],
        supporting_factors=typed["supporting_factors"],
        obstacles=typed["obstacles"],
        version=typed["version"],
        draft=None if then_submit else typed["draft"],
        terms=whole_number(request.POST.get("terms", "")),
        by=request.user,
        now=now(),
    )


def _submit(request: PersonRequest, item: Item, draft: int | None) -> HttpResponse:
    try:
        actions.submit_result(item=item, by=request.user, now=now(), draft=draft)
    except RefusedError as refused:
        messages.warning(request, _("บันทึกร่างแล้ว แต่ยังไม่ได้ส่ง"))
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(request, _("ส่งให้ผู้อนุมัติแล้ว หากพบสิ่งที่ต้องแก้ ดึงกลับมาได้จนกว่าผู้อนุมัติจะตัดสินใจ"))
    return _back(item)


# ── what could not be saved ─────────────────────────────────────────────────
def _not_taken(request: PersonRequest, item: Item, refusal: Refusal) -> HttpResponse:
    """Closed meanwhile, submitted in another tab: nothing was saved, the text is shown for copying."""
    sent_by_me = item.status == Status.SUBMITTED and item.result and item.result.submitted_by == request.user
    if sent_by_me and not differences(request.POST, item.result):
        return _back(item)  # the second click of a double click
    answer = Answer(refusal=refusal, texts=typed_texts(request.POST), status=409)
    return shown(request, item, answer)


def _conflict(request: PersonRequest, item: Item, joined: Rejoined, refusal: Refusal) -> HttpResponse:
    """Both changed the same: both versions side by side; the next save is made knowingly."""
    attach_all(request, item)
    answer = Answer(form=joined.form, refusal=refusal, theirs=joined.theirs, status=409)
    return shown(request, _again(request, item), answer)


def take(request: PersonRequest, item: Item) -> HttpResponse:
    """ใช้ค่านี้: take over one part as it is saved, keep everything else as typed; nothing is saved yet."""
    part = request.POST["action"].partition(":")[2]
    data, saved = request.POST.copy(), initial_of(item.result)
    for name in PARTS.get(part, ()):
        data[name] = saved[name]
    return shown(request, item, Answer(form=form_from(item, data), theirs=differences(data, item.result)))


def look(request: PersonRequest, item: Item) -> HttpResponse:
    """The score of what is typed, for browsers without script; nothing is saved."""
    return shown(request, item, Answer(form=typed_form(request, item)))


def prove(request: PersonRequest, item: Item) -> HttpResponse:
    """Attach, take off, tick: one part of the page with a script, else the whole; what is typed stays, unsaved."""
    act = EVIDENCE_ACTS[request.POST["action"].partition(":")[0]]
    try:
        done = act(request, item)
    except RefusedError as refused:
        item = _again(request, item)
        if request.htmx:
            return fragment(request, item, None, refused.refusal)
        answer = Answer(refusal=refused.refusal, texts=typed_texts(request.POST), status=409)
        return shown(request, item, answer)
    item = _again(request, item)
    if request.htmx:
        return fragment(request, item, done)
    if done:
        messages.add_message(request, *done)
    return shown(request, item, Answer(form=typed_form(request, item)))


# ── decisions ───────────────────────────────────────────────────────────────
def recall(request: PersonRequest, item: Item) -> HttpResponse:
    return _decide(
        request,
        item,
        lambda: actions.recall_result(item=item, by=request.user, now=now()),
        _("ดึงกลับมาแล้ว แก้ไขได้เลย – เสร็จแล้วกดส่งให้ผู้อนุมัติอีกครั้ง"),
    )


@proven
def approve(request: PersonRequest, item: Item) -> HttpResponse:
    return _decide(
        request,
        item,
        lambda: actions.approve_result(item=item, by=request.user, now=now(), version=_looked_at(request)),
        _("อนุมัติแล้ว ผู้ประสานงานจังหวัดนำไปรวมในรายงานของจังหวัดได้"),
    )


def return_(request: PersonRequest, item: Item) -> HttpResponse:
    """ส่งกลับแก้ไข; without a reason the page says so, beside the field."""
    form = return_form(request.duties, item, request.POST)
    if not form.is_valid():
        return shown(request, item, Answer(return_form=form, status=422))
    reason, points = form.cleaned_data["reason"], [actions.Point(*one) for one in form.marked()]
    return _decide(
        request,
        item,
        lambda: actions.return_result(
            item=item,
            reason=reason,
            points=points,
            by=request.user,
            now=now(),
            version=_looked_at(request),
        ),
        _("ส่งกลับแก้ไขแล้ว ผู้บันทึกจะเห็นเหตุผลบนสุดของหน้า"),
    )


def _decide(request: PersonRequest, item: Item, decision: Callable[[], object], said: str) -> HttpResponse:
    try:
        decision()
    except RefusedError as refused:
        item = _again(request, item)
        if _done_by_me(request, item):
            return _back(item)
        answer = Answer(refusal=refused.refusal, texts=typed_texts(request.POST), status=409)
        return shown(request, item, answer)
    messages.success(request, said)
    return _back(item)


def _done_by_me(request: PersonRequest, item: Item) -> bool:
    """The second click of a double click: what is asked for has just been done, by the same person."""
    result, verb = item.result, request.POST["action"]
    if result is None:
        return False
    return (verb, item.status, request.user) in {
        (Verb.APPROVE, Status.APPROVED, result.approved_by),
        (Verb.RETURN, Status.RETURNED, result.returned_by),
        (Verb.RECALL, Status.DRAFT, result.submitted_by),
    }


def _looked_at(request: HttpRequest) -> int:
    """The version that the page showed; -1 (never one) when the form does not say."""
    return whole_number(request.POST.get("version", ""))


def _again(request: PersonRequest, item: Item) -> Item:
    """The same item as it stands now."""
    return found_item(request, item.round.pk, item.kpi.indicator_id)


def _back(item: Item) -> HttpResponse:
    return redirect("reports:entry", item.round.pk, item.kpi.indicator_id)


# All but saving and submitting, which read the item themselves.
ACTS: dict[str, Callable[[PersonRequest, Item], HttpResponse]] = {
    "autosave": autosave,
    "discard": discard,
    "recall": recall,
    "approve": approve,
    "return": return_,
    **dict.fromkeys(EVIDENCE_ACTS, prove),
    "take": take,
    "look": look,
    "use": use,
}


# ── while typing ────────────────────────────────────────────────────────────
@login_not_required  # a redirect to the sign-in would be drawn into the page; it is told in words instead
@require_GET
def preview(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """The score of what is being typed. An unreadable number is said, and the last good drawing stays."""
    if not request.user.is_authenticated:
        return _said_only(request, _("หมดเวลาการเข้าสู่ระบบ – คัดลอกข้อความไว้ก่อน แล้วเข้าสู่ระบบในแท็บใหม่"))
    item = found_item(request, round_pk, indicator_pk)
    data = request.GET.copy()
    if data.get("answer") in Missing.values:
        for name in ("value", "numerator", "denominator"):
            data.pop(name, None)
    form = form_from(item, data)
    form.full_clean()
    for name in ("value", "numerator", "denominator"):
        if name in form.errors:
            return _said_only(request, str(form.errors[name][0]))
    typed = form.cleaned_data
    context = {
        **drawn_context(
            item,
            typed.get("value"),
            typed.get("missing"),
            numerator=typed.get("numerator"),
            denominator=typed.get("denominator"),
        ),
        "out_of_band": True,
    }
    return render(request, "reports/entry/preview.html", context)


def _said_only(request: HttpRequest, problem: str) -> HttpResponse:
    response = render(request, "reports/entry/said.html", {"problem": problem, "out_of_band": True})
    return reswap(response, "none")
