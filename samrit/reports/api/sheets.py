"""Forms in spreadsheets: fetched, filled in without the network, sent back, looked at, taken over."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from samrit.people.api.happened import ChangeFacts
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.reports import actions
from samrit.reports.api import facts
from samrit.reports.api.found import found_round
from samrit.reports.documents.form_sheet import CONTENT_TYPE
from samrit.reports.forms.sheets import RowJudged
from samrit.reports.models import FilledSheet
from samrit.reports.queries.sheets import agencies_with_forms, sheets_visible_to
from samrit.reports.sheet_forms import (
    Compared,
    Workbook,
    compared,
    form_of,
    take_in,
    unknown_code,
    with_notes,
)
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import refused
from samrit.ui.api.values import PathKey

router = Router(tags=["reports"])
READ, WRITE = "reports:read", "reports:write"


class FormFacts(Schema):
    """An agency whose form may be fetched; ``may_send``: this token's owner fills it in and sends it back."""

    agency: facts.Named
    may_send: bool


class FilledFacts(Schema):
    """A form that came back, as it was kept; ``applied_at``: when its rows were last taken over."""

    id: int
    round_id: int
    agency: facts.Named
    name: str
    sha256: str
    taken_at: datetime
    applied_at: datetime | None


class CellToMend(Schema):
    """Why a cell cannot be taken; ``field`` is the column's, ``code`` for a row of no KPI here."""

    field: str
    messages: list[str]


class FilledRow(Schema):
    """One row, numbered as the spreadsheet does. ``state``: unchanged, changed, wrong, unknown.

    ``changes``: what would stand otherwise than now; ``problems``: cells to mend, also noted in ``notes.xlsx``.
    """

    row: int
    number: str
    indicator_id: int | None
    state: str
    changes: list[ChangeFacts]
    problems: list[CellToMend]


class WholeFilled(FilledFacts):
    """A form against what stands now: nothing is changed by looking."""

    rows: list[FilledRow]


@reads(router, "/rounds/{round_id}/forms", scope=READ, answers=list[FormFacts])
def sheet_forms(request: PersonRequest, round_id: PathKey) -> list[dict[str, Any]]:
    """Whose forms one may fetch for this round."""
    round_ = found_round(request, round_id)
    agencies = agencies_with_forms(request.duties, round_.area_id).filter(ownerships__isnull=False)
    own = request.duties.agencies(Role.RECORDER)
    return [{"agency": agency, "may_send": agency.pk in own} for agency in agencies.distinct().order_by("pk")]


@reads(router, "/rounds/{round_id}/forms/{agency_id}.xlsx", scope=READ, answers=None, media=CONTENT_TYPE)
def sheet_form(request: PersonRequest, round_id: PathKey, agency_id: PathKey) -> HttpResponse:
    """An agency's form as a workbook, with what stands there now: fill in the light cells and send it back."""
    round_ = found_round(request, round_id)
    agency = get_object_or_404(agencies_with_forms(request.duties, round_.area_id), pk=agency_id)
    form = form_of(request.duties, round_, agency, now=now())
    if form is None:
        raise Http404
    return _workbook(form)


@writes(
    router, "/rounds/{round_id}/sheets", scope=WRITE, answers=WholeFilled, made=True, takes="multipart/form-data"
)  # fmt: skip
def take_sheet(request: PersonRequest, round_id: PathKey, file: File[UploadedFile]) -> Status[Any]:
    """Send a filled form back. It is kept and compared with what stands; nothing changes before it is applied."""
    sheet = take_in(
        request.duties,
        found_round(request, round_id),
        file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
        name=file.name or "",
        now=now(),
    )
    return made(_whole(request, sheet))


@reads(router, "/sheets", scope=READ, answers=Page[FilledFacts])
def filled_sheets(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """The forms that one has sent back, the newest first."""
    return paged(request, sheets_visible_to(request.duties), at, order=("-pk",))


@reads(router, "/sheets/{sheet_id}", scope=READ, answers=WholeFilled, also=(409,))
def filled_sheet(request: PersonRequest, sheet_id: PathKey) -> dict[str, Any]:
    """What a form would change now, row by row and cell by cell."""
    return _whole(request, _found(request, sheet_id))


@writes(router, "/sheets/{sheet_id}/apply", scope=WRITE, answers=list[facts.DecidedFacts])
def apply_sheet(request: PersonRequest, sheet_id: PathKey) -> list[dict[str, Any]]:
    """Take the changed rows over as drafts, as often as one likes; a row that is refused holds up no other."""
    sheet, moment = _found(request, sheet_id), now()
    changed = compared(request.duties, sheet, now=moment).of("changed")
    if not changed:
        return []
    rows = [(row.item, row.values) for row in changed]
    taken = actions.apply_sheet(sheet=sheet, rows=rows, by=request.user, now=moment)
    return [
        {
            "indicator_id": one.item.kpi.indicator_id,
            "number": one.item.kpi.full_number,
            "refusal": refused(one.refusal),
        }
        for one in taken
    ]


@reads(router, "/sheets/{sheet_id}/notes.xlsx", scope=READ, answers=None, media=CONTENT_TYPE, also=(409,))
def sheet_notes(request: PersonRequest, sheet_id: PathKey) -> HttpResponse:
    """The same workbook with a note in every cell to mend."""
    sheet = _found(request, sheet_id)
    return _workbook(with_notes(sheet, compared(request.duties, sheet, now=now())))


def _found(request: PersonRequest, sheet_id: int) -> FilledSheet:
    return get_object_or_404(sheets_visible_to(request.duties), pk=sheet_id)


def _whole(request: PersonRequest, sheet: FilledSheet) -> dict[str, Any]:
    found = compared(request.duties, sheet, now=now())
    names = ("round_id", "agency", "name", "sha256", "taken_at", "applied_at")
    return {"id": sheet.pk, **{name: getattr(sheet, name) for name in names}, "rows": _rows(found)}


def _rows(found: Compared) -> list[dict[str, Any]]:
    unknown = [
        {
            "row": row.row,
            "number": row.code,
            "indicator_id": None,
            "state": "unknown",
            "changes": [],
            "problems": [{"field": "code", "messages": [unknown_code()]}],
        }
        for row in found.unknown
    ]
    return sorted([*map(_row, found.rows), *unknown], key=lambda row: row["row"])


def _row(row: RowJudged) -> dict[str, Any]:
    return {
        "row": row.row,
        "number": row.item.kpi.full_number,
        "indicator_id": row.item.kpi.indicator_id,
        "state": row.state,
        "changes": row.changes,
        "problems": [{"field": field, "messages": said} for field, said in row.problems.items()],
    }


def _workbook(book: Workbook) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{book.name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(book.contents, content_type=CONTENT_TYPE, headers=headers)
