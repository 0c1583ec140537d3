"""A small province for the tests, made through the real actions.

Two agencies of one province (development and statistics), their recorders and approvers, the
provincial office's coordinator, an evaluator of the central office, and a recorder of another
province who must see nothing. Clock: the moment NOW, inside the open 12-month window.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from samrit.frameworks.actions import KpiChange, change_draft, create_draft, publish_edition, set_window
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import Agency, Area, Membership, Role, User
from samrit.people.queries import duties_of
from samrit.reports.actions import approve_result, file_report, save_result, submit_result
from samrit.reports.models import Filing
from samrit.reports.queries import Item, item_visible_to, items_of
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms

NOW = datetime(2024, 10, 10, 3, 0, tzinfo=UTC)  # 10 Oct 2567, 10.00 น.
DAY = NOW.date()


def person(name: str, agency: Agency, *roles: Role) -> User:
    user = User.objects.create_user(f"{name}@example.go.th", name=name)
    for role in roles:
        Membership.objects.create(user=user, agency=agency, role=role, starts_on=DAY - timedelta(days=30))
    return user


@dataclass
class World:
    """Everything the tests name. ``kpis`` by full number: 1-1, 1-2 (development), 2-1.1 and 2-1.2 (statistics)."""

    area: Area
    office: Agency
    development: Agency
    statistics: Agency
    central: Agency
    elsewhere: Agency
    recorder: User
    colleague: User
    approver: User
    statistician: User
    statistics_approver: User
    coordinator: User
    evaluator: User
    stranger: User
    edition: Edition | None = None
    round: Round | None = None
    kpis: dict[str, Kpi] = field(default_factory=dict)

    def item(self, number: str, seen_by: User | None = None) -> Item:
        assert self.round is not None
        duties = duties_of(seen_by or self.evaluator, DAY)
        item = item_visible_to(duties, self.round, self.kpis[number].indicator_id)
        assert item is not None
        return item


def make_people() -> World:
    """The province with its agencies and people; no framework yet."""
    area = Area.objects.get(code="13")
    office = Agency.objects.create(area=area, kind=Agency.Kind.PROVINCIAL_OFFICE, name="สำนักงานจังหวัดปทุมธานี")
    development = Agency.objects.create(area=area, name="สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี")
    statistics = Agency.objects.create(area=area, name="สำนักงานสถิติจังหวัดปทุมธานี")
    central = Agency.objects.create(kind=Agency.Kind.CENTRAL, name="สำนักงาน ก.พ.ร.")
    elsewhere = Agency.objects.create(area_id="20", name="สำนักงานพัฒนาชุมชนจังหวัดชลบุรี")
    return World(
        area=area,
        office=office,
        development=development,
        statistics=statistics,
        central=central,
        elsewhere=elsewhere,
        recorder=person("recorder", development, Role.RECORDER),
        colleague=person("colleague", development, Role.RECORDER, Role.APPROVER),
        approver=person("approver", development, Role.APPROVER),
        statistician=person("statistician", statistics, Role.RECORDER),
        statistics_approver=person("statistics-approver", statistics, Role.APPROVER),
        coordinator=person("coordinator", office, Role.COORDINATOR),
        evaluator=person("evaluator", central, Role.EVALUATOR),
        stranger=person("stranger", elsewhere, Role.RECORDER, Role.APPROVER),
    )


def terms(world: World) -> list[ComponentTerms]:
    """70 + 30: two KPIs of development; one of statistics in two parts."""
    return [_performance((world.development.pk,)), _potential((world.statistics.pk,))]


def _performance(development: tuple[int, ...]) -> ComponentTerms:
    otop = KpiTerms("1", "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)", Decimal(40), development)
    dust = KpiTerms("2", "ค่าเฉลี่ยรายปีของฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน", Decimal(30), development)
    name = "การประเมินประสิทธิผลการดำเนินงาน (Performance Base)"
    groups = (GroupTerms("1.1", "ตัวชี้วัดตามภารกิจ (Functional KPIs)", (otop, dust)),)
    return ComponentTerms(1, name, Decimal(70), groups=groups)


def _potential(statistics: tuple[int, ...]) -> ComponentTerms:
    parts = (KpiTerms("", "ระดับความพร้อม", Decimal(15)), KpiTerms("", "คะแนนความพร้อม", Decimal(15)))
    readiness = KpiTerms("1", "ระดับความพร้อมรัฐบาลดิจิทัล", Decimal(30), statistics, parts)
    name = "การประเมินศักยภาพในการดำเนินงาน (Potential Base)"
    return ComponentTerms(2, name, Decimal(30), groups=(GroupTerms(kpis=(readiness,)),))


LEVELS = {
    "1-1": ("up", "ล้านบาท", ("1150.40", "1202.17", "1256.27")),
    "1-2": ("down", "มคก./ลบ.ม.", ("25", "22", "20")),
    "2-1.1": ("up", "ระดับ", ("2", "3", "4")),
    "2-1.2": ("up", "คะแนน", ("60", "70", "80")),
}


def make_world() -> World:
    """People, a published 2567 framework with targets, and an open 12-month round (closes in 2 days)."""
    return give_framework(make_people())


def give_framework(world: World) -> World:
    """What ``make_world`` gives to its people."""
    edition = create_draft(area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW)
    kpis = {
        kpi.full_number: kpi
        for kpi in Kpi.objects.filter(component__edition=edition).select_related("component")
    }
    changes = [
        KpiChange(
            kpis[number].pk,
            {
                "direction": direction,
                "unit": unit,
                **dict(zip(("basic", "standard", "advanced"), map(Decimal, levels), strict=True)),
            },
        )
        for number, (direction, unit, levels) in LEVELS.items()
    ]
    change_draft(edition=edition, component_weights={}, kpis=changes, by=world.coordinator, now=NOW)
    world.edition = publish_edition(edition=edition, by=world.coordinator, now=NOW)
    world.kpis = {
        kpi.full_number: kpi
        for kpi in Kpi.objects.filter(component__edition=edition).select_related("component")
    }
    world.round = set_window(
        area=world.area,
        year=2567,
        months=12,
        opens_at=NOW - timedelta(days=9),
        closes_at=NOW + timedelta(days=2),
        by=world.coordinator,
        now=NOW,
        reason="ตามหนังสือแจ้ง",
    )
    return world


def save(world: World, number: str, value: str | None = None, *, missing: str | None = None) -> None:
    """The agency's recorder saves a result."""
    by = world.recorder if number.startswith("1-") else world.statistician
    item = world.item(number, by)
    save_result(
        item=item,
        value=None if value is None else Decimal(value),
        missing=missing,
        narrative="ดำเนินการตามแผน",
        supporting_factors="ได้รับความร่วมมือจากชุมชน",
        obstacles="",
        version=item.result.version if item.result else 0,
        by=by,
        now=NOW,
    )


def approve(world: World, number: str, value: str | None = None, *, missing: str | None = None) -> None:
    """Saved, submitted and approved by the right people."""
    save(world, number, value, missing=missing)
    recorder, approver = (
        (world.recorder, world.approver)
        if number.startswith("1-")
        else (world.statistician, world.statistics_approver)
    )
    submit_result(item=world.item(number, recorder), by=recorder, now=NOW)
    approve_result(item=world.item(number, approver), by=approver, now=NOW)


def file_all(world: World) -> Filing:
    """All four results approved and the province's report submitted."""
    for number, value in (("1-1", "1176.285"), ("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        approve(world, number, value)
    assert world.round is not None
    assert all(item.status == "approved" for item in items_of(world.round))
    return file_report(round_=world.round, by=world.coordinator, now=NOW)
