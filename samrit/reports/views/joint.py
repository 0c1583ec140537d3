"""Joint KPIs: the list, making one, one of them in one round."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.audit.queries import history_of
from samrit.frameworks.models import Edition, FiscalYear, Indicator, Kpi, Round
from samrit.frameworks.queries import window_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest, proven_when
from samrit.reports import actions, joint_rules
from samrit.reports.forms.joint import ContributionForm, JointForm, VersionForm
from samrit.reports.models import JointKpi, Result
from samrit.reports.preview import Preview, preview_of
from samrit.reports.queries.joint import (
    JointStanding,
    Party,
    indicators_to_share,
    joint_kpis_visible_to,
    kpi_of_member,
    results_of_members,
    rounds_of_members,
    to_co_sign,
    with_parts,
)
from samrit.rules import rulesets
from samrit.rules.joint import Shared
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

MONTHS = (6, 9, 12)
LISTED = (6, 12)
PER_PAGE = 50
MOST_OFFERED = 100
SHOWN_EVENTS = 30


@require_safe
def joint_list(request: PersonRequest) -> HttpResponse:
    """Every joint KPI of which this person is a part, and the entries that wait for a co-owner's signature."""
    joint = with_parts(joint_kpis_visible_to(request.duties)).order_by("-fiscal_year", "id")
    page = Paginator(joint, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, [JointStanding(one, months) for months in LISTED]) for one in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "months": LISTED,
        "waiting": to_co_sign(request.duties),
        "makes": request.duties.evaluates or request.duties.coordinates,
    }
    return render(request, "reports/joint/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make_joint(request: PersonRequest) -> HttpResponse:
    """Tie KPIs of a year (``?year=2567&q=ฝุ่น``) to one shared result."""
    if not (request.duties.evaluates or request.duties.coordinates):
        raise Http404
    year, wanted = _year(request), request.GET.get("q", "").strip()
    offered = [kpi for kpi in indicators_to_share(request.duties, year) if wanted in kpi.name]
    form = JointForm(offered[:MOST_OFFERED], data=request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _make(request, form, year)):
        messages.success(request, gettext("ตั้งตัวชี้วัดร่วมแล้ว หน่วยงานกรอกข้อมูลและลงนามได้"))
        return redirect("reports:joint", made.pk, MONTHS[-1])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "form": form, "year": year, "years": FiscalYear.objects.all(), "wanted": wanted, "more": len(offered) > MOST_OFFERED, "crumbs": [_crumb()],
    }  # fmt: skip
    return render(request, "reports/joint/make.html", context, status=status)


def _year(request: PersonRequest) -> int:
    """The year asked for, when there is such a year; else the newest with a published framework."""
    years = FiscalYear.objects.values_list("year", flat=True)
    asked = next((year for year in years if str(year) == request.GET.get("year")), None)
    published = years.filter(frameworks__editions__status=Edition.Status.PUBLISHED).order_by("-year")
    return asked or published.first() or fiscal_year(localdate())


def _make(request: PersonRequest, form: JointForm, year: int) -> JointKpi | None:
    values = form.cleaned_data
    indicators = Indicator.objects.filter(pk__in=values["members"]).select_related("framework")
    try:
        return actions.make_joint(
            year=year, name=values["name"], lead=form.agencies[int(values["lead"])], method=values["method"],
            indicators=list(indicators), shares=form.shares(), by=request.user, now=now(),
        )  # fmt: skip
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return None


def _crumb() -> Crumb:
    return Crumb(gettext("ตัวชี้วัดร่วม"), reverse("reports:joint_list"))


# ── one round ───────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def joint(request: PersonRequest, pk: int, months: int) -> HttpResponse:
    """Contributions, the proposed result, what it does to each member, signatures, the lock (POST: ``action``)."""
    if months not in MONTHS:
        raise Http404
    found = get_object_or_404(with_parts(joint_kpis_visible_to(request.duties)), pk=pk)
    standing = JointStanding(found, months)
    return _act(request, standing) if request.method == "POST" else _show(request, standing)


@dataclass(frozen=True)
class PartyOnPage:
    """One agency, what this person may do for it, and the form with what was typed."""

    party: Party
    form: ContributionForm | None
    contributing: Refusal | None
    signing: Refusal | None
    endings: list[str]


@dataclass(frozen=True)
class Effect:
    """What the shared figure does to one member: by its own targets and weight."""

    kpi: Kpi
    round: Round | None
    result: Result | None
    preview: Preview | None


