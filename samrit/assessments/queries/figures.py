"""Results of questionnaires as cells of a formula: what agencies signed, what an authority published, what citizens said.

``assessment_pmqa_score``, ``official_readiness_level``, ``survey_eservice_satisfaction``: a word for each outcome of each
questionnaire that the province may use, so that a new questionnaire brings its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Q

from samrit.assessments.models import InstrumentRelease
from samrit.assessments.queries import official_figures, survey_figures
from samrit.assessments.queries.outcomes import OutcomeFigure, outcome_again, outcome_figure
from samrit.assessments.queries.surveys import asked_by
from samrit.people.models import Area
from samrit.rules.formula import ASSESSMENT, OFFICIAL, SURVEY, Cell, Figure, Need, is_code, word_of
from samrit.rules.instruments import Outcome
from samrit.rules.kpi_formulas import Brought, Frame, frame_of_year
from samrit.rules.observed import Status
from samrit.rules.wording import Message, say

KIND = "assessment"  # of a frame whose ``keys`` are of StageScore
KINDS = (KIND, official_figures.KIND, survey_figures.KIND)


# ── the words ───────────────────────────────────────────────────────────────
def figures(area: Area) -> Mapping[str, Figure]:
    """Of every questionnaire that was published for the province; of several versions the newest one says what it is called."""
    releases = InstrumentRelease.objects.filter(Q(agency=None) | Q(agency__area=area))
    known = releases.exclude(state=InstrumentRelease.State.DRAFT).defer("documents").order_by("pk")
    return {one.code: one for release in known for one in _words(release) if is_code(one.code)}


def _words(release: InstrumentRelease) -> Iterator[Figure]:
    instrument = asked_by(release)
    for outcome in instrument.outcomes.values():
        if outcome.question:
            yield _word(SURVEY, release, outcome)
            continue
        if instrument.survey is None:
            yield _word(ASSESSMENT, release, outcome)
        yield _word(OFFICIAL, release, outcome)


_SAID = {  # before the outcome's name, after it; what an officer has to know
    ASSESSMENT: (
        "",
        "",
        "ค่าเฉลี่ยของหน่วยงานที่ลงนามผลประเมินแล้ว ผลอย่างเป็นทางการแสดงไว้เทียบ",
        "The mean of the agencies that have signed; the official result is shown for comparison.",
    ),
    OFFICIAL: (
        "ผลอย่างเป็นทางการ: ",
        "Official result: ",
        "ผลที่หน่วยงานเจ้าของแบบประกาศและนำเข้าไว้ เฉลี่ยทุกหน่วยงานที่มีผล",
        "What the authority published and was brought in; the mean of the agencies that have one.",
    ),
    SURVEY: (
        "",
        "",
        "รวมการสำรวจที่ปิดแล้วของจังหวัดในปีงบประมาณ ผู้ตอบแต่ละคนนับเท่ากัน",
        "All surveys of the province that are closed in the fiscal year; every answer counts the same.",
    ),
}


def _word(kind: str, release: InstrumentRelease, outcome: Outcome) -> Figure:
    thai, english, note, note_en = _SAID[kind]
    own = f" – {release.name}" if release.agency_id else ""
    own_en = f" – {release.name_en}" if release.agency_id else ""
    return Figure(
        word_of(kind, release.code, outcome.code),
        f"{thai}{outcome.words.thai}{own}",
        f"{english}{outcome.words.english}{own_en}",
        outcome.unit.thai,
        (release.code, outcome.code),
        f"{release.name} ({release.version})",
        note,
        note_en,
    )


# ── the cells ───────────────────────────────────────────────────────────────
def brought(
    needs: Iterable[Need],
    known: Mapping[str, Figure],
    *,
    area: Area,
    fiscal_year: int,
    at: datetime | None = None,
) -> list[Brought]:
    """For each need what stands now, or what stood at a moment; a few queries each."""
    return [_brought(need, known[need.code], area, fiscal_year - need.years_back, at) for need in needs]


def _brought(need: Need, figure: Figure, area: Area, year: int, at: datetime | None) -> Brought:
    if need.code.startswith(OFFICIAL):
        return official_figures.brought(need, figure, area=area, year=year, at=at)
    if need.code.startswith(SURVEY):
        return survey_figures.brought(need, figure, area=area, year=year, at=at)
    instrument, outcome = figure.of
    found = outcome_figure(area, instrument=instrument, outcome=outcome, fiscal_year=year, at=at)
    keys = (one.kept.pk for one in found.agencies) if found else ()
    frame = frame_of_year(need, figure, kind=KIND, area=area.pk, fiscal_year=year, keys=keys, of=outcome)
    return Brought(frame, _cell(found), found.steps if found else (_nobody(year),))


def brought_again(frames: Iterable[Frame]) -> list[Brought]:
    """From the same scores, results and answers again, whatever came since."""
    again: Mapping[str, Callable[[Frame], Brought]] = {
        KIND: _again,
        official_figures.KIND: official_figures.again,
        survey_figures.KIND: survey_figures.again,
    }
    return [again[frame.kind](frame) for frame in frames]


def _again(frame: Frame) -> Brought:
    found = outcome_again(frame.keys, frame.of)
    return Brought(frame, _cell(found), found.steps if found else ())


def _cell(found: OutcomeFigure | None) -> Cell:
    return Status.NOT_YET if found is None or found.value is None else found.value


def _nobody(year: int) -> Message:
    return say(
        "outcome_nobody_invited",
        "ปีงบประมาณ {year} ยังไม่ได้เชิญหน่วยงานใดประเมินด้วยแบบนี้ – เชิญได้ที่หน้าแบบประเมิน",
        year=year,
    )
