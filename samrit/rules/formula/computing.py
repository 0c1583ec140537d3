"""A formula's value from its figures: exact, with every missing figure and its reason kept, each step said.

Computed with 60 digits and settled to 28 at the end (``samrit.rules.amounts``). A missing figure is never zero: what
it enters is missing too, with its reason, unless ``if_missing`` or ``mean_with_capture`` says what to do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from samrit.rules.amounts import checked, exact, not_a_number, settled
from samrit.rules.formula import telling
from samrit.rules.formula.checking import Formula
from samrit.rules.formula.tree import COMPARISONS, GATHERINGS, Need, Node, common_unit
from samrit.rules.observed import LIMITS, Status
from samrit.rules.units import Unit, converted
from samrit.rules.wording import Message, RefusedError, refuse

_MOST_DIGITS = 30  # before the point, of anything on the way
_LEFT_OVER = 40
HUNDRED = Decimal(100)


class Place(NamedTuple):
    """Where a figure belongs: an area's code and the canonical text of a period.

    ``part``: a station or a code of a breakdown within the area, "" for the area as a whole.
    """

    area: str
    period: str
    part: str = ""

    @property
    def measured_at(self) -> str:
        """The area and the part of it, without the period."""
        return f"{self.area} {self.part}".rstrip()


Cell = Decimal | Status  # a number, or why there is none
Cells = Mapping[Place, Cell]  # every expected cell, the empty ones too


@dataclass(frozen=True)
class Computed:
    """``value`` in the formula's unit, 28 digits; None with ``missing`` saying why. ``steps`` in their order."""

    value: Decimal | None
    unit: Unit
    missing: Message | None
    steps: tuple[Message, ...]


@dataclass(frozen=True)
class Missing:
    reason: Message


One = Decimal | bool | Missing
Many = dict[Place, One]


def compute(
    formula: Formula, cells: Mapping[Need, Cells], *, names: Mapping[str, str] | None = None
) -> Computed:
    """The value of a formula over the cells of the KPI's area and period (and of earlier years, see ``Need``).

    ``cells`` holds for every need all cells that are expected, a Status where there is no number. ``names``: item code →
    name, for the steps. RefusedError when an item outside a function has more than one cell, or a number grows too large.
    """
    run = _Run(cells, names or {})
    with exact():
        found = run.one(formula.tree, 0)
        if isinstance(found, Missing):
            run.steps.append(telling.of_nothing(found.reason))
            return Computed(None, formula.unit, found.reason, tuple(run.steps))
        value = settled(run.in_unit(Decimal(found), formula.tree.unit, formula.unit))
    run.steps.append(telling.of_result(formula.text, value, formula.unit))
    return Computed(value, formula.unit, None, tuple(run.steps))


def one_figure(tree: Node, unit: Unit | None, cells: Mapping[Need, Cells]) -> Decimal | Missing:
    """What a checked tree comes to in ``unit``, without its steps; RefusedError as ``compute``."""
    run = _Run(cells, {})
    with exact():
        found = run.one(tree, 0)
        return found if isinstance(found, Missing) else settled(run.in_unit(Decimal(found), tree.unit, unit))


def _too_large() -> RefusedError:
    return RefusedError(refuse("formula_too_large", "ตัวเลขระหว่างคำนวณใหญ่เกินไป – ตรวจสูตรและหน่วยของรายการ"))


