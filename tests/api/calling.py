"""Programs that call the API, each with a token of one person."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from samrit.people.actions import make_token
from samrit.people.models import User
from samrit.rules.scopes import SCOPES
from tests.world import NOW

ROOT = "/api/v1"


def token_for(
    user: User, scopes: Collection[str] = tuple(SCOPES), *, now: datetime = NOW, days: int = 30
) -> str:
    """The text of a new token."""
    _token, text = make_token(
        name="ระบบทดสอบ", scopes=scopes, expires_at=now + timedelta(days=days), by=user, now=now
    )
    return text


class Program(Client):
    """Calls with a token (None: without); ``headers`` by their names."""

    def __init__(self, token: str | None, **options: Any) -> None:
        super().__init__(**options)
        self.token = token

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """``If_None_Match="…"`` names a header; a body goes as JSON."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token and "Authorization" not in sent:
            sent["Authorization"] = f"Bearer {self.token}"
        data = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self, method.lower())(f"{ROOT}{path}", headers=sent, **data)
