"""What is counted of one item that one agency owes, and which share of it each measure counts.

Every share is over what is owed, never over what was given: so one more cell given can never lower a score, and a cell
that is missing is neither complete nor credible nor verifiable.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from samrit.rules.quality.terms import Measure, Terms

PROOFS = ("source", "method", "evidence", "contact")
_JUDGED = ("sound", "asked", "refused")


@dataclass(frozen=True)
class Counts:
    """Cells of an item (its code) that an agency (its key) owes by now, of the periods looked at.

    ``owed``, ``given``: with a figure, 0 among them; "-", ไม่มีข้อมูล and blank are not given. ``due``: of the newest
    period whose last day is over, ``in_time`` and ``late`` those given. The given ones by their worst open finding: ``sound``
    (none), ``asked``, ``refused``; ``…_uncertified`` where the head of the agency has not certified them. ``source`` …
    ``contact``: the given ones that state it. ``to_link``: owed to the ministry too, ``linked`` those it has acknowledged.
    ValueError when a part is larger than its whole.
    """

    item: str
    agency: str = ""
    owed: int = 0
    given: int = 0
    due: int = 0
    in_time: int = 0
    late: int = 0
    sound: int = 0
    asked: int = 0
    refused: int = 0
    sound_uncertified: int = 0
    asked_uncertified: int = 0
    refused_uncertified: int = 0
    source: int = 0
    method: int = 0
    evidence: int = 0
    contact: int = 0
    to_link: int = 0
    linked: int = 0

    def __post_init__(self) -> None:
        judged = sum(
            self.judged(certified=certified, found=found) for certified in (True, False) for found in _JUDGED
        )
        fits = (
            0 <= self.given <= self.owed,
            min(self.in_time, self.late) >= 0 and self.in_time + self.late <= self.due <= self.owed,
            judged == self.given,
            all(0 <= getattr(self, proof) <= self.given for proof in PROOFS),
            0 <= self.linked <= self.to_link <= self.owed,
        )
        if not all(fits):
            raise ValueError(f"counts of {self.item} do not add up: {fits}")

    def judged(self, *, certified: bool, found: str) -> int:
        """How many of the given cells are (not) certified and have this as their worst open finding."""
        count: int = getattr(self, found if certified else f"{found}_uncertified")
        return count

    @property
    def missing(self) -> int:
        return self.owed - self.given

    @property
    def uncertified(self) -> int:
        return sum(self.judged(certified=False, found=found) for found in _JUDGED)

    def certified(self) -> "Counts":
        """As if the head of the agency had certified everything given."""
        moved: dict[str, Any] = {
            found: self.judged(certified=True, found=found) + self.judged(certified=False, found=found)
            for found in _JUDGED
        }
        return replace(self, **moved, sound_uncertified=0, asked_uncertified=0, refused_uncertified=0)


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole`` cells; what is half worth counts half. A whole of 0: nothing is owed, the measure says nothing."""

    part: Fraction
    whole: int

    @property
    def value(self) -> Fraction:
        return self.part / self.whole


def share_of(measure: Measure, counts: Counts, terms: Terms) -> Share:
    match measure:
        case Measure.COMPLETE:
            return Share(Fraction(counts.given), counts.owed)
        case Measure.CURRENT:
            return Share(counts.in_time + counts.late * Fraction(terms.worth["late"]), counts.due)
        case Measure.CREDIBLE:
            return Share(_credible(counts, terms), counts.owed)
        case Measure.VERIFIABLE:
            return Share(_verifiable(counts, terms), counts.owed)
        case Measure.LINKED:
            return Share(Fraction(counts.linked), counts.to_link)


def _credible(counts: Counts, terms: Terms) -> Fraction:
    worth = {
        "sound": Fraction(1),
        "asked": Fraction(terms.worth["asked"]),
        "refused": Fraction(terms.worth["refused"]),
    }
    uncertified = Fraction(terms.worth["uncertified"])
    return sum(
        (
            worth[found] * counts.judged(certified=certified, found=found) * (1 if certified else uncertified)
            for found in _JUDGED
            for certified in (True, False)
        ),
        Fraction(0),
    )


def _verifiable(counts: Counts, terms: Terms) -> Fraction:
    shares = {proof: Fraction(terms.proof[proof]) for proof in PROOFS}
    return sum((shares[proof] * getattr(counts, proof) for proof in PROOFS), Fraction(0)) / sum(
        shares.values()
    )
