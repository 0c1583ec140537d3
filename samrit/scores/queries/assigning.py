"""Who scores what: the places of a year's rounds, who holds them, and who may."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samrit.frameworks.models import Kpi, KpiOwner, LibraryKpi, Round, RoundState
from samrit.frameworks.queries import cancellation_of, cancelled_in_rounds, not_stopped, ruling_editions
from samrit.notices.queries import evaluators
from samrit.people.models import Membership, User
from samrit.reports.models import Result
from samrit.rules.assigning import Piece, Plan, Scorer, assigned, counts_from
from samrit.rules.sealing import canonical, sealed
from samrit.rules.workflow import Status
from samrit.scores.models import Assignment, TwoScorers


@dataclass(frozen=True)
class Place:
    """One KPI of one province's round. ``held``: slot → assignment in force; ``two``: it is scored by two."""

    round: Round
    indicator: int
    number: str
    name: str
    group: tuple[int, str, str]  # component, number and name of the group
    agencies: frozenset[int]
    two: bool
    status: Status
    held: Mapping[str, Assignment]

    @property
    def key(self) -> tuple[int, int]:
        return (self.round.pk, self.indicator)

    @property
    def open_slots(self) -> int:
        """Places that wait for somebody; where the result is verified, none does."""
        if self.status == Status.VERIFIED:
            return 0
        return sum(slot not in self.held for slot in (("first", "second") if self.two else ("first",)))

    def as_piece(self, barred: frozenset[int] = frozenset()) -> Piece:
        """``barred``: who has judged it already."""
        held = {slot: one.evaluator_id for slot, one in self.held.items() if slot != "third"}
        third = {one.evaluator_id for slot, one in self.held.items() if slot == "third"}
        wanted = 2 if self.two else 1
        return Piece(self.key, self.round.area_id, self.agencies, wanted, held, barred | third)


# ── what there is to assign ─────────────────────────────────────────────────
def rounds_to_assign(year: int, months: int) -> list[Round]:
    """The rounds of a year that are reported and scored, by province."""
    rounds = Round.objects.filter(not_stopped(), fiscal_year=year, months=months, state=RoundState.NORMAL)
    return list(rounds.select_related("area", "fiscal_year").order_by("area_id"))


def places_of(rounds: Iterable[Round]) -> list[Place]:
    """Every KPI (or part) that is asked for in these rounds, by province and as printed; seven queries for any number."""
    rounds = list(rounds)
    editions, cancelled = ruling_editions(rounds), cancelled_in_rounds(rounds)
    kpis = _kpis(editions.values())
    agencies = _agencies(editions.values())
    statuses = {
        (round_, indicator): Status(status)
        for round_, indicator, status in Result.objects.filter(round__in=rounds).values_list(
            "round", "indicator", "status"
        )
    }
    held, twice = held_in(rounds), _scored_twice(rounds)
    return [
        Place(
            round_,
            kpi.indicator_id,
            kpi.full_number,
            f"{kpi.parent.name} – {kpi.name}" if kpi.parent else kpi.name,
            (kpi.component.number, kpi.group.number or "", kpi.group.name or kpi.component.name),
            agencies.get(kpi.pk, frozenset()),
            twice(kpi),
            statuses.get((round_.pk, kpi.indicator_id), Status.NOT_STARTED),
            held.get((round_.pk, kpi.indicator_id), {}),
        )
        for round_ in rounds
        for kpi in kpis.get(editions.get(round_.pk, 0), ())
        if not cancellation_of(kpi, cancelled[round_.pk])
    ]


def _kpis(editions: Iterable[int]) -> dict[int, list[Kpi]]:
    """Edition → what results are reported for."""
    found: dict[int, list[Kpi]] = {}
    kpis = (
        Kpi.objects.filter(
            component__edition__in=set(editions), component__assessed=True, parts__isnull=True
        )
        .select_related("component", "group", "parent", "indicator")
        .only(
            "number", "name", "position", "component__number", "component__name", "component__edition",
            "group__number", "group__name", "group__position", "parent__name", "parent__position", "parent__indicator",
            "indicator__library_kpi",
        )
    )  # fmt: skip
    for kpi in sorted(kpis, key=_printed):
        found.setdefault(kpi.component.edition_id, []).append(kpi)
    return found


def _printed(kpi: Kpi) -> tuple[int, int, int, int]:
    position, part = (kpi.parent.position, kpi.position) if kpi.parent else (kpi.position, 0)
    return (kpi.component.number, kpi.group.position, position, part)


