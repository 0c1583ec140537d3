"""How often a token, or an address without one, may call: so many calls in each minute of the clock."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from samrit.people.models import AccessToken, CallCount
from samrit.rules.wording import Message, say

MINUTE = 60
KEPT = 60  # minutes
LONGEST_CALLER = 60


@dataclass(frozen=True)
class Counted:
    """``seconds`` until the count begins anew."""

    limit: int
    calls: int
    seconds: int

    @property
    def over(self) -> bool:
        return self.calls > self.limit

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.calls)),
            "RateLimit-Reset": str(self.seconds),
        }

    def message(self) -> Message:
        return say(
            "too_often",
            "เรียกได้นาทีละ {limit} ครั้ง – รอ {seconds} วินาทีแล้วเรียกใหม่ ไม่มีอะไรถูกบันทึก",
            limit=self.limit,
            seconds=self.seconds,
        )


def count_call(request: HttpRequest, token: AccessToken | None, now: datetime) -> Counted:
    """Count this call in the database, which all processes share; none of many at once is lost."""
    limit = settings.API_CALLS if token else settings.API_CALLS_WITHOUT_TOKEN
    minute, second = divmod(int(now.timestamp()), MINUTE)
    caller = f"token {token.pk}" if token else _address(request)[:LONGEST_CALLER]
    return Counted(limit, _one_more(caller, minute), MINUTE - second)


def _one_more(caller: str, minute: int) -> int:
    row = CallCount.objects.filter(caller=caller, minute=minute)
    if not row.update(calls=F("calls") + 1):
        try:
            with transaction.atomic():
                CallCount.objects.create(caller=caller, minute=minute)
        except IntegrityError:  # another one was the first
            row.update(calls=F("calls") + 1)
    return row.values_list("calls", flat=True).first() or 1


def forget_calls(*, now: datetime) -> int:
    """Delete what was counted more than an hour ago."""
    return CallCount.objects.filter(minute__lt=int(now.timestamp()) // MINUTE - KEPT).delete()[0]


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # an address that cannot be told
        return "unknown"
