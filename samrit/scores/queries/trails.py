"""What the trail tells of who looks at what; who has given an opinion when is nobody's to read before both have."""

from django.db.models import QuerySet

from samrit.audit.models import Event
from samrit.audit.queries import history_of
from samrit.frameworks.models import Cancellation, FiscalYear, Kpi, Round
from samrit.scores.models import Assignment
from samrit.scores.queries.assigning import two_scorers_in_force

DECIDED = ("assign_scorers", "ask_two_scorers", "end_two_scorers")


def trail_of_assigning(year: FiscalYear) -> QuerySet[Event]:
    """What was decided for the whole year, the newest first."""
    found = history_of(year, *two_scorers_in_force().filter(fiscal_year=year))
    return found.filter(verb__in=DECIDED)


def trail_of_places(round_: Round) -> QuerySet[Event]:
    """Who was put in whose place in one province's round, the newest first."""
    return history_of(*Assignment.objects.filter(round=round_)).filter(verb="reassign_scorer")


def trail_of_cancelling(kpi: Kpi) -> QuerySet[Event]:
    """When this KPI was cancelled and came back, the newest first."""
    return history_of(*Cancellation.objects.filter(indicator=kpi.indicator_id))
