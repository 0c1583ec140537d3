"""ลองคะแนน: what would the score be, and which way to the next rating asks least? Nothing is written."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from samrit.frameworks.models import Round
from samrit.frameworks.queries import rounds_visible_to
from samrit.people.middleware import PersonRequest
from samrit.reports.progress_drawn import drawn
from samrit.rules.whatif import Path
from samrit.rules.whatif.telling import of_lift, of_path, of_unmeasured
from samrit.rules.wording import Message, RefusedError
from samrit.scores.forms.whatif import WhatIfForm, address_of
from samrit.scores.trial_workbook import CONTENT_TYPE, lines_of, trial_name, trial_workbook
from samrit.scores.trying import Framework, Row, Tried, framework_to_try, tried
from samrit.ui.pieces import Crumb
from samrit.ui.trend import Trend


@dataclass(frozen=True)
class RowShown:
    """A row with its fields, and the year so far as a drawing."""

    row: Row
    result: Any  # bound fields
    effort: Any
    drawn: Trend | None


@dataclass(frozen=True)
class PathShown:
    path: Path
    said: Message
    lifts: tuple[Message, ...]
    unmeasured: Message | None
    address: str  # the query string that tries this path


@require_safe
def whatif(request: PersonRequest, round_pk: int) -> HttpResponse:
    """One row for each KPI: its result now, the next target, the gap, the points; and what is tried."""
    round_ = _round(request, round_pk)
    try:
        framework = framework_to_try(request.duties, round_)
    except RefusedError as refused:
        return _empty(request, round_, refused.refusal.message)
    if framework is None or not framework.items:
        return _empty(request, round_, None)
    form = WhatIfForm(request.GET, indicators=[item.kpi.indicator_id for item in framework.items.values()])
    sound = form.is_valid()
    address = form.address()
    if sound and not request.htmx and request.GET.urlencode() != address:
        return redirect(_url(round_, address))  # without the fields that say nothing: an address to pass on
    trial = tried(framework, form.results(), form.efforts())
    context = {**_context(round_, trial, form), "address": address}
    response = render(request, "scores/whatif.html", context, status=200 if sound or request.htmx else 422)
    return replace_url(response, _url(round_, address)) if request.htmx else response


@require_safe
def whatif_xlsx(request: PersonRequest, round_pk: int) -> HttpResponse:
    """The trial as a workbook."""
    round_ = _round(request, round_pk)
    try:
        framework = framework_to_try(request.duties, round_)
    except RefusedError:
        framework = None
    if framework is None:
        raise Http404
    form = WhatIfForm(request.GET, indicators=[item.kpi.indicator_id for item in framework.items.values()])
    form.full_clean()
    trial = tried(framework, form.results(), form.efforts())
    name = trial_name(round_)
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.xlsx") or ""}  # noqa: FBT003
    return HttpResponse(
        trial_workbook(trial, name, lines_of(trial)), content_type=CONTENT_TYPE, headers=headers
    )


def _round(request: PersonRequest, round_pk: int) -> Round:
    """The province's own people, its coordinator, and the evaluators; for everybody else there is none."""
    return get_object_or_404(rounds_visible_to(request.duties), pk=round_pk)


def _url(round_: Round, address: str) -> str:
    url = reverse("scores:whatif", args=[round_.pk])
    return f"{url}?{address}" if address else url


def _crumbs(round_: Round) -> list[Crumb]:
    name = _("รอบ %(months)s เดือน ปีงบประมาณ %(year)s") % {
        "months": round_.months, "year": round_.fiscal_year_id,
    }  # fmt: skip
    return [
        Crumb(_("หน้าแรก"), "/"),
        Crumb(name, reverse("reports:round", args=[round_.pk])),
        Crumb(_("ลองคะแนน")),
    ]


def _empty(request: PersonRequest, round_: Round, why: Message | None) -> HttpResponse:
    return render(request, "scores/whatif.html", {"round": round_, "crumbs": _crumbs(round_), "why_not": why})


def _context(round_: Round, trial: Tried, form: WhatIfForm) -> dict[str, Any]:
    framework = trial.framework
    return {
        "round": round_,
        "trial": trial,
        "score": trial.trial.score,
        "before": framework.now.score,
        "components": _by_component(trial, form),
        "paths": _paths(trial),
        "form": form,
        "foreseen": _foreseen(framework, form),
        "oob": ",".join(f"#gap-{row.key},#wrong-{row.key}" for row in trial.rows),
        "crumbs": _crumbs(round_),
    }


def _by_component(trial: Tried, form: WhatIfForm) -> list[tuple[Any, list[RowShown]]]:
    found: dict[Any, list[RowShown]] = {}
    year = trial.framework.round.fiscal_year_id
    for row in trial.rows:
        kpi = row.item.kpi
        line = RowShown(
            row,
            form[f"r{row.key}"],
            form[f"e{row.key}"],
            drawn(row.outlook, year=year, levels=row.item.judged_by.levels, unit=kpi.unit)
            if row.outlook
            else None,
        )
        found.setdefault(kpi.component, []).append(line)
    return list(found.items())


def _paths(trial: Tried) -> list[PathShown]:
    rules, items = trial.framework.rules, trial.framework.items
    results = {row.key: row.tried for row in trial.rows if row.tried is not None}
    efforts = {row.key: row.effort for row in trial.rows}
    shown = []
    for path in trial.paths:
        lifted = {items[lift.place].kpi.indicator_id: lift.target for lift in path.lifts}
        shown.append(
            PathShown(
                path,
                of_path(rules, path),
                tuple(
                    of_lift(rules, lift, name=_name(items[lift.place].kpi), unit=items[lift.place].kpi.unit)
                    for lift in path.lifts
                ),
                of_unmeasured(path.unmeasured) if path.unmeasured else None,
                address_of({**results, **lifted}, efforts),
            )
        )
    return shown


def _name(kpi: Any) -> str:
    return f"{kpi.full_number} {kpi.name}"


def _foreseen(framework: Framework, form: WhatIfForm) -> str:
    """The query string that tries every forecast there is; empty when there is none."""
    found = {
        indicator: outlook.forecast.value
        for indicator, outlook in framework.outlooks.items()
        if outlook.forecast and indicator in form.indicators
    }
    return address_of({**form.results(), **found}, form.efforts()) if found else ""
