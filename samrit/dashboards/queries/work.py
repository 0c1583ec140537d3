"""What one person must do, waits for, or is late with; always the same few queries, however much there is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.utils.timezone import localdate

from samrit.dashboards.queries.asked import tasks_of_questions
from samrit.dashboards.queries.assessed import tasks_of_assessments
from samrit.dashboards.queries.catalogued import tasks_of_catalog
from samrit.dashboards.queries.data import tasks_of_data
from samrit.dashboards.queries.evaluation import given_in, tasks_in_hand
from samrit.dashboards.queries.lettered import tasks_of_letters
from samrit.dashboards.queries.planning import tasks_of_the_year
from samrit.dashboards.queries.signing import tasks_of_meetings, tasks_of_signing
from samrit.dashboards.queries.tasks import Kind, Part, Task, Work
from samrit.frameworks.models import Kpi, KpiOwner, Reopening, Round, RoundState
from samrit.frameworks.queries import (
    cancellation_of,
    cancelled_in_rounds,
    not_stopped,
    reopened_window,
    reopenings_of,
    rounds_visible_to,
    ruling_editions,
    window_of,
)
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.reports.queries.filings import has_filing
from samrit.rules.assigning import counts_from
from samrit.rules.windows import Window, WindowState, window_in_force
from samrit.rules.workflow import Status, Verb, decide
from samrit.scores.models import ScoreState
from samrit.scores.queries import publications_in_force, score_of, with_current_score

LATE_IS_SHOWN_FOR = timedelta(days=180)  # a round that nobody filed is history after that


@dataclass(frozen=True)
class _Standing:
    """A KPI to report with where it stands; ``leading`` is the name of the agency that leads."""

    indicator: int
    number: str
    name: str
    owners: frozenset[int]
    leading: str
    status: Status = Status.NOT_STARTED
    reason: str = ""
    own: bool = False
    once_reopened: bool = False
    reopened: tuple[Window, ...] = ()  # for this person's agencies, open now


def work_of(duties: Duties, *, now: datetime) -> Work:
    """Everything that concerns this person today."""
    rounds = _rounds(duties, now)
    open_or_closed = [round_ for round_ in rounds if round_.opens_at <= now]
    reopened = _reopened(duties, open_or_closed, now)
    going_on = [
        round_
        for round_ in open_or_closed
        if not _is_filed(round_)
        or now < round_.closes_at
        or round_.pk in reopened
        or _is_to_file_again(round_)
    ]
    standings = _standings(duties, going_on, reopened)
    tasks: list[Task] = []
    given = given_in(duties)
    for round_ in open_or_closed:
        tasks += _of_agencies(duties, round_, standings.get(round_.pk, []), now)
        tasks += _of_province(duties, round_, standings.get(round_.pk, []), now)
        tasks += _of_evaluation(duties, round_, given.get(round_.pk, 0), now)
    tasks += tasks_of_questions(duties, now=now)
    tasks += tasks_of_the_year(duties)
    tasks += tasks_of_data(duties)
    tasks += tasks_of_catalog(duties, today=localdate(now))
    tasks += tasks_of_assessments(duties, now=now)
    tasks += tasks_of_letters(duties, today=localdate(now))
    tasks += [*tasks_of_signing(duties), *tasks_of_meetings(duties, today=localdate(now))]
    tasks.sort(key=lambda task: _urgency(task, now))
    tasks = [
        *tasks_in_hand(duties, today=localdate(now)),
        *tasks,
    ]  # what one was given comes before what is everybody's
    return Work(
        todo=[task for task in tasks if task.part == "todo"],
        waiting=[task for task in tasks if task.part == "waiting"],
        late=[task for task in tasks if task.part == "late"],
        upcoming=[round_ for round_ in rounds if now < round_.opens_at],
    )


def nearest_round(duties: Duties, *, now: datetime) -> Round | None:
    """The round that a person of a province works on: open now, else the next to open, else the last that was."""
    open_now, to_come = Q(opens_at__lte=now, closes_at__gt=now), Q(opens_at__gt=now)
    return (
        Round.objects.filter(area__in=duties.areas())
        .annotate(place=Case(When(open_now, then=0), When(to_come, then=1), default=2))
        .order_by("place", Case(When(place__lt=2, then="closes_at")), "-closes_at")
        .first()
    )


def _urgency(task: Task, now: datetime) -> tuple[int, float, int]:
    """The nearest deadline first, then what has none, then what has passed; one round's tasks side by side."""
    if task.clock is None:
        return (1, 0, 0)
    place = 2 if task.clock.closes_at <= now else 0
    return (place, task.clock.closes_at.timestamp(), task.round.pk if task.round else 0)


