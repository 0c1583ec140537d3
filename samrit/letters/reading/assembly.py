"""Puts items together: which numbered row is a group, which a KPI, which a part of one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from samrit.letters.reading.characters import join_wrapped
from samrit.letters.reading.items import Item, Kind
from samrit.letters.reading.lines import Line, in_one
from samrit.letters.reading.shapes import Component, Group, Kpi, Part
from samrit.letters.reading.tables import BREAK
from samrit.letters.reading.weights import Weight, take_weight

_DASH_INSIDE = re.compile(rf"(?:{BREAK}|\s)\s*[-–—•●]\s+|{BREAK}\s*[-–—•●]")
_NUMBER_INSIDE = re.compile(rf"{BREAK}\s*(?:[0-9๐-๙]{{1,2}}\.[0-9๐-๙]{{1,2}}|\(?[0-9๐-๙]{{1,2}}\))\s*\.?\s*")
_GROUP_WORDS = re.compile(r"ตัวชี้วัด(?!ที่)|.*\bKPIs?\b", re.IGNORECASE)


@dataclass
class KpiDraft:
    item: Item
    name: str
    weight: Decimal | None
    owners: list[str]
    parts: list[Part] = field(default_factory=list)
    mark: str = ""
    spare: list[Decimal] = field(
        default_factory=list
    )  # part weights that stand with the KPI, not with a part
    numbered_parts: int = 0

    def finished(self) -> Kpi:
        parts = list(self.parts)
        spare = list(self.spare)
        for position, part in enumerate(parts):
            if part.weight is None and spare:
                parts[position] = Part(part.name, spare.pop(0), part.line)
        parts += [
            Part("", weight, self.item.line.number)
            for weight in spare
            if len(self.parts) or len(self.spare) > 1
        ]
        return Kpi(
            self.item.number,
            self.name,
            self.weight,
            tuple(dict.fromkeys(self.owners)),
            tuple(parts),
            self.item.line.number,
        )


@dataclass
class GroupDraft:
    number: str | None
    name: str | None
    weight: Decimal | None
    line: int
    kpis: list[KpiDraft] = field(default_factory=list)

    def finished(self) -> Group:
        return Group(
            self.number, self.name, self.weight, tuple(kpi.finished() for kpi in self.kpis), self.line
        )


@dataclass
class ComponentDraft:
    number: str | None
    name: str | None
    weight: Decimal | None
    line: int
    assessed: bool = True
    groups: list[GroupDraft] = field(default_factory=list)
    subtotal: tuple[Decimal, int] | None = None

    def finished(self) -> Component:
        groups = tuple(group.finished() for group in self.groups)
        return Component(self.number, self.name, self.weight, self.assessed, groups, self.line)

    @property
    def kpi(self) -> KpiDraft | None:
        return self.groups[-1].kpis[-1] if self.groups and self.groups[-1].kpis else None

    @property
    def numbered_groups(self) -> int:
        return sum(group.number is not None for group in self.groups)

    def group(self, line: int) -> GroupDraft:
        if not self.groups:
            self.groups.append(GroupDraft(None, None, None, line))
        return self.groups[-1]


@dataclass(frozen=True)
class Unreadable:
    """A weight that is there but is no number, or a total over part of the table."""

    line: int
    text: str


class Assembly:
    """Takes the items of one framework in order. ``total`` is the last stated total with its line."""

    def __init__(self) -> None:
        self.components: list[ComponentDraft] = []
        self.total: tuple[Decimal, int] | None = None
        self.unreadable: list[Unreadable] = []
        self.continues: KpiDraft | GroupDraft | ComponentDraft | None = None  # what a wrapped line belongs to

    def take(self, items: Sequence[Item]) -> None:
        for position, item in enumerate(items):
            self.add(item, items[position + 1 : position + 9])
        drafts = [kpi for component in self.components for group in component.groups for kpi in group.kpis]
        for kpi in drafts:
            if not kpi.parts and len(kpi.spare) == 1 and kpi.spare[0] != kpi.weight:
                self.unreadable.append(Unreadable(kpi.item.line.number, kpi.item.line.text))  # of which row?

    def add(self, item: Item, following: Sequence[Item]) -> None:
        if item.weight.unreadable:
            self.unreadable.append(Unreadable(item.line.number, item.line.text))
        if self.total is not None and item.kind in {Kind.COMPONENT, Kind.NUMBERED} and self.components:
            self.components[-1].subtotal, self.total = self.total, None  # rows follow: it was a subtotal
        if item.kind in {Kind.NUMBERED, Kind.TEXT}:
            (self.numbered if item.kind is Kind.NUMBERED else self.text)(item, following)
        else:
            self.alone[item.kind](item)

    @property
    def alone(self) -> dict[Kind, Callable[[Item], None]]:
        """What to do with items that mean the same whatever follows."""
        return {
            Kind.COMPONENT: self.open_component,
            Kind.NOT_ASSESSED: self.not_assessed,
            Kind.TOTAL: self.state_total,
            Kind.ATTRIBUTE: self.attribute,
            Kind.DASHED: self.dashed,
        }

    def not_assessed(self, item: Item) -> None:
        self.component(item.line).assessed = False

    def state_total(self, item: Item) -> None:
        if item.weight.own is not None:
            self.total = (item.weight.own, item.line.number)

    # ── components and groups ──
    def component(self, line: Line) -> ComponentDraft:
        if not self.components:
            self.components.append(ComponentDraft(None, None, None, line.number))
        return self.components[-1]

    def open_component(self, item: Item) -> None:
        last = self.components[-1] if self.components else None
        if last and last.number == item.number and last.number and (last.name == item.name or not item.name):
            return  # its heading again on the next page
        draft = ComponentDraft(
            item.number, item.name or None, item.weight.own, item.line.number, item.assessed
        )
        self.components.append(draft)
        self.continues = draft

    def open_group(self, item: Item) -> None:
        component = self.component(item.line)
        if component.groups and item.number and component.groups[-1].number == item.number:
            return
        group = GroupDraft(item.number, in_one(item.name) or None, item.weight.own, item.line.number)
        component.groups.append(group)
        self.continues = group

    # ── rows ──
    def numbered(self, item: Item, following: Sequence[Item]) -> None:
        component = self.component(item.line)
        kind = self.kind_of(item, component, following)
        if kind == "group":
            self.open_group(item)
        elif kind == "part" and component.kpi is not None:
            component.kpi.numbered_parts += 1
            self.add_part(component.kpi, item)
        else:
            self.add_kpi(component, item)

    def kind_of(self, item: Item, component: ComponentDraft, following: Sequence[Item]) -> str:
        number = item.number or ""
        depth, prefix = number.count("."), number.rpartition(".")[0]
        kpi = component.kpi
        part = kpi is not None and kpi.item.number == prefix and number.endswith(f".{kpi.numbered_parts + 1}")
        if depth == 0:
            return self.whole_number(item, component, following)
        upcoming = next((other for other in following if other.kind in {Kind.NUMBERED, Kind.COMPONENT}), None)
        below = (upcoming.number or "") if upcoming and upcoming.kind is Kind.NUMBERED else ""
        opens = bool(below) and ("." not in below or below.startswith(f"{number}."))
        group = opens and not item.owners and number.endswith(f".{component.numbered_groups + 1}")
        group = group and component.number in {None, prefix}
        if group and part:
            group = item.line.bold or _GROUP_WORDS.match(item.name) is not None
            part = not group
        if part:
            return "part"
        if group:
            return "group"
        if kpi is not None and kpi.item.number == prefix:
            return "part"
        stated = item.weight.own is not None or bool(item.owners)
        return "kpi" if stated or not opens else "group"

    def whole_number(self, item: Item, component: ComponentDraft, following: Sequence[Item]) -> str:
        """``1.`` is a KPI; ``1)`` under a KPI marked ``1.`` a part; a bare heading over KPIs 1.1, 1.2 a group."""
        kpi = component.kpi
        if kpi is not None and kpi.mark and item.mark != kpi.mark and "(" + kpi.mark != item.mark[:2]:
            return "part" if not item.owners else "kpi"
        if kpi is not None and kpi.mark == "." and item.mark.startswith("("):
            return "part"
        if item.owners:
            return "kpi"
        children = [
            other for other in following if other.number and other.number.startswith(f"{item.number}.")
        ]
        return "group" if any(child.owners for child in children) else "kpi"

    def add_kpi(self, component: ComponentDraft, item: Item) -> None:
        names, numbers = split_parts(item.name, item.weight)
        draft = KpiDraft(item, names[0], item.weight.own, list(item.owners), mark=item.mark, spare=numbers)
        draft.parts = [_part(name, item.line.number) for name in names[1:]]
        component.group(item.line.number).kpis.append(draft)
        self.continues = draft

    def add_part(self, kpi: KpiDraft, item: Item) -> None:
        weight = item.weight.own if item.weight.own is not None else next(iter(item.weight.parts), None)
        kpi.parts.append(Part(in_one(item.name), weight, item.line.number))
        kpi.owners += item.owners
        self.continues = kpi

    def dashed(self, item: Item) -> None:
        component = self.component(item.line)
        kpi = component.kpi
        if kpi is None or (kpi.item.kind is Kind.DASHED and item.weight.own is not None):
            self.add_kpi(component, item)
        else:
            self.add_part(kpi, item)

    def attribute(self, item: Item) -> None:
        """A weight or owners on a line of their own belong to what stands above."""
        above = self.continues
        if isinstance(above, KpiDraft):
            if above.weight is None and item.weight.own is not None and not above.parts:
                above.weight = item.weight.own
            elif item.weight.own is not None and above.parts and above.parts[-1].weight is None:
                above.parts[-1] = Part(above.parts[-1].name, item.weight.own, above.parts[-1].line)
            elif item.weight.own is not None and above.weight is None:
                above.weight = item.weight.own
            above.spare += item.weight.parts
            add_owners(above.owners, item.owners)
        elif above is not None and above.weight is None:
            above.weight = item.weight.own

    def text(self, item: Item, following: Sequence[Item]) -> None:
        """Words without a number: a KPI that has none, a part, a group's heading, or the rest of the line above."""
        component = self.component(item.line)
        kpi = component.kpi
        weighed = item.weight.own is not None or bool(item.weight.parts)
        numbered = kpi is not None and kpi.item.number is not None
        if kpi is not None and numbered and weighed and not item.owners and self.fits_as_part(kpi, item):
            self.add_part(kpi, item)
        elif item.line.cells and (weighed or (item.owners and not numbered)):
            self.add_kpi(component, item)
        elif self.is_heading(item, following):
            self.open_group(item)
        else:
            self.continue_above(item)

    @staticmethod
    def fits_as_part(kpi: KpiDraft, item: Item) -> bool:
        if item.weight.own is None:
            return True
        used = sum((part.weight for part in kpi.parts if part.weight is not None), Decimal(0))
        return kpi.weight is not None and used + item.weight.own <= kpi.weight

    def is_heading(self, item: Item, following: Sequence[Item]) -> bool:
        opens = bool(following) and following[0].kind in {Kind.NUMBERED, Kind.DASHED}
        return opens and bool(item.name) and (item.line.bold or _GROUP_WORDS.match(item.name) is not None)

    def continue_above(self, item: Item) -> None:
        above, more = self.continues, in_one(item.name)
        if above is None or not more:
            return
        if isinstance(above, KpiDraft) and above.parts:
            last = above.parts[-1]
            above.parts[-1] = Part(_joined(last.name, more), last.weight, last.line)
        else:
            above.name = _joined(above.name or "", more)
        if isinstance(above, KpiDraft):
            add_owners(above.owners, item.owners)
            if above.weight is None:
                above.weight = item.weight.own


