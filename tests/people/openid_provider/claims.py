"""What the provider says of its people: a citizen's number, and when they signed in."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter

from tests.people.openid_provider.people import CLAIMS


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth has no types
    def get_claims(self, purpose: Any, user: Any, client: Any, scopes: Any, **more: Any) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, **more)
        signed_in = {"auth_time": int(user.last_login.timestamp())} if user.last_login else {}
        return claims | CLAIMS[user.username] | signed_in
