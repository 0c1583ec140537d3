"""The chain of letters: what one refers to, what it is about, what became of it; and the same of a read letter and a meeting.

A letter that the person may not see is told by its number alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from samrit.frameworks.models import Edition
from samrit.letters.models import Arrival, Intake, Letter, LetterLink, Meeting, RegisterEntry
from samrit.letters.queries.arrivals import arrivals_visible_to
from samrit.letters.queries.intakes import intakes_visible_to
from samrit.letters.queries.meetings import meetings_visible_to
from samrit.letters.queries.writing import letters_visible_to
from samrit.letters.reading.numbers import find_mentions
from samrit.people.queries import Duties
from samrit.rules.wording import Message, say

_RUNNING = re.compile(r"/(?:ว )?(\d{1,9})$")
MOST = 50  # of one sort


@dataclass(frozen=True)
class Tie:
    """``relation``: what it has to do with this; ``seen``: the person may open it."""

    relation: Message
    thing: Any
    seen: bool = True

    @property
    def sort(self) -> str:
        """For the template: letter, intake, arrival, edition, round, appeal, meeting."""
        return type(self.thing).__name__.lower()


REFERS = {
    "reference": say("tie_reference", "อ้างถึง"),
    "enclosure": say("tie_enclosure", "สิ่งที่ส่งมาด้วย"),
    "answers": say("tie_answers", "ตอบหนังสือ"),
    "continues": say("tie_continues", "สืบเนื่องจาก"),
}
REFERRED = {
    "reference": say("tie_cited_by", "ถูกอ้างถึงโดย"),
    "enclosure": say("tie_enclosed_by", "แนบไปกับ"),
    "answers": say("tie_answered_by", "มีหนังสือตอบ"),
    "continues": say("tie_continued_by", "มีเรื่องสืบเนื่อง"),
}
ABOUT = {
    "edition": say("tie_edition", "กรอบตัวชี้วัด"),
    "round": say("tie_round", "รอบการรายงาน"),
    "appeal": say("tie_appeal", "อุทธรณ์"),
    "meeting": say("tie_meeting", "การประชุม"),
}
DECIDED = say("tie_decided", "กรอบตามมติที่ประชุม")
INVITED = say("tie_invited", "หนังสือของการประชุม")
MADE = say("tie_made_edition", "กรอบที่สร้างจากหนังสือนี้")
RESOLVED = say("tie_resolved", "มติจากการประชุม")


# ── of a letter that was written ────────────────────────────────────────────
def ties_of_letter(letter: Letter, duties: Duties) -> list[Tie]:
    """Before it, what it is about, after it."""
    return [*_refers(letter, duties), *_about(letter, duties), *_referred(letter, duties)]


def _refers(letter: Letter, duties: Duties) -> list[Tie]:
    links = list(
        LetterLink.objects.filter(letter=letter)
        .select_related("to_letter__issuer", "to_arrival", "to_intake")
        .prefetch_related("to_letter__entries", "to_arrival__entries")
    )
    letters = _seen(letters_visible_to(duties), (one.to_letter_id for one in links))
    arrivals = _seen(arrivals_visible_to(duties), (one.to_arrival_id for one in links))
    intakes = _seen(intakes_visible_to(duties), (one.to_intake_id for one in links))
    found = []
    for one in links:
        thing = one.to_letter or one.to_arrival or one.to_intake
        seen = one.to_letter_id in letters or one.to_arrival_id in arrivals or one.to_intake_id in intakes
        found.append(Tie(REFERS[one.kind], thing, seen))
    return found


def _seen(visible: QuerySet[Any], keys: Iterable[int | None]) -> set[int]:
    wanted = {key for key in keys if key is not None}
    return set(visible.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _about(letter: Letter, duties: Duties) -> list[Tie]:
    found = [Tie(ABOUT[name], thing) for name in ABOUT if (thing := getattr(letter, name)) is not None]
    if letter.meeting is not None:
        found += [Tie(DECIDED, one) for one in editions_decided_by(letter.meeting)]
    if letter.edition is not None:
        found += [Tie(RESOLVED, one) for one in meetings_that_decided(letter.edition, duties)]
    return found


def _referred(letter: Letter, duties: Duties) -> list[Tie]:
    links = LetterLink.objects.filter(to_letter=letter, letter__in=letters_visible_to(duties))
    later = links.select_related("letter__issuer").prefetch_related("letter__entries")[:MOST]
    read = intakes_visible_to(duties).filter(cited=letter)[:MOST]
    return [
        *(Tie(REFERRED[one.kind], one.letter) for one in later),
        *(Tie(REFERRED["reference"], one) for one in read),
        *(Tie(REFERRED["reference"], one) for one in arrivals_visible_to(duties).filter(cited=letter)[:MOST]),
    ]


# ── of one that stands in the register ──────────────────────────────────────
def ties_of_arrival(arrival: Arrival, duties: Duties) -> list[Tie]:
    """What it refers to, ours and others of the register; what refers to it or answers it."""
    ours = letters_visible_to(duties).prefetch_related("entries").filter(citing_arrivals=arrival)[:MOST]
    links = LetterLink.objects.filter(to_arrival=arrival, letter__in=letters_visible_to(duties))
    later = links.select_related("letter__issuer").prefetch_related("letter__entries")[:MOST]
    arrivals = arrivals_visible_to(duties).filter(void=False)
    return [
        *(Tie(REFERS["reference"], one) for one in ours),
        *(Tie(REFERS["reference"], one) for one in arrivals.filter(citing_arrivals=arrival)[:MOST]),
        *(Tie(REFERRED["reference"], one) for one in arrivals.filter(cited_arrivals=arrival)[:MOST]),
        *(Tie(REFERRED[one.kind], one.letter) for one in later),
    ]


# ── of one that was read ────────────────────────────────────────────────────
def ties_of_intake(intake: Intake, duties: Duties) -> list[Tie]:
    seen = letters_visible_to(duties).prefetch_related("entries")
    ours = [Tie(REFERS["reference"], one) for one in seen.filter(cited_by_intakes=intake)[:MOST]]
    links = LetterLink.objects.filter(to_intake=intake, letter__in=letters_visible_to(duties))
    later = links.select_related("letter__issuer").prefetch_related("letter__entries")[:MOST]
    edition = [Tie(MADE, intake.edition)] if intake.edition else []
    return [*ours, *edition, *(Tie(REFERRED[one.kind], one.letter) for one in later)]


# ── of a meeting ────────────────────────────────────────────────────────────
def ties_of_meeting(meeting: Meeting, duties: Duties) -> list[Tie]:
    """Its letters, and the frameworks that came of its resolutions."""
    letters = letters_visible_to(duties).filter(meeting=meeting).prefetch_related("entries")
    return [
        *(Tie(INVITED, one) for one in letters.order_by("drafted_at", "pk")[:MOST]),
        *(Tie(DECIDED, one) for one in editions_decided_by(meeting)),
    ]


def editions_decided_by(meeting: Meeting) -> list[Edition]:
    """What its resolutions made of proposals, and the province's revisions that name it with its day."""
    made = Q(proposal__items__decision__resolutions__item__meeting=meeting)
    if meeting.number and meeting.area_id:
        made |= Q(
            framework__area=meeting.area_id,
            meeting=meeting.number,
            resolved_on=localdate(meeting.starts_at),
        )
    found = Edition.objects.filter(made).exclude(status=Edition.Status.DRAFT).distinct()
    return list(found.select_related("framework__area").order_by("pk")[:MOST])


