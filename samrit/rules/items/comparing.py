"""The rules of a book as comparisons of formulas (``samrit.rules.formula``): one language for KPIs and for checks."""

from collections.abc import Mapping

from samrit.rules.formula import Comparison, make_comparison, read_side
from samrit.rules.items.kinds import Book, Rule
from samrit.rules.units import Unit, read_unit


def formula_units(book: Book) -> Mapping[str, Unit]:
    """Item code → unit, as formulas take it: ล้านบาท is a unit of its own size."""
    return {code: read_unit(book.unit_text(item)) for code, item in book.items.items()}


def comparison_of(rule: Rule, units: Mapping[str, Unit]) -> Comparison:
    """A rule of the kind COMPARE over the items of ``formula_units``. RefusedError when it cannot be read."""
    left, right = (read_side(side, units=units) for side in (rule.left, rule.right))
    return make_comparison(left, rule.operator, right, rule.percent)
