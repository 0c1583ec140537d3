"""The fiscal year 2567 of three provinces, played at the pages: the calendar is that of the first province's letters.

``here`` and ``third`` propose last year's framework anew, ``far`` chooses from the library. Every step is a form that
is on its page at that moment, sent by the person whose work it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import time_machine
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from samrit.frameworks.actions import KpiChange, change_draft, create_draft, load_library, publish_edition
from samrit.frameworks.models import Edition, Kpi, LibraryKpi, Proposal, ProposalItem, Round
from samrit.frameworks.queries import edition_in_force
from samrit.frameworks.reading import library_entries
from samrit.people.models import Agency, Membership, User
from samrit.reports.queries import Item, items_of
from tests.sweep.desk import press
from tests.sweep.filled import _another
from tests.world import LEVELS, World, make_people, terms

YEAR = 2567
MEETING = {
    "number": "1/2566",
    "held_on": "10/10/2566",
    "title": "คณะกรรมการกำกับการประเมินผลการปฏิบัติราชการของจังหวัด",
}


@contextmanager
def on(text: str) -> Iterator[datetime]:
    """It is this moment in Bangkok (``2024-04-03 09:00``), and the clock goes on from it."""
    moment = datetime.fromisoformat(text).replace(tzinfo=get_default_timezone())
    with time_machine.travel(moment):
        yield moment


@dataclass
class Year:
    here: World
    far: World
    third: World
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def provinces(self) -> tuple[World, ...]:
        return (self.here, self.far, self.third)

    @property
    def evaluator(self) -> User:
        return self.here.evaluator


def begin() -> Year:
    """People in office since the summer of 2566; two provinces had a framework in that year."""
    here = make_people()
    year = Year(here, _another(here, "20", "far"), _another(here, "14", "third"))
    Membership.objects.update(starts_on=date(2022, 10, 1))
    with on("2022-11-01 09:00") as now:
        load_library(entries=library_entries(), now=now)
        for world in (year.here, year.third):
            _last_year(world, now)
    return year


def _last_year(world: World, now: datetime) -> None:
    edition = create_draft(
        area=world.area, year=YEAR - 1, components=terms(world), by=world.coordinator, now=now
    )
    changes = []
    for kpi in Kpi.objects.filter(component__edition=edition).select_related("component"):
        if kpi.full_number in LEVELS:
            direction, unit, levels = LEVELS[kpi.full_number]
            marks = dict(zip(("basic", "standard", "advanced"), map(Decimal, levels), strict=True))
            changes.append(KpiChange(kpi.pk, {"direction": direction, "unit": unit, **marks}))
    change_draft(edition=edition, component_weights={}, kpis=changes, by=world.coordinator, now=now)
    publish_edition(edition=edition, by=world.coordinator, now=now)


# ── what stands ─────────────────────────────────────────────────────────────
def proposal_of(world: World) -> Proposal:
    return Proposal.objects.get(area=world.area, fiscal_year=YEAR)


def edition_of(world: World) -> Edition:
    edition = edition_in_force(world.area.pk, YEAR)
    assert edition is not None
    return edition


def round_of(world: World, months: int) -> Round:
    return Round.objects.get(area=world.area, fiscal_year=YEAR, months=months)


def items(world: World, months: int) -> dict[str, Item]:
    """Full number → what is reported in the round."""
    return {item.kpi.full_number: item for item in items_of(round_of(world, months))}


def entry(item: Item) -> str:
    return reverse("reports:entry", args=[item.round.pk, item.kpi.indicator_id])


def recorder_of(world: World, agency: Agency) -> User:
    return world.recorder if agency == world.development else world.statistician


def approver_of(world: World, agency: Agency) -> User:
    return world.approver if agency == world.development else world.statistics_approver


# ── proposal → decision → edition ───────────────────────────────────────────
def propose(year: Year) -> None:
    """25 ส.ค. 2566: each province's coordinator fills in every KPI and sends the proposal."""
    with on("2023-08-25 10:00"):
        for world in provinces_cloning(year):
            _start(world, "clone")
        _start(year.far, "empty")
        _choose_kpis(year.far)
        for world in year.provinces:
            for item in ProposalItem.objects.filter(proposal=proposal_of(world), parent=None):
                _fill_in(world, item)
            page = reverse("proposals:detail", args=[proposal_of(world).pk])
            press(world.coordinator, page, to="/move/", button="verb=submit_proposal")


def provinces_cloning(year: Year) -> tuple[World, World]:
    return year.here, year.third


def _start(world: World, how: str) -> None:
    typed = {"area": world.area.pk, "year": str(YEAR), "how": how}
    press(world.coordinator, reverse("proposals:start"), typed)


