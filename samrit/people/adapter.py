"""How allauth behaves here."""

import logging
import smtplib
from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from samrit.people.documents import CHANGES, change_mail
from samrit.people.models import User
from samrit.people.openid.providers import usable_providers
from samrit.people.queries import identities_of

log = logging.getLogger(__name__)
LONGEST_BROWSER = 120  # letters


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up alone: an account is made by an invitation (people.actions.accept_invitation)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: Any = None,  # noqa: ARG002 - allauth's signature
        email: Any = None,  # noqa: ARG002
    ) -> None:
        """Tell the owner what was changed; the change stands whether or not the mail can be sent."""
        if template_prefix in CHANGES:
            whence = f"{self.get_client_ip(self.request)} · {self.get_http_user_agent(self.request)[:LONGEST_BROWSER]}"
            mail = change_mail(user, template_prefix, at=timezone.now(), whence=whence)
            transaction.on_commit(lambda: send_in_peace(mail))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """A passkey first, the password last: who has a second step proves the stronger one."""
        words = {
            "mfa_reauthenticate:webauthn": gettext("ใช้พาสคีย์"),
            "mfa_reauthenticate": gettext("ใช้รหัสจากแอปหรือรหัสสำรอง"),
            "reauthenticate": gettext("ใช้รหัสผ่าน"),
        }
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        own = [{**found[key], "description": label} for key, label in words.items() if key in found]
        return own + ways_of_providers(user)


def send_in_peace(mail: EmailMessage) -> None:
    """What was done stays done when the mail server is away."""
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        log.exception("the owner of an account could not be told of a change")


def ways_of_providers(user: User) -> list[dict[str, str]]:
    """Proving who it is at the providers that the person has linked. Last: where these are the only ones, they are asked."""
    usable = usable_providers()
    linked = identities_of(user) if usable else {}
    return [
        {
            "id": f"openid:{one.name}",
            "url": reverse("openid_prove", args=[one.name]),
            "description": gettext("ยืนยันด้วย %(provider)s") % {"provider": one.label},
        }
        for one in usable
        if one.name in linked
    ]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets are kept encrypted under the installation's key; the QR code is drawn by what draws all of ours."""

    def build_totp_svg(self, url: str) -> str:
        """With its namespace: the page shows it as a picture of its own."""
        drawn = BytesIO()
        segno.make(url, error="m").save(
            drawn, kind="svg", xmldecl=False, scale=5, border=4, dark="#000", light="#fff"
        )
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Samrit"}

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth's signature
        return gettext("พาสคีย์ %(number)s") % {
            "number": Authenticator.objects.filter(user=user, type=type).count() + 1
        }


@lru_cache(maxsize=4)
def _cipher(secret_key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"samrit.second-factor:" + secret_key.encode()).digest()))
