"""What describes the files to machines: a Frictionless data package and a DCAT catalogue entry (JSON-LD)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from samrit.dashboards.documents.open_data.dictionary import Column, DataFile, dataset, files, licence
from samrit.rules.thai import BUDDHIST_ERA

FORMATS = {
    "csv": ("text/csv", "CSV", "http://publications.europa.eu/resource/authority/file-type/CSV"),
    "json": ("application/json", "JSON", "http://publications.europa.eu/resource/authority/file-type/JSON"),
    "parquet": (
        "application/vnd.apache.parquet", "Parquet", "http://publications.europa.eu/resource/authority/file-type/PARQUET",
    ),
}  # fmt: skip
# Our kinds of column → Frictionless Table Schema (https://specs.frictionlessdata.io/table-schema/).
_TYPES = {
    "integer": "integer", "decimal": "number", "text": "string", "code": "string", "moment": "datetime",
    "yes_no": "boolean", "address": "string",
}  # fmt: skip
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def absolute(name: str, *args: Any) -> str:
    """The whole address of a page: from the configured site, whatever name the request came by."""
    return urljoin(settings.SITE_URL, reverse(name, args=args))


def path_of(file: str, form: str, year: int | None) -> str:
    """The address of a file on this site; ``year`` None: of all years."""
    if year is None:
        return reverse("dashboards:open_data_file", args=[file, form])
    return reverse("dashboards:open_data_year_file", args=[year, file, form])


def address_of(file: str, form: str, year: int | None) -> str:
    return urljoin(settings.SITE_URL, path_of(file, form, year))


# ── Frictionless ────────────────────────────────────────────────────────────
def data_package(years: Sequence[int], *, as_of: datetime | None) -> dict[str, Any]:
    """``datapackage.json``: each file of all years as CSV, with the schema of its columns."""
    about = dataset()
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": about.name,
        "title": about.title_th,
        "description": f"{about.about_th}\n{about.about_en}",
        "homepage": absolute("dashboards:open_data"),
        "keywords": list(about.keywords),
        "licenses": [{"name": licence().name, "title": licence().title_en, "path": licence().url}],
        "sources": [{"title": about.publisher_th, "path": absolute("dashboards:performance")}],
        "resources": [_resource(file) for file in files()],
        "years": list(years),
    }
    return {**package, "created": _moment(as_of)} if as_of else package


def _resource(file: DataFile) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": file.name,
        "title": file.title_th,
        "description": f"{file.about_th}\n{file.about_en}",
        "path": address_of(file.name, "csv", None),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in file.columns],
            "primaryKey": list(file.key),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {} if column.empty else {"required": True}
    if column.values:
        limits["enum"] = list(column.values)
    if column.pattern:
        limits["pattern"] = column.pattern
    stated: dict[str, Any] = {
        "name": column.name,
        "title": f"{column.th} / {column.en}",
        "description": f"{column.means_th}\n{column.means_en}",
        "type": _TYPES[column.type],
    }
    if column.type == "moment":
        stated["format"] = "any"
    if column.type == "address":
        stated["format"] = "uri"
    if column.unit:
        stated["unit"] = column.unit
    return {**stated, "constraints": limits} if limits else stated


# ── DCAT ────────────────────────────────────────────────────────────────────
def catalogue(years: Sequence[int], *, as_of: datetime | None) -> dict[str, Any]:
    """The dataset and every file of it as DCAT 3 in JSON-LD, Thai and English."""
    about = dataset()
    page = absolute("dashboards:open_data")
    entry: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": about.name,
        "dct:title": _both(about.title_th, about.title_en),
        "dct:description": _both(about.about_th, about.about_en),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _both(about.publisher_th, about.publisher_en)},
        "dct:license": {"@id": licence().url},
        "dct:language": {"@id": about.language},
        "dct:spatial": {"@id": about.place},
        "dct:accrualPeriodicity": {"@id": about.frequency},
        "dcat:keyword": list(about.keywords),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_distribution(*one) for one in _every_file(years)],
    }
    if years:
        entry["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(f"{min(years) - BUDDHIST_ERA - 1}-10-01"),
            "dcat:endDate": _day(f"{max(years) - BUDDHIST_ERA}-09-30"),
        }
    if as_of:
        entry["dct:modified"] = {"@type": "xsd:dateTime", "@value": _moment(as_of)}
    return entry


def _every_file(years: Sequence[int]) -> Iterable[tuple[DataFile, str, int | None]]:
    return ((file, form, year) for year in (None, *years) for file in files() for form in FORMATS)


def _distribution(file: DataFile, form: str, year: int | None) -> dict[str, Any]:
    media, word, file_type = FORMATS[form]
    address = address_of(file.name, form, year)
    th, en = (" ทุกปี", ", all years") if year is None else (f" ปีงบประมาณ {year}", f", fiscal year {year} B.E.")
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _both(f"{file.title_th}{th} ({word})", f"{file.title_en}{en} ({word})"),
        "dcat:downloadURL": {"@id": address},
        "dcat:accessURL": {"@id": absolute("dashboards:open_data")},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dct:format": {"@id": file_type},
        "dct:license": {"@id": licence().url},
    }


def _both(thai: str, english: str) -> list[dict[str, str]]:
    return [{"@value": thai, "@language": "th"}, {"@value": english, "@language": "en"}]


def _day(day: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day}


def _moment(moment: datetime) -> str:
    return localtime(moment).isoformat()
