"""Evaluators and assignments for the tests of blind scoring."""

from decimal import Decimal

from samrit.frameworks.models import FiscalYear
from samrit.people.models import Role, User
from samrit.scores import actions
from samrit.scores.models import Comparison, Opinion
from tests import world
from tests.world import NOW, World

REASON = "ตัวเลขไม่ตรงหลักฐาน"


def evaluators(made: World, *names: str) -> list[User]:
    return [world.person(name, made.central, Role.EVALUATOR) for name in names]


def year() -> FiscalYear:
    return FiscalYear.objects.get(pk=2567)


def two_scorers(made: World, number: str) -> None:
    actions.ask_two_scorers(
        year=year(),
        indicator=made.kpis[number].indicator,
        reason="น้ำหนักสูง",
        by=made.evaluator,
        now=NOW,
    )


def take(made: World, number: str, slot: str, user: User, reason: str = "") -> None:
    assert made.round is not None
    actions.reassign(
        round_=made.round,
        indicator=made.kpis[number].indicator_id,
        slot=slot,
        evaluator=user,
        reason=reason,
        by=made.evaluator,
        now=NOW,
    )


def give(made: World, number: str, user: User, value: str | None = None) -> Opinion:
    """Accepts, or corrects to ``value``."""
    return actions.give_opinion(
        item=made.item(number),
        decision="correct" if value else "accept",
        value=Decimal(value) if value else None,
        missing=None,
        reason=REASON if value else "",
        by=user,
        now=NOW,
    )


def disputed(made: World, number: str, first: User, second: User) -> Comparison:
    """The first accepts, the second corrects to 1150.40."""
    two_scorers(made, number)
    take(made, number, "first", first)
    take(made, number, "second", second)
    give(made, number, first)
    give(made, number, second, "1150.40")
    return Comparison.objects.get()
