"""Which assessments a person may know of, and what stands on their sheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from samrit.assessments.models import Assessment, StageScore, StageSheet
from samrit.assessments.queries.instruments import instrument_of
from samrit.people.queries import Duties
from samrit.rules.instruments import Instrument, InstrumentScore, Sheet, Stage, Words, read_sheet, score

OWN = "self"  # the stage of an instrument that names none
_OWN_WORDS = Words("ประเมินตนเอง", "Self-assessment")


def visible_to(duties: Duties) -> QuerySet[Assessment]:
    """Those of the own agencies and of the provinces looked after; evaluators know of all."""
    if duties.evaluates:
        return with_all(Assessment.objects.all())
    mine = Q(agency__in=duties.agencies()) | Q(area__in=duties.coordinated_areas())
    return with_all(Assessment.objects.filter(mine))


def with_all(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """With what pages and permissions ask about; four queries however many."""
    # A result has every step in words, tens of kilobytes that hardly any page asks for.
    scores = StageScore.objects.order_by("-number").defer("result")
    sheets = StageSheet.objects.select_related("saved_by", "done_by").prefetch_related(
        "evidence", Prefetch("scores", scores)
    )
    return assessments.select_related(
        "release", "agency__area", "area", "submitted_by", "signed_by", "closed_by"
    ).prefetch_related(Prefetch("sheets", sheets))


def assessment_of(key: int) -> Assessment:
    """The one with this key, with all that is asked about it."""
    return with_all(Assessment.objects.all()).get(pk=key)


# ── stages ──────────────────────────────────────────────────────────────────
def stages_of(instrument: Instrument) -> tuple[Stage, ...]:
    """In order; the first one is the agency's own."""
    return tuple(instrument.stages.values()) or (Stage(OWN, _OWN_WORDS),)


def own_stage(instrument: Instrument) -> str:
    return stages_of(instrument)[0].code


# ── a sheet ─────────────────────────────────────────────────────────────────
def raw_answers(sheet: StageSheet | None) -> dict[str, Any]:
    """Its answers as the engine reads them, with the keys of what proves each."""
    if sheet is None:
        return {}
    proof = evidence_keys(sheet)
    return {code: {**given, "evidence": proof.get(code, [])} for code, given in sheet.answers.items()}


def evidence_keys(sheet: StageSheet) -> dict[str, list[str]]:
    """Question → keys of the files that prove its answer, the oldest first."""
    found: dict[str, list[str]] = {}
    for link in sheet.evidence.all():
        found.setdefault(link.question, []).append(str(link.file_id))
    return found


@dataclass(frozen=True)
class Read:
    """An assessment with its instrument; what stands on each sheet, read when it is asked for."""

    assessment: Assessment

    @cached_property
    def instrument(self) -> Instrument:
        return instrument_of(self.assessment.release)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        return stages_of(self.instrument)

    @cached_property
    def own(self) -> str:
        return self.stages[0].code

    @cached_property
    def rows(self) -> Mapping[str, StageSheet]:
        return {row.stage: row for row in self.assessment.sheets.all()}

    def row(self, stage: str) -> StageSheet | None:
        """As it is kept; None before anything was answered."""
        return self.rows.get(stage)

    def sheet(self, stage: str) -> Sheet:
        """What stands on it now; an empty one before anything was answered."""
        known: dict[str, Sheet] = self.__dict__.setdefault("_known_sheets", {})
        if stage not in known:
            known[stage] = read_sheet(self.instrument, raw_answers(self.row(stage)))
        return known[stage]

    def score(self, stage: str) -> InstrumentScore:
        """Of what stands on the sheet now."""
        known: dict[str, InstrumentScore] = self.__dict__.setdefault("_known_scores", {})
        if stage not in known:
            known[stage] = score(self.instrument, [self.sheet(stage)])
        return known[stage]

    def kept_score(self, stage: str) -> StageScore | None:
        """The newest one that was handed in."""
        row = self.row(stage)
        return next(iter(row.scores.all()), None) if row else None

    def values(self) -> dict[str, Any]:
        """Stage → exact value of those that are done, for ``refuse_stage``."""
        done: dict[str, Any] = {}
        for stage in self.stages:
            row, kept = self.row(stage.code), self.kept_score(stage.code)
            finished = self.assessment.signed_at if stage.code == self.own else row and row.done_at
            if kept and finished:
                done[stage.code] = kept.exact
        return done

    def final_stage(self) -> str:
        """The last stage that is done: what counts; the agency's own while none is."""
        done = self.values()
        return next((stage.code for stage in reversed(self.stages) if stage.code in done), self.own)


def again(kept: StageScore, instrument: Instrument) -> InstrumentScore:
    """The score made once more from what was kept with it: the same to the digit."""
    raw = {code: {**given, "evidence": kept.evidence.get(code, [])} for code, given in kept.answers.items()}
    return score(instrument, [read_sheet(instrument, raw)])


def base_of(sheet: StageSheet, revision: int) -> dict[str, Any]:
    """The answers as they stood at a revision: what came since taken back."""
    answers = dict(sheet.answers)
    since = sheet.changes.filter(revision__gt=revision).order_by("-revision", "-id")
    for change in since:
        if change.before is None:
            answers.pop(change.question, None)
        else:
            answers[change.question] = change.before
    return answers


# ── years ───────────────────────────────────────────────────────────────────
def earlier_of(assessment: Assessment) -> Assessment | None:
    """The newest signed one of an earlier year with a questionnaire of the same code."""
    before = Assessment.objects.filter(
        agency=assessment.agency_id,
        release__code=assessment.release.code,
        fiscal_year__lt=assessment.fiscal_year,
        signed_at__isnull=False,
    )
    return with_all(before).order_by("-fiscal_year", "-pk").first()


def years_of(assessment: Assessment) -> list[Assessment]:
    """Signed ones of the same agency and questionnaire up to this year, the oldest first."""
    found = Assessment.objects.filter(
        agency=assessment.agency_id,
        release__code=assessment.release.code,
        fiscal_year__lte=assessment.fiscal_year,
        signed_at__isnull=False,
    )
    return list(with_all(found).order_by("fiscal_year", "pk"))


def narrowed(rows: QuerySet[Assessment], wanted: Mapping[str, Any]) -> QuerySet[Assessment]:
    """By the values of ``forms.inviting.AssessmentFilter``."""
    if wanted.get("year"):
        rows = rows.filter(fiscal_year=wanted["year"])
    if wanted.get("code"):
        rows = rows.filter(release__code=wanted["code"])
    if wanted.get("area"):
        rows = rows.filter(area=wanted["area"])
    return rows.filter(state=wanted["state"]) if wanted.get("state") else rows


def choices_in(rows: QuerySet[Assessment]) -> tuple[list[int], list[tuple[str, str]]]:
    """Years and questionnaires (code, name) that occur, the newest year first."""
    plain = Assessment.objects.filter(pk__in=rows.order_by().values("pk")).order_by()
    years = sorted(set(plain.values_list("fiscal_year", flat=True)), reverse=True)
    named = dict(plain.values_list("release__code", "release__name"))
    return years, sorted(named.items(), key=lambda one: one[1])


def taken_by(release: int, fiscal_year: int, agencies: Iterable[int]) -> set[int]:
    """Agencies that are invited already."""
    found = Assessment.objects.filter(release=release, fiscal_year=fiscal_year, agency__in=list(agencies))
    return set(found.values_list("agency", flat=True))
