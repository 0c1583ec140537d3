"""What a public form carries instead of a session: a signed random number and the second at which it was opened.

The number makes an answer count once; the second tells a person from a script. Both name nobody.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer

SALT = "assessments.survey"
KIOSK = "assessments.kiosk"
LONGEST_OPEN = 24 * 3600  # seconds


@dataclass(frozen=True)
class Moment:
    """``client``: of the one answer that this form may give. ``opened``: an aware datetime of whole seconds."""

    client: UUID
    opened: datetime

    def age(self, now: datetime) -> int:
        return int((now - self.opened).total_seconds())


def new_moment(code: str, now: datetime) -> str:
    """For the hidden field of a form of the point with this code."""
    return Signer(salt=f"{SALT}:{code}").sign(f"{uuid4().hex}.{int(now.timestamp())}")


def read_moment(code: str, text: str, now: datetime) -> Moment | None:
    """None for what we did not sign for this point, and for what was open for more than a day."""
    try:
        client, _, second = Signer(salt=f"{SALT}:{code}").unsign(text).partition(".")
        found = Moment(UUID(hex=client), datetime.fromtimestamp(int(second), UTC))
    except (BadSignature, ValueError, OverflowError):
        return None
    return found if 0 <= found.age(now) <= LONGEST_OPEN else None


def kiosk_key(code: str, series: int) -> str:
    """The part of a counter's address that lets it hand in many answers; a new series makes the old ones worthless."""
    return Signer(salt=KIOSK).signature(f"{code}.{series}")


def is_kiosk_key(code: str, series: int, key: str) -> bool:
    try:
        Signer(salt=KIOSK).unsign(f"{code}.{series}:{key}")
    except BadSignature:
        return False
    return True