class _Run:
    """One computation: the figures, and the steps so far."""

    def __init__(self, cells: Mapping[Need, Cells], names: Mapping[str, str]) -> None:
        self.cells = cells
        self.names = names
        self.steps: list[Message] = []
        self.quiet = False  # of many figures only what they come to is said

    # ── one figure ──────────────────────────────────────────────────────────
    def one(self, node: Node, years_back: int) -> One:
        if node.name == "number":
            return node.value
        if node.name == "item":
            return self.item(node, years_back)
        if node.name in GATHERINGS:
            return self.gathered(node, years_back)
        if node.name == "growth":
            return self.growth(node, years_back)
        parts = [self.one(part, years_back) for part in node.parts]
        found = self.applied(node, parts)
        if step := telling.of_step(node, parts, found):
            self.steps.append(step)
        return found

    def item(self, node: Node, years_back: int) -> One:
        """The single figure of an item in the KPI's own area and period."""
        cells = self.cells.get(Need(node.code, years_back), {})
        if len(cells) > 1:
            raise RefusedError(
                refuse(
                    "formula_item_has_many",
                    "{item} มี {count} ค่าในพื้นที่และช่วงเวลานี้ – บอกว่ารวมอย่างไร เช่น sum({item}) หรือ mean({item})",
                    item=node.code,
                    count=len(cells),
                )
            )
        for place, cell in cells.items():
            found = self.figure(node.code, place, cell)
            self.say_once(telling.of_item(self.name(node.code), place, found, node.unit))
            return found
        return Missing(telling.no_cell(self.name(node.code)))

    def figure(self, code: str, place: Place, cell: Cell) -> One:
        if isinstance(cell, Status):
            return Missing(telling.no_number(self.name(code), place, cell))
        if not isinstance(cell, Decimal):
            raise not_a_number(cell)
        return checked(cell, LIMITS)

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    def say_once(self, step: Message) -> None:
        if not self.quiet and step not in self.steps:
            self.steps.append(step)

    def growth(self, node: Node, years_back: int) -> One:
        """In percent of the figure so many years earlier, which has to be above zero."""
        inside, years = node.parts[0], int(node.parts[1].value)
        now = self.one(inside, years_back)
        if isinstance(now, Missing):
            return now
        self.steps.append(telling.of_earlier(years))
        then = self.one(inside, years_back + years)
        if isinstance(then, Missing):
            return Missing(telling.no_earlier(years, then.reason))
        if then <= 0:
            return Missing(telling.no_growth(years, Decimal(then)))
        found = _limited((Decimal(now) - Decimal(then)) / Decimal(then) * HUNDRED)
        self.steps.append(telling.of_growth(Decimal(now), Decimal(then), years, found))
        return found

    # ── a figure for each area and period ───────────────────────────────────
    def many(self, node: Node, years_back: int) -> Many:
        if node.name == "item":
            cells = self.cells.get(Need(node.code, years_back), {})
            return {place: self.figure(node.code, place, cells[place]) for place in sorted(cells)}
        parts = [
            self.many(part, years_back) if part.many else self.one(part, years_back) for part in node.parts
        ]
        places = sorted({place for part in parts if isinstance(part, dict) for place in part})
        rows = {place: [self.at(part, place) for part in parts] for place in places}
        if node.name == "if_missing":
            self.say_filled(node, rows)
        return self.each(node, rows)

    def each(self, node: Node, rows: Mapping[Place, Sequence[One]]) -> Many:
        self.quiet = True
        found = {place: self.applied(node, parts) for place, parts in rows.items()}
        self.quiet = False
        return found

    def say_filled(self, node: Node, rows: Mapping[Place, Sequence[One]]) -> None:
        lost = sum(isinstance(first, Missing) for first, _ in rows.values())
        if lost:
            self.steps.append(
                telling.of_fillings(self.written(node.parts[0]), lost, len(rows), str(node.parts[1]))
            )

    def at(self, part: One | Many, place: Place) -> One:
        if isinstance(part, dict):
            return part.get(place, Missing(telling.nothing_at(place)))
        return part

    def gathered(self, node: Node, years_back: int) -> One:
        inside = self.many(node.parts[0], years_back)
        if node.name == "count":
            return self.counted(node, inside)
        if node.name == "mean_with_capture":
            return self.captured(node, inside, node.parts[1].value)
        found = _numbers(inside)
        if isinstance(found, Missing):
            return found
        value = _limited(_GATHER[node.name](found))
        self.steps.append(telling.of_gathering(node, self.written(node.parts[0]), found, value))
        return value

    def counted(self, node: Node, inside: Many) -> One:
        """Of comparisons how many are true, of figures how many there are."""
        if node.parts[0].truth:
            found = _numbers(inside)
            if isinstance(found, Missing):
                return found
            value = Decimal(sum(bool(one) for one in found))
        else:
            value = Decimal(sum(not isinstance(one, Missing) for one in inside.values()))
        self.steps.append(telling.of_count(self.written(node.parts[0]), len(inside), value))
        return value

    def captured(self, node: Node, inside: Many, least: Decimal) -> One:
        """The mean of the means of those places (an area, a station) that have at least so large a share of their figures."""
        places: dict[str, list[One]] = {}
        for place, one in inside.items():
            places.setdefault(place.measured_at, []).append(one)
        means: list[Decimal] = []
        for name, ones in places.items():
            known = [Decimal(one) for one in ones if not isinstance(one, Missing)]
            enough = len(known) >= least * len(ones)
            mean = _mean(known) if enough else None
            self.steps.append(telling.of_area(name, len(known), len(ones), mean, least * HUNDRED))
            means += [] if mean is None else [mean]
        if not means:
            return Missing(telling.none_captured(len(places), least * HUNDRED))
        value = _mean(means)
        self.steps.append(telling.of_capture(self.written(node.parts[0]), means, len(places), value))
        return value

    def written(self, node: Node) -> str:
        """The formula's own words, an item alone by its name."""
        return self.name(node.code) if node.name == "item" else str(node)

    # ── signs ───────────────────────────────────────────────────────────────
    def applied(self, node: Node, parts: Sequence[One]) -> One:
        """An operation that is no gathering, on one figure of each part."""
        if node.name == "if_missing":
            return self.filled(node, parts)
        for part in parts:
            if isinstance(part, Missing):
                return part
        numbers = [
            Decimal(part)
            if node.name in {"*", "/", "negative"}
            else self.in_unit(Decimal(part), given.unit, common_unit(node))
            for part, given in zip(parts, node.parts, strict=True)
            if not isinstance(part, Missing)
        ]
        if node.name in {"/", "share"} and not numbers[1]:
            return Missing(telling.by_zero(str(node.parts[1])))
        if node.name in COMPARISONS:
            return _COMPARE[node.name](*numbers)
        return _limited(_APPLY[node.name](*numbers))

    def filled(self, node: Node, parts: Sequence[One]) -> One:
        first, second = parts
        chosen, unit = (
            (second, node.parts[1].unit) if isinstance(first, Missing) else (first, node.parts[0].unit)
        )
        if isinstance(chosen, Missing):
            return chosen
        value = self.in_unit(Decimal(chosen), unit, node.unit)
        if isinstance(first, Missing):
            self.say_once(telling.of_filling(first.reason, value))
        return value

    def in_unit(self, value: Decimal, given: Unit | None, wanted: Unit | None) -> Decimal:
        """Brought to the other factor of the same unit: บาท to ล้านบาท. A bare number stays."""
        if given is None or wanted is None or given.factor == wanted.factor:
            return value
        found = converted(value, given, wanted)
        self.say_once(telling.of_conversion(value, given, found, wanted))
        return found


def _limited(value: Decimal) -> Decimal:
    """Never large; and what a division that does not end leaves over, 40 places behind the point, is nothing."""
    if value and value.adjusted() >= _MOST_DIGITS:
        raise _too_large()
    return value if value.adjusted() >= -_LEFT_OVER else Decimal(0)


def _numbers(inside: Many) -> list[Decimal] | Missing:
    """All of them, or why that cannot be: one missing figure is enough."""
    lost = [one for one in inside.values() if isinstance(one, Missing)]
    if lost:
        return Missing(telling.some_missing(len(lost), len(inside), lost[0].reason))
    found = [Decimal(one) for one in inside.values() if not isinstance(one, Missing)]
    return found or Missing(telling.no_cells())


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


_GATHER: dict[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "sum": lambda values: sum(values, Decimal(0)),
    "mean": _mean,
    "min": min,
    "max": max,
    "median": _median,
}
_APPLY: dict[str, Callable[..., Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "share": lambda left, right: left / right * HUNDRED,
    "negative": lambda value: -value,
}
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}
