"""The chain kept with the text: what names a letter under อ้างถึง is linked to it, whichever of both was there first.

A draft is not linked any more when the line is gone.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from samrit.letters.models import Arrival, Letter, LetterLink, RegisterEntry
from samrit.letters.queries.arrivals import (
    arrivals_citing,
    cited_arrivals,
    cited_letters,
    letters_citing,
)
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


def tie_arrival(arrival: Arrival, *, by: User, now: datetime) -> None:
    """What it cites, and what of the office cited it before it stood in the register. Within its registering."""
    arrival.cited.set(cited_letters(arrival.issuer, arrival.references))
    earlier = cited_arrivals(arrival.issuer, arrival.references)
    arrival.cited_arrivals.set(one for one in earlier if one != arrival)
    citing = arrivals_citing(arrival.issuer, number=arrival.sender_number, day=arrival.dated)
    arrival.citing_arrivals.set(one for one in citing if one != arrival)
    for letter in letters_citing(arrival):
        LetterLink.objects.get_or_create(
            letter=letter, kind=REFERENCE, to_arrival=arrival, defaults={"made_by": by, "made_at": now}
        )


def tie_number(letter: Letter, entry: RegisterEntry) -> None:
    """What cited our letter before its number was drawn here. Within its signing."""
    citing = arrivals_citing(letter.issuer, number=entry.written, day=localdate(entry.drawn_at))
    letter.citing_arrivals.add(*citing)
