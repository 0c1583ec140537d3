"""The moment at which a person was given the form of an appeal, sealed: the last press has a grace by it alone."""

from datetime import datetime

from django.core import signing

from samrit.people.models import User
from samrit.scores.models import KpiScore

SALT = "appeal-form"


def sealed_beginning(person: User, contested: KpiScore, began_at: datetime) -> str:
    """For this person and this item only."""
    return signing.dumps([person.pk, contested.pk, began_at.isoformat()], salt=SALT)


def beginning_of(text: str, person: User, contested: KpiScore) -> datetime | None:
    """When it was given; None where the text is not the seal of this person's form of this item."""
    try:
        holder, kpi_score, moment = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(moment) if (holder, kpi_score) == (person.pk, contested.pk) else None
