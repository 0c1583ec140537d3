"""One place through the years: which codes carry its figures on a day, so that a series goes on over splits and new numbers."""

from datetime import date

from samrit.rules.areas.changes import Change, Move, changes, complete_from, taken_over
from samrit.rules.areas.register import Area, AreaLevel, area_by_code, children, level_name
from samrit.rules.thai import thai_date
from samrit.rules.wording import Refusal, refuse


def successors(code: str) -> tuple[str, ...]:
    """Today's codes of the whole place, by code: itself while it stands; () when no law says what took its place."""
    move = taken_over().get(code)
    if move:
        return tuple(sorted(found for one in move.new for found in successors(one)))
    area = area_by_code(code)
    return (code,) if area and area.valid_to is None else ()


def history(code: str) -> tuple[Change, ...]:
    """The changes that touched this code, by the law's day."""
    return tuple(
        change
        for change in changes()
        if any(code in move.old | move.new for move in change.moves)
        or any(code == one.code for one in change.ended)
    )


def same_place(code: str, *, borders: date, on: date) -> tuple[str, ...] | Refusal:
    """The codes whose figures on the day ``on`` add up to the place ``code`` within its borders of the day ``borders``.

    หนองคาย within its borders of 2553 is, in 2560, หนองคาย and บึงกาฬ. Within its borders of 2560 it had no code of its
    own in 2553: its nine districts answer (a level below, where there are such figures). Refused: a code that we do not
    know or that did not stand, a day before our table is complete, a part of something that was only counted whole.
    """
    area = area_by_code(code)
    refusal = _refuse_asking(area, code, borders, on)
    if area is None or refusal:
        return refusal or _unknown(code)
    found = _walked(_settled(code, borders), borders, on)
    if found is not None:
        return tuple(sorted(found))
    parts = [same_place(child.code, borders=borders, on=on) for child in children(code, borders)]
    if not parts or any(isinstance(part, Refusal) for part in parts):
        return refuse(
            "area_not_separable",
            "{area} ตามเขตเมื่อวันที่ {borders} ไม่มีรหัสใดครอบคลุมพอดีเมื่อวันที่ {day} – ตัวเลขของวันนั้นรวมอยู่กับพื้นที่อื่น หรือไม่ทราบว่าอยู่ที่ใด",
            area=area.title,
            borders=thai_date(borders),
            day=thai_date(on),
        )
    return tuple(sorted(one for part in parts if not isinstance(part, Refusal) for one in part))


def _unknown(code: str) -> Refusal:
    return refuse("area_unknown_code", "ไม่มีพื้นที่รหัส {number}", number=code)


def _refuse_asking(area: Area | None, code: str, borders: date, on: date) -> Refusal | None:
    if area is None or area.level == AreaLevel.VILLAGE:
        return _unknown(code)
    known = complete_from(area.level)
    if borders != on and min(borders, on) < known:
        return refuse(
            "area_changes_unknown",
            "การเปลี่ยนแปลงของ{level}ก่อนวันที่ {day} ยังไม่ครบ จึงต่ออนุกรมข้ามวันนั้นไม่ได้",
            level=level_name(area.level),
            day=thai_date(known),
        )
    if not area.registered(borders):
        return refuse(
            "area_not_then",
            "{area} ({number}) ไม่มีเมื่อวันที่ {day}",
            area=area.title,
            number=code,
            day=thai_date(borders),
        )
    return None


def _settled(code: str, borders: date) -> frozenset[str]:
    """A code that the register still had after the law: the ones that the law put in its place."""
    area, move = area_by_code(code), taken_over().get(code)
    if area and move and area.replaced_on and area.replaced_on <= borders:
        return frozenset(found for one in move.new for found in _settled(one, borders))
    return frozenset({code})


def _walked(codes: frozenset[str], borders: date, on: date) -> frozenset[str] | None:
    """Through every change between the two days; None where one tears the place."""
    first, last = sorted((borders, on))
    between = [change for change in changes() if change.on and first < change.on <= last]
    for change in between if borders < on else reversed(between):
        for move in change.moves:
            stepped = _stepped(codes, move if borders < on else Move(move.new, move.old))
            if stepped is None:
                return None
            codes = stepped
    return codes if not any(_lost(code, on) for code in codes) else None


def _stepped(codes: frozenset[str], move: Move) -> frozenset[str] | None:
    if not codes & move.old:
        return codes
    return codes - move.old | move.new if move.old <= codes else None


def _lost(code: str, on: date) -> bool:
    """Ended by that day, and nothing known took its place."""
    area = area_by_code(code)
    return area is None or (area.valid_to is not None and area.valid_to < on and code not in taken_over())
