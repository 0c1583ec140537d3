"""One place through the years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.areas import AreaLevel, areas, ended_areas
from samrit.rules.areas.series import history, same_place, successors
from samrit.rules.wording import Refusal

Y2000, Y2009, Y2010, Y2015, Y2020 = (date(year, 1, 1) for year in (2000, 2009, 2010, 2015, 2020))
WHOLE = tuple(area.code for level in (AreaLevel.PROVINCE, AreaLevel.DISTRICT) for area in areas(level))
DAYS = st.dates(date(2008, 1, 1), date(2030, 1, 1))

# code, borders of, on → the codes that add up to it, or the refusal
CASES = [
    # nothing changed
    ("20", Y2000, Y2020, ("20",)),
    ("2001", Y2009, Y2020, ("2001",)),
    # หนองคาย before the split is, afterwards, หนองคาย and บึงกาฬ
    ("43", Y2010, Y2015, ("38", "43")),
    # หนองคาย after the split is, before it, the nine districts that stayed; บึงกาฬ the eight that left, by their old codes
    ("43", Y2015, Y2010, ("4301", "4302", "4305", "4307", "4308", "4314", "4315", "4316", "4317")),
    ("38", Y2015, Y2010, ("4303", "4304", "4306", "4309", "4310", "4311", "4312", "4313")),
    # a new number only
    ("3801", Y2015, Y2010, ("4303",)),
    ("430304", Y2010, Y2015, ("380103",)),
    ("380103", Y2015, Y2010, ("430304",)),
    # the law's day is the first of the new state
    ("4303", date(2011, 3, 22), date(2011, 3, 23), ("3801",)),
    ("3801", date(2011, 3, 23), date(2011, 3, 22), ("4303",)),
    # the register had the code longer than the law
    ("4303", date(2011, 3, 30), Y2015, ("3801",)),
    ("102203", Y2010, Y2015, ("104001",)),
    # one became two: forwards their sum, backwards no part of it
    ("104701", Y2015, Y2020, ("104702", "104703")),
    ("104702", Y2020, Y2015, "area_not_separable"),
    ("1047", Y2020, Y2015, ("1047",)),
    # a new district taken out of an old one
    ("5025", Y2015, Y2009, ("500306", "500309", "500310")),
    ("5003", Y2009, Y2015, ("5003", "5025")),
    # a subdistrict moved between two districts: within their old borders one is a sum of subdistricts
    ("5306", Y2010, Y2020, ("530601", "530602", "530603", "530604")),
    ("530407", Y2020, Y2010, ("530306",)),
    # what is not known
    ("2001", Y2000, Y2010, "area_changes_unknown"),
    ("38", Y2000, Y2010, "area_not_then"),
    ("4303", Y2015, Y2020, "area_not_then"),
    ("500614", Y2010, Y2020, "area_not_separable"),
    ("99", Y2010, Y2020, "area_unknown_code"),
    ("20010101", Y2010, Y2020, "area_unknown_code"),
]


@pytest.mark.parametrize(("code", "borders", "on", "expected"), CASES)
def test_the_codes_of_one_place(code: str, borders: date, on: date, expected: tuple[str, ...] | str) -> None:
    found = same_place(code, borders=borders, on=on)
    assert (found.code if isinstance(found, Refusal) else found) == expected


@given(st.sampled_from(WHOLE), DAYS)
def test_on_its_own_day_a_place_is_itself(code: str, day: date) -> None:
    found = same_place(code, borders=day, on=day)
    assert found == (code,) or (isinstance(found, Refusal) and found.code == "area_not_then")


@given(DAYS, DAYS)
def test_all_provinces_together_are_always_the_whole_country(borders: date, on: date) -> None:
    """No place is lost and none is counted twice, whichever borders and day."""
    found = [same_place(area.code, borders=borders, on=on) for area in areas(AreaLevel.PROVINCE)]
    codes = [code for one in found if not isinstance(one, Refusal) for code in one]
    assert len(set(codes)) == len(codes)
    then = {area.code for area in areas(AreaLevel.PROVINCE) if area.lawful(on)}
    assert {code[:2] for code in codes} == then


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("20", ("20",)),
        ("43", ("43",)),  # smaller, but it stands
        ("4303", ("3801",)),
        ("104701", ("104702", "104703")),
        ("500614", ()),  # ended, and no law says where to
        ("9999", ()),
    ],
)
def test_successors(code: str, expected: tuple[str, ...]) -> None:
    assert successors(code) == expected


def test_whatever_a_law_replaced_has_successors_of_its_level() -> None:
    for area in ended_areas():
        lengths = {len(code) for code in successors(area.code)}
        assert lengths == ({len(area.code)} if area.replaced_on else set())


def test_history_tells_the_laws() -> None:
    assert [change.on for change in history("43")] == [date(2011, 3, 23)]
    assert [change.on for change in history("25")] == [date(1993, 12, 1)]
    assert [change.on for change in history("500614")] == [None]
    assert history("20") == ()
