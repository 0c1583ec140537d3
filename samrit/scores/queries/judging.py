"""How one item is scored: by whom, what was said by whom, and what the two have come to.

Nothing here shows an opinion to anybody but its giver before both are there: ``own`` is the reader's, and a
``Comparison`` exists only when there are two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.crypto import salted_hmac

from samrit.frameworks.models import Cancellation, Edition, Kpi, KpiTemplate, Round
from samrit.people.models import User
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.rules.rubric import Rubric, rubric_of
from samrit.rules.workflow import Status
from samrit.scores.models import Assignment, Comparison, Opinion
from samrit.scores.queries.assigning import asked_of_two, assignments_of, in_office, two_scorers_in_force
from samrit.scores.queries.verifications import unverified


@dataclass(frozen=True)
class Judges:
    """``held``: slot → assignment; ``comparison``: of the two opinions, once both are there; ``own``: this person's."""

    two: bool
    held: Mapping[str, Assignment]
    comparison: Comparison | None = None
    own: Opinion | None = None
    slot: str = ""  # this person's


def judges_of(item: Item, user: User) -> Judges:
    """Who scores this item and how far it is, as this person may know it; four queries."""
    held = assignments_of(item.round, item.kpi.indicator_id)
    library = item.kpi.indicator.library_kpi_id
    two = asked_of_two(item.kpi.indicator_id, item.round.fiscal_year_id, library)
    slot = next((slot for slot, one in held.items() if one.evaluator_id == user.pk), "")
    if item.result is None:
        return Judges(two, held, slot=slot)
    own = own_opinions(user).filter(result=item.result).last()
    return Judges(two, held, comparison_of(item.result), own, slot)


def own_opinions(user: User) -> QuerySet[Opinion]:
    """What this person said of results as they stand now, and still says."""
    return opinions_in_force().filter(assignment__evaluator=user)


def opinions_in_force() -> QuerySet[Opinion]:
    """Of what is reported now: a result that was approved anew is judged anew."""
    return Opinion.objects.filter(
        superseded_at=None, assignment__ended_at=None, given_at__gte=F("result__approved_at")
    )


def pair_of(result: Result) -> list[Opinion]:
    """The first's and the second's opinion, as far as they are there; for actions only."""
    both = opinions_in_force().filter(result=result, assignment__slot__in=["first", "second"])
    return list(both.select_related("assignment").order_by("assignment__slot"))


def gave_opinion(round_: Round, indicator: int) -> frozenset[int]:
    """Everybody who ever judged this KPI of this round in a place of their own; for actions only."""
    given = Opinion.objects.filter(assignment__round=round_, assignment__indicator=indicator)
    return frozenset(given.values_list("assignment__evaluator", flat=True))


def sealed_events(user: User) -> Q:
    """Events of the trail that tell that somebody else of two has given an opinion, before both have.

    The third hides from nobody: there the trail tells the salt at once.
    """
    one, other = (
        Concat(Value("scores.assignment:"), Cast(f"{place}__assignment", CharField()))
        for place in ("first", "second")
    )
    both = Q(one=OuterRef("subject")) | Q(other=OuterRef("subject"))
    opened = Comparison.objects.alias(one=one, other=other).filter(both, compared_at__gte=OuterRef("at"))
    of_another = Q(verb="give_opinion") & ~Q(actor_id=user.pk)
    return of_another & ~Q(after__has_key="salt") & ~Q(Exists(opened))


# ── disputes ────────────────────────────────────────────────────────────────
def comparisons() -> QuerySet[Comparison]:
    """Of what is reported now."""
    return Comparison.objects.filter(
        voided_at=None,
        first__given_at__gte=F("result__approved_at"),
        second__given_at__gte=F("result__approved_at"),
    )


def comparison_of(result: Result) -> Comparison | None:
    """The newest one of what is reported now."""
    found = comparisons().filter(result=result).select_related(*_WITH_OPINIONS)
    return found.order_by("-pk").first()


_WITH_OPINIONS = (
    "first__assignment", "second__assignment", "decision", "verification__verified_by",
    "result__round__area", "result__round__fiscal_year",
)  # fmt: skip


def open_disputes() -> QuerySet[Comparison]:
    """ต้องชี้ขาด: two differ and nobody has decided."""
    return comparisons().filter(verification=None, result__status=Status.FILED)


def disputes_in(round_: Round) -> QuerySet[Comparison]:
    return open_disputes().filter(result__round=round_)


def comparisons_visible_to(duties: Duties) -> QuerySet[Comparison]:
    """Evaluators', but of provinces that they work in; those who gave one of the two see it when it is settled."""
    found = Comparison.objects.select_related(*_WITH_OPINIONS)
    if not duties.evaluates:
        return found.none()
    gave = Q(first__assignment__evaluator=duties.user) | Q(second__assignment__evaluator=duties.user)
    return found.exclude(result__round__area__in=duties.areas()).exclude(gave & Q(verification=None))


