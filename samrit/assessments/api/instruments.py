"""Questionnaires that may be answered, as data."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samrit.assessments.api import facts
from samrit.assessments.models import InstrumentRelease
from samrit.assessments.queries.assessments import stages_of
from samrit.assessments.queries.instruments import instrument_of, usable_releases
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.rules.instruments import Question, Section
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["data"])
READ = "data:read"


@reads(router, "/instruments", scope=READ, answers=Page[facts.InstrumentFacts])
def instruments(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Published versions of questionnaires, the newest first."""
    page = paged(request, usable_releases(request.duties), at, order=("-pk",))
    return {**page, "items": [_facts(one) for one in page["items"]]}


@reads(router, "/instruments/{instrument_id}", scope=READ, answers=facts.WholeInstrument)
def instrument(request: PersonRequest, instrument_id: PathKey) -> dict[str, Any]:
    """One version with its sections and questions."""
    release = get_object_or_404(usable_releases(request.duties), pk=instrument_id)
    found = instrument_of(release)
    return {
        **_facts(release),
        "reference": found.reference,
        "confirmed": found.confirmed,
        "full": found.full,
        "stages": [stage.code for stage in stages_of(found)],
        "outcomes": list(found.outcomes),
        "sections": [_section(each) for each in found.sections.values()],
        "questions": [_question(each) for each in found.questions.values()],
    }


def _facts(release: InstrumentRelease) -> dict[str, Any]:
    return {
        "id": release.pk,
        "code": release.code,
        "version": release.version,
        "digest": release.digest,
        "name": release.name,
        "name_en": release.name_en,
        "year": release.year,
        "survey": release.is_survey,
        "locked": release.is_locked,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "within": section.within,
        "number": section.number,
        "name": section.words.thai,
        "name_en": section.words.english,
        "weight": section.weight,
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "section": question.section,
        "kind": question.kind.value,
        "text": question.words.thai,
        "text_en": question.words.english,
        "required": question.required,
        "level": question.level,
        "options": [option.code for option in question.options],
        "rows": [row.code for row in question.rows],
        "evidence": list(question.evidence),
    }
