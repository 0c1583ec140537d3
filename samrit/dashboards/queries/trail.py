"""The whole trail for who may audit it: found by person, kind, thing, province and day; what a reader may not know held back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext_noop

from samrit.audit.models import Event, Room
from samrit.evidence.models import EvidenceFile
from samrit.letters.models import Arrival, Delivery, Letter
from samrit.letters.queries.arrivals import arrivals_visible_to
from samrit.letters.queries.delivery import deliveries_received_by
from samrit.letters.queries.writing import letters_visible_to
from samrit.people.models import User
from samrit.people.queries import Duties
from samrit.reports.secrets_kept import told_events
from samrit.rules.secrecy import Level
from samrit.scores.queries import sealed_events

ROOMS: dict[str, str] = {
    "reports": gettext_noop("การรายงานผล"),
    "scores": gettext_noop("การตรวจและคะแนน"),
    "frameworks": gettext_noop("กรอบตัวชี้วัด"),
    "assessments": gettext_noop("แบบประเมินและการสำรวจ"),
    "indicators": gettext_noop("ฐานข้อมูลจังหวัด"),
    "catalog": gettext_noop("บัญชีข้อมูล"),
    "evidence": gettext_noop("หลักฐาน"),
    "letters": gettext_noop("หนังสือและการประชุม"),
    "people": gettext_noop("คนและบทบาท"),
    "notices": gettext_noop("การแจ้งเตือนและปลายทาง"),
    "dashboards": gettext_noop("รายงานและผลเผยแพร่"),
}
MOST_PEOPLE = 200  # whose name holds what was typed


@dataclass(frozen=True)
class Asked:
    """What to look for; empty values ask for nothing. ``thing`` is (a part of) the key that stands beside each event."""

    who: str = ""
    verb: str = ""
    room: str = ""
    area: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None

    def told(self) -> dict[str, Any]:
        """What was asked for, as the trail itself notes it: people by the numbers of their accounts."""
        days = {
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
        }
        kept = {name: getattr(self, name) for name in ("verb", "room", "area", "thing")}
        who = _people(self.who) if self.who else []
        return {f"trail_{name}": value for name, value in {"who": who, **kept, **days}.items() if value}


def may_audit(duties: Duties) -> bool:
    return duties.evaluates or duties.coordinates


def events_visible_to(duties: Duties) -> QuerySet[Event]:
    """All of the country, or of the coordinated provinces what the central office does not decide about them.

    Opinions, scores and appeals are told to a province when they are, on their own pages; that one of two has given an
    opinion, to nobody before the other has.
    """
    if duties.evaluates:
        return Event.objects.exclude(sealed_events(duties.user))
    own = Event.objects.filter(area_code__in=duties.coordinated_areas())
    return own.exclude(subject__startswith="scores.")


def found(events: QuerySet[Event], asked: Asked) -> QuerySet[Event]:
    """In no order yet."""
    if asked.who:
        events = events.filter(actor_id__in=_people(asked.who))
    if asked.room and (asked.verb or asked.who):
        events = events.filter(
            subject__startswith=f"{asked.room}."
        )  # SQLite would walk the largest index of all
    elif asked.room:
        events = events.alias(room=Room(F("subject"))).filter(room=asked.room)
    if asked.area:
        events = events.filter(area_code=asked.area)
    if asked.verb:
        events = events.filter(verb=asked.verb)
    if asked.thing:
        events = _about(events, asked.thing.lower())
    if asked.since:
        events = events.filter(at__gte=_midnight(asked.since))
    if asked.until:
        events = _before(events, _midnight(asked.until + timedelta(days=1)))
    return events


def _before(events: QuerySet[Event], moment: datetime) -> QuerySet[Event]:
    """Of an early moment the highest number is asked first: else who wants the newest of them walks past all that came after."""
    numbers, early = Event.objects.values_list("pk", flat=True), Event.objects.filter(at__lt=moment)
    last, newest = early.order_by("-at").values_list("pk", flat=True).first(), numbers.order_by("-pk").first()
    if last is None or newest is None:
        return events.none()
    if last < newest * 3 // 4:
        # Not the number of the last by time, for clocks jump. "+ 0": found along the index of times, not of numbers.
        events = events.filter(pk__lte=early.aggregate(highest=Max(F("pk") + 0))["highest"])
    return events.filter(at__lt=moment)


def _people(words: str) -> list[int]:
    """By number, name or e-mail."""
    if words.isascii() and words.isdigit():
        return [int(words[:18])]
    named = Q(name__icontains=words) | Q(email__icontains=words)
    return list(User.objects.filter(named).values_list("pk", flat=True)[:MOST_PEOPLE])


def _about(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """A whole key (``reports.result:12``) is found at once, things of one kind (``letters.letter``) within their room."""
    if ":" in words:
        return events.filter(subject=words)
    room = words.partition(".")[0]
    return events.alias(of=Room(F("subject"))).filter(of=room, subject__startswith=f"{words}:")


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


# ── what may not be told ────────────────────────────────────────────────────
Closed = Callable[[Duties, set[str]], Iterable[int]]


def _files(_duties: Duties, keys: set[str]) -> Iterable[int]:
    """Secret files: this page tells their contents to nobody; their own page does to who may open them."""
    return _secret(EvidenceFile.objects, keys)


def _letters(duties: Duties, keys: set[str]) -> Iterable[int]:
    return set(_secret(Letter.objects, keys)) - _keys(letters_visible_to(duties), keys)


def _arrivals(duties: Duties, keys: set[str]) -> Iterable[int]:
    return set(_secret(Arrival.objects, keys)) - _keys(arrivals_visible_to(duties), keys)


def _deliveries(duties: Duties, keys: set[str]) -> Iterable[int]:
    secret = Delivery.objects.filter(pk__in=keys).exclude(letter__secrecy=Level.ORDINARY)
    return _keys(secret, keys) - _keys(deliveries_received_by(duties), keys)


def _secret(rows: object, keys: set[str]) -> Iterable[int]:
    return rows.filter(pk__in=keys).exclude(secrecy=Level.ORDINARY).values_list("pk", flat=True)  # type: ignore[attr-defined,no-any-return]


def _keys(rows: object, keys: set[str]) -> set[int]:
    return set(rows.filter(pk__in=keys).values_list("pk", flat=True))  # type: ignore[attr-defined]


CLOSED: Mapping[str, Closed] = {
    "evidence.evidencefile": _files,
    "letters.letter": _letters,
    "letters.arrival": _arrivals,
    "letters.delivery": _deliveries,
}


def withheld(duties: Duties, events: Iterable[Event]) -> set[int]:
    """Keys of those whose contents this person may not read; a few queries, however many events."""
    events = list(events)
    closed: set[str] = set()
    for kind, find in CLOSED.items():
        keys = {key for event in events for of, _, key in [event.subject.partition(":")] if of == kind}
        if keys:
            closed |= {f"{kind}:{key}" for key in find(duties, keys)}
    masked = told_events(duties, events)
    return {
        event.pk
        for event, told in zip(events, masked, strict=True)
        if event.subject in closed or (event.before, event.after) != (told.before, told.after)
    }
