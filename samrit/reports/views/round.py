"""One round: the own items, or the whole province with who is missing, and the filing of its report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.frameworks.models import Component, Round
from samrit.frameworks.queries import why_stopped, window_of
from samrit.people.middleware import PersonRequest, proven
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.reports.actions import file_report
from samrit.reports.forms import FilingForm, StandingFilter
from samrit.reports.models import Filing
from samrit.reports.path import STANDS_AT, held_since, holder_of
from samrit.reports.permissions import goes_in, is_ready, may, refuse_filing
from samrit.reports.queries import Item, Standing, items_visible_to, standings_visible_to
from samrit.reports.queries.filings import filing_of
from samrit.reports.unfiled import unfiled
from samrit.reports.views.keeping import keeps_typed_text, typed_texts
from samrit.reports.views.matrix import WIDEST_MATRIX, agency_names, matrix_of
from samrit.reports.views.shown import Answer, found_round, missing_label, missing_state, round_name
from samrit.rules.windows import refuse_outside
from samrit.rules.wording import RefusedError
from samrit.rules.workflow import STATUS_LABELS, Status, Verb
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 200
NAMED_MISSING = 15
RECORDING = {Status.NOT_STARTED, Status.DRAFT, Status.RETURNED}


@keeps_typed_text
@require_http_methods(["GET", "HEAD", "POST"])
def round_page(request: PersonRequest, round_pk: int) -> HttpResponse:
    """How do we stand, who is missing, what is mine to do?"""
    round_ = found_round(request, round_pk)
    if request.method == "POST":
        return _file(request, round_)
    return _shown(request, round_)


@proven
def _file(request: PersonRequest, round_: Round) -> HttpResponse:
    """ส่งรายงานจังหวัด."""
    form = FilingForm(request.POST)
    if not form.is_valid():
        return _shown(request, round_, form=form, answer=Answer(status=422))
    try:
        file_report(round_=round_, by=request.user, now=now(), reason=form.cleaned_data["reason"])
    except RefusedError as refused:
        if refused.refusal.code == "filed_already":
            messages.info(request, in_words(refused.refusal.message))
            return redirect("reports:round", round_.pk)
        if refused.refusal.code == "report_incomplete":
            answer = Answer(refusal=refused.refusal, status=422)
        else:
            answer = Answer(refusal=refused.refusal, texts=typed_texts(request.POST), status=409)
        return _shown(request, round_, form=form, answer=answer)
    messages.success(request, _("ส่งรายงานจังหวัดแล้ว เก็บใบรับด้านล่างไว้เป็นหลักฐานได้"))
    return redirect("reports:round", round_.pk)


def _shown(
    request: PersonRequest, round_: Round, *, form: FilingForm | None = None, answer: Answer | None = None
) -> HttpResponse:
    duties: Duties = request.duties
    standings = standings_visible_to(duties, round_)
    asked = [standing for standing in standings if not standing.cancelled]
    agencies = agency_names(standings)
    whole = duties.evaluates or round_.area_id in duties.coordinated_areas()
    chosen, narrowed = _narrowed(request, standings, agencies)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    filing = filing_of(round_)
    answer = answer or Answer()
    context = {
        "round": round_,
        "round_name": round_name(round_),
        "now": now(),
        "stopped": why_stopped(round_),
        "whole": whole,
        "approves": bool(duties.agencies(Role.APPROVER)),
        "answer": answer,
        "page": page,
        "components": _by_component(_rows(duties, round_, page, filing)),
        "narrowing": narrowed if whole and len(standings) > 1 else None,
        "counts": _counts(duties, asked, going_on=_is_open(round_)),
        "crumbs": [Crumb(_("หน้าแรก"), "/"), Crumb(round_name(round_))],
        **(_province_context(round_, standings, agencies) if whole else {}),
        **_filing_context(duties, round_, standings, filing, form or FilingForm()),
    }
    return render(request, "reports/round.html", context, status=answer.status)


def _narrowed(
    request: PersonRequest, standings: Sequence[Standing], agencies: Mapping[int, str]
) -> tuple[list[Standing], StandingFilter]:
    statuses = {status.value: in_words(label) for status, label in STATUS_LABELS.items()}
    form = StandingFilter(request.GET, agencies=agencies, statuses=statuses)
    wanted = form.cleaned_data if form.is_valid() else {}
    agency, status = wanted.get("agency"), wanted.get("status")
    return [
        standing
        for standing in standings
        if (not agency or agency in standing.agencies) and (not status or status == standing.status)
    ], form


def _is_open(round_: Round) -> bool:
    return refuse_outside(window_of(round_), now()) is None


def _counts(duties: Duties, standings: Sequence[Standing], *, going_on: bool) -> dict[str, int]:
    recorded_by, approved_by = duties.agencies(Role.RECORDER), duties.agencies(Role.APPROVER)
    mine = sum(
        bool(standing.status in RECORDING and recorded_by & set(standing.agencies))
        or bool(standing.status == Status.SUBMITTED and approved_by & set(standing.agencies))
        for standing in standings
    )
    return {
        "all": len(standings),
        "mine": mine if going_on else 0,
        "recording": sum(standing.status in RECORDING for standing in standings),
        "submitted": sum(standing.status == Status.SUBMITTED for standing in standings),
        "ready": sum(STANDS_AT[standing.status] >= STANDS_AT[Status.APPROVED] for standing in standings),
    }


# ── the list ────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Row:
    """One line of the list: the item, in whose hands it is, and what this person can do next."""

    item: Item
    missing_state: str
    missing_label: str
    holder: str
    since: Any
    act: str  # what the link says
    waits_for_me: bool


def _rows(duties: Duties, round_: Round, page: Page[Standing], filing: Filing | None) -> list[Row]:
    items = items_visible_to(duties, round_, kpis=[standing.kpi for standing in page])
    return [_row(duties, item, filing) for item in items]


def _row(duties: Duties, item: Item, filing: Filing | None) -> Row:
    act, mine = _next_act(duties, item)
    return Row(
        item,
        missing_state(item),
        missing_label(item),
        holder_of(item),
        held_since(item, filing),
        act,
        mine,
    )


def _next_act(duties: Duties, item: Item) -> tuple[str, bool]:
    """What to do next with it, and whether it is this person's turn."""
    moment = now()
    if isinstance(may(Verb.SAVE, item, duties=duties, now=moment), Status):
        words = {Status.NOT_STARTED: _("กรอกผล"), Status.DRAFT: _("ทำต่อ"), Status.RETURNED: _("แก้ตามที่ส่งกลับ")}
        return words[item.status], True
    if isinstance(may(Verb.APPROVE, item, duties=duties, now=moment), Status):
        return _("พิจารณาอนุมัติ"), True
    return _("เปิดดู"), False


