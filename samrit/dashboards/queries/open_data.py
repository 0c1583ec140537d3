"""What of the results is open data at a moment: the published scores, and how one tells that they changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from samrit.frameworks.models import FiscalYear, KpiOwner
from samrit.scores.models import Appeal, KpiScore, ProvinceScore, Publication
from samrit.scores.queries import appealed_rounds, publications_in_force, published_scores

AT_ONCE = 40  # provinces read together


@dataclass(frozen=True)
class Stamp:
    """``digest``: another one when another set of editions is public or contested. ``as_of``: when the editions last changed, None for nothing.

    ``changed_at``: the same, or when an appeal against one of them was last opened or decided.
    """

    digest: str
    as_of: datetime | None
    changed_at: datetime | None


def stamp(now: datetime, year: int | None = None) -> Stamp:
    """Of one year (พ.ศ.) or of all; five light queries, however much is published."""
    public, shown, voided = publications_in_force(now), _shown_by(now), FiscalYear.objects.all()
    if year is not None:
        public, shown = public.filter(round__fiscal_year=year), shown.filter(round__fiscal_year=year)
        voided = voided.filter(pk=year)
    editions = list(public.order_by("pk").values_list("pk", "publish_at", "score__digest", "round"))
    keys = ",".join(f"{key} {moment.isoformat()} {digest}" for key, moment, digest, _round in editions)
    appealed = sorted({one[-1] for one in editions}.intersection(appealed_rounds()))
    changed = shown.aggregate(at=Max(Greatest("publish_at", Coalesce("withdrawn_at", "publish_at"))))["at"]
    stopped = voided.aggregate(at=Max("voided_at"))["at"]
    moments = [moment for moment in (changed, stopped if changed else None) if moment]
    marked = [moment for moment in _appeals_moved(shown) if moment and changed]
    digest = sha256(f"{keys} {appealed}".encode()).hexdigest()[:24]
    return Stamp(digest, max(moments, default=None), max([*moments, *marked], default=None))


def _appeals_moved(shown: QuerySet[Publication]) -> list[datetime | None]:
    """When an appeal against one of these was last opened, ended and decided."""
    appeals = Appeal.objects.filter(round__in=shown.values("round"))
    found = appeals.aggregate(
        opened=Max("opened_at"), ended=Max("ended_at"), decided=Max("decision__decided_at")
    )
    return list(found.values())


def _shown_by(now: datetime) -> QuerySet[Publication]:
    """Editions that have been public, withdrawn ones too; not those taken back before their moment."""
    return Publication.objects.filter(publish_at__lte=now).filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=F("publish_at"))
    )


@dataclass(frozen=True)
class KpiRow:
    """A KPI of a score as the file shows it; ``judged_*`` where a revision kept the terms of an earlier edition."""

    component: int
    component_name: str
    assessed: bool
    number: str
    parent_number: str | None
    name: str
    library_code: str | None
    unit: str
    direction: str
    weight: Decimal | None
    basic: Decimal | None
    standard: Decimal | None
    advanced: Decimal | None
    judged_unit: str | None
    judged_direction: str | None
    decision: str | None
    score: Decimal | None
    points: Decimal | None
    key: int
    parent: int | None


_COLUMNS = (
    "kpi__component__number", "kpi__component__name", "kpi__component__assessed", "kpi__number", "kpi__parent__number",
    "kpi__name", "kpi__indicator__library_kpi__code", "kpi__unit", "kpi__direction", "kpi__weight", "kpi__basic",
    "kpi__standard", "kpi__advanced", "verification__result__judged_by__unit", "verification__result__judged_by__direction",
    "verification__decision", "score", "points", "kpi", "kpi__parent",
)  # fmt: skip


def scores_with_kpis(
    now: datetime, year: int | None = None
) -> Iterator[tuple[ProvinceScore, list[KpiRow], Mapping[int, list[str]]]]:
    """Every public score of every round, its KPIs and their agencies' names by KPI, in the order of year, round and province.

    Read in pieces of AT_ONCE provinces, two queries each.
    """
    scores = _in_order(now, year).iterator(chunk_size=AT_ONCE)
    while some := list(islice(scores, AT_ONCE)):
        kpis, owners = _kpis_of(some), _owners_of(some)
        for score in some:
            yield score, kpis.get(score.pk, []), owners


def _kpis_of(scores: Sequence[ProvinceScore]) -> dict[int, list[KpiRow]]:
    found: dict[int, list[KpiRow]] = {}
    rows = KpiScore.objects.filter(province_score__in=[score.pk for score in scores]).order_by(
        "kpi__component__number", "kpi__component_id", "kpi__position", "kpi_id"
    )
    for row in rows.values_list("province_score", *_COLUMNS):
        found.setdefault(row[0], []).append(KpiRow(*row[1:]))
    return found


def _owners_of(scores: Sequence[ProvinceScore]) -> dict[int, list[str]]:
    """KPI → its agencies, the leading one first."""
    found: dict[int, list[str]] = {}
    owners = KpiOwner.objects.filter(kpi__component__edition__in={score.edition_id for score in scores})
    for kpi, name in owners.order_by("kpi", "position").values_list("kpi", "agency__name"):
        found.setdefault(kpi, []).append(name)
    return found


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
