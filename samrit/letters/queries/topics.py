"""What a letter from a topic (``rules.letters.topics``) is about: the values of its template, and whom it goes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate, localtime

from samrit.frameworks.models import Edition, Kpi, Round
from samrit.frameworks.queries import edition_of, leaf_kpis, window_of
from samrit.letters.models import Arrival, Meeting
from samrit.letters.queries.arrivals import routings_of
from samrit.letters.queries.delivery import wordings_of
from samrit.letters.queries.meetings import agenda_of, invitees_of
from samrit.letters.queries.revised import revised_by
from samrit.people.models import Agency, Area
from samrit.reports.path import STANDS_AT
from samrit.reports.queries import Item, items_of
from samrit.rules.appeals import OUTCOME_LABELS, Outcome
from samrit.rules.letters.arriving import asked_words
from samrit.rules.letters.content import Content
from samrit.rules.letters.heads import head_title
from samrit.rules.letters.merging import Template, Value, merged
from samrit.rules.letters.topics import (
    Topic,
    edition_source_words,
    meeting_day_words,
    meeting_place_words,
    meeting_words,
    moment_words,
    named,
    owners_words,
    refuse_decision,
    refuse_edition,
    refuse_late,
    refuse_result,
    refuse_unchanged,
    refuse_unknown_topic,
    refuse_void_arrival,
)
from samrit.rules.secrecy import Level
from samrit.rules.thai import thai_date
from samrit.rules.windows import refuse_outside
from samrit.rules.wording import Refusal
from samrit.rules.workflow import STATUS_LABELS, Status
from samrit.scores.appeal_facts import facts_of
from samrit.scores.models import Appeal, KpiScore, ProvinceScore
from samrit.scores.queries import published_scores
from samrit.scores.queries.appeals import with_everything
from samrit.ui.formats import number, score_3

About = Edition | Round | Appeal | Meeting | Arrival
CIRCULATED = (Edition.Status.PUBLISHED, Edition.Status.DECIDED)  # in force, or announced and begins later
LEFT_OUT = "ไม่นำมาคิด"


@dataclass(frozen=True)
class Matter:
    """``recipients``: how each is named on paper; empty where the letter goes to one alone, who is its addressee."""

    area: Area | None
    values: Mapping[str, Value]
    agencies: Sequence[Agency]
    recipients: Sequence[str] = ()
    edition: Edition | None = None
    round: Round | None = None
    appeal: Appeal | None = None
    meeting: Meeting | None = None
    template: str = ""  # where it is not the topic's own
    due_on: date | None = None
    urgency: str = ""  # empty: the template's
    secrecy: str = Level.ORDINARY


def area_of(about: About) -> Area | None:
    """None: a meeting of the central office, or what came in there."""
    match about:
        case Edition():
            return about.framework.area
        case Appeal():
            return about.round.area
        case Arrival():
            return about.issuer.agency.area
        case _:
            return about.area


def matter_of(topic: str, about: About, *, now: datetime) -> Matter | Refusal:  # noqa: PLR0911 - a table of topics
    """What there is to say, or why there is nothing; who may say it is another question."""
    match topic, about:
        case Topic.CIRCULATE_KPIS, Edition() | Round():
            return _circulated(about if isinstance(about, Edition) else edition_of(about))
        case Topic.REMIND_LATE, Round():
            return _late(about, now)
        case Topic.NOTIFY_RESULT, Round():
            return _result(about, now)
        case Topic.APPEAL_DECISION, Appeal():
            return _appeal(about)
        case Topic.INVITE_MEETING, Meeting():
            return _meeting(about)
        case Topic.FORWARD_INCOMING, Arrival():
            return _incoming(about)
        case _:
            return refuse_unknown_topic()


def content_on(template: Template, matter: Matter) -> Content:
    """What the draft says first: the template with the matter's values."""
    said = merged(template, matter.values)
    return Content(
        kind=template.kind.value,
        circular=template.circular,
        urgency=matter.urgency or template.urgency.value,
        secrecy=matter.secrecy,
        subject=said.subject,
        addressee=said.addressee,
        recipients=tuple(matter.recipients),
        body=tuple(said.body),
        references=tuple(said.references),
        enclosures=tuple((title, quantity) for title, quantity in said.enclosures),
        due_on=matter.due_on,
    )


