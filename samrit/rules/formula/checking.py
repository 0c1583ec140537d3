"""A formula that makes sense: its items exist, its units agree, and it gives one number in the KPI's unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from samrit.rules.formula.reading import parse
from samrit.rules.formula.tree import ADDING, COMPARISONS, GATHERINGS, Need, Node, needs
from samrit.rules.units import NO_UNIT, PERCENT_UNIT, Unit, alike, product, ratio
from samrit.rules.wording import RefusedError, refuse

MOST_YEARS = 10


@dataclass(frozen=True)
class Formula:
    """A checked formula. ``unit`` is what it gives, ``needs`` the figures to be brought for ``compute``."""

    text: str
    tree: Node
    unit: Unit
    needs: frozenset[Need]


def make_formula(text: str, *, units: Mapping[str, Unit], gives: Unit) -> Formula:
    """Reads and checks a formula over the items in ``units`` (item code → unit), which is to give ``gives``.

    Outside a function an item is one figure, that of the KPI's own area and period; inside ``sum``, ``mean``, ``min``,
    ``max``, ``median``, ``count`` and ``mean_with_capture`` it is all of them. RefusedError says what is wrong.
    """
    tree = check(text, units=units)
    if tree.unit is not None and not alike(tree.unit, gives):
        raise RefusedError(
            refuse(
                "formula_gives_other_unit",
                "สูตรให้ผลเป็น “{found}” แต่ตัวชี้วัดนับเป็น “{expected}”",
                found=tree.unit.words or "–",
                expected=gives.words or "–",
            )
        )
    return Formula(str(tree), tree, gives, needs(tree))


def check(text: str, *, units: Mapping[str, Unit]) -> Node:
    """The tree of a formula with its units, whatever it gives. RefusedError says what is wrong."""
    tree = _Checker(units).checked(parse(text), gathering=False)
    if tree.truth:
        raise _no_number(tree)
    return tree


def _no_number(node: Node) -> RefusedError:
    return RefusedError(
        refuse(
            "formula_truth",
            "“{part}” เป็นการเปรียบเทียบ ไม่ใช่ตัวเลข – ใช้ count(…) เพื่อนับว่าเป็นจริงกี่ค่า",
            part=str(node),
        )
    )


class _Checker:
    """Fills in ``unit``, ``many`` and ``truth`` from the leaves up."""

    def __init__(self, units: Mapping[str, Unit]) -> None:
        self.units = units

    def checked(self, node: Node, *, gathering: bool) -> Node:
        """``gathering``: inside a function that takes all areas and periods."""
        if node.name == "number":
            return node
        if node.name == "item":
            return replace(node, unit=self.unit_of(node.code), many=gathering)
        if node.name == "growth" and (
            gathering or any(part.name == "growth" for part in node.parts[0].walk())
        ):
            raise RefusedError(
                refuse(
                    "formula_growth_inside",
                    "ใช้ growth ซ้อนในฟังก์ชันอื่นที่รวมค่าหรือใน growth ไม่ได้ – ให้ growth อยู่ชั้นนอก",
                )
            )
        inside = gathering or node.name in GATHERINGS
        parts = tuple(self.checked(part, gathering=inside) for part in node.parts)
        return _ways(node.name)(replace(node, parts=parts, many=any(part.many for part in parts)))

    def unit_of(self, code: str) -> Unit:
        if code in self.units:
            return self.units[code]
        near = get_close_matches(code, self.units, n=1)
        if near:
            raise RefusedError(
                refuse(
                    "formula_item_near", "ไม่มีรายการ “{item}” – หมายถึง “{near}” หรือไม่", item=code, near=near[0]
                )
            )
        raise RefusedError(refuse("formula_item_unknown", "ไม่มีรายการ “{item}” ในทะเบียนรายการข้อมูล", item=code))


def _ways(name: str) -> Callable[[Node], Node]:
    if name in ADDING:
        return _added
    if name in COMPARISONS:
        return _compared
    if name in GATHERINGS:
        return _gathered
    return {
        "negative": _negative,
        "*": _multiplied,
        "/": _multiplied,
        "share": _shared,
        "growth": _grown,
        "if_missing": _filled,
    }[name]


def _numbers(node: Node) -> None:
    for part in node.parts:
        if part.truth:
            raise _no_number(part)


def _agreed(node: Node) -> Unit | None:
    """The unit of both sides; a bare number takes the other's."""
    _numbers(node)
    left, right = node.parts
    if left.unit is not None and right.unit is not None and not alike(left.unit, right.unit):
        raise RefusedError(
            refuse(
                "formula_units_differ",
                "“{left}” นับเป็น “{left_unit}” แต่ “{right}” นับเป็น “{right_unit}” จึงใช้ด้วยกันใน {sign} ไม่ได้",
                left=str(left),
                left_unit=left.unit.words or "–",
                right=str(right),
                right_unit=right.unit.words or "–",
                sign=node.name,
            )
        )
    return right.unit if left.unit is None else left.unit


def _added(node: Node) -> Node:
    return replace(node, unit=_agreed(node))


def _filled(node: Node) -> Node:
    return replace(node, unit=_agreed(node))


def _compared(node: Node) -> Node:
    _agreed(node)
    return replace(node, truth=True)


def _negative(node: Node) -> Node:
    _numbers(node)
    return replace(node, unit=node.parts[0].unit)


def _multiplied(node: Node) -> Node:
    _numbers(node)
    left, right = (part.unit for part in node.parts)
    if left is None and right is None:
        return node
    combine = product if node.name == "*" else ratio
    if right is None:
        return replace(node, unit=left)
    return replace(node, unit=combine(left or NO_UNIT, right))


def _shared(node: Node) -> Node:
    _agreed(node)
    return replace(node, unit=PERCENT_UNIT)


def _grown(node: Node) -> Node:
    _numbers(node)
    years = node.parts[1]
    if years.name != "number" or years.value != int(years.value) or not 1 <= years.value <= MOST_YEARS:
        raise RefusedError(
            refuse("formula_years", "จำนวนปีใน growth ต้องเป็นเลขเต็ม 1 ถึง {most}", most=MOST_YEARS)
        )
    return replace(node, unit=PERCENT_UNIT)


def _gathered(node: Node) -> Node:
    """One figure out of many."""
    inside = node.parts[0]
    if not inside.many:
        raise RefusedError(
            refuse("formula_nothing_to_gather", "{function} ต้องมีรหัสรายการในวงเล็บ", function=node.name)
        )
    if inside.truth and node.name != "count":
        raise _no_number(inside)
    if node.name == "mean_with_capture":
        _check_least(node.parts[1])
    return replace(node, many=False, unit=None if node.name == "count" else inside.unit)


def _check_least(least: Node) -> None:
    if least.name != "number" or not 0 < least.value <= 1:
        raise RefusedError(
            refuse("formula_least", "สัดส่วนข้อมูลขั้นต่ำใน mean_with_capture ต้องเป็นตัวเลขมากกว่า 0 ถึง 1 เช่น 0.75")
        )
