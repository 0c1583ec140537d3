"""A computed result as pages and programs tell it: what the database gives now, beside what was used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from samrit.frameworks.computing import Computation, compute_kpi
from samrit.frameworks.models import KpiFormula
from samrit.frameworks.queries import formula_of, items_in
from samrit.indicators.models import Generation, QualityScore, Submission
from samrit.indicators.queries.quality import scored_again, terms_of
from samrit.indicators.queries.quality_cells import KIND
from samrit.indicators.step_names import area_name, item_name, part_name, period_name, with_names
from samrit.people.queries import Duties
from samrit.reports.behind import Behind, behind, made_of
from samrit.reports.models import ComputedResult
from samrit.reports.queries import Item
from samrit.reports.queries.computed import frames_of, submissions_behind, trace_of
from samrit.rules.amounts import aligned
from samrit.rules.formula import Place
from samrit.rules.formula.telling import status_name
from samrit.rules.items import Book
from samrit.rules.kpi_formulas import Frame, span_name
from samrit.rules.observed import Status
from samrit.rules.periods import from_text
from samrit.rules.wording import Message, Refusal, RefusedError, say
from samrit.ui.pieces import Explanation, Input
from samrit.ui.wording import in_words

SHOWN_EMPTY = 12
Empty = tuple[Frame, Place, Status | None]


@dataclass(frozen=True)
class EmptyCells:
    """Cells without a figure, one period after another: whose they are, and what they say instead."""

    item: str
    area: str
    part: str
    first: str | Message
    last: str | Message
    count: int
    says: Message


@dataclass(frozen=True)
class MeasureLine:
    """One of the five measures; ``percent`` "" where nothing is owed of it."""

    name: Message
    weight: str
    percent: str


@dataclass(frozen=True)
class Live:
    """What the database gives now. ``computation`` None with ``refusal``: the formula cannot be computed any more."""

    formula: KpiFormula
    computation: Computation | None
    refusal: Refusal | None
    book: Book

    @property
    def value(self) -> Decimal | None:
        return self.computation.answer.value if self.computation else None

    @property
    def missing(self) -> Message | None:
        """Why there is no value."""
        if self.computation is None:
            return self.refusal.message if self.refusal else None
        reason = self.computation.answer.missing
        return with_names(reason, self.book) if reason else None

    @property
    def generation(self) -> Generation | None:
        return self.computation.found.generation if self.computation else None

    @property
    def asks_quality(self) -> bool:
        """Whether the quality of the data is in the formula; ``score`` None then: the round was never looked at."""
        frames = self.computation.found.frames if self.computation else ()
        return any(frame.kind == KIND for frame in frames)

    @property
    def asks_data(self) -> bool:
        """Whether any item of the provincial database is in the formula."""
        frames = self.computation.found.frames if self.computation else ()
        return any(frame.item and frame.kind != KIND for frame in frames)

    @property
    def told(self) -> Message | None:
        """Of a formula of such figures alone: where the figure comes from, or why there is none yet."""
        told = self.computation.found.told if self.computation else ()
        return told[0] if told and not (self.asks_data or self.asks_quality) else None

    def behind(self, duties: Duties) -> list[Behind]:
        """The figures of other rooms in the formula, down to what they were made of."""
        frames = self.computation.found.frames if self.computation else ()
        return named(behind(frames, duties), self.book)

    @property
    def score(self) -> QualityScore | None:
        return next(iter(self.computation.found.scores), None) if self.computation else None

    @property
    def measures(self) -> list[MeasureLine]:
        """What the quality of the data is made of."""
        return measures_of(self.score) if self.score else []

    @property
    def sources(self) -> Sequence[tuple[Submission, int]]:
        return submissions_behind(self.computation.found.sources) if self.computation else ()

    @property
    def empty_count(self) -> int:
        return len(self.computation.found.empty) if self.computation else 0

    @property
    def empty(self) -> list[EmptyCells]:
        """The first of the cells without a figure, each run of periods once."""
        return [_told(run, self.book) for run in self._runs[:SHOWN_EMPTY]]

    @property
    def more_empty(self) -> int:
        return sum(len(run) for run in self._runs[SHOWN_EMPTY:])

    @property
    def _runs(self) -> list[list[Empty]]:
        return runs_of(self.computation.found.empty) if self.computation else []

    @property
    def why(self) -> Explanation:
        steps = self.computation.answer.steps if self.computation else ()
        rule = self.formula.expression
        return Explanation(steps=[with_names(step, self.book) for step in steps], rule=rule)

    def changed_since(self, used: ComputedResult | None) -> bool:
        """Whether the data or the formula is another than what the reported figure was computed from."""
        if used is None or self.computation is None:
            return False
        return used.inputs_digest != self.computation.answer.digest


def measures_of(score: QualityScore) -> list[MeasureLine]:
    """Of a kept score, as the quality page shows them."""
    terms = terms_of(score)
    return [
        MeasureLine(
            one.name,
            aligned(one.weight, 0),
            "" if one.percent is None else aligned(terms.published(one.percent), terms.decimals),
        )
        for one in scored_again(score).measures
    ]


def live(item: Item, at: datetime | None = None) -> Live | None:
    """Computed now and kept nowhere; None where no formula counts. ``at``: from the data of a moment."""
    formula = formula_of(item.kpi.indicator_id)
    if formula is None:
        return None
    round_, found, refusal = item.round, None, None
    try:
        found = compute_kpi(
            formula.terms,
            area=round_.area,
            fiscal_year=round_.fiscal_year_id,
            months=round_.months,
            at=at,
        )
    except RefusedError as refused:
        refusal = refused.refusal
    return Live(formula, found, refusal, items_in(round_.area))


def named(found: Sequence[Behind], book: Book) -> list[Behind]:
    """With the figures' names in the reader's language."""
    return [replace(one, name=item_name(one.code, book)) for one in found]


def behind_kept(computed: ComputedResult, duties: Duties) -> list[Behind]:
    """What a kept computation was made of, whatever came since."""
    return named(behind(frames_of(computed), duties), items_in(computed.round.area))


def runs_of(cells: Iterable[Empty]) -> list[list[Empty]]:
    """Cells of one item, area and part that say the same, as long as one period follows the other."""
    runs: list[list[Empty]] = []
    newest: dict[tuple[object, ...], list[Empty]] = {}
    for cell in cells:
        frame, place, status = cell
        key = (frame.need, place.area, place.part, status)
        run = newest.get(key)
        if run is None or not _follows(run[-1][1].period, place.period):
            run = newest[key] = []
            runs.append(run)
        run.append(cell)
    return runs


def _follows(before: str, after: str) -> bool:
    """A sampling of which nobody knows the time yet follows any other one."""
    if after.startswith("#") or before.startswith("#"):
        return before.startswith("#") and after.startswith("#")
    return from_text(before).next() == from_text(after)


def _told(run: Sequence[Empty], book: Book) -> EmptyCells:
    frame, place, status = run[0]
    says = say("cell_never_sent", "ยังไม่มีใครส่ง") if status is None else status_name(status)
    return EmptyCells(
        item_name(frame.need.code, book),
        area_name(place.area),
        part_name(place.part, book),
        period_name(place.period),
        period_name(run[-1][1].period),
        len(run),
        says,
    )


def trace_line(computed: ComputedResult) -> Message:
    """One line of proof: which formula, which submissions, or what else the figure was made of."""
    others = made_of(frames_of(computed))
    if others and not computed.submissions:
        first, *more = others
        facts = {"version": computed.formula.version, "first": first, "n": len(more)}
        if more:
            return say("computed_trace_figures", "สูตรฉบับที่ {version} · {first} และอื่น ๆ อีก {n} รายการ", **facts)
        return say("computed_trace_figure", "สูตรฉบับที่ {version} · {first}", **facts)
    receipts = [one["receipt"] or f"#{one['id']}" for one in computed.submissions]
    shown = ", ".join(receipts[:3])
    facts = {"version": computed.formula.version, "receipts": shown or "–", "n": len(receipts)}
    if len(receipts) > 3:  # noqa: PLR2004 - as many as are named
        return say(
            "computed_trace_many", "สูตรฉบับที่ {version} · ใบรับข้อมูล {receipts} และอื่น ๆ รวม {n} ใบ", **facts
        )
    return say("computed_trace", "สูตรฉบับที่ {version} · ใบรับข้อมูล {receipts}", **facts)


def steps_of(computed: ComputedResult) -> Explanation:
    """The kept steps for people, with names as they are now."""
    book = items_in(computed.round.area)
    steps = [with_names(Message.from_data(step), book) for step in computed.steps]
    inputs = (
        Input(item_name(computed.formula.expression, book), in_words(span_name(computed.formula.terms.span))),
    )
    return Explanation(inputs=inputs, steps=steps, by=computed.computed_by.name, at=computed.computed_at)


def used_by(item: Item) -> ComputedResult | None:
    """The computation whose figure is reported."""
    return trace_of(item.result)
