"""The parameters of a call, read one by one; what is wrong with them is gathered."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from samrit.rules.catalog.ckan.query import QueryError

_DIGITS = re.compile(r"[0-9]{1,9}")
FLAGS: Mapping[str, bool] = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


@dataclass(frozen=True)
class Invalid:
    """Why the parameters cannot be followed: parameter → sentences, the body of a Validation Error."""

    errors: Mapping[str, tuple[str, ...]]


class WrongError(Exception):
    """What is wrong with one parameter."""


T = TypeVar("T")


class Parameters:
    """The parameters as they came, and what is wrong with them so far."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = given
        self.errors: dict[str, tuple[str, ...]] = {}

    def read(self, name: str, reader: Callable[[object], T], otherwise: T) -> T:
        try:
            return reader(self.given.get(name))
        except (WrongError, QueryError) as error:
            self.errors[name] = (str(error),)
            return otherwise


# ── one parameter each ──────────────────────────────────────────────────────
def text_in(given: object) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise WrongError("Must be a single text")
    return given.strip()


def whole_in(given: object, usual: int) -> int:
    if given is None or given == "":
        return usual
    text = str(given).strip()
    if isinstance(given, bool) or not _DIGITS.fullmatch(text):
        raise WrongError("Must be a natural number")
    return int(text)


def flag_in(given: object) -> bool:
    if given is None or given == "":
        return False
    text = str(given).casefold()
    if text not in FLAGS:
        raise WrongError("Must be true or false")
    return FLAGS[text]


def flag_in_or_true(given: object) -> bool:
    return True if given is None else flag_in(given)


def texts_in(given: object) -> tuple[str, ...]:
    """A list of JSON, a text that holds one, or texts parted by commas."""
    if isinstance(given, str) and given.strip().startswith("["):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            raise WrongError("Cannot parse as JSON") from None
    if isinstance(given, str):
        given = [part.strip() for part in given.split(",")]
    if not isinstance(given, list | tuple | None) or not all(isinstance(one, str) for one in given or ()):
        raise WrongError("Must be a list of texts")
    return tuple(one for one in given or () if one)
