"""Who scores what, in the shape that the page of a year shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.people.models import Agency, Area, User
from samrit.rules.assigning import Left, Scorer
from samrit.rules.wording import Message, Refusal
from samrit.rules.workflow import Status
from samrit.scores.permissions import refuse_taking
from samrit.scores.queries import (
    Place,
    Proposed,
    disputes_in,
    gave_opinion,
    loads_of,
    places_of,
    rounds_to_assign,
    scorers,
)
from samrit.ui.formats import place_name
from samrit.ui.pieces import Cell, Head, Matrix

Group = tuple[int, str, str]


@dataclass(frozen=True)
class Load:
    """One evaluator: how many results they hold, how many of these are verified, what they would get, and where not."""

    user: User
    held: int
    verified: int
    after: int
    homes: Sequence[str]
    in_office: bool

    @property
    def more(self) -> int:
        return self.after - self.held


@dataclass(frozen=True)
class Unplaced:
    """A place that nobody can take, and why."""

    place: Place
    slot: str
    why: Message


def matrix_of(places: Sequence[Place]) -> Matrix:
    """Provinces × groups of KPIs: how many places of each have somebody."""
    groups = _groups(places)
    rows: dict[int, list[Place]] = {}
    for place in places:
        rows.setdefault(place.round.pk, []).append(place)
    columns = [Head(_label(group), group[2]) for group in groups.values()]
    return Matrix(
        columns,
        [(_head(found[0]), [_cell(found, key) for key in groups]) for found in rows.values()],
        caption=_("ผู้ตรวจของแต่ละจังหวัด ตามกลุ่มตัวชี้วัด"),
        corner=_("จังหวัด"),
    )


def _groups(places: Sequence[Place]) -> dict[tuple[int, str], Group]:
    """Component and number of the group → the group, as printed; provinces may word its name otherwise."""
    found: dict[tuple[int, str], Group] = {}
    for place in places:
        found.setdefault(place.group[:2], place.group)
    return dict(sorted(found.items()))


def _label(group: Group) -> str:
    return group[1] or _("องค์ประกอบ %(number)s") % {"number": group[0]}


def _head(place: Place) -> Head:
    return Head(place_name(place.round.area), url=_url(place))


def _url(place: Place) -> str:
    return reverse("scores:round_assignments", args=[place.round.pk])


def _cell(places: Sequence[Place], group: tuple[int, str]) -> Cell | None:
    found = [place for place in places if place.group[:2] == group]
    if not found:
        return None
    wanted = sum(2 if place.two else 1 for place in found)
    held = wanted - sum(place.open_slots for place in found)
    state = "assigned" if held == wanted else "partly_assigned" if held else "unassigned"
    return Cell(state, url=_url(found[0]), text=f"{held}/{wanted}")


# ── who holds how much ──────────────────────────────────────────────────────
def loads_shown(places: Sequence[Place], people: Mapping[int, Scorer], made: Proposed | None) -> list[Load]:
    """Evaluators in office and those who still hold something; three queries for any number."""
    held: Counter[int] = Counter()
    verified: Counter[int] = Counter()
    for place in places:
        keys = [one.evaluator_id for one in place.held.values()]
        held.update(keys)
        verified.update(keys if place.status == Status.VERIFIED else ())
    users = User.objects.filter(pk__in={*people, *held}).order_by("name")
    homes = _homes(people)
    return [
        Load(
            user,
            held[user.pk],
            verified[user.pk],
            made.plan.loads.get(user.pk, held[user.pk]) if made else held[user.pk],
            homes.get(user.pk, ()),
            user.pk in people,
        )
        for user in users
    ]


def _homes(people: Mapping[int, Scorer]) -> dict[int, list[str]]:
    """Evaluator → provinces and agencies of theirs that they may not judge."""
    areas = dict(
        Area.objects.filter(pk__in={area for one in people.values() for area in one.areas}).values_list(
            "pk", "name"
        )
    )
    keys = {agency for one in people.values() for agency in one.agencies}
    agencies = dict(Agency.objects.filter(pk__in=keys, area__isnull=False).values_list("pk", "name"))
    return {
        key: [
            *(_("จังหวัด%(name)s") % {"name": areas[area]} for area in sorted(one.areas) if area in areas),
            *(agencies[agency] for agency in sorted(one.agencies) if agency in agencies),
        ]
        for key, one in people.items()
    }


@dataclass(frozen=True)
class Choice:
    """Somebody who evaluates today, and why they may not have a place."""

    user: User
    load: int
    refusal: Refusal | None


def choices_of(place: Place, slot: str, *, day: date) -> list[Choice]:
    """Everybody who evaluates on the day, those who may have the place first, the least loaded on top."""
    round_ = place.round
    all_places = places_of(rounds_to_assign(round_.fiscal_year_id, round_.months))
    people = scorers(round_.fiscal_year_id, day=day, loads=loads_of(all_places), capacity=None)
    disputed = disputes_in(round_).filter(result__indicator=place.indicator).exists()
    gave = gave_opinion(round_, place.indicator)
    users = User.objects.in_bulk(people)

    def choice(key: int, one: Scorer) -> Choice:
        refusal = refuse_taking(place, slot, scorer=one, disputed=disputed, gave=gave, reason="-")
        return Choice(users[key], one.load, refusal)

    found = [choice(key, one) for key, one in people.items()]
    return sorted(found, key=lambda one: (one.refusal is not None, one.load, one.user.pk))


def unplaced(made: Proposed) -> list[Unplaced]:
    return [_unplaced(made, one) for one in made.plan.left]


def _unplaced(made: Proposed, one: Left) -> Unplaced:
    return Unplaced(made.places[one.piece], one.slot, one.why)
