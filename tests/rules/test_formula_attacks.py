"""What is no formula is refused, whatever it is; and what holds for every formula."""

import ast
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.formula import FUNCTIONS, Need, Node, compute, make_formula
from samrit.rules.formula.reading import DEEPEST, LONGEST, LONGEST_CODE, parse
from samrit.rules.observed import Status
from samrit.rules.units import read_unit
from samrit.rules.wording import RefusedError
from tests.rules.formulas import HERE, UNITS, cells, computed, formula, refused, value

steadily = settings(deadline=None)


# ── attacks ─────────────────────────────────────────────────────────────────
UNKNOWN, BROKEN = "formula_unknown", "formula_broken"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "formula_empty"),
        (" \u200b", "formula_empty"),
        ("__import__('os').system('id')", UNKNOWN),
        ("__import__(A)", UNKNOWN),
        ("A.__class__", UNKNOWN),
        ("A.real", UNKNOWN),
        ("(1).real", UNKNOWN),
        ("sum.__call__(A)", UNKNOWN),
        ("__class__", UNKNOWN),
        ("_A", UNKNOWN),
        ("A__B", UNKNOWN),
        ("eval(A)", UNKNOWN),
        ("exec(A)", UNKNOWN),
        ("print(A)", UNKNOWN),
        ("getattr(A, B)", UNKNOWN),
        ("sum(A)(B)", UNKNOWN),
        ("sum(*A)", UNKNOWN),
        ("sum(A=1)", UNKNOWN),
        ("sum(x for x in A)", UNKNOWN),
        ("[x for x in A]", UNKNOWN),
        ("{A}", UNKNOWN),
        ("A[0]", UNKNOWN),
        ("lambda: A", UNKNOWN),
        ("(A := 5)", UNKNOWN),
        ("A if B else C", UNKNOWN),
        ("A and B", UNKNOWN),
        ("not A", UNKNOWN),
        ("A in B", UNKNOWN),
        ("A is B", UNKNOWN),
        ("A < B < C", UNKNOWN),
        ("A, B", UNKNOWN),
        ("()", UNKNOWN),
        ("(yield)", UNKNOWN),
        ("'A'", UNKNOWN),
        ('"A"', UNKNOWN),
        ("f'{A}'", UNKNOWN),
        ("`A`", UNKNOWN),
        ("A ** B", UNKNOWN),
        ("9 ** 9 ** 9 ** 9", UNKNOWN),
        ("A // B", UNKNOWN),
        ("A % B", UNKNOWN),
        ("A @ B", UNKNOWN),
        ("A & B", UNKNOWN),
        ("A << B", UNKNOWN),
        ("~A", UNKNOWN),
        ("+A", UNKNOWN),
        ("A; B", UNKNOWN),
        ("A # B", UNKNOWN),
        ("A \\ B", UNKNOWN),
        ("True", UNKNOWN),
        ("None", UNKNOWN),
        ("...", UNKNOWN),
        ("1e9", UNKNOWN),
        ("1E9", UNKNOWN),
        ("1_000", UNKNOWN),
        ("0x1F", UNKNOWN),
        ("0b1", UNKNOWN),
        ("2j", UNKNOWN),
        ("1if A else B", UNKNOWN),
        ("1.", UNKNOWN),
        (".5", UNKNOWN),
        ("9" * 21, UNKNOWN),
        ("0." + "1" * 13, UNKNOWN),
        ("9" * 999, UNKNOWN),
        ("A" * (LONGEST_CODE + 1), UNKNOWN),
        ("ｓｕｍ(A)", UNKNOWN),
        ("А + 1", UNKNOWN),  # a Cyrillic А
        ("A ＋ 1", UNKNOWN),
        ("𝐬𝐮𝐦(A)", UNKNOWN),
        ("A + ²", UNKNOWN),
        ("รายการ", UNKNOWN),
        ("A = B", BROKEN),
        ("A +", BROKEN),
        ("(A", BROKEN),
        ("A)", BROKEN),
        ("A B", BROKEN),
        ("A <> B", BROKEN),
        ("007", BROKEN),
        ("1.2.3", BROKEN),
        ("import", BROKEN),
        ("await A", UNKNOWN),
        ("A" + " + A" * 300, "formula_too_long"),
        ("A" + "+A" * (DEEPEST + 1), "formula_too_deep"),
        ("(" * (DEEPEST + 1) + "A" + ")" * (DEEPEST + 1), "formula_too_deep"),
        ("(" * 900, "formula_too_deep"),
        ("-" * 900 + "A", "formula_too_deep"),
        ("sum(" * 30 + "A" + ")" * 30, "formula_nothing_to_gather"),
        ("A" * (LONGEST + 1), "formula_too_long"),
    ],
)
def test_attacks(text: str, code: str):
    assert refused(text) == code