def disputes_shown(duties: Duties) -> Any:  # a QuerySet[Comparison] with more than its columns
    """Open ones that this person may see, the oldest first, with the name of the KPI and who decides."""
    third = in_office().filter(
        slot=Assignment.Slot.THIRD,
        round=OuterRef("result__round"),
        indicator=OuterRef("result__indicator"),
    )
    kpi = Kpi.objects.filter(
        indicator=OuterRef("result__indicator"), component__edition__status=Edition.Status.PUBLISHED
    )
    return (
        comparisons_visible_to(duties)
        .filter(pk__in=open_disputes().values("pk"))
        .annotate(
            third=Subquery(third.values("evaluator__name")[:1]),
            kpi_name=Subquery(kpi.values("name")[:1]),
            kpi_number=Subquery(
                kpi.annotate(
                    full=Concat("component__number", Value("-"), "number", output_field=CharField())
                ).values("full")[:1]
            ),
            is_mine=Exists(third.filter(evaluator=duties.user)),
        )
        .order_by("-is_mine", "compared_at", "pk")
    )


@dataclass(frozen=True)
class Unnamed:
    """One of the two, by letter only."""

    letter: str
    opinion: Opinion


def unnamed(comparison: Comparison) -> list[Unnamed]:
    """ก and ข in an order that tells nothing of who was assigned first; always the same for one comparison."""
    digest = salted_hmac("samrit.scores.comparison", str(comparison.pk)).digest()
    two = [comparison.first, comparison.second]
    return [
        Unnamed(letter, opinion)
        for letter, opinion in zip("กข", two[:: -1 if digest[0] % 2 else 1], strict=True)
    ]


@dataclass(frozen=True)
class ToDecide:
    """A dispute that waits for one person."""

    key: int
    round: Round
    number: str
    name: str


def disputes_of(duties: Duties) -> list[ToDecide]:
    """What this person is to decide; one query."""
    return [
        ToDecide(one.pk, one.result.round, one.kpi_number or "", one.kpi_name or "")
        for one in disputes_shown(duties).filter(is_mine=True)
    ]


# ── what is in hand ─────────────────────────────────────────────────────────
def in_hand() -> QuerySet[Assignment]:
    """What somebody is to look at now: filed, not yet judged by them; a third's only while the two differ."""
    result = Result.objects.filter(
        round=OuterRef("round"), indicator=OuterRef("indicator"), status=Status.FILED
    )
    given = opinions_in_force().filter(assignment=OuterRef("pk"))
    dispute = open_disputes().filter(result__round=OuterRef("round"), result__indicator=OuterRef("indicator"))
    cancelled = Cancellation.objects.filter(
        Q(indicator=OuterRef("indicator")) | Q(indicator__kpis__parts__indicator=OuterRef("indicator")),
        undone_at=None,
        from_months__lte=OuterRef("round__months"),
    )
    third = Q(slot=Assignment.Slot.THIRD)
    return (
        in_office()
        .filter(Exists(result), round__settled_at=None, round__fiscal_year__voided_at=None)
        .filter(~third & ~Exists(given) | third & Exists(dispute))
        .exclude(Exists(cancelled))
    )


def in_hand_of(user: User) -> QuerySet[Assignment]:
    return in_hand().filter(evaluator=user)


def held_by_others(user: User) -> QuerySet[Assignment]:
    """What this person need not look at because somebody else does."""
    return in_office().filter(slot=Assignment.Slot.FIRST).exclude(evaluator=user)


def mine_by_round(user: User) -> dict[int, int]:
    """Round → how much of it is in this person's hands; one query."""
    counted = in_hand_of(user).order_by().values("round").annotate(count=Count("pk"))
    return dict(counted.values_list("round", "count"))


def next_to_judge(user: User, round_: Round) -> int | None:
    """The next indicator of the round for this person: what they were given, else what nobody was given."""
    mine = in_hand_of(user).filter(round=round_).order_by("indicator").values_list("indicator", flat=True)
    if (found := mine.first()) is not None:
        return found
    taken = in_office().filter(round=round_).values("indicator")
    twice = two_scorers_in_force().filter(fiscal_year=round_.fiscal_year_id)
    libraries = twice.filter(library_kpi__isnull=False).values("library_kpi")
    free = unverified(round_).exclude(indicator__in=taken)
    free = free.exclude(indicator__in=twice.filter(indicator__isnull=False).values("indicator"))
    return (
        free.exclude(indicator__library_kpi__in=libraries)
        .order_by("indicator")
        .values_list("indicator", flat=True)
        .first()
    )


def filed_and_given() -> dict[int, int]:
    """Round → how many of its filed results were given to anybody; one query."""
    filed = Result.objects.filter(
        round=OuterRef("round"), indicator=OuterRef("indicator"), status=Status.FILED
    )
    given = in_office().filter(Exists(filed)).order_by().values("round")
    return dict(given.annotate(count=Count("indicator", distinct=True)).values_list("round", "count"))


def unfinished_due(days: set[date]) -> QuerySet[Assignment]:
    """What is in hand and due on one of these days."""
    return in_hand().filter(due_on__in=days).select_related("evaluator", "round__fiscal_year")


# ── rubrics ─────────────────────────────────────────────────────────────────
def rubric_for(item: Item) -> Rubric | None:
    """The levels that this item is judged by, from the details of the KPI that judges it."""
    return rubric_of_terms(item.judged_by)


def rubric_of_terms(terms: Kpi) -> Rubric | None:
    """The same of a KPI, whatever was reported for it."""
    if terms.template_id is None or terms.interpolate != terms.Interpolate.STEP:
        return None
    contents = KpiTemplate.objects.only("contents").get(pk=terms.template_id).contents
    return rubric_of(
        contents,
        interpolate=terms.interpolate,
        direction=terms.direction,
        targets=terms.levels,
        name=terms.name,
    )
