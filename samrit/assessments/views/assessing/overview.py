"""One assessment: where it stands, what each section comes to, what to do next; and the steps of its way."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.assessments.actions.answering import begin_from_own, finish_stage
from samrit.assessments.actions.inviting import change_window
from samrit.assessments.actions.moving import (
    close_assessment,
    reopen_assessment,
    return_assessment,
    sign_assessment,
    submit_assessment,
)
from samrit.assessments.forms.assessing import WindowForm
from samrit.assessments.models import OfficialResult
from samrit.assessments.permissions.assessing import (
    lacking,
    refuse_finishing,
    refuse_inviting,
    refuse_verb,
    refuse_writing,
    sees_sheet,
)
from samrit.assessments.queries.assessments import Read
from samrit.assessments.queries.official import official_column, official_of
from samrit.assessments.views.assessing.found import (
    crumbs,
    found_read,
    found_stage,
    in_page,
    named,
    radar_of,
    section_lines,
    shown,
    stage_name,
    url_of,
)
from samrit.audit.queries import history_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest, proven_when
from samrit.rules.assessing import State, Verb
from samrit.rules.instruments import InstrumentScore, Stage, column, progress
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb, Explanation, Step
from samrit.ui.wording import in_words

MOST_LEFT = 12
SHOWN_HISTORY = 30


@require_safe
def assessment(request: PersonRequest, pk: int) -> HttpResponse:
    """How far is it, what does it come to, and what is next?"""
    read, moment = found_read(request, pk), now()
    one, own = read.assessment, read.own
    left = lacking(read, own)
    official = official_of(one.agency_id, one.release.code, one.fiscal_year)
    context = in_page(
        read,
        now=moment,
        path=path_of(read),
        score=score_shown(read, own),
        final=_final(request, read),
        why=why_of(read.score(own), read),
        lines=section_lines(read, own),
        progress=progress(read.instrument, read.sheet(own)),
        left=[
            (wrong, read.instrument.questions[wrong.question])
            for wrong in left[:MOST_LEFT]
            if wrong.question in read.instrument.questions
        ],
        left_more=max(len(left) - MOST_LEFT, 0),
        left_count=len(left),
        official=official,
        official_value=official.whole if official else "",
        radar=radar_of(read, _columns(request, read, official), _("แผนภูมิใยแมงมุมของคะแนน")),
        stages=[_stage_shown(request, read, stage.code, moment) for stage in read.stages[1:]],
        buttons=_buttons(request, read, moment, len(left)),
        may_fill=refuse_writing(request.duties, read, own, now=moment) is None,
        first_url=url_of(read, "sheet", own, first_open(read)),
        window_refusal=refuse_inviting(request.duties, one.area_id),
        history=told(history_of(one)[:SHOWN_HISTORY]),
        crumbs=crumbs(read),
    )
    return render(request, "assessments/assessing/assessment.html", context)


def _columns(
    request: PersonRequest, read: Read, official: OfficialResult | None
) -> list[tuple[str, dict[str, Decimal | None]]]:
    """The agency's own, what assessors finished, the official result."""
    columns = [
        (stage_name(read, stage.code), dict(column(read.score(stage.code))))
        for stage in read.stages
        if read.row(stage.code) and sees_sheet(request.duties, read, stage.code)
    ]
    return [*columns, (_("ผลอย่างเป็นทางการ"), official_column(official))] if official else columns


def _final(request: PersonRequest, read: Read) -> dict[str, Any] | None:
    """What counts, where assessors came after the agency; None while its own does."""
    stage = read.final_stage()
    if stage == read.own or not sees_sheet(request.duties, read, stage):
        return None
    return {**score_shown(read, stage), "stage": stage_name(read, stage)}


def first_open(read: Read) -> str:
    """The section on top where something required is open, else the first one."""
    tops = [section.code for section in read.instrument.parts("")]
    sheet = read.sheet(read.own)
    return next((code for code in tops if progress(read.instrument, sheet, code).left), tops[0])


def score_shown(read: Read, stage: str) -> dict[str, Any]:
    found = read.score(stage)
    level = found.level
    return {
        "value": found.published or "",
        "full": shown(read.instrument, read.instrument.full),
        "level": named(level.words) if level else "",
        "light": f"light_{level.light}" if level and level.light else "",
        "label": named(found.label) if found.label and (found.passed or 0) > 0 else "",
        "provisional": found.provisional,
    }


def why_of(found: InstrumentScore, read: Read) -> Explanation:
    """Every step from the ticks up, with the version of the questionnaire that says so."""
    return Explanation(
        steps=list(found.explained()),
        rule=_("{name} รุ่น {version} ({digest})").format(
            name=named(read.instrument.words), version=found.version, digest=found.digest
        ),
        source=read.instrument.reference,
        by=read.assessment.submitted_by.name if read.assessment.submitted_by else "",
        at=read.assessment.submitted_at,
    )


def path_of(read: Read) -> list[Step]:
    """The stations; who holds it, since when."""
    one = read.assessment
    state = State(one.state)
    handed, signed = one.submitted_at, one.signed_at
    in_hand = state in {State.OPEN, State.RETURNED}
    steps = [
        Step(
            _("กรอกคำตอบ"),
            "refused" if state is State.RETURNED else "current" if in_hand else "done",
            one.agency.name,
            one.invited_at if in_hand else handed,
        ),
        Step(
            _("หัวหน้าหน่วยงานลงนาม"),
            "current" if state is State.SUBMITTED else "done" if signed else "todo",
            one.signed_by.name if one.signed_by else "",
            signed or (handed if state is State.SUBMITTED else None),
        ),
    ]
    closed = state is State.CLOSED
    end = Step(
        _("ปิดการประเมิน"),
        "done" if closed else "todo",
        one.closed_by.name if one.closed_by else "",
        one.closed_at,
    )
    return [*steps, *(_station(read, stage, closed=closed) for stage in read.stages[1:]), end]


