"""The areas themselves: the shipped table, levels, what lies in what."""

import re
import unicodedata
from datetime import date

import pytest

from samrit.rules.areas import (
    LEVELS,
    Area,
    AreaLevel,
    above,
    area_by_code,
    areas,
    children,
    ended_areas,
    full_title,
    level_name,
    level_of,
    village,
)
from samrit.rules.areas.changes import changes
from samrit.rules.thailand import provinces
from samrit.rules.wording import Refusal

SHIPPED = (*areas(AreaLevel.PROVINCE), *areas(AreaLevel.DISTRICT), *areas(AreaLevel.SUBDISTRICT))


def known(code: str) -> Area:
    area = area_by_code(code)
    assert area is not None
    return area


@pytest.mark.parametrize(
    ("level", "elsewhere", "bangkok"),
    [
        (AreaLevel.PROVINCE, 76, 1),
        (AreaLevel.DISTRICT, 878, 50),
        (AreaLevel.SUBDISTRICT, 7256, 180),
        (AreaLevel.VILLAGE, 0, 0),  # imported, never shipped
    ],
)
def test_how_many_there_are(level: AreaLevel, elsewhere: int, bangkok: int) -> None:
    found = areas(level)
    assert (len(found), sum(area.in_bangkok for area in found)) == (elsewhere + bangkok, bangkok)


def test_codes_are_unique_in_order_and_of_their_level() -> None:
    for level in LEVELS:
        codes = [area.code for area in areas(level)]
        assert codes == sorted(set(codes))
        assert {level_of(code) for code in codes} <= {level}


def test_every_area_lies_in_the_one_that_its_code_begins_with() -> None:
    codes = {area.code for area in SHIPPED}
    assert {area.code[:2] for area in SHIPPED} == {province.code for province in provinces()}
    assert [area.code for area in SHIPPED if area.parent and area.parent not in codes] == []
    assert [area.code for area in SHIPPED if area.parent != area.code[:-2]] == []
    assert [area.code for area in areas(AreaLevel.DISTRICT) if not children(area.code)] == []


def test_no_shipped_code_begins_with_zero() -> None:
    assert [area.code for area in SHIPPED if area.code.startswith("0")] == []


def strange(area: Area) -> bool:
    """Not in NFC, or with a space, mark or sign where none belongs."""
    stray = r"\s{2}|[\u200b-\u200f\ufeff]|เเ|ํ|[่-๋]{2}|[ะาำเแโใไ][่-๋]|^[ะัิ-ฺ็-๎]"
    return (
        area.name != unicodedata.normalize("NFC", area.name.strip())
        or bool(re.search(stray, area.name))
        or not re.fullmatch(r"[ก-๎. ()-]+", area.name)
        or not re.fullmatch(r"[A-Z][A-Za-z' .-]*", area.name_en)
    )


def test_names_have_no_stray_marks() -> None:
    assert [area for area in (*SHIPPED, *ended_areas()) if strange(area)] == []
    assert strange(Area("9999", "เเม่ริม", "Mae Rim", AreaLevel.DISTRICT, "99"))


def test_no_name_carries_the_word_of_its_level() -> None:
    words = re.compile("^(จังหวัด|อำเภอ|เขต|ตำบล|แขวง)")
    assert [area.name for area in SHIPPED if words.match(area.name)] == []


def test_names_are_unique_within_their_parent() -> None:
    seen = [(area.level, area.parent, area.name) for area in SHIPPED]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("10", "กรุงเทพมหานคร"),
        ("1001", "เขตพระนคร กรุงเทพมหานคร"),
        ("100101", "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร"),
        ("20", "จังหวัดชลบุรี"),
        ("2001", "อำเภอเมืองชลบุรี จังหวัดชลบุรี"),
        ("200104", "ตำบลแสนสุข อำเภอเมืองชลบุรี จังหวัดชลบุรี"),
        ("430301", "ตำบลบึงกาฬ อำเภอบึงกาฬ จังหวัดหนองคาย"),
    ],
)
def test_titles(code: str, title: str) -> None:
    assert full_title(known(code)) == title


