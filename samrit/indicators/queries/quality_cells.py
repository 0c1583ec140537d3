"""The quality of a province's data as a cell of a formula (``data_quality``): which score, what it says, what it was made of."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from samrit.indicators.models import QualityScore
from samrit.indicators.queries.items import AreaBook
from samrit.indicators.queries.observations import paths, store
from samrit.indicators.queries.quality import counts_in, scored_again, terms_of, trend_of
from samrit.indicators.store.port import Choice, Dimension
from samrit.people.models import Area
from samrit.rules.formula import FIGURES, QUALITY, Cell, Need, Place
from samrit.rules.kpi_formulas import Frame
from samrit.rules.observed import Status
from samrit.rules.periods import PeriodType, period_of
from samrit.rules.quality.rounds import periods_due, round_days
from samrit.rules.wording import Message, say

KIND = "quality"  # of a frame whose ``item`` is a QualityScore.pk, 0 where there was none
NONE = 0


@dataclass(frozen=True)
class Scored:
    """``score`` None: the round was never looked at."""

    frame: Frame
    score: QualityScore | None

    @property
    def place(self) -> Place:
        return self.frame.places()[0]

    @cached_property
    def cell(self) -> Cell:
        """The percentage as the quality page publishes it, made again from what was counted; not yet, where nothing is due."""
        if self.score is None:
            return Status.NOT_YET
        percent = scored_again(self.score).percent
        return Status.NOT_YET if percent is None else terms_of(self.score).published(percent)

    @property
    def told(self) -> Iterator[Message]:
        """Which look it is, then measure by measure how it came about."""
        if self.score is None:
            yield say(
                "quality_never_looked",
                "ยังไม่ได้ตรวจคุณภาพข้อมูลของรอบนี้ – เปิดหน้าคุณภาพข้อมูลของจังหวัดแล้วกด “ตรวจคุณภาพ”",
            )
            return
        yield say(
            "quality_looked",
            "คุณภาพข้อมูลรอบ {months} เดือน ปีงบประมาณ {year} ตรวจครั้งที่ {number} จากฐานข้อมูลรุ่นที่ {generation}",
            months=self.score.months,
            year=self.score.fiscal_year,
            number=self.score.number,
            generation=self.score.generation.number if self.score.generation else "–",
        )
        yield from map(Message.from_data, self.score.steps)


def scored(
    needs: Iterable[Need], *, area: Area, fiscal_year: int, months: int, at: datetime | None = None
) -> list[Scored]:
    """For each need the newest look at the quality of the round, or the newest at a moment; one query each."""
    return [_scored(need, area, fiscal_year - need.years_back, months, at) for need in needs]


def _scored(need: Need, area: Area, fiscal_year: int, months: int, at: datetime | None) -> Scored:
    made = trend_of(area.pk, fiscal_year, months)
    score = (made.filter(made_at__lte=at) if at else made).first()
    figure = FIGURES[QUALITY]
    ends = period_of(PeriodType.MONTH, round_days(fiscal_year, months)[1])
    frame = Frame(
        need,
        score.pk if score else NONE,
        figure.name,
        figure.unit,
        KIND,
        (area.pk,),
        (str(ends),),
        {"": 0},
    )
    return Scored(frame, score)


def scored_before(frames: Iterable[Frame]) -> list[Scored]:
    """The same scores again, whatever was looked at since."""
    kept = list(frames)
    known = QualityScore.objects.select_related("generation").in_bulk({frame.item for frame in kept})
    return [Scored(frame, known.get(frame.item)) for frame in kept]


def senders_of(score: QualityScore, found: AreaBook) -> Mapping[int, int]:
    """Submission.pk → how many of the figures that were due came with it; the score counts those of the owed areas and parts."""
    given = {row.item for row in counts_in(score) if row.given} & found.entries.keys()
    if score.generation is None or not given:
        return {}
    first, _ = round_days(score.fiscal_year, score.months)
    due = {
        (found.entries[code].key, period.number)
        for code in given
        for period in periods_due(found.entries[code].item, first, score.day)
    }
    counted = store().counts(
        paths(score.generation.files),
        (Dimension.ITEM, Dimension.PERIOD, Dimension.SUBMISSION),
        Choice(
            items=tuple(sorted({item for item, _ in due})),
            periods=tuple(sorted({period for _, period in due})),
            statuses=(Status.VALUE,),
        ),
    )
    sources: Counter[int] = Counter()
    for (item, period, submission), cells in counted.items():
        if (item, period) in due:
            sources[submission] += cells
    return dict(sorted(sources.items()))
