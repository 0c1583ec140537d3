"""Who confirms a score, by year."""

import pytest

from samrit.rules import confirming


def test_one_person_is_enough_until_the_office_says_otherwise() -> None:
    assert [confirming.needs_second_person(year) for year in (2550, 2557, 2570)] == [False] * 3
    assert confirming.refuse_same_person(2567, computed_by=1, confirms=1) is None


def test_from_the_year_on_which_it_says_so_who_computed_does_not_confirm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(confirming, "_tables", lambda: ((2557, False), (2568, True)))
    assert [confirming.needs_second_person(year) for year in (2550, 2567, 2568, 2570)] == [
        False,
        False,
        True,
        True,
    ]
    refusal = confirming.refuse_same_person(2568, computed_by=1, confirms=1)
    assert refusal is not None
    assert refusal.code == "second_person_confirms"
    assert confirming.refuse_same_person(2568, computed_by=1, confirms=2) is None
    assert confirming.refuse_same_person(2568, computed_by=None, confirms=2) is None
