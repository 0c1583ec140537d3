"""A strategic KPI with the provinces' KPIs that are derived from it, and what they reached."""

from dataclasses import dataclass
from datetime import datetime

from samrit.dashboards.queries.standings import shown_scores
from samrit.frameworks.models import Kpi, KpiLink, StrategicKpi
from samrit.frameworks.queries import newest_kpis, with_details
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.scores.models import KpiScore, Verification


@dataclass(frozen=True)
class Derived:
    """One KPI. ``readable``: this person may open its details; else its result is public.

    ``score`` None: nothing published; ``verification`` holds the value or why there is none (None: left out).
    """

    link: KpiLink
    kpi: Kpi
    area: Area
    readable: bool
    score: KpiScore | None
    verification: Verification | None

    @property
    def missing(self) -> str:
        """Why a published KPI has no value; empty when it has one."""
        if self.verification is None:
            return "no_data"
        return self.verification.missing or ""


def derived_results(duties: Duties, strategic: StrategicKpi, now: datetime) -> list[Derived]:
    """By province: the KPIs that this person may see, and those whose result is published; a fixed number of queries."""
    links = list(
        KpiLink.objects.filter(strategic=strategic)
        .select_related("indicator__framework__area")
        .order_by("indicator__framework__area", "id")
    )
    indicators = [link.indicator_id for link in links]
    seen, scores = newest_kpis(duties, indicators), _scores(indicators, now)
    return [
        Derived(
            link,
            seen.get(link.indicator_id) or scores[link.indicator_id].kpi,
            link.indicator.framework.area,
            link.indicator_id in seen,
            scores.get(link.indicator_id),
            found.verification if (found := scores.get(link.indicator_id)) else None,
        )
        for link in links
        if link.indicator_id in seen or link.indicator_id in scores
    ]


def _scores(indicators: list[int], now: datetime) -> dict[int, KpiScore]:
    """Indicator → its published score."""
    kpis = with_details(
        Kpi.objects.filter(indicator__in=indicators, scores__province_score__in=shown_scores(now))
    )
    of_kpi = {kpi.pk: kpi for kpi in kpis}
    found = {}
    of_public = KpiScore.objects.filter(province_score__in=shown_scores(now), kpi__in=of_kpi)
    for score in of_public.select_related("verification"):
        score.kpi = of_kpi[score.kpi_id]
        found[score.kpi.indicator_id] = score
    return found