def _station(read: Read, stage: Stage, *, closed: bool) -> Step:
    """A stage of the assessors."""
    row = read.row(stage.code)
    done = row.done_at if row else None
    begun = bool(row and row.revision) and not done
    return Step(
        named(stage.words),
        "done" if done else "skipped" if closed else "current" if begun else "todo",
        row.done_by.name if row and row.done_by else "",
        done,
    )


def _stage_shown(request: PersonRequest, read: Read, stage: str, moment: datetime) -> dict[str, Any]:
    row = read.row(stage)
    sees = sees_sheet(request.duties, read, stage)
    return {
        "code": stage,
        "name": stage_name(read, stage),
        "score": score_shown(read, stage) if row and sees else None,
        "done_at": row.done_at if row else None,
        "begun": bool(row and row.revision),
        "assesses": request.duties.evaluates,
        "refusal": refuse_writing(request.duties, read, stage, now=moment),
        "finish_refusal": refuse_finishing(request.duties, read, stage, now=moment),
        "url": url_of(read, "sheet", stage, read.instrument.parts("")[0].code),
        "sees": sees,
    }


def _buttons(request: PersonRequest, read: Read, moment: datetime, left: int) -> dict[str, Any]:
    """Verb → refusal or None, of those that this person's roles have anything to do with."""
    return {
        verb.name.lower(): {
            "value": verb.value,
            "refusal": refuse_verb(verb, request.duties, read.assessment, now=moment, left=left),
        }
        for verb in (Verb.SUBMIT, Verb.SIGN, Verb.RETURN, Verb.CLOSE, Verb.REOPEN)
    }


# ── steps ───────────────────────────────────────────────────────────────────
_STEPS: dict[str, Callable[..., Any]] = {
    Verb.SUBMIT: submit_assessment,
    Verb.SIGN: sign_assessment,
    Verb.CLOSE: close_assessment,
}
_WITH_REASON: dict[str, Callable[..., Any]] = {
    Verb.RETURN: return_assessment,
    Verb.REOPEN: reopen_assessment,
}


@require_POST
@proven_when("verb", Verb.SIGN.value)
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Hand in, sign, send back, close, open again."""
    read = found_read(request, pk)
    verb = request.POST.get("verb", "")
    reason = request.POST.get("reason", "")[:2000]
    try:
        if verb in _STEPS:
            _STEPS[verb](assessment=read.assessment, by=request.user, now=now())
        elif verb in _WITH_REASON:
            _WITH_REASON[verb](assessment=read.assessment, reason=reason, by=request.user, now=now())
        else:
            return redirect("assessments:assessment", pk)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(request, _done(verb))
    return redirect("assessments:assessment", pk)


def _done(verb: str) -> str:
    return {
        Verb.SUBMIT.value: _("ส่งให้หัวหน้าหน่วยงานแล้ว คะแนนที่ส่งเก็บไว้พร้อมคำตอบและหลักฐาน"),
        Verb.SIGN.value: _("ลงนามแล้ว ผู้ประเมินเริ่มตรวจได้"),
        Verb.CLOSE.value: _("ปิดการประเมินแล้ว"),
        Verb.RETURN.value: _("ส่งกลับให้แก้ไขแล้ว คำตอบทุกข้อยังอยู่"),
        Verb.REOPEN.value: _("เปิดการประเมินอีกครั้งแล้ว"),
    }[verb]


@require_POST
def stage_step(request: PersonRequest, pk: int, stage: str) -> HttpResponse:
    """An assessor begins from the agency's answers, or finishes the stage."""
    read = found_read(request, pk)
    found_stage(read, stage)
    finishes = request.POST.get("verb") == "finish"
    act = finish_stage if finishes else begin_from_own
    try:
        act(assessment=read.assessment, stage=stage, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return redirect("assessments:assessment", pk)
    if finishes:
        messages.success(request, _("ปิดขั้นตอนแล้ว หน่วยงานเห็นคะแนนนี้แล้ว"))
        return redirect("assessments:compare", pk)
    messages.success(request, _("เริ่มจากคำตอบของหน่วยงานแล้ว แก้เฉพาะข้อที่เห็นต่าง"))
    return redirect("assessments:sheet", pk, stage, read.instrument.parts("")[0].code)


@require_http_methods(["GET", "HEAD", "POST"])
def window(request: PersonRequest, pk: int) -> HttpResponse:
    """Another span for answering."""
    read = found_read(request, pk)
    one = read.assessment
    start = {"opens_on": localdate(one.opens_at), "closes_on": localdate(one.closes_at)}
    form = WindowForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_window(
                assessment=one,
                opens_at=given["opens_at"],
                closes_at=given["closes_at"],
                reason=given["reason"],
                by=request.user,
                now=now(),
            )
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
        else:
            messages.success(request, _("เปลี่ยนกำหนดแล้ว"))
            return redirect("assessments:assessment", pk)
    context = in_page(
        read,
        form=form,
        refusal=refuse_inviting(request.duties, one.area_id),
        crumbs=crumbs(read, Crumb(_("เปลี่ยนกำหนด"))),
    )
    return render(request, "assessments/assessing/window.html", context, status=422 if form.errors else 200)
