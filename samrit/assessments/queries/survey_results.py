"""What a survey came to, of the figures that are shown: by question, service, district and month."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from samrit.assessments.models import ReleasedFigures, SurveyPoint, SurveyRun
from samrit.assessments.queries.surveys import asked_by, last_released, points_of
from samrit.rules.instruments import (
    Instrument,
    Outcome,
    Point,
    Question,
    QuestionKind,
    Result,
    Step,
    Summary,
    Tally,
    Words,
    hidden_cells,
    hidden_groups,
    of_summary,
    summary,
    trend,
)
from samrit.rules.instruments.surveys import survey_terms, too_few
from samrit.rules.wording import Refusal

ONE_CHOICE = {QuestionKind.ONE, QuestionKind.LIKERT, QuestionKind.NPS, QuestionKind.MATRIX}
Row = Sequence[Any]  # point, month, question, row, option, count


@dataclass(frozen=True)
class Choice:
    """``share`` in percent of those who were asked, for questions of several choices."""

    code: str
    words: Words
    count: int
    share: Decimal


@dataclass(frozen=True)
class Told:
    """What a question (of a matrix: one of its rows) came to; ``found`` a Refusal where too few answered."""

    question: Question
    row: str
    words: Words
    found: Summary | Refusal | None
    choices: tuple[Choice, ...] = ()
    frequent: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Place:
    """One cell of the table of services and districts; ``count`` None: hidden, or not enough yet while answers come in."""

    service: str | None
    district: str | None
    count: int | None
    result: Result | None


class Figures:
    """The released figures of a run, narrowed to points and a month; read from one row."""

    def __init__(self, run: SurveyRun, released: ReleasedFigures | None = None) -> None:
        self.run = run
        self.instrument: Instrument = asked_by(run.release)
        self.released = released or last_released(run)
        self.points: dict[int, SurveyPoint] = {one.pk: one for one in points_of(run)}

    @property
    def least(self) -> int:
        return self.instrument.survey.least_group if self.instrument.survey else 10

    @cached_property
    def rows(self) -> list[Row]:
        return self.released.tallies if self.released else []

    @cached_property
    def by_cell(self) -> dict[tuple[str, str], int]:
        """(service, district) → answers."""
        counts: Counter[tuple[str, str]] = Counter()
        for point, _, question, _, _, count in self.rows:
            if not question:
                one = self.points[point]
                counts[one.service, one.district] += count
        return dict(counts)

    @cached_property
    def by_month(self) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for _, month, question, _, _, count in self.rows:
            counts[month] += 0 if question else count
        return dict(sorted(counts.items()))

    @cached_property
    def hidden(self) -> frozenset[tuple[Any, Any]]:
        """Cells and totals of services and districts that are not shown."""
        counts: dict[tuple[Hashable, Hashable], int] = dict(self.by_cell.items())
        return hidden_cells(counts, self.least) if counts else frozenset()

    def is_hidden(self, service: str | None, district: str | None) -> bool:
        return (service, district) in self.hidden

    def count(self) -> int | None:
        """Of all answers; None where too few came."""
        total = sum(self.by_cell.values())
        return total if total >= self.least else None

    def few(
        self, question: Question, row: str = "", *, service: str | None = None, district: str | None = None
    ) -> bool:
        """Whether few of a place answered this question, or those of another place would follow by subtraction.

        Not everybody is asked everything: a place of many answers may have few to one question.
        """
        if service is None and district is None:
            return False  # the whole says so itself
        known: dict[tuple[str, str], frozenset[Any]] = self.__dict__.setdefault("_few", {})
        key = (question.code, row)
        if key not in known:
            counts = self._answered_by(question, row, lambda point, _: (point.service, point.district))
            known[key] = hidden_cells(counts, self.least) if counts else frozenset()
        return (service, district) in known[key]

    def few_months(self, question: Question) -> frozenset[Hashable]:
        """Months in which few answered this question, or that would follow from the others."""
        counts = self._answered_by(question, "", lambda _, month: month)
        return hidden_groups(counts, self.least)

    def _answered_by(
        self, question: Question, row: str, group: Callable[[SurveyPoint, str], Any]
    ) -> Counter[Any]:
        """What a question's figures are made of: those who chose a step, or who were asked where several may be chosen."""
        by_option = question.kind in ONE_CHOICE
        counts: Counter[Any] = Counter()
        for point, month, code, its_row, option, count in self.rows:
            if (code, its_row) == (question.code, row) and bool(option) == by_option:
                counts[group(self.points[point], month)] += count
        return counts

    def tally(
        self,
        question: Question,
        row: str = "",
        *,
        service: str | None = None,
        district: str | None = None,
        month: str | None = None,
    ) -> Tally:
        """Of the points asked for; None is any."""
        counts: Counter[str] = Counter()
        asked = 0
        for point, its_month, code, its_row, option, count in self.rows:
            one = self.points[point]
            if (code, its_row) != (question.code, row) or (month is not None and its_month != month):
                continue
            if service not in {None, one.service} or district not in {None, one.district}:
                continue
            if option:
                counts[option] += count
            else:
                asked += count
        return Tally(dict(counts), asked)


