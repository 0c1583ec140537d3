"""Scored by two: one result of ``far`` that both found as reported; in ``here`` it is asked for and nobody has it yet."""

from collections.abc import Callable

from samrit.frameworks.models import FiscalYear, Indicator
from samrit.people.models import Role
from samrit.scores.actions import ask_two_scorers, end_two_scorers, give_opinion, reassign
from samrit.scores.models import TwoScorers
from samrit.scores.queries import proposed
from tests.world import DAY, NOW, World, person

Say = Callable[[str, str], str]
NUMBER = "2-1.2"


def judged(here: World, far: World, say: Say) -> None:
    """The evaluator and a second one agree; after that one is enough again, so that the round can be verified."""
    assert far.round is not None
    second = person("second-evaluator", far.central, Role.EVALUATOR)
    indicator = far.kpis[NUMBER].indicator
    two = _asked(far, indicator, say("far", "note"))
    for slot, user in (("first", far.evaluator), ("second", second)):
        reassign(
            round_=far.round, indicator=indicator.pk, slot=slot, evaluator=user, by=far.evaluator, now=NOW
        )
    for user in (far.evaluator, second):
        give_opinion(
            item=far.item(NUMBER), decision="accept", value=None, missing=None, reason=say("far", "note"),
            by=user, now=NOW,
        )  # fmt: skip
    end_two_scorers(two=two, reason=say("far", "note"), by=far.evaluator, now=NOW)
    _asked(here, here.kpis[NUMBER].indicator, say("here", "note"))


def _asked(world: World, indicator: Indicator, reason: str) -> TwoScorers:
    year = FiscalYear.objects.get(pk=2567)
    return ask_two_scorers(year=year, indicator=indicator, reason=reason, by=world.evaluator, now=NOW)


def plan() -> dict[str, str]:
    """The plan as the page shows it, to be confirmed."""
    return {"plan": "1", "months": "12", "seal": proposed(2567, 12, day=DAY, capacity=None).seal}
