"""What a person may see of frameworks."""

from django.db.models import Q, QuerySet

from samrit.frameworks.models import Edition, Framework, Round
from samrit.people.queries import Duties


def frameworks_visible_to(duties: Duties) -> QuerySet[Framework]:
    """The central office sees all; others the frameworks of the provinces they work in."""
    frameworks = Framework.objects.select_related("area", "fiscal_year")
    return frameworks if duties.evaluates else frameworks.filter(area__in=duties.areas())


def editions_visible_to(duties: Duties) -> QuerySet[Edition]:
    """Drafts are seen by those who prepare them only."""
    editions = Edition.objects.select_related("framework__area", "framework__fiscal_year", "published_by")
    if duties.evaluates:
        return editions
    published = ~Q(status=Edition.Status.DRAFT) & Q(framework__area__in=duties.areas())
    return editions.filter(published | Q(framework__area__in=duties.coordinated_areas()))


def sees_round(duties: Duties, round_: Round) -> bool:
    """As ``rounds_visible_to``, of one that is read already."""
    return duties.evaluates or round_.area_id in duties.areas()


def rounds_visible_to(duties: Duties) -> QuerySet[Round]:
    rounds = Round.objects.select_related("area", "fiscal_year")
    return rounds if duties.evaluates else rounds.filter(area__in=duties.areas())