def meetings_that_decided(edition: Edition, duties: Duties) -> list[Meeting]:
    """The meeting that a revision names, as it was held here."""
    if not edition.meeting or edition.resolved_on is None:
        return []
    same = meetings_visible_to(duties).filter(area=edition.framework.area_id, number=edition.meeting)
    return [one for one in same if localdate(one.starts_at) == edition.resolved_on]


def with_recipients(letter: Letter) -> Mapping[str, int]:
    """To how many it was sent, and how many acknowledged it."""
    return letter.deliveries.aggregate(
        sent=Count("pk"), acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False))
    )


# ── by their numbers ────────────────────────────────────────────────────────
def letters_cited_in(reading: Mapping[str, Any]) -> list[Letter]:
    """Ours that a read letter refers to: by the number, and by the day where it names one (numbers begin anew each year)."""
    cited = [one for letter in reading["letters"] for one in letter["references"] if one["number"]]
    entries = _entries({str(one["number"]) for one in cited})
    return list({one.letter: None for one in entries if one.letter and _meant(one, cited)})


def _entries(numbers: set[str]) -> Sequence[RegisterEntry]:
    runnings = {int(found[1]) for number in numbers if (found := _RUNNING.search(number))}
    codes = {number.partition("/")[0] for number in numbers}
    entries = RegisterEntry.objects.filter(
        register__issuer__code__in=codes, number__in=runnings, written__in=numbers, letter__isnull=False
    )
    return list(entries.select_related("letter").order_by("pk")) if runnings else ()


def _meant(entry: RegisterEntry, cited: Iterable[Mapping[str, Any]]) -> bool:
    signed = localdate(entry.letter.signed_at) if entry.letter and entry.letter.signed_at else None
    days = [one["date"] for one in cited if one["number"] == entry.written]
    return any(day is None or signed is None or date.fromisoformat(day) == signed for day in days)


def numbers_of(reading: Mapping[str, Any]) -> str:
    """What ``Intake.numbers`` keeps: the numbers that the read letters bear."""
    found = dict.fromkeys(str(one["number"]) for one in reading["letters"] if one["number"])
    return "".join(f"\n{number}\n" for number in found)


def intakes_cited_in(lines: Iterable[str], area: str | None) -> list[Intake]:
    """Letters that were read in the province, by the numbers that stand in these lines."""
    numbers = {str(one.number) for line in lines for one in find_mentions(line) or find_mentions(f"ที่ {line}")}
    if not numbers or area is None:
        return []
    named = reduce(or_, (Q(numbers__contains=f"\n{number}\n") for number in sorted(numbers)))
    return list(Intake.objects.filter(named, area=area).order_by("pk")[:MOST])
