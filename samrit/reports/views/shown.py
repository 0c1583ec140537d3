"""The page of one KPI in one round, for whoever looks at it: what stands there, what it scores, what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from samrit.audit.models import Event
from samrit.audit.queries import history_of
from samrit.evidence.forms import file_limits
from samrit.frameworks.models import Round
from samrit.frameworks.queries import formula_of, rounds_visible_to
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.reports.arrival import counted_now
from samrit.reports.computed_shown import trace_line, used_by
from samrit.reports.forms import ResultForm, ReturnForm
from samrit.reports.guard import figure_doubts
from samrit.reports.models import Missing
from samrit.reports.path import next_step, path_of
from samrit.reports.permissions import may, refuse_opening_at_all, roles_over, window_for
from samrit.reports.preview import preview_of
from samrit.reports.queries import Item, earlier_results, earlier_years, item_visible_to, neighbours
from samrit.reports.queries.filings import filing_of
from samrit.reports.secrets_kept import told_events
from samrit.reports.trends import YEARS, trend_of
from samrit.reports.views.keeping import MOST_FILES
from samrit.reports.views.proving import evidence_context
from samrit.reports.views.returning import return_form, returning_context
from samrit.reports.views.unsaved import Unsaved, unsaved_words
from samrit.reports.views.written import fresh_form, rules_of
from samrit.rules.wording import Message, Refusal
from samrit.rules.workflow import Status, Verb
from samrit.ui.pieces import Crumb, Explanation

HALF_YEAR = 6  # months
RECENT = 6  # events shown before the rest is folded away


@dataclass(frozen=True)
class Answer:
    """What an answer to a form brings to the page besides what stands in the database."""

    form: ResultForm | None = None
    return_form: ReturnForm | None = None
    refusal: Refusal | None = None
    texts: Sequence[tuple[Any, str]] = ()  # typed, not taken, to be copied
    theirs: Mapping[str, str] = field(default_factory=dict)  # field → what somebody else saved meanwhile
    status: int = 200


def found_round(request: PersonRequest, round_pk: int) -> Round:
    return get_object_or_404(rounds_visible_to(request.duties), pk=round_pk)


def found_item(request: PersonRequest, round_pk: int, indicator_pk: int) -> Item:
    item = item_visible_to(request.duties, found_round(request, round_pk), indicator_pk)
    if item is None:
        raise Http404
    return item


def round_name(round_: Round) -> str:
    values = {"months": round_.months, "year": round_.fiscal_year_id}
    return _("รอบ %(months)s เดือน ปีงบประมาณ %(year)s") % values


def shown(request: PersonRequest, item: Item, answer: Answer | None = None) -> HttpResponse:
    """The whole page, also as the answer to a form that was not taken."""
    answer = answer or Answer()
    allowed = permitted(request, item)
    unsaved = Unsaved() if answer.form else unsaved_words(request, item, editable=allowed["editable"])
    form = answer.form or unsaved.form or fresh_form(item)
    told_of = [*filter(None, (item.result, item.cancellation)), *item.reopenings]
    events = list(history_of(*told_of)) if told_of else []
    filing = filing_of(item.round)
    moment = now()
    context = {
        "item": item,
        "kpi": item.kpi,
        "round": item.round,
        "now": moment,
        "window": window_for(item, duties=request.duties, now=moment),
        "manages_reopening": refuse_opening_at_all(request.duties, item) is None,
        "missing_state": missing_state(item),
        "missing_label": missing_label(item),
        "path": path_of(item, filing),
        "next_step": next_step(item, filing),
        "form": form,
        "return_form": answer.return_form or return_form(request.duties, item),
        "answer": answer,
        "unsaved": unsaved,
        **computed_context(item),
        "theirs": answer.theirs or unsaved.theirs,
        **evidence_context(request, item),
        "limits": file_limits(MOST_FILES),
        **returning_context(request.duties, item),
        "crumbs": crumbs(item),
        "neighbours": neighbours(request.duties, item.round, item.kpi.indicator_id),
        **allowed,
        **history_context(told_events(request.duties, events)),
        **drawn_context(item, **values_of(item, form)),
    }
    return render(request, "reports/entry.html", context, status=answer.status)


def computed_context(item: Item) -> dict[str, Any]:
    """Whether a formula gives the figure, and whether the one that stands came from it."""
    used = used_by(item)
    return {
        "formula": formula_of(item.kpi.indicator_id),
        "trace": trace_line(used) if used else None,
        "used": used,
    }


def permitted(request: PersonRequest, item: Item) -> dict[str, Any]:
    """What this person may do now, and why not; every button asks what its action will ask."""
    duties, moment = request.duties, now()
    refusals = {}
    for verb in (Verb.SAVE, Verb.RECALL, Verb.APPROVE, Verb.RETURN):
        counted = counted_now(item, duties=duties, now=moment) if verb == Verb.SAVE else moment
        decision = may(verb, item, duties=duties, now=counted)
        refusals[verb.value] = decision if isinstance(decision, Refusal) else None
    roles = roles_over(duties, item)
    editable = refusals[Verb.SAVE] is None
    decided = item.status in {Status.SUBMITTED, Status.APPROVED}
    return {
        "refusals": refusals,
        "editable": editable,
        "records": Role.RECORDER.value in roles,
        "being_recorded": item.status in {Status.NOT_STARTED, Status.DRAFT, Status.RETURNED},
        "approves": Role.APPROVER.value in roles and (decided or not editable),
        "coordinates": Role.COORDINATOR.value in roles and item.status in {Status.APPROVED, Status.FILED},
        "evaluates": Role.EVALUATOR.value in roles,
    }


def history_context(events: Sequence[Event]) -> dict[str, Any]:
    lines = told(events)
    return {"recent": lines[:RECENT], "older": lines[RECENT:]}


def missing_state(item: Item) -> str:
    """The badge's code of the reason."""
    return (item.result.missing if item.result else None) or ""


