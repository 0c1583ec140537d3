"""What is done with a file itself: its redacted copy, what it proves, its history; all of a round as one archive."""

from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime, now
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from samrit.audit.queries import history_of
from samrit.evidence.actions import add_redacted_copy, note_opening
from samrit.evidence.models import EvidenceFile
from samrit.evidence.queries import visible_to, with_people
from samrit.people.api.happened import HappenedFacts, happened_facts
from samrit.people.api.operations import made, reads, writes
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports.api import facts
from samrit.reports.api.found import found_round
from samrit.reports.api.told import file_facts
from samrit.reports.packing import name_of, pack, pieces_for
from samrit.reports.proof import seen_file
from samrit.reports.queries.register import Use, uses_of
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["evidence"])
READ, WRITE = "evidence:read", "evidence:write"
ZIP = "application/zip"


class UseFacts(Schema):
    """A KPI in a round that a file proves; ``number`` null: no framework in force has it. ``what``: "" is the result."""

    round_id: int
    area: str
    year: int
    months: int
    indicator_id: int
    number: str | None
    name: str | None
    what: str


@writes(
    router, "/evidence/{file_id}/redacted-copies", scope=WRITE, answers=facts.FileFacts, made=True,
    takes="multipart/form-data",
)  # fmt: skip
def add_copy(request: PersonRequest, file_id: PathKey, file: File[UploadedFile]) -> Status[Any]:
    """Add a redacted copy (ฉบับปิดทับข้อความ) of a secret file, for those who may not open it. The newest one counts.

    Its key is the answer's `redacted_copy`: it is read as any file.
    """
    add_redacted_copy(
        original=_found(request, file_id),
        file=file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
        name=file.name or "",
        by=request.user,
        now=now(),
    )
    return made(file_facts(seen_file(request.duties, _found(request, file_id))))


@reads(router, "/evidence/{file_id}/uses", scope=READ, answers=list[UseFacts])
def file_uses(request: PersonRequest, file_id: PathKey) -> list[dict[str, Any]]:
    """What a file proves: results, answers to questions, appeals; the newest year first."""
    found = _found(request, file_id)
    return [_use(use) for use in uses_of(request.duties, [found.pk])[found.pk]]


@reads(router, "/evidence/{file_id}/history", scope=READ, answers=Page[HappenedFacts])
def file_history(request: PersonRequest, file_id: PathKey, part: Query[Slice]) -> dict[str, Any]:
    """Who uploaded, opened (a secret one) or re-classified a file; nothing of one whose name is not told."""
    found = _found(request, file_id)
    if seen_file(request.duties, found).hidden:
        raise Http404
    page = paged(request, history_of(found), part, order=("-pk",))
    return {**page, "items": [happened_facts(line) for line in told(page["items"])]}


@reads(router, "/rounds/{round_id}/evidence.zip", scope=READ, answers=None, media=ZIP)
def evidence_archive(request: PersonRequest, round_id: PathKey) -> StreamingHttpResponse:
    """All evidence of a province's round, a folder for each KPI and an index; for its coordinator and the central office.

    What one may not open is named in the index only, or there as its redacted copy.
    """
    round_, moment = found_round(request, round_id), localtime(now())
    pieces = pieces_for(request.duties, round_)
    if pieces is None:
        raise Http404
    for piece in pieces:
        if piece.file is not None:
            note_opening(file=piece.file, by=request.user, now=moment)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name_of(round_)) or "",
        "Content-Encoding": "identity",  # packed already
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(pack(round_, pieces, at=moment), content_type=ZIP, headers=headers)


def _found(request: PersonRequest, file_id: int) -> EvidenceFile:
    return get_object_or_404(with_people(visible_to(request.duties)), pk=file_id)


def _use(use: Use) -> dict[str, Any]:
    round_ = use.round
    return {
        "round_id": round_.pk,
        "area": round_.area_id,
        "year": round_.fiscal_year_id,
        "months": round_.months,
        "indicator_id": use.indicator,
        "number": use.kpi.full_number if use.kpi else None,
        "name": use.kpi.name if use.kpi else None,
        "what": use.what,
    }
