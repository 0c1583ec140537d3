"""A joint KPI for the tests: PM2.5 of two provinces, one shared figure."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from samrit.people.models import Agency, Area, Role, User
from samrit.people.queries import duties_of
from samrit.reports.actions import contribute, end_objection, lock_joint, make_joint, sign_joint
from samrit.reports.models import JointKpi, JointResult, Result
from samrit.reports.queries import Item, item_visible_to
from samrit.reports.queries.joint import JointStanding, with_parts
from tests.sweep.filled import _another
from tests.world import DAY, NOW, World, give_framework, make_people


@dataclass
class Shared:
    """``here`` leads; 1-2 of both provinces share one figure in the 12-month round."""

    here: World
    far: World
    joint: JointKpi

    def standing(self) -> JointStanding:
        return JointStanding(
            with_parts(JointKpi.objects.filter(pk=self.joint.pk).select_related("lead")).get(), 12
        )

    def give(
        self, world: World, value: str | None, *, missing: str | None = None, by: User | None = None
    ) -> JointResult:
        return contribute(
            joint=self.joint, months=12, agency=world.development, value=None if value is None else Decimal(value),
            missing=missing, note="", version=self.standing().version, by=by or world.recorder, now=NOW,
        )  # fmt: skip

    def sign(self, world: World, decision: str = "sign", reason: str = "", *, by: User | None = None) -> None:
        sign_joint(
            joint=self.joint, months=12, agency=world.development, decision=decision, reason=reason,
            version=self.standing().version, by=by or world.approver, now=NOW,
        )  # fmt: skip

    def end(self, world: World, ending: str, by: User, reason: str = "เหตุผล") -> None:
        end_objection(
            joint=self.joint,
            months=12,
            agency=world.development,
            ending=ending,
            reason=reason,
            by=by,
            now=NOW,
        )

    def lock(self, by: User | None = None, now: datetime = NOW) -> JointResult:
        version = self.standing().version
        return lock_joint(joint=self.joint, months=12, version=version, by=by or self.here.approver, now=now)

    def result(self, world: World) -> Result | None:
        return Result.objects.filter(indicator=world.kpis["1-2"].indicator_id).first()


def item(world: World, number: str, by: User) -> Item:
    assert world.round is not None
    found = item_visible_to(duties_of(by, DAY), world.round, world.kpis[number].indicator_id)
    assert found is not None
    return found


def make_shared(method: str = "mean") -> Shared:
    here = make_people()
    far = _another(here, "20", "far")
    for world in (here, far):
        give_framework(world)
    joint = make_joint(
        year=2567, name="ฝุ่นละออง PM2.5 ลุ่มน้ำเดียวกัน", lead=here.development, method=method,
        indicators=[here.kpis["1-2"].indicator, far.kpis["1-2"].indicator],
        shares={here.development.pk: Decimal(3)} if method == "mean" else {}, by=here.evaluator, now=NOW,
    )  # fmt: skip
    return Shared(here, far, joint)


def two_owners(world: World) -> None:
    """1-1 belongs to development and statistics."""
    world.kpis["1-1"].ownerships.create(agency=world.statistics, position=2)


__all__ = ["Agency", "Area", "Role", "Shared", "item", "make_shared", "two_owners"]
