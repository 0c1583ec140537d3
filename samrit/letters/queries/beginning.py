"""What a letter may be begun about, and what was begun about it already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from samrit.frameworks.models import Edition, Round
from samrit.frameworks.queries import editions_visible_to, rounds_visible_to
from samrit.letters.models import Arrival, Issuer, Letter, Meeting
from samrit.letters.queries.arrivals import arrivals_visible_to, number_of
from samrit.letters.queries.meetings import meetings_visible_to
from samrit.letters.queries.topics import CIRCULATED, About
from samrit.letters.queries.writing import letters_visible_to, with_number
from samrit.people.queries import Duties
from samrit.rules.appeals import State
from samrit.rules.letters.signing import Status
from samrit.rules.letters.topics import Topic
from samrit.rules.thai import thai_date
from samrit.rules.wording import Message, say
from samrit.scores.models import Appeal
from samrit.scores.queries.appeals import appeals_visible_to

MOST = 30  # of each sort, the newest, in the list to choose from
UNFINISHED = (Status.DRAFT.value, Status.RETURNED.value, Status.IN_CHAIN.value)


def about_visible_to(duties: Duties, topic: str, key: int) -> About | None:
    """What this topic would be about, if the person may see it."""
    found: QuerySet[Edition] | QuerySet[Round] | QuerySet[Appeal] | QuerySet[Meeting] | QuerySet[Arrival]
    match topic:
        case Topic.CIRCULATE_KPIS:
            found = editions_visible_to(duties).select_related("amends", "framework__area")
        case Topic.REMIND_LATE | Topic.NOTIFY_RESULT:
            found = rounds_visible_to(duties)
        case Topic.APPEAL_DECISION:
            found = appeals_visible_to(duties)
        case Topic.INVITE_MEETING:
            found = meetings_visible_to(duties)
        case Topic.FORWARD_INCOMING:
            found = arrivals_visible_to(duties)
        case _:
            return None
    return found.filter(pk=key).first()


def letters_about(topic: str, about: About) -> QuerySet[Letter]:
    """The letters of this topic about this very thing, the newest first."""
    match about:
        case Edition():
            same = Letter.objects.filter(edition=about)
        case Round():
            same = Letter.objects.filter(round=about)
        case Appeal():
            same = Letter.objects.filter(appeal=about)
        case Arrival():
            same = Letter.objects.filter(pk__in=about.linked_from.values("letter"))
        case _:
            same = Letter.objects.filter(meeting=about)
    return same.filter(topic=topic).order_by("-drafted_at", "-pk")


def last_about(duties: Duties, offices: Collection[Issuer], topic: str, about: About) -> Letter | None:
    """The newest of these offices that this person may see, with its number; what was voided counts nothing."""
    seen = letters_visible_to(duties).filter(
        issuer__in=offices, pk__in=letters_about(topic, about).order_by().values("pk")
    )
    return with_number(seen.exclude(status=Status.VOID)).order_by("-drafted_at", "-pk").first()


def goes_on(letter: Letter | None, day: date) -> bool:
    """Whether who begins again on this day is led to this letter: it was begun on the same day and is not signed yet."""
    return letter is not None and letter.status in UNFINISHED and localdate(letter.drafted_at) == day


@dataclass(frozen=True)
class Choice:
    """Something that a letter may be begun about."""

    topic: Topic
    about: About


def name_of(about: About) -> Message:
    """What it is, in a list of such things."""
    match about:
        case Edition():
            return say(
                "matter_edition",
                "{area} ปี {year} ฉบับที่ {number}",
                area=about.framework.area.name,
                year=about.framework.fiscal_year_id,
                number=about.number,
            )
        case Round():
            return say(
                "matter_round",
                "{area} ปี {year} รอบ {months} เดือน",
                area=about.area.name,
                year=about.fiscal_year_id,
                months=about.months,
            )
        case Appeal():
            return say(
                "matter_appeal",
                "{area} อุทธรณ์เรื่องที่ {number}: {kpi}",
                area=about.round.area.name,
                number=about.number,
                kpi=about.kpi_score.kpi.name,
            )
        case Arrival():
            return say(
                "matter_arrival", "เลขรับ {number} {subject}", number=number_of(about), subject=about.subject
            )
        case _:
            return say(
                "matter_meeting",
                "{name} ({when})",
                name=str(about),
                when=thai_date(localdate(about.starts_at)),
            )


def choices_for(duties: Duties, *, now: datetime) -> Sequence[Choice]:
    """What this person might write about, the newest of each sort. Whether there is anything to say is asked later."""
    areas = duties.coordinated_areas()
    if not areas and not duties.evaluates:
        return ()
    editions = editions_visible_to(duties).filter(framework__area__in=areas, status__in=CIRCULATED)
    rounds = list(rounds_visible_to(duties).filter(area__in=areas).order_by("-opens_at", "-pk")[:MOST])
    meetings = meetings_visible_to(duties).filter(area__in=areas, starts_at__gt=now, status="planned")
    decided = appeals_visible_to(duties).filter(state=State.DECIDED) if duties.evaluates else ()
    return [
        *(Choice(Topic.CIRCULATE_KPIS, one) for one in editions.order_by("-published_at", "-pk")[:MOST]),
        *(Choice(topic, one) for topic in (Topic.REMIND_LATE, Topic.NOTIFY_RESULT) for one in rounds),
        *(Choice(Topic.INVITE_MEETING, one) for one in meetings.order_by("starts_at", "pk")[:MOST]),
        *(Choice(Topic.APPEAL_DECISION, one) for one in _newest(decided)),
    ]


def _newest(appeals: QuerySet[Appeal] | Sequence[Appeal]) -> Sequence[Appeal]:
    if isinstance(appeals, QuerySet):
        return list(appeals.select_related("round__area", "kpi_score__kpi__component").order_by("-pk")[:MOST])
    return appeals
