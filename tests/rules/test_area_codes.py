"""Codes as people and programs write them."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.areas import Area, AreaLevel, area_by_code, areas
from samrit.rules.areas.codes import AreaRefusal, Found, read_code, read_parts

DISTRICTS, SUBDISTRICTS = areas(AreaLevel.DISTRICT), areas(AreaLevel.SUBDISTRICT)
EVERY = (*areas(AreaLevel.PROVINCE), *DISTRICTS, *SUBDISTRICTS)
VILLAGE = Area("20010403", "บ้านแหลมแท่น", "", AreaLevel.VILLAGE, "200104")


def told(answer: Found | AreaRefusal) -> tuple[str, str]:
    """The code and the note, or the refusal."""
    if isinstance(answer, Found):
        return answer.area.code, answer.note.code if answer.note else ""
    return "", answer.code


# written, level of the column, → code, note or refusal
CASES = [
    # as the register writes it
    ("20", None, "20", ""),
    (200105, None, "200105", ""),
    ("๒๐๐๑๐๕", None, "200105", ""),
    (" 20 01 05 ", None, "200105", ""),
    ("200105.0", None, "200105", ""),
    ("'200105", None, "200105", ""),
    ("TH-20", AreaLevel.PROVINCE, "20", ""),
    ("20-01-05", None, "200105", ""),
    # one that ended is known, and said so
    ("430301", None, "430301", "area_ended"),
    # empty pairs at the end, as statistics write higher levels
    ("20000000", None, "20", "area_code_mended"),
    ("200000", AreaLevel.PROVINCE, "20", "area_code_mended"),
    ("20010000", None, "2001", "area_code_mended"),
    # zeros that a spreadsheet lost, or put there
    ("20-1-5", None, "200105", "area_code_mended"),
    ("201", None, "2001", "area_code_mended"),
    ("020", None, "20", "area_code_mended"),
    ("0200105", None, "200105", "area_code_mended"),
    # two areas fit: nobody guesses
    ("20105", None, "", "area_ambiguous"),
    ("2011", AreaLevel.SUBDISTRICT, "", "area_ambiguous"),
    # another level than the column's
    ("1011", AreaLevel.PROVINCE, "", "area_other_level"),
    ("20", AreaLevel.DISTRICT, "", "area_other_level"),
    # nothing fits
    ("9999", None, "", "area_unknown_code"),
    ("0", None, "", "area_unknown_code"),
    ("00000000", None, "", "area_unknown_code"),
    ("", None, "", "area_code_not_digits"),
    ("ชลบุรี", None, "", "area_code_not_digits"),
    ("2.0E+05", None, "", "area_code_not_digits"),
    ("200105.5", None, "", "area_code_not_digits"),
    ("-20", None, "", "area_code_not_digits"),
    ("1" * 5000, None, "", "area_code_not_digits"),
]


@pytest.mark.parametrize(("written", "level", "code", "note"), CASES)
def test_reading_a_code(written: str | int, level: AreaLevel | None, code: str, note: str) -> None:
    assert told(read_code(written, level)) == (code, note)


def test_a_mended_code_says_how_it_was_read() -> None:
    answer = read_code("20-1-5")
    assert isinstance(answer, Found)
    assert str(answer.note) == "อ่านรหัส “20-1-5” เป็น 200105"


def test_a_refusal_brings_the_candidates() -> None:
    answer = read_code("20105")
    assert isinstance(answer, AreaRefusal)
    assert [area.code for area in answer.candidates] == ["200105", "201005"]
    assert "ตำบลเกษตรสุวรรณ อำเภอบ่อทอง จังหวัดชลบุรี (201005)" in str(answer)


def test_an_imported_village_is_found_by_a_lookup_that_knows_it() -> None:
    def known(code: str) -> Area | None:
        return VILLAGE if code == VILLAGE.code else area_by_code(code)

    assert told(read_code("20010403", known=known)) == ("20010403", "")
    assert told(read_code("20-1-4-3", known=known)) == ("20010403", "area_code_mended")
    assert told(read_code("20010403")) == ("", "area_unknown_code")


def test_a_zero_lost_at_the_very_front_is_put_back_where_such_a_code_is_known() -> None:
    own = Area("0105", "เขตของเรา", "", AreaLevel.DISTRICT, "01")
    assert told(read_code("105", known={"0105": own}.get)) == ("0105", "area_code_mended")


@given(st.sampled_from(EVERY))
def test_every_code_reads_as_itself(area: Area) -> None:
    assert read_code(area.code) == Found(area)
    assert read_code(int(area.code), area.level) == Found(area)


@given(st.sampled_from(SUBDISTRICTS))
def test_a_lost_zero_never_gives_another_area(area: Area) -> None:
    """The right one, or a refusal that has it among its candidates."""
    pairs = (area.code[:2], area.code[2:4].lstrip("0"), area.code[4:].lstrip("0"))
    answer = read_code("".join(pairs), AreaLevel.SUBDISTRICT)
    if isinstance(answer, Found):
        assert answer.area == area
    else:
        assert area in answer.candidates


@given(st.text(max_size=30))
def test_whatever_is_written_is_answered(text: str) -> None:
    answer = read_code(text)
    assert isinstance(answer, Found) or str(answer)


# ── in several columns ──────────────────────────────────────────────────────
PARTS = [
    (["20", "01", "05"], "200105", ""),
    (["20", "1", "5"], "200105", "area_code_mended"),
    ([20, 1, 5], "200105", "area_code_mended"),
    (["20", "2001", "200105"], "200105", ""),
    (["๒๐", "๐๑", ""], "2001", ""),
    (["20", "", ""], "20", ""),
    (["43", "03", "01"], "430301", "area_ended"),
    (["20", "", "5"], "", "area_parts"),
    (["", "01"], "", "area_parts"),
    ([], "", "area_parts"),
    (["20", "x"], "", "area_parts"),
    (["200", "1"], "", "area_parts"),
    (["20", "01", "05", "01", "01"], "", "area_parts"),
    (["20", "99"], "", "area_unknown_code"),
]


@pytest.mark.parametrize(("parts", "code", "note"), PARTS)
def test_reading_a_code_in_parts(parts: Sequence[str | int], code: str, note: str) -> None:
    assert told(read_parts(parts)) == (code, note)


@given(st.sampled_from(EVERY))
def test_parts_without_their_zeros_make_the_code_again(area: Area) -> None:
    pairs = [int(area.code[start : start + 2]) for start in range(0, len(area.code), 2)]
    answer = read_parts(pairs)
    assert isinstance(answer, Found)
    assert answer.area == area