def _by_component(rows: Sequence[Row]) -> list[tuple[Component, list[Row]]]:
    return [
        (group[0].item.kpi.component, group)
        for _number, together in groupby(rows, lambda row: row.item.kpi.component_id)
        for group in [list(together)]
    ]


# ── the province ────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class AgencyStand:
    """How one agency stands: what still waits for its recorder, for its approver, and what is ready."""

    key: int
    name: str
    total: int
    recording: int
    submitted: int
    ready: int
    missing: str  # numbers of the KPIs that are not ready


def _province_context(
    round_: Round, standings: Sequence[Standing], agencies: Mapping[int, str]
) -> dict[str, Any]:
    small = standings and len(standings) <= WIDEST_MATRIX
    stands = [_agency_stand(key, name, standings) for key, name in agencies.items()]
    return {
        "agency_stands": sorted(stands, key=lambda stand: stand.ready - stand.total),
        "matrix": matrix_of(round_, standings, agencies) if small else None,
    }


def _agency_stand(key: int, name: str, standings: Sequence[Standing]) -> AgencyStand:
    own = [standing for standing in standings if key in standing.agencies and not standing.cancelled]
    numbers = [standing.number for standing in own if STANDS_AT[standing.status] < STANDS_AT[Status.APPROVED]]
    more = f" … (+{len(numbers) - NAMED_MISSING})" if len(numbers) > NAMED_MISSING else ""
    return AgencyStand(
        key,
        name,
        total=len(own),
        recording=sum(standing.status in RECORDING for standing in own),
        submitted=sum(standing.status == Status.SUBMITTED for standing in own),
        ready=len(own) - len(numbers),
        missing=", ".join(numbers[:NAMED_MISSING]) + more,
    )


# ── filing ──────────────────────────────────────────────────────────────────
def _filing_context(
    duties: Duties, round_: Round, standings: Sequence[Standing], filing: Filing | None, form: FilingForm
) -> dict[str, Any]:
    """The receipt of what is filed, and for the coordinator what can be filed now."""
    if round_.area_id not in duties.coordinated_areas():
        return {"filing": filing}
    asked = [standing for standing in standings if not standing.cancelled]
    missing = [standing for standing in asked if not is_ready(standing) and not goes_in(standing)]
    return {
        "filing": filing,
        "unfiled": unfiled(duties, round_, standings, filing) if filing else [],
        "files": filing is None or any(is_ready(standing) for standing in standings),
        "filing_form": form,
        "filing_refusal": refuse_filing(duties, round_, standings, filed=filing is not None, now=now()),
        "ready_count": len(asked) - len(missing),
        "new_count": sum(is_ready(standing) for standing in standings),
        "missing": missing[:NAMED_MISSING],
        "missing_more": max(0, len(missing) - NAMED_MISSING),
        "missing_count": len(missing),
    }
