"""One fiscal year over all provinces, for the central office: its rounds, how they are, its rules."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.audit.queries import history_of
from samrit.frameworks import actions
from samrit.frameworks.contents import area_name
from samrit.frameworks.forms import RoundStateForm, VoidForm, WindowsForm
from samrit.frameworks.models import FiscalYear, Round, RoundState
from samrit.frameworks.queries import (
    fiscal_years,
    months_of_year,
    planned_windows,
    rounds_of_year,
    window_of,
    windows_seen,
    year_rounds,
)
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules import rulesets
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

SHOWN_EVENTS = 20


@dataclass(frozen=True)
class CellShown:
    """One province's round: ``state`` is the badge's code; ``opens`` and ``closes`` None without a window."""

    months: int
    state: str
    round: Round | None
    reopened: int = 0


@dataclass(frozen=True)
class RowShown:
    name: str
    cells: list[CellShown]


@require_safe
def year_page(request: PersonRequest, year: int) -> HttpResponse:
    """Which rounds does the year have, where do they stand, and by which rules is it scored?"""
    _central_office(request, year)
    return _shown(request, year)


def _central_office(request: PersonRequest, year: int) -> None:
    """Nobody else; and a year that no calendar or rule set here knows is no page."""
    try:
        known = 2500 <= year <= 2700 and rulesets.for_year(year)  # noqa: PLR2004 - as the table holds
    except RefusedError:
        known = False
    if not request.duties.evaluates or not known:
        raise Http404


def _shown(
    request: PersonRequest,
    year: int,
    *,
    windows: WindowsForm | None = None,
    state: RoundStateForm | None = None,
    void: VoidForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    moment = now()
    fiscal_year = FiscalYear.objects.filter(pk=year).select_related("voided_by").first()
    provinces = rounds_of_year(year, now=moment)
    months, ruled = months_of_year(year), year_rounds(year)
    rules = rulesets.load(fiscal_year.rule_set if fiscal_year else rulesets.for_year(year))
    areas = [(one.area.pk, area_name(one.area)) for one in provinces]
    context = {
        "year": year,
        "fiscal_year": fiscal_year,
        "years": fiscal_years(),
        "rules": rules,
        "months": [(one, ruled.get(one)) for one in months],
        "rows": [
            RowShown(
                area_name(one.area),
                [_cell(one.rounds.get(month), month, ruled.get(month), moment) for month in months],
            )
            for one in provinces
            if one.rounds
        ],
        "without": [area_name(one.area) for one in provinces if not one.rounds],
        "windows_form": windows or WindowsForm(),
        "state_form": state or RoundStateForm(areas=areas),
        "void_form": void or VoidForm(),
        "events": told(_trail(fiscal_year, list(ruled.values()))),
        "crumbs": [Crumb(_("กรอบการประเมิน"), reverse("frameworks:list")), Crumb(_year_words(year))],
        "now": moment,
    }
    return render(request, "frameworks/year.html", context, status=status)


def _trail(fiscal_year: FiscalYear | None, ruled: list[Any]) -> list[Any]:
    return list(history_of(fiscal_year, *ruled)[:SHOWN_EVENTS]) if fiscal_year else []


def _cell(round_: Round | None, months: int, ruled: Any, moment: Any) -> CellShown:
    if round_ is None:
        waived = ruled is not None and ruled.state == RoundState.WAIVED
        return CellShown(months, "waived" if waived else "", None)
    reopened = round_.reopened_now  # type: ignore[attr-defined]  # annotated by rounds_of_year
    return CellShown(months, _state_of(round_, moment), round_, reopened)


def _state_of(round_: Round, moment: Any) -> str:
    if round_.fiscal_year.voided_at:
        return "voided"
    if round_.published_at and round_.published_at <= moment:
        return "published"
    if round_.state == RoundState.WAIVED:
        return "waived"
    return window_of(round_).state(moment).value


def _year_words(year: int) -> str:
    return _("ปีงบประมาณ พ.ศ. %(year)s") % {"year": year}


# ── one window for all ──────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def windows(request: PersonRequest, year: int) -> HttpResponse:
    """Which provinces would change, which already have a window; a POST sets them as they were shown."""
    _central_office(request, year)
    form = WindowsForm(data=request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _shown(request, year, windows=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            changed = _set(request, year, form)
        except RefusedError as refused:
            messages.error(request, in_words(refused.refusal.message))
            status = HTTPStatus.CONFLICT
        else:
            words = ngettext("ตั้งกำหนดเวลาแล้ว %(n)s จังหวัด", "ตั้งกำหนดเวลาแล้ว %(n)s จังหวัด", changed)
            messages.success(request, words % {"n": changed})
            return redirect("frameworks:year", year)
    return render(request, "frameworks/year_windows.html", _preview(year, form), status=status)


def _set(request: PersonRequest, year: int, form: WindowsForm) -> int:
    values = dict(form.cleaned_data)
    only_missing = values.pop("scope") == "missing"
    seen = request.POST.get("seen", "")
    return len(
        actions.set_windows(
            year=year, only_missing=only_missing, seen=seen, by=request.user, now=now(), **values
        )
    )


def _preview(year: int, form: WindowsForm) -> dict[str, Any]:
    values = form.cleaned_data
    plan = planned_windows(
        year,
        values["months"],
        opens_at=values["opens_at"],
        closes_at=values["closes_at"],
        only_missing=values["scope"] == "missing",
    )
    fates = {
        fate: sum(one.fate == fate for one in plan) for fate in ("new", "moves", "same", "kept", "published")
    }
    return {
        "year": year,
        "form": form,
        "values": values,
        "plan": [(area_name(one.area), one) for one in plan],
        "fates": fates,
        "changing": fates["new"] + fates["moves"],
        "seen": windows_seen(year, values["months"]),
        "crumbs": [
            Crumb(_("กรอบการประเมิน"), reverse("frameworks:list")),
            Crumb(_year_words(year), reverse("frameworks:year", args=[year])),
            Crumb(_("ตั้งกำหนดเวลาทุกจังหวัด")),
        ],
    }


# ── how a round is, and the year as a whole ─────────────────────────────────
@require_POST
def state(request: PersonRequest, year: int) -> HttpResponse:
    _central_office(request, year)
    areas = list(Area.objects.filter(reports=True).order_by("name"))
    form = RoundStateForm(areas=[(area.pk, area_name(area)) for area in areas], data=request.POST)
    if not form.is_valid():
        return _shown(request, year, state=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    values = dict(form.cleaned_data)
    code = values.pop("area")
    area = next((area for area in areas if area.pk == code), None)
    try:
        actions.set_round_state(year=year, area=area, by=request.user, now=now(), **values)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _shown(request, year, state=form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("บันทึกสถานะของรอบ %(months)s เดือนแล้ว") % {"months": values["months"]})
    return redirect("frameworks:year", year)


@require_POST
def void(request: PersonRequest, year: int) -> HttpResponse:
    _central_office(request, year)
    form = VoidForm(data=request.POST)
    if not form.is_valid():
        return _shown(request, year, void=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.void_year(year=year, by=request.user, now=now(), **form.cleaned_data)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _shown(request, year, void=form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("บันทึกแล้วว่าไม่ใช้ผลประเมินของปีนี้ ผลที่รายงานไว้ยังอยู่ครบ"))
    return redirect("frameworks:year", year)


@require_POST
def restore(request: PersonRequest, year: int) -> HttpResponse:
    _central_office(request, year)
    try:
        actions.restore_year(year=year, reason=request.POST.get("reason", ""), by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(request, _("กลับมาใช้ผลประเมินของปีนี้แล้ว"))
    return redirect("frameworks:year", year)
