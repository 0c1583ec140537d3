"""The mapping of the last file with these titles: what was said of that one file is not said of the next."""

import pytest

from samrit.indicators.actions.moving import submit
from samrit.indicators.looking import look
from samrit.indicators.models import Examination
from samrit.indicators.queries.submissions import submission_of
from samrit.rules.wording import Message
from tests.indicators.submitting import examined, received
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


def a_table(name: str, titles: str = "อำเภอ,ปริมาณ", row: str = "1301,5") -> bytes:
    return f"{name},\n{titles}\n{row}\n1302,6\n".encode()


def brought(world: World, contents: bytes) -> Examination:
    return examined(received(world, contents), mapping=None)


def asked(found: Examination) -> list[str]:
    return [one.code for one in look(submission_of(found.submission_id)).said]


def of_cells(found: Examination) -> tuple[str, str]:
    return found.mapping["item"], found.mapping["period"]


def test_the_year_and_the_item_are_those_that_stand_above_the_new_table(world: World) -> None:
    first = brought(world, a_table("ขยะมูลฝอยชุมชนที่เกิดขึ้น ปี 2566"))
    submit(submission=submission_of(first.submission_id), by=world.recorder, now=NOW, only_good=False)
    again = brought(world, a_table("ขยะมูลฝอยชุมชนที่เกิดขึ้น ปี 2567"))
    assert (of_cells(first), of_cells(again)) == (("waste_generated", "2023"), ("waste_generated", "2024"))
    for name, lacking in (
        ("ขยะมูลฝอยชุมชนที่เกิดขึ้น", "recalled_period"),
        ("ขยะมูลฝอยชุมชนที่นำกลับมาใช้ประโยชน์ ปี 2566", "recalled_item"),
    ):
        other = brought(world, a_table(name))
        assert Message.from_data(other.problem).code == "data_not_mapped"
        assert asked(other) == [lacking]
    assert not asked(again)


def test_a_part_that_was_said_of_a_whole_table_is_confirmed_again(world: World) -> None:
    men = {
        "columns": [
            {"place": 0, "title": "อำเภอ", "means": "area"},
            {"place": 1, "title": "ปี", "means": "period"},
            {"place": 2, "title": "จำนวน", "means": "value"},
        ],
        "item": "births",
        "parts": [["sex", "male"]],
    }
    table = "อำเภอ,ปี,จำนวน\n1301,2566,{}\n".format
    first = examined(received(world, table(5).encode()), mapping=men)
    submit(submission=submission_of(first.submission_id), by=world.recorder, now=NOW, only_good=False)
    again = brought(world, table(6).encode())
    assert Message.from_data(again.problem).code == "recalled_parts"
    assert asked(again) == ["recalled_parts"]
