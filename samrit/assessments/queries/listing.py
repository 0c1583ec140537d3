"""How far assessments are and what they come to, read and not reckoned: what many of them on one page need."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from samrit.assessments.models import Assessment, InstrumentRelease, StageScore, StageSheet
from samrit.assessments.queries.assessments import Read, assessment_of
from samrit.rules.instruments import Instrument, Rung, Sheet, progress, score
from samrit.rules.thai import plain_number


@dataclass(frozen=True)
class Standing:
    """``answered`` of ``asked`` questions, ``left`` required ones open; ``value`` exact, None: nothing was assessed."""

    answered: int
    asked: int
    left: int
    value: Decimal | None
    level: str  # code of the rung; "" without one

    def to_data(self) -> dict[str, Any]:
        value = None if self.value is None else plain_number(self.value)
        return {**self.__dict__, "value": value}


def standing_of(instrument: Instrument, sheet: Sheet) -> Standing:
    """Reckoned from the answers: tens of milliseconds, once at each saving."""
    done, found = progress(instrument, sheet), score(instrument, [sheet])
    level = found.level.code if found.level else ""
    return Standing(done.answered, done.asked, len(done.left), found.value, level)


def kept_standing(row: StageSheet) -> Standing | None:
    """As it was kept at the last saving; None of a sheet saved before standings were kept."""
    data = row.standing
    if data is None:
        return None
    value = None if data["value"] is None else Decimal(data["value"])
    return Standing(data["answered"], data["asked"], data["left"], value, data["level"])


def listed(keys: Iterable[int]) -> dict[int, Read]:
    """Key → the assessment without its answers, proofs and steps; four queries, however many.

    A questionnaire of a hundred kilobytes comes once, and not with each of its assessments.
    """
    scores = StageScore.objects.order_by("-number").defer("result", "answers", "evidence")
    sheets = StageSheet.objects.defer("answers").prefetch_related(Prefetch("scores", scores))
    rows = (
        Assessment.objects.filter(pk__in=list(keys))
        .select_related("agency__area", "area")
        .prefetch_related(Prefetch("sheets", sheets), Prefetch("release", InstrumentRelease.objects.all()))
    )
    known: dict[int, Instrument] = {}
    found = {one.pk: Read(one) for one in rows}
    for read in found.values():  # each questionnaire is recognised once, too
        key = read.assessment.release_id
        if key in known:
            read.__dict__["instrument"] = known[key]
        known[key] = read.instrument
    return found


def own_standing(read: Read) -> Standing:
    """Of the agency's own answers."""
    row = read.row(read.own)
    kept = kept_standing(row) if row else None
    return kept or _reckoned(read, read.own)


def _reckoned(read: Read, stage: str) -> Standing:
    whole = Read(assessment_of(read.assessment.pk))
    return standing_of(whole.instrument, whole.sheet(stage))


def value_of(read: Read, stage: str) -> tuple[Decimal | None, str]:
    """What a stage came to when it was handed in, else what its last saving came to; and the code of its level."""
    kept = read.kept_score(stage)
    if kept and (stage in read.values() or read.assessment.state == "submitted"):
        return kept.exact, kept.level
    row = read.row(stage)
    standing = (kept_standing(row) if row else None) or _reckoned(read, stage)
    return standing.value, standing.level


def rung_of(instrument: Instrument, code: str) -> Rung | None:
    """A level of the whole by its code."""
    if not instrument.ladder:
        return None
    return next((rung for rung in instrument.ladders[instrument.ladder].rungs if rung.code == code), None)
