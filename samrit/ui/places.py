"""Where a request comes from, for counting how many come from one place: looked at, not kept."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

UNKNOWN = "unknown"


def place_of(request: HttpRequest) -> str:
    """The network address; behind a proxy that the operator named, the one that it tells."""
    if not getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0):
        return request.META.get("REMOTE_ADDR") or UNKNOWN
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return UNKNOWN