# ── the framework ───────────────────────────────────────────────────────────
def _circulated(edition: Edition | None) -> Matter | Refusal:
    """Of a first edition all KPIs to all who own any; of a revised one what changes, to whom it concerns."""
    if edition is None or edition.status not in CIRCULATED:
        return refuse_edition()
    return _all_kpis(edition) if edition.amends_id is None else _changed_kpis(edition)


def _all_kpis(edition: Edition) -> Matter:
    kpis = list(leaf_kpis(edition))
    agencies = _owners_of(kpis)
    return Matter(
        area=edition.framework.area,
        values={
            **_facts_of(edition),
            "kpi_count": str(len(kpis)),
            "kpis": [(_name(kpi), _weight(kpi.weight), _owners(kpi)) for kpi in kpis],
        },
        agencies=agencies,
        recipients=_heads(agencies),
        edition=edition,
    )


def _changed_kpis(edition: Edition) -> Matter | Refusal:
    revised = revised_by(edition)
    if refusal := refuse_unchanged(edition.number, len(revised.rows)):
        return refusal
    return Matter(
        area=edition.framework.area,
        values={
            **_facts_of(edition),
            "amended_number": str(edition.amends.number) if edition.amends else "",
            "changed_count": str(len(revised.rows)),
            "changed_kpis": list(revised.rows),
        },
        agencies=revised.agencies,
        recipients=_heads(revised.agencies),
        edition=edition,
        template="circulate_revision",
    )


def _facts_of(edition: Edition) -> dict[str, Value]:
    resolved = thai_date(edition.resolved_on) if edition.resolved_on else ""
    begins = edition.effective_on or (localdate(edition.published_at) if edition.published_at else None)
    return {
        **_year(edition.framework.area, edition.framework.fiscal_year_id),
        "edition_number": str(edition.number),
        "edition_source": edition_source_words(edition.source, edition.meeting, resolved),
        "effective_on": thai_date(begins) if begins else "",
    }


# ── a round ─────────────────────────────────────────────────────────────────
def late_of(round_: Round) -> list[Item]:
    """What is asked for and not approved yet: what the round's page does not count as ready."""
    ready = STANDS_AT[Status.APPROVED]
    return [item for item in items_of(round_) if not item.cancellation and STANDS_AT[item.status] < ready]


def _late(round_: Round, now: datetime) -> Matter | Refusal:
    late = late_of(round_)
    if refusal := refuse_outside(window_of(round_), now) or refuse_late(len(late)):
        return refusal
    agencies = _owners_of(item.kpi for item in late)
    return Matter(
        area=round_.area,
        values={
            **_year(round_.area, round_.fiscal_year_id),
            "months": str(round_.months),
            "opens": moment_words(localtime(round_.opens_at)),
            "closes": moment_words(localtime(round_.closes_at)),
            "late_count": str(len(late)),
            "late": [
                (_name(item.kpi), _owners(item.kpi), STATUS_LABELS[item.status].thai()) for item in late
            ],
        },
        agencies=agencies,
        recipients=_heads(agencies),
        edition=edition_of(round_),
        round=round_,
        due_on=localdate(round_.closes_at),
    )


def _result(round_: Round, now: datetime) -> Matter | Refusal:
    """The edition of the result that is public now, under the names that it was published with."""
    score = published_scores(now).filter(round=round_).first()
    if score is None:
        return refuse_result()
    kpis = list(leaf_kpis(score.edition))
    agencies = _owners_of(kpis)
    return Matter(
        area=round_.area,
        values={
            **_year(round_.area, round_.fiscal_year_id),
            "months": str(round_.months),
            "total": score.total_published,
            "rating": score.rating,
            "scores": _scores(score, kpis),
        },
        agencies=agencies,
        recipients=_heads(agencies),
        edition=score.edition,
        round=round_,
    )


def _scores(score: ProvinceScore, kpis: Iterable[Kpi]) -> list[tuple[str, str, str]]:
    shown = score.publications.filter(number=score.page_edition or 0).first()
    names = shown.names.get("kpis", {}) if shown else {}
    weights = {
        (str(row["component"]), one["number"]): one["weight_used"]
        for row in score.outcome["kpis"]
        for one in (row, *row.get("parts", ()))
    }
    scores: dict[int, Decimal | None] = dict(
        KpiScore.objects.filter(province_score=score).values_list("kpi", "score")
    )
    return [
        (
            _name(kpi, names),
            _weight(_used(weights.get((str(kpi.component.number), kpi.number))) or kpi.weight),
            _score(scores.get(kpi.pk)),
        )
        for kpi in kpis
    ]


