"""The boards (ภาพรวม): of the country, a cluster, a province, an agency, a KPI – for people at work and for everybody.

Each is a page, and each of its parts a file. A board for people at work shows what this person may see; the public
ones show what is published, and of an agency or a KPI nothing before something of it is.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from samrit.dashboards.documents.boards import files, made
from samrit.dashboards.documents.boards.made import Reader
from samrit.dashboards.documents.boards.parts import Board
from samrit.dashboards.queries.boards import seen
from samrit.dashboards.views.publicly import public_page
from samrit.frameworks.models import FiscalYear
from samrit.people.middleware import PersonRequest
from samrit.rules.thai import fiscal_year
from samrit.ui.charts import ChartsUnavailableError

View = Callable[..., HttpResponseBase]
Maker = Callable[..., Board | None]


# ── who reads ───────────────────────────────────────────────────────────────
def _reader(request: HttpRequest, *, public: bool) -> Reader:
    """Who holds no role has nothing to read on the boards of people at work."""
    if public:
        return None
    reader: Reader = request.duties  # type: ignore[attr-defined]  # put there by duties_middleware
    if reader is None or not reader.memberships:
        raise Http404
    return reader


# ── as pages and as files ───────────────────────────────────────────────────
def _there(board: Board | None) -> Board:
    if board is None:
        raise Http404
    return board


def _page(make: Maker, *, public: bool = False) -> View:
    @wraps(make)
    def page(request: HttpRequest, year: int, *place: object, **named: object) -> HttpResponse:
        board = _there(make(_reader(request, public=public), year, *place, **named, now=now()))
        context = {
            "board": board,
            "year": year,
            "public": public,
            "base": "ui/public_base.html" if public else "ui/base.html",
            "stamp": made.stamp_for_all(now()) if public else made.stamp_at_work(now()),
            "stamp_url": reverse("dashboards:public_board_stamp" if public else "dashboards:board_stamp"),
        }
        return render(request, "dashboards/boards/board.html", context)

    return public_page(page) if public else require_safe(page)


def _file(make: Maker, *, public: bool = False) -> View:
    @wraps(make)
    def file(request: HttpRequest, year: int, part: str, kind: str, **named: object) -> HttpResponse:
        board = _there(make(_reader(request, public=public), year, **named, now=now()))
        page = request.path.rpartition("/")[0] + "/"
        try:
            found = files.file_of_board(board, part, kind, page=page, at=now())
        except ChartsUnavailableError:
            context = {"board": board, "base": "ui/public_base.html" if public else "ui/base.html"}
            return render(
                request, "dashboards/boards/no_drawing.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
            )
        if found is None:
            raise Http404
        name = content_disposition_header(as_attachment=True, filename=f"{found.name}-{year}.{kind}")
        headers = {"Content-Disposition": name or ""}
        if not public:
            headers["Cache-Control"] = "private, no-cache"
        return HttpResponse(found.content, content_type=found.kind, headers=headers)

    return public_page(file) if public else require_safe(file)


country, country_file = _page(made.country_made), _file(made.country_made)
cluster, cluster_file = _page(made.country_made), _file(made.country_made)
province, province_file = _page(made.province_made), _file(made.province_made)
agency, agency_file = _page(made.agency_made), _file(made.agency_made)
kpi, kpi_file = _page(made.kpi_made), _file(made.kpi_made)
public_country = _page(made.country_made, public=True)
public_country_file = _file(made.country_made, public=True)
public_agency, public_agency_file = _page(made.agency_made, public=True), _file(made.agency_made, public=True)
public_kpi, public_kpi_file = _page(made.kpi_made, public=True), _file(made.kpi_made, public=True)


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
@require_safe
def stamp(request: PersonRequest) -> HttpResponse:
    """What an open board asks every few seconds: the same words, nothing has changed (304 with its ETag)."""
    _reader(request, public=False)
    return _stamped(request, made.stamp_at_work(now()))


@login_not_required
@require_safe
def public_stamp(request: HttpRequest) -> HttpResponse:
    return _stamped(request, made.stamp_for_all(now()))


def _stamped(request: HttpRequest, text: str) -> HttpResponse:
    tag = f'"{text}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