def _agencies(editions: Iterable[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    owners = KpiOwner.objects.filter(kpi__component__edition__in=set(editions))
    for kpi, agency in owners.values_list("kpi", "agency"):
        found.setdefault(kpi, set()).add(agency)
    return {kpi: frozenset(agencies) for kpi, agencies in found.items()}


def _scored_twice(rounds: Collection[Round]) -> Callable[[Kpi], bool]:
    """Whether two score a KPI: it was asked for this one, or for its entry of the library."""
    years = {round_.fiscal_year_id for round_ in rounds}
    asked = list(two_scorers_in_force().filter(fiscal_year__in=years).values_list("indicator", "library_kpi"))
    indicators = {indicator for indicator, _ in asked if indicator}
    libraries = {library for _, library in asked if library}
    return lambda kpi: kpi.indicator_id in indicators or kpi.indicator.library_kpi_id in libraries


def two_scorers_in_force() -> QuerySet[TwoScorers]:
    return TwoScorers.objects.filter(ended_at=None)


def asked_of_two(indicator: int, year: int, library_kpi: int | None) -> bool:
    """Whether two score this indicator in the year."""
    concerned = Q(indicator=indicator) | Q(fiscal_year=year, library_kpi=library_kpi or 0)
    return two_scorers_in_force().filter(concerned).exists()


def two_scorers_of(year: int) -> QuerySet[TwoScorers]:
    """For the page: in force, with what they are about."""
    return (
        two_scorers_in_force()
        .filter(fiscal_year=year)
        .select_related("library_kpi", "indicator__framework__area", "asked_by")
        .order_by("library_kpi__code", "pk")
    )


def library_kpis_of(year: int) -> QuerySet[LibraryKpi]:
    """The KPIs of the library that any province has in this year."""
    return LibraryKpi.objects.filter(indicators__framework__fiscal_year=year).distinct().order_by("code")


# ── who holds what ──────────────────────────────────────────────────────────
def in_office() -> QuerySet[Assignment]:
    """Assignments in force."""
    return Assignment.objects.filter(ended_at=None)


def held_in(rounds: Iterable[Round]) -> dict[tuple[int, int], dict[str, Assignment]]:
    """(Round, indicator) → slot → its assignment; one query."""
    found: dict[tuple[int, int], dict[str, Assignment]] = {}
    for one in in_office().filter(round__in=rounds).select_related("evaluator"):
        found.setdefault((one.round_id, one.indicator_id), {})[one.slot] = one
    return found


def assignments_of(round_: Round, indicator: int) -> dict[str, Assignment]:
    """Slot → who scores this KPI of this round."""
    found = in_office().filter(round=round_, indicator=indicator).select_related("evaluator")
    return {one.slot: one for one in found}


# ── who may ─────────────────────────────────────────────────────────────────
def scorers(year: int, *, day: date, loads: Mapping[int, int], capacity: int | None) -> dict[int, Scorer]:
    """Everybody who evaluates on that day, with where they work or worked since the year began; two queries."""
    people = evaluators(day=day)
    at_home = homes([person.pk for person in people], year)
    return {
        person.pk: Scorer(person.pk, *at_home[person.pk], loads.get(person.pk, 0), capacity)
        for person in people
    }


def scorer_of(user: User, year: int) -> Scorer:
    """One person, whoever it is; one query."""
    return Scorer(user.pk, *homes([user.pk], year)[user.pk])


Home = tuple[frozenset[str], frozenset[int]]


def homes(people: Collection[int], year: int) -> dict[int, Home]:
    """Person → (provinces, agencies) of any role held since the fiscal year began, or to come."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=counts_from(year))
    held = Membership.objects.filter(lasting, user__in=people)
    areas: dict[int, set[str]] = {person: set() for person in people}
    agencies: dict[int, set[int]] = {person: set() for person in people}
    for user, agency, area in held.values_list("user", "agency", "agency__area"):
        agencies[user].add(agency)
        if area:
            areas[user].add(area)
    return {person: (frozenset(areas[person]), frozenset(agencies[person])) for person in people}


# ── the plan ────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Proposed:
    """What an automatic assignment would do now; ``seal`` changes with any part of it."""

    plan: Plan
    places: Mapping[tuple[int, int], Place]
    before: Mapping[int, int]  # scorer → what they hold now

    @property
    def seal(self) -> str:
        given = [[*one.piece, one.slot, one.scorer] for one in self.plan.given]
        return sealed(canonical({"given": given}))


def proposed(
    year: int, months: int, *, day: date, capacity: int | None, places: Iterable[Place] | None = None
) -> Proposed:
    """Who would get what is free; what is verified or settled already is left alone."""
    found = places_of(rounds_to_assign(year, months)) if places is None else list(places)
    loads = loads_of(found)
    people = scorers(year, day=day, loads=loads, capacity=capacity)
    free = [place for place in found if place.status != Status.VERIFIED and not place.round.settled_at]
    plan = assigned(list(people.values()), [place.as_piece() for place in free])
    return Proposed(plan, {place.key: place for place in found}, {key: loads[key] for key in people})


def loads_of(places: Iterable[Place]) -> Counter[int]:
    """Evaluator → how many of these results they hold."""
    return Counter(one.evaluator_id for place in places for one in place.held.values())
