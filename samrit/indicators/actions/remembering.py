"""Remembering what the columns of an agency's files mean."""

from datetime import datetime

from django.db import transaction

from samrit.indicators.models import RememberedMapping, Submission
from samrit.people.models import User


@transaction.atomic
def remember_mapping(*, submission: Submission, by: User, now: datetime) -> None:
    """Part of handing a submission over, which leaves the event: the next file with these titles is read alike."""
    examination = submission.examination
    if examination is None or not examination.fingerprint:
        return
    titles = [column.get("title", "") for column in examination.mapping.get("columns", [])]
    RememberedMapping.objects.update_or_create(
        agency=submission.agency,
        fingerprint=examination.fingerprint,
        defaults={
            "titles": titles,
            "mapping": examination.mapping,
            "reading": examination.reading,
            "used_by": by,
            "used_at": now,
        },
    )
