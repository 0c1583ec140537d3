"""A mapping kept as JSON, found again, and compared with a file whose columns changed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.indicators.reading import Column, Mapping, Means, differences, propose
from samrit.rules.areas import AreaLevel
from samrit.rules.periods import Era, Habits
from tests.indicators.reading.opened import opened

TEXTS = st.text(max_size=5)
PARTS = st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple)
COLUMNS = st.builds(
    Column, st.integers(0, 99), TEXTS, st.sampled_from(Means), TEXTS, TEXTS, TEXTS, PARTS, TEXTS
)
MAPPINGS = st.builds(
    Mapping,
    st.lists(COLUMNS, max_size=4).map(tuple),
    TEXTS,
    TEXTS,
    TEXTS,
    PARTS,
    st.builds(Habits, st.sampled_from([None, *Era]), st.sampled_from([None, True, False])),
    st.sampled_from([None, *AreaLevel]),
)


@given(MAPPINGS)
def test_what_is_kept_comes_back(mapping: Mapping):
    assert Mapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"columns": [{"place": -1, "means": "value"}]},
        {"columns": [{"place": True, "means": "value"}]},
        {"columns": [{"place": 0, "means": "price"}]},
        {"columns": [], "level": "country"},
        {"columns": [], "day_first": "yes"},
        {"columns": [], "parts": [["sex"]]},
    ],
)
def test_what_is_no_mapping_is_refused(data: dict[str, object]):
    with pytest.raises((ValueError, KeyError, TypeError)):
        Mapping.from_json(data)


def test_larger_areas_come_first_wherever_they_stand():
    titles = ("ตำบล", "ค่า", "อำเภอ", "จังหวัด")
    columns = tuple(Column(place, title, Means.AREA) for place, title in enumerate(titles) if title != "ค่า")
    assert [column.title for column in Mapping(columns).of(Means.AREA)] == ["จังหวัด", "อำเภอ", "ตำบล"]


REMEMBERED = Mapping(
    (
        Column(0, "อำเภอ", Means.AREA),
        Column(1, "ปีงบประมาณ", Means.PERIOD),
        Column(2, "จำนวนนักท่องเที่ยว", Means.VALUE, item="tourists_thai"),
        Column(3, "หมายเหตุ", Means.IGNORED),
    )
)


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        ("อำเภอ,ปีงบประมาณ,จำนวนนักท่องเที่ยว,หมายเหตุ", []),
        ("อำเภอ, ปีงบประมาณ ,จำนวน นักท่องเที่ยว", []),  # a column that was not read may go
        ("อำเภอ,ปีงบประมาณ,จำนวนนักท่องเที่ยวชาวไทย,หมายเหตุ", ["mapping_column_renamed"]),
        ("พื้นที่,ปีงบประมาณ,จำนวนนักท่องเที่ยว", ["mapping_column_renamed"]),
        ("อำเภอ,จำนวนนักท่องเที่ยว", ["mapping_column_missing"]),
        ("อำเภอ,ปีงบประมาณ,จำนวนนักท่องเที่ยว,รายได้", ["mapping_column_new"]),
        ("อำเภอ,รายได้,ปีงบประมาณ,จำนวนนักท่องเที่ยว", ["mapping_column_new"]),
        ("ปีงบประมาณ,อำเภอ,จำนวนนักท่องเที่ยว", ["mapping_columns_moved"]),
        ("อำเภอ,อำเภอ,ปีงบประมาณ,จำนวนนักท่องเที่ยว", ["mapping_title_twice"]),
    ],
)
def test_a_changed_file_is_told_apart(tmp_path: Path, titles: str, told: list[str]):
    raw = opened(tmp_path, f"{titles}\nเมือง,2566,1\n")
    assert [message.code for message in differences(REMEMBERED, raw)] == told


def test_a_renamed_column_is_named_with_both_names(tmp_path: Path):
    [message] = differences(REMEMBERED, opened(tmp_path, "อำเภอ,ปีงบ,จำนวนนักท่องเที่ยว\nเมือง,2566,1\n"))
    assert (message.values["before"], message.values["after"]) == ("ปีงบประมาณ", "ปีงบ")


def test_figures_that_happen_to_count_are_figures_all_the_same(tmp_path: Path):
    found = propose(
        opened(tmp_path, "อำเภอ,ปี,ค่า\n2001,2566,1\n2002,2566,2\n2003,2566,3\n"), items={}, within="20"
    )
    assert [column.means for column in found.columns] == [Means.AREA, Means.PERIOD, Means.VALUE]
