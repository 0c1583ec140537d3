"""Who has not opened or acknowledged a letter, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from samrit.letters.models import Delivery, DeliveryMail, Letter
from samrit.letters.queries.delivery import deliveries_of, reminded_on
from samrit.rules.letters.delivering import Standing, days_waiting, is_overdue
from samrit.rules.letters.signing import Status
from samrit.rules.wording import Message

SHOWN = ("all", "unopened", "unacknowledged", "overdue")


@dataclass(frozen=True)
class ChaseRow:
    """A recipient; ``days`` until the acknowledgement, or until today where it is still missing."""

    delivery: Delivery
    standing: Standing
    days: int
    overdue: bool
    reminded_on: date | None
    mail: DeliveryMail | None  # the last one
    not_mailed: Message | None

    @property
    def stuck(self) -> bool:
        """The mail did not get through, or nobody knows."""
        states = DeliveryMail.State
        return self.mail is not None and self.mail.state in {states.GIVEN_UP, states.UNCERTAIN}


def chase_rows(letter: Letter, *, today: date, show: str = "all", words: str = "") -> list[ChaseRow]:
    """In the letter's order; ``show`` one of ``SHOWN``, ``words`` of the recipient's name. Three queries."""
    rows = [_row(letter, one, today) for one in deliveries_of(letter)]
    asked = words.casefold().split()
    return [row for row in rows if _shown(row, show) and _named(row, asked)]


def _row(letter: Letter, one: Delivery, today: date) -> ChaseRow:
    until = localdate(one.acknowledged_at) if one.acknowledged_at else today
    mails = list(one.mails.all())
    return ChaseRow(
        one,
        one.standing,
        days_waiting(sent_on=localdate(one.sent_at), until=until),
        letter.status != Status.VOID
        and is_overdue(deadline=letter.due_on, standing=one.standing, today=today),
        reminded_on(one),
        mails[-1] if mails else None,
        Message.from_data(one.not_mailed) if one.not_mailed else None,
    )


def _shown(row: ChaseRow, show: str) -> bool:
    return {
        "unopened": row.standing == Standing.UNOPENED,
        "unacknowledged": row.standing != Standing.ACKNOWLEDGED,
        "overdue": row.overdue,
    }.get(show, True)


def _named(row: ChaseRow, words: Sequence[str]) -> bool:
    name = f"{row.delivery.wording} {row.delivery.agency.name}".casefold()
    return all(word in name for word in words)
