"""Counting answers in batches, and showing newer figures only where nobody's answer follows from the change."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from samrit.assessments.models import ReleasedFigures, SurveyAnswer, SurveyPoint, SurveyRun, SurveyTally
from samrit.assessments.queries.surveys import asked_by, last_released
from samrit.assessments.queries.words import words_of
from samrit.rules.instruments import Instrument, Question, QuestionKind, may_release, read_sheet

BATCH = 2000
LEAST = 10  # of a questionnaire that does not say
Place = tuple[int, date, str, str, str]  # point, month, question, row, option


def fold_answers(*, run: SurveyRun) -> int:
    """Count what is not counted yet; returns how many answers. Two at once count nothing twice: the run's row is locked.

    No audit event: nobody did anything, figures that anyone can make of the answers are kept at hand.
    """
    folded = 0
    while more := _fold_some(run):
        folded += more
    return folded


@transaction.atomic
def _fold_some(run: SurveyRun) -> int:
    SurveyRun.objects.select_for_update().get(pk=run.pk)
    rows = list(
        SurveyAnswer.objects.filter(point__run=run, counted=False).only("point_id", "day", "answers")[:BATCH]
    )
    if not rows:
        return 0
    instrument = asked_by(run.release)
    counts: Counter[Place] = Counter()
    for row in rows:
        month = row.day.replace(day=1)
        counts.update((row.point_id, month, *place) for place in _places(instrument, row.answers))
    _add(counts)
    SurveyAnswer.objects.filter(pk__in=[row.pk for row in rows]).update(counted=True)
    return len(rows)


def _places(instrument: Instrument, answers: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """(question, row, option) of each thing that one answer counts for."""
    sheet = read_sheet(instrument, answers)
    yield "", "", ""
    for code in sheet.reached:
        question, given = instrument.questions[code], sheet.given.get(code)
        for row in [each.code for each in question.rows] or [""]:
            yield code, row, ""
        if given is not None:
            yield from ((code, row, option) for row, option in _chosen(question, given.value))


def _chosen(question: Question, value: object) -> Iterable[tuple[str, str]]:
    """(row, option) of what was chosen; of figures and words only that there was one."""
    if isinstance(value, Mapping):
        return value.items()
    if isinstance(value, frozenset):
        return [("", option) for option in value]
    if question.kind in {QuestionKind.TEXT, QuestionKind.NUMBER}:
        return [("", "*")]
    return [("", str(int(value)) if isinstance(value, Decimal) else str(value))]


def _add(counts: Counter[Place]) -> None:
    known = {
        (one.point_id, one.month, one.question, one.row, one.option): one
        for one in SurveyTally.objects.filter(
            point__in={place[0] for place in counts}, month__in={place[1] for place in counts}
        )
    }
    made, raised = [], []
    for place, more in counts.items():
        if (one := known.get(place)) is None:
            point, month, question, row, option = place
            made.append(
                SurveyTally(
                    point_id=point, month=month, question=question, row=row, option=option, count=more
                )
            )
        else:
            one.count += more
            raised.append(one)
    SurveyTally.objects.bulk_create(made, batch_size=500)
    SurveyTally.objects.bulk_update(raised, ["count"], batch_size=200)


def release_figures(*, run: SurveyRun, now: datetime) -> ReleasedFigures | None:
    """The figures that may be shown now: newer ones where they may be, else those shown before (None: none yet).

    While answers come in, a point's figures move on only by enough answers at once; what stands is as it was shown. When the
    run is closed everything counts: from then on whoever holds it may read single answers anyway. Counted whenever somebody
    looks; nobody decides it, so no audit event.
    """
    fold_answers(run=run)
    with transaction.atomic():
        SurveyRun.objects.select_for_update().get(pk=run.pk)
        shown = last_released(run)
        tallies = list(SurveyTally.objects.filter(point__run=run).order_by("pk"))
        counted: Counter[str] = Counter()
        for one in tallies:
            counted[str(one.point_id)] += one.count if not one.question else 0
        least = _least(run)
        before: Mapping[str, int] = shown.groups if shown else {}
        moving = {
            point for point, count in counted.items() if run.closed_at or _moves(before, point, count, least)
        }
        groups = {point: counted[point] if point in moving else before.get(point, 0) for point in counted}
        if sum(groups.values()) < least or groups == before:
            return shown
        return ReleasedFigures.objects.create(
            run=run,
            number=shown.number + 1 if shown else 1,
            groups=groups,
            tallies=_rows(tallies, moving, shown),
            words=words_of(run, asked_by(run.release)),
            released_at=now,
        )


def _moves(before: Mapping[str, int], point: str, count: int, least: int) -> bool:
    return may_release({point: before.get(point, 0)}, {point: count}, least)


def _rows(
    tallies: Iterable[SurveyTally], moving: set[str], shown: ReleasedFigures | None
) -> list[list[object]]:
    """Of points that move on as they are now, of the others as they were shown."""
    new: list[list[object]] = [
        [one.point_id, f"{one.month:%Y-%m}", one.question, one.row, one.option, one.count]
        for one in tallies
        if str(one.point_id) in moving
    ]
    return new + [row for row in (shown.tallies if shown else []) if str(row[0]) not in moving]


def _least(run: SurveyRun) -> int:
    terms = asked_by(run.release).survey
    return terms.least_group if terms else LEAST


def fold_all() -> int:
    """Of every run with answers that are not counted: for a nightly command."""
    keys = SurveyPoint.objects.filter(answers__counted=False).values_list("run", flat=True).distinct()
    runs = SurveyRun.objects.filter(pk__in=list(keys)).select_related("release")
    return sum(fold_answers(run=run) for run in runs)
