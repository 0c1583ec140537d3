"""A confirmed score that a province contests, for the tests, through the real actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from samrit.people.models import Role, User
from samrit.scores import actions
from samrit.scores.models import Appeal, KpiScore, ProvinceScore
from samrit.scores.queries import score_of
from tests.dashboards.published import published_world
from tests.world import NOW, World, person

TEXT = "ตัวเลขในหลักฐานที่ส่งไว้คือ 21 แต่ผลที่ตรวจแล้วเป็น 20.5"
SOON = NOW + timedelta(days=1)


@dataclass
class Contested:
    """``world`` with its score confirmed (1-2 corrected to 20.5) and the people who may judge: nobody of them scored."""

    world: World
    head: User
    judges: list[User] = field(default_factory=list)

    @property
    def score(self) -> ProvinceScore:
        assert self.world.round is not None
        found = score_of(self.world.round)
        assert found is not None
        return found

    def kpi_score(self, number: str) -> KpiScore:
        rows = self.score.kpi_scores.select_related("kpi__component", "province_score__round")
        return next(row for row in rows if row.kpi.full_number == number)

    def open(
        self, number: str = "1-2", *, by: User | None = None, now: datetime = NOW, **given: Any
    ) -> Appeal:
        wanted = {"wanted_value": Decimal(20), "wanted_score": None}
        facts = {"grounds": "figure_wrong", "text": TEXT, **wanted, **given}
        by = by or self.world.coordinator
        return actions.open_appeal(kpi_score=self.kpi_score(number), by=by, now=now, **facts)

    def sitting(self, number: str = "1-2") -> Appeal:
        """Opened, taken up, its panel appointed."""
        appeal = self.open(number)
        actions.take_up_appeal(appeal=appeal, by=self.head, now=SOON)
        actions.appoint_panel(
            appeal=appeal, members=self.judges, order_number="5/2567", by=self.head, now=SOON
        )
        return appeal

    def ruling(self, outcome: str = "upheld", value: str | None = "20", **given: Any) -> actions.Ruling:
        votes = {judge.pk: outcome for judge in self.judges}
        worth = None if value is None else Decimal(value)
        facts = {"missing": None, "reason": "ภาพถ่ายหน้าจอสถานีตรวจวัดยืนยันตัวเลข", "votes": votes, **given}
        return actions.Ruling(outcome=outcome, value=worth, **facts)

    def decide(self, appeal: Appeal, ruling: actions.Ruling | None = None, *, now: datetime = SOON) -> Any:
        return actions.decide_appeal(
            appeal=appeal, ruling=ruling or self.ruling(), by=self.judges[0], now=now
        )


def contested_world(*, publish: bool = True) -> Contested:
    world = published_world(publish=publish)
    if not publish:
        assert world.round is not None
        actions.confirm_score(round_=world.round, by=world.evaluator, now=NOW)
    names = ("judge-one", "judge-two", "judge-three")
    judges = [person(name, world.central, Role.EVALUATOR) for name in names]
    return Contested(world, person("head", world.central, Role.EVALUATOR), judges)