# ── rounds and where their KPIs stand ───────────────────────────────────────
def _rounds(duties: Duties, now: datetime) -> list[Round]:
    """Rounds that are not finished: unfiled, or filed and not yet published; not those long forgotten."""
    longer = Round.objects.filter(
        area=OuterRef("area"), fiscal_year=OuterRef("fiscal_year"), months__gt=OuterRef("months")
    )
    rounds = (
        rounds_visible_to(duties)
        .select_related("area", "fiscal_year")
        .annotate(is_filed=has_filing())
        .filter(Q(closes_at__gt=now - LATE_IS_SHOWN_FOR) | Q(is_filed=True))
        .filter(not_stopped(), ~Q(pk__in=publications_in_force(now).values("round")))
        .annotate(
            to_verify=Count("results", filter=Q(results__status=Status.FILED)),
            is_to_file_again=Exists(_reopened_results().filter(round=OuterRef("pk"), status=Status.APPROVED)),
            is_scored=~Exists(longer) & Q(state=RoundState.NORMAL),
        )
        .prefetch_related(with_current_score())
        .order_by("closes_at", "area")
    )
    return list(rounds)


def _reopened_results() -> QuerySet[Result]:
    """Results that were opened again in their round, whether or not the time is over."""
    reopenings = Reopening.objects.filter(round=OuterRef("round"), indicator=OuterRef("indicator"))
    return Result.objects.filter(Exists(reopenings))


def _is_to_file_again(round_: Round) -> bool:
    """What was re-opened and approved may be filed though the round has closed."""
    return bool(round_.is_to_file_again)  # type: ignore[attr-defined]  # annotated by _rounds


def _is_filed(round_: Round) -> bool:
    return bool(round_.is_filed)  # type: ignore[attr-defined]  # annotated by _rounds


Reopened = Mapping[int, Mapping[int, tuple[Window, ...]]]  # round → indicator → what is open for it now


def _reopened(duties: Duties, rounds: Iterable[Round], now: datetime) -> Reopened:
    """What is open now for this person's agencies, or in the provinces that this person gathers for."""
    found: dict[int, dict[int, tuple[Window, ...]]] = {}
    for one in reopenings_of(rounds).select_related("round").filter(until__gt=now, ended_at=None):
        if one.agency_id in duties.agencies() or one.round.area_id in duties.coordinated_areas():
            of_round = found.setdefault(one.round_id, {})
            of_round[one.indicator_id] = (*of_round.get(one.indicator_id, ()), reopened_window(one))
    return found


def _standings(duties: Duties, rounds: Iterable[Round], reopened: Reopened) -> dict[int, list[_Standing]]:
    """Round key → its KPIs, for those who report or gather (not for the central office: it counts by province)."""
    concerned = [
        round_ for round_ in rounds if not duties.evaluates or round_.area_id in duties.coordinated_areas()
    ]
    if not concerned:
        return {}
    statuses = _statuses(duties, concerned)
    editions = ruling_editions(concerned)
    kpis, cancelled = _kpis(duties, editions.values()), cancelled_in_rounds(concerned)
    return {
        round_.pk: [
            replace(
                _standing(kpi, statuses.get((round_.pk, kpi.indicator_id))),
                reopened=reopened.get(round_.pk, {}).get(kpi.indicator_id, ()),
            )
            for kpi in kpis.get(editions.get(round_.pk, 0), [])
            if not cancellation_of(kpi, cancelled[round_.pk])
        ]
        for round_ in concerned
    }


def _kpis(duties: Duties, editions: Iterable[int]) -> dict[int, list[Kpi]]:
    """Edition key → the KPIs that results are reported for, as printed: own agency's, or all for the coordinator."""
    owners = Prefetch("ownerships", KpiOwner.objects.select_related("agency"))
    mine = Q(ownerships__agency__in=duties.agencies()) | Q(
        component__edition__framework__area__in=duties.coordinated_areas()
    )
    kpis = (
        Kpi.objects.filter(mine, component__assessed=True, parts__isnull=True)
        .filter(component__edition__in=set(editions))
        .select_related("component", "parent")
        .prefetch_related(owners)
        .distinct()
    )
    found: dict[int, list[Kpi]] = {}
    for kpi in sorted(kpis, key=_place):
        found.setdefault(kpi.component.edition_id, []).append(kpi)
    return found


def _place(kpi: Kpi) -> tuple[int, int, int]:
    """Component, position of the KPI in it, position of the part in the KPI."""
    if kpi.parent is None:
        return (kpi.component.number, kpi.position, 0)
    return (kpi.component.number, kpi.parent.position, kpi.position)


_Found = tuple[Status, str, bool, bool]


def _statuses(duties: Duties, rounds: Iterable[Round]) -> dict[tuple[int, int], _Found]:
    """(Round, indicator) → state, reason of a return, whether this person typed any of it, whether it was re-opened."""
    typed = Result.recorders.through.objects.filter(result=OuterRef("pk"), user=duties.user)
    results = Result.objects.filter(round__in=rounds).annotate(
        own=Exists(typed), once_reopened=Exists(_reopened_results().filter(pk=OuterRef("pk")))
    )
    return {
        (round_, indicator): (Status(status), reason, own, once_reopened)
        for round_, indicator, status, reason, own, once_reopened in results.values_list(
            "round", "indicator", "status", "return_reason", "own", "once_reopened"
        )
    }


