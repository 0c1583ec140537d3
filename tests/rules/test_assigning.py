"""Who scores what: even, the same every time, and never at home."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.assigning import Given, Piece, Scorer, assigned, refuse_conflict, third_for
from samrit.rules.wording import Message


def pieces(count: int, *, wanted: int = 1, area: str = "13") -> list[Piece]:
    return [Piece((1, number), area, frozenset({number}), wanted) for number in range(count)]


def test_the_least_loaded_takes_the_next() -> None:
    plan = assigned([Scorer(1, load=2), Scorer(2)], pieces(4))
    assert [(one.piece[1], one.scorer) for one in plan.given] == [(0, 2), (1, 2), (2, 1), (3, 2)]
    assert plan.loads == {1: 3, 2: 3}


def test_nobody_scores_their_own_province_or_agency() -> None:
    at_home = Scorer(1, areas=frozenset({"13"}))
    owner = Scorer(2, agencies=frozenset({0}))
    plan = assigned([at_home, owner], pieces(2))
    assert plan.given == (Given((1, 1), "first", 2),)
    (left,) = plan.left
    assert (left.piece, left.slot) == ((1, 0), "first")
    assert left.why.values == {"everyone": 2, "conflicted": 2, "beside": 0, "full": 0}


def test_why_somebody_is_refused() -> None:
    scorer = Scorer(1, areas=frozenset({"13"}), agencies=frozenset({7}))
    reasons = [
        refuse_conflict(scorer, area=area, agencies=frozenset(agencies))
        for area, agencies in (("13", {7}), ("20", {7}), ("20", {8}))
    ]
    assert [reason.code if reason else None for reason in reasons] == [
        "conflict_province",
        "conflict_agency",
        None,
    ]


def test_what_few_may_score_does_not_find_them_used_up() -> None:
    """Only 2 may score the last one: it is taken out first, so that 2 has room for it."""
    only_two = Piece((1, 9), "20")
    plan = assigned(
        [Scorer(1, areas=frozenset({"20"}), capacity=3), Scorer(2, capacity=1)], [*pieces(3), only_two]
    )
    assert {one.piece[1]: one.scorer for one in plan.given} == {0: 1, 1: 1, 2: 1, 9: 2}
    assert plan.left == ()


def test_a_full_person_takes_no_more_and_it_is_said() -> None:
    plan = assigned([Scorer(1, capacity=1)], pieces(2, wanted=1))
    assert len(plan.given) == 1
    assert plan.left[0].why.values["full"] == 1


def test_the_two_scorers_of_one_kpi_differ_and_meet_others() -> None:
    plan = assigned([Scorer(1), Scorer(2), Scorer(3), Scorer(4)], pieces(6, wanted=2))
    pairs = Counter(
        frozenset(one.scorer for one in plan.given if one.piece == piece.key) for piece in pieces(6)
    )
    assert all(len(pair) == 2 for pair in pairs)
    assert len(pairs) >= 4, "not always the same two"
    assert plan.loads == {1: 3, 2: 3, 3: 3, 4: 3}


def test_what_is_held_stays_and_the_second_is_another() -> None:
    piece = Piece((1, 1), "13", wanted=2, held={"first": 2})
    plan = assigned([Scorer(1, load=9), Scorer(2)], [piece])
    assert plan.given == (Given((1, 1), "second", 1),)
    assert assigned([Scorer(2)], [piece]).left[0].why.values["beside"] == 1


def test_the_third_is_none_of_the_two_nor_at_home() -> None:
    piece = Piece((1, 1), "13", wanted=2, held={"first": 1, "second": 2})
    everybody = [Scorer(1), Scorer(2), Scorer(3, areas=frozenset({"13"})), Scorer(4, load=5)]
    assert third_for(everybody, piece) == 4
    nobody = third_for(everybody[:3], piece)
    assert isinstance(nobody, Message)
    assert nobody.code == "nobody_left"


@settings(max_examples=60, deadline=None)
@given(
    people=st.integers(1, 8),
    homes=st.lists(st.sampled_from(["13", "20", "14", ""]), min_size=8, max_size=8),
    areas=st.lists(st.sampled_from(["13", "20", "14"]), max_size=40),
    wanted=st.sampled_from([1, 2]),
)
def test_whatever_there_is_to_assign(people: int, homes: list[str], areas: list[str], wanted: int) -> None:
    scorers = [Scorer(key, areas=frozenset({homes[key]})) for key in range(people)]
    work = [Piece((1, number), area, wanted=wanted) for number, area in enumerate(areas)]
    plan = assigned(scorers, work)
    assert plan == assigned(scorers[::-1], work[::-1]), "the order in which they come changes nothing"
    assert len(plan.given) + len(plan.left) == wanted * len(work), (
        "every place is given or left with a reason"
    )
    area_of = {piece.key: piece.area for piece in work}
    assert all(homes[one.scorer] != area_of[one.piece] for one in plan.given)
    for piece in work:
        mine = [one.scorer for one in plan.given if one.piece == piece.key]
        assert len(mine) == len(set(mine))
    if wanted == 1 and not set(homes[:people]) & set(areas):
        assert max(plan.loads.values()) - min(plan.loads.values()) <= 1
