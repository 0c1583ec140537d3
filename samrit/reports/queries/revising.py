"""What a revised edition does to the results that stand, round by round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from samrit.frameworks.models import Edition, Kpi, Round
from samrit.frameworks.queries import state_of
from samrit.reports.models import Result, ResultFate
from samrit.reports.queries.filings import filing_of
from samrit.reports.queries.items import Item, items_of
from samrit.rules.amendment import KpiState, touched


@dataclass(frozen=True)
class TouchedItem:
    """A KPI that the revision changes, in one round; ``after`` None: it is reported no more.

    ``item`` stands as the amended edition states it; without a result yet, one may be entered before the day comes.
    """

    item: Item
    before: KpiState
    after: KpiState | None
    kpi: Kpi | None  # the revised edition's row


@dataclass(frozen=True)
class RoundTouched:
    """A round that has results, or may have some before the revision is in force."""

    round: Round
    filed: bool
    items: Sequence[TouchedItem] = field(default=())

    @property
    def published(self) -> bool:
        """Its score was published: nothing of it changes any more."""
        return self.round.settled_at is not None

    @property
    def asks(self) -> bool:
        """Whether it must be chosen if the round stays with the amended edition as a whole."""
        return not self.published and bool(self.filed or self.items)


def rounds_concerned(edition: Edition, today: date) -> QuerySet[Round]:
    """Rounds with results, or open before the revision's day; not those that stay with an earlier edition."""
    framework = edition.framework
    day = edition.effective_on or today
    entered = Exists(Result.objects.filter(round=OuterRef("pk")))
    before = Q(opens_at__date__lt=day) if day > today else Q(pk__in=())
    return (
        Round.objects.filter(area=framework.area_id, fiscal_year=framework.fiscal_year_id, ruled_by=None)
        .filter(entered | before)
        .select_related("area", "fiscal_year")
        .order_by("months")
    )


def rounds_touched(edition: Edition, *, today: date) -> list[RoundTouched]:
    """What the draft of a revision asks to be decided; the number of queries does not grow with KPIs."""
    if edition.amends is None:
        return []
    states = state_of(edition.amends)
    changed = touched(states, state_of(edition))
    rows = {
        kpi.indicator_id: kpi
        for kpi in Kpi.objects.filter(component__edition=edition, indicator__in=changed).select_related(
            "component__edition", "parent"
        )
    }
    before = states.leaves()
    ahead = edition.effective_on is not None and edition.effective_on > today
    return [
        RoundTouched(
            round_,
            filing_of(round_) is not None,
            [
                TouchedItem(item, before[key], changed[key], rows.get(key))
                for item in items_of(round_)
                if (key := item.kpi.indicator_id) in changed
                and item.cancellation is None
                and (item.result or (ahead and not _closed_before(round_, today)))
            ],
        )
        for round_ in rounds_concerned(edition, today)
    ]


def _closed_before(round_: Round, today: date) -> bool:
    """Nothing is entered any more in a round that closed before yesterday (re-opened ones have a result)."""
    return round_.closes_at.date() < today - timedelta(days=1)


def fates_of(edition: Edition) -> list[ResultFate]:
    """What was chosen when the edition was published."""
    found = ResultFate.objects.filter(edition=edition).select_related(
        "round__area", "round__fiscal_year", "kpi__component", "chosen_by"
    )
    return list(found.order_by("round__months", "kpi__component__number", "kpi__position", "id"))


def kept_results(results: QuerySet[Result]) -> Mapping[int, Kpi]:
    """Indicator → the KPI whose terms still judge its result, for those that a revision kept."""
    kept = results.exclude(judged_by=None).select_related("judged_by__component__edition")
    return {result.indicator_id: result.judged_by for result in kept if result.judged_by}
