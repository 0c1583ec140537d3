"""Which letter a line under อ้างถึง means."""

from datetime import date

import pytest

from samrit.rules.letters.arriving import Purpose, asked_words
from samrit.rules.letters.citing import citation, cites, number_key, runnings

DAY = date(2024, 4, 3)
# the line, whether it is ปท 0017.2/ว 123 of 3 April 2567
LINES = [
    ("หนังสือจังหวัดปทุมธานี ที่ ปท 0017.2/ว 123 ลงวันที่ 3 เมษายน 2567", True),
    ("หนังสือจังหวัดปทุมธานี ที่ ปท ๐๐๑๗.๒/ว๑๒๓ ลงวันที่ ๓ เมษายน ๒๕๖๗", True),
    ("ปท 0017.2/ว 123", True),
    # of another year: numbers begin anew
    ("ที่ ปท 0017.2/ว 123 ลงวันที่ 3 เมษายน 2566", False),
    # a longer number, another office, no circular
    ("ที่ ปท 0017.2/ว 1234 ลงวันที่ 3 เมษายน 2567", False),
    ("ที่ ชบ 0017.2/ว 123 ลงวันที่ 3 เมษายน 2567", False),
    ("ที่ ปท 0017.2/123 ลงวันที่ 3 เมษายน 2567", False),
    ("", False),
]


@pytest.mark.parametrize(("line", "meant"), LINES)
def test_a_line_means_a_letter_by_number_and_day(line: str, *, meant: bool) -> None:
    assert cites(line, number="ปท 0017.2/ว 123", day=DAY) is meant


def test_what_has_no_number_is_never_cited() -> None:
    for number in ("", "ด่วน", "123", "ปท 0017/", "-"):
        assert number_key(number) == ""
        assert not cites(f"หนังสือ ที่ {number}", number=number, day=None)
    assert cites("ที่ ปท 0017/5", number="ปท 0017/๕", day=None)


def test_a_citation_cites_its_letter() -> None:
    line = citation(sender="จังหวัดปทุมธานี", number="ปท 0017.2/ว 123", day=DAY)
    assert line == LINES[0][0]
    assert cites(line, number="ปท 0017.2/ว 123", day=DAY)
    assert citation(sender="", number="นร 1/2", day=None) == "ที่ นร 1/2"
    assert runnings([line, "ที่ นร ๑๒๐๗/ ๓๓๔", "ไม่มีเลข"]) == {123, 334}


def test_of_several_purposes_the_one_that_asks_most() -> None:
    assert asked_words({Purpose.KNOW, Purpose.ACT}) == "โปรดพิจารณาดำเนินการ"
    assert asked_words({"know", "consider"}) == "โปรดพิจารณา"
    assert (asked_words({"know"}), asked_words(set())) == ("โปรดทราบ", "โปรดพิจารณาดำเนินการ")