def _show(
    request: PersonRequest,
    standing: JointStanding,
    typed: ContributionForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    rounds = rounds_of_members(standing)
    proposed = standing.proposed
    clocks = [(one, window_of(one)) for one in rounds.values()]
    context = {
        "joint": standing.joint,
        "standing": standing,
        "months": standing.months,
        "others": [months for months in LISTED if months != standing.months],
        "parties": [_party(request, standing, party, rounds, typed) for party in standing.parties],
        "shared": proposed if isinstance(proposed, Shared) else None,
        "waiting": proposed if isinstance(proposed, Refusal) else None,
        "effects": _effects(standing, rounds),
        "lock_refusal": joint_rules.refuse_locking(request.duties, standing),
        "may_unlock": joint_rules.refuse_unlocking(request.duties, standing) is None,
        "clocks": clocks,
        "now": now(),
        "events": told(
            history_of(*([standing.result] if standing.result else []), standing.joint)[:SHOWN_EVENTS]
        ),
        "crumbs": [_crumb(), Crumb(standing.joint.name)],
    }
    return render(request, "reports/joint/joint.html", context, status=status)


def _party(
    request: PersonRequest,
    standing: JointStanding,
    party: Party,
    rounds: dict[str, Round],
    typed: ContributionForm | None,
) -> PartyOnPage:
    round_ = rounds.get(party.agency.area_id or "")
    contributing = joint_rules.refuse_contribution(request.duties, standing, party.agency, round_, now=now())
    given = party.contribution
    initial: dict[str, Any] = {"version": standing.version}
    if given:
        initial |= {"value": given.value, "missing": given.missing or "", "note": given.note}
    form = None
    if contributing is None:
        is_typed = typed is not None and typed.prefix == f"party-{party.agency.pk}"
        form = typed if is_typed else ContributionForm(prefix=f"party-{party.agency.pk}", initial=initial)
    endings = [
        one
        for one in ("answered", "withdrawn", "overruled")
        if joint_rules.refuse_ending(request.duties, standing, party, one) is None
    ]
    return PartyOnPage(
        party, form, contributing, joint_rules.refuse_signing(request.duties, standing, party), endings
    )


def _effects(standing: JointStanding, rounds: dict[str, Round]) -> list[Effect]:
    rules = rulesets.load(standing.joint.fiscal_year.rule_set)
    shared, results = standing.proposed, results_of_members(standing)
    effects = []
    for member in standing.members:
        kpi = kpi_of_member(member)
        if kpi is None:
            continue
        preview = (
            preview_of(kpi, rules, value=shared.value, missing=shared.missing)
            if isinstance(shared, Shared)
            else None
        )
        round_ = rounds.get(member.indicator.framework.area_id)
        effects.append(Effect(kpi, round_, results.get(member.indicator_id), preview))
    return effects


# ── doing ───────────────────────────────────────────────────────────────────
@proven_when("action", "sign")
def _act(request: PersonRequest, standing: JointStanding) -> HttpResponse:
    action = request.POST.get("action", "")
    if action == "contribute":
        return _contribute(request, standing)
    form = VersionForm(request.POST)
    do = _doing(request, standing, action, form) if form.is_valid() else None
    if do is None:
        raise Http404
    try:
        do()
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _show(request, _again(standing), status=HTTPStatus.CONFLICT)
    messages.success(request, _said(action))
    return redirect("reports:joint", standing.joint.pk, standing.months)


def _doing(
    request: PersonRequest, standing: JointStanding, action: str, form: VersionForm
) -> Callable[[], Any] | None:
    """What the button asks for; None for what is no button of this page."""
    about: dict[str, Any] = {
        "joint": standing.joint,
        "months": standing.months,
        "by": request.user,
        "now": now(),
    }
    version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
    if action == "lock":
        return lambda: actions.lock_joint(**about, version=version)
    if action == "unlock":
        return lambda: actions.unlock_joint(**about, reason=reason)
    party = standing.party(form.cleaned_data["agency"] or 0)
    if party is None:
        return None
    about["agency"] = party.agency
    if action in {"sign", "object"}:
        return lambda: actions.sign_joint(**about, decision=action, reason=reason, version=version)
    if action in {"answered", "withdrawn", "overruled"}:
        return lambda: actions.end_objection(**about, ending=action, reason=reason)
    return None


def _contribute(request: PersonRequest, standing: JointStanding) -> HttpResponse:
    sent = request.POST.get("agency", "")
    party = next((one for one in standing.parties if str(one.agency.pk) == sent), None)
    if party is None:
        raise Http404
    form = ContributionForm(prefix=f"party-{party.agency.pk}", data=request.POST)
    if not form.is_valid():
        return _show(request, standing, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    values = form.cleaned_data | {"missing": form.cleaned_data["missing"] or None}
    try:
        actions.contribute(
            joint=standing.joint,
            months=standing.months,
            agency=party.agency,
            by=request.user,
            now=now(),
            **values,
        )
    except RefusedError as refused:
        fresh = _again(standing)
        data = request.POST.copy()
        data[f"{form.prefix}-version"] = str(fresh.version)  # what was typed stands; saved again it counts
        form = ContributionForm(prefix=form.prefix, data=data)
        form.add_error(None, in_words(refused.refusal.message))
        messages.error(request, in_words(refused.refusal.message))
        return _show(request, fresh, form, HTTPStatus.CONFLICT)
    messages.success(request, gettext("บันทึกข้อมูลของหน่วยงานแล้ว ทุกหน่วยงานเห็นและลงนามได้"))
    return redirect("reports:joint", standing.joint.pk, standing.months)


def _again(standing: JointStanding) -> JointStanding:
    fresh = with_parts(JointKpi.objects.select_related("lead__area", "fiscal_year")).get(pk=standing.joint.pk)
    return JointStanding(fresh, standing.months)


def _said(action: str) -> str:
    return {
        "sign": gettext("ลงนามในผลร่วมแล้ว"),
        "object": gettext("ส่งคำคัดค้านแล้ว ผลร่วมยังล็อกไม่ได้จนกว่าจะชี้แจง ถอน หรือชี้ขาด"),
        "answered": gettext("ส่งคำชี้แจงแล้ว หน่วยงานที่คัดค้านตัดสินใจอีกครั้ง"),
        "withdrawn": gettext("ถอนคำคัดค้านแล้ว"),
        "overruled": gettext("บันทึกคำชี้ขาดแล้ว"),
        "lock": gettext("ล็อกผลร่วมแล้ว ตัวเลขอยู่ในร่างของทุกหน่วยงาน – เพิ่มคำชี้แจงและหลักฐานแล้วส่งตามปกติ"),
        "unlock": gettext("เปิดแก้ไขผลร่วมแล้ว ทุกหน่วยงานต้องลงนามใหม่"),
    }[action]
