"""Two sides of a validation rule (เงื่อนไขตรวจสอบ): figures of one area and period with a sign between them.

A side is a formula of item codes, numbers, ``+ - * /`` and brackets. A bare number takes the unit of what it stands
beside, and ล้านบาท and บาท are brought together, as in every formula: ``gpp > 5`` of an item in ล้านบาท is 5 ล้านบาท.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from samrit.rules.amounts import exact, settled
from samrit.rules.formula.checking import check
from samrit.rules.formula.computing import HUNDRED, Cells, Missing, one_figure
from samrit.rules.formula.tree import ADDING, COMPARISONS, Need, Node, common_unit, needs
from samrit.rules.units import Unit, alike
from samrit.rules.wording import Message, RefusedError, refuse

OPERATORS: Mapping[str, str] = MappingProxyType(
    {"=": "==", **{sign: sign for sign in ("!=", "<", "<=", ">", ">=")}}
)
_OF_A_SIDE = frozenset({"number", "item", "negative", "+", "-", "*", "/"})


@dataclass(frozen=True)
class Comparison:
    """``left`` ``operator`` ``right``, both checked; the two may differ by ``percent`` of the right one."""

    left: Node
    operator: str
    right: Node
    percent: Decimal = Decimal(0)

    @property
    def unit(self) -> Unit | None:
        """In which both sides are told: the left one's, if it has one."""
        return common_unit(self.as_tree())

    @property
    def items(self) -> tuple[str, ...]:
        """The items named, in their order."""
        return tuple(dict.fromkeys(node.code for node in self.as_tree().walk() if node.name == "item"))

    @property
    def needs(self) -> frozenset[Need]:
        return needs(self.as_tree())

    def as_tree(self) -> Node:
        return Node(OPERATORS[self.operator], (self.left, self.right), truth=True)


@dataclass(frozen=True)
class Compared:
    """``holds`` is None where nothing can be said: a figure is ``missing``, or one was to be divided by zero.

    ``left`` and ``right`` stand in the comparison's unit.
    """

    holds: bool | None
    left: Decimal | None = None
    right: Decimal | None = None
    missing: Message | None = None


def read_side(text: str, *, units: Mapping[str, Unit]) -> Node:
    """One side, checked for units (item code → unit). RefusedError says what of it cannot stand in a rule."""
    tree = check(text, units=units)
    for node in tree.walk():
        if node.name not in _OF_A_SIDE:
            raise RefusedError(
                refuse(
                    "comparison_function",
                    "“{part}” ใช้ในเงื่อนไขตรวจสอบไม่ได้ – ใช้รหัสรายการ ตัวเลข + − × ÷ และวงเล็บเท่านั้น",
                    part=str(node),
                )
            )
    return tree


def make_comparison(left: Node, operator: str, right: Node, percent: Decimal = Decimal(0)) -> Comparison:
    """Of two sides that ``read_side`` gave. RefusedError where their units cannot be compared or no item is named.

    ``operator``: one of ``OPERATORS``.
    """
    made = Comparison(left, operator, right, percent)
    if not made.items:
        raise RefusedError(refuse("comparison_without_items", "เงื่อนไขตรวจสอบไม่อ้างรายการใดเลย"))
    if left.unit is not None and right.unit is not None and not alike(left.unit, right.unit):
        raise RefusedError(
            refuse(
                "comparison_units_differ",
                "เทียบกันไม่ได้ เพราะหน่วยต่างกัน: {left} กับ {right}",
                left=left.unit.words or "–",
                right=right.unit.words or "–",
            )
        )
    return made


def compare(comparison: Comparison, cells: Mapping[Need, Cells]) -> Compared:
    """Whether the figures of one area and period keep to it; ``cells`` as for ``compute``, one for each item."""
    sides = []
    for side in (comparison.left, comparison.right):
        found = one_figure(side, comparison.unit, cells)
        if isinstance(found, Missing):
            return Compared(None, missing=found.reason)
        sides.append(found)
    left, right = sides
    return Compared(holds(comparison, left, right), left, right)


def holds(comparison: Comparison, left: Decimal, right: Decimal) -> bool:
    """Whether two figures keep to the sign, given what they may differ by."""
    with exact():
        slack = abs(right) * comparison.percent / HUNDRED
        return _HOLDS[comparison.operator](left - right, slack)


_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda apart, slack: abs(apart) <= slack,
    "!=": lambda apart, slack: abs(apart) > slack,
    "<": lambda apart, slack: apart < slack,
    "<=": lambda apart, slack: apart <= slack,
    ">": lambda apart, slack: apart > -slack,
    ">=": lambda apart, slack: apart >= -slack,
}


def written_out(tree: Node) -> Node:
    """The same with every conversion as a multiplication, for engines that know no units.

    ``otop_sales == sales_in_baht`` → ``otop_sales == sales_in_baht * 0.000001``: in the left one's unit.
    """
    parts = [written_out(part) for part in tree.parts]
    if tree.name in ADDING | COMPARISONS:
        wanted = common_unit(tree)
        parts = [_brought(part, given.unit, wanted) for part, given in zip(parts, tree.parts, strict=True)]
    return Node(tree.name, tuple(parts), tree.value, tree.code, tree.unit, tree.many, tree.truth)


def _brought(part: Node, given: Unit | None, wanted: Unit | None) -> Node:
    if given is None or wanted is None or given.factor == wanted.factor:
        return part
    with exact():
        times = settled(given.factor / wanted.factor)
    return Node("*", (part, Node("number", value=times)), unit=wanted)