def test_hidden_letters_do_not_change_what_is_read():
    assert formula("A\u200b +\u202e B", "คน").text == "A + B"


def test_numbers_cannot_grow_beyond_measure():
    with pytest.raises(RefusedError) as caught:
        computed(" * ".join(["A"] + ["99999999999999999999"] * 30), "คน", {"A": "1"})
    assert caught.value.refusal.code == "formula_too_large"


@pytest.mark.parametrize(
    "wrong", [1.5, True, "5", Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal("1E-13")]
)
def test_only_exact_figures_enter(wrong: object):
    with pytest.raises(RefusedError):
        compute(formula("A", "คน"), {Need("A"): {HERE: wrong}})  # type: ignore[dict-item]


# ── what holds for every formula ────────────────────────────────────────────
LEAVES = st.one_of(
    st.builds(lambda n: Node("number", value=Decimal(n).scaleb(-2)), st.integers(0, 10**6)),
    st.sampled_from([Node("item", code=code) for code in ("A", "B", "C")]),
)


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.builds(Node, st.sampled_from(["+", "-", "*", "/", "<", ">=", "=="]), two),
        st.builds(lambda part: Node("negative", (part,)), inner),
        st.builds(
            lambda name, part: Node(name, (part,)),
            st.sampled_from([n for n, k in FUNCTIONS.items() if k == 1]),
            inner,
        ),
        st.builds(Node, st.sampled_from([n for n, k in FUNCTIONS.items() if k == 2]), two),
    )


TREES = st.recursive(LEAVES, grown, max_leaves=12)


@steadily
@given(TREES)
def test_written_out_and_read_again_it_is_the_same(tree: Node):
    assert parse(str(tree)) == tree


@steadily
@given(
    TREES,
    st.dictionaries(
        st.sampled_from("ABC"), st.integers(-50, 50) | st.sampled_from(list(Status)[1:]), min_size=3
    ),
)
def test_any_formula_computes_or_says_why_not(tree: Node, figures: dict[str, object]):
    units = dict.fromkeys("ABC", read_unit(""))
    try:
        found = compute(make_formula(str(tree), units=units, gives=read_unit("")), cells(figures))
    except RefusedError:
        return
    assert (found.value is None) == (found.missing is not None)
    assert found.steps


def as_fraction(node: ast.expr, figures: Mapping[str, int]) -> Fraction:
    """An independent reckoning of + − × ÷ in fractions."""
    match node:
        case ast.Constant(value=number):
            return Fraction(str(number))
        case ast.Name(id=code):
            return Fraction(figures[code])
        case ast.UnaryOp(operand=part):
            return -as_fraction(part, figures)
        case ast.BinOp(left=left, op=sign, right=right):
            one, other = as_fraction(left, figures), as_fraction(right, figures)
            return {
                ast.Add: one.__add__,
                ast.Sub: one.__sub__,
                ast.Mult: one.__mul__,
                ast.Div: one.__truediv__,
            }[type(sign)](other)
    raise AssertionError(node)


ARITHMETIC = st.recursive(
    LEAVES,
    lambda inner: st.builds(Node, st.sampled_from(["+", "-", "*", "/"]), st.tuples(inner, inner)),
    max_leaves=6,
)


@steadily
@given(ARITHMETIC, st.fixed_dictionaries({code: st.integers(-99, 99) for code in "ABC"}))
def test_arithmetic_agrees_with_fractions(tree: Node, figures: dict[str, int]):
    text, units = str(tree), dict.fromkeys("ABC", read_unit(""))
    found = compute(make_formula(text, units=units, gives=read_unit("")), cells(figures))
    try:
        right = as_fraction(ast.parse(text, mode="eval").body, figures)
    except ZeroDivisionError:
        assert found.value is None
        return
    assert found.value is not None
    assert abs(Fraction(found.value) - right) <= (abs(right) + 1) / 10**26


@steadily
@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40), st.randoms())
def test_order_does_not_matter(figures: list[int], random: object):
    shuffled = sorted(figures, key=lambda _: random.random())  # type: ignore[attr-defined]
    for name in ("sum", "mean", "min", "max", "median", "count"):
        assert value(f"{name}(A)", "คน", {"A": figures}) == value(f"{name}(A)", "คน", {"A": shuffled})


@steadily
@given(st.text(max_size=80) | st.text(alphabet="AB019.,+-*/()<>=! sumean_", max_size=60))
def test_any_text_is_a_formula_or_refused(text: str):
    try:
        found = formula(text, "คน")
    except RefusedError:
        return
    assert found.needs <= {Need(code, years) for code in UNITS for years in range(11)}
