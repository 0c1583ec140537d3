"""Who opens what: the table itself is the test."""

from itertools import pairwise

import pytest

from samrit.rules.secrecy import Level, Relation, refuse_changing, refuse_opening, stricter

# level → who may open it
OPEN = {
    Level.ORDINARY: {"uploader", "owner", "owner_approver", "sharer", "coordinator", "evaluator"},
    Level.CONFIDENTIAL: {"uploader", "owner", "owner_approver", "coordinator", "evaluator"},
    Level.SECRET: {"uploader", "owner_approver", "evaluator"},
    Level.TOP_SECRET: {"uploader", "owner_approver"},
}


@pytest.mark.parametrize("level", list(Level))
def test_each_level_opens_for_these_and_no_others(level: Level):
    assert {relation for relation in Relation if refuse_opening(level, {relation}) is None} == OPEN[level]


def test_nobody_opens_anything():
    assert [refuse_opening(level, frozenset()) is None for level in Level] == [False] * 4


def test_a_higher_level_never_opens_for_more():
    sizes = [OPEN[level] for level in Level]
    assert all(higher < lower for lower, higher in pairwise(sizes))


@pytest.mark.parametrize("level", list(Level))
def test_approvers_set_any_level_coordinators_only_of_what_they_open(level: Level):
    other = Level.SECRET if level != Level.SECRET else Level.ORDINARY
    may = {relation for relation in Relation if refuse_changing(level, other, {relation}) is None}
    coordinator = {"coordinator"} if "coordinator" in OPEN[level] else set()
    assert may == {"owner_approver"} | coordinator


def test_the_same_level_is_no_change():
    assert refuse_changing(Level.SECRET, Level.SECRET, set(Relation)) is not None


def test_of_two_levels_the_higher_counts():
    assert stricter("secret", "confidential") == stricter("ordinary", "secret") == Level.SECRET
