"""What became of an area, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from samrit.rules.areas import Area, area_by_code, history
from samrit.rules.areas.changes import Change, Move
from samrit.ui.formats import in_english


@dataclass(frozen=True)
class AreaEvent:
    """``on`` None: no law's day is known."""

    on: date | None
    what: str
    law: str


def area_name(area: Area) -> str:
    """ตำบลแสนสุข; in English the name alone."""
    return (area.name_en or area.name) if in_english() else area.title


def events_of(code: str) -> list[AreaEvent]:
    """Splits, mergers, new numbers; the newest first."""
    told = [
        AreaEvent(change.on, what, change.law) for change in history(code) for what in _what(code, change)
    ]
    return told[::-1]


def _what(code: str, change: Change) -> Iterator[str]:
    moves = [move for move in change.moves if code in move.old | move.new]
    for move in moves:
        yield _moved(code, move, newborn=change.newborn)
    if not moves:
        yield gettext("รหัสนี้ไม่ใช้แล้ว ไม่พบว่าพื้นที่ใดรับช่วง")


def _moved(code: str, move: Move, *, newborn: bool) -> str:
    if code in move.old and code in move.new:
        added, gone = move.new - move.old, move.old - move.new
        if added and not gone:
            return gettext("แบ่งพื้นที่บางส่วนไปตั้ง{areas}").format(areas=_named(added))
        if gone and not added:
            return gettext("รับพื้นที่ของ{areas}มารวม").format(areas=_named(gone))
        return gettext("แลกเปลี่ยนพื้นที่กับ{areas}").format(areas=_named((added | gone | move.old) - {code}))
    if code in move.old:
        return gettext("สิ้นสุด พื้นที่ไปอยู่กับ{areas}").format(areas=_named(move.new))
    if newborn:
        return gettext("ตั้งขึ้นจากพื้นที่ของ{areas}").format(areas=_named(move.old))
    return gettext("ใช้รหัสนี้แทนรหัสเดิมของ{areas}").format(areas=_named(move.old))


def _named(codes: Iterable[str]) -> str:
    names = []
    for code in sorted(codes):
        area = area_by_code(code)
        names.append(f"{area_name(area)} ({code})" if area else code)
    return ", ".join(names)
