"""The audit trail as people read it: verbs, fields and states in words, and names behind the keys.

It stands here because the trail itself lies beneath people and knows only their keys.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeGuard

from django.utils.timezone import localtime
from django.utils.translation import gettext

from samrit.audit.models import Event
from samrit.people.queries import names
from samrit.people.trail_codes import CODES
from samrit.people.trail_words import DAYS, FIELDS, FIGURES, HIDDEN, MOMENTS, VERBS
from samrit.rules.kpi_template import KEPT
from samrit.rules.thai import parse_number
from samrit.ui import pieces
from samrit.ui.formats import date_and_time, date_short, number
from samrit.ui.states import STATES
from samrit.ui.wording import in_words

SHOWN_CHANGES = 12
PERSON = "people.user:"  # how the trail names somebody (``audit.models.subject_of``): a name could not be taken back
DETAILS = "details."  # fields of a KPI's details, named by the table of fields


def told(events: Iterable[Event], labels: Mapping[str, str] | None = None) -> list[pieces.Event]:
    """The events for ``{% history %}``; one query for all names.

    ``labels``: subject (``frameworks.kpi:7``) → what people call it, where a trail is about several things.
    """
    events = list(events)
    known = names_in(events)
    return [_told(event, known, (labels or {}).get(event.subject, "")) for event in events]


def names_in(events: Iterable[Event]) -> dict[int, str]:
    """Names of everybody whom these events name, as who did it or by a key in what changed; one query."""
    keys: set[int | None] = set()
    for event in events:
        facts = [*event.before.values(), *event.after.values()]
        said = [one for value in facts for one in (value if isinstance(value, list) else [value])]
        keys |= {event.actor_id, *(int(one.removeprefix(PERSON)) for one in said if _names_person(one))}
    return names(keys)


def _names_person(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.startswith(PERSON) and value.removeprefix(PERSON).isdecimal()


def sentence_of(verb: str) -> str:
    """``approve`` → อนุมัติ."""
    return gettext(VERBS[verb][0]) if verb in VERBS else verb


def fields_of(event: Event, known: Mapping[int, str]) -> list[pieces.Change]:
    """Every fact before and after, also those that are noise for other readers than auditors."""
    return [_change(event, key, known) for key in dict.fromkeys((*event.before, *event.after))]


def _told(event: Event, known: Mapping[int, str], label: str) -> pieces.Event:
    _sentence, icon = VERBS.get(event.verb, (event.verb, "circle"))
    changes = _changes(event, known)
    hidden = len(changes) - SHOWN_CHANGES
    more = gettext("และอีก {n} รายการ").format(n=hidden) if hidden > 0 else ""
    return pieces.Event(
        what=" · ".join(filter(None, (sentence_of(event.verb), label, more))),
        who=who_did(event, known),
        when=localtime(event.at),
        reason=event.reason,
        changes=changes[:SHOWN_CHANGES],
        icon=icon,
    )


def who_did(event: Event, known: Mapping[int, str]) -> str:
    name = known.get(event.actor_id or 0, gettext("ระบบ"))
    return f"{name} ({event.actor_role})" if event.actor_role else name


def _changes(event: Event, known: Mapping[int, str]) -> list[pieces.Change]:
    """One line for each value that is there before or after."""
    return [
        _change(event, key, known)
        for key in dict.fromkeys((*event.before, *event.after))
        if key not in HIDDEN and (event.before.get(key) or event.after.get(key))
    ]


def _change(event: Event, key: str, known: Mapping[int, str]) -> pieces.Change:
    before, after = (_text(key, facts.get(key), known) for facts in (event.before, event.after))
    return pieces.Change(_label(key), before, after)


def _label(key: str) -> str:
    """``1-2 weight`` → ``1-2 น้ำหนัก``; ``component 1 weight`` → ``องค์ประกอบที่ 1 น้ำหนัก``."""
    place, _, field = key.rpartition(" ")
    place = place.replace("component", gettext("องค์ประกอบที่"))
    if field.startswith(DETAILS):
        return in_words(KEPT[field.removeprefix(DETAILS)].label)
    return f"{place} {gettext(FIELDS.get(field, field))}".strip()


def _text(key: str, value: Any, known: Mapping[int, str]) -> str | None:
    """None where there was nothing; a code in words; anything else as it stands."""
    if value is None or value == "":
        return None
    if key in DAYS | MOMENTS:
        return (
            date_short(date.fromisoformat(value))
            if key in DAYS
            else date_and_time(datetime.fromisoformat(value))
        )
    if isinstance(value, list):
        return ", ".join(filter(None, (_text("", one, known) for one in value)))
    if _names_person(value):
        return known.get(int(value.removeprefix(PERSON)), value)
    return _plain(key, value) if isinstance(value, str) else str(value)


def _plain(key: str, value: str) -> str:
    """A figure with thousands commas, a code in words, anything else as it stands."""
    if key in FIGURES and (figure := parse_number(value)) is not None:
        return number(figure)
    if value in STATES:
        return str(STATES[value].label)
    return gettext(CODES[value]) if value in CODES else value
