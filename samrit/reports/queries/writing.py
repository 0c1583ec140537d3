"""An item as a write needs it: locked, read once, without what only a page shows."""

from django.db.models import Prefetch, Q

from samrit.frameworks.models import Cancellation, Edition, Kpi, KpiOwner, Reopening, Round
from samrit.frameworks.queries import cancellation_of, rounds_visible_to
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.reports.queries.items import Item, sees_all_of


def item_to_write(duties: Duties, round_pk: int, indicator: int) -> Item | None:
    """The item as it stands now, its round and result locked for the rest of the transaction; None as ``item_visible_to``.

    Six light queries. Its evidence, what evidence it asks for and who recorded it are read when somebody asks.
    """
    rounds = rounds_visible_to(duties).select_for_update(of=("self",)).filter(pk=round_pk)
    round_ = next(iter(rounds), None)  # what is one anyway needs no order
    kpi = _kpi(round_, indicator) if round_ else None
    if round_ is None or kpi is None or not _sees(duties, round_, kpi):
        return None
    results = Result.objects.select_for_update().filter(indicator=indicator, round=round_)
    reopenings = Reopening.objects.filter(indicator=indicator, round=round_)
    return Item(
        kpi, round_, next(iter(results.order_by()), None), _cancellation(kpi, round_), tuple(reopenings)
    )


def _kpi(round_: Round, indicator: int) -> Kpi | None:
    owners = Prefetch("ownerships", KpiOwner.objects.select_related("agency"))
    reported = Kpi.objects.filter(component__assessed=True, parts__isnull=True, indicator=indicator)
    found = reported.filter(_ruling(round_)).select_related("component", "indicator__joint_member")
    return next(iter(found.prefetch_related(owners).order_by()), None)


def _ruling(round_: Round) -> Q:
    """Of the edition that ``frameworks.queries.edition_of`` gives."""
    if round_.ruled_by_id is not None:
        return Q(component__edition=round_.ruled_by_id)
    return Q(
        component__edition__status=Edition.Status.PUBLISHED,
        component__edition__framework__area=round_.area_id,
        component__edition__framework__fiscal_year=round_.fiscal_year_id,
    )


def _sees(duties: Duties, round_: Round, kpi: Kpi) -> bool:
    """As ``kpis_visible_to``, of one that is read already."""
    if sees_all_of(duties, round_.area_id):
        return True
    return not duties.agencies().isdisjoint(owned.agency_id for owned in kpi.ownerships.all())


def _cancellation(kpi: Kpi, round_: Round) -> Cancellation | None:
    concerned = {kpi.indicator_id, kpi.parent.indicator_id if kpi.parent else kpi.indicator_id}
    standing = Cancellation.objects.filter(
        undone_at__isnull=True, indicator__in=concerned, from_months__lte=round_.months
    )
    return cancellation_of(kpi, {one.indicator_id: one for one in standing})
