"""What a province's assessments say of a KPI: the figure, how it came about, and the scores that it was made of.

The figure of a province is the mean of its agencies' own, signed results [assumed]; an official result stands beside it
in the explanation and replaces nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from samrit.assessments.models import Assessment, StageScore
from samrit.assessments.queries.assessments import Read, again, with_all
from samrit.assessments.queries.instruments import instrument_of
from samrit.assessments.queries.official import newest_officials
from samrit.people.models import Area
from samrit.rules.amounts import aligned
from samrit.rules.instruments import Instrument, Outcome, results
from samrit.rules.instruments.figures import in_digits
from samrit.rules.wording import Message, say


@dataclass(frozen=True)
class AgencyOutcome:
    """``value`` as it is published; None with the reason in ``steps``."""

    assessment: Assessment
    kept: StageScore
    value: Decimal | None
    steps: tuple[Message, ...]


@dataclass(frozen=True)
class OutcomeFigure:
    """``value`` None: nobody has signed anything yet. ``unit`` and ``name`` as the instrument states them."""

    outcome: Outcome
    value: Decimal | None
    steps: tuple[Message, ...]
    agencies: tuple[AgencyOutcome, ...]


def outcome_figure(
    area: Area, *, instrument: str, outcome: str, fiscal_year: int, at: datetime | None = None
) -> OutcomeFigure | None:
    """The figure of a province, from the newest signed scores or as they stood ``at`` a moment.

    ``instrument``: its code. None where no agency was invited, or the questionnaire has no such outcome. A few queries,
    however many agencies.
    """
    rows = Assessment.objects.filter(area=area, release__code=instrument, fiscal_year=fiscal_year)
    reads = [Read(one) for one in with_all(rows).order_by("agency_id", "pk")]
    stated = next(
        (
            read.instrument.outcomes[outcome]
            for read in reversed(reads)
            if outcome in read.instrument.outcomes
        ),
        None,
    )
    if stated is None:
        return None
    kept = [each for read in reads if (each := _newest_kept(read, at)) is not None]
    found = _outcomes_of(kept, outcome)
    if not any(each.value is not None for each in found):
        return OutcomeFigure(stated, None, (_nothing_signed(len(reads)),), found)
    mean, steps = _mean_of(stated, found)
    invited = say("outcome_invited", "จากที่เชิญ {invited} หน่วยงาน", invited=len(reads))
    beside = _beside(found, stated, instrument, fiscal_year)
    return OutcomeFigure(stated, mean, (*steps, invited, *beside), found)


def outcome_again(keys: Iterable[int], outcome: str) -> OutcomeFigure | None:
    """The same figure from the same scores (StageScore.pk) again, whatever was signed or invited since; None of none."""
    found = _outcomes_of(kept_scores(keys), outcome)
    if not found:
        return None
    stated = instrument_of(found[-1].assessment.release).outcomes[outcome]
    mean, steps = _mean_of(stated, found)
    return OutcomeFigure(stated, mean, steps, found)


def kept_scores(keys: Iterable[int]) -> list[StageScore]:
    """By their keys, in this order."""
    wanted = list(keys)
    known = StageScore.objects.select_related(
        "sheet__assessment__release", "sheet__assessment__agency"
    ).in_bulk(wanted)
    return [known[key] for key in wanted if key in known]


def _newest_kept(read: Read, at: datetime | None) -> StageScore | None:
    """Of the last stage that was done then, as it was kept when it was done; nothing without the head's signature."""
    assessment = read.assessment
    if assessment.signed_at is None or (at and assessment.signed_at > at):
        return None
    for stage in reversed(read.stages):
        row = read.row(stage.code)
        done = assessment.signed_at if stage.code == read.own else row and row.done_at
        if row is None or not done or (at and done > at):
            continue
        kept = next((one for one in row.scores.all() if at is None or one.made_at <= at), None)
        if kept is not None:
            kept.sheet = row
            row.assessment = assessment
            return kept
    return None


def _outcomes_of(kept: Sequence[StageScore], outcome: str) -> tuple[AgencyOutcome, ...]:
    """Of each score, made once more from what was kept with it; one whose questionnaire has no such outcome is left out."""
    found = []
    for one in kept:
        assessment = one.sheet.assessment
        made = _result(instrument_of(assessment.release), one, outcome)
        if made is not None:
            found.append(AgencyOutcome(assessment, one, *made))
    return tuple(found)


def _mean_of(stated: Outcome, found: Sequence[AgencyOutcome]) -> tuple[Decimal | None, tuple[Message, ...]]:
    """The mean of what has a value, as the newest questionnaire publishes it, and how it came about."""
    steps = tuple(step for each in found for step in _told(each))
    values = [each.value for each in found if each.value is not None]
    if not values:
        return None, steps
    exact = sum(map(Fraction, values), Fraction(0)) / len(values)
    mean = instrument_of(found[-1].assessment.release).published(in_digits(exact))
    return mean, (*steps, _mean(stated, mean, values))


def _result(
    instrument: Instrument, kept: StageScore, outcome: str
) -> tuple[Decimal | None, tuple[Message, ...]] | None:
    for one in results(instrument, again(kept, instrument)):
        if one.outcome.code == outcome:
            return one.value, one.steps
    return None


def _told(one: AgencyOutcome) -> Iterable[Message]:
    yield say(
        "outcome_of_agency",
        "{agency}: คะแนนฉบับที่ {number} ของแบบประเมินรุ่น {digest}",
        agency=one.assessment.agency.name,
        number=one.kept.number,
        digest=one.kept.digest,
    )
    yield from one.steps


def _mean(stated: Outcome, mean: Decimal, values: Sequence[Decimal]) -> Message:
    return say(
        "outcome_mean",
        "{outcome} ของจังหวัด = ค่าเฉลี่ยของ {count} หน่วยงานที่ลงนามแล้ว = {mean}",
        outcome=stated.words.message(),
        count=len(values),
        mean=aligned(mean, 0),
    )


def _nothing_signed(invited: int) -> Message:
    return say(
        "outcome_nothing_signed", "เชิญ {invited} หน่วยงานแล้ว แต่ยังไม่มีหน่วยงานใดลงนามผลที่มีคะแนน", invited=invited
    )


def _beside(
    found: Sequence[AgencyOutcome], stated: Outcome, instrument: str, fiscal_year: int
) -> Iterable[Message]:
    """What the authority published of these agencies, for the reader to compare."""
    keys = [each.assessment.agency_id for each in found]
    officials: Mapping[int, object] = newest_officials(keys, instrument, fiscal_year)
    if officials:
        yield say(
            "outcome_officials",
            "{outcome}: มีผลอย่างเป็นทางการของ {count} หน่วยงานไว้เทียบ ไม่ได้นำมาแทนค่านี้",
            outcome=stated.words.message(),
            count=len(officials),
        )
