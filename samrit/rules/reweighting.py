"""Weights: that they total, and where a weight goes when its KPI leaves."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from samrit.rules.amounts import aligned, checked, exact, settled
from samrit.rules.rulesets import FULL_SCORE, RuleSet
from samrit.rules.scorecard import ComponentInput, KpiInput, component_place, kpi_place, part_place, placed
from samrit.rules.wording import Message, RefusedError, refuse


def used_weights(
    weights: Sequence[Decimal],
    counted: Sequence[bool],
    *,
    method: str,
    own_methods: Sequence[str | None] | None = None,
) -> tuple[Decimal | None, ...]:
    """What each KPI of one component weighs when some do not count; None for one that does not.

    ``spread_component``: the weight of what left is spread over the rest in proportion, so the component keeps
    its weight. ``rebase_total``: the rest keep theirs; the total is computed over what is left. ``own_methods``: that
    of each KPI for which a decision named one (a cancelled KPI), else None.
    """
    methods = [own or method for own in own_methods or [None] * len(weights)]
    with exact():
        left = sum((weight for weight, counts in zip(weights, counted, strict=True) if counts), Decimal(0))
        leaving = zip(weights, counted, methods, strict=True)
        spread = (weight for weight, counts, how in leaving if not counts and how == "spread_component")
        whole = sum(spread, left)
        return tuple(
            weight * whole / left if counts else None for weight, counts in zip(weights, counted, strict=True)
        )


def weights_in_total(
    components: Sequence[ComponentInput], *, method: str
) -> dict[tuple[str, str], Decimal | None]:
    """What each KPI (component, number) that is not cancelled weighs in a total of 100; None for one that is.

    Every other KPI is taken to count. Components that are not assessed, and KPIs without a weight, are left out.
    """
    used: dict[tuple[str, str], Decimal | None] = {}
    for component in components:
        kpis = [kpi for kpi in component.kpis if kpi.weight is not None] if component.assessed else []
        weights = used_weights(
            [kpi.weight for kpi in kpis if kpi.weight is not None],
            [not kpi.left_out for kpi in kpis],
            method=method,
            own_methods=[kpi.leaves_by for kpi in kpis],
        )
        used |= {(component.number, kpi.number): weight for kpi, weight in zip(kpis, weights, strict=True)}
    with exact():
        total = sum((weight for weight in used.values() if weight is not None), Decimal(0))
        return {place: weight and settled(FULL_SCORE * weight / total) for place, weight in used.items()}


def with_cancelled(
    components: Sequence[ComponentInput], *, component: str, number: str, reweight: str
) -> tuple[ComponentInput, ...]:
    """The same framework with one KPI (or part) of it cancelled; its result, if any, is not looked at."""
    return tuple(
        replace(one, kpis=tuple(_with_cancelled(kpi, number, reweight) for kpi in one.kpis))
        if one.number == component
        else one
        for one in components
    )


def _with_cancelled(kpi: KpiInput, number: str, reweight: str) -> KpiInput:
    if kpi.number == number:
        return replace(kpi, cancelled=True, reweight=reweight)
    return replace(kpi, parts=tuple(_with_cancelled(part, number, reweight) for part in kpi.parts))


def check_weights(rules: RuleSet, components: Sequence[ComponentInput]) -> None:
    """Refuse weights that are missing, not above zero, or do not total what they should, saying both sums."""
    with exact():
        if rules.weights_required:
            _check_components(rules, components)
        for component in components:
            if component.assessed:
                _check_kpis(rules, component)


def _check_components(rules: RuleSet, components: Sequence[ComponentInput]) -> None:
    """The stated weights total 100, be it with or without the components that are not assessed."""
    for component in components:
        if component.assessed or component.weight:
            _check_one(rules, component.weight, component_place(component.number))
    assessed = [component for component in components if component.assessed]
    if assessed and rules.total_weight not in {_sum(assessed), _sum(components)}:
        raise RefusedError(
            refuse(
                "component_weights_total",
                "น้ำหนักขององค์ประกอบรวมได้ {sum} ต้องรวมได้ {expected}",
                sum=aligned(_sum(components), 0),
                expected=aligned(rules.total_weight, 0),
            )
        )


def _check_kpis(rules: RuleSet, component: ComponentInput) -> None:
    place = component_place(component.number)
    places = [kpi_place(place, kpi.number) for kpi in component.kpis]
    _check_children(rules, component.kpis, places)
    if not _total(component.weight, component.kpis):
        refusal = refuse(
            "kpi_weights_total",
            "น้ำหนักของตัวชี้วัดรวมได้ {sum} ต้องรวมได้ {expected} เท่ากับน้ำหนักขององค์ประกอบ",
            sum=aligned(_sum(component.kpis), 0),
            expected=aligned(component.weight or Decimal(0), 0),
        )
        raise placed(RefusedError(refusal), place)
    for kpi, kpi_at in zip(component.kpis, places, strict=True):
        _check_parts(rules, kpi, kpi_at)


def _check_parts(rules: RuleSet, kpi: KpiInput, place: Message) -> None:
    places = [part_place(place, part.number) for part in kpi.parts]
    _check_children(rules, kpi.parts, places)
    if kpi.parts and not _total(kpi.weight, kpi.parts):
        refusal = refuse(
            "part_weights_total",
            "น้ำหนักของตัวชี้วัดย่อยรวมได้ {sum} ต้องรวมได้ {expected} เท่ากับน้ำหนักของตัวชี้วัด",
            sum=aligned(_sum(kpi.parts), 0),
            expected=aligned(kpi.weight or Decimal(0), 0),
        )
        raise placed(RefusedError(refusal), place)
    for part, part_at in zip(kpi.parts, places, strict=True):
        _check_parts(rules, part, part_at)


def _check_children(rules: RuleSet, children: Sequence[KpiInput], places: Sequence[Message]) -> None:
    """Each has a weight; where the rule set asks for none, all have one or none has."""
    if rules.weights_required or any(child.weight is not None for child in children):
        for child, place in zip(children, places, strict=True):
            _check_one(rules, child.weight, place)


def _check_one(rules: RuleSet, weight: Decimal | None, place: Message) -> None:
    if weight is None:
        raise placed(RefusedError(refuse("weight_missing", "ยังไม่ระบุน้ำหนัก")), place)
    try:
        checked(weight, rules.limits)
    except RefusedError as refused:
        raise placed(refused, place) from None
    if weight <= 0:
        refusal = refuse("weight_not_positive", "น้ำหนัก {weight} ต้องมากกว่า 0", weight=aligned(weight, 0))
        raise placed(RefusedError(refusal), place)


def _total(weight: Decimal | None, children: Sequence[KpiInput]) -> bool:
    """Whether the children's weights total their parent's; true as well where no weight is stated."""
    if weight is None or any(child.weight is None for child in children):
        return True
    return _sum(children) == weight


def _sum(items: Sequence[ComponentInput] | Sequence[KpiInput]) -> Decimal:
    return sum((item.weight for item in items if item.weight is not None), Decimal(0))