def add_owners(owners: list[str], more: Sequence[str]) -> None:
    """``จ.นบ.`` on the next page is the rest of the last office's name."""
    for owner in more:
        if owners and owner.startswith(("จ.", "จังหวัด", "(", "และ")):
            owners[-1] = join_wrapped([owners[-1], owner])
        else:
            owners.append(owner)


def _joined(first: str, more: str) -> str:
    return join_wrapped([first, more])


def _part(text: str, line: int) -> Part:
    taken = take_weight(text, trailing=True)
    return Part(in_one(taken.rest), taken.weight, line)


def split_parts(name: str, weight: Weight) -> tuple[list[str], list[Decimal]]:
    """The KPI's own name and the names of its parts, which stand in one cell; and the parts' weights.

    ``คุณภาพน้ำ - แม่น้ำ ก - แม่น้ำ ข`` has parts when the weights say so, or when there are several.
    """
    weights = list(weight.parts)
    pieces = [piece.strip(f" {BREAK}") for piece in _DASH_INSIDE.split(name)]
    broken = BREAK in name and _DASH_INSIDE.search(name[name.index(BREAK) - 1 :]) is not None
    if len(pieces) > 1 and pieces[0] and (weights or len(pieces) > 2 or broken):  # noqa: PLR2004 - two dashes
        return [in_one(piece) for piece in pieces], weights
    numbered = [piece.strip(f" {BREAK}") for piece in _NUMBER_INSIDE.split(name)]
    if len(numbered) > 1 and numbered[0]:
        return [in_one(piece) for piece in numbered], weights
    own_lines = [piece.strip() for piece in name.split(BREAK) if piece.strip()]
    if weights and len(own_lines) == len(weights) + 1:
        return [in_one(piece) for piece in own_lines], weights
    return [in_one(name)], weights
