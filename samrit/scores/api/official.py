"""Official figures of data owners: a file looked at before anything changes, and what stands beside what was reported."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from samrit.frameworks.api.given import Kind, Year
from samrit.frameworks.models import FiscalYear
from samrit.people.api.facts import PersonFacts
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports.queries import Item
from samrit.rules.official import Comparison, data_owner, data_owners
from samrit.scores import actions
from samrit.scores.api.desk import filed_round
from samrit.scores.documents import CONTENT_TYPE, figures_form
from samrit.scores.forms import OfficialFileForm
from samrit.scores.models import OfficialFigure, OfficialFile
from samrit.scores.official_deciding import decidable_in, decidable_of
from samrit.scores.official_rows import STATES, RowJudged, as_read, is_shown, judged_rows
from samrit.scores.official_taking import table_in
from samrit.scores.permissions import refuse_official
from samrit.scores.queries import compare, official_files
from samrit.scores.queries.official import Beside, beside_of_year, measured_in, years_with_figures
from samrit.ui.api.paging import Page, Slice, paged, paged_list
from samrit.ui.api.problems import of_form
from samrit.ui.api.values import Amount, PathKey, Text
from samrit.ui.wording import in_words

router = Router(tags=["official"])
READ, WRITE = "scores:read", "scores:write"


class ExternalOwner(Schema):
    """เจ้าของข้อมูล"""

    code: str
    name: str


class YearFigures(Schema):
    """How many official figures of a year are in force."""

    year: int
    figures: int


class OfficialFacts(Schema):
    """Who has official figures, and of which years there are any."""

    owners: list[ExternalOwner]
    years: list[YearFigures]


class FigureFacts(Schema):
    """ตัวเลขทางการ of one KPI in one round, as its owner gave it; ``superseded_at`` null: in force."""

    id: int
    indicator_id: int
    months: int
    owner: str
    value: Amount | None
    missing: str | None
    provisional: bool
    source: str
    entered_by: PersonFacts
    entered_at: datetime
    superseded_at: datetime | None


class BesideFacts(FigureFacts):
    """Beside what was reported. ``difference`` is official − reported; ``stands``: what counts without a person, or empty."""

    round_id: int | None
    area: str
    number: str | None
    name: str | None
    reported: Amount | None
    reported_missing: str | None
    verdict: Literal["same", "within", "outside", "alone"]
    difference: Amount | None
    stands: Literal["", "reported", "official"]
    tolerance: str


class OfficialFileFacts(Schema):
    """A file as it came; ``applied_at``: when its figures were taken over for the last time."""

    id: int
    year: int
    months: int
    owner: str
    source: str
    name: str
    sha256: str
    taken_by: PersonFacts
    taken_at: datetime
    applied_by: PersonFacts | None
    applied_at: datetime | None


class WholeOfficialFile(OfficialFileFacts):
    """``counts``: rows by state; ``decidable``: how many filed results the tolerance would decide once it is applied."""

    counts: dict[str, int]
    changing: int
    outside: int
    decidable: int


class RowFacts(Schema):
    """One row of a file, judged as things stand now; ``why``: of one that is wrong or of no use here."""

    row: int
    state: Literal["wrong", "changed", "new", "unchanged", "skipped"]
    why: str | None
    province: str
    kpi: str
    typed: str
    area: str | None
    indicator_id: int | None
    value: Amount | None
    missing: str | None
    provisional: bool
    verdict: str | None
    difference: Amount | None


class AppliedFacts(Schema):
    """How many figures came into force, and how many rows could not be believed."""

    figures: int
    wrong: int


class SettledFacts(Schema):
    """How many results the tolerance decided."""

    settled: int


class FigureSlice(Slice):
    """Those that differ beyond their tolerance, or all."""

    differing: bool = False


class RowSlice(Slice):
    """Rows of one state, or those ``outside`` the tolerance."""

    show: Literal["", "wrong", "changed", "new", "unchanged", "skipped", "outside"] = ""


class OfficialGiven(Schema):
    """Whose figures, for which round, and where they come from (the number of a letter, an address)."""

    owner: Annotated[str, Text(20)]
    months: Kind = Kind.TWELVE
    source: Annotated[str, Text(300)]


class FormAsked(Schema):
    """Whose form, for which round."""

    owner: Annotated[str, Field(max_length=20)]
    months: Kind = Kind.TWELVE


# ── what there is ───────────────────────────────────────────────────────────
@reads(router, "/official", scope=READ, answers=OfficialFacts, missing=True)
def official(request: PersonRequest) -> dict[str, Any]:
    """Data owners, and of which years there are official figures; for the central office."""
    _evaluators_only(request)
    owners = [{"code": one.code, "name": one.name} for one in data_owners()]
    years = [{"year": year, "figures": count} for year, count in years_with_figures()]
    return {"owners": owners, "years": years}


@reads(router, "/years/{year}/official-figures", scope=READ, answers=Page[BesideFacts])
def official_figures(request: PersonRequest, year: Year, at: Query[FigureSlice]) -> dict[str, Any]:
    """Official figures in force beside what was reported, and what they differ by."""
    beside = beside_of_year(_year(request, year).pk, only_differing=at.differing)
    page = paged_list(request, beside, at, key=lambda one: (one.area.code, one.figure.kpi, one.figure.pk))
    return {**page, "items": [_beside(one) for one in page["items"]]}


@reads(router, "/years/{year}/official-form.xlsx", scope=READ, answers=None, media=CONTENT_TYPE)
def official_form(request: PersonRequest, year: Year, asked: Query[FormAsked]) -> HttpResponse:
    """The workbook that a data owner fills in: provinces and KPIs of the year, with the figures in force."""
    found = _year(request, year).pk
    if asked.owner not in {one.code for one in data_owners()}:
        raise Http404
    months = int(asked.months)
    rows = [one for of_area in measured_in(found, months, asked.owner).values() for one in of_area]
    contents = figures_form(rows, year=found, owner=data_owner(asked.owner))
    name = f"samrit-official-{asked.owner}-{found}-{months}.xlsx"
    return workbook_response(contents, name)


def workbook_response(contents: bytes, name: str) -> HttpResponse:
    response = HttpResponse(contents, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "private, no-store"
    return response


# ── files ───────────────────────────────────────────────────────────────────
@reads(router, "/years/{year}/official-files", scope=READ, answers=Page[OfficialFileFacts])
def official_files_of_year(request: PersonRequest, year: Year, at: Query[Slice]) -> dict[str, Any]:
    """Files of official figures, the newest first, taken over or not."""
    files = official_files(request.duties).filter(fiscal_year=_year(request, year))
    page = paged(request, files, at, order=("-pk",))
    return {**page, "items": [_file(one) for one in page["items"]]}


@writes(
    router,
    "/years/{year}/official-files",
    scope=WRITE,
    answers=WholeOfficialFile,
    made=True,
    takes="multipart/form-data",
)
def take_official_file(
    request: PersonRequest, year: Year, file: File[UploadedFile], how: Form[OfficialGiven]
) -> Status[Any]:
    """Keep a file (.xlsx, .csv) as it came and say what it would change; no figure changes yet."""
    found = _year(request, year)
    form = OfficialFileForm(how.dict(), {"file": file})
    if not form.is_valid():
        raise of_form(form)
    given = {name: form.cleaned_data[name] for name in ("owner", "months", "source")}
    contents = table_in(file, file.name or "")  # type: ignore[arg-type]  # a binary file by duck typing
    taken = actions.take_official_file(
        year=found, name=file.name or "", contents=contents, by=request.user, now=now(), **given
    )
    return made(_whole(taken))


@reads(router, "/official-files/{official_id}", scope=READ, answers=WholeOfficialFile)
def official_file(request: PersonRequest, official_id: PathKey) -> dict[str, Any]:
    """One file, and how many figures it would change now."""
    return _whole(_found(request, official_id))


@reads(router, "/official-files/{official_id}/rows", scope=READ, answers=Page[RowFacts])
def official_rows(request: PersonRequest, official_id: PathKey, at: Query[RowSlice]) -> dict[str, Any]:
    """Row by row what the file would change; wrong rows first, with the reason."""
    rows = [row for row in judged_rows(_found(request, official_id)) if is_shown(row, at.show)]
    page = paged_list(request, rows, at, key=as_read)
    return {**page, "items": [_row(row) for row in page["items"]]}


@writes(router, "/official-files/{official_id}/apply", scope="scores:sign", answers=AppliedFacts)
def apply_official_file(request: PersonRequest, official_id: PathKey) -> dict[str, Any]:
    """Put the file's figures in force; the same file again changes nothing."""
    applied = actions.apply_official_file(file=_found(request, official_id), by=request.user, now=now())
    return {"figures": applied.figures, "wrong": applied.wrong}


