"""Is the figure likely what was meant, beside last year's, the earlier rounds' and the targets?"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from samrit.reports.models import Result
from samrit.reports.queries import Item, earlier_results
from samrit.rules import rulesets
from samrit.rules.magnitude import Figure, doubts
from samrit.rules.wording import Message, Refusal, refuse, say


def figure_doubts(
    item: Item,
    earlier: Sequence[Result],
    *,
    value: Decimal | None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
) -> tuple[Message, ...]:
    """What to ask about this figure; ``earlier`` are the same year's earlier results, in order."""
    if value is None:
        return ()
    return doubts(
        value,
        unit=item.kpi.unit,
        figures=list(_figures(item, earlier)),
        limits=rulesets.load(item.round.fiscal_year.rule_set).magnitude,
        numerator=numerator,
        denominator=denominator,
    )


def _figures(item: Item, earlier: Sequence[Result]) -> Iterator[Figure]:
    """The newest first: a half year tells more about a year than last year does."""
    for result in reversed(earlier):
        if result.value is not None:
            yield Figure(
                say("earlier_result", "ผลรอบ {months} เดือน", months=result.round.months), result.value
            )
    if item.kpi.last_year is not None:
        yield Figure(say("last_year_result", "ผลปีก่อน"), item.kpi.last_year)
    if item.kpi.advanced is not None:
        yield Figure(say("advanced_target", "เป้าหมายขั้นสูง"), item.kpi.advanced, is_target=True)


def refuse_unexplained(item: Item) -> Refusal | None:
    """Why the saved figure cannot be sent yet: it looks unusual and nobody has said why it is right."""
    result = item.result
    if result is None or result.value is None or result.figure_reason.strip():
        return None
    earlier = earlier_results(item.round, [item.kpi.indicator_id]).get(item.kpi.indicator_id, [])
    asked = figure_doubts(
        item, earlier, value=result.value, numerator=result.numerator, denominator=result.denominator
    )
    if not asked:
        return None
    return refuse("figure_unexplained", "{doubt} หากถูกต้องแล้ว บอกเหตุผลไว้ใต้ตัวเลขก่อนส่ง", doubt=asked[0])
