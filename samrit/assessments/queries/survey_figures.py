"""What citizens answered in a province's closed surveys as a cell of a formula (``survey_eservice_satisfaction``)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from samrit.assessments.models import ReleasedFigures, SurveyRun
from samrit.assessments.queries.survey_results import Figures
from samrit.people.models import Area
from samrit.rules.formula import Figure, Need
from samrit.rules.instruments import Result, Tally, hidden_groups, of_summary, summary
from samrit.rules.kpi_formulas import Brought, Frame, frame_of_year
from samrit.rules.observed import Status
from samrit.rules.wording import Message, Refusal, say

KIND = "survey"  # of a frame whose ``keys`` are of ReleasedFigures; ``of`` is the outcome's code


def brought(need: Need, figure: Figure, *, area: Area, year: int, at: datetime | None = None) -> Brought:
    """Of all surveys that were closed (by a moment), together: each person counts once, whichever agency asked."""
    questionnaire, outcome = figure.of
    closed = SurveyRun.objects.filter(
        agency__area=area, fiscal_year=year, release__code=questionnaire, closed_at__isnull=False
    )
    if at is not None:
        closed = closed.filter(closed_at__lte=at)
    rows = _newest(closed, at)
    frame = frame_of_year(
        need,
        figure,
        kind=KIND,
        area=area.pk,
        fiscal_year=year,
        keys=(row.pk for row in rows),
        of=outcome,
    )
    if not rows:
        return Brought(frame, Status.NOT_YET, (_nothing(year, closed.count()),))
    return _made(frame, rows)


def again(frame: Frame) -> Brought:
    """From the same figures, whatever was asked or closed since."""
    return _made(frame, released(frame.keys))


def released(keys: Iterable[int]) -> list[ReleasedFigures]:
    """By their keys, in this order."""
    wanted = list(keys)
    known = ReleasedFigures.objects.select_related("run__release", "run__agency").in_bulk(wanted)
    return [known[key] for key in wanted if key in known]


def _newest(closed: Iterable[SurveyRun], at: datetime | None) -> list[ReleasedFigures]:
    """Of each survey what was shown when it was closed; of one with too few answers there is nothing."""
    rows = ReleasedFigures.objects.filter(run__in=closed).select_related("run__release", "run__agency")
    if at is not None:
        rows = rows.filter(released_at__lte=at)
    newest = {row.run_id: row for row in rows.order_by("number")}
    return [newest[key] for key in sorted(newest)]


def _made(frame: Frame, rows: Sequence[ReleasedFigures]) -> Brought:
    result = result_of(rows, frame.of)
    if result is None or result.value is None:
        return Brought(frame, Status.SUPPRESSED if result else Status.NOT_YET, result.steps if result else ())
    return Brought(frame, result.value, (*_runs_told(rows), *result.steps))


def result_of(rows: Sequence[ReleasedFigures], outcome: str) -> Result | None:
    """The outcome with its sample, margin and method; without a value where too few answered. The newest questionnaire counts."""
    asked = [one for row in rows if outcome in (one := Figures(row.run, row)).instrument.outcomes]
    if not asked:
        return None
    newest = asked[-1].instrument
    stated = newest.outcomes[outcome]
    counts: Counter[str] = Counter()
    reached = 0
    for one in asked:
        own = one.instrument.questions[one.instrument.outcomes[outcome].question]
        found = one.tally(own)
        counts.update(found.counts)
        reached += found.asked
    population = _population([one.run for one in asked], sum(counts.values()))
    summed = summary(
        newest, newest.questions[stated.question], Tally(dict(counts), reached), population=population
    )
    if isinstance(summed, Refusal):
        return Result(stated, None, None, None, (summed.message,))
    return of_summary(newest, stated, summed)


def _population(runs: Sequence[SurveyRun], answered: int) -> int | None:
    """Known only where every survey says it; one smaller than its answers is left out of account."""
    known = [run.population for run in runs if run.population is not None]
    total = sum(known)
    return total if len(known) == len(runs) and total >= answered else None


def answers_shown(rows: Iterable[ReleasedFigures]) -> Mapping[int, int | None]:
    """ReleasedFigures.pk → how many answered; None of small ones, and of others from which those would follow."""
    found = [Figures(row.run, row) for row in rows]
    counts = {one.released.pk: sum(one.by_cell.values()) for one in found if one.released}
    hidden = hidden_groups(counts, max((one.least for one in found), default=0))
    return {key: None if key in hidden else count for key, count in counts.items()}


def _runs_told(rows: Sequence[ReleasedFigures]) -> Iterator[Message]:
    shown = answers_shown(rows)
    for row in rows:
        count = shown[row.pk]
        facts = {"survey": row.run.name, "agency": row.run.agency.name}
        if count is None:
            yield say("survey_run_hidden", "{survey} ({agency}): จำนวนผู้ตอบน้อย จึงไม่แสดง", **facts)
        else:
            yield say("survey_run", "{survey} ({agency}): ผู้ตอบ {count:,} คน", **facts, count=count)
    if len(rows) > 1:
        yield say("survey_runs", "รวมผลการสำรวจที่ปิดแล้ว {runs} ครั้งของจังหวัด", runs=len(rows))


def _nothing(year: int, closed: int) -> Message:
    if closed:
        return say(
            "survey_closed_too_few",
            "การสำรวจที่ปิดแล้วของปีงบประมาณ {year} มีผู้ตอบน้อยเกินกว่าจะแสดงผล",
            year=year,
        )
    return say(
        "survey_none_closed",
        "ยังไม่มีการสำรวจด้วยแบบนี้ที่ปิดแล้วในปีงบประมาณ {year} – ปิดการสำรวจแล้วผลจะมาที่นี่",
        year=year,
    )
