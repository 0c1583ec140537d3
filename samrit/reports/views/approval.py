"""Approving many: everything that waits for this approver in one round, each with what there is to see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samrit.frameworks.models import Round
from samrit.people.middleware import PersonRequest, proven
from samrit.people.models import Role
from samrit.reports.actions import approve_many
from samrit.reports.checklist import lacking
from samrit.reports.compared import Shown
from samrit.reports.compared import in_words as in_words_of
from samrit.reports.permissions import may, window_for
from samrit.reports.preview import Preview, preview_of
from samrit.reports.proof import Proof, proofs
from samrit.reports.queries import Item, Standing, items_visible_to, standings_visible_to
from samrit.reports.queries.returns import states_since_returns
from samrit.reports.secrets_kept import told_differences
from samrit.reports.views.shown import (
    found_round,
    missing_label,
    missing_state,
    round_name,
)
from samrit.reports.views.written import rules_of
from samrit.rules.comparing import Difference
from samrit.rules.windows import Window
from samrit.rules.wording import Refusal
from samrit.rules.workflow import Status, Verb
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 100
LONGEST_KEY = 18  # digits of a key that a column can hold


@dataclass(frozen=True)
class Waiting:
    """One result that waits for the approver, with all that is needed to decide without opening it."""

    item: Item
    preview: Preview
    refusal: Refusal | None
    evidence: Sequence[Proof]
    lacking: Sequence[str]  # titles of required evidence that is not there
    changes: Sequence[Shown] | None  # since it was last returned; None when it never was
    missing_state: str
    missing_label: str
    chosen: bool
    reopened: Window | None  # the window of its re-opening, where that one counts


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: PersonRequest, round_pk: int) -> HttpResponse:
    """What changed, is it right, sign? Returning needs a reason each and stays on the result's own page."""
    round_ = found_round(request, round_pk)
    if not request.duties.agencies(Role.APPROVER):
        raise Http404
    if request.method == "POST":
        return _approve(request, round_)
    return _shown(request, round_)


@proven
def _approve(request: PersonRequest, round_: Round) -> HttpResponse:
    looked_at = _looked_at(request.POST.getlist("chosen"))
    if not looked_at:
        messages.warning(request, _("ยังไม่ได้เลือกรายการ – ทำเครื่องหมายหน้ารายการที่ตรวจแล้ว จากนั้นกดอนุมัติ"))
        return _shown(request, round_, status=422)
    decided = approve_many(round_=round_, looked_at=looked_at, by=request.user, now=now())
    refused = [one for one in decided if one.refusal]
    if approved := len(decided) - len(refused):
        words = ngettext("อนุมัติแล้ว %(n)s รายการ", "อนุมัติแล้ว %(n)s รายการ", approved) % {"n": approved}
        messages.success(request, words)
    for one in refused:
        if one.refusal:
            messages.error(request, f"{one.item.kpi.full_number}: {in_words(one.refusal.message)}")
    return redirect("reports:approval", round_.pk)


def _looked_at(chosen: Iterable[str]) -> dict[int, int]:
    """``indicator:version`` of each box → indicator → the version that was looked at."""
    pairs = (one.partition(":") for one in chosen)
    return {
        int(indicator): int(version)
        for indicator, _colon, version in pairs
        if all(part.isdecimal() and len(part) <= LONGEST_KEY for part in (indicator, version))
    }


def _shown(request: PersonRequest, round_: Round, *, status: int = 200) -> HttpResponse:
    signs_for = request.duties.agencies(Role.APPROVER)
    own = [one for one in standings_visible_to(request.duties, round_) if signs_for & set(one.agencies)]
    waiting = [one for one in own if one.status == Status.SUBMITTED]
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    rows = _rows(request, round_, list(page))
    context = {
        "round": round_,
        "round_name": round_name(round_),
        "now": now(),
        "page": page,
        "rows": rows,
        "approvable": sum(row.refusal is None for row in rows),
        "to_come": [one for one in own if one.status in {Status.NOT_STARTED, Status.DRAFT, Status.RETURNED}],
        "crumbs": [
            Crumb(_("หน้าแรก"), "/"),
            Crumb(round_name(round_), f"/reports/{round_.pk}/"),
            Crumb(_("อนุมัติ")),
        ],
    }
    return render(request, "reports/approval.html", context, status=status)


def _rows(request: PersonRequest, round_: Round, standings: Sequence[Standing]) -> list[Waiting]:
    items = items_visible_to(request.duties, round_, kpis=[standing.kpi for standing in standings])
    states = states_since_returns([item.result for item in items if item.result])
    since = told_differences(request.duties, states)
    chosen = _looked_at(request.POST.getlist("chosen"))
    links = [link for item in items if item.result for link in item.result.evidence.all()]
    shown = proofs(request.duties, links)
    return [
        _row(request, item, since.get(item.result.pk) if item.result else None, chosen, shown)
        for item in items
    ]


def _row(
    request: PersonRequest,
    item: Item,
    since: Sequence[Difference] | None,
    chosen: Mapping[int, int],
    shown: Sequence[Proof],
) -> Waiting:
    decision = may(Verb.APPROVE, item, duties=request.duties, now=now())
    window = window_for(item, duties=request.duties, now=now())
    result = item.result
    return Waiting(
        item,
        preview_of(
            item.judged_by,
            rules_of(item),
            value=result.value if result else None,
            missing=result.missing if result else None,
            weight=item.kpi.weight,
        ),
        decision if isinstance(decision, Refusal) else None,
        [proof for proof in shown if result and proof.result == result.pk],
        lacking(item),
        None if since is None else in_words_of(since, item.kpi.unit),
        missing_state(item),
        missing_label(item),
        item.kpi.indicator_id in chosen,
        window if window.closes_at != item.round.closes_at else None,
    )
