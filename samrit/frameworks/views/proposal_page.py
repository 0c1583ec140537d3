"""What the page of a proposal shows, whoever asks and whatever was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from samrit.frameworks.contents import KPIS_PER_PAGE, area_name
from samrit.frameworks.forms import ConcludeForm, Weights
from samrit.frameworks.models import Decision, Meeting, PastValue, Proposal, ProposalComponent, ProposalItem
from samrit.frameworks.permissions import next_proposal_status
from samrit.frameworks.queries import (
    NumberedItem,
    dropped,
    edition_in_force,
    marks_of,
    numbered,
    refusals_to_submit_proposal,
    trail_of_proposal,
)
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.rules import rulesets
from samrit.rules.framework import HUNDRED
from samrit.rules.proposals import Mark, Status, Verb, history_years, refuse_conclusion
from samrit.rules.wording import Refusal, refuse
from samrit.ui.pieces import Crumb, Step

SHOWN_EVENTS = 30


# ── rows ────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class ItemRow:
    """One KPI or part of the proposal as the page lays it out."""

    one: NumberedItem
    marks: Sequence[Mark]
    past: Sequence[tuple[int, PastValue | None]]
    decision: Decision | None
    parts: Sequence["ItemRow"] = ()
    weight: object = None  # the form's cell, where weights may be typed

    @property
    def item(self) -> ProposalItem:
        return self.one.item

    @property
    def leaves(self) -> Sequence["ItemRow"]:
        """What has targets: its parts, or itself."""
        return self.parts or (self,)

    @property
    def past_by_year(self) -> Sequence[tuple[int, Sequence[PastValue | None]]]:
        """Year → the value of each leaf."""
        return [
            (year, [leaf.past[place][1] for leaf in self.leaves]) for place, (year, _) in enumerate(self.past)
        ]


@dataclass(frozen=True)
class ComponentRows:
    """A component with its rows on this page; ``total`` of all its KPIs, ``elsewhere`` of those on other pages."""

    component: ProposalComponent
    groups: Sequence[tuple[object, Sequence[ItemRow]]]
    total: Decimal
    elsewhere: Decimal
    weight: object

    @property
    def balanced(self) -> bool:
        return self.total == self.component.weight


def page_of(proposal: Proposal, number: str | None) -> Page[NumberedItem]:
    return Paginator(list(numbered(proposal)), KPIS_PER_PAGE).get_page(number)


def weights_of(proposal: Proposal, number: str | None, data: QueryDict | None = None) -> Weights:
    """The cells of one page of the proposal (fetched ``with_items``)."""
    items = [leaf for one in page_of(proposal, number) for leaf in (one.item, *one.item.parts.all())]
    return Weights(proposal.components.all(), items, data)


def shown(
    request: PersonRequest,
    proposal: Proposal,
    *,
    weights: Weights | None = None,
    conclusion: ConcludeForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of a proposal fetched ``with_items``."""
    page = page_of(proposal, request.GET.get("page"))
    changes = next_proposal_status(request.duties, proposal, Verb.CHANGE)
    may_change = not isinstance(changes, Refusal)
    cells = (weights or weights_of(proposal, request.GET.get("page"))) if may_change else None
    refusals = refusals_to_submit_proposal(proposal) if may_change else []
    items = [one.item for one in numbered(proposal)]
    decided = sum(hasattr(item, "decision") for item in items)
    rows = _components(request, proposal, page, cells)
    context = {
        "proposal": proposal,
        "area_name": area_name(proposal.area),
        "crumbs": crumbs(proposal),
        "years": history_years(proposal.fiscal_year_id),
        "page": page,
        "components": rows,
        "item_count": len(items),
        "decided_count": decided,
        "dropped": dropped(proposal),
        "base_year": proposal.base.framework.fiscal_year_id if proposal.base else None,
        "may_change": may_change,
        "obstacles": _obstacles(proposal, refusals),
        "expected": HUNDRED,
        "weights_total": sum((row.component.weight or Decimal(0) for row in rows), Decimal(0)),
        "weighted": rulesets.load(proposal.fiscal_year.rule_set).model == "weighted",
        **_moves(request, proposal, refusals, decided, len(items)),
        "conclusion": conclusion or ConcludeForm(initial={"meeting": Meeting.objects.first()}),
        "in_force": edition_in_force(proposal.area_id, proposal.fiscal_year_id),
        "events": told(trail_of_proposal(request.duties, proposal)[:SHOWN_EVENTS]),
    }
    return render(request, "frameworks/proposals/detail.html", context, status=status)


