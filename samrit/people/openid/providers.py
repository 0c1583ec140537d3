"""The providers that the operator has set up, and the secret under which people of theirs are known."""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language

HERE = {"127.0.0.1", "::1", "localhost"}
SHORTEST_KEY = 32
CLAIMS = {"sub", "pid", "email"}
CLAIM_SOURCES = {"id_token", "userinfo", "answer"}


@dataclass(frozen=True)
class Provider:
    """One of SAMRIT_OIDC. ``claim``: what names the person; ``claim_from``: where it stands; ``hosts``: where it may live."""

    name: str
    issuer: str
    client_id: str
    secret_file: str
    label_thai: str
    label_english: str
    claim: str
    claim_from: str
    scopes: str
    hosts: frozenset[str]
    second_step: frozenset[str]
    metadata_file: str

    @property
    def label(self) -> str:
        return self.label_english if get_language() == "en" else self.label_thai

    @property
    def secret(self) -> str:
        """OSError when the file cannot be read."""
        return Path(self.secret_file).read_text(encoding="utf-8").strip() if self.secret_file else ""

    def may_live_at(self, address: str) -> bool:
        """Encrypted, at a host the operator named; in the clear on this very machine only."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        if not parts.hostname or parts.username is not None or parts.hostname not in self.hosts:
            return False
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)

    @property
    def wrong(self) -> str:
        """What is set wrongly, as the variable's last word; empty when all is well."""
        try:
            readable = bool(self.secret)
        except (OSError, UnicodeDecodeError):
            readable = False
        checks = {
            "ISSUER": self.may_live_at(self.issuer),
            "CLIENT_ID": bool(self.client_id),
            "SECRET_FILE": readable,
            "CLAIM": self.claim in CLAIMS,
            "CLAIM_FROM": self.claim_from in CLAIM_SOURCES,
            "METADATA": not self.metadata_file or Path(self.metadata_file).is_file(),
        }
        return next((name for name, well in checks.items() if not well), "")


def all_providers() -> list[Provider]:
    """As they are set up, whether or not they can be used."""
    return [_provider(**told) for told in settings.OPENID_PROVIDERS]


def _provider(*, name: str, hosts: str, second_step: str, issuer: str, **rest: str) -> Provider:
    try:
        own = urlsplit(issuer).hostname or ""
    except ValueError:
        own = ""
    return Provider(
        name=name,
        issuer=issuer,
        hosts=frozenset({own, *_words(hosts)} - {""}),
        second_step=frozenset(_words(second_step)),
        **rest,
    )


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def usable_providers() -> list[Provider]:
    """Those that can be used. None where the site's own key is missing: nobody could be told from another."""
    return [one for one in all_providers() if not one.wrong] if keys() else []


def provider_named(name: str) -> Provider | None:
    return next((one for one in usable_providers() if one.name == name), None)


# ── how a person of a provider is known ─────────────────────────────────────
def keys() -> list[str]:
    """The site's own key, and the one before it while it is being changed; empty when there is none that will do."""
    if len(settings.IDENTITY_KEY) < SHORTEST_KEY:
        return []
    return [one for one in (settings.IDENTITY_KEY, settings.IDENTITY_KEY_BEFORE) if len(one) >= SHORTEST_KEY]


def key_mark(key: str) -> str:
    """Tells keys apart and nothing about them."""
    return hashlib.sha256(b"samrit.identity-key:" + key.encode()).hexdigest()[:16]


def digests(provider: Provider, person: str) -> list[tuple[str, str]]:
    """(Mark of the key, HMAC-SHA-256 of the person under it), of the present key first. Nothing else of the person is kept."""
    told = f"{provider.issuer}\n{provider.claim}\n{person}".encode()
    return [(key_mark(key), hmac.new(key.encode(), told, hashlib.sha256).hexdigest()) for key in keys()]
