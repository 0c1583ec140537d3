"""Provinces and ministries as the letters name them (data: ``thailand.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

BANGKOK = "10"


@dataclass(frozen=True)
class Province:
    """``code`` is TIS 1099 (two digits); ``letter_code`` opens the number of its letters (ปท)."""

    code: str
    th: str
    en: str
    letter_code: str


@cache
def _tables() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(resources.files(__package__).joinpath("thailand.toml").read_text(encoding="utf-8"))


@cache
def provinces() -> tuple[Province, ...]:
    """All 77 rows, Bangkok (code 10) among them, in code order."""
    return tuple(Province(**row) for row in _tables()["provinces"])


@cache
def ministries() -> dict[str, str]:
    """Letter code → ministry, e.g. ``มท`` → กระทรวงมหาดไทย."""
    return {row["letter_code"]: row["th"] for row in _tables()["ministries"]}


def province_by_code(code: str) -> Province | None:
    return next((province for province in provinces() if province.code == code), None)


def province_by_name(name: str) -> Province | None:
    """``name`` is the Thai name without จังหวัด."""
    return next((province for province in provinces() if province.th == name), None)
