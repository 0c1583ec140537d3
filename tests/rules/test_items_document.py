"""What a book of items may not say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.items import Book, Fault, documents, read
from samrit.rules.items.reading import MOST_BYTES

# ── what a document may not say ─────────────────────────────────────────────
SMALL = """
title = "รายการ"
[checks]
robust_z = 3.5
years = 3
least_values = 3
revision_percent = 20
[[groups]]
code = "one"
name = "หนึ่ง"
name_en = "One"
[[units]]
code = "person"
name = "คน"
name_en = "persons"
dimension = { person = 1 }
whole = true
[[units]]
code = "percent"
name = "ร้อยละ"
name_en = "percent"
of = 100
[[units]]
code = "ton"
name = "ตัน"
name_en = "tonnes"
dimension = { ton = 1 }
[[multipliers]]
times = 1
name = ""
[[multipliers]]
times = 1000
name = "พัน"
[[frequencies]]
code = "A"
name = "ปี"
name_en = "year"
days = 366
[[frequencies]]
code = "M"
name = "เดือน"
name_en = "month"
days = 30
[[owners]]
code = "office"
name = "สำนักงาน"
name_en = "Office"
[[lists]]
code = "sex"
name = "เพศ"
name_en = "sex"
codes = { male = ["ชาย", "male"], female = ["หญิง", "female"] }
[[lists]]
code = "station"
name = "สถานี"
name_en = "station"
adds = false
place = true
pattern = '[a-z][0-9]{1,3}'
[[items]]
code = "people"
group = "one"
name = "ประชากร"
name_en = "Population"
definition = "จำนวนคน"
unit = "person"
least = 0
most = 1000
level = "district"
period = "year"
by = ["sex"]
over_periods = "latest"
owner = "office"
frequency = "A"
source = "ทะเบียน"
method = "นับ"
basis = "assumed"
expects = { level = "district", due_days = 30, since = 2560, cells = "both" }
[[items]]
code = "waste"
group = "one"
name = "ขยะ"
name_en = "Waste"
definition = "น้ำหนักขยะ"
unit = "ton"
decimals = 2
least = 0
level = "province"
period = "year"
owner = "office"
frequency = "A"
source = "รายงาน"
method = "ชั่ง"
basis = "public"
reference = "หน้าเว็บ"
expects = { level = "province", due_days = 60, since = 2560 }
[[items]]
code = "rate"
group = "one"
name = "อัตรา"
name_en = "Rate"
definition = "ร้อยละ"
unit = "percent"
least = 0
most = 100
level = "district"
period = "month"
over_areas = "none"
over_periods = "mean"
owner = "office"
frequency = "M"
source = "รายงาน"
method = "หาร"
basis = "assumed"
expects = { level = "province", due_days = 15, since = 2560 }
checks = { capture_percent = 75 }
[[rules]]
code = "sexes"
name = "ชาย + หญิง = ประชากร"
name_en = "The sexes add up"
kind = "codes"
item = "people"
[[rules]]
code = "some"
name = "มีคน"
name_en = "There are people"
kind = "compare"
left = "people"
operator = ">="
right = "1"
"""


def found(text: str) -> list[Fault]:
    answer = read({"small.toml": text})
    return [] if isinstance(answer, Book) else list(answer)


def test_the_small_book_is_right() -> None:
    answer = read({"small.toml": SMALL})
    assert isinstance(answer, Book), answer
    assert list(answer.items) == ["people", "waste", "rate"]


# what is replaced, by what → the fault's code and where it stands
WRONG = [
    # rows
    ('title = "รายการ"', "title = 3", "items_wrong_kind", "small.toml · title"),
    ('title = "รายการ"', "", "items_once", "title"),
    ("[checks]\n", "[cheks]\n", "items_unknown_near", "small.toml · cheks"),
    ('definition = "จำนวนคน"', 'defintion = "จำนวนคน"', "items_unknown_near", "items 1 (people) · defintion"),
    ('definition = "จำนวนคน"', "", "items_key_missing", "items 1 (people) · definition"),
    ('definition = "จำนวนคน"', 'definition = " "', "items_blank", "(people) · definition"),
    ('definition = "จำนวนคน"', 'definition = "จำนวนคน "', "items_stray", "(people) · definition"),
    ('definition = "จำนวนคน"', 'definition = "จำนวน\u200bคน"', "items_stray", "(people) · definition"),
    ("decimals = 2", 'decimals = "2"', "items_wrong_kind", "(waste) · decimals"),
    ("decimals = 2", "decimals = true", "items_wrong_kind", "(waste) · decimals"),
    ("decimals = 2", "decimals = 9", "items_out_of_bounds", "(waste) · decimals"),
    ("decimals = 2\nleast = 0", "decimals = 2\nleast = nan", "items_wrong_kind", "(waste) · least"),
    ('code = "people"', 'code = "People!"', "items_wrong_kind", "· code"),
    ('code = "waste"', 'code = "people"', "items_twice", "items 2 (people)"),
    ('name = "ขยะ"', 'name = "ประชากร"', "items_same_name", "(waste) · name"),
    ('by = ["sex"]', 'by = ["sex", "sex"]', "items_repeated", "(people) · by"),
    ('expects = { level = "province", due_days = 60, since = 2560 }', "expects = 60", "items_wrong_kind", "(waste) · expects"),
    ("due_days = 60", "due_days = 60, dew_days = 1", "items_unknown_near", "(waste) · expects · dew_days"),
    ("due_days = 60", "due_days = -1", "items_out_of_bounds", "(waste) · expects · due_days"),
    ("due_days = 60, since = 2560", "due_days = 60, since = 2017", "items_out_of_bounds", "(waste) · expects · since"),
    ('male = ["ชาย", "male"]', 'male = ["ชาย"]', "items_two_names", "(sex) · codes · male"),
    # what is referred to
    ('unit = "ton"', 'unit = "tonne"', "items_unknown_near", "(waste) · unit"),
    ('unit = "ton"', 'unit = "ton"\nmultiplier = 7', "items_unknown", "(waste) · multiplier"),
    ('unit = "ton"', 'unit = "ton"\nalso_in = ["two"]', "items_unknown", "(waste) · also_in"),
    ('unit = "ton"', 'unit = "ton"\nalso_in = ["one"]', "items_group_twice", "(waste) · also_in"),
    ('by = ["sex"]', 'by = ["age"]', "items_unknown", "(people) · by"),
    ('level = "province"\nperiod', 'level = "country"\nperiod', "items_unknown", "(waste) · level"),
    ('period = "month"', 'period = "fortnight"', "items_unknown", "(rate) · period"),
    ('basis = "public"', 'basis = "rumour"', "items_unknown", "(waste) · basis"),
    ('reference = "หน้าเว็บ"', "", "items_no_reference", "(waste) · reference"),
    ('reference = "หน้าเว็บ"', 'reference = "หน้าเว็บ"\ndataset = "ข้อมูล ขยะ"', "items_bad_dataset", "(waste) · dataset"),
    ('code = "waste"', 'code = "mean"', "items_function", "(mean) · code"),
    ('code = "waste"', 'code = "waste__x"', "items_wrong_kind", "(waste__x) · code"),
    ('code = "waste"', 'code = "waste_"', "items_wrong_kind", "(waste_) · code"),
    # ranges
    ("least = 0\nmost = 1000", "least = 2000\nmost = 1000", "items_empty_range", "(people) · least"),
    ("least = 0\nmost = 1000", "least = -1\nmost = 1000", "items_count_least", "(people) · least"),
    ("least = 0\nmost = 1000", "least = 0.5\nmost = 1000", "items_bound_decimals", "(people) · least"),
    ("least = 0\nmost = 1000", "decimals = 1\nleast = 0\nmost = 1000", "items_whole", "(people) · decimals"),
    ("least = 0\nmost = 100\n", "least = 0\nmost = 101\n", "items_share_range", "(rate) · most"),
    ('over_areas = "none"', 'over_areas = "sum"', "items_share_added", "(rate) · over_areas"),
    ('unit = "percent"', 'unit = "percent"\nmultiplier = 1000', "items_share_multiplied", "(rate) · multiplier"),
    ('unit = "ton"', 'unit = "ton"\nleast_shown = 5', "items_suppress_count", "(waste) · least_shown"),
    # expectations
    ('expects = { level = "province", due_days = 60', 'expects = { level = "village", due_days = 60', "items_too_fine", "(waste) · expects · level"),
    ("due_days = 60", "due_days = 60, times_a_year = 2", "items_too_often", "(waste) · expects · times_a_year"),
    ("due_days = 60", "due_days = 60, final_days = 60", "items_final_first", "(waste) · expects · final_days"),
    ("due_days = 60", 'due_days = 60, without = ["1"]', "items_bad_area", "(waste) · expects · without"),
    ("due_days = 60", 'due_days = 60, cells = "each"', "items_no_lists", "(waste) · expects · cells"),
    ('by = ["sex"]', 'by = ["station"]', "items_place_total", "(people) · expects · cells"),
    ('frequency = "A"\nsource = "รายงาน"', 'frequency = "M"\nsource = "รายงาน"', "items_frequency", "(waste) · frequency"),
    ('over_periods = "mean"', 'over_periods = "latest"', "items_capture", "(rate) · checks · capture_percent"),
    ("checks = { capture_percent = 75 }", "checks = { least_values = 37 }", "items_never_judged", "(rate) · checks · least_values"),
    # nothing personal
    ("pattern = '[a-z][0-9]{1,3}'", "pattern = '[0-9]+'", "items_personal", "(station) · pattern"),
    ("pattern = '[a-z][0-9]{1,3}'", "", "items_personal", "(station) · pattern"),
    ("pattern = '[a-z][0-9]{1,3}'", "pattern = '[0-9]{11}'", "items_personal", "(station) · pattern"),
    ("pattern = '[a-z][0-9]{1,3}'", "pattern = '['", "items_bad_pattern", "(station) · pattern"),
    ("adds = false\nplace", "place", "items_places_add", "(station) · adds"),
    ('male = ["ชาย", "male"]', '1101700230705 = ["ชาย", "male"]', "items_bad_code", "(sex) · codes"),
    ('male = ["ชาย", "male"]', 'total = ["ชาย", "male"]', "items_total_code", "(sex) · codes"),
    ('codes = { male = ["ชาย", "male"], female = ["หญิง", "female"] }', "", "items_no_codes", "(sex) · codes"),
    ('level = "district"\nperiod = "year"', 'level = "village"\nperiod = "year"', "items_small_counts", "(people) · least_shown"),
    # rules
    ('left = "people"', 'left = "peopel"', "formula_item_near", "(some) · left"),
    ('left = "people"', 'left = "people + waste"', "formula_units_differ", "(some) · left"),
    ('right = "1"', 'right = "waste"', "comparison_units_differ", "(some) · right"),
    ('right = "1"', 'right = "people ** 9"', "formula_unknown", "(some) · right"),
    ('right = "1"', 'right = ""', "formula_empty", "(some) · right"),
    ('left = "people"', 'left = "sum(people)"', "comparison_function", "(some) · left"),
    ('right = "1"', 'right = "people > 1"', "formula_truth", "(some) · right"),
    ('left = "people"', 'left = "2"', "comparison_without_items", "(some) · right"),
    ('left = "people"\noperator = ">="\nright = "1"', 'left = "people * rate"\noperator = ">="\nright = "rate * people * 2"', "rule_other_periods", "(some) · left"),
    ('operator = ">="', 'operator = "=>"', "items_unknown_near", "(some) · operator"),
    ('operator = ">="', 'operator = ">="\nitem = "people"', "rule_item_unused", "(some) · item"),
    ('cells = "both"', 'cells = "total"', "rule_nothing_to_compare", "(sexes) · item"),
    ('kind = "codes"\nitem = "people"', 'kind = "codes"\nitem = "peolpe"', "rule_unknown_item", "(sexes) · item"),
    ('kind = "codes"\nitem = "people"', 'kind = "codes"\nitem = "waste"', "rule_not_broken_down", "(sexes) · item"),
    ('kind = "codes"\nitem = "people"', 'kind = "areas"\nitem = "rate"', "rule_areas_do_not_add", "(sexes) · item"),
    ('kind = "codes"\nitem = "people"', 'kind = "areas"\nitem = "waste"', "rule_areas_do_not_add", "(sexes) · item"),
    ('kind = "codes"\nitem = "people"', 'kind = "codes"\nitem = "people"\nleft = "people"', "rule_sides_unused", "(sexes) · left"),
    ('code = "sex"\nname = "เพศ"', 'code = "sex"\nadds = false\nname = "เพศ"', "rule_codes_do_not_add", "(sexes) · item"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "where"), WRONG)
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, code: str, where: str) -> None:
    assert SMALL.count(old) >= 1
    faults = found(SMALL.replace(old, new, 1))
    assert code in [fault.message.code for fault in faults], faults
    (place,) = {fault.where for fault in faults if fault.message.code == code}
    assert place.endswith(where)
    assert all("{" not in str(fault) for fault in faults)


def test_an_unknown_item_is_refused_with_its_reason() -> None:
    (fault,) = found(SMALL.replace('left = "people"', 'left = "peopel"'))
    assert str(fault) == "small.toml · rules 2 (some) · left: ไม่มีรายการ “peopel” – หมายถึง “people” หรือไม่"


def test_an_unknown_key_is_refused_with_what_was_probably_meant() -> None:
    (fault, missing) = found(SMALL.replace('unit = "ton"', 'unnit = "ton"'))
    assert str(fault.message) == "ไม่รู้จัก “unnit” – หมายถึง “unit” หรือไม่"
    assert missing.message.code == "items_key_missing"


def test_all_faults_are_told_at_once() -> None:
    text = SMALL.replace('unit = "ton"', 'unit = "kg"').replace('owner = "office"', 'owner = "nobody"', 1)
    assert sorted(fault.where.split(" · ")[-1] for fault in found(text)) == ["by", "owner", "unit"]


def test_a_mean_over_cells_of_places_has_no_total_for_a_rule() -> None:
    text = SMALL.replace('over_areas = "none"\n', 'over_areas = "none"\nby = ["station"]\n').replace(
        "due_days = 15, since = 2560", 'due_days = 15, since = 2560, cells = "each"'
    )
    assert found(text) == []
    faults = found(text.replace('left = "people"', 'left = "rate"'))
    assert [fault.message.code for fault in faults] == ["rule_without_total"]


def test_a_finer_item_that_does_not_add_up_is_not_compared() -> None:
    text = SMALL.replace('over_periods = "latest"', 'over_periods = "latest"\nover_areas = "none"')
    faults = found(text.replace('right = "1"', 'right = "waste / waste * people"'))
    assert [fault.message.code for fault in faults] == ["rule_other_levels"]


@pytest.mark.parametrize("text", ["= 1", "items = 3", 'title = "x"\ntitle = "y"', "[" * 5000])
def test_a_text_that_states_no_rows_is_refused(text: str) -> None:
    assert found(text)


def test_too_large_a_document_is_not_read() -> None:
    assert [fault.message.code for fault in found("#" * (MOST_BYTES + 1))] == ["items_too_large"]


def test_the_version_tells_two_books_apart_and_not_the_order_of_documents() -> None:
    in_order, reversed_ = dict(documents()), dict(reversed(documents()))
    first, second = read(in_order), read(reversed_)
    third = read({**in_order, "book.toml": in_order["book.toml"] + "\n# changed\n"})
    assert isinstance(first, Book)
    assert isinstance(second, Book)
    assert isinstance(third, Book)
    assert first.version == second.version != third.version


# ── any document ────────────────────────────────────────────────────────────
LINES = SMALL.strip().splitlines()
VALUES = st.sampled_from(
    [
        "3",
        "-1",
        "1.5",
        "true",
        '""',
        '"x"',
        '"people"',
        "[]",
        '["a", 1]',
        "{}",
        "nan",
        "-inf",
        "[{}]",
        "2026-01-01",
        "9" * 60,
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(LINES) - 1), VALUES)
def test_any_value_in_any_place_is_read_or_refused(number: int, value: str) -> None:
    """A wrong line is a fault, never an error of the program."""
    line = LINES[number]
    changed = f"{line.split(' = ')[0]} = {value}" if " = " in line else value
    answer = read({"small.toml": "\n".join([*LINES[:number], changed, *LINES[number + 1 :]])})
    assert isinstance(answer, Book) or all(fault.message.thai() for fault in answer)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(LINES) - 1))
def test_a_line_left_out_is_read_or_refused(number: int) -> None:
    answer = read({"small.toml": "\n".join([*LINES[:number], *LINES[number + 1 :]])})
    assert isinstance(answer, Book) or all(fault.message.thai() for fault in answer)


@pytest.mark.parametrize("number", ["1.0e99999999999999999999", "9" * 5000])
def test_a_number_beyond_all_numbers_is_a_fault(number: str):
    found = read({"a.toml": f"a = {number}"})
    assert isinstance(found, tuple)
    assert found[0].message.code == "items_no_toml"
