"""A whole framework's score: KPIs from their parts, components from their KPIs, the total, the rating."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from samrit.rules import rating
from samrit.rules.amounts import exact, settled
from samrit.rules.reweighting import check_weights, used_weights
from samrit.rules.rulesets import FULL_SCORE, NOT_ASSESSED, REWEIGHTINGS, Named, RuleSet
from samrit.rules.scorecard import (
    ComponentInput,
    ComponentScore,
    FrameworkScore,
    KpiInput,
    KpiScore,
    component_place,
    kpi_place,
    part_place,
    placed,
)
from samrit.rules.scoring import steps
from samrit.rules.scoring.result import known_word, raw_score
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import Message, RefusedError, refuse

ZERO = Decimal(0)


def score_framework(
    rules: RuleSet, components: Sequence[ComponentInput], *, reweight: str | None = None
) -> FrameworkScore:
    """The scores of a province's framework, its total and rating, with the steps that lead there.

    ``reweight`` says where the weight of a KPI goes that does not count (None: as the rule set says).
    RefusedError names the place of what cannot be scored: weights that do not total, a KPI without result and
    without a reason, targets out of order. Numbers in the answer have at most 28 significant digits.
    """
    method = known_word("reweight", rules.reweight if reweight is None else reweight, REWEIGHTINGS)
    _check_contents(components)
    check_weights(rules, components)
    with exact():
        scored = [_score_component(rules, component, method) for component in components]
        return _concluded(rules, method, scored)


def _concluded(
    rules: RuleSet, method: str, scored: Sequence[tuple[ComponentScore, tuple[KpiScore, ...]]]
) -> FrameworkScore:
    cards = [card for card, _ in scored]
    total = _total(cards) if rules.model == "weighted" else None
    provisional = any(kpi.provisional for _, kpis in scored for kpi in kpis)
    return FrameworkScore(
        rules=rules.name,
        rules_version=rules.version,
        reweight=method,
        total=None if total is None else settled(total),
        total_published=None if total is None else rating.published(rules, total),
        rating=_rating(rules, cards, total),
        components=tuple(_settled_component(card) for card in cards),
        kpis=tuple(_settled_kpi(kpi) for _, kpis in scored for kpi in kpis),
        steps=tuple(steps.of_framework(rules, method, scored, total, provisional=provisional)),
        provisional=provisional,
    )


def _total(cards: Sequence[ComponentScore]) -> Decimal | None:
    """100 × Σ points ÷ Σ weights that count; None when nothing counts."""
    weight = sum((card.weight_used for card in cards if card.weight_used), ZERO)
    points = sum((card.points for card in cards if card.points), ZERO)
    return FULL_SCORE * points / weight if weight else None


def _rating(rules: RuleSet, cards: Sequence[ComponentScore], total: Decimal | None) -> Named | None:
    if rules.model == "component_labels":
        return rating.pattern_of(
            rules, [card.label for card in cards if card.label and card.score is not None]
        )
    return None if total is None else rating.band_of(rules, total)


# ── one component ───────────────────────────────────────────────────────────
def _score_component(
    rules: RuleSet, component: ComponentInput, method: str
) -> tuple[ComponentScore, tuple[KpiScore, ...]]:
    card = ComponentScore(component.number, component.weight, component.assessed, score=None)
    place = component_place(component.number)
    if not component.assessed:
        unseen = (
            KpiScore(card.number, kpi.number, kpi.weight, None, flags=(NOT_ASSESSED.code,))
            for kpi in component.kpis
        )
        return replace(card, label=NOT_ASSESSED), tuple(unseen)
    plain = [_score_kpi(rules, card.number, kpi, kpi_place(place, kpi.number)) for kpi in component.kpis]
    kpis = _weighed(rules, plain, method)
    score = _mean(kpis)
    if score is None:
        return card, kpis
    card = replace(card, score=score, label=rating.label_of(rules, score) if rules.labels else None)
    if any(kpi.weight is None for kpi in kpis):
        return card, kpis
    points = sum((kpi.points for kpi in kpis if kpi.points is not None), ZERO)
    weight = sum((kpi.weight_used for kpi in kpis if kpi.weight_used is not None), ZERO)
    return replace(card, points=points, weight_used=weight), kpis


def _weighed(rules: RuleSet, kpis: Sequence[KpiScore], method: str) -> tuple[KpiScore, ...]:
    """The same with the weights that they count with, and their points; without weights, as they are."""
    weights = [kpi.weight for kpi in kpis if kpi.weight is not None]
    if len(weights) < len(kpis):
        return tuple(kpis)
    used = used_weights(
        weights,
        [kpi.score is not None for kpi in kpis],
        method=method,
        own_methods=[kpi.reweight for kpi in kpis],
    )
    return tuple(_with_weight(rules, kpi, weight) for kpi, weight in zip(kpis, used, strict=True))


def _with_weight(rules: RuleSet, kpi: KpiScore, weight: Decimal | None) -> KpiScore:
    """Its parts share its weight as far as they count, so their points add up to its own."""
    if weight is None or kpi.score is None:
        return kpi
    points = weight * kpi.score / FULL_SCORE
    counted = sum((part.weight for part in kpi.parts if part.weight and part.score is not None), ZERO)
    parts = tuple(
        _with_weight(rules, part, weight * part.weight / counted) if counted and part.weight else part
        for part in kpi.parts
    )
    return replace(
        kpi,
        weight_used=weight,
        points=points,
        parts=parts,
        steps=(*kpi.steps, steps.of_points(rules, kpi.score, weight, points)),
    )


def _mean(kpis: Sequence[KpiScore]) -> Decimal | None:
    """Σ(weight × score) ÷ Σ weight of those that count; the plain mean where no weights are stated."""
    counted = [(kpi.weight or Decimal(1), kpi.score) for kpi in kpis if kpi.score is not None]
    if not counted:
        return None
    return sum((weight * score for weight, score in counted), ZERO) / sum(
        (weight for weight, _ in counted), ZERO
    )


# ── one KPI ─────────────────────────────────────────────────────────────────
def _score_kpi(rules: RuleSet, component: str, kpi: KpiInput, place: Message) -> KpiScore:
    card = KpiScore(component, kpi.number, kpi.weight, score=None, reweight=kpi.leaves_by)
    if kpi.cancelled:
        return replace(card, flags=("cancelled",), steps=(steps.of_cancelled(),))
    if kpi.missing is None and kpi.parts and kpi.result is None:
        return _score_parts(rules, card, kpi, place)
    try:
        if kpi.missing is not None:
            return _score_missing(rules, card, kpi)
        return _score_reported(rules, card, kpi)
    except RefusedError as refused:
        raise placed(refused, place) from None


def _score_missing(rules: RuleSet, card: KpiScore, kpi: KpiInput) -> KpiScore:
    """No number, and a reason: zero, or out of the denominator for good or for now."""
    assert kpi.missing is not None  # noqa: S101 - the caller has looked
    reason = rules.missing_reason(kpi.missing)
    if any(_results(kpi)):
        raise RefusedError(
            refuse(
                "result_and_missing",
                "มีทั้งผลการดำเนินงานและเหตุที่ไม่มีผล “{reason}” – เลือกอย่างใดอย่างหนึ่ง",
                reason=reason.message(),
            )
        )
    return replace(
        card,
        score=ZERO if reason.treatment == "zero" else None,
        flags=(reason.code,),
        provisional=reason.treatment == "pending",
        steps=(steps.of_missing(reason),),
    )


def _score_reported(rules: RuleSet, card: KpiScore, kpi: KpiInput) -> KpiScore:
    if kpi.parts:
        raise RefusedError(
            refuse("parts_and_result", "มีตัวชี้วัดย่อยแล้ว คะแนนคิดจากตัวชี้วัดย่อย – ไม่ต้องระบุผลการดำเนินงานของตัวชี้วัดนี้")
        )
    if kpi.result is None:
        raise RefusedError(
            refuse(
                "result_missing",
                "ยังไม่มีผลการดำเนินงาน (result) – ระบุผล หรือระบุเหตุที่ไม่มีผล (missing): {known}",
                known=", ".join(reason.code for reason in rules.missing),
            )
        )
    if kpi.direction is None:
        raise RefusedError(refuse("direction_missing", "ยังไม่ระบุทิศทางของตัวชี้วัด (direction): up หรือ down"))
    raw = raw_score(
        rules,
        direction=kpi.direction,
        levels=kpi.levels,
        result=kpi.result,
        interpolate=kpi.interpolate,
        below_basic=kpi.below_basic,
    )
    return replace(card, score=raw.score, steps=raw.steps)


def _score_parts(rules: RuleSet, card: KpiScore, kpi: KpiInput, place: Message) -> KpiScore:
    """A parent's score is the weighted mean of its parts that count; none counts: nor does it."""
    parts = tuple(
        _score_kpi(rules, card.component, part, part_place(place, part.number)) for part in kpi.parts
    )
    score = _mean(parts)
    flags = dict.fromkeys(f"part_{flag.removeprefix('part_')}" for part in parts for flag in part.flags)
    return replace(
        card,
        score=score,
        flags=tuple(flags),
        provisional=any(part.provisional for part in parts),
        parts=parts,
        steps=(steps.of_parts(rules, parts, score),),
    )


