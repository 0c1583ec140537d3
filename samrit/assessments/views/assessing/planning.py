"""What is missing, what is cheapest next, and the plan made of it."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.assessments.actions.planning import plan_task
from samrit.assessments.forms.assessing import TaskForm
from samrit.assessments.permissions.assessing import refuse_verb
from samrit.assessments.queries.assessments import Read
from samrit.assessments.queries.plans import planned, tasks_visible_to
from samrit.assessments.views.assessing.answering import as_number
from samrit.assessments.views.assessing.found import (
    crumbs,
    found_read,
    in_page,
    named,
    section_name,
    shown,
    url_of,
)
from samrit.people.middleware import PersonRequest
from samrit.rules.assessing import Verb
from samrit.rules.instruments import gaps, of_target, suggestions, way_to
from samrit.rules.thai import BUDDHIST_ERA
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

MOST_SUGGESTED = 10


@require_safe
def next_ticks(request: PersonRequest, pk: int) -> HttpResponse:
    """What is missing to the next level, and which ticks bring most for least work?"""
    read = found_read(request, pk)
    sheet, instrument = read.sheet(read.own), read.instrument
    target = as_number(request.GET.get("target", ""))
    value = read.score(read.own).value
    way = way_to(instrument, sheet, min(target, instrument.full)) if target is not None else None
    context = in_page(
        read,
        value=shown(instrument, value),
        rungs=_rungs(read, value),
        suggestions=[_suggested(read, one) for one in suggestions(instrument, sheet, most=MOST_SUGGESTED)],
        gaps=[(gap, section_name(gap.section)) for gap in gaps(instrument, sheet)],
        target="" if target is None else str(target),
        target_said=of_target(instrument, value or Decimal(0), target) if target is not None else None,
        way=None if way is None else [_suggested(read, one) for one in way],
        no_way=target is not None and way is None,
        plan_refusal=refuse_verb(Verb.PLAN, request.duties, read.assessment, now=now()),
        crumbs=crumbs(read, Crumb(_("ทำอะไรต่อดี"))),
    )
    return render(request, "assessments/assessing/next.html", context)


def _suggested(read: Read, one: Any) -> dict[str, Any]:
    codes = "&".join(f"q={question.code}" for question in one.questions)
    return {
        "message": one.message(read.instrument),
        "questions": one.questions,
        "effort": one.effort,
        "plan_url": f"{url_of(read, 'plan_new')}?section={one.section.code}&{codes}",
    }


def _rungs(read: Read, value: Decimal | None) -> list[tuple[str, str, bool]]:
    """(name, from which value on, reached) of the levels of the whole."""
    instrument = read.instrument
    if not instrument.ladder:
        return []
    return [
        (
            named(rung.words),
            shown(instrument, rung.at_least),
            value is not None and instrument.published(value) >= rung.at_least,
        )
        for rung in instrument.ladders[instrument.ladder].rungs
    ]


# ── the plan ────────────────────────────────────────────────────────────────
@require_safe
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    """What are we going to do, and how far are we?"""
    read = found_read(request, pk)
    today = localdate()
    every = [planned(task, today) for task in tasks_visible_to(request.duties, read.assessment)]
    context = in_page(
        read,
        plans=[
            (label, [(one, section_of(read, one.task.section)) for one in every if one.task.years == years])
            for years, label in ((1, _("แผน 1 ปี")), (3, _("แผน 3 ปี")))
        ],
        count=len(every),
        done=sum(one.is_done for one in every),
        today=today,
        refusal=refuse_verb(Verb.PLAN, request.duties, read.assessment, now=now()),
        crumbs=crumbs(read, Crumb(_("แผนพัฒนาองค์การ"))),
    )
    return render(request, "assessments/assessing/plan.html", context)


def section_of(read: Read, code: str) -> str:
    found = read.instrument.sections.get(code)
    return section_name(found) if found else code


def section_choices(read: Read) -> list[tuple[str, str]]:
    return [(code, section_name(section)) for code, section in read.instrument.sections.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: PersonRequest, pk: int) -> HttpResponse:
    """One thing more to be done; from a suggestion its ticks come along."""
    read = found_read(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    codes = [code for code in sent.getlist("q") if code in read.instrument.questions][:50]
    questions = [read.instrument.questions[code] for code in codes]
    start = {
        "section": sent.get("section", ""),
        "what": "\n".join(named(question.words) for question in questions),
        "years": "1",
        "due": date(read.assessment.fiscal_year - BUDDHIST_ERA, 9, 30),  # the end of the fiscal year
    }
    form = TaskForm(section_choices(read), data=request.POST or None, initial=start)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                plan_task(
                    assessment=read.assessment,
                    questions=codes,
                    by=request.user,
                    now=now(),
                    **form.cleaned_data,
                )
            except RefusedError as refused:
                form.add_error(None, in_words(refused.refusal.message))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, _("เพิ่มงานในแผนแล้ว ติดตามผลเมื่อครบ 6 และ 12 เดือนในหน้าแผน"))
                return redirect("assessments:plan", pk)
    context = in_page(
        read,
        form=form,
        questions=questions,
        codes=codes,
        refusal=refuse_verb(Verb.PLAN, request.duties, read.assessment, now=now()),
        crumbs=crumbs(read, Crumb(_("แผนพัฒนาองค์การ"), url_of(read, "plan")), Crumb(_("เพิ่มงาน"))),
    )
    return render(request, "assessments/assessing/plan_new.html", context, status=status)
