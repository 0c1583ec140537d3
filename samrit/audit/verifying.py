"""Whether the trail is what it was: every hash and link, its length and end, and every anchor."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from samrit.audit.models import Chain, Event, digest
from samrit.rules.wording import Message, say


@dataclass(frozen=True)
class Broken:
    """The first place where the trail does not hold. ``place`` counts from 1; ``event`` is None where none stands there."""

    place: int
    event: Event | None
    what: Message


@dataclass(frozen=True)
class Verification:
    """``events``: how many were read until the end, or until the first broken link."""

    events: int
    broken: Broken | None


def verify_chain(promised: Mapping[int, set[str]], events: Iterable[Event] | None = None) -> Verification:
    """Read the whole trail once. ``promised``: hashes that anchors have seen at places of it.

    What is recorded meanwhile does no harm: the end that is asked for is that of the beginning.
    """
    wanted = {place: set(heads) for place, heads in promised.items()}
    chain = Chain.objects.filter(pk=1).first()
    if chain is None:
        return Verification(0, Broken(0, None, say("no_chain", "ไม่มีแถวที่จำปลายของประวัติ (audit_chain)")))
    ends = {chain.length: {chain.head}} if chain.length else {}
    place = 0
    try:
        for place, event, what in _links(events):
            if found := what or _not_as_promised(event, wanted.get(place), ends.get(place)):
                return Verification(place, Broken(place, event, found))
    except (ValueError, TypeError):  # JSON or a moment that is none any more
        return Verification(place, Broken(place + 1, None, _unreadable()))
    return Verification(place, _cut_short(place, [*wanted, *ends]))


def _links(events: Iterable[Event] | None) -> Iterator[tuple[int, Event, Message | None]]:
    previous = ""
    trail = Event.objects.order_by("id").iterator() if events is None else events
    for place, event in enumerate(trail, start=1):
        yield place, event, _what_is_wrong(event, previous)
        previous = event.hash


def _what_is_wrong(event: Event, previous: str) -> Message | None:
    if event.previous_hash != previous:
        return say("link_broken", "ไม่ต่อจากเหตุการณ์ก่อนหน้า – มีเหตุการณ์ถูกลบ แทรก หรือสลับก่อนรายการนี้")
    if event.hash != digest(event):
        return say("event_changed", "ข้อมูลของเหตุการณ์ไม่ตรงกับลายพิมพ์ของมัน – ถูกแก้ไขหลังบันทึก")
    return None


def _not_as_promised(event: Event, anchored: set[str] | None, end: set[str] | None) -> Message | None:
    if anchored and anchored != {event.hash}:
        return say("not_as_anchored", "ไม่ตรงกับหลักหมุดที่ลงลายมือชื่อไว้ – ประวัติถูกเขียนใหม่ตั้งแต่จุดใดจุดหนึ่งก่อนถึงรายการนี้")
    if end and end != {event.hash}:
        return say("not_the_end", "ไม่ใช่ปลายของประวัติที่ระบบจำไว้ (audit_chain)")
    return None


def _cut_short(places: int, promised: Iterable[int]) -> Broken | None:
    longest = max(promised, default=0)
    if places >= longest:
        return None
    return Broken(
        places + 1,
        None,
        say(
            "trail_cut_short",
            "ประวัติมี {events} เหตุการณ์ แต่เคยมีถึง {longest} – ส่วนท้ายหายไป (หรือฐานข้อมูลกู้คืนจากสำเนาที่เก่ากว่า)",
            events=places,
            longest=longest,
        ),
    )


def _unreadable() -> Message:
    return say("event_unreadable", "อ่านข้อมูลของเหตุการณ์ไม่ได้ – ถูกแก้ไขหลังบันทึก")