def _results(kpi: KpiInput) -> Iterator[bool]:
    yield kpi.result is not None
    for part in kpi.parts:
        yield from _results(part)


# ── identity, and the numbers that leave ────────────────────────────────────
def _check_contents(components: Sequence[ComponentInput]) -> None:
    """There is something to score, and no number occurs twice: a KPI is known by its component and number."""
    if not components:
        raise RefusedError(refuse("no_components", "ยังไม่มีองค์ประกอบให้คิดคะแนน"))
    _check_once([component.number for component in components], None)
    for component in components:
        place = component_place(component.number)
        if component.assessed and not component.kpis:
            refused = refuse("no_kpis", "ยังไม่มีตัวชี้วัด – เพิ่มตัวชี้วัด หรือระบุว่าไม่ประเมิน")
            raise placed(RefusedError(refused), place)
        _check_once([kpi.number for kpi in component.kpis], place)
        for kpi in component.kpis:
            _check_part_numbers(kpi, kpi_place(place, kpi.number))


def _check_part_numbers(kpi: KpiInput, place: Message) -> None:
    _check_once([part.number for part in kpi.parts], place)
    for part in kpi.parts:
        _check_part_numbers(part, part_place(place, part.number))


def _check_once(numbers: Sequence[str], place: Message | None) -> None:
    seen: set[str] = set()
    for number in numbers:
        plain = arabic_digits(number.strip())
        if plain in seen:
            refused = RefusedError(
                refuse("number_twice", "หมายเลข {number} ซ้ำกัน – หมายเลขต้องไม่ซ้ำในที่เดียวกัน", number=number)
            )
            raise placed(refused, place) if place else refused
        seen.add(plain)


def _settled_component(card: ComponentScore) -> ComponentScore:
    return replace(
        card, score=_short(card.score), points=_short(card.points), weight_used=_short(card.weight_used)
    )


def _settled_kpi(kpi: KpiScore) -> KpiScore:
    return replace(
        kpi,
        score=_short(kpi.score),
        points=_short(kpi.points),
        weight_used=_short(kpi.weight_used),
        parts=tuple(_settled_kpi(part) for part in kpi.parts),
    )


def _short(value: Decimal | None) -> Decimal | None:
    return None if value is None else settled(value)