def missing_label(item: Item) -> str:
    return _(Missing(item.result.missing).label) if item.result and item.result.missing else ""


def crumbs(item: Item) -> list[Crumb]:
    return [
        Crumb(_("หน้าแรก"), "/"),
        Crumb(round_name(item.round), reverse("reports:round", args=[item.round.pk])),
        Crumb(item.kpi.full_number),
    ]


# ── the drawing and the score ───────────────────────────────────────────────
def values_of(item: Item, form: ResultForm) -> dict[str, Any]:
    """What is to be drawn: the typed answer when it can be read, else the saved one."""
    names = ("value", "missing", "numerator", "denominator")
    if form.is_bound and form.is_valid():
        return {name: form.cleaned_data[name] for name in names}
    return {name: getattr(item.result, name, None) for name in names}


def drawn_context(
    item: Item,
    value: Decimal | None,
    missing: str | None,
    *,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
) -> dict[str, Any]:
    """For the partials ``said``, ``doubts`` and ``drawing``: the score of this answer, why, and what is asked."""
    rules = rules_of(item)
    preview = preview_of(item.judged_by, rules, value=value, missing=missing, weight=item.kpi.weight)
    earlier = earlier_results(item.round, [item.kpi.indicator_id]).get(item.kpi.indicator_id, [])
    half = next((result for result in earlier if result.round.months == HALF_YEAR), None)
    years = earlier_years(item.round, item.kpi.indicator_id, years=YEARS)
    computed = value if numerator is not None and denominator is not None else None
    return {
        "kpi": item.kpi,
        "terms": item.judged_by,
        "value": value,
        "computed": computed,
        "preview": preview,
        "no_result": Message("missing", Missing(missing).label) if missing else "",
        "earlier": earlier,
        "six_month": half.value if half else None,
        "trend": trend_of(item, years=years, earlier=earlier, value=value, missing=missing),
        "doubts": figure_doubts(item, earlier, value=value, numerator=numerator, denominator=denominator),
        "why": Explanation(steps=preview.steps, rule=_(rules.title)) if preview.steps else None,
    }
