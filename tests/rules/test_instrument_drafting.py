"""Questionnaires that are being made, and tables of other systems."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.instruments import available, documents, load, read
from samrit.rules.instruments.columns import answers_of, day_of, propose, targets
from samrit.rules.instruments.drafting import (
    data_of,
    moved,
    new_code,
    question_in,
    with_question,
    without_question,
    written,
)
from samrit.rules.wording import RefusedError


@pytest.mark.parametrize("name", available())
def test_what_is_written_reads_as_the_same(name: str) -> None:
    data = data_of(documents(name))
    assert data_of({"all.toml": written(data)}) == data
    assert not isinstance(read({"all.toml": written(data)}), tuple)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_survives(text: str) -> None:
    data = {"questions": [{"code": "q1", "text": text, "options": [{"code": "a", "name": text}]}]}
    assert data_of({"a.toml": written(data)}) == data


def test_a_question_moves_by_one_and_stays_at_the_ends() -> None:
    data = {"questions": [{"code": code} for code in ("a", "b", "c")]}
    order = [
        [row["code"] for row in moved(data, code, steps)["questions"]]
        for code, steps in (("a", -1), ("a", 1), ("c", 1), ("c", -1))
    ]
    assert order == [["a", "b", "c"], ["b", "a", "c"], ["a", "b", "c"], ["a", "c", "b"]]
    with pytest.raises(RefusedError):
        moved(data, "d", 1)


def test_a_question_is_put_back_in_its_place_and_another_at_the_end() -> None:
    data = {"questions": [{"code": "a"}, {"code": "b"}]}
    assert with_question(data, {"code": "a", "text": "x"})["questions"] == [
        {"code": "a", "text": "x"},
        {"code": "b"},
    ]
    assert with_question(data, {"code": "c"})["questions"][-1] == {"code": "c"}
    assert question_in(data, "z") is None
    assert new_code(["q1", "q3"], "q") == "q2"


def test_a_question_that_another_looks_at_is_not_removed() -> None:
    data = {"questions": [{"code": "a"}, {"code": "b", "text": "ข้อสอง", "when": "answered(a)"}]}
    with pytest.raises(RefusedError, match="ข้อสอง"):
        without_question(data, "a")
    assert without_question(data, "b")["questions"] == [{"code": "a"}]


def test_columns_are_known_by_code_text_and_part() -> None:
    instrument = load("eservice_2567")
    titles = [
        "Timestamp",
        "Did you finish online?",
        "aspects[easy]",
        "ท่านพอใจแต่ละเรื่องเพียงใด [รวดเร็ว]",
        "เบอร์โทร",
        "overall",
    ]
    assert propose(instrument, titles) == {
        0: "day",
        1: "finished",
        2: "aspects.easy",
        3: "aspects.fast",
        5: "overall",
    }
    assert {"aspects.help", "obstacles.login", "obstacles", "wish"} <= targets(instrument).keys()
    assert "aspects" not in targets(instrument)


def test_words_become_options_and_what_is_none_stays() -> None:
    instrument = load("eservice_2567")
    mapping = {0: "finished", 1: "overall", 2: "obstacles", 3: "obstacles.login", 4: "wish"}
    row = ["Yes", "4", "ระบบช้าหรือขัดข้อง; ไม่เข้าใจขั้นตอน", "N", " ดี "]
    assert answers_of(instrument, mapping, row) == {
        "finished": "yes", "overall": "4", "obstacles": ["slow", "unclear"], "wish": "ดี",
    }  # fmt: skip
    assert answers_of(instrument, mapping, ["บางที"]) == {"finished": "บางที"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-10-10 09:30:00", date(2024, 10, 10)), ("10/10/2567, 9:30", date(2024, 10, 10)),
        ("๑๐/๑๐/๒๕๖๗", date(2024, 10, 10)), ("2024/2/30", None), ("เมื่อวาน", None), ("", None),
    ],
)  # fmt: skip
def test_days_of_other_systems(text: str, day: date | None) -> None:
    assert day_of(text) == day
