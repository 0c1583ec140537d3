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
    found = tuple(each for read in reads if (each := _of_agency(read, outcome, at)) is not None)
    values = [each.value for each in found if each.value is not None]
    if not values:
        return OutcomeFigure(stated, None, (_nothing_signed(len(reads)),), found)
    exact = sum(map(Fraction, values), Fraction(0)) / len(values)
    mean = reads[-1].instrument.published(in_digits(exact))
    steps = (
        *(step for each in found for step in _told(each)),
        _mean(stated, mean, values, len(reads)),
        *_beside(found, stated, instrument, fiscal_year),
    )
    return OutcomeFigure(stated, mean, steps, found)


def _of_agency(read: Read, outcome: str, at: datetime | None) -> AgencyOutcome | None:
    """From the last stage that is done, as it was kept when it was done."""
    assessment, row = read.assessment, read.row(read.final_stage())
    if assessment.signed_at is None or row is None or (at and assessment.signed_at > at):
        return None
    kept = next((one for one in row.scores.all() if at is None or one.made_at <= at), None)
    if kept is None:
        return None
    made = _result(read.instrument, kept, outcome)
    return AgencyOutcome(assessment, kept, *made) if made else None


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


def _mean(stated: Outcome, mean: Decimal, values: Sequence[Decimal], invited: int) -> Message:
    return say(
        "outcome_mean",
        "{outcome}ของจังหวัด = ค่าเฉลี่ยของ {count} หน่วยงานที่ลงนามแล้ว จากที่เชิญ {invited} หน่วยงาน = {mean}",
        outcome=stated.words.message(),
        count=len(values),
        invited=invited,
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
