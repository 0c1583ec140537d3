"""How a dataset is said in DCAT: which address stands for a frequency, a licence, a language, a format. Data: ``dcat.toml``.

A word without a counterpart gives "", and the room says the word itself; nothing is guessed.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.catalog.days import common_era, read_year
from samrit.rules.catalog.kinds import Record, Schema, first, texts
from samrit.rules.catalog.versions import newest

PROVINCE_DIGITS = 2


@dataclass(frozen=True)
class Licence:
    """``address`` "" where none is known; ``is_open`` by the Open Definition."""

    address: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Format:
    """Addresses of the file type and of the media type, and the media type itself; "" where none is known."""

    file_type: str = ""
    media_type_address: str = ""
    media_type: str = ""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "dcat.toml").read_text(encoding="utf-8"))


def _address(base: str, code: str) -> str:
    return f"{_data()['bases'][base]}{code}" if code else ""


def _key(schema: Schema, record: Record, field: str) -> str:
    asked = schema.fields.get(field)
    found = schema.choice(asked, first(record.get(field))) if asked else None
    return found.key if found else ""


def frequency_of(schema: Schema, record: Record) -> str:
    """dct:accrualPeriodicity: every 3 months is QUARTERLY, every 5 weeks OTHER; "" while none is declared."""
    key = _key(schema, record, "update_frequency_unit")
    if not key:
        return ""
    interval = first(record.get("update_frequency_interval")) or "1"
    known: dict[str, str] = _data()["frequency"].get(key, {})
    return _address("frequency", known.get("1" if key in _WITHOUT_INTERVAL else interval, "OTHER"))


_WITHOUT_INTERVAL = frozenset({"realtime", "never", "unknown", "other"})


def licence_of(value: str) -> Licence:
    """The licence that a stored value names, in any version; an empty Licence where none is known."""
    schema = newest()
    found = schema.choice(schema.fields["license_id"], value)
    return Licence(**_data()["licence"].get(found.key, {})) if found else Licence()


def languages_of(schema: Schema, record: Record) -> tuple[str, ...]:
    """dct:language of each language that has an address."""
    asked = schema.fields["data_language"]
    found = (schema.choice(asked, text) for text in texts(record.get(asked.code)))
    codes = (_data()["language"].get(one.key, "") for one in found if one)
    return tuple(_address("language", code) for code in codes if code)


def access_of(schema: Schema, record: Record) -> str:
    """dct:accessRights: by the data class where the version has one, else by the category."""
    by_class = _data()["access_right"].get(_key(schema, record, "data_classification"), "")
    by_category = _data()["access_right_of_category"].get(_key(schema, record, "data_category"), "")
    return _address("access_right", by_class or by_category)


def format_of(written: str) -> Format:
    """What a resource's format is, however an office writes it: CSV, .csv, text/csv, XLS/XLSX is none."""
    word = written.strip().casefold().lstrip(".")
    rows: dict[str, dict[str, str]] = _data()["format"]
    row = rows.get(word) or next((one for one in rows.values() if one["media"] == word), None)
    if row is None:
        return Format()
    return Format(_address("file_type", row["file"]), _address("media_type", row["media"]), row["media"])


@dataclass(frozen=True)
class Place:
    """dct:spatial: an ``address`` where an authority gives one, a ``code`` of ISO 3166; both "" where neither is known."""

    address: str = ""
    code: str = ""


def place_of(schema: Schema, record: Record, province: str = "") -> Place:
    """The country where the data cover all of it, else the province (code of two digits) whose data they are.

    Of the world and of groups of countries nothing is known but the word.
    """
    known: dict[str, str] = _data()["spatial"]
    key = _key(schema, record, "geo_coverage")
    if key == "country":
        return Place(known["country"], known["code"])
    is_code = len(province) == PROVINCE_DIGITS and province.isascii() and province.isdigit()
    return Place(code=f"{known['code']}-{province}") if is_code and key not in _BEYOND else Place()


_BEYOND = frozenset({"none", "world", "continent", "economic_group"})


def years_of(record: Record) -> tuple[int | None, int | None]:
    """dct:temporal: the first and the last year of data in ค.ศ."""
    years = (read_year(first(record.get(code))) for code in ("first_year_of_data", "last_year_of_data"))
    first_year, last_year = (common_era(year) if year else None for year in years)
    return first_year, last_year


def bounds_of(record: Record) -> str:
    """dcat:bbox as WKT; "" unless all four sides are given."""
    sides = [first(record.get(f"{side}_bound_longitude")) for side in ("west", "south", "east", "north")]
    if not all(sides):
        return ""
    west, south, east, north = sides
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"


@dataclass(frozen=True)
class Page:
    """A page of the catalogue for hydra: numbers of pages from 1; None where there is none.

    ``start`` and ``stop`` cut it from the whole list.
    """

    number: int
    last: int
    previous: int | None
    next: int | None
    start: int
    stop: int


def page_of(total: int, number: int, size: int) -> Page | None:
    """Page ``number`` of ``total`` datasets, ``size`` on a page; None of a page that there is not.

    An empty catalogue has one empty page. ``next`` only ever counts up, so that no harvester walks in a circle.
    """
    if size < 1 or total < 0:
        raise ValueError("a page holds at least one dataset")
    last = max(1, -(-total // size))
    if not 1 <= number <= last:
        return None
    before, after = (number - 1 or None), (number + 1 if number < last else None)
    return Page(number, last, before, after, (number - 1) * size, min(number * size, total))
