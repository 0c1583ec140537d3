"""Open data: which files there are, what each column means, and what one may do with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from ninja import Router, Schema

from samrit.dashboards.documents.open_data.describing import FORMATS, path_of
from samrit.dashboards.documents.open_data.dictionary import Column, DataFile, dataset, files, licence
from samrit.dashboards.queries.open_data import stamp
from samrit.dashboards.queries.standings import published_years
from samrit.people.api.operations import PUBLIC, reads

router = Router(tags=["results"])


class LicenceFacts(Schema):
    name: str
    title: str
    url: str
    means: str


class DataColumnFacts(Schema):
    """``values``: code → what it means. ``empty``: a row may have none."""

    name: str
    type: str
    means: str
    unit: str
    pattern: str
    empty: bool
    values: dict[str, str]


class DataAddresses(Schema):
    """``year`` null: of all years. ``urls``: format → address."""

    year: int | None
    urls: dict[str, str]


class DataFileFacts(Schema):
    """One table; ``key``: the columns that no two rows share."""

    name: str
    title: str
    about: str
    key: list[str]
    columns: list[DataColumnFacts]
    addresses: list[DataAddresses]


class OpenDataFacts(Schema):
    """``as_of``: when what is public last changed, null while nothing is."""

    name: str
    as_of: datetime | None
    licence: LicenceFacts
    files: list[DataFileFacts]
    data_package: str
    catalogue: str
    url: str


@reads(router, "/results/open-data", scope=PUBLIC, answers=OpenDataFacts)
def open_data_files(request: HttpRequest) -> dict[str, Any]:
    """The open data: its files with their dictionary, of each year and of all, under which licence."""
    moment, terms = now(), licence()
    years = [None, *(one.year for one in published_years(moment))]
    return {
        "name": dataset().name,
        "as_of": stamp(moment).as_of,
        "licence": {"name": terms.name, "title": terms.title, "url": terms.url, "means": terms.means},
        "files": [_file(one, years) for one in files()],
        "data_package": reverse("dashboards:data_package"),
        "catalogue": reverse("dashboards:catalogue"),
        "url": reverse("dashboards:open_data"),
    }


def _file(file: DataFile, years: list[int | None]) -> Mapping[str, Any]:
    return {
        "name": file.name,
        "title": file.title,
        "about": file.about,
        "key": list(file.key),
        "columns": [_column(one) for one in file.columns],
        "addresses": [
            {"year": year, "urls": {form: path_of(file.name, form, year) for form in FORMATS}}
            for year in years
        ],
    }


def _column(one: Column) -> dict[str, Any]:
    names = ("name", "type", "means", "unit", "pattern", "empty")
    return {**{name: getattr(one, name) for name in names}, "values": dict(one.allowed)}
