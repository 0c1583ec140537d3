"""The national report of a year: ask for it, see how far it is, read it, stop it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema, Status

from samrit.dashboards.actions import cancel_report, may_ask_for
from samrit.dashboards.api.boards import READ, OfYear, at_work
from samrit.dashboards.making import ask_and_make
from samrit.dashboards.models import NationalReport, ReportState
from samrit.dashboards.permissions import refuse_cancelling
from samrit.dashboards.queries.national import (
    is_stale,
    public_report,
    reports_visible_to,
    seconds_left,
    stamps_of,
)
from samrit.dashboards.report_file import file_of_report
from samrit.frameworks.models import FiscalYear
from samrit.people.api.facts import PersonFacts
from samrit.people.api.operations import FILE, PUBLIC, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, refused
from samrit.ui.api.values import Key

router = Router(tags=["boards"])
WRITE = "scores:write"
AT = "/boards/{year}/reports"
Scope = Literal["published", "internal"]


class OneReport(OfYear):
    """Which report of a year."""

    report_id: Key


class ReportWanted(Schema):
    """``published``: of what everybody may see; ``internal``: of all scores, for those who evaluate."""

    scope: Scope


class ReportChoice(Schema):
    """A kind of report: of how many provinces, and why it may not be asked for now."""

    scope: Scope
    provinces: int
    refusal: Refused | None


class NationalReportFacts(Schema):
    """รายงานระดับประเทศ. ``done`` of ``total`` steps; ``stale``: its figures are others by now.

    ``url``: the PDF, once it is done. ``sha256`` is of the file. ``no_cancelling``: why it cannot be stopped.
    """

    id: int
    year: int
    scope: Scope
    state: str
    asked_by: PersonFacts
    asked_at: datetime
    as_of: datetime | None
    step: str
    done: int
    total: int
    seconds_left: int | None
    ended_at: datetime | None
    problem: str
    pages: int
    size: int
    sha256: str
    stale: bool
    url: str
    no_cancelling: Refused | None


@reads(router, f"{AT}/choices", scope=READ, answers=list[ReportChoice])
def report_choices(request: PersonRequest, at: Annotated[OfYear, Path()]) -> list[dict[str, Any]]:
    """Which reports of the year may be asked for now?"""
    duties = at_work(request)
    choices = may_ask_for(duties=duties, year=_year(at), now=now())
    return [
        {"scope": one.scope.value, "provinces": one.provinces, "refusal": refused(one.refusal)}
        for one in choices
    ]


@reads(router, AT, scope=READ, answers=Page[NationalReportFacts])
def national_reports(
    request: PersonRequest, path: Annotated[OfYear, Path()], at: Query[Slice]
) -> dict[str, Any]:
    """The reports of the year that this person may see, the newest first."""
    duties = at_work(request)
    stamps = stamps_of(_year(path).pk, duties, now=now())
    rows = reports_visible_to(duties).filter(fiscal_year=path.year)
    page = paged(request, rows, at, order=("-pk",))
    return {**page, "items": [_told(request, one, stamps) for one in page["items"]]}


@reads(router, f"{AT}/{{report_id}}", scope=READ, answers=NationalReportFacts)
def national_report(request: PersonRequest, at: Annotated[OneReport, Path()]) -> dict[str, Any]:
    """How far is it?"""
    return _told(request, _found(request, at))


@reads(router, f"{AT}/{{report_id}}/content", scope=READ, answers=None, media=FILE)
def national_report_content(request: PersonRequest, at: Annotated[OneReport, Path()]) -> FileResponse:
    """The report (PDF), exactly as it was made."""
    report = _found(request, at)
    if report.state != ReportState.DONE:
        raise Http404
    return file_of_report(report, to_keep=True)


@writes(router, f"{AT}/{{report_id}}/cancel", scope=WRITE, answers=NationalReportFacts)
def cancel_national_report(request: PersonRequest, at: Annotated[OneReport, Path()]) -> dict[str, Any]:
    """Stop one that is being made; those made before stay."""
    cancel_report(report=_found(request, at), by=request.user, now=now())
    return _told(request, _found(request, at))


@reads(router, "/results/boards/{year}/report", scope=PUBLIC, answers=None, media=FILE)
def public_national_report(request: HttpRequest, at: Annotated[OfYear, Path()]) -> FileResponse:
    """The newest report (PDF) of what is published; none once something else is published or was withdrawn."""
    report = public_report(at.year, now=now())
    if report is None:
        raise Http404
    return file_of_report(report, to_keep=True)


def asking(enqueue: Callable[[int], object]) -> Router:
    """These operations, with the one that asks for a report; ``enqueue`` has the one with this key made. Called once."""

    @writes(router, AT, scope=WRITE, answers=NationalReportFacts, made=True)
    def ask_for_national_report(
        request: PersonRequest, at: Annotated[OfYear, Path()], body: ReportWanted
    ) -> Status[Any]:
        """Have a report made in the background."""
        at_work(request)
        report = ask_and_make(
            year=_year(at).pk, scope=body.scope, by=request.user, now=now(), enqueue=enqueue
        )
        return made(_told(request, report))

    return router


def _year(at: OfYear) -> FiscalYear:
    return get_object_or_404(FiscalYear, pk=at.year)


def _found(request: PersonRequest, at: OneReport) -> NationalReport:
    return get_object_or_404(reports_visible_to(at_work(request)), pk=at.report_id, fiscal_year=at.year)


def _told(
    request: PersonRequest, report: NationalReport, stamps: Mapping[str, str] | None = None
) -> dict[str, Any]:
    year = report.fiscal_year_id
    known = stamps if stamps is not None else stamps_of(year, request.duties, now=now())
    names = (
        "scope", "state", "asked_by", "asked_at", "as_of", "step", "done", "total", "ended_at", "pages",
        "size", "sha256",
    )  # fmt: skip
    content = reverse("api:national_report_content", kwargs={"year": year, "report_id": report.pk})
    return {
        **{name: getattr(report, name) for name in names},
        "id": report.pk,
        "year": year,
        "seconds_left": seconds_left(report, now()) if report.is_under_way else None,
        "problem": _(report.problem) if report.problem else "",
        "stale": is_stale(report, known),
        "url": content if report.is_done else "",
        "no_cancelling": refused(refuse_cancelling(request.duties, report)),
    }
