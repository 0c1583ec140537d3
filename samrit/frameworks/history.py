"""The trail of an edition in words: who drafted, changed, published it, moved its windows, set its targets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy

from samrit.audit.models import Event, subject_of
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.queries import names
from samrit.ui import pieces
from samrit.ui.formats import date_and_time

SHOWN_EVENTS = 30
SHOWN_CHANGES = 6

WHAT = {
    "create_draft": (gettext_lazy("จัดทำร่าง"), "file-earmark-text"),
    "change_draft": (gettext_lazy("แก้ไขร่าง"), "pencil-square"),
    "publish_edition": (gettext_lazy("ประกาศใช้"), "check-circle"),
    "set_targets": (gettext_lazy("กำหนดค่าเป้าหมาย"), "bullseye"),
    "set_window": (gettext_lazy("กำหนดเวลารายงาน"), "calendar-event"),
}
FIELDS = {
    "name": gettext_lazy("ชื่อ"),
    "weight": gettext_lazy("น้ำหนัก"),
    "unit": gettext_lazy("หน่วยวัด"),
    "direction": gettext_lazy("ทิศทาง"),
    "interpolate": gettext_lazy("วิธีคิดคะแนน"),
    "basic": gettext_lazy("ขั้นต้น"),
    "standard": gettext_lazy("มาตรฐาน"),
    "advanced": gettext_lazy("ขั้นสูง"),
    "last_year": gettext_lazy("ผลปีก่อน"),
    "definition": gettext_lazy("คำอธิบาย"),
    "evidence_asked": gettext_lazy("หลักฐานที่ขอ"),
    "opens_at": gettext_lazy("เปิดรับ"),
    "closes_at": gettext_lazy("ปิดรับ"),
    "levels": gettext_lazy("ค่าเป้าหมาย"),
    "source": gettext_lazy("ที่มา"),
}
CHOICES = dict(Kpi.Direction.choices) | dict(Kpi.Interpolate.choices)


def trail_of(edition: Edition) -> QuerySet[Event]:
    """What happened to the edition, to the windows of its year, and to targets of the province; newest first."""
    rounds = Round.objects.filter(
        area=edition.framework.area_id, fiscal_year=edition.framework.fiscal_year_id
    )
    targets = Q(verb="set_targets", area_code=edition.framework.area_id)
    return Event.objects.filter(
        Q(subject__in=[subject_of(thing) for thing in (edition, *rounds)]) | targets
    ).order_by("-id")


def last_change(edition: Edition) -> int:
    """The number of the newest event about the edition itself: a save that began before it would undo it."""
    newest = Event.objects.filter(subject=subject_of(edition)).order_by("-id").values_list("pk", flat=True)
    return newest.first() or 0


def history(edition: Edition, labels: Mapping[str, str]) -> list[pieces.Event]:
    """``labels``: subject (``frameworks.kpi:7``) → what people call it; targets of other KPIs are left out."""
    trail = trail_of(edition)[:SHOWN_EVENTS]
    events = [event for event in trail if event.verb != "set_targets" or event.subject in labels]
    people = names(event.actor_id for event in events)
    return [_in_words(event, people, labels.get(event.subject, "")) for event in events]


def _in_words(event: Event, people: Mapping[int, str], label: str) -> pieces.Event:
    what, icon = WHAT.get(event.verb, (event.verb, "circle"))
    changes = _changes(event)
    hidden = len(changes) - SHOWN_CHANGES
    more = gettext("และอีก {n} รายการ").format(n=hidden) if hidden > 0 else ""
    return pieces.Event(
        what=" · ".join(filter(None, (str(what), label, more))),
        who=people.get(event.actor_id or 0, gettext("ระบบ")),
        when=event.at,
        reason=event.reason,
        changes=changes[:SHOWN_CHANGES],
        icon=icon,
    )


def _changes(event: Event) -> list[pieces.Change]:
    """Drafts note ``1-2 weight`` and ``component 1 weight``; the last word is the field."""
    changes = []
    for key in event.after:
        place, _, field = key.rpartition(" ")
        if field in FIELDS and (event.before.get(key) or event.after[key]):
            label = f"{_place(place)} {FIELDS[field]}".strip()
            changes.append(
                pieces.Change(label, _value(field, event.before.get(key)), _value(field, event.after[key]))
            )
    return changes


def _place(place: str) -> str:
    return place.replace("component", gettext("องค์ประกอบที่"))


def _value(field: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if field in {"opens_at", "closes_at"}:
        return date_and_time(datetime.fromisoformat(value))
    if field in {"direction", "interpolate"}:
        return gettext(CHOICES.get(value, value))
    return " · ".join(value) if isinstance(value, list) else str(value)