@writes(router, "/official-files/{official_id}/settle", scope=WRITE, answers=SettledFacts)
def settle_file_by_tolerance(request: PersonRequest, official_id: PathKey) -> dict[str, Any]:
    """Let the year's rule verify the filed results that agree with the figures of this file."""
    results = decidable_of(_found(request, official_id))
    return {"settled": actions.settle_by_tolerance(results=results, by=request.user, now=now())}


@writes(router, "/evaluation/{round_id}/settle-by-tolerance", scope=WRITE, answers=SettledFacts)
def settle_round_by_tolerance(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """Let the year's rule verify the results of a round that agree with their official figures."""
    _evaluators_only(request)
    results = decidable_in(filed_round(request, round_id))
    return {"settled": actions.settle_by_tolerance(results=results, by=request.user, now=now())}


# ── finding ─────────────────────────────────────────────────────────────────
def _evaluators_only(request: PersonRequest) -> None:
    if refuse_official(request.duties):
        raise Http404


def _year(request: PersonRequest, year: int) -> FiscalYear:
    _evaluators_only(request)
    return get_object_or_404(FiscalYear, pk=year)


def _found(request: PersonRequest, key: int) -> OfficialFile:
    return get_object_or_404(official_files(request.duties), pk=key)


# ── in the shape of facts ───────────────────────────────────────────────────
def figure_facts(figure: OfficialFigure) -> dict[str, Any]:
    names = (
        "id", "indicator_id", "months", "owner", "value", "missing", "provisional", "entered_by", "entered_at",
        "superseded_at",
    )  # fmt: skip
    return {**{name: getattr(figure, name) for name in names}, "source": figure.file.source}


def beside_item(item: Item, figure: OfficialFigure) -> dict[str, Any]:
    """The official figure beside one result at the desk."""
    comparison = compare(item.result, figure, item.round.fiscal_year_id)
    named = {"number": item.kpi.full_number, "name": item.judged_by.name}
    at = {"round_id": item.round.pk, "area": item.round.area_id}
    return {**figure_facts(figure), **at, **named, **_compared(comparison, item.judged_by.unit)}


def _beside(one: Beside) -> dict[str, Any]:
    return {
        **figure_facts(one.figure),
        "round_id": one.result.round_id if one.result else None,
        "area": one.area.code,
        "number": one.kpi.full_number if one.kpi else None,
        "name": one.kpi.name if one.kpi else None,
        **_compared(one.comparison, one.kpi.unit if one.kpi else ""),
    }


def _compared(found: Comparison, unit: str) -> dict[str, Any]:
    return {
        "reported": found.reported.value if found.reported else None,
        "reported_missing": found.reported.missing if found.reported else None,
        "verdict": found.verdict.value,
        "difference": found.difference,
        "stands": found.stands,
        "tolerance": in_words(found.tolerance.message(unit)),
    }


def _file(file: OfficialFile) -> dict[str, Any]:
    names = (
        "id", "months", "owner", "source", "name", "sha256", "taken_by", "taken_at", "applied_by", "applied_at",
    )  # fmt: skip
    return {**{name: getattr(file, name) for name in names}, "year": file.fiscal_year_id}


def _whole(file: OfficialFile) -> dict[str, Any]:
    rows = judged_rows(file)
    changing = sum(row.changes for row in rows)
    return {
        **_file(file),
        "counts": {state: sum(row.state == state for row in rows) for state in STATES},
        "changing": changing,
        "outside": sum(is_shown(row, "outside") for row in rows),
        "decidable": 0 if changing else len(decidable_of(file)),
    }


def _row(row: RowJudged) -> dict[str, Any]:
    measured, given = row.measured, row.given
    return {
        "row": row.read.row,
        "state": row.state,
        "why": in_words(row.why) if row.why else None,
        "province": row.read.province or row.read.code,
        "kpi": row.read.kpi or row.read.kpi_code,
        "typed": row.read.value,
        "area": measured.area.code if measured else None,
        "indicator_id": measured.kpi.indicator_id if measured else None,
        "value": given.value if given else None,
        "missing": given.missing if given else None,
        "provisional": row.provisional,
        "verdict": row.comparison.verdict.value if row.comparison else None,
        "difference": row.comparison.difference if row.comparison else None,
    }
