"""Surveys: which there are for whom, the point of an address, the questionnaire that it asks."""

from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from samrit.assessments.models import (
    AnswerImport,
    InstrumentRelease,
    ReleasedFigures,
    SurveyAnswer,
    SurveyPoint,
    SurveyRun,
)
from samrit.assessments.queries.instruments import instrument_of
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.rules.areas import area_by_code
from samrit.rules.instruments import Instrument

DOCUMENTS = "run__release__documents"  # long, and the questionnaire made of them is at hand
CHANGING = """
    SELECT point.id, point.ended_at, point.kiosk_series, run.closed_at, run.opens_on, run.closes_on, release.locked_at, agency.name
    FROM assessments_surveypoint point
    JOIN assessments_surveyrun run ON run.id = point.run_id
    JOIN assessments_instrumentrelease release ON release.id = run.release_id
    JOIN people_agency agency ON agency.id = run.agency_id
    WHERE point.code = %s
"""


def runs_visible_to(duties: Duties) -> QuerySet[SurveyRun]:
    """Of one's agencies and of the provinces one coordinates; the central office sees all."""
    runs = SurveyRun.objects.select_related("agency__area", "release").defer("release__documents")
    if duties.evaluates:
        return runs
    return runs.filter(
        Q(agency__in=duties.agencies()) | Q(agency__area__in=duties.coordinated_areas())
    ).distinct()


def with_points(runs: QuerySet[SurveyRun]) -> QuerySet[SurveyRun]:
    """Each with ``point_count``."""
    return runs.annotate(point_count=Count("points", distinct=True))


def point_of(code: str) -> SurveyPoint | None:
    """The point of a public address, with all that its form needs.

    What may change of it is asked each time, in one short question; the rest never does (the database sees to it) and is read
    once in a process: composing the whole question would take longer than keeping an answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHANGING, [code])
        found = cursor.fetchone()
    return _point(code, *map(str, found)) if found else None


@lru_cache(maxsize=2048)
def _point(code: str, *_as_it_stands: str) -> SurveyPoint:
    return SurveyPoint.objects.select_related("run__release", "run__agency").defer(DOCUMENTS).get(code=code)


def is_taken(client: UUID) -> bool:
    """Was this very form sent before?"""
    return SurveyAnswer.objects.filter(client=client).exists()


def points_of(run: SurveyRun) -> QuerySet[SurveyPoint]:
    return SurveyPoint.objects.filter(run=run).order_by("service", "district", "pk")


def imports_of(run: SurveyRun) -> QuerySet[AnswerImport]:
    """Without their content."""
    return (
        AnswerImport.objects.filter(point__run=run)
        .select_related("point__run__agency", "made_by")
        .defer("content")
    )


def asked_by(release: InstrumentRelease) -> Instrument:
    """The questionnaire of a release. What is published never changes, so it is read once in a process."""
    if release.state == InstrumentRelease.State.DRAFT:
        return instrument_of(release)
    return _published(release.digest, release.pk)


@lru_cache(maxsize=256)
def _published(_digest: str, key: int) -> Instrument:
    """The digest is part of the name: it alone says what the questionnaire is."""
    return instrument_of(InstrumentRelease.objects.get(pk=key))


def last_released(run: SurveyRun) -> ReleasedFigures | None:
    return run.released.order_by("-number").first()


def agencies_holding(duties: Duties) -> QuerySet[Agency]:
    """For which this person may hold surveys."""
    mine = Q(pk__in=duties.agencies(Role.RECORDER, Role.APPROVER))
    return (
        Agency.objects.filter(mine | Q(area__in=duties.coordinated_areas()))
        .select_related("area")
        .order_by("area_id", "name", "pk")
    )


def survey_releases(duties: Duties) -> QuerySet[InstrumentRelease]:
    """Published questionnaires for citizens: everybody's, and those of agencies one works with."""
    return (
        InstrumentRelease.objects.filter(is_survey=True, state=InstrumentRelease.State.PUBLISHED)
        .filter(Q(agency__isnull=True) | Q(agency__in=agencies_holding(duties)))
        .order_by("-year", "name", "-pk")
    )


def releases_visible_to(duties: Duties) -> QuerySet[InstrumentRelease]:
    """Every published one, and the drafts that one keeps."""
    published = Q(state=InstrumentRelease.State.PUBLISHED) & (
        Q(agency__isnull=True) | Q(agency__area__in=duties.areas())
    )
    mine = Q(agency__in=agencies_holding(duties))
    if duties.evaluates:
        return InstrumentRelease.objects.select_related("agency").order_by("name", "-pk")
    return (
        InstrumentRelease.objects.filter(published | mine)
        .select_related("agency")
        .order_by("name", "-pk")
        .distinct()
    )


def district_name(code: str, *, english: bool = False) -> str:
    """The district's name; empty for the whole province."""
    found = area_by_code(code) if code else None
    if found is None:
        return code
    return found.name_en if english else found.name