def test_english_names() -> None:
    assert [known(code).name_en for code in ("20", "2001", "200104")] == [
        "Chon Buri",
        "Mueang Chon Buri",
        "Saen Suk",
    ]


def test_above_goes_from_the_nearest_up() -> None:
    assert [area.code for area in above(known("200104"))] == ["2001", "20"]
    assert above(known("20")) == ()


def test_a_code_that_is_not_exact_is_no_area() -> None:
    assert [area_by_code(code) for code in ("", "2", "020", "9999", "20 ", "๒๐", "20010101")] == [None] * 7


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("20", AreaLevel.PROVINCE),
        ("2001", AreaLevel.DISTRICT),
        ("200104", AreaLevel.SUBDISTRICT),
        ("20010401", AreaLevel.VILLAGE),
        ("", None),
        ("200", None),
        ("2001040101", None),
        ("๒๐", None),
        ("2x", None),
        ("²²", None),
    ],
)
def test_a_code_says_its_level(code: str, level: AreaLevel | None) -> None:
    assert level_of(code) == level


def test_levels_have_words() -> None:
    assert [str(level_name(level)) for level in LEVELS] == ["จังหวัด", "อำเภอ/เขต", "ตำบล/แขวง", "หมู่บ้าน"]


# ── through the years ───────────────────────────────────────────────────────
def test_an_ended_area_keeps_its_name_and_its_last_day() -> None:
    area = known("4303")
    assert (area.name, area.valid_to, area.replaced_on) == ("บึงกาฬ", date(2011, 3, 30), date(2011, 3, 23))


def test_between_the_law_and_the_register_either_code_may_stand() -> None:
    day = date(2011, 3, 25)
    assert [known(code).registered(day) for code in ("4303", "3801")] == [True, True]
    assert [known(code).lawful(day) for code in ("4303", "3801")] == [False, True]


def test_districts_of_nong_khai_before_and_after_the_split() -> None:
    before, after = (children("43", day) for day in (date(2011, 3, 22), date(2011, 3, 23)))
    assert (len(before), len(after), len(children("43"))) == (17, 9, 9)
    assert len(children("38", date(2011, 3, 22))) == 0
    assert len(children("38", date(2011, 3, 23))) == 8


def test_ended_codes_are_not_in_the_register() -> None:
    assert {area.code for area in ended_areas()} & {area.code for area in SHIPPED} == set()
    assert all(area.valid_to for area in ended_areas())


def test_every_change_speaks_of_codes_that_are_known() -> None:
    codes = {code for change in changes() for move in change.moves for code in move.old | move.new}
    assert [code for code in sorted(codes) if area_by_code(code) is None] == []


def test_every_change_with_a_move_has_its_day_and_its_law() -> None:
    assert [change.law for change in changes() if change.moves and change.on is None] == []
    assert all(change.law for change in changes())


def test_a_code_is_taken_over_once() -> None:
    gone = [code for change in changes() for move in change.moves for code in move.old - move.new]
    assert len(set(gone)) == len(gone)
    assert set(gone) == {area.code for area in ended_areas() if area.replaced_on}


# ── villages ────────────────────────────────────────────────────────────────
def test_a_village_takes_its_place() -> None:
    found = village("๒๐๐๑๐๔๐๓", " บ้านแหลมแท่น ")
    assert found == Area("20010403", "บ้านแหลมแท่น", "", AreaLevel.VILLAGE, "200104")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("200104", "village_code"),
        ("20010400", "village_code"),
        ("2001040a", "village_code"),
        ("99010101", "village_parent"),
    ],
)
def test_a_village_without_a_place_is_refused(code: str, reason: str) -> None:
    found = village(code, "บ้าน")
    assert isinstance(found, Refusal)
    assert found.code == reason
