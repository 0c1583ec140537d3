"""The trail of a letter in words: who took it in, settled what was found, made the draft."""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_lazy

from samrit.audit.models import Event
from samrit.audit.queries import history_of
from samrit.letters.models import Intake
from samrit.people.queries import names
from samrit.ui import pieces

SHOWN = 60
WHAT = {
    "take_in": (gettext_lazy("อ่านหนังสือเข้า"), "file-earmark-text"),
    "settle_finding": (gettext_lazy("ยืนยันข้อสังเกต"), "check-circle"),
    "settle_notices": (gettext_lazy("รับทราบข้อสังเกตที่เป็นข้อมูล"), "info-circle"),
    "confirm_framework": (gettext_lazy("สร้างร่างกรอบ"), "table"),
    "set_aside": (gettext_lazy("พักไว้"), "archive"),
    "take_up": (gettext_lazy("นำกลับมา"), "arrow-repeat"),
}


def history(intake: Intake) -> list[pieces.Event]:
    """Newest first."""
    events = list(history_of(intake)[:SHOWN])
    people = names(event.actor_id for event in events)
    return [_in_words(event, people) for event in events]


def _in_words(event: Event, people: Mapping[int, str]) -> pieces.Event:
    what, icon = WHAT.get(event.verb, (event.verb, "circle"))
    return pieces.Event(
        what=" ".join(filter(None, (str(what), _which(event)))),
        who=people.get(event.actor_id or 0, gettext("ระบบ")),
        when=event.at,
        reason=event.reason,
        changes=_changes(event),
        icon=icon,
    )


def _which(event: Event) -> str:
    match event.verb:
        case "settle_finding":
            return gettext("บรรทัด {lines}").format(
                lines=", ".join(str(line) for line in event.after["lines"])
            )
        case "settle_notices":
            return gettext("{n} ข้อ").format(n=event.after["findings"])
        case "confirm_framework":
            return gettext("ปี {year} ฉบับที่ {number}").format(
                year=event.after["year"], number=event.after["edition"]
            )
        case _:
            return ""


def _changes(event: Event) -> list[pieces.Change]:
    chosen = event.after.get("chosen")
    return [pieces.Change(gettext("ค่าที่เลือก"), event.before.get("chosen") or None, chosen)] if chosen else []
