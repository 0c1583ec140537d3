"""From a total, or from the labels of the components, to the rating; and the total as it is published."""

from collections.abc import Sequence
from decimal import Decimal

from samrit.rules.amounts import aligned, rounded
from samrit.rules.rulesets import Band, Label, Named, Pattern, RuleSet
from samrit.rules.wording import Message, listed, say


def published(rules: RuleSet, total: Decimal) -> str:
    """The total with all its published decimals: ``94.9735`` → ``94.974``."""
    return str(rounded(total, rules.published_decimals, rules.rounding))


def band_of(rules: RuleSet, total: Decimal) -> Band:
    """ระดับผลการประเมิน of a total of 0–100, compared after the rounding that the rule set states."""
    compared = _compared(rules, total, rules.band_decimals)
    return next(band for band in rules.bands if compared >= band.minimum)


def band_step(rules: RuleSet, total: Decimal) -> Message:
    """Why this band: the figure that was compared, and the band's lowest."""
    band = band_of(rules, total)
    compared = _compared(rules, total, rules.band_decimals)
    return say(
        "rated",
        "ระดับผลการประเมิน: {band} เพราะ {total} คะแนน ถึงเกณฑ์ขั้นต่ำ {minimum} คะแนนของระดับนี้",
        band=band.message(),
        total=aligned(compared, rules.band_decimals or 0),
        minimum=aligned(band.minimum, rules.band_decimals or 0),
    )


def label_of(rules: RuleSet, score: Decimal) -> Label:
    """The label of a component's mean of 0–100."""
    compared = _compared(rules, score, rules.label_decimals)
    return next(label for label in rules.labels if _carries(label, compared))


def _carries(label: Label, score: Decimal) -> bool:
    if label.more_than is not None:
        return score > label.more_than
    return label.at_least is None or score >= label.at_least


def pattern_of(rules: RuleSet, labels: Sequence[Named]) -> Pattern | None:
    """The rating that this pattern of labels gives; None when no component carries a label."""
    if not labels:
        return None
    codes = {label.code for label in labels}
    return next(pattern for pattern in rules.patterns if _holds(pattern, codes))


def pattern_step(found: Pattern, labels: Sequence[Named]) -> Message:
    """Why this rating: the labels that were found."""
    names = [label.message() for label in labels]
    return say(
        "pattern",
        "ระดับผลการประเมิน: {rating} จากผลขององค์ประกอบ ({labels})",
        rating=found.message(),
        labels=listed(names),
    )


def _holds(pattern: Pattern, codes: set[str]) -> bool:
    if pattern.every:
        return codes <= set(pattern.every)
    return not pattern.any or bool(codes & set(pattern.any))


def _compared(rules: RuleSet, value: Decimal, decimals: int | None) -> Decimal:
    return value if decimals is None else rounded(value, decimals, rules.rounding)
