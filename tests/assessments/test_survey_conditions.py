"""The counter's script asks the same questions as the server: both judge every combination of answers alike."""

import json
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from samrit.assessments.questions import tree_of
from samrit.rules.instruments import load, read_condition
from samrit.rules.instruments.conditions import Known

SCRIPT = Path(__file__).parents[2] / "samrit" / "assessments" / "static" / "assessments" / "conditions.js"
CONDITIONS = (
    'finished == "yes"', 'finished != "yes"', "overall <= 2", "overall == 5 or recommend > 8", "not overall >= 3",
    '"login" in obstacles', '"login" in obstacles and finished == "no"', "answered(wish)", "not answered(wish)",
    'finished == "no" or "slow" in obstacles', "recommend < 7 and (overall < 3 or answered(wish))",
)  # fmt: skip
# Question → (as the form has it, as the server's conditions see it); None: open.
ANSWERS: dict[str, list[tuple[object, Known]]] = {
    "finished": [(None, None), ("yes", ("yes", None)), ("no", ("no", None))],
    "overall": [(None, None), ("2", ("2", Decimal(2))), ("5", ("5", Decimal(5))), ("none", ("none", None))],
    "obstacles": [(None, None), (["login"], frozenset({"login"})), (["slow"], frozenset({"slow"}))],
    "recommend": [(None, None), ("6", Decimal(6)), ("9", Decimal(9))],
    "wish": [(None, None), ("ดี", "ดี")],
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_the_script_and_the_server_judge_alike(text: str) -> None:
    condition, instrument = read_condition(text), load("eservice_2567")
    when = json.dumps(tree_of(condition.tree, instrument))
    cases = [dict(zip(ANSWERS, each, strict=True)) for each in product(*ANSWERS.values())]
    given = [
        {code: {"value": form} for code, (form, _) in case.items() if form is not None} for case in cases
    ]
    known = [{code: value for code, (_, value) in case.items()} for case in cases]
    context = MiniRacer()
    context.eval(SCRIPT.read_text(encoding="utf-8").replace("export ", ""))
    judged = json.loads(
        context.eval(f"JSON.stringify({json.dumps(given)}.map((one) => asked({json.dumps(when)}, one)))")
    )
    assert judged == [condition.holds(one) is True for one in known]
