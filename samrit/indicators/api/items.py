"""Items of a province's database."""

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Query, Router, Status

from samrit.indicators.actions.items import FaultyItemError, Wish, state_item
from samrit.indicators.api import shapes
from samrit.indicators.permissions.items import readable
from samrit.indicators.queries.items import AreaBook, Entry, area_book
from samrit.indicators.queries.owing import Owing, next_due, owed_areas, owing
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.items.stating import KEYS, new_row, row_of
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, paged_list
from samrit.ui.api.problems import FieldProblem, ProblemError
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import PathKey
from samrit.ui.wording import in_words

router = Router(tags=["data"])
READ, WRITE = "data:read", "data:write"
_MEND = say("item_invalid", "สิ่งที่ส่งมายังไม่เข้ากับรายการอื่น แก้ตามที่บอกใน errors แล้วส่งใหม่ – ไม่มีอะไรถูกบันทึก")


@reads(router, "/data/{area}/items", scope=READ, answers=Page[shapes.DataItemFacts])
def data_items(request: PersonRequest, area: str, at: Query[shapes.ItemSlice]) -> dict[str, Any]:
    """What a province's database counts, who owes it, and what is due next."""
    found, listed = _book(request, area)
    wanted = [entry for entry in found.entries.values() if _fits(entry, at)]
    return paged_list(
        request, [_facts(found, listed, one) for one in wanted], at, key=lambda one: (one["id"],)
    )


@reads(router, "/data/{area}/items/{item_id}", scope=READ, answers=shapes.ItemWhole)
def data_item(request: PersonRequest, area: str, item_id: PathKey) -> dict[str, Any]:
    """One item with everything it states; its ETag names the version for If-Match."""
    found, listed = _book(request, area)
    return _whole(request, found, listed, _entry(found, item_id))


@writes(router, "/data/{area}/items", scope=WRITE, answers=shapes.ItemWhole, made=True)
def add_data_item(request: PersonRequest, area: str, body: shapes.DataItemGiven) -> Status[Any]:
    """Add an item of the province's own; its coordinator keeps the items."""
    found, _listed = _book(request, area)
    if (code := body.states.get("code")) in found.entries:
        raise _wrong(
            [("code", say("item_code_taken", "มีรายการรหัส {given} แล้ว – แก้ไขรายการเดิมแทน", given=code))]
        )
    row = {**new_row(), **_states(body)}
    item = _stated(request, found.area, Wish(row, active=body.active is not False, seen=0), body.reason)
    found, listed = _book(request, area)
    return made(_whole(request, found, listed, _entry(found, item)))


@writes(
    router,
    "/data/{area}/items/{item_id}",
    method="PATCH",
    scope=WRITE,
    answers=shapes.ItemWhole,
    versioned=True,
)
def change_data_item(
    request: PersonRequest, area: str, item_id: PathKey, body: shapes.DataItemGiven
) -> dict[str, Any]:
    """Change an item for this province, as it was read (If-Match).

    Keys that are left out go on following the national book; what was sent before keeps its figures.
    """
    seen = version_seen(request)
    found, _listed = _book(request, area)
    entry = _entry(found, item_id)
    row = {**row_of(entry.item), **_states(body), "code": entry.code}
    active = entry.active if body.active is None else body.active
    _stated(request, found.area, Wish(row, active, seen), body.reason)
    found, listed = _book(request, area)
    return _whole(request, found, listed, _entry(found, item_id))


# ── shared ──────────────────────────────────────────────────────────────────
def _book(request: PersonRequest, code: str) -> tuple[AreaBook, Owing]:
    area = get_object_or_404(readable(request.duties), pk=code)
    return area_book(area), owing(area)


def _entry(found: AreaBook, key: int) -> Entry:
    entry = found.entry_of(key)
    if entry is None:
        raise ProblemError(404)
    return entry


def _fits(entry: Entry, at: shapes.ItemSlice) -> bool:
    item = entry.item
    return (
        at.group in {None, item.group, *item.also_in}
        and at.by in {None, item.expects.by}
        and at.active in {None, entry.active}
    )


def _states(body: shapes.DataItemGiven) -> Mapping[str, Any]:
    unknown = [key for key in body.states if key not in KEYS]
    if unknown:
        raise _wrong([(key, say("unknown_field", "ไม่มีช่องชื่อนี้")) for key in unknown])
    return body.states


def _wrong(problems: list[tuple[str, Any]]) -> ProblemError:
    told = [
        FieldProblem(field=f"body.states.{key}", code=message.code, message=in_words(message))
        for key, message in problems
    ]
    return ProblemError(422, _MEND, errors=told)


def _stated(request: PersonRequest, area: Area | None, wish: Wish, reason: str) -> int:
    """The item's key."""
    try:
        done = state_item(area=area, wish=wish, reason=reason, by=request.user, now=now())
    except FaultyItemError as faulty:
        raise _wrong([(fault.where, fault.message) for fault in faulty.faults]) from None
    return done.item_id if done else 0


def _facts(found: AreaBook, listed: Owing, entry: Entry) -> dict[str, Any]:
    item, due = entry.item, next_due(entry.item, localdate()) if entry.active else None
    agency = listed.agency_of(item.expects.by)
    return {
        "id": entry.key,
        "code": entry.code,
        "name": item.name,
        "name_en": item.name_en,
        "definition": item.definition,
        "group": item.group,
        "unit": found.book.unit_text(item),
        "level": item.level,
        "period": item.period,
        "frequency": item.frequency,
        "by": item.expects.by,
        "agency_id": agency.pk if agency else None,
        "agency": agency.name if agency else None,
        "active": entry.active,
        "local": entry.local,
        "version": entry.revision.number if entry.revision else 0,
        "due_period": str(due.period) if due else None,
        "due_on": due.last_day if due else None,
    }


def _whole(request: PersonRequest, found: AreaBook, listed: Owing, entry: Entry) -> dict[str, Any]:
    facts = _facts(found, listed, entry)
    answers_with(request, facts["version"])
    owed = owed_areas(found, entry, listed, localdate())
    lists = [found.book.lists[name] for name in entry.item.by]
    return facts | {
        "states": row_of(entry.item),
        "own": list(entry.own),
        "owed_areas": list(owed),
        "lists": [
            {
                "code": one.code,
                "name": one.name,
                "codes": [{"code": c.code, "name": c.name} for c in one.codes],
            }
            for one in lists
        ],
    }
