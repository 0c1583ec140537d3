"""The boards (ภาพรวม): of the country, a cluster, a province, an agency, a KPI – for people at work and for everybody.

Each is a page, and each of its parts a file. A board for people at work shows what this person may see; the public
ones show what is published, and of an agency or a KPI nothing before something of it is.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.audit.queries import events_so_far
from samrit.dashboards.documents.boards import files
from samrit.dashboards.documents.boards.agencies import AgencyData, agency_board
from samrit.dashboards.documents.boards.country import CountryData, country_board
from samrit.dashboards.documents.boards.parts import Board, Links
from samrit.dashboards.documents.boards.provinces import ProvinceData, province_board
from samrit.dashboards.documents.boards.single_kpi import KpiData, kpi_board
from samrit.dashboards.queries.boards import kpis, progress, seen
from samrit.dashboards.queries.standings import reporting_areas
from samrit.dashboards.views.publicly import public_page
from samrit.frameworks.models import FiscalYear, LibraryKpi
from samrit.frameworks.queries import library_visible_to
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.clusters import Cluster, cluster_by_code
from samrit.rules.thai import fiscal_year
from samrit.ui.charts import ChartsUnavailableError
from samrit.ui.formats import date_and_time

View = Callable[..., HttpResponseBase]
Reader = Duties | None  # None: anybody, without signing in


# ── who reads ───────────────────────────────────────────────────────────────
def _reader(request: HttpRequest, *, public: bool) -> Reader:
    """Who holds no role has nothing to read on the boards of people at work."""
    if public:
        return None
    duties: Duties = request.duties  # type: ignore[attr-defined]  # put there by duties_middleware
    if not duties.memberships:
        raise Http404
    return duties


def _year(year: int) -> FiscalYear:
    """A year that was voided has no board: its results are not used."""
    return get_object_or_404(FiscalYear, pk=year, voided_at__isnull=True)


def _seen(reader: Reader, year: int) -> seen.Seen:
    if reader is not None:
        return seen.seen_by(reader, now=now())
    found = seen.seen_by_all(now=now())
    if year not in found.years():
        raise Http404  # nothing of this year is public
    return found


def _library_names() -> dict[int, str]:
    return dict(LibraryKpi.objects.values_list("pk", "name"))


# ── the boards ──────────────────────────────────────────────────────────────
def _country(reader: Reader, year: int, code: str | None = None) -> Board:
    fiscal = _year(year)
    cluster = _cluster(code) if code is not None else None
    found = _seen(reader, year)
    areas = [area for area in reporting_areas() if cluster is None or area.pk in cluster.provinces]
    codes = {area.pk for area in areas}
    figures = kpis.figures_of([score.pk for score in found.of_year(year, codes)])
    evaluates = reader is not None and reader.evaluates
    return country_board(
        CountryData(
            year=fiscal,
            areas=areas,
            seen=found,
            heat=kpis.heat_of(figures, _library_names()),
            links=Links(public=reader is None),
            progress=progress.progress_of_year(year, now=now(), areas=codes) if evaluates else None,
            cluster=cluster,
        )
    )


def _cluster(code: str) -> Cluster:
    cluster = cluster_by_code(code)
    if cluster is None:
        raise Http404
    return cluster


def _province(reader: Reader, year: int, code: str) -> Board:
    assert reader is not None  # noqa: S101 - the public page of a province is another one
    fiscal, areas = _year(year), list(reporting_areas())
    area = next((area for area in areas if area.pk == code), None)
    found = _seen(reader, year)
    score = found.scores.get((year, code))
    mine = reader.evaluates or code in reader.areas()
    if area is None or (score is None and not mine):
        raise Http404
    figures = kpis.figures_of([score.pk] if score else [])
    return province_board(
        ProvinceData(
            year=fiscal,
            area=area,
            areas=areas,
            seen=found,
            score=score,
            figures=figures,
            steps=kpis.steps_of(score.pk) if score else {},
            owners=kpis.owners_of([one.kpi for one in figures]),
            progress=progress.progress_of_year(year, now=now(), areas={code}) if mine else None,
            evaluates=reader.evaluates,
        )
    )


def _agency(reader: Reader, year: int, pk: int) -> Board:
    fiscal = _year(year)
    agency = get_object_or_404(Agency.objects.select_related("area"), pk=pk, area__reports=True)
    assert agency.area is not None  # noqa: S101 - only agencies of a province are found
    found = _seen(reader, year)
    figures = kpis.figures_of_agency(pk, [score.pk for score in found.of_area(agency.area.pk).values()])
    mine = reader is not None and (reader.evaluates or agency.area.pk in reader.areas())
    if not figures and not mine:
        raise Http404
    data = AgencyData(
        year=fiscal,
        agency=agency,
        area=agency.area,
        seen=found,
        figures=figures,
        links=Links(public=reader is None),
        progress=progress.progress_of_year(year, now=now(), areas={agency.area.pk}, agency=pk)
        if mine
        else None,
    )
    return agency_board(data)


def _kpi(reader: Reader, year: int, pk: int) -> Board:
    fiscal = _year(year)
    known = LibraryKpi.objects.all() if reader is None else library_visible_to(reader)
    kpi = get_object_or_404(known, pk=pk)
    found = _seen(reader, year)
    figures = kpis.figures_of_library_kpi(pk, [score.pk for score in found.scores.values()])
    if reader is None and not figures:
        raise Http404
    return kpi_board(
        KpiData(
            year=fiscal,
            kpi=kpi,
            areas=list(reporting_areas()),
            seen=found,
            figures=figures,
            links=Links(public=reader is None),
        )
    )


# ── as pages and as files ───────────────────────────────────────────────────
Maker = Callable[..., Board]


def _page(make: Maker, *, public: bool = False) -> View:
    @wraps(make)
    def page(request: HttpRequest, year: int, *place: object, **named: object) -> HttpResponse:
        board = make(_reader(request, public=public), year, *place, **named)
        context = {
            "board": board,
            "year": year,
            "public": public,
            "base": "ui/public_base.html" if public else "ui/base.html",
            "stamp": _public_stamp() if public else _stamp(),
            "stamp_url": reverse("dashboards:public_board_stamp" if public else "dashboards:board_stamp"),
        }
        return render(request, "dashboards/boards/board.html", context)

    return public_page(page) if public else require_safe(page)


def _file(make: Maker, *, public: bool = False) -> View:
    @wraps(make)
    def file(request: HttpRequest, year: int, part: str, kind: str, **named: object) -> HttpResponse:
        board = make(_reader(request, public=public), year, **named)
        found = next((one for one in board.parts if one.key == part), None)
        if found is None or kind not in found.kinds:
            raise Http404
        try:
            made = files.file_of(found, kind, source=_source(request, board))
        except ChartsUnavailableError:
            context = {"board": board, "base": "ui/public_base.html" if public else "ui/base.html"}
            return render(
                request, "dashboards/boards/no_drawing.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
            )
        name = f"{board.title}-{found.title}-{year}.{kind}"
        headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
        if not public:
            headers["Cache-Control"] = "private, no-cache"
        return HttpResponse(made.content, content_type=made.kind, headers=headers)

    return public_page(file) if public else require_safe(file)


def _source(request: HttpRequest, board: Board) -> str:
    """Where the figures come from and of which moment they are; that some are not public stands on the file too."""
    address = urljoin(settings.SITE_URL, request.path.rpartition("/")[0] + "/")
    words = {"board": board.title, "kicker": board.kicker, "at": date_and_time(now()), "address": address}
    said = _("%(kicker)s · %(board)s · ข้อมูล ณ %(at)s · %(address)s") % words
    return f"{_('มีคะแนนที่ยังไม่ประกาศ')} · {said}" if board.unpublished else said


country, country_file = _page(_country), _file(_country)
cluster, cluster_file = _page(_country), _file(_country)
province, province_file = _page(_province), _file(_province)
agency, agency_file = _page(_agency), _file(_agency)
kpi, kpi_file = _page(_kpi), _file(_kpi)
public_country, public_country_file = _page(_country, public=True), _file(_country, public=True)
public_agency, public_agency_file = _page(_agency, public=True), _file(_agency, public=True)
public_kpi, public_kpi_file = _page(_kpi, public=True), _file(_kpi, public=True)


@require_safe
def newest(request: PersonRequest) -> HttpResponse:
    """The board of the newest year that has scores; before there are any, of the present one."""
    reader = _reader(request, public=False)
    assert reader is not None  # noqa: S101 - see _reader
    years = seen.seen_by(reader, now=now()).years()
    known = FiscalYear.objects.filter(voided_at__isnull=True, pk__lte=fiscal_year(localdate())).first()
    if years or known is None:
        return redirect("dashboards:board", years[-1] if years else fiscal_year(localdate()))
    return redirect("dashboards:board", known.pk)


# ── has anything changed? ───────────────────────────────────────────────────
def _stamp() -> str:
    """Every write leaves an event; that a publication's moment comes leaves none."""
    return f"{events_so_far()}-{_public_stamp()}"


def _public_stamp() -> str:
    return seen.public_stamp(now())


@require_safe
def stamp(request: PersonRequest) -> HttpResponse:
    """What an open board asks every few seconds: the same words, nothing has changed (304 with its ETag)."""
    _reader(request, public=False)
    return _stamped(request, _stamp())


@login_not_required
@require_safe
def public_stamp(request: HttpRequest) -> HttpResponse:
    return _stamped(request, _public_stamp())


def _stamped(request: HttpRequest, text: str) -> HttpResponse:
    tag = f'"{text}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
