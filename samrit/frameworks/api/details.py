"""A KPI's details: the fields there are, what stands in them, writing them; and the sheets as files."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samrit.frameworks import actions, queries
from samrit.frameworks.documents import files
from samrit.frameworks.models import Edition, Kpi
from samrit.frameworks.permissions import refuse_details
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import FILE, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.kpi_template import KEPT, SECTIONS, checked
from samrit.rules.kpi_template import Field as DetailField
from samrit.rules.wording import RefusedError, say
from samrit.ui.api.paging import Page, Slice
from samrit.ui.api.problems import ProblemError, wrong
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import PathKey, Text
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.wording import in_words

router = Router(tags=["frameworks"])
READ, WRITE = "frameworks:read", "frameworks:write"
_NO_PAPER = say("paper_unavailable", "เครื่องนี้ยังทำ PDF ไม่ได้ – ขอไฟล์ Word แทน หรือแจ้งผู้ดูแลระบบ")
Cells = dict[str, Annotated[str, Text(20_000)]]
Contents = dict[str, Annotated[str, Text(20_000)] | list[Cells] | dict[str, Cells]]


class FieldChoice(Schema):
    code: str
    label: str


class FieldColumn(Schema):
    """``binds``: once the framework is published it changes by an edition only."""

    key: str
    label: str
    kind: str
    binds: bool


class FieldFacts(Schema):
    """A field of the details.

    ``kind``: line, text, number or choice hold a text; rows a list of ``{column: text}``; years, months and rounds
    ``{row: {column: text}}`` with the rows ``2567``, ``10`` (October), ``6``.
    """

    key: str
    section: str
    label: str
    help: str
    kind: str
    binds: bool
    columns: list[FieldColumn]
    choices: list[FieldChoice]


class DetailsFacts(Schema):
    """รายละเอียดตัวชี้วัด; ``version`` 0: nobody wrote any. What is empty is not in ``contents``."""

    kpi_id: int
    version: int
    contents: Contents
    made_at: datetime | None
    made_by: str | None


class DetailsGiven(Schema):
    """The details as they shall stand: what is left out is emptied. Numbers as text."""

    contents: Contents = Field(max_length=100)


class SuggestionFacts(Schema):
    """What may be taken over, and where it comes from: the library, or the same KPI of another year or province."""

    contents: Contents
    library_kpi_id: int | None
    kpi_id: int | None
    area: str | None
    year: int | None


class PagePart(Schema):
    page: int = Field(1, ge=1, le=10_000, description="Which part of a large edition, as its page shows it")


@reads(router, "/details-fields", scope=READ, answers=list[FieldFacts])
def details_fields(request: PersonRequest) -> list[dict[str, Any]]:
    """The fields that a KPI's details have, in the order of the paper."""
    kept = ((section, field) for section in SECTIONS for field in section.fields if field.key in KEPT)
    return [_field(in_words(section.label), field) for section, field in kept]


@reads(router, "/kpis/{kpi_id}/details", scope=READ, answers=DetailsFacts)
def kpi_details(request: PersonRequest, kpi_id: PathKey) -> dict[str, Any]:
    """A KPI's details; the ETag names their version for If-Match."""
    return _told(request, found_kpi(request, kpi_id))


@writes(router, "/kpis/{kpi_id}/details", method="PUT", scope=WRITE, answers=DetailsFacts, versioned=True)
def write_kpi_details(request: PersonRequest, kpi_id: PathKey, body: DetailsGiven) -> dict[str, Any]:
    """Write a KPI's details over those that were read (If-Match).

    What somebody else changed meanwhile in other fields is kept; where both changed one field it is 412.
    """
    kpi, base = found_kpi(request, kpi_id), version_seen(request)
    if refusal := refuse_details(request.duties, kpi.component.edition):
        raise RefusedError(refusal)
    try:
        contents = checked(body.contents)
    except RefusedError as refused:
        raise wrong("body.contents", refused.refusal.message) from None
    actions.write_details(kpi=kpi, contents=contents, base=base or None, by=request.user, now=now())
    return _told(request, found_kpi(request, kpi_id))


@reads(router, "/kpis/{kpi_id}/details/suggestion", scope=READ, answers=SuggestionFacts | None)
def kpi_details_suggestion(request: PersonRequest, kpi_id: PathKey) -> dict[str, Any] | None:
    """What the library or another year or province says of the same KPI; null where nobody wrote any."""
    found = queries.suggestion_for(found_kpi(request, kpi_id))
    if found is None:
        return None
    other = found.counterpart
    return {
        "contents": found.contents,
        "library_kpi_id": found.library.pk if found.library else None,
        "kpi_id": other.kpi.pk if other else None,
        "area": other.area.pk if other else None,
        "year": other.year if other else None,
    }


