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
from samrit.letters.models.meetings import AgendaItem, Attendance, CalendarMail, Invitee, Meeting, Resolution
from samrit.letters.models.registers import Arrival, Issuer, Register, RegisterEntry, Routing
from samrit.letters.models.writing import Letter, LetterLink, LetterStep, LetterVersion, SealedPaper

__all__ = [
    "AgendaItem",
    "Arrival",
    "Attendance",
    "CalendarMail",
    "Chase",
    "Delivery",
    "DeliveryMail",
    "DistributionList",
    "Finding",
    "Forward",
    "Intake",
    "Invitee",
    "Issuer",
    "Letter",
    "LetterLink",
    "LetterStep",
    "LetterVersion",
    "LinkDay",
    "ListMember",
    "Mailbox",
    "Meeting",
    "Register",
    "RegisterEntry",
    "Resolution",
    "Routing",
    "SealedPaper",
    "ShortLink",
]
