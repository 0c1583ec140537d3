"""Letters that were read, letters that are written, and the registers that number both."""

from samrit.letters.models.delivery import (
    Chase,
    Delivery,
    DeliveryMail,
    DistributionList,
    Forward,
    ListMember,
    Mailbox,
)
from samrit.letters.models.intakes import Finding, Intake
from samrit.letters.models.links import LinkDay, ShortLink
from samrit.letters.models.registers import Arrival, Issuer, Register, RegisterEntry, Routing
from samrit.letters.models.writing import Letter, LetterLink, LetterStep, LetterVersion, SealedPaper

__all__ = [
    "Arrival",
    "Chase",
    "Delivery",
    "DeliveryMail",
    "DistributionList",
    "Finding",
    "Forward",
    "Intake",
    "Issuer",
    "Letter",
    "LetterLink",
    "LetterStep",
    "LetterVersion",
    "LinkDay",
    "ListMember",
    "Mailbox",
    "Register",
    "RegisterEntry",
    "Routing",
    "SealedPaper",
    "ShortLink",
]
