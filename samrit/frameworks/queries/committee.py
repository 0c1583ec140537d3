"""What the committee has before it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet

from samrit.frameworks.models import Proposal, ProposalItem
from samrit.rules.proposals import Status

BEFORE_COMMITTEE = (Status.SUBMITTED.value, Status.CONCLUDED.value)


def years_before_committee() -> list[int]:
    """Of what was ever submitted, the newest first."""
    submitted = Proposal.objects.filter(submitted_at__isnull=False)
    years = submitted.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return list(years.distinct())


def items_before_committee(year: int | None) -> QuerySet[ProposalItem]:
    """Whole KPIs of the proposals of a year that were sent."""
    return ProposalItem.objects.filter(
        parent=None, proposal__fiscal_year=year, proposal__status__in=BEFORE_COMMITTEE
    )


def kpis_before_committee(year: int | None) -> list[Mapping[str, Any]]:
    """``library_kpi`` (None: what stands outside the library), its ``code`` and ``name``, ``provinces``, ``decided``."""
    counts = (
        items_before_committee(year)
        .values("library_kpi", "library_kpi__code", "library_kpi__name")
        .annotate(provinces=Count("pk"), decided=Count("decision"))
        .order_by("library_kpi__code")
    )
    return [
        {
            "library_kpi": one["library_kpi"],
            "code": one["library_kpi__code"],
            "name": one["library_kpi__name"],
            "provinces": one["provinces"],
            "decided": one["decided"],
        }
        for one in counts
    ]
