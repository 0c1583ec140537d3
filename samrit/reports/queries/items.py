"""The items of a round (a KPI, its round, its result if any) that a person may see."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from samrit.frameworks.models import Cancellation, Edition, Kpi, KpiOwner, Reopening, Round
from samrit.frameworks.queries import (
    cancellation_of,
    cancelled_in,
    edition_of,
    leaf_kpis,
    reopenings_of,
)
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.reports.models import Result, ResultEvidence
from samrit.rules.workflow import Status


@dataclass(frozen=True)
class Item:
    """One thing to report: a KPI (or part) of the edition that rules its round; no result = not started.

    A cancelled one is shown and not asked for; ``reopenings`` are all that this round ever had for it.
    """

    kpi: Kpi
    round: Round
    result: Result | None
    cancellation: Cancellation | None = None
    reopenings: tuple[Reopening, ...] = ()

    @property
    def status(self) -> Status:
        return Status(self.result.status) if self.result else Status.NOT_STARTED

    @property
    def state(self) -> str:
        """The badge's code: where it stands, or that it is cancelled."""
        return "cancelled" if self.cancellation else self.status.value

    @property
    def reopened(self) -> bool:
        """Whether this round was ever opened again for it."""
        return bool(self.reopenings)

    @property
    def judged_by(self) -> Kpi:
        """The KPI whose terms judge the result: an earlier edition's where a revision kept the result as it was."""
        return (self.result.judged_by if self.result else None) or self.kpi

    @property
    def owners(self) -> list[Agency]:
        """The responsible agencies, the leading one first."""
        return [ownership.agency for ownership in self.kpi.ownerships.all()]

    @property
    def has_answer(self) -> bool:
        return bool(self.result and (self.result.value is not None or self.result.missing))


@dataclass(frozen=True)
class Standing:
    """Where one KPI stands, without its contents: all that counts and the matrix need.

    ``kpi``, ``indicator`` and ``agencies`` (the leading one first) are keys; ``number`` is the full number.
    What is ``cancelled`` is not asked for.
    """

    kpi: int
    indicator: int
    number: str
    name: str
    agencies: tuple[int, ...]
    status: Status
    cancelled: bool = False
    reopened: bool = False

    @property
    def state(self) -> str:
        """The badge's code: where it stands, or that it is cancelled."""
        return "cancelled" if self.cancelled else self.status.value


def _results(round_: Round) -> "Prefetch[str, QuerySet[Result], str]":
    links = ResultEvidence.objects.select_related("file", "attached_by").prefetch_related("ticks")
    evidence = Prefetch("evidence", links)
    results = (
        Result.objects.filter(round=round_)
        .select_related(
            "saved_by",
            "submitted_by",
            "approved_by",
            "returned_by",
            "judged_by__component__edition",
            "computed__formula",
        )
        .prefetch_related(evidence, "recorders")
    )
    return Prefetch("indicator__results", results, to_attr="of_round")


def _items(kpis: QuerySet[Kpi], round_: Round) -> list[Item]:
    cancelled, reopened = cancelled_in(round_), _reopened_in(round_)
    return [
        Item(
            kpi,
            round_,
            next(iter(kpi.indicator.of_round), None),  # type: ignore[attr-defined]  # Prefetch's to_attr
            cancellation_of(kpi, cancelled),
            tuple(reopened.get(kpi.indicator_id, ())),
        )
        for kpi in kpis.select_related("indicator__joint_member__joint").prefetch_related(
            "required_evidence", _results(round_)
        )
    ]


def _reopened_in(round_: Round) -> dict[int, list[Reopening]]:
    found: dict[int, list[Reopening]] = {}
    for reopening in reopenings_of([round_]):
        found.setdefault(reopening.indicator_id, []).append(reopening)
    return found


def kpis_visible_to(duties: Duties, edition: Edition) -> QuerySet[Kpi]:
    """Own agency's KPIs; the whole province for its coordinator; everything for the central office."""
    kpis = leaf_kpis(edition)
    if sees_all_of(duties, edition.framework.area_id):
        return kpis
    return kpis.filter(ownerships__agency__in=duties.agencies()).distinct()


def sees_all_of(duties: Duties, area_code: str) -> bool:
    """Whether this person sees every KPI of the province, not those of the own agencies alone."""
    return duties.evaluates or area_code in duties.coordinated_areas()


def items_visible_to(duties: Duties, round_: Round, *, kpis: Collection[int] | None = None) -> list[Item]:
    """The items of a round that this person may see; the number of queries does not grow with them.

    ``kpis`` are the keys of the KPIs wanted (a page of a long list); None means all.
    """
    edition = edition_of(round_)
    if edition is None:
        return []
    visible = kpis_visible_to(duties, edition)
    return _items(visible if kpis is None else visible.filter(pk__in=kpis), round_)


def standings_visible_to(duties: Duties, round_: Round) -> list[Standing]:
    """Where each KPI that this person may see stands; four light queries, however many KPIs."""
    edition = edition_of(round_)
    if edition is None:
        return []
    statuses = dict(Result.objects.filter(round=round_).values_list("indicator", "status"))
    owners: dict[int, list[int]] = {}
    of_edition = KpiOwner.objects.filter(kpi__component__edition=edition)
    for kpi, agency in of_edition.order_by("kpi", "position").values_list("kpi", "agency"):
        owners.setdefault(kpi, []).append(agency)
    cancelled, reopened = cancelled_in(round_), _reopened_in(round_)
    rows = kpis_visible_to(duties, edition).prefetch_related(None)
    return [
        Standing(
            kpi,
            indicator,
            f"{component}-{number}",
            name,
            tuple(owners.get(kpi, ())),
            Status(statuses.get(indicator, Status.NOT_STARTED)),
            indicator in cancelled or parent in cancelled,
            indicator in reopened,
        )
        for kpi, indicator, component, number, name, parent in rows.values_list(
            "pk", "indicator", "component__number", "number", "name", "parent__indicator"
        )
    ]


def item_visible_to(duties: Duties, round_: Round, indicator: int) -> Item | None:
    """One item, or None when there is none that this person may see."""
    edition = edition_of(round_)
    if edition is None:
        return None
    return next(iter(_items(kpis_visible_to(duties, edition).filter(indicator=indicator), round_)), None)


def items_of(round_: Round) -> list[Item]:
    """All items of a round; for actions that have asked their own permission."""
    edition = edition_of(round_)
    return _items(leaf_kpis(edition), round_) if edition else []
