"""The sentences that say how a framework's score came about, in the order of the computation."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from samrit.rules import rating
from samrit.rules.amounts import aligned, readable, settled
from samrit.rules.rulesets import FULL_SCORE, MissingReason, RuleSet
from samrit.rules.scorecard import (
    ComponentScore,
    FrameworkScore,
    KpiScore,
    component_place,
    kpi_place,
    part_place,
)
from samrit.rules.wording import Message, say

ZERO = Decimal(0)
Scored = tuple[ComponentScore, tuple[KpiScore, ...]]


def of_points(rules: RuleSet, score: Decimal, weight: Decimal, points: Decimal) -> Message:
    """The last step of a KPI: from its score to its points."""
    equals, figure = readable(points, rules.step_decimals)
    return say(
        "points",
        "คะแนนถ่วงน้ำหนัก = น้ำหนัก {weight} × {score} ÷ {full} {equals} {figure}",
        weight=_figure(rules, weight),
        score=_figure(rules, score),
        full=aligned(FULL_SCORE, 0),
        equals=equals,
        figure=figure,
    )


def of_missing(reason: MissingReason) -> Message:
    """What a missing number does to the score."""
    if reason.treatment == "zero":
        return say("missing_zero", "{reason}: คะแนน = 0 และทำเครื่องหมายไว้ให้ตรวจสอบ", reason=reason.message())
    if reason.treatment == "pending":
        return say("missing_pending", "{reason}: รอผล จึงยังไม่นำน้ำหนักมาคิด", reason=reason.message())
    return say("missing_leave", "{reason}: ไม่นำน้ำหนักมาคิด", reason=reason.message())


def of_cancelled() -> Message:
    return say("cancelled", "ยกเลิกตัวชี้วัดในรอบนี้: ไม่นำน้ำหนักมาคิด")


def of_parts(rules: RuleSet, parts: Sequence[KpiScore], score: Decimal | None) -> Message:
    """A KPI's score from its parts."""
    counted = [part for part in parts if part.score is not None]
    if score is None:
        return say("no_part_counts", "ไม่มีตัวชี้วัดย่อยที่คิดคะแนนได้ จึงไม่นำตัวชี้วัดนี้มาคิด")
    return say("from_parts", "จากตัวชี้วัดย่อย: {mean}", mean=_mean(rules, counted, score))


def _mean(rules: RuleSet, counted: Sequence[KpiScore], score: Decimal) -> Message:
    """The weighted mean, or the plain one where no weights are stated, written out."""
    weights = [kpi.weight for kpi in counted if kpi.weight is not None]
    weighted = len(weights) == len(counted)
    scores = [_figure(rules, kpi.score) for kpi in counted if kpi.score is not None]
    equals, figure = readable(score, rules.step_decimals)
    if len(counted) == 1:
        return say("mean_of_one", "คะแนน {equals} {figure}", equals=equals, figure=figure)
    terms = (
        [f"{aligned(weight, 0)} × {part}" for weight, part in zip(weights, scores, strict=True)]
        if weighted
        else scores
    )
    return say(
        "mean",
        "คะแนน = ({terms}) ÷ {divisor} {equals} {figure}",
        terms=" + ".join(terms),
        divisor=aligned(sum(weights, ZERO), 0) if weighted else len(counted),
        equals=equals,
        figure=figure,
    )


def of_framework(
    rules: RuleSet, method: str, scored: Sequence[Scored], total: Decimal | None, *, provisional: bool
) -> Iterator[Message]:
    """The rule set, each component, the total or the labels, the rating, and what to keep in mind."""
    yield say("rules_used", "ใช้{title}", title=Message(f"rules_{rules.name}", rules.title))
    for card, kpis in scored:
        place = component_place(card.number)
        for step in _of_component(rules, method, card, kpis):
            yield step if step.code == "placed" else _placed(place, step)
    cards = [card for card, _ in scored]
    yield from _of_total(rules, cards, total) if rules.model == "weighted" else _of_labels(rules, cards)
    if not rules.cut_points_confirmed:
        yield say("cut_points_assumed", "จุดตัดของระดับในชุดเกณฑ์นี้เป็นข้อสันนิษฐาน ยังรอการยืนยันจากสำนักงาน ก.พ.ร.")
    if provisional:
        yield say("provisional", "ผลนี้เป็นผลชั่วคราว เพราะยังมีตัวชี้วัดที่รอผล")


def _of_component(
    rules: RuleSet, method: str, card: ComponentScore, kpis: Sequence[KpiScore]
) -> Iterator[Message]:
    place = component_place(card.number)
    if not card.assessed:
        yield say("not_assessed", "ไม่ประเมิน จึงไม่นำมาคิด")
        return
    for kpi in kpis:
        yield from _notes(kpi_place(place, kpi.number), kpi)
    if card.score is None:
        yield say("no_kpi_counts", "ไม่มีตัวชี้วัดที่คิดคะแนนได้ จึงไม่นำองค์ประกอบนี้มาคิด")
        return
    if card.points is None or card.weight_used is None:
        counted = [kpi for kpi in kpis if kpi.score is not None]
        yield _mean(rules, counted, card.score)
    else:
        yield from _of_points(rules, method, card, kpis)
    if card.label:
        yield say(
            "labelled",
            "{score} คะแนน จัดเป็น “{label}”",
            score=_figure(rules, card.score),
            label=card.label.message(),
        )


