"""A formula as a tree, and how it is written out again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from samrit.rules.thai import plain_number
from samrit.rules.units import Unit

GATHERINGS = frozenset({"sum", "mean", "min", "max", "median", "count", "mean_with_capture"})
FUNCTIONS: Mapping[str, int] = MappingProxyType(  # name → how many arguments
    {
        **dict.fromkeys(["sum", "mean", "min", "max", "median", "count"], 1),
        "mean_with_capture": 2,
        "share": 2,
        "growth": 2,
        "if_missing": 2,
    }
)
COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
ADDING = frozenset({"+", "-"})
SIGNS = {"*": "×", "/": "÷", "-": "−", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_BINDS = {**dict.fromkeys(COMPARISONS, 1), "+": 2, "-": 2, "*": 3, "/": 3, "negative": 4}
_TIGHTEST = 5


class Need(NamedTuple):
    """Figures that a formula asks for: of an item, in the KPI's own period or so many years before it."""

    code: str
    years_back: int = 0


@dataclass(frozen=True)
class Node:
    """``name``: ``number``, ``item``, ``negative``, a sign, or a function. What ``checking`` fills in:

    ``unit`` (None: a bare number, which takes the unit of what it stands beside), ``many`` (one figure for each area
    and period rather than one), ``truth`` (the outcome of a comparison).
    """

    name: str
    parts: tuple["Node", ...] = ()
    value: Decimal = Decimal(0)
    code: str = ""
    unit: Unit | None = None
    many: bool = False
    truth: bool = False

    def walk(self) -> Iterator["Node"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def __str__(self) -> str:
        """The formula again: ``parse(str(node)) == node``."""
        if self.name == "number":
            return plain_number(self.value)
        if self.name == "item":
            return self.code
        if self.name in FUNCTIONS:
            return f"{self.name}({', '.join(map(str, self.parts))})"
        binds = _BINDS[self.name]
        if self.name == "negative":
            return f"-{_bracketed(self.parts[0], binds)}"
        left, right = self.parts
        chained = binds + (self.name in COMPARISONS)  # a < b < c does not exist
        return f"{_bracketed(left, chained)} {self.name} {_bracketed(right, binds + 1)}"


def _bracketed(part: Node, binds: int) -> str:
    return f"({part})" if _BINDS.get(part.name, _TIGHTEST) < binds else str(part)


def needs(node: Node, years_back: int = 0) -> frozenset[Need]:
    """The items of a formula, each with how far back it is asked for."""
    if node.name == "item":
        return frozenset({Need(node.code, years_back)})
    found = frozenset(need for part in node.parts for need in needs(part, years_back))
    if node.name == "growth":
        found |= needs(node.parts[0], years_back + int(node.parts[1].value))
    return found


def common_unit(node: Node) -> Unit | None:
    """The unit in which both sides of a sign are brought together: the left one's, if it has one."""
    left, right = node.parts
    return right.unit if left.unit is None else left.unit