def _choose_kpis(world: World) -> None:
    """Two KPIs of the library and one of the province's own."""
    page = reverse("proposals:add", args=[proposal_of(world).pk])
    for code in ("F-01", "F-03"):
        press(world.coordinator, page, button=f"entry={LibraryKpi.objects.get(code=code).pk}")
    group = proposal_of(world).components.get(number=2).groups.first()
    press(world.coordinator, page, {"name": "ความพร้อมรัฐบาลดิจิทัลของจังหวัด", "group": group.pk})


def _fill_in(world: World, item: ProposalItem) -> None:
    """Owners, weight, targets where none were taken over, the reason, and what is known of three years."""
    leaves = list(item.parts.all()) or [item]
    typed = {f"item-{item.pk}-owners": _owners(world, item)}
    for leaf in leaves:
        typed |= {f"item-{leaf.pk}-{name}": value for name, value in _leaf(leaf).items()}
    if item.weight is None:
        weight = "30" if item.group.component.number == 2 or item.position == 2 else "40"
        typed[f"item-{item.pk}-weight"] = weight
    press(world.coordinator, reverse("proposals:item", args=[item.proposal_id, item.pk]), typed)


def _owners(world: World, item: ProposalItem) -> list[int]:
    """The second component is the statistics office's; the dust is everybody's."""
    if item.group.component.number == 2:
        return [world.statistics.pk]
    return [world.development.pk, *([world.statistics.pk] if "2.5 ไมครอน" in item.name else [])]


def _leaf(leaf: ProposalItem) -> dict[str, str]:
    targets = (
        {} if leaf.basic is not None else {"basic": "60", "standard": "70", "advanced": "80", "unit": "ร้อยละ"}
    )
    past = {
        f"past_{YEAR - 1}_value": str(leaf.basic or 60), f"past_{YEAR - 1}_source": "รายงานประจำปี",
        f"past_{YEAR - 2}_missing": "no_data", f"past_{YEAR - 3}_missing": "not_applicable",
    }  # fmt: skip
    return {**targets, **past, "reason": "สูงกว่าผลปีก่อน"}


# ── the committee, and the edition ──────────────────────────────────────────
def decide(year: Year) -> None:
    """10 ต.ค. 2566: one KPI of every province is changed, the others are accepted as proposed."""
    with on("2023-10-10 14:00"):
        press(year.evaluator, reverse("proposals:committee"), MEETING, to="/meetings/")
        for world in year.provinces:
            _change_first(year, world)
        _accept_others(year)


def _change_first(year: Year, world: World) -> None:
    item = ProposalItem.objects.filter(proposal=proposal_of(world), parent=None).order_by(
        "group__component__number", "position"
    )[0]
    higher = str(item.advanced + 10)
    typed = {"outcome": "changed", "reason": "เป้าหมายขั้นสูงต้องท้าทายกว่า", "advanced": higher}
    press(year.evaluator, reverse("proposals:decide", args=[item.pk]), typed)


def _accept_others(year: Year) -> None:
    waiting = ProposalItem.objects.filter(proposal__fiscal_year=YEAR, parent=None, decision=None)
    for library in set(waiting.values_list("library_kpi", flat=True)):
        chosen = [f"{one.pk}:{one.version}" for one in waiting.filter(library_kpi=library)]
        press(
            year.evaluator,
            reverse("proposals:kpi", args=[YEAR, library or 0]),
            {"item": chosen, "outcome": "accepted"},
        )


def conclude(year: Year) -> None:
    """15 ม.ค. 2567: the decisions become the editions in force, and say by which meeting."""
    with on("2024-01-15 09:00"):
        for world in year.provinces:
            press(year.evaluator, reverse("proposals:detail", args=[proposal_of(world).pk]), to="/conclude/")
            edition = edition_of(world)
            assert (edition.number, edition.meeting, edition.status) == (1, "1/2566", "published")


def open_windows(year: Year) -> None:
    """8 มี.ค. 2567: both windows of every province at once."""
    page = reverse("frameworks:year_windows", args=[YEAR])
    for months, opens, closes in (
        (6, "2024-03-25T08:30", "2024-04-11T16:30"),
        (12, "2024-10-01T08:30", "2024-10-21T16:30"),
    ):
        asked = {
            "months": months,
            "opens_at": opens,
            "closes_at": closes,
            "scope": "missing",
            "reason": "นร 1207/334",
        }
        with on("2024-03-08 10:20"):
            press(year.evaluator, f"{page}?{urlencode(asked)}")
    areas = [world.area for world in year.provinces]
    assert Round.objects.filter(fiscal_year=YEAR, area__in=areas).count() == 2 * len(areas)
