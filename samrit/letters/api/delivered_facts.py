"""What is told of letters on their way: as the sender sees them, as those who receive them do."""

from datetime import date, datetime

from ninja import Schema

from samrit.letters.models import Delivery, Letter, ListMember
from samrit.letters.permissions.delivery import is_void
from samrit.letters.queries.chasing import ChaseRow
from samrit.letters.queries.delivery import number_of
from samrit.ui.api.problems import Refused
from samrit.ui.wording import in_words


def _name(person: object) -> str | None:
    return getattr(person, "name", None)


class DeliveredTo(Schema):
    id: int
    name: str


class ReceivedFacts(Schema):
    """หนังสือเข้า; ``standing``: unopened, opened, acknowledged. A ``void`` letter asks for nothing any more."""

    id: int
    agency: DeliveredTo
    wording: str
    sender: str
    number: str
    subject: str
    urgency: str
    secrecy: str
    due_on: date | None
    sent_at: datetime
    standing: str
    void: bool
    first_opened_at: datetime | None
    first_opened_by: str | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    note: str

    @staticmethod
    def resolve_sender(obj: Delivery) -> str:
        return obj.letter.issuer.name

    @staticmethod
    def resolve_number(obj: Delivery) -> str:
        return number_of(obj.letter)

    @staticmethod
    def resolve_subject(obj: Delivery) -> str:
        return obj.letter.subject

    @staticmethod
    def resolve_urgency(obj: Delivery) -> str:
        return obj.letter.urgency

    @staticmethod
    def resolve_secrecy(obj: Delivery) -> str:
        return obj.letter.secrecy

    @staticmethod
    def resolve_due_on(obj: Delivery) -> date | None:
        return obj.letter.due_on

    @staticmethod
    def resolve_standing(obj: Delivery) -> str:
        return obj.standing.value

    @staticmethod
    def resolve_void(obj: Delivery) -> bool:
        return is_void(obj.letter)

    @staticmethod
    def resolve_first_opened_by(obj: Delivery) -> str | None:
        return _name(obj.first_opened_by)

    @staticmethod
    def resolve_acknowledged_by(obj: Delivery) -> str | None:
        return _name(obj.acknowledged_by)


class ReceivedStanding(Schema):
    """What may be done now: null, or why not."""

    read: Refused | None
    acknowledge: Refused | None


class SentFacts(Schema):
    """หนังสือที่ส่ง: a signed letter, to how many it went, how many have opened and acknowledged it."""

    id: int
    number: str
    subject: str
    secrecy: str
    due_on: date | None
    signed_at: datetime | None
    void: bool
    sent_to: int
    opened: int
    acknowledged: int

    @staticmethod
    def resolve_number(obj: Letter) -> str:
        return number_of(obj)

    @staticmethod
    def resolve_void(obj: Letter) -> bool:
        return is_void(obj)


class RecipientFacts(Schema):
    """ผู้รับ; ``days`` until it was acknowledged, or until today. ``mail``: how far the last mail came, null without one.

    ``not_mailed``: why no mail left though one was asked for.
    """

    id: int
    agency: DeliveredTo
    wording: str
    list_name: str
    on_paper: bool
    sent_at: datetime
    standing: str
    days: int
    overdue: bool
    reminded_on: date | None
    first_opened_at: datetime | None
    first_opened_by: str | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    signed_on_paper: bool
    note: str
    mail: str | None
    not_mailed: str | None


def recipient(row: ChaseRow) -> dict[str, object]:
    one = row.delivery
    same = (
        "id", "agency", "wording", "list_name", "on_paper", "sent_at", "first_opened_at", "acknowledged_at",
        "signed_on_paper", "note",
    )  # fmt: skip
    return {name: getattr(one, name) for name in same} | {
        "standing": row.standing.value,
        "days": row.days,
        "overdue": row.overdue,
        "reminded_on": row.reminded_on,
        "first_opened_by": _name(one.first_opened_by),
        "acknowledged_by": _name(one.acknowledged_by),
        "mail": row.mail.state if row.mail else None,
        "not_mailed": in_words(row.not_mailed) if row.not_mailed else None,
    }


class ListedAgency(Schema):
    agency_id: int
    agency: str
    wording: str

    @staticmethod
    def resolve_agency(obj: ListMember) -> str:
        return obj.agency.name


class DistributionListFacts(Schema):
    """บัญชีผู้รับ; ``area`` null: the central office's."""

    id: int
    area: str | None
    name: str
    members: list[ListedAgency]

    @staticmethod
    def resolve_area(obj: object) -> str | None:
        return getattr(obj, "area_id", None)

    @staticmethod
    def resolve_members(obj: object) -> list[ListMember]:
        return list(obj.members.all())  # type: ignore[attr-defined]