def told(figures: Figures, *, service: str | None = None, district: str | None = None) -> Iterator[Told]:
    """Question by question, of the whole or of a service or district that may be shown (the caller has asked)."""
    for question in figures.instrument.questions.values():
        for row in question.rows or (None,):
            code = row.code if row else ""
            counted = figures.tally(question, code, service=service, district=district)
            words = row.words if row else question.words
            few = figures.few(question, code, service=service, district=district)
            if question.kind in ONE_CHOICE:
                population = figures.run.population if service is None and district is None else None
                found = _too_few(figures) if few else _summed(figures, question, counted, population)
                yield Told(question, code, words, found)
            elif question.kind in {QuestionKind.SEVERAL, QuestionKind.TICK}:
                yield Told(
                    question, "", words, None, choices=() if few else _choices(figures, question, counted)
                )
            elif question.kind is QuestionKind.TEXT and service is None and district is None:
                yield Told(question, "", words, None, frequent=_frequent(figures, question))


def _summed(
    figures: Figures, question: Question, counted: Tally, population: int | None = None
) -> Summary | Refusal:
    """A population smaller than the answers is left out of account."""
    if population is not None and population < sum(counted.counts.values()):
        population = None
    return summary(figures.instrument, question, counted, population=population)


def _too_few(figures: Figures) -> Refusal:
    return too_few(survey_terms(figures.instrument))


def _choices(figures: Figures, question: Question, counted: Tally) -> tuple[Choice, ...]:
    """Nothing where fewer were asked than may be shown."""
    if counted.asked < figures.least:
        return ()
    named = [(one.code, one.words) for one in question.options] or [
        ("True", Words("ใช่", "Yes")),
        ("False", Words("ไม่ใช่", "No")),
    ]
    return tuple(
        Choice(
            code, words, count := counted.counts.get(code, 0), Decimal(count * 100) / Decimal(counted.asked)
        )
        for code, words in named
    )


def _frequent(figures: Figures, question: Question) -> tuple[tuple[str, int], ...]:
    words = figures.released.words.get(question.code, []) if figures.released else []
    return tuple((word, count) for word, count in words)


# ── what goes to the KPI ────────────────────────────────────────────────────
def outcomes_of(instrument: Instrument) -> list[Outcome]:
    return [one for one in instrument.outcomes.values() if one.question]


def outcome_result(
    figures: Figures,
    outcome: Outcome,
    *,
    service: str | None = None,
    district: str | None = None,
    month: str | None = None,
) -> Result:
    """The outcome with its sample, margin and method in steps; without a value where too few answered."""
    question = figures.instrument.questions[outcome.question]
    counted = figures.tally(question, service=service, district=district, month=month)
    is_part = any(one is not None for one in (service, district, month))
    population = None if is_part else figures.run.population
    few = figures.few(question, service=service, district=district)
    found = _too_few(figures) if few else _summed(figures, question, counted, population)
    if isinstance(found, Refusal):
        return Result(outcome, None, None, None, (found.message,))
    return of_summary(figures.instrument, outcome, found)


def table_of(figures: Figures) -> tuple[list[str], list[tuple[str | None, list[Place]]]]:
    """(districts, rows of services): the first outcome in each cell; None names a total."""
    outcomes = outcomes_of(figures.instrument)
    services: list[str | None] = [*dict.fromkeys(service for service, _ in figures.by_cell), None]
    districts = sorted({district for _, district in figures.by_cell})
    rows = [
        (service, [_place(figures, service, district, outcomes[:1]) for district in [*districts, None]])
        for service in services
    ]
    return districts, rows


def _place(figures: Figures, service: str | None, district: str | None, outcomes: Iterable[Outcome]) -> Place:
    count = sum(n for (s, d), n in figures.by_cell.items() if service in {None, s} and district in {None, d})
    if figures.is_hidden(service, district) or not count:
        return Place(service, district, None if count or not figures.run.closed_at else 0, None)
    results = [outcome_result(figures, one, service=service, district=district) for one in outcomes]
    return Place(service, district, count, results[0] if results else None)


def trend_of(figures: Figures, outcome: Outcome) -> tuple[Step, ...]:
    """Month by month; a month of few answers, or one that could be found by subtraction, has no value."""
    question = figures.instrument.questions[outcome.question]
    hidden = hidden_groups(figures.by_month, figures.least) | figures.few_months(question)
    points = []
    for month in figures.by_month:
        found = None if month in hidden else outcome_result(figures, outcome, month=month)
        points.append(Point(month, found.value if found else None, found.margin if found else None))
    return trend(points)
