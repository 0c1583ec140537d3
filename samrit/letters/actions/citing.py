"""The chain kept with the text: a draft that names a letter under อ้างถึง is linked to it, and not any more when the line is gone."""

from collections.abc import Sequence
from datetime import datetime

from samrit.letters.models import Letter, LetterLink
from samrit.letters.queries.arrivals import cited_arrivals, cited_letters
from samrit.people.models import User

REFERENCE = LetterLink.Kind.REFERENCE


def follow_references(letter: Letter, *, before: Sequence[str], by: User, now: datetime) -> None:
    """Within the save that it is part of. ``before``: the lines of the version before; links made by hand stay."""
    after = list(letter.references)
    if list(before) == after:
        return
    made = {"made_by": by, "made_at": now}
    gone = [line for line in before if line not in after]
    for name, find in (("to_letter", cited_letters), ("to_arrival", cited_arrivals)):
        named = {one.pk for one in find(letter.issuer, after)} - {letter.pk if name == "to_letter" else 0}
        lost = {one.pk for one in find(letter.issuer, gone)} - named
        LetterLink.objects.filter(letter=letter, kind=REFERENCE, **{f"{name}__in": lost}).delete()
        for key in sorted(named):
            LetterLink.objects.get_or_create(
                letter=letter, kind=REFERENCE, **{f"{name}_id": key}, defaults=made
            )
