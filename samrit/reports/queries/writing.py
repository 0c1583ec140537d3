"""An item as a write needs it: locked, read once, without what only a page shows."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from samrit.frameworks.models import Cancellation, Edition, Kpi, KpiOwner, Reopening, Round
from samrit.frameworks.queries import cancellation_of, sees_round
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.reports.queries.items import Item, sees_all_of
from samrit.ui.prepared import Prepared


def item_to_write(duties: Duties, round_pk: int, indicator: int) -> Item | None:
    """The item as it stands now, its round and result locked for the rest of the transaction; None as ``item_visible_to``.

    Four light reads, two more where something was cancelled or re-opened. Its evidence, what evidence it asks for and who recorded it are read when somebody asks.
    """
    round_ = next(iter(_ROUND(round_pk)), None)
    if round_ is None or not sees_round(duties, round_):
        return None
    kpi = _kpi(round_, indicator)
    if kpi is None or not _sees(duties, round_, kpi):
        return None
    result = next(iter(_RESULT(indicator, round_.pk)), None)
    reopened = _REOPENINGS(indicator, round_.pk) if kpi.reopened else ()  # type: ignore[attr-defined]  # see _reported
    return Item(kpi, round_, result, _cancellation(kpi, round_), tuple(reopened))


def _kpi(round_: Round, indicator: int) -> Kpi | None:
    """Of the edition that ``frameworks.queries.edition_of`` gives, with its owners."""
    if round_.ruled_by_id is not None:
        found = _KPI_KEPT(indicator, round_.ruled_by_id)
    else:
        found = _KPI_IN_FORCE(indicator, round_.area_id, round_.fiscal_year_id)
    for kpi in found:
        owners: QuerySet[KpiOwner] = kpi.ownerships.all()
        owners._result_cache = _OWNERS(kpi.pk)  # noqa: SLF001 - as prefetch_related does
        kpi._prefetched_objects_cache = {"ownerships": owners}  # type: ignore[attr-defined]  # noqa: SLF001
        return kpi
    return None


def _sees(duties: Duties, round_: Round, kpi: Kpi) -> bool:
    """As ``kpis_visible_to``, of one that is read already."""
    if sees_all_of(duties, round_.area_id):
        return True
    return not duties.agencies().isdisjoint(owned.agency_id for owned in kpi.ownerships.all())


def _cancellation(kpi: Kpi, round_: Round) -> Cancellation | None:
    if not kpi.cancelled:  # type: ignore[attr-defined]  # see _reported
        return None
    whole = kpi.parent.indicator_id if kpi.parent else kpi.indicator_id
    standing = [one for one in _CANCELLATIONS(kpi.indicator_id, whole) if one.from_months <= round_.months]
    return cancellation_of(kpi, {one.indicator_id: one for one in standing})


# ── the reads, each by its key ──────────────────────────────────────────────
def _reported(indicator: int) -> QuerySet[Kpi]:
    """With ``cancelled`` and ``reopened``: whether the few that ever were must be asked about it."""
    kpis = Kpi.objects.filter(component__assessed=True, parts__isnull=True, indicator=indicator)
    of_it = Q(indicator=OuterRef("indicator"))
    cancelled = Cancellation.objects.filter(of_it | Q(indicator=OuterRef("parent__indicator")))
    return (
        kpis.select_related("component", "indicator__joint_member")
        .annotate(cancelled=Exists(cancelled), reopened=Exists(Reopening.objects.filter(of_it)))
        .order_by()
    )


def _in_force(indicator: int, area_code: str, year: int) -> QuerySet[Kpi]:
    return _reported(indicator).filter(
        component__edition__status=Edition.Status.PUBLISHED,
        component__edition__framework__area=area_code,
        component__edition__framework__fiscal_year=year,
    )


_ROUND = Prepared(
    lambda pk: (
        Round.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year").filter(pk=pk)
    ),
    int,
)
_KPI_KEPT = Prepared(
    lambda indicator, edition: _reported(indicator).filter(component__edition=edition), int, int
)
_KPI_IN_FORCE = Prepared(_in_force, int, str, int)
_OWNERS = Prepared(lambda kpi: KpiOwner.objects.select_related("agency").filter(kpi=kpi), int)
_RESULT = Prepared(
    lambda indicator, round_: Result.objects.select_for_update().filter(indicator=indicator, round=round_),
    int,
    int,
)
_CANCELLATIONS = Prepared(
    lambda part, whole: Cancellation.objects.filter(undone_at__isnull=True, indicator__in=[part, whole]),
    int,
    int,
)
_REOPENINGS = Prepared(
    lambda indicator, round_: Reopening.objects.filter(indicator=indicator, round=round_), int, int
)