def _standing(kpi: Kpi, found: _Found | None) -> _Standing:
    agencies = [ownership.agency for ownership in kpi.ownerships.all()]
    status, reason, own, once_reopened = found or (Status.NOT_STARTED, "", False, False)
    return _Standing(
        kpi.indicator_id,
        kpi.full_number,
        kpi.name,
        frozenset(agency.pk for agency in agencies),
        agencies[0].name if agencies else "",
        status,
        reason,
        own,
        once_reopened,
    )


# ── those who report ────────────────────────────────────────────────────────
MINE: Mapping[Status, Kind] = {
    Status.NOT_STARTED: "record",
    Status.DRAFT: "record",
    Status.RETURNED: "revise",
    Status.SUBMITTED: "approve",
}
OTHERS: Mapping[Status, Kind] = {
    Status.NOT_STARTED: "await_record",
    Status.DRAFT: "await_record",
    Status.RETURNED: "await_record",
    Status.SUBMITTED: "await_approval",
    Status.APPROVED: "await_filing",
}


def _of_agencies(duties: Duties, round_: Round, standings: Iterable[_Standing], now: datetime) -> list[Task]:
    window = window_of(round_)
    tasks = []
    for standing in standings:
        roles = {
            role.value for role in (Role.RECORDER, Role.APPROVER) if standing.owners & duties.agencies(role)
        }
        # When the report is filed and the window closed, only what was opened again is anybody's work.
        if _is_filed(round_) and round_.closes_at <= now and not standing.reopened:
            continue
        if roles and standing.status in OTHERS:
            in_force = window_in_force(window, standing.reopened, now) or window
            tasks.append(_of_item(round_, standing, roles, in_force, now))
    return tasks


def _of_item(round_: Round, standing: _Standing, roles: set[str], window: Window, now: datetime) -> Task:
    """Mine when the rules let me act on it now; late when the window closed over it; else somebody else's."""
    mine = any(
        isinstance(
            decide(verb, standing.status, roles=roles, window=window, now=now, recorded_it=standing.own),
            Status,
        )
        for verb in (Verb.SAVE, Verb.APPROVE)
    )
    closed = window.state(now) == WindowState.CLOSED
    part: Part = "todo" if mine else "late" if closed and standing.status != Status.APPROVED else "waiting"
    return Task(
        part,
        MINE[standing.status] if mine else OTHERS[standing.status],
        standing.name,
        round_,
        key=standing.indicator,
        number=standing.number,
        state=standing.status.value,
        reason=standing.reason if standing.status == Status.RETURNED else "",
        window=window if window.closes_at != round_.closes_at else None,
    )


# ── who gathers and submits ─────────────────────────────────────────────────
def _of_province(duties: Duties, round_: Round, standings: list[_Standing], now: datetime) -> list[Task]:
    if round_.area_id not in duties.coordinated_areas():
        return []
    again = [
        standing
        for standing in standings
        if standing.status == Status.APPROVED and (now < round_.closes_at or standing.once_reopened)
    ]
    if again and _is_filed(round_):
        return [Task("todo", "file", "", round_, state="approved", count=len(again))]
    if _is_filed(round_):
        unfinished = round_.to_verify or round_.is_scored  # type: ignore[attr-defined]  # annotated by _rounds
        waiting = Task("waiting", "await_evaluation", "", round_, state="filed")
        return [waiting] if unfinished else []
    missing = [standing for standing in standings if standing.status != Status.APPROVED]
    if window_of(round_).state(now) == WindowState.CLOSED:
        return [Task("late", "not_filed", "", round_, state="late", count=len(missing))]
    if standings and not missing:
        return [Task("todo", "file", "", round_, state="approved", count=len(standings))]
    agencies = Counter(standing.leading for standing in missing)
    return [
        Task("waiting", "await_agency", agency, round_, state="pending", count=count)
        for agency, count in agencies.most_common()
    ]


# ── who evaluates ───────────────────────────────────────────────────────────
def _of_evaluation(duties: Duties, round_: Round, given: int, now: datetime) -> list[Task]:
    if not duties.evaluates or round_.area_id in duties.areas_since(counts_from(round_.fiscal_year_id)):
        return []
    if not _is_filed(round_):
        closed = window_of(round_).state(now) == WindowState.CLOSED
        return [
            Task("late", "not_filed", "", round_, state="late")
            if closed
            else Task("waiting", "await_province", "", round_, state="open")
        ]
    if to_verify := round_.to_verify:  # type: ignore[attr-defined]  # annotated by _rounds
        return [_of_verification(round_, to_verify, given)]
    if score := score_of(round_):
        kind: Kind = "confirm_score" if score.state == ScoreState.PROVISIONAL else "publish_score"
        return [Task("todo", kind, "", round_, state="verified")]
    if round_.is_scored:  # type: ignore[attr-defined]  # annotated by _rounds
        return [Task("todo", "compute", "", round_, state="verified")]
    return []


def _of_verification(round_: Round, to_verify: int, given: int) -> Task:
    """What nobody was given is everybody's; of ``given`` each has their own line, if any."""
    if free := max(0, to_verify - given):
        return Task("todo", "verify", "", round_, state="filed", count=free)
    return Task("waiting", "await_scorers", "", round_, state="filed", count=to_verify)
