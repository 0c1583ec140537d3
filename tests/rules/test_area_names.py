"""Names of areas as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.areas import Area, AreaLevel, area_by_code, areas, full_title
from samrit.rules.areas.codes import AreaRefusal, Found
from samrit.rules.areas.names import find_area

PROVINCE, DISTRICT, SUBDISTRICT = AreaLevel.PROVINCE, AreaLevel.DISTRICT, AreaLevel.SUBDISTRICT
EVERY = (*areas(PROVINCE), *areas(DISTRICT), *areas(SUBDISTRICT))
VILLAGE = Area("20010403", "แหลมแท่น", "", AreaLevel.VILLAGE, "200104")


def told(answer: Found | AreaRefusal) -> tuple[str, str]:
    """The code and the note, or the refusal."""
    if isinstance(answer, Found):
        return answer.area.code, answer.note.code if answer.note else ""
    return "", answer.code


# written, level of the column, area before it → code, note or refusal
CASES = [
    # bare
    ("ชลบุรี", None, "", "20", ""),
    ("  ชลบุรี  ", PROVINCE, "", "20", ""),
    ("กรุงเทพมหานคร", None, "", "10", ""),
    ("สามตำบล", None, "", "801906", ""),
    ("สนามชัยเขต", DISTRICT, "", "2408", ""),
    ("ในเมือง", SUBDISTRICT, "4001", "400101", ""),
    ("นํ้าพอง", DISTRICT, "", "4007", ""),  # ำ typed in two
    # with the level's word
    ("จ.ชลบุรี", None, "", "20", ""),
    ("จังหวัด ชลบุรี", None, "", "20", ""),
    ("อ. เมืองชลบุรี", None, "", "2001", ""),
    ("อำเภอสนามชัยเขต", None, "", "2408", ""),
    ("กิ่งอำเภอเกาะช้าง", None, "", "2307", ""),
    ("เขตพระนคร", None, "", "1001", ""),
    ("ตำบลสามตำบล", None, "", "801906", ""),
    ("แขวงยานนาวา", None, "", "102802", ""),
    # whole addresses, from either end, with and without spaces
    ("ต.แสนสุข อ.เมืองชลบุรี จ.ชลบุรี", None, "", "200104", ""),
    ("จ.ชลบุรี อ.เมือง ต.แสนสุข", None, "", "200104", ""),
    ("ตำบลแสนสุขอำเภอเมืองชลบุรีจังหวัดชลบุรี", None, "", "200104", ""),
    ("ต.แสนสุขอ.เมืองจ.ชลบุรี", None, "", "200104", ""),
    ("แขวงวังบูรพาภิรมย์ เขตพระนคร กรุงเทพฯ", None, "", "100102", ""),
    # in brackets
    ("พระนคร (เขต)", None, "", "1001", ""),
    ("แสนสุข (เมืองชลบุรี)", None, "", "200104", ""),
    ("อำเภอศรีราชา (ชลบุรี)", None, "", "2007", ""),
    ("ต.ในเมือง (อ.เมืองขอนแก่น)", None, "", "400101", ""),
    ("ปอภาร (ปอพาน)", None, "", "450109", ""),
    ("ปอภาร", None, "", "450109", ""),
    # other names that people write
    ("กทม.", PROVINCE, "", "10", ""),
    ("กรุงเทพฯ", PROVINCE, "", "10", ""),
    ("อยุธยา", PROVINCE, "", "14", ""),
    # เมือง alone is the capital district, and said so
    ("อ.เมือง จ.ชลบุรี", None, "", "2001", "area_name_read"),
    ("เมือง", DISTRICT, "20", "2001", "area_name_read"),
    ("อ.เมือง จ.อยุธยา", None, "", "1401", "area_name_read"),
    # English
    ("Mueang Chon Buri", None, "", "2001", ""),
    ("Amphoe Bang Lamung, Chon Buri", None, "", "2004", ""),
    ("bang lamung district", None, "", "2004", ""),
    ("Ko Phangan", DISTRICT, "", "8405", ""),
    ("Chon Buri Province", None, "", "20", ""),
    # the other kind of word: taken where it is a slip, not where it names another place
    ("ต.ยานนาวา", None, "", "102802", "area_name_read"),
    ("แขวงแสนแสบ", None, "", "101002", ""),
    ("แขวงบ้านสวน", None, "20", "", "area_word_refused"),
    # names that ended
    ("หนองเข็ง", None, "", "430304", "area_ended"),
    ("อ.บึงกาฬ จ.หนองคาย", None, "", "4303", "area_ended"),
    ("อ.บึงกาฬ จ.บึงกาฬ", None, "", "4303", "area_ended"),
    ("แขวงบางนา", None, "", "104701", "area_ended"),
    # several bear it
    ("บางละมุง", None, "", "", "area_ambiguous"),
    ("ต.แสนสุข", None, "", "", "area_ambiguous"),
    ("อำเภอเมือง", None, "", "", "area_ambiguous_many"),
    # another level than the column's
    ("บางละมุง", PROVINCE, "", "", "area_other_level"),
    ("อำเภอสนามชัยเขต", PROVINCE, "", "", "area_other_level"),
    # nobody bears it there
    ("แสนสุข", SUBDISTRICT, "10", "", "area_unknown_name"),
    ("อ.ศรีราชา จ.ระยอง", None, "", "", "area_unknown_name"),
    ("ดาวอังคาร", None, "", "", "area_unknown_name"),
    ("", None, "", "", "area_unknown_name"),
    ("อ.", None, "", "", "area_unknown_name"),
    ("จังหวัด", None, "", "", "area_unknown_name"),
    ("ชลบุรี" * 1000, None, "", "", "area_unknown_name"),
]


@pytest.mark.parametrize(("written", "level", "within", "code", "note"), CASES)
def test_finding_an_area(written: str, level: AreaLevel | None, within: str, code: str, note: str) -> None:
    assert told(find_area(written, level=level, within=within)) == (code, note)


def test_a_refusal_brings_the_candidates_and_names_five() -> None:
    answer = find_area("อำเภอเมือง")
    assert isinstance(answer, AreaRefusal)
    assert len(answer.candidates) == 76
    assert str(answer).count("อำเภอ") >= 5
    assert "และอีก 71 แห่ง" in str(answer)


def test_an_imported_village_is_found_in_its_subdistrict() -> None:
    found = find_area("บ้านแหลมแท่น ต.แสนสุข จ.ชลบุรี", more=[VILLAGE])
    assert told(found) == ("", "area_unknown_name")  # the name as it was imported has no บ้าน
    assert told(find_area("แหลมแท่น ต.แสนสุข จ.ชลบุรี", more=[VILLAGE])) == ("20010403", "")
    assert told(find_area("หมู่บ้านแหลมแท่น", more=[VILLAGE])) == ("20010403", "")


@given(st.sampled_from(EVERY))
def test_every_full_title_finds_its_area(area: Area) -> None:
    assert find_area(full_title(area)) == Found(area)


@given(st.sampled_from(EVERY))
def test_every_bare_name_finds_its_area_where_level_and_parent_are_known(area: Area) -> None:
    assert find_area(area.name, level=area.level, within=area.parent) == Found(area)


@given(st.sampled_from(EVERY))
def test_an_english_name_never_finds_another_area(area: Area) -> None:
    answer = find_area(area.name_en, level=area.level, within=area.parent)
    assert answer == Found(area) or (isinstance(answer, AreaRefusal) and area in answer.candidates)


@given(st.text(max_size=60))
def test_whatever_is_written_is_answered(text: str) -> None:
    answer = find_area(text)
    assert isinstance(answer, Found) or str(answer)


def test_an_ended_area_is_what_its_code_says() -> None:
    answer = find_area("หนองเข็ง")
    assert isinstance(answer, Found)
    assert answer.area == area_by_code("430304")
