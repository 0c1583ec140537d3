"""What people answered, as far as it may be shown; and the single answers once the survey is closed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.assessments.actions.folding import release_figures
from samrit.assessments.documents.raw_answers import raw_rows
from samrit.assessments.forms.holding import PlaceFilter
from samrit.assessments.permissions.surveys import refuse_raw
from samrit.assessments.queries.survey_results import (
    Figures,
    Told,
    outcome_result,
    outcomes_of,
    table_of,
    told,
    trend_of,
)
from samrit.assessments.queries.surveys import district_name
from samrit.assessments.questions import spoken
from samrit.assessments.views.surveys import crumbs_of, found_run
from samrit.people.middleware import PersonRequest
from samrit.rules.instruments import Result, Summary
from samrit.rules.wording import Message, Refusal
from samrit.ui.charts import Line, Lines
from samrit.ui.formats import date_short, in_english
from samrit.ui.pieces import Crumb


@require_safe
def results(request: PersonRequest, pk: int) -> HttpResponse:
    """How satisfied are people, how sure is that, where and since when?"""
    run = found_run(request, pk)
    figures = Figures(run, release_figures(run=run, now=now()))
    services = sorted({service for service, _district in figures.by_cell})
    districts = sorted({district for _service, district in figures.by_cell if district})
    form = PlaceFilter(services, districts, data=request.GET or None)
    where = _where(form)
    hidden = bool(where) and figures.is_hidden(where.get("service"), where.get("district"))
    context = {
        "run": run,
        "figures": figures,
        "count": figures.count(),
        "form": form,
        "hidden": hidden,
        "questions": [] if hidden or figures.count() is None else list(_questions(told(figures, **where))),
        "outcomes": []
        if hidden
        else [_outcome(outcome_result(figures, one, **where)) for one in outcomes_of(figures.instrument)],
        "table": _table(figures) if len(figures.by_cell) > 1 else None,
        "trends": list(_trends(figures)),
        "crumbs": crumbs_of(run, Crumb(_("ผล"))),
    }
    return render(request, "assessments/surveys/results.html", context)


def _where(form: PlaceFilter) -> dict[str, str | None]:
    if not form.is_valid():
        return {}
    return {name: form.cleaned_data[name] or None for name in ("service", "district")}


def _outcome(result: Result) -> dict[str, Any]:
    return {
        "name": spoken(result.outcome.words),
        "unit": spoken(result.outcome.unit),
        "it": result,
    }


def _questions(found: Iterable[Told]) -> Iterator[dict[str, Any]]:
    """Question by question; the rows of a matrix stand together in one table."""
    for _code, rows in groupby(found, lambda one: one.question.code):
        first, *others = [_shown(one) for one in rows]
        summed = [one for one in (first, *others) if one["summary"]]
        if first["row"] and summed:
            heads = [name for name, _count, _percent in summed[0]["shares"]]
            yield {"text": first["text"], "matrix": [first, *others], "heads": heads}
        else:
            yield first


def _shown(one: Told) -> dict[str, Any]:
    summary = one.found if isinstance(one.found, Summary) else None
    return {
        "it": one,
        "text": spoken(one.question.words),
        "row": spoken(one.words) if one.row else "",
        "summary": summary,
        "refusal": one.found if isinstance(one.found, Refusal) else None,
        "shares": [(spoken(share.words), share.count, share.percent) for share in summary.distribution]
        if summary
        else [],
        "choices": [(spoken(each.words), each.count, each.share) for each in one.choices],
        "frequent": one.frequent,
    }


def _table(figures: Figures) -> dict[str, Any]:
    """Where nobody asks by district, only the services."""
    districts, rows = table_of(figures)
    english = in_english()
    heads = [*(district_name(code, english=english) or _("ทั้งจังหวัด") for code in districts), _("รวม")]
    first = len(districts) if districts == [""] else 0
    return {
        "heads": heads[first:],
        "rows": [
            (_("รวม") if service is None else service, list(zip(heads, cells, strict=True))[first:])
            for service, cells in rows
        ],
    }


def _trends(figures: Figures) -> Iterator[dict[str, Any]]:
    for outcome in outcomes_of(figures.instrument):
        steps = trend_of(figures, outcome)
        if len(steps) > 1:
            values = [step.point.value for step in steps]
            title, unit = spoken(outcome.words), spoken(outcome.unit)
            months = [_month(step.point.period) for step in steps]
            named = [
                replace(step, point=replace(step.point, period=month))
                for step, month in zip(steps, months, strict=True)
            ]
            sentences: list[Message] = [step.message() for step in named]
            yield {
                "title": title,
                "chart": Lines(title, months, [Line(title, values)], unit),
                "rows": list(zip(months, values, sentences, strict=True)),
            }


def _month(period: str) -> str:
    """``2026-10`` → ต.ค. 2569."""
    return date_short(date.fromisoformat(f"{period}-01")).removeprefix("1 ")


@require_safe
def raw(request: PersonRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """Every answer, of nobody: month instead of day, in no order, comments without numbers and addresses."""
    run = found_run(request, pk)
    if refusal := refuse_raw(request.duties, run):
        context = {"run": run, "refusal": refusal, "crumbs": crumbs_of(run, Crumb(_("คำตอบรายฉบับ")))}
        return render(request, "assessments/surveys/raw_refused.html", context, status=HTTPStatus.CONFLICT)
    response = StreamingHttpResponse(raw_rows(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{run.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
