"""Filled forms that a person may see: the own ones, of agencies where one records."""

from django.db.models import QuerySet

from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.reports.models import FilledSheet


def sheets_visible_to(duties: Duties) -> QuerySet[FilledSheet]:
    """Without their contents, which only the page of one needs."""
    return (
        FilledSheet.objects.filter(taken_by=duties.user, agency__in=duties.agencies(Role.RECORDER))
        .select_related("round__area", "round__fiscal_year", "agency")
        .defer("contents")
    )


def agencies_with_forms(duties: Duties, area_code: str) -> QuerySet[Agency]:
    """The agencies of a province whose forms this person may fetch: own ones, or all for who gathers or evaluates."""
    agencies = Agency.objects.filter(area=area_code)
    if duties.evaluates or area_code in duties.coordinated_areas():
        return agencies
    return agencies.filter(pk__in=duties.agencies())
