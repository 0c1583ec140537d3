"""A filed report, and questions about it, for the tests of questions."""

from datetime import timedelta

from samrit.scores import actions
from samrit.scores.models import Question
from tests import world
from tests.world import NOW, World

DEADLINE = NOW + timedelta(days=3)


def filed_world() -> World:
    made = world.make_world()
    world.file_all(made)
    return made


def ask(made: World, number: str = "1-1", text: str = "ตัวเลขนี้รวมอำเภอใดบ้าง") -> Question:
    return actions.ask_question(
        item=made.item(number), text=text, answer_by=DEADLINE, by=made.evaluator, now=NOW
    )
