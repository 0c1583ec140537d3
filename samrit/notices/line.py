"""The LINE Messaging API: pushing a text, and knowing that a call really comes from LINE.

Pushing with the same retry key for 24 hours has the effect of pushing once: the second answer is 409
[developers.line.biz/en/docs/messaging-api/retrying-api-request].
"""

import base64
import hashlib
import hmac
import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from samrit.notices.outcomes import NotSentError

REMEMBERED_FOR = timedelta(hours=24)
LONGEST_TEXT = 5000
SECONDS = 30
TAKEN_BEFORE, TOO_MANY, SERVER = 409, 429, 500
OPERATORS = {401, 403}  # a wrong or ended token: the operator mends it


@dataclass(frozen=True)
class Line:
    """A channel: ``url`` is the API's address without a path."""

    url: str
    token: str

    def push(self, *, to: str, text: str, key: UUID) -> None:
        """Send a text to a LINE user id; NotSentError when it was not taken (or may be tried again with ``key``)."""
        body = {"to": to, "messages": [{"type": "text", "text": text[:LONGEST_TEXT]}]}
        request = urllib.request.Request(  # noqa: S310 - the operator's own setting
            f"{self.url.rstrip('/')}/v2/bot/message/push",
            data=json.dumps(body, ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self.token}",
                "X-Line-Retry-Key": str(key),
            },
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310 - as above
                return
        except urllib.error.HTTPError as refused:
            with refused:
                if refused.code != TAKEN_BEFORE:
                    raise _not_sent(refused.code, refused.read(1000)) from refused
        except (OSError, http.client.HTTPException) as failed:
            raise NotSentError(f"{type(failed).__name__}: {failed}", permanent=False) from failed


def _not_sent(code: int, body: bytes) -> NotSentError:
    passing = code >= SERVER or code == TOO_MANY or code in OPERATORS
    return NotSentError(f"HTTP {code} {body.decode(errors='replace')}"[:300], permanent=not passing)


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the body carries LINE's signature: HMAC-SHA256 with the channel's secret, base64."""
    made = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return bool(secret) and hmac.compare_digest(made, signature.encode())
