"""The data dictionary (พจนานุกรมข้อมูล), the licence and the dataset, as ``open_data.toml`` states them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from samrit.ui.formats import in_english

Kind = Literal["integer", "decimal", "text", "code", "moment", "yes_no", "address"]
KINDS: dict[Kind, Promise] = {
    "integer": gettext_lazy("จำนวนเต็ม"),
    "decimal": gettext_lazy("ทศนิยม"),
    "text": gettext_lazy("ข้อความ"),
    "code": gettext_lazy("รหัส"),
    "moment": gettext_lazy("วันเวลา (ISO 8601)"),
    "yes_no": gettext_lazy("true หรือ false"),
    "address": gettext_lazy("ที่อยู่เว็บ"),
}
SCALE = 12  # decimals of a Parquet column, unless the column says otherwise


@dataclass(frozen=True)
class Column:
    """``values``: code → its Thai and English word. ``empty``: a row may have none. ``scale``: decimals in Parquet."""

    name: str
    type: Kind
    th: str
    en: str
    means_th: str
    means_en: str
    unit: str = ""
    pattern: str = ""
    empty: bool = False
    scale: int = SCALE
    values: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def means(self) -> str:
        return self.means_en if in_english() else self.means_th

    @property
    def kind(self) -> str:
        """The type in the reader's words."""
        return str(KINDS[self.type])

    @property
    def allowed(self) -> list[tuple[str, str]]:
        """Each code with its word in the reader's language."""
        return [(code, words[in_english()]) for code, words in self.values.items()]


@dataclass(frozen=True)
class DataFile:
    """One table; ``key``: the columns that no two rows share."""

    name: str
    title_th: str
    title_en: str
    about_th: str
    about_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def title(self) -> str:
        return self.title_en if in_english() else self.title_th

    @property
    def about(self) -> str:
        return self.about_en if in_english() else self.about_th


@dataclass(frozen=True)
class Licence:
    """``catalogue``: what the Government Data Catalog calls it. ``means``: the terms in a sentence."""

    name: str
    title_th: str
    title_en: str
    url: str
    catalogue: str
    means_th: str
    means_en: str

    @property
    def title(self) -> str:
        return self.title_en if in_english() else self.title_th

    @property
    def means(self) -> str:
        return self.means_en if in_english() else self.means_th


@dataclass(frozen=True)
class Dataset:
    """ชุดข้อมูล: what the catalogue says of all files together; frequency, language and place are EU authority addresses."""

    name: str
    title_th: str
    title_en: str
    about_th: str
    about_en: str
    publisher_th: str
    publisher_en: str
    keywords: tuple[str, ...]
    frequency: str
    language: str
    place: str


@cache
def dataset() -> Dataset:
    stated = _file()["dataset"]
    return Dataset(**{**stated, "keywords": tuple(stated["keywords"])})


@cache
def licence() -> Licence:
    return Licence(**_file()["licence"])


@cache
def files() -> tuple[DataFile, ...]:
    columns = {name: _column(name, stated) for name, stated in _file()["column"].items()}
    return tuple(
        DataFile(
            **{
                **stated,
                "key": tuple(stated["key"]),
                "columns": tuple(columns[name] for name in stated["columns"]),
            }
        )
        for stated in _file()["file"]
    )


def file_named(name: str) -> DataFile | None:
    return next((file for file in files() if file.name == name), None)


def _column(name: str, stated: Mapping[str, Any]) -> Column:
    values = {code: (words[0], words[1]) for code, words in stated.get("values", {}).items()}
    return Column(**{**stated, "name": name, "values": values})


@cache
def source() -> str:
    """The file's text: files made by another dictionary are other files."""
    return resources.files("samrit.dashboards").joinpath("open_data.toml").read_text(encoding="utf-8")


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(source())
