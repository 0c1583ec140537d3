"""The boards: as people at work see them (with a token), and as everybody does (without)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from ninja import Path, Router, Schema
from pydantic import Field

from samrit.dashboards.api.board_facts import BoardFacts, told_board
from samrit.dashboards.documents.boards import files, made
from samrit.dashboards.documents.boards.parts import Board
from samrit.dashboards.documents.briefs import PaperUnavailableError, brief_for
from samrit.people.api.operations import FILE, PUBLIC, reads
from samrit.people.middleware import PersonRequest
from samrit.people.queries import Duties
from samrit.rules.wording import say
from samrit.ui.api.problems import ProblemError
from samrit.ui.api.values import Key
from samrit.ui.charts import ChartsUnavailableError

router = Router(tags=["boards"])
READ = "scores:read"
CSV_STANDS = say("no_drawing", "เครื่องนี้วาดแผนภูมิไม่ได้ – ใช้ csv หรือ xlsx ซึ่งมีตัวเลขเดียวกัน")
NO_PAPER = say("no_paper", "เครื่องนี้ออก PDF ไม่ได้ – อ่านตัวเลขเดียวกันจาก API หรือให้ผู้ดูแลระบบติดตั้งตัวจัดหน้าเอกสาร")
Code = Annotated[str, Field(max_length=40)]
Make = Callable[..., Board | None]


class OfYear(Schema):
    """Which fiscal year (พ.ศ.)."""

    year: int = Field(ge=2500, le=2700)


class OfCluster(OfYear):
    cluster: Code


class OfProvince(OfYear):
    area: Code


class OfAgency(OfYear):
    agency_id: Key


class OfKpi(OfYear):
    """``entry_id``: of the library."""

    entry_id: Key


class OfPart(Schema):
    """Which part of the board (its ``key``), as which kind of file."""

    part: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    kind: Literal["csv", "xlsx", "svg", "png"]


class CountryFile(OfYear, OfPart):
    pass


class ClusterFile(OfCluster, OfPart):
    pass


class ProvinceFile(OfProvince, OfPart):
    pass


class AgencyFile(OfAgency, OfPart):
    pass


class KpiFile(OfKpi, OfPart):
    pass


class StampFacts(Schema):
    """Another one as soon as anything on the boards may be another."""

    stamp: str


# ── for people at work ──────────────────────────────────────────────────────
@reads(router, "/boards/stamp", scope=READ, answers=StampFacts, missing=True)
def boards_stamp(request: PersonRequest) -> dict[str, str]:
    """Has anything on the boards changed? Light enough to be asked every few seconds."""
    at_work(request)
    return {"stamp": made.stamp_at_work(now())}


@reads(router, "/boards/{year}/country", scope=READ, answers=BoardFacts)
def country_board(request: PersonRequest, at: Annotated[OfYear, Path()]) -> dict[str, Any]:
    """The country in a year, with what this person may see of it."""
    return _own(request, made.country_made, "board", at.year)


@reads(router, "/boards/{year}/clusters/{cluster}", scope=READ, answers=BoardFacts)
def cluster_board(request: PersonRequest, at: Annotated[OfCluster, Path()]) -> dict[str, Any]:
    """A cluster of provinces in a year."""
    return _own(request, made.country_made, "board_cluster", at.year, at.cluster)


@reads(router, "/boards/{year}/provinces/{area}", scope=READ, answers=BoardFacts)
def province_board(request: PersonRequest, at: Annotated[OfProvince, Path()]) -> dict[str, Any]:
    """A province in a year: each KPI with the why of its score, components, years, how far reporting is."""
    return _own(request, made.province_made, "board_province", at.year, at.area)


@reads(router, "/boards/{year}/agencies/{agency_id}", scope=READ, answers=BoardFacts)
def agency_board(request: PersonRequest, at: Annotated[OfAgency, Path()]) -> dict[str, Any]:
    """What an agency answers for in a year, and how its scores went over the years."""
    return _own(request, made.agency_made, "board_agency", at.year, at.agency_id)


@reads(router, "/boards/{year}/kpis/{entry_id}", scope=READ, answers=BoardFacts)
def kpi_board(request: PersonRequest, at: Annotated[OfKpi, Path()]) -> dict[str, Any]:
    """A KPI of the library over provinces and years."""
    return _own(request, made.kpi_made, "board_kpi", at.year, at.entry_id)


def at_work(request: PersonRequest) -> Duties:
    """Who holds no role has nothing to read on the boards of people at work."""
    if not request.duties.memberships:
        raise Http404
    return request.duties


def there(board: Board | None) -> Board:
    if board is None:
        raise Http404
    return board


def _own(request: PersonRequest, make: Make, name: str, year: int, *place: object) -> dict[str, Any]:
    moment = now()
    board = there(make(at_work(request), year, *place, now=moment))
    return told_board(
        board,
        year=year,
        page=reverse(f"dashboards:{name}", args=[year, *place]),
        stamp=made.stamp_at_work(moment),
        file=lambda part, kind: f"{request.path}/files/{part}/{kind}",
    )


# ── their files ─────────────────────────────────────────────────────────────
@reads(
    router, "/boards/{year}/country/files/{part}/{kind}", scope=READ, answers=None, media=FILE, also=(503,)
)
def country_board_file(request: PersonRequest, at: Annotated[CountryFile, Path()]) -> HttpResponse:
    """A part of the country's board as CSV, Excel, SVG or PNG."""
    return _file(request, made.country_made, "board", at, at.year)


