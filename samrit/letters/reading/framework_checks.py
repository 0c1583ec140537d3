"""Weights that do not sum, numbers that repeat, names and owners that are missing in a framework."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from samrit.letters.reading.characters import for_comparison
from samrit.letters.reading.context import Context
from samrit.letters.reading.findings import finding
from samrit.letters.reading.frameworks import FrameworkRead
from samrit.letters.reading.shapes import Component, Finding, Framework, Kpi, component_weight
from samrit.rules.thai import plain_number

WHOLE = Decimal(100)


def check_frameworks(context: Context) -> Iterator[Finding]:
    for read, framework in zip(context.reads, context.frameworks, strict=True):
        if framework.fiscal_year is None:
            yield finding("fiscal_year_missing", framework.line)
        if framework.province_code is None:
            yield finding("province_missing", framework.line)
        for component in framework.components:
            yield from _component(component, framework)
        yield from _totals(read, framework)
        for unreadable in read.unreadable:
            yield finding(
                "weight_unreadable", unreadable.line, (unreadable.text[:200],), read=unreadable.text[:200]
            )
        yield from _names(framework)


def _title(component: Component) -> str:
    if component.number:
        return f"องค์ประกอบที่ {component.number} "
    return f"องค์ประกอบ “{component.name}” " if component.name else "ตาราง"


# ── sums ────────────────────────────────────────────────────────────────────
def _sum(weights: Sequence[Decimal | None]) -> Decimal | None:
    """None when one is missing: a missing weight is not zero."""
    known = [weight for weight in weights if weight is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(weights) else None


def _component(component: Component, framework: Framework) -> Iterator[Finding]:
    kpis = component.kpis
    if not component.assessed and (kpis or component.weight):
        yield finding("component_not_assessed_weighed", component.line, component=_title(component))
    if component.assessed and not kpis:
        yield finding("component_empty", component.line, component=_title(component))
    total = _sum([kpi.weight for kpi in kpis])
    if (
        component.assessed
        and component.weight is not None
        and total is not None
        and total != component.weight
    ):
        sums = plain_number(total), plain_number(component.weight)
        yield finding(
            "component_weights_not_total",
            component.line,
            sums,
            component=_title(component),
            sum=sums[0],
            stated=sums[1],
        )
    for group in component.groups:
        total = _sum([kpi.weight for kpi in group.kpis])
        if group.weight is not None and total is not None and total != group.weight:
            sums = plain_number(total), plain_number(group.weight)
            yield finding(
                "group_weights_not_total",
                group.line,
                sums,
                group=group.name or group.number or "",
                sum=sums[0],
                stated=sums[1],
            )
    yield from _numbers(component)
    for kpi in kpis:
        yield from _kpi(kpi, framework)


def _kpi(kpi: Kpi, framework: Framework) -> Iterator[Finding]:
    for name, weight, line in (
        (kpi.name, kpi.weight, kpi.line),
        *((part.name, part.weight, part.line) for part in kpi.parts),
    ):
        if weight is not None and not 0 < weight <= WHOLE:
            yield finding(
                "weight_out_of_range",
                line,
                (plain_number(weight),),
                read=plain_number(weight),
                name=name or kpi.name,
            )
    if kpi.weight is None and any(other.weight is not None for other in framework.kpis):
        yield finding("weight_missing", kpi.line, (kpi.name,), name=kpi.name)
    if not kpi.owners and any(other.owners for other in framework.kpis):
        yield finding("owner_missing", kpi.line, (kpi.name,), kpi=kpi.name)
    yield from _parts(kpi)


def _parts(kpi: Kpi) -> Iterator[Finding]:
    if any(not part.name for part in kpi.parts):
        yield finding("part_without_name", kpi.line, (kpi.name,), kpi=kpi.name)
    missing = [part for part in kpi.parts if part.weight is None]
    if missing and (kpi.weight is not None or len(missing) < len(kpi.parts)):
        for part in missing:
            yield finding("weight_missing", part.line, (part.name,), name=part.name)
    total = _sum([part.weight for part in kpi.parts])
    if total is not None and kpi.weight is not None and total != kpi.weight:
        sums = plain_number(total), plain_number(kpi.weight)
        yield finding("part_weights_not_total", kpi.line, sums, kpi=kpi.name, sum=sums[0], stated=sums[1])


def _totals(read: FrameworkRead, framework: Framework) -> Iterator[Finding]:
    for position, subtotal, at in read.subtotals:
        component = read.components[position] if position < len(read.components) else None
        weight = component_weight(component) if component else None
        if component and weight is not None and weight != subtotal:
            sums = plain_number(weight), plain_number(subtotal)
            yield finding(
                "component_weights_not_total",
                at,
                sums,
                component=_title(component),
                sum=sums[0],
                stated=sums[1],
            )
    assessed = [component for component in framework.components if component.assessed]
    by_kpi = _sum([kpi.weight for component in assessed for kpi in component.kpis])
    total = _sum([component_weight(component) for component in assessed])
    found, stated = total if total is not None else by_kpi, framework.stated_total
    line = read.total[1] if read.total else framework.line
    if stated is not None and found is not None and stated != found:
        yield _differs("stated_total_differs", found, stated, line)
        return
    whole = found if found is not None else stated
    if whole is not None and whole != WHOLE:
        yield finding("weights_not_total", line, (plain_number(whole), "100"), sum=plain_number(whole))


def _differs(name: str, found: Decimal, stated: Decimal, line: int) -> Finding:
    sums = plain_number(found), plain_number(stated)
    return finding(name, line, (sums[1], sums[0]), sum=sums[0], stated=sums[1])


# ── numbers and names ───────────────────────────────────────────────────────
def _numbers(component: Component) -> Iterator[Finding]:
    seen: dict[str, Kpi] = {}
    before: Kpi | None = None
    for kpi in component.kpis:
        if kpi.number is None:
            continue
        if kpi.number in seen:
            first = seen[kpi.number]
            yield finding(
                "duplicate_kpi_number",
                kpi.line,
                (first.name, kpi.name),
                component=_title(component),
                number=kpi.number,
                first=first.name,
                second=kpi.name,
            )
        elif (
            before
            and before.number
            and kpi.number.isdecimal()
            and before.number.isdecimal()
            and int(kpi.number) > int(before.number) + 1
        ):
            yield finding(
                "kpi_number_gap",
                kpi.line,
                (before.number, kpi.number),
                before=before.number,
                after=kpi.number,
            )
        seen.setdefault(kpi.number, kpi)
        before = kpi


def _names(framework: Framework) -> Iterator[Finding]:
    seen: set[str] = set()
    for kpi in framework.kpis:
        key = for_comparison(kpi.name)
        if key in seen:
            yield finding("duplicate_kpi_name", kpi.line, (kpi.name,), kpi=kpi.name)
        seen.add(key)
