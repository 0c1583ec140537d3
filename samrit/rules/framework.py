"""A framework as a letter states it, and when it may be published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher

from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, refuse

HUNDRED = Decimal(100)
ALIKE = 0.75  # how alike two names of one KPI are, 0–1; a likeness, not a score


@dataclass(frozen=True)
class KpiTerms:
    """One KPI (or part) of a draft. ``owners`` are keys of agencies, the leading one first."""

    number: str
    name: str
    weight: Decimal | None = None
    owners: tuple[int, ...] = ()
    parts: tuple["KpiTerms", ...] = ()


@dataclass(frozen=True)
class GroupTerms:
    number: str | None = None
    name: str | None = None
    kpis: tuple[KpiTerms, ...] = ()


@dataclass(frozen=True)
class ComponentTerms:
    number: int
    name: str
    weight: Decimal | None = None
    assessed: bool = True
    groups: tuple[GroupTerms, ...] = field(default=())

    @property
    def kpis(self) -> tuple[KpiTerms, ...]:
        return tuple(kpi for group in self.groups for kpi in group.kpis)


def is_same_kpi(name: str, other: str) -> bool:
    """Whether two editions' names mean one KPI: the same but for a few letters (a misreading, a correction)."""
    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= ALIKE


def refusals_to_publish(components: Sequence[ComponentTerms], *, weighted: bool) -> list[Refusal]:
    """Every reason why this framework may not be published; empty when it may.

    ``weighted``: the year's rule set works with weights (2567); the five-component model (2562) has none.
    """
    assessed = [component for component in components if component.assessed]
    refusals: list[Refusal] = []
    if not any(component.kpis for component in assessed):
        refusals.append(refuse("no_kpis", "กรอบยังไม่มีตัวชี้วัด – อ่านจากหนังสือที่มีตารางตัวชี้วัดก่อน"))
    for component in assessed:
        refusals += _refuse_kpis_without(component)
        refusals += _refuse_component_weights(component) if weighted else []
    if weighted and (total := _sum(component.weight for component in components)) != HUNDRED:
        refusals.append(
            refuse(
                "weights_not_100",
                "น้ำหนักรวมทุกองค์ประกอบได้ {total} ต้องเท่ากับ 100 – แก้น้ำหนักขององค์ประกอบแล้วประกาศใหม่",
                total=plain_number(total),
            )
        )
    return refusals


def _refuse_kpis_without(component: ComponentTerms) -> list[Refusal]:
    return [
        refuse(
            "kpi_without_owner",
            "องค์ประกอบที่ {component} ตัวชี้วัด {number} ยังไม่มีหน่วยงานรับผิดชอบ – เลือกหน่วยงานอย่างน้อยหนึ่งแห่ง",
            component=component.number,
            number=kpi.number,
        )
        for kpi in component.kpis
        if not kpi.owners
    ]


def _refuse_component_weights(component: ComponentTerms) -> list[Refusal]:
    refusals = []
    total = _sum(kpi.weight for kpi in component.kpis)
    if component.weight is None or total != component.weight:
        refusals.append(
            refuse(
                "kpi_weights_not_component",
                "องค์ประกอบที่ {component} ระบุน้ำหนัก {stated} แต่ตัวชี้วัดรวมกันได้ {total} – แก้ให้เท่ากัน",
                component=component.number,
                stated="–" if component.weight is None else plain_number(component.weight),
                total=plain_number(total),
            )
        )
    return refusals + [
        _refuse_part_weights(component, kpi)
        for kpi in component.kpis
        if kpi.parts and _sum(part.weight for part in kpi.parts) != (kpi.weight or 0)
    ]


def _refuse_part_weights(component: ComponentTerms, kpi: KpiTerms) -> Refusal:
    return refuse(
        "part_weights_not_kpi",
        "องค์ประกอบที่ {component} ตัวชี้วัด {number} น้ำหนัก {stated} แต่ตัวชี้วัดย่อยรวมกันได้ {total} – แก้ให้เท่ากัน",
        component=component.number,
        number=kpi.number,
        stated="–" if kpi.weight is None else plain_number(kpi.weight),
        total=plain_number(_sum(part.weight for part in kpi.parts)),
    )


def _sum(weights: Iterable[Decimal | None]) -> Decimal:
    return sum((weight for weight in weights if weight is not None), Decimal(0))
