"""Results that were computed from the provincial database, and whether they come out the same again."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import QuerySet

from samrit.frameworks.computing import cells_again
from samrit.indicators.models import QualityScore, Submission
from samrit.indicators.queries.cells import Gathered
from samrit.indicators.queries.quality_cells import KIND
from samrit.reports.models import ComputedResult, Result
from samrit.reports.queries.items import Item
from samrit.rules.kpi_formulas import Answer, Frame, answer
from samrit.ui.prepared import Prepared


def computed_results(item: Item) -> QuerySet[ComputedResult]:
    """All that were made of an item, the newest first."""
    return (
        ComputedResult.objects.filter(indicator=item.kpi.indicator_id, round=item.round)
        .select_related("formula", "generation", "computed_by")
        .order_by("-number")
    )


def computed_with(item: Item, value: Decimal | None) -> ComputedResult | None:
    """The newest one that came to this value: what a recorder confirms by reporting it."""
    if value is None:
        return None
    made = _MADE(item.kpi.indicator_id, item.round.pk)
    return next((one for one in made if one.value == value), None)


_MADE = Prepared(
    lambda indicator, round_: ComputedResult.objects.filter(indicator=indicator, round=round_).order_by(
        "-number"
    ),
    int,
    int,
)


def trace_of(result: Result | None) -> ComputedResult | None:
    """The computation that the reported figure is; None where it was typed, or is another by now."""
    computed = result.computed if result else None
    return computed if computed and result and computed.value == result.value else None


def frames_of(computed: ComputedResult) -> tuple[Frame, ...]:
    return tuple(Frame.from_data(one) for one in computed.frames)


def cells_of(computed: ComputedResult) -> Gathered:
    """The cells that it was made from, read again from the files of its generation and from what other rooms kept."""
    return cells_again(frames_of(computed), computed.generation)


def computed_again(computed: ComputedResult) -> Answer:
    """What its own formula, frames and files come to now. RefusedError where the files are gone."""
    formula, found = computed.formula, cells_of(computed)
    return answer(formula.expression, formula.unit, formula.decimals, found.frames, found.cells)


def reproduces(computed: ComputedResult) -> bool:
    """Whether it comes out the same to the digit, from the same cells."""
    again = computed_again(computed)
    return (again.exact, again.value, again.digest) == (
        computed.exact,
        computed.value,
        computed.inputs_digest,
    )


def scores_behind(every: Iterable[ComputedResult]) -> dict[int, QualityScore]:
    """ComputedResult.pk → the look at the quality of the data that it was made from, where it was; one query."""
    asked = {
        one.pk: frame["item"]
        for one in every
        for frame in one.frames
        if frame["kind"] == KIND and frame["item"]
    }
    known = QualityScore.objects.in_bulk(set(asked.values()))
    return {key: known[score] for key, score in asked.items() if score in known}


def submissions_behind(sources: Mapping[int, int]) -> list[tuple[Submission, int]]:
    """The submissions that figures came with, and how many of them, by the number of the receipt."""
    found = Submission.objects.filter(pk__in=sources).select_related("agency", "decided_by")
    return [(one, sources[one.pk]) for one in found.order_by("receipt", "pk")]
