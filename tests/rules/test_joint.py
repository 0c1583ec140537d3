"""How contributions become one shared result: exact, and missing is not zero."""

from decimal import Decimal

import pytest

from samrit.rules.joint import Given, Method, Shared, shared_result
from samrit.rules.wording import Refusal


def given(agency: str, value: str | None = None, *, missing: str | None = None, share: str = "1") -> Given:
    number = None if value is None else Decimal(value)
    return Given(agency, leads=agency == "ก", share=Decimal(share), value=number, missing=missing)


@pytest.mark.parametrize(
    ("method", "parts", "value", "missing"),
    [
        (Method.LEAD, [given("ก", "71.5"), given("ข", "60")], "71.5", None),
        (Method.LEAD, [given("ก", "71.5"), given("ข")], "71.5", None),  # the others need not answer
        (Method.LEAD, [given("ก", missing="not_yet_published"), given("ข", "1")], None, "not_yet_published"),
        (Method.SUM, [given("ก", "0.1"), given("ข", "0.2")], "0.3", None),
        (Method.SUM, [given("ก", "5"), given("ข", missing="not_applicable")], "5", None),
        (
            Method.SUM,
            [given("ก", "5"), given("ข", missing="no_data")],
            None,
            "no_data",
        ),  # a part missing is no zero
        (Method.SUM, [given("ก", "0"), given("ข", "0")], "0", None),
        (Method.SUM, [given("ก", missing="not_applicable")], None, "not_applicable"),
        (Method.MEAN, [given("ก", "60", share="3"), given("ข", "80")], "65", None),
        (Method.MEAN, [given("ก", "60", share="3"), given("ข", missing="not_applicable")], "60", None),
        (Method.MEAN, [given("ก", "1", share="2"), given("ข", "2")], "1.333333333333333333333333333", None),
    ],
)
def test_the_shared_result(
    method: Method, parts: list[Given], value: str | None, missing: str | None
) -> None:
    shared = shared_result(method, parts)
    assert isinstance(shared, Shared)
    assert (shared.value, shared.missing) == (None if value is None else Decimal(value), missing)
    assert shared.steps


@pytest.mark.parametrize(
    ("method", "parts", "code"),
    [
        (Method.LEAD, [given("ก"), given("ข", "1")], "joint_waits"),
        (Method.SUM, [given("ก", "1"), given("ข")], "joint_waits"),
        (Method.MEAN, [given("ก", "1", share="0"), given("ข", "2", share="0")], "joint_no_share"),
    ],
)
def test_what_is_waited_for(method: Method, parts: list[Given], code: str) -> None:
    refusal = shared_result(method, parts)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


def test_the_steps_say_the_figures() -> None:
    shared = shared_result(Method.MEAN, [given("ก", "60", share="3"), given("ข", "81")])
    assert isinstance(shared, Shared)
    assert [step.thai() for step in shared.steps] == ["(60 × 3 + 81 × 1) ÷ 4 = 65.25"]
