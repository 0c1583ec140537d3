"""The starter set that ships: ``*.toml`` beside this file."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources

from samrit.rules.items.kinds import Book, Checks
from samrit.rules.items.reading import read


@cache
def documents() -> tuple[tuple[str, str], ...]:
    """(name, text) of each document, as it was written, in order of name."""
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".toml")]
    return tuple(sorted((file.name, file.read_text(encoding="utf-8")) for file in files))


@cache
def book() -> Book:
    """The starter set. ValueError when a changed file does not hold together, naming every fault."""
    found = read(dict(documents()))
    if isinstance(found, Book):
        return found
    raise ValueError("\n".join(map(str, found)))


@cache
def usual_checks() -> Checks:
    """What is asked about where an item says nothing else."""
    found = tomllib.loads(dict(documents())["book.toml"], parse_float=Decimal)["checks"]
    return Checks(
        robust_z=Decimal(found["robust_z"]),
        years=found["years"],
        least_values=found["least_values"],
        revision_percent=Decimal(found["revision_percent"]),
    )
