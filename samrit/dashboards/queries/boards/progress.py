"""How far a year's reporting is in each province: the newest round that has opened."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from samrit.frameworks.models import Kpi, Round
from samrit.frameworks.queries import ruling_editions
from samrit.reports.models import Result
from samrit.rules.workflow import Status

_BEGUN = {Status.DRAFT, Status.SUBMITTED, Status.RETURNED}


@dataclass(frozen=True)
class Progress:
    """``asked`` results: ``begun`` (not yet approved), ``approved``, ``filed`` (sent to the central office), ``verified``."""

    round: int
    months: int
    asked: int
    begun: int = 0
    approved: int = 0
    filed: int = 0
    verified: int = 0

    @property
    def signed(self) -> int:
        """Approved by its agency or further on."""
        return self.approved + self.filed + self.verified


def progress_of_year(
    year: int, *, now: datetime, areas: Collection[str] | None = None, agency: int | None = None
) -> dict[str, Progress]:
    """Province → where its newest opened round stands; four queries. With ``agency`` only what it answers for."""
    rounds = _newest_rounds(year, now, areas)
    editions = ruling_editions(rounds.values())
    mine = Q(component__edition__in=editions.values(), component__assessed=True, parts__isnull=True)
    if agency is not None:
        mine &= Q(ownerships__agency=agency)
    kpis = Kpi.objects.filter(mine)
    asked = dict(
        kpis.values("component__edition")
        .annotate(asked=Count("pk", distinct=True))
        .values_list("component__edition", "asked")
    )
    counts = _counts(rounds, kpis.values("indicator") if agency is not None else None)
    return {
        area: Progress(
            round_.pk,
            round_.months,
            asked.get(editions.get(round_.pk, 0), 0),
            begun=sum(counts[round_.pk, status] for status in _BEGUN),
            approved=counts[round_.pk, Status.APPROVED],
            filed=counts[round_.pk, Status.FILED],
            verified=counts[round_.pk, Status.VERIFIED],
        )
        for area, round_ in rounds.items()
    }


def _newest_rounds(year: int, now: datetime, areas: Collection[str] | None) -> dict[str, Round]:
    rounds = Round.objects.filter(fiscal_year=year, opens_at__lte=now).order_by("months")
    if areas is not None:
        rounds = rounds.filter(area__in=areas)
    return {round_.area_id: round_ for round_ in rounds}


def _counts(rounds: dict[str, Round], indicators: Any) -> Counter[tuple[int, str]]:
    results = Result.objects.filter(round__in=rounds.values())
    if indicators is not None:
        results = results.filter(indicator__in=indicators)
    rows = results.order_by().values("round", "status").annotate(count=Count("pk"))
    return Counter(
        {
            (round_, Status(status)): count
            for round_, status, count in rows.values_list("round", "status", "count")
        }
    )