def _used(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _score(score: Decimal | None) -> str:
    return LEFT_OUT if score is None else score_3(score)


# ── an appeal, a meeting ────────────────────────────────────────────────────
def _appeal(appeal: Appeal) -> Matter | Refusal:
    appeal = with_everything(Appeal.objects.all()).get(pk=appeal.pk)
    decision = getattr(appeal, "decision", None)
    if decision is None:
        return refuse_decision()
    round_, facts = appeal.round, facts_of(appeal)
    return Matter(
        area=round_.area,
        values={
            **_year(round_.area, round_.fiscal_year_id),
            "months": str(round_.months),
            "appeal_opening": facts.opening[0],
            "appeal_hearing": facts.opening[1],
            "appeal_contested": facts.contested,
            "appeal_order": facts.order,
            "appeal_day": facts.day,
            "appeal_outcome": OUTCOME_LABELS[Outcome(decision.outcome)].thai(),
            "appeal_reason": decision.reason,
            "appeal_rows": [(one.label, one.before or "-", one.after or "-") for one in facts.rows],
            "appeal_panel": list(facts.panel),
            "appeal_effect": facts.effect,
            "appeal_remedy": decision.remedy,
        },
        agencies=list(Agency.objects.filter(area=round_.area, kind=Agency.Kind.PROVINCIAL_OFFICE)),
        round=round_,
        appeal=appeal,
    )


def _meeting(meeting: Meeting) -> Matter:
    invitees = invitees_of(meeting)
    agencies = [one.agency for one in invitees if one.agency]
    persons = [one.person.name for one in invitees if one.person]
    return Matter(
        area=meeting.area,
        values={
            "province": meeting.area.name if meeting.area else "",
            "meeting": meeting_words(meeting.title, meeting.number),
            "meeting_day": meeting_day_words(localtime(meeting.starts_at), localtime(meeting.ends_at)),
            "meeting_place": meeting_place_words(meeting.place, meeting.video),
            "agenda": [
                (one.title, one.presenter, *filter(None, map(str.strip, one.detail.splitlines())))
                for one in agenda_of(meeting)
            ],
        },
        agencies=agencies,
        recipients=[*_heads(agencies), *persons],
        meeting=meeting,
    )


# ── what came in ────────────────────────────────────────────────────────────
def _incoming(arrival: Arrival) -> Matter | Refusal:
    """To the agencies that it was passed on to as a whole, the own one left out: nobody writes a letter to the own office."""
    if arrival.void:
        return refuse_void_arrival()
    routings = [
        one
        for one in routings_of(arrival).filter(withdrawn=False, person=None)
        if one.agency != arrival.issuer.agency
    ]
    agencies = list({one.agency_id: one.agency for one in routings}.values())
    area = arrival.issuer.agency.area
    return Matter(
        area=area,
        values={
            "province": area.name if area else "",
            "incoming_sender": arrival.sender,
            "incoming_number": arrival.sender_number,
            "incoming_day": thai_date(arrival.dated) if arrival.dated else "",
            "incoming_subject": arrival.subject,
            "instruction": asked_words({one.purpose for one in routings}),
        },
        agencies=agencies,
        recipients=_heads(agencies),
        due_on=min((one.due_on for one in routings if one.due_on), default=arrival.due_on),
        urgency=arrival.urgency,
        secrecy=arrival.secrecy,
    )


# ── what they share ─────────────────────────────────────────────────────────
def _year(area: Area, year: int) -> dict[str, Value]:
    return {"province": area.name, "year": str(year)}


def _owners_of(kpis: Iterable[Kpi]) -> list[Agency]:
    """Every responsible agency once, in the order of the framework."""
    found = {one.agency_id: one.agency for kpi in kpis for one in kpi.ownerships.all()}
    return list(found.values())


def _heads(agencies: Sequence[Agency]) -> list[str]:
    """As the province's lists of recipients address each, else by what is known of the office."""
    listed = wordings_of(agencies)
    return [listed.get(one.pk) or head_title(one.name, one.aliases) for one in agencies]


def _name(kpi: Kpi, names: Mapping[str, Any] | None = None) -> str:
    names = names or {}
    of = [one for one in (kpi.parent, kpi) if one is not None]
    return named(kpi.full_number, *(names.get(str(one.pk), one.name) for one in of))


def _owners(kpi: Kpi) -> str:
    return owners_words([one.agency.name for one in kpi.ownerships.all()])


def _weight(weight: Decimal | None) -> str:
    return "-" if weight is None else number(weight)
