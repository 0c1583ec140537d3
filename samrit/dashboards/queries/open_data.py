"""What of the results is open data at a moment: the published scores, and how one tells that they changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import F, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from samrit.frameworks.models import FiscalYear, KpiOwner
from samrit.scores.models import KpiScore, ProvinceScore, Publication
from samrit.scores.queries import publications_in_force, published_scores

AT_ONCE = 40  # provinces read together


@dataclass(frozen=True)
class Stamp:
    """``digest``: another one when another set of editions is public. ``as_of``: when that last changed, None for nothing."""

    digest: str
    as_of: datetime | None


def stamp(now: datetime, year: int | None = None) -> Stamp:
    """Of one year (พ.ศ.) or of all; three light queries, however much is published."""
    public, shown, voided = publications_in_force(now), _shown_by(now), FiscalYear.objects.all()
    if year is not None:
        public, shown = public.filter(round__fiscal_year=year), shown.filter(round__fiscal_year=year)
        voided = voided.filter(pk=year)
    editions = public.order_by("pk").values_list("pk", "publish_at", "score__digest")
    keys = ",".join(f"{key} {moment.isoformat()} {digest}" for key, moment, digest in editions)
    changed = shown.aggregate(at=Max(Greatest("publish_at", Coalesce("withdrawn_at", "publish_at"))))["at"]
    stopped = voided.aggregate(at=Max("voided_at"))["at"]
    moments = [moment for moment in (changed, stopped if changed else None) if moment]
    return Stamp(sha256(keys.encode()).hexdigest()[:24], max(moments, default=None))


def _shown_by(now: datetime) -> QuerySet[Publication]:
    """Editions that have been public, withdrawn ones too; not those taken back before their moment."""
    return Publication.objects.filter(publish_at__lte=now).filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=F("publish_at"))
    )


def scores_with_kpis(now: datetime, year: int | None = None) -> Iterator[ProvinceScore]:
    """Every public score of every round with its KPIs, in the order of year, round and province; read in pieces."""
    kpis = KpiScore.objects.select_related(
        "kpi__component", "kpi__parent", "kpi__indicator__library_kpi", "verification__result__judged_by"
    ).order_by("kpi__component__number", "kpi__component_id", "kpi__position", "kpi_id")
    owners = KpiOwner.objects.select_related("agency")
    kpis = kpis.prefetch_related(
        Prefetch("kpi__ownerships", owners), Prefetch("kpi__parent__ownerships", owners)
    )
    scores = _in_order(now, year).prefetch_related(Prefetch("kpi_scores", kpis))
    yield from scores.iterator(chunk_size=AT_ONCE)


def scores_alone(now: datetime, year: int | None = None) -> list[ProvinceScore]:
    """The same without what is behind the totals; one query."""
    return list(_in_order(now, year).defer("inputs", "outcome"))


def _in_order(now: datetime, year: int | None) -> QuerySet[ProvinceScore]:
    scores = published_scores(now)
    if year is not None:
        scores = scores.filter(round__fiscal_year=year)
    return scores.order_by("round__fiscal_year", "-round__months", "round__area")


def by_number(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """(component, KPI or part) → its row of a score's documents; a part is told from its KPI by its own number (``6.1``)."""
    return {
        (component, one["number"]): one for component, row in rows for one in (row, *row.get("parts", ()))
    }
