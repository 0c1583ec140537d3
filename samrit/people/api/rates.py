"""How often a token, or an address without one, may call: so many calls in each minute of the clock."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from samrit.people.models import AccessToken
from samrit.rules.wording import Message, say

MINUTE = 60


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
    """Count this call. Kept in the cache that all processes share; two at the same instant may count as one."""
    limit = settings.API_CALLS if token else settings.API_CALLS_WITHOUT_TOKEN
    minute, second = divmod(int(now.timestamp()), MINUTE)
    key = f"api:{f't{token.pk}' if token else _address(request)}:{minute}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        calls = cache.incr(key)
    except ValueError:  # swept from a full cache between the two
        calls = 1
    return Counted(limit, calls, MINUTE - second)


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # an address that cannot be told
        return "unknown"