def _moves(
    request: PersonRequest, proposal: Proposal, refusals: Sequence[Refusal], decided: int, items: int
) -> dict[str, Any]:
    """What may be done with it as a whole, each with its refusal or None."""
    return {
        "submit": _refuse_move(request, proposal, Verb.SUBMIT) or _refuse_incomplete(refusals),
        "take_back": _refuse_move(request, proposal, Verb.TAKE_BACK, decided),
        "steps": _steps(proposal),
        "is_committee": request.duties.evaluates,
        "send_back": _refuse_move(request, proposal, Verb.RETURN),
        "conclude": _refuse_move(request, proposal, Verb.CONCLUDE) or refuse_conclusion(items, decided),
    }


def crumbs(proposal: Proposal, *more: Crumb) -> list[Crumb]:
    name = gettext("จังหวัด{area} ปีงบประมาณ พ.ศ. {year}").format(
        area=area_name(proposal.area), year=proposal.fiscal_year_id
    )
    return [
        Crumb(gettext("ข้อเสนอตัวชี้วัด"), reverse("proposals:list")),
        Crumb(name, reverse("proposals:detail", args=[proposal.pk]) if more else ""),
        *more,
    ]


def _refuse_move(request: PersonRequest, proposal: Proposal, verb: Verb, decided: int = 0) -> Refusal | None:
    after = next_proposal_status(request.duties, proposal, verb, decided=decided)
    return after if isinstance(after, Refusal) else None


def _refuse_incomplete(refusals: Sequence[Refusal]) -> Refusal | None:
    if not refusals:
        return None
    return refuse("submitting_waits", "ยังส่งไม่ได้ เหลืออีก {n} เรื่องที่ต้องทำก่อน", n=len(refusals))


def _steps(proposal: Proposal) -> list[Step]:
    """จังหวัดจัดทำ → คณะกรรมการพิจารณา → มติและประกาศใช้."""
    status = proposal.status
    at_home = status in {Status.DRAFT, Status.RETURNED}
    sent = None if at_home else proposal.submitted_at
    return [
        Step(gettext("จังหวัดจัดทำ"), "current" if at_home else "done", since=sent),
        Step(
            gettext("คณะกรรมการพิจารณา"),
            "todo" if at_home else "current" if status == Status.SUBMITTED else "done",
            since=sent,
        ),
        Step(
            gettext("มติและกรอบของปี"),
            "done" if status == Status.CONCLUDED else "todo",
            since=proposal.concluded_at,
        ),
    ]


def _obstacles(proposal: Proposal, refusals: Sequence[Refusal]) -> list[tuple[Refusal, int | None]]:
    """Each reason with the key of the KPI that it is about, where it is about one."""
    whole = {one.full_number: one for one in numbered(proposal)}
    keys = {leaf.full_number: one.item.pk for one in whole.values() for leaf in (one, *one.parts)}
    return [(refusal, keys.get(_about(refusal))) for refusal in refusals]


def _about(refusal: Refusal) -> str:
    """``1-3``; the rules of a framework say component and number, those of a proposal say it whole."""
    values = refusal.message.values
    number = str(values.get("number", ""))
    return number if "-" in number else f"{values.get('component', '')}-{number}"


def _components(
    request: PersonRequest, proposal: Proposal, page: Page[NumberedItem], cells: Weights | None
) -> list[ComponentRows]:
    on_page = {one.item.pk: one for one in page}
    shows_decisions = request.duties.evaluates or proposal.status == Status.CONCLUDED
    years = history_years(proposal.fiscal_year_id)
    found = []
    for component in proposal.components.all():
        groups, total, elsewhere = [], Decimal(0), Decimal(0)
        for group in component.groups.all():
            wholes = group.wholes  # type: ignore[attr-defined]  # by with_items
            rows = [
                row_of(on_page[item.pk], years, cells, shows_decisions=shows_decisions)
                for item in wholes
                if item.pk in on_page
            ]
            groups.append((group, rows))
            total += _sum(wholes)
            elsewhere += _sum([item for item in wholes if item.pk not in on_page])
        cell = cells.components[component.pk]["weight"] if cells else None
        found.append(ComponentRows(component, groups, total, elsewhere, cell))
    return found


def _sum(items: Sequence[ProposalItem]) -> Decimal:
    return sum((item.weight for item in items if item.weight is not None), Decimal(0))


def row_of(
    one: NumberedItem, years: Sequence[int], cells: Weights | None = None, *, shows_decisions: bool = True
) -> ItemRow:
    """A whole KPI with its parts."""
    past = {value.year: value for value in one.item.past.all()}
    return ItemRow(
        one,
        marks_of(one.item) if one.item.parent_id is None else (),
        [(year, past.get(year)) for year in years],
        one.item.decision if shows_decisions and hasattr(one.item, "decision") else None,
        [row_of(part, years, cells, shows_decisions=shows_decisions) for part in one.parts],
        cells.items[one.item.pk]["weight"] if cells else None,
    )
