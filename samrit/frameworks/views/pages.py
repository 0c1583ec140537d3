"""What the two faces of an edition show: the grid of a draft, the page of a published edition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.paginator import Page
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext

from samrit.audit.models import subject_of
from samrit.frameworks import contents
from samrit.frameworks.forms import DraftGrid, RevisionFactsForm, TargetsForm, WindowForm
from samrit.frameworks.models import Component, Edition, Kpi, KpiGroup, Round
from samrit.frameworks.permissions import refuse_change, refuse_preparing, refuse_window
from samrit.frameworks.queries import (
    cancelled_in_framework,
    edition_in_force,
    last_change,
    months_of_year,
    refusals_to_publish_edition,
    refusals_to_revise,
    trail_of,
    why_stopped,
)
from samrit.frameworks.views.amending import amending
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.rules import rulesets
from samrit.rules.framework import HUNDRED
from samrit.rules.wording import Refusal, refuse
from samrit.ui.pieces import Crumb, Event

MONTHS = (6, 12)
SHOWN_EVENTS = 30
OF_REVISION = {
    "facts_missing", "resolved_in_future", "effective_before_year", "effective_before_amended",
    "effective_after_last_round",
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """What was typed and could not be saved: shown again as it was, with what to correct."""

    grid: DraftGrid | None = None
    window: WindowForm | None = None
    targets: TargetsForm | None = None
    facts: RevisionFactsForm | None = None
    page: int = 1
    status: int = HTTPStatus.OK


NOTHING_TYPED = Typed()


def show(request: PersonRequest, edition: Edition, typed: Typed = NOTHING_TYPED) -> HttpResponse:
    """The page of an edition fetched ``with_contents``."""
    page = contents.page_of(edition, request.GET.get("page", typed.page))
    shared = {
        "edition": edition,
        "area_name": contents.area_name(edition.framework.area),
        "page": page,
        "crumbs": crumbs(edition),
        "weighted": rulesets.load(edition.framework.fiscal_year.rule_set).model == "weighted",
        "rounds": rounds_of(request, edition, typed.window),
        "now": now(),
        "rules_all": request.duties.evaluates,
        "cancelled": cancelled_in_framework(edition.framework_id),
        "prepares": refuse_preparing(request.duties, edition.framework.area) is None,
        "missing_targets": sum(leaf.levels is None for leaf in contents.leaves(edition)),
        "events": _events(edition),
        **amending(request, edition, typed.facts, now()),
    }
    if edition.status == Edition.Status.DRAFT:
        return render(
            request,
            "frameworks/draft.html",
            shared | _draft(request, edition, page, typed.grid),
            status=typed.status,
        )
    return render(
        request,
        "frameworks/published.html",
        shared | _published(request, edition, page, typed.targets),
        status=typed.status,
    )


def crumbs(edition: Edition) -> list[Crumb]:
    framework = edition.framework
    return [
        Crumb(gettext("กรอบการประเมิน"), reverse("frameworks:list")),
        Crumb(
            gettext("จังหวัด{area} ปีงบประมาณ พ.ศ. {year}").format(
                area=contents.area_name(framework.area), year=framework.fiscal_year_id
            )
        ),
    ]


def _events(edition: Edition) -> list[Event]:
    """The newest of the trail; targets that another edition's KPIs were given are left out."""
    labels = _labels(edition)
    trail = trail_of(edition)[:SHOWN_EVENTS]
    return told([one for one in trail if one.verb != "set_targets" or one.subject in labels], labels)


def _labels(edition: Edition) -> dict[str, str]:
    """Subject in the trail → ``ตัวชี้วัด 1-2`` for every KPI of the edition."""
    return {
        subject_of(one): gettext("ตัวชี้วัด {number}").format(number=f"{component.number}-{one.number}")
        for component in edition.components.all()
        for group in component.groups.all()
        for kpi in group.kpis.all()
        for one in (kpi, *kpi.parts.all())
    }


# ── reporting windows ───────────────────────────────────────────────────────
@dataclass(frozen=True)
class RoundOnPage:
    """One round with the form that sets or moves its window, or why this person may not."""

    months: int
    round: Round | None
    form: WindowForm
    refusal: Refusal | None
    stopped: Refusal | None = None


def rounds_of(request: PersonRequest, edition: Edition, typed: WindowForm | None) -> list[RoundOnPage]:
    framework = edition.framework
    found = {
        one.months: one
        for one in Round.objects.filter(
            area=framework.area, fiscal_year=framework.fiscal_year
        ).select_related("fiscal_year")
    }
    return [
        RoundOnPage(
            months,
            found.get(months),
            typed if typed and typed.months == months else window_form(months, found.get(months)),
            refuse_window(request.duties, framework.area, found.get(months)),
            why_stopped(found[months]) if months in found else None,
        )
        for months in sorted({*MONTHS, *found, *months_of_year(framework.fiscal_year_id)})
    ]


def window_form(months: int, round_: Round | None, data: Any = None) -> WindowForm:
    initial = {"opens_at": round_.opens_at, "closes_at": round_.closes_at} if round_ else {}
    return WindowForm(months, moving=round_ is not None, initial=initial, data=data)


# ── draft ───────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Obstacle:
    """One reason why the draft cannot be published, and where on the page it is put right."""

    refusal: Refusal
    anchor: str


