"""What the page of one item shows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext

from samrit.indicators.area_words import area_name
from samrit.indicators.item_words import LABELS, SECTIONS, name_of, period_name, shown, unit_of
from samrit.indicators.models import ItemRevision
from samrit.indicators.queries.items import AreaBook, Entry
from samrit.indicators.queries.owing import Owing, next_due, owed_areas, owing
from samrit.people.models import Area
from samrit.rules.areas import area_by_code
from samrit.rules.items import CodeList, book
from samrit.rules.items.stating import KEYS, Row, differing, names_of, row_of
from samrit.ui.pieces import Change, Event

MOST_REVISIONS = 50
SHOWN_AREAS = 12
MOST_CHANGES = 12


def page_of(found: AreaBook, entry: Entry, *, today: date) -> dict[str, Any]:
    listed = owing(found.area) if found.area else Owing({}, {})
    item, owed = entry.item, owed_areas(found, entry, listed, today)
    agency = listed.agency_of(item.expects.by)
    due = next_due(item, today) if entry.active else None
    return {
        "entry": entry,
        "name": name_of(item),
        "unit": unit_of(found.book, item),
        "group": name_of(found.book.groups[item.group]),
        "sections": _sections(found, entry),
        "due": due,
        "due_period": period_name(due.period) if due else "",
        "agency": agency,
        "sender": name_of(found.book.owners[item.expects.by]) if item.expects.by in found.book.owners else "",
        "owed": len(owed),
        "owed_areas": [_area(code) for code in owed[:SHOWN_AREAS]],
        "owed_more": max(0, len(owed) - SHOWN_AREAS),
        "may_list": bool(found.area and item.expects.listed),
        "lists": [_list(found.book.lists[name]) for name in item.by],
        "rules": [name_of(rule) for rule in found.book.rules.values() if item.code in names_of(rule)],
        "revisions": list(_told(found, entry)),
    }


def _list(codes: CodeList) -> tuple[CodeList, str, list[tuple[str, str]]]:
    """With its name and (name, code) of what stands in it, in the reader's language."""
    return codes, name_of(codes), [(name_of(code), code.code) for code in codes.codes]


def _area(code: str) -> str:
    area = area_by_code(code)
    return area_name(area) if area else code


def _sections(found: AreaBook, entry: Entry) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Title and (label, value, stated by this book itself); values that say nothing are left out."""
    row = row_of(entry.item)
    whole = entry.local or found.area is None
    return [
        (
            gettext(section.title),
            [
                (gettext(LABELS[key]), text, not whole and key in entry.own)
                for key in section.keys
                if (text := shown(found.book, key, row[key]))
            ],
        )
        for section in SECTIONS
    ]


def _told(found: AreaBook, entry: Entry) -> Iterator[Event]:
    """The newest first: what each changed against what the item said before it."""
    books = Q(area=None) | Q(area=found.area) if found.area else Q(area=None)
    revisions = ItemRevision.objects.filter(books, item=entry.key).select_related("by", "area").order_by("pk")
    last: dict[str | None, Row] = {}
    lines: list[Event] = []
    for one in revisions:
        before = last.get(one.area_id) or last.get(None) or _shipped(entry.code)
        last[one.area_id] = one.definition
        lines.append(_line(found, one, before))
    yield from reversed(lines[-MOST_REVISIONS:])


def _shipped(code: str) -> Row | None:
    said = book().items.get(code)
    return row_of(said) if said else None


def _line(found: AreaBook, one: ItemRevision, before: Row | None) -> Event:
    after: Row = one.definition
    keys = differing(before, after) if before is not None else [key for key in KEYS if after.get(key)]
    changes = [
        Change(
            gettext(LABELS[key]),
            shown(found.book, key, before.get(key)) or None if before else None,
            shown(found.book, key, after.get(key)) or None,
        )
        for key in keys[:MOST_CHANGES]
    ]
    who = one.by.name if one.by else gettext("ระบบ")
    times = gettext("ครั้งที่ {n}").format(n=one.number)
    used = "" if one.active else gettext("ไม่ใช้")
    return Event(
        what=" · ".join(filter(None, (_where(one.area), times, used))),
        who=who,
        when=localtime(one.at),
        reason=one.reason,
        changes=changes,
        icon="pencil-square",
    )


def _where(area: Area | None) -> str:
    return gettext("รายการกลาง") if area is None else gettext("จังหวัด")