@writes(router, "/kpis/{kpi_id}/details/offer", scope=WRITE, answers=DetailsFacts, made=True)
def offer_kpi_details(request: PersonRequest, kpi_id: PathKey) -> Status[Any]:
    """Offer the details to all provinces through the library, without what is of one province and year."""
    kpi = found_kpi(request, kpi_id)
    offered = actions.give_to_library(kpi=kpi, by=request.user, now=now())
    facts = {"kpi_id": kpi.pk, "version": offered.pk, "contents": offered.contents}
    return made({**facts, "made_at": offered.made_at, "made_by": offered.made_by.name})


@reads(router, "/kpis/{kpi_id}/history", scope=READ, answers=Page[HappenedFacts])
def kpi_history(request: PersonRequest, kpi_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """Who changed a KPI's details and links through all its editions, the newest first."""
    return happened(request, queries.trail_of_details(found_kpi(request, kpi_id)), at)


# ── as files ────────────────────────────────────────────────────────────────
@reads(router, "/kpis/{kpi_id}/details/pdf", scope=READ, answers=None, media=FILE, also=(503,))
def kpi_details_pdf(request: PersonRequest, kpi_id: PathKey) -> HttpResponse:
    """A KPI's details as the paper that offices know."""
    kpi = found_kpi(request, kpi_id)
    return _drawn(lambda: files.kpi_pdf(request.duties, kpi))


@reads(router, "/kpis/{kpi_id}/details/docx", scope=READ, answers=None, media=FILE)
def kpi_details_docx(request: PersonRequest, kpi_id: PathKey) -> HttpResponse:
    """The same for Word."""
    return _file(files.kpi_word(request.duties, found_kpi(request, kpi_id)))


@reads(router, "/editions/{edition_id}/details/pdf", scope=READ, answers=None, media=FILE, also=(503,))
def edition_details_pdf(request: PersonRequest, edition_id: PathKey, at: Query[PagePart]) -> HttpResponse:
    """The details of an edition's KPIs with a list in front."""
    found = _edition(request, edition_id)
    return _drawn(lambda: files.edition_pdf(request.duties, found, str(at.page)))


@reads(router, "/editions/{edition_id}/details/docx", scope=READ, answers=None, media=FILE)
def edition_details_docx(request: PersonRequest, edition_id: PathKey, at: Query[PagePart]) -> HttpResponse:
    """The same for Word."""
    return _file(files.edition_word(request.duties, _edition(request, edition_id), str(at.page)))


def _drawn(draw: Callable[[], files.Handed]) -> HttpResponse:
    try:
        return _file(draw())
    except PaperUnavailableError:
        raise ProblemError(503, _NO_PAPER) from None


def _file(handed: files.Handed) -> HttpResponse:
    return HttpResponse(handed.content, content_type=handed.kind, headers=handed.headers())


# ── in the shape of facts ───────────────────────────────────────────────────
def found_kpi(request: PersonRequest, kpi_id: int) -> Kpi:
    return get_object_or_404(queries.kpis_visible_to(request.duties), pk=kpi_id)


def _edition(request: PersonRequest, edition_id: int) -> Edition:
    return get_object_or_404(
        queries.with_contents(queries.editions_visible_to(request.duties)), pk=edition_id
    )


def _told(request: PersonRequest, kpi: Kpi) -> dict[str, Any]:
    version = kpi.template
    answers_with(request, version.pk if version else 0)
    return {
        "kpi_id": kpi.pk,
        "version": version.pk if version else 0,
        "contents": version.contents if version else {},
        "made_at": version.made_at if version else None,
        "made_by": version.made_by.name if version else None,
    }


def _field(section: str, field: DetailField) -> dict[str, Any]:
    return {
        "key": field.key,
        "section": section,
        "label": in_words(field.label),
        "help": in_words(field.help),
        "kind": field.kind.value,
        "binds": field.term,
        "columns": [
            {
                "key": one.key,
                "label": in_words(one.label),
                "kind": one.kind.value,
                "binds": one.term or field.term,
            }
            for one in field.columns
        ],
        "choices": [{"code": one.code, "label": in_words(one.label)} for one in field.choices],
    }