@reads(
    router, "/boards/{year}/clusters/{cluster}/files/{part}/{kind}", scope=READ, answers=None, media=FILE,
    also=(503,),
)  # fmt: skip
def cluster_board_file(request: PersonRequest, at: Annotated[ClusterFile, Path()]) -> HttpResponse:
    """A part of a cluster's board as a file."""
    return _file(request, made.country_made, "board_cluster", at, at.year, at.cluster)


@reads(
    router, "/boards/{year}/provinces/{area}/files/{part}/{kind}", scope=READ, answers=None, media=FILE, also=(503,)
)  # fmt: skip
def province_board_file(request: PersonRequest, at: Annotated[ProvinceFile, Path()]) -> HttpResponse:
    """A part of a province's board as a file."""
    return _file(request, made.province_made, "board_province", at, at.year, at.area)


@reads(
    router, "/boards/{year}/agencies/{agency_id}/files/{part}/{kind}", scope=READ, answers=None, media=FILE,
    also=(503,),
)  # fmt: skip
def agency_board_file(request: PersonRequest, at: Annotated[AgencyFile, Path()]) -> HttpResponse:
    """A part of an agency's board as a file."""
    return _file(request, made.agency_made, "board_agency", at, at.year, at.agency_id)


@reads(
    router, "/boards/{year}/kpis/{entry_id}/files/{part}/{kind}", scope=READ, answers=None, media=FILE, also=(503,)
)  # fmt: skip
def kpi_board_file(request: PersonRequest, at: Annotated[KpiFile, Path()]) -> HttpResponse:
    """A part of a KPI's board as a file."""
    return _file(request, made.kpi_made, "board_kpi", at, at.year, at.entry_id)


def _file(request: PersonRequest, make: Make, name: str, at: OfPart, *place: Any) -> HttpResponse:
    """``place``: the year, and what the board is of."""
    moment = now()
    board = there(make(at_work(request), *place, now=moment))
    page = reverse(f"dashboards:{name}", args=place)
    try:
        found = files.file_of_board(board, at.part, at.kind, page=page, at=moment)
    except ChartsUnavailableError:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, CSV_STANDS) from None
    if found is None:
        raise Http404
    return answer_with(found.content, found.kind, f"{found.name}-{place[0]}.{at.kind}")


@reads(
    router, "/boards/{year}/provinces/{area}/brief", scope=READ, answers=None, media=FILE, also=(503,)
)  # fmt: skip
def brief(request: PersonRequest, at: Annotated[OfProvince, Path()]) -> HttpResponse:
    """The executive page (PDF) of the newest score that this person may see, public or not, which it says."""
    return _brief(at_work(request), at)


def _brief(reader: made.Reader, at: OfProvince) -> HttpResponse:
    try:
        found = brief_for(reader, at.year, at.area, now=now())
    except PaperUnavailableError:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, NO_PAPER) from None
    if found is None:
        raise Http404
    return answer_with(found.content, "application/pdf", found.name)


def answer_with(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


# ── for everybody ───────────────────────────────────────────────────────────
@reads(router, "/results/stamp", scope=PUBLIC, answers=StampFacts)
def results_stamp(request: HttpRequest) -> dict[str, str]:
    """Has anything that is public changed? Light enough to be asked every few seconds."""
    return {"stamp": made.stamp_for_all(now())}


@reads(router, "/results/boards/{year}/country", scope=PUBLIC, answers=BoardFacts)
def public_country_board(request: HttpRequest, at: Annotated[OfYear, Path()]) -> dict[str, Any]:
    """The country in a year: published results only."""
    return _public(made.country_made, "public_board", at.year)


@reads(router, "/results/boards/{year}/clusters/{cluster}", scope=PUBLIC, answers=BoardFacts)
def public_cluster_board(request: HttpRequest, at: Annotated[OfCluster, Path()]) -> dict[str, Any]:
    """A cluster of provinces in a year: published results only."""
    return _public(made.country_made, "public_board_cluster", at.year, at.cluster)


@reads(router, "/results/boards/{year}/agencies/{agency_id}", scope=PUBLIC, answers=BoardFacts)
def public_agency_board(request: HttpRequest, at: Annotated[OfAgency, Path()]) -> dict[str, Any]:
    """What an agency answers for, as far as it is published."""
    return _public(made.agency_made, "public_board_agency", at.year, at.agency_id)


@reads(router, "/results/boards/{year}/kpis/{entry_id}", scope=PUBLIC, answers=BoardFacts)
def public_kpi_board(request: HttpRequest, at: Annotated[OfKpi, Path()]) -> dict[str, Any]:
    """A KPI of the library over provinces and years, as far as it is published."""
    return _public(made.kpi_made, "public_board_kpi", at.year, at.entry_id)


def _public(make: Make, name: str, year: int, *place: object) -> dict[str, Any]:
    """Their files stand beside the page, for everybody too."""
    moment = now()
    board = there(make(None, year, *place, now=moment))
    page = reverse(f"dashboards:{name}", args=[year, *place])
    return told_board(
        board,
        year=year,
        page=page,
        stamp=made.stamp_for_all(moment),
        file=lambda part, kind: f"{page}{part}.{kind}",
    )