def _of_points(
    rules: RuleSet, method: str, card: ComponentScore, kpis: Sequence[KpiScore]
) -> Iterator[Message]:
    assert card.points is not None  # noqa: S101 - the caller has looked
    assert card.weight_used is not None  # noqa: S101
    assert card.score is not None  # noqa: S101
    leaving = [kpi for kpi in kpis if kpi.weight and kpi.score is None]
    spread = [kpi for kpi in leaving if (kpi.reweight or method) == "spread_component"]
    left = sum((kpi.weight for kpi in spread if kpi.weight), ZERO)
    if left:
        yield say("weight_spread", "กระจายน้ำหนัก {left} ที่ไม่นำมาคิด ให้ตัวชี้วัดที่เหลือตามสัดส่วน", left=aligned(left, 0))
    yield say(
        "component_points",
        "คะแนนถ่วงน้ำหนัก {working} จากน้ำหนัก {weight} (คิดเป็น {score} คะแนน)",
        working=_added(rules, [kpi.points for kpi in kpis if kpi.points is not None], card.points),
        weight=_figure(rules, card.weight_used),
        score=_figure(rules, card.score),
    )


def _notes(place: Message, kpi: KpiScore) -> Iterator[Message]:
    """What is missing in a KPI or in its parts, each with its place."""
    if kpi.flags and not kpi.parts:
        yield _placed(place, kpi.steps[0])
    for part in kpi.parts:
        yield from _notes(part_place(place, part.number), part)


def _placed(place: Message, step: Message) -> Message:
    return Message("placed", "{place}: {step}", {"place": place, "step": step})


def _of_total(rules: RuleSet, cards: Sequence[ComponentScore], total: Decimal | None) -> Iterator[Message]:
    if total is None:
        yield say("no_total", "ยังไม่มีคะแนนรวม เพราะไม่มีตัวชี้วัดที่คิดคะแนนได้")
        return
    points = [card.points for card in cards if card.points is not None]
    weights = [card.weight_used for card in cards if card.weight_used is not None]
    if settled(sum(weights, ZERO)) == FULL_SCORE:
        yield say("total", "คะแนนรวม {working}", working=_added(rules, points, total))
    else:
        equals, figure = readable(total, rules.step_decimals)
        yield say(
            "total_rebased",
            "คะแนนรวม = {full} × ({points}) ÷ ({weights}) {equals} {figure}",
            full=aligned(FULL_SCORE, 0),
            points=_terms(rules, points),
            weights=_terms(rules, weights),
            equals=equals,
            figure=figure,
        )
    yield say("published", "คะแนนที่ประกาศ {published}", published=rating.published(rules, total))
    yield rating.band_step(rules, total)


def _of_labels(rules: RuleSet, cards: Sequence[ComponentScore]) -> Iterator[Message]:
    labels = [card.label for card in cards if card.label and card.score is not None]
    found = rating.pattern_of(rules, labels)
    if found is None:
        yield say("no_rating", "ยังไม่มีระดับผลการประเมิน เพราะไม่มีองค์ประกอบที่คิดคะแนนได้")
    else:
        yield rating.pattern_step(found, labels)


def _added(rules: RuleSet, values: Sequence[Decimal], total: Decimal) -> str:
    """``= 8.75 + 10 = 18.75``; of one value only itself."""
    equals, figure = readable(total, rules.step_decimals)
    return f"{equals} {figure}" if len(values) == 1 else f"= {_terms(rules, values)} {equals} {figure}"


def _terms(rules: RuleSet, values: Sequence[Decimal]) -> str:
    return " + ".join(_figure(rules, value) for value in values)


def _figure(rules: RuleSet, value: Decimal | None) -> str:
    """A computed number for reading: rounded where its digits do not end soon."""
    return readable(ZERO if value is None else value, rules.step_decimals)[1]


def in_full(score: FrameworkScore) -> Iterator[tuple[int, Message]]:
    """Everything that was said, to be read from top to bottom: (how far indented, sentence)."""
    for kpi in score.kpis:
        yield from _kpi_in_full(kpi_place(component_place(kpi.component), kpi.number), kpi, 0)
    yield from ((0, step) for step in score.steps)


def _kpi_in_full(place: Message, kpi: KpiScore, depth: int) -> Iterator[tuple[int, Message]]:
    if kpi.steps:
        yield depth, place
    for part in kpi.parts:
        yield from _kpi_in_full(part_place(place, part.number), part, depth + 1)
    yield from ((depth + 1, step) for step in kpi.steps)
