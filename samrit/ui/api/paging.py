"""Long lists in parts. A cursor names the last thing shown, so nothing is skipped or repeated when things are added."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from samrit.rules.wording import say
from samrit.ui.api.problems import wrong

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)
USUAL, MOST = 50, 200
_FOREIGN = say("cursor_invalid", "cursor นี้ไม่ใช่ของรายการนี้ – เริ่มอ่านใหม่โดยไม่ส่ง cursor")


class Slice(Schema):
    """Which part of a list."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many at most")
    cursor: str | None = Field(None, max_length=1000, description="`next` of the part before")


class Page(Schema, Generic[T]):
    """One part of a list; ``next`` is the cursor of the part after it, null at the end. It stands in Link too."""

    items: list[T]
    next: str | None = None


def paged(
    request: HttpRequest, rows: QuerySet[Row], at: Slice, *, order: Iterable[str] = ("pk",)
) -> dict[str, Any]:
    """The part of ``rows`` after the cursor, in ``order``: names of columns without nulls, the last one unique."""
    names = list(order)
    if at.cursor:
        rows = rows.filter(_after(names, _opened(request, at.cursor, len(names))))
    found = list(rows.order_by(*names)[: at.limit + 1])
    return _part(request, found, at, lambda row: [_value(row, name.lstrip("-")) for name in names])


def paged_list(
    request: HttpRequest, things: Iterable[T], at: Slice, *, key: Callable[[T], tuple[Any, ...]]
) -> dict[str, Any]:
    """The same for what is made in memory: sorted by ``key``, which no two share (numbers and texts)."""
    ordered = sorted(things, key=key)
    if at.cursor:
        last = tuple(_opened(request, at.cursor))
        try:
            ordered = [thing for thing in ordered if key(thing) > last]
        except TypeError:
            raise wrong("query.cursor", _FOREIGN) from None
    return _part(request, ordered[: at.limit + 1], at, lambda thing: list(key(thing)))


def paged_by_place(
    request: HttpRequest, read: Callable[[int, int], Sequence[T]], at: Slice, *, of: int = 0
) -> dict[str, Any]:
    """The same for what never changes and is read from a place on: ``read(first, most)``. ``of`` names what is read."""
    known, first = place_in(request, at)
    if known not in {None, of}:
        raise wrong("query.cursor", _FOREIGN)
    found = read(first, at.limit + 1)
    return _part(request, list(found), at, lambda _last: [of, first + at.limit])


def place_in(request: HttpRequest, at: Slice) -> tuple[int | None, int]:
    """What the cursor says is read, and from which place; (None, 0) without a cursor."""
    if not at.cursor:
        return None, 0
    of, first = _opened(request, at.cursor, 2)
    return int(of), int(first)


def _part(
    request: HttpRequest, found: list[Any], at: Slice, key: Callable[[Any], list[Any]]
) -> dict[str, Any]:
    shown, more = found[: at.limit], len(found) > at.limit
    following = signing.dumps(key(shown[-1]), salt=_salt(request)) if more else None
    if following:
        asked = request.GET.copy()
        asked["cursor"] = following
        request.next_page = f"{request.path}?{asked.urlencode()}"  # type: ignore[attr-defined]
    return {"items": shown, "next": following}


def _opened(request: HttpRequest, cursor: str, length: int | None = None) -> list[Any]:
    try:
        values = signing.loads(cursor, salt=_salt(request))
    except signing.BadSignature:
        raise wrong("query.cursor", _FOREIGN) from None
    if not isinstance(values, list) or (length is not None and len(values) != length):
        raise wrong("query.cursor", _FOREIGN)
    return values


def _salt(request: HttpRequest) -> str:
    """A cursor belongs to one list with one choice of filters."""
    asked = {name: request.GET.getlist(name) for name in request.GET if name not in {"cursor", "limit"}}
    return f"cursor:{request.path}:{sorted(asked.items())}"


def _value(row: Model, name: str) -> Any:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part)
    return value if isinstance(value, int | str) else str(value)


def _after(names: list[str], values: list[Any]) -> Q:
    """Rows that stand behind ``values``: (a > x) or (a = x and b > y) …"""
    behind, same = Q(), Q()
    for name, value in zip(names, values, strict=True):
        column = name.lstrip("-")
        compare = "lt" if name.startswith("-") else "gt"
        behind |= same & Q(**{f"{column}__{compare}": value})
        same &= Q(**{column: value})
    return behind


def without_nones(values: Mapping[str, Any]) -> dict[str, Any]:
    """Filters that were asked for."""
    return {name: value for name, value in values.items() if value is not None}
