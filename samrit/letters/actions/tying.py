"""A draft that names a letter which was read here is linked to it, and not any more when the line is gone."""

from collections.abc import Sequence
from datetime import datetime

from samrit.letters.models import Letter, LetterLink
from samrit.letters.queries.ties import intakes_cited_in
from samrit.people.models import User

REFERENCE = LetterLink.Kind.REFERENCE


def follow_intakes(letter: Letter, *, before: Sequence[str], by: User, now: datetime) -> None:
    """Within the save that it is part of. ``before``: the lines under อ้างถึง of the version before."""
    if list(before) == list(letter.references):
        return
    area = letter.area_id or letter.issuer.agency.area_id
    named = {one.pk for one in intakes_cited_in(letter.references, area)}
    lost = {one.pk for one in intakes_cited_in(before, area)} - named
    LetterLink.objects.filter(letter=letter, kind=REFERENCE, to_intake__in=lost).delete()
    for key in sorted(named):
        LetterLink.objects.get_or_create(
            letter=letter, kind=REFERENCE, to_intake_id=key, defaults={"made_by": by, "made_at": now}
        )
