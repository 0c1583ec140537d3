"""Which files a person may open."""

from django.db.models import Q, QuerySet

from samrit.evidence.models import EvidenceFile
from samrit.people.queries import Duties


def visible_to(duties: Duties) -> QuerySet[EvidenceFile]:
    """Files of the own agencies, of the coordinated provinces, or (central office) all."""
    files = EvidenceFile.objects.all()
    if duties.evaluates:
        return files
    mine = Q(agencies__in=duties.agencies()) | Q(agencies__area__in=duties.coordinated_areas())
    return files.filter(mine).distinct()