def _draft(
    request: PersonRequest, edition: Edition, page: Page[Kpi], grid: DraftGrid | None
) -> dict[str, Any]:
    refusals = [*refusals_to_publish_edition(edition), *refusals_to_revise(edition, localdate(now()))]
    in_force = edition_in_force(edition.framework.area_id, edition.framework.fiscal_year_id)
    grid = grid or grid_of(edition, page)
    return {
        "grid": grid,
        "obstacles": [Obstacle(refusal, _anchor(refusal, edition)) for refusal in refusals],
        "refusal": refuse_change(request.duties, edition) or _refuse_publishing(refusals),
        "publish_text": _what_publishing_means(edition, in_force),
        "seen": last_change(edition),
        "expected": HUNDRED,
    }


def grid_of(edition: Edition, page: Page[Kpi], data: QueryDict | None = None) -> DraftGrid:
    in_force = edition_in_force(edition.framework.area_id, edition.framework.fiscal_year_id)
    names = (
        Kpi.objects.filter(component__edition=in_force).values_list("indicator_id", "name")
        if in_force
        else ()
    )
    return DraftGrid(
        edition, contents.components_on(edition, page), agencies_of(edition), data, names_in_force=dict(names)
    )


def agencies_of(edition: Edition) -> dict[int, str]:
    """Agencies of the province that may own a KPI: key → name."""
    return dict(Agency.objects.filter(area=edition.framework.area).values_list("pk", "name"))


def _what_publishing_means(edition: Edition, in_force: Edition | None) -> str:
    owners = owners_of(edition)
    text = gettext("หน่วยงานรับผิดชอบ {n} แห่งจะเห็นตัวชี้วัดของตนทันที: {owners}").format(
        n=len(owners), owners=" · ".join(owners)
    )
    if in_force is None:
        return text
    kept = gettext("ฉบับที่ {number} ที่ใช้อยู่จะถูกแทนที่ ผลที่รายงานไว้แล้วยังอยู่กับตัวชี้วัดเดิมครบทุกตัว")
    return f"{text} – {kept.format(number=in_force.number)}"


def owners_of(edition: Edition) -> list[str]:
    """Names of all agencies that own anything in the edition."""
    return list(
        Agency.objects.filter(ownerships__kpi__component__edition=edition)
        .distinct()
        .order_by("pk")
        .values_list("name", flat=True)
    )


def _anchor(refusal: Refusal, edition: Edition) -> str:
    """``#kpi-1-3`` or ``#component-1``, with the page of the grid when it is on another."""
    values = refusal.message.values
    if refusal.code in OF_REVISION:
        return "#revision"
    if "component" not in values:
        return "#grid"
    if "number" not in values:
        return f"#component-{values['component']}"
    found = next(
        (
            kpi.pk
            for component in edition.components.all()
            if component.number == values["component"]
            for group in component.groups.all()
            for kpi in group.kpis.all()
            if kpi.number == values["number"]
        ),
        0,
    )
    number = contents.page_with(edition, found)
    return f"?page={number}#kpi-{found}" if number > 1 else f"#kpi-{found}"


def _refuse_publishing(refusals: Sequence[Refusal]) -> Refusal | None:
    if not refusals:
        return None
    return refuse("publishing_waits", "ยังประกาศใช้ไม่ได้ เหลืออีก {n} เรื่องที่ต้องแก้ก่อน", n=len(refusals))


# ── published ───────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class KpiOnPage:
    """A KPI or part; ``targets``: the form that gives it some, where it has none and this person may."""

    kpi: Kpi
    targets: TargetsForm | None
    parts: Sequence["KpiOnPage"] = ()


@dataclass(frozen=True)
class GroupShown:
    group: KpiGroup
    kpis: Sequence[KpiOnPage]


@dataclass(frozen=True)
class ComponentShown:
    component: Component
    groups: Sequence[GroupShown]


def _published(
    request: PersonRequest, edition: Edition, page: Page[Kpi], typed: TargetsForm | None
) -> dict[str, Any]:
    in_force = edition.status == Edition.Status.PUBLISHED
    gives_targets = in_force and refuse_preparing(request.duties, edition.framework.area) is None
    rules = rulesets.load(edition.framework.fiscal_year.rule_set)

    def form_of(kpi: Kpi) -> TargetsForm | None:
        if not gives_targets or kpi.levels is not None:
            return None
        return typed if typed and typed.kpi.pk == kpi.pk else TargetsForm(kpi, rules=rules)

    return {
        "components": [_component_shown(one, form_of) for one in contents.components_on(edition, page)],
        "total": contents.total_weight(edition.components.all()),
        "in_force": None
        if in_force
        else edition_in_force(edition.framework.area_id, edition.framework.fiscal_year_id),
    }


def _component_shown(
    one: contents.ComponentOnPage, form_of: Callable[[Kpi], TargetsForm | None]
) -> ComponentShown:
    def shown(kpi: Kpi, parts: Sequence[Kpi]) -> KpiOnPage:
        return KpiOnPage(kpi, None if parts else form_of(kpi), [shown(part, ()) for part in parts])

    groups = [
        GroupShown(part.group, [shown(kpi, list(kpi.parts.all())) for kpi in part.kpis])
        for part in one.groups
    ]
    return ComponentShown(one.component, groups)
