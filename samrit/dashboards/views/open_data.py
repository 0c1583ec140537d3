"""Open data: the page that explains it, the files, and what describes them to machines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from samrit.dashboards.documents.open_data import describing, keeping
from samrit.dashboards.documents.open_data.dictionary import DataFile, dataset, file_named, files, licence
from samrit.dashboards.queries import standings
from samrit.dashboards.queries.open_data import Stamp, stamp
from samrit.dashboards.views.publicly import FRESH_FOR, performance_crumb, public_page
from samrit.ui.pieces import Crumb


@dataclass(frozen=True)
class Offered:
    """A file of one year, or of all (None), with its address in each format."""

    file: DataFile
    year: int | None
    addresses: tuple[tuple[str, str], ...]


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """What may I take, what does each column mean, and what may I do with it?"""
    moment = now()
    years = [one.year for one in standings.published_years(moment)]
    context = {
        "dataset": dataset(),
        "licence": licence(),
        "files": files(),
        "as_of": stamp(moment).as_of,
        "offered": [(year, [_offered(file, year) for file in files()]) for year in (None, *years)],
        "crumbs": [performance_crumb(), Crumb(_("ข้อมูลเปิด"))],
    }
    return render(request, "dashboards/open_data.html", context)


def _offered(file: DataFile, year: int | None) -> Offered:
    formats = describing.FORMATS.items()
    return Offered(
        file,
        year,
        tuple((word, describing.path_of(file.name, form, year)) for form, (_type, word, _uri) in formats),
    )


# ── files ───────────────────────────────────────────────────────────────────
def _stamp(request: HttpRequest, year: int | None) -> Stamp:
    """Asked for once in a request: the ETag, the date and the file are of the same moment."""
    if not hasattr(request, "open_data_stamp"):
        request.open_data_moment = now()  # type: ignore[attr-defined]
        request.open_data_stamp = stamp(request.open_data_moment, year)  # type: ignore[attr-defined]
    return request.open_data_stamp  # type: ignore[attr-defined, no-any-return]


def _etag(request: HttpRequest, file: str, form: str, year: int | None = None) -> str:
    return f'"{file}-{year or "all"}-{form}-{keeping.version_of(_stamp(request, year))}"'


def _changed_at(request: HttpRequest, file: str, form: str, year: int | None = None) -> datetime | None:  # noqa: ARG001 - Django's signature
    return _stamp(request, year).changed_at


@public_page
@condition(etag_func=_etag, last_modified_func=_changed_at)
def data_file(request: HttpRequest, file: str, form: str, year: int | None = None) -> HttpResponseBase:
    """One file, made once for each state of what is public; of a year without results there is none."""
    stated, moment_stamp = file_named(file), _stamp(request, year)
    if stated is None or form not in describing.FORMATS or (year is not None and moment_stamp.as_of is None):
        raise Http404
    moment: datetime = request.open_data_moment  # type: ignore[attr-defined]
    kept = keeping.kept_file(stated, form, year=year, stamp=moment_stamp, now=moment)
    response = FileResponse(
        kept,
        as_attachment=True,
        filename=f"samrit-{stated.name}-{year or 'all'}.{form}",
        content_type=describing.FORMATS[form][0] + ("; charset=utf-8" if form == "csv" else ""),
    )
    return _open_to_all(response)


@public_page
def data_package(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    return _open_to_all(_described(describing.data_package))


@public_page
def catalogue(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    response = _described(describing.catalogue)
    response["Content-Type"] = "application/ld+json"
    return _open_to_all(response)


def _described(describe: Any) -> JsonResponse:
    moment = now()
    years = [one.year for one in standings.published_years(moment)]
    document = describe(years, as_of=stamp(moment).as_of)
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Programs on other sites may read it in a browser too; whoever asks, it is the same and nobody's own."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    return response
