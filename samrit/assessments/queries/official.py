"""Official results beside our own."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Q, QuerySet

from samrit.assessments.models import OfficialResult
from samrit.people.queries import Duties


def officials_visible_to(duties: Duties) -> QuerySet[OfficialResult]:
    """Of the own agencies and of the provinces looked after; evaluators see all. Every version, the newest first."""
    found = OfficialResult.objects.select_related("agency__area", "attached_by", "file").prefetch_related(
        "file__agencies", "file__shared_with"
    )
    if not duties.evaluates:
        found = found.filter(Q(agency__in=duties.agencies()) | Q(agency__area__in=duties.coordinated_areas()))
    return found.order_by("-fiscal_year", "agency_id", "instrument", "-number")


def official_of(agency: int, instrument: str, fiscal_year: int) -> OfficialResult | None:
    """The newest version, or None."""
    return newest_officials([agency], instrument, fiscal_year).get(agency)


def newest_officials(
    agencies: Iterable[int], instrument: str, fiscal_year: int
) -> Mapping[int, OfficialResult]:
    """Agency → the newest version; one query."""
    found = OfficialResult.objects.filter(
        agency__in=list(agencies), instrument=instrument, fiscal_year=fiscal_year
    )
    return {one.agency_id: one for one in found.select_related("agency").order_by("number")}


def official_column(official: OfficialResult) -> dict[str, Decimal | None]:
    """As a column of ``rules.instruments.side_by_side``."""
    return {code: Decimal(value) for code, value in official.values.items()}
