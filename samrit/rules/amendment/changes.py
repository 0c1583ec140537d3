"""Comparing two editions: every change as a value and as a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from samrit.rules.amendment.states import ComponentState, EditionState, KpiState, Owner
from samrit.rules.differences import Piece, pieces
from samrit.rules.thai import plain_number
from samrit.rules.wording import Message, listed, say


class Kind(StrEnum):
    """What sort of change it is."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    MOVED = "moved"
    PARTS = "parts"
    WEIGHT = "weight"
    LEVELS = "levels"
    UNIT = "unit"
    DIRECTION = "direction"
    INTERPOLATE = "interpolate"
    LAST_YEAR = "last_year"
    OWNERS = "owners"
    DEFINITION = "definition"
    EVIDENCE = "evidence"
    CHECKLIST = "checklist"
    DETAILS = "details"
    COMPONENT_ADDED = "component_added"
    COMPONENT_DROPPED = "component_dropped"
    COMPONENT_RENAMED = "component_renamed"
    COMPONENT_WEIGHT = "component_weight"
    COMPONENT_ASSESSED = "component_assessed"
    REWEIGHT = "reweight"


FIELDS: Mapping[Kind, tuple[str, ...]] = {  # kind → the fields of a KPI that it is about
    Kind.RENAMED: ("name",),
    Kind.MOVED: ("component", "number", "group", "parent"),
    Kind.WEIGHT: ("weight",),
    Kind.LEVELS: ("levels",),
    Kind.UNIT: ("unit",),
    Kind.DIRECTION: ("direction",),
    Kind.INTERPOLATE: ("interpolate",),
    Kind.LAST_YEAR: ("last_year",),
    Kind.OWNERS: ("owners",),
    Kind.DEFINITION: ("definition",),
    Kind.EVIDENCE: ("evidence_asked",),
    Kind.CHECKLIST: ("checklist",),
    Kind.DETAILS: ("template",),
}
COMPONENT_FIELDS: Mapping[Kind, str] = {
    Kind.COMPONENT_RENAMED: "name",
    Kind.COMPONENT_WEIGHT: "weight",
    Kind.COMPONENT_ASSESSED: "assessed",
}
TEXTS = {
    Kind.RENAMED, Kind.DEFINITION, Kind.EVIDENCE, Kind.CHECKLIST, Kind.COMPONENT_RENAMED, Kind.OWNERS, Kind.PARTS,
}  # fmt: skip
# A change of one of these gives a standing result another meaning or another score; a weight or an owner does not.
TOUCHES_RESULTS = {
    Kind.RENAMED, Kind.LEVELS, Kind.UNIT, Kind.DIRECTION, Kind.INTERPOLATE, Kind.DEFINITION, Kind.EVIDENCE,
    Kind.CHECKLIST, Kind.DETAILS,
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change. ``subject`` is the indicator, None for a component's or the edition's own.

    ``before`` and ``after`` are values of the changed fields (a tuple for a place), whole states for what was
    added or dropped; ``place`` is where it stands now (or stood), ``name`` what it is called now.
    """

    kind: Kind
    before: object
    after: object
    subject: int | None = None
    place: str = ""
    name: str = ""

    def sentence(self) -> Message:
        """What changed, from what to what: ``น้ำหนัก 40 → 35``."""
        label = LABELS[self.kind]
        if self.kind in WHOLE:
            return label
        before, after = in_words(self.kind, self.before), in_words(self.kind, self.after)
        return say("changed", "{label}: {before} → {after}", label=label, before=before, after=after)

    def words(self) -> tuple[Piece, ...]:
        """The text with what went and what came marked; nothing where the change is not one of words."""
        if self.kind not in TEXTS:
            return ()
        return pieces(_plain(self.before), _plain(self.after))


WHOLE = {Kind.ADDED, Kind.DROPPED, Kind.DETAILS, Kind.COMPONENT_ADDED, Kind.COMPONENT_DROPPED}
LABELS: Mapping[Kind, Message] = {
    Kind.ADDED: say("change_added", "เพิ่มตัวชี้วัด"),
    Kind.DROPPED: say("change_dropped", "ตัดตัวชี้วัดออก"),
    Kind.RENAMED: say("change_renamed", "ชื่อตัวชี้วัด"),
    Kind.MOVED: say("change_moved", "ย้ายที่"),
    Kind.PARTS: say("change_parts", "ตัวชี้วัดย่อย"),
    Kind.WEIGHT: say("change_weight", "น้ำหนัก"),
    Kind.LEVELS: say("change_levels", "ค่าเป้าหมาย"),
    Kind.UNIT: say("change_unit", "หน่วยวัด"),
    Kind.DIRECTION: say("change_direction", "ทิศทาง"),
    Kind.INTERPOLATE: say("change_interpolate", "วิธีคิดคะแนน"),
    Kind.LAST_YEAR: say("change_last_year", "ผลปีก่อน"),
    Kind.OWNERS: say("change_owners", "หน่วยงานรับผิดชอบ"),
    Kind.DEFINITION: say("change_definition", "คำอธิบาย"),
    Kind.EVIDENCE: say("change_evidence", "หลักฐานที่ขอ"),
    Kind.CHECKLIST: say("change_checklist", "รายการหลักฐานที่ต้องมี"),
    Kind.DETAILS: say("change_details", "รายละเอียดตัวชี้วัดเป็นรุ่นใหม่"),
    Kind.COMPONENT_ADDED: say("change_component_added", "เพิ่มองค์ประกอบ"),
    Kind.COMPONENT_DROPPED: say("change_component_dropped", "ตัดองค์ประกอบออก"),
    Kind.COMPONENT_RENAMED: say("change_component_renamed", "ชื่อองค์ประกอบ"),
    Kind.COMPONENT_WEIGHT: say("change_component_weight", "น้ำหนักองค์ประกอบ"),
    Kind.COMPONENT_ASSESSED: say("change_component_assessed", "การประเมินองค์ประกอบ"),
    Kind.REWEIGHT: say("change_reweight", "น้ำหนักของตัวชี้วัดที่ไม่ประเมิน"),
}
CODES: Mapping[object, Message] = {
    "up": say("up", "ยิ่งมากยิ่งดี"),
    "down": say("down", "ยิ่งน้อยยิ่งดี"),
    "linear": say("linear", "เทียบบัญญัติไตรยางศ์"),
    "step": say("step", "ตามขั้น"),
    "rebase_total": say("rebase_total", "ปรับฐานคะแนนรวมเป็น 100"),
    "spread_component": say("spread_component", "กระจายน้ำหนักภายในองค์ประกอบ"),
    True: say("assessed", "ประเมิน"),
    False: say("not_assessed", "ไม่ประเมิน"),
}
NOT_STATED = say("not_stated", "ไม่ระบุ")


def in_words(kind: Kind, value: object) -> str | Message:
    """A changed value as people read it; what is not stated says so."""
    if kind == Kind.MOVED and isinstance(value, tuple):
        component, number, group, _ = value
        return f"{component}-{number} ({group})" if group else f"{component}-{number}"
    if kind in {Kind.DIRECTION, Kind.INTERPOLATE, Kind.REWEIGHT, Kind.COMPONENT_ASSESSED}:
        return CODES[value]
    if isinstance(value, Decimal):
        return number_in_words(value)
    if isinstance(value, tuple) and value and all(isinstance(one, Decimal) for one in value):
        return " · ".join(number_in_words(one) for one in value)
    return _plain(value) or NOT_STATED


def number_in_words(value: Decimal) -> str:
    """``1,256.27``."""
    return f"{Decimal(plain_number(value)):,f}"


def _plain(value: object) -> str:
    """A text, or names side by side; nothing where nothing was stated."""
    if isinstance(value, tuple):
        return " · ".join(one.name if isinstance(one, Owner) else str(one) for one in value)
    return "" if value is None else str(value)


# ── comparing ───────────────────────────────────────────────────────────────
def diff(before: EditionState, after: EditionState) -> tuple[Change, ...]:
    """Every change, the edition's and the components' first, then KPI by KPI in the order of ``after``.

    KPIs are the same when their indicator is, whatever they are called and wherever they stand.
    """
    found: list[Change] = []
    if before.reweight != after.reweight:
        found.append(Change(Kind.REWEIGHT, before.reweight, after.reweight))
    found += _components(before, after)
    old, new = {kpi.key: kpi for kpi in before.kpis}, {kpi.key: kpi for kpi in after.kpis}
    old_parts, new_parts = _parts(before), _parts(after)
    for kpi in after.kpis:
        if kpi.key in old:
            found += changes_of(old[kpi.key], kpi, old_parts.get(kpi.key, ()), new_parts.get(kpi.key, ()))
        else:
            found.append(Change(Kind.ADDED, None, kpi, kpi.key, kpi.place, kpi.name))
    found += [
        Change(Kind.DROPPED, kpi, None, kpi.key, kpi.place, kpi.name)
        for kpi in before.kpis
        if kpi.key not in new
    ]
    return tuple(found)


def _components(before: EditionState, after: EditionState) -> list[Change]:
    old = {one.number: one for one in before.components}
    new = {one.number: one for one in after.components}
    found = []
    for number in sorted(old.keys() | new.keys()):
        was, now = old.get(number), new.get(number)
        if was is None and now is not None:
            found.append(Change(Kind.COMPONENT_ADDED, None, now, None, str(number), now.name))
        elif now is None and was is not None:
            found.append(Change(Kind.COMPONENT_DROPPED, was, None, None, str(number), was.name))
        elif was is not None and now is not None:
            found += [
                Change(kind, getattr(was, field), getattr(now, field), None, str(number), now.name)
                for kind, field in COMPONENT_FIELDS.items()
                if getattr(was, field) != getattr(now, field)
            ]
    return found


def _parts(state: EditionState) -> dict[int, tuple[str, ...]]:
    parts: dict[int, tuple[str, ...]] = {}
    for kpi in state.kpis:
        if kpi.parent is not None:
            parts[kpi.parent] = (*parts.get(kpi.parent, ()), f"{kpi.number} {kpi.name}")
    return parts


def changes_of(
    was: KpiState, now: KpiState, old_parts: tuple[str, ...] = (), new_parts: tuple[str, ...] = ()
) -> list[Change]:
    """What one KPI changed, given the parts that it had and has."""
    found = []
    for kind, names in FIELDS.items():
        before, after = _values(was, names), _values(now, names)
        if before != after:
            found.append(Change(kind, before, after, now.key, now.place, now.name))
    if len(old_parts) != len(new_parts):
        found.append(Change(Kind.PARTS, old_parts, new_parts, now.key, now.place, now.name))
    return found


def _values(kpi: KpiState, names: tuple[str, ...]) -> object:
    return getattr(kpi, names[0]) if len(names) == 1 else tuple(getattr(kpi, name) for name in names)


def apply(state: EditionState, changes: Iterable[Change]) -> EditionState:
    """The state after the changes: ``apply(a, diff(a, b))`` holds what ``b`` holds, in order of component and key."""
    kpis = {kpi.key: kpi for kpi in state.kpis}
    components = {one.number: one for one in state.components}
    reweight = state.reweight
    for change in changes:
        if change.kind == Kind.REWEIGHT:
            reweight = str(change.after)
        elif change.kind in {Kind.COMPONENT_ADDED, Kind.COMPONENT_DROPPED, *COMPONENT_FIELDS}:
            _apply_to_component(components, change)
        elif isinstance(change.after, KpiState):
            kpis[change.after.key] = change.after
        elif change.kind == Kind.DROPPED and change.subject is not None:
            del kpis[change.subject]
        elif change.kind in FIELDS and change.subject is not None:
            kpis[change.subject] = _changed(kpis[change.subject], change)
    return EditionState(
        tuple(components[number] for number in sorted(components)),
        tuple(sorted(kpis.values(), key=lambda kpi: (kpi.component, kpi.key))),
        reweight,
    )


def _apply_to_component(components: dict[int, ComponentState], change: Change) -> None:
    number = int(change.place)
    if isinstance(change.after, ComponentState):
        components[number] = change.after
    elif change.kind == Kind.COMPONENT_DROPPED:
        del components[number]
    else:
        values: dict[str, Any] = {COMPONENT_FIELDS[change.kind]: change.after}
        components[number] = replace(components[number], **values)


def _changed(kpi: KpiState, change: Change) -> KpiState:
    names = FIELDS[change.kind]
    after = change.after if len(names) > 1 and isinstance(change.after, tuple) else (change.after,)
    values: dict[str, Any] = dict(zip(names, after, strict=True))
    return replace(kpi, **values)


def counted(changes: Iterable[Change]) -> Message | None:
    """``เพิ่มตัวชี้วัด 1 · ค่าเป้าหมาย 2``; None when nothing changed."""
    counts: dict[Kind, int] = {}
    for change in changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    if not counts:
        return None
    return listed(
        [say("counted", "{label} {n}", label=LABELS[kind], n=counts[kind]) for kind in Kind if kind in counts]
    )
