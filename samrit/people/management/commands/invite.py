"""``samrit invite``: the way into a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.people.actions import invite_first_evaluator
from samrit.people.documents import invitation_link
from samrit.ui.formats import date_and_time
from samrit.ui.terminal import Command as Terminal


class Command(Terminal):
    help = "เชิญผู้ประเมินคนแรกของระบบใหม่ (invite the first evaluator of a new installation)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's own address; it becomes the name to sign in with")
        parser.add_argument(
            "--name", default="", help="how the person is called (may be corrected on accepting)"
        )

    def run(self, options: dict[str, Any]) -> None:
        email = options["email"]
        try:
            validate_email(email)
        except ValidationError:
            self.refuse(_("“%(email)s” ไม่ใช่อีเมล") % {"email": email})
        invitation, token = invite_first_evaluator(
            email=email, name=options["name"] or email, now=timezone.now()
        )
        self.stdout.write(invitation_link(token))
        until = date_and_time(invitation.expires_at)
        self.stderr.write(_("ลิงก์นี้แสดงครั้งเดียว ใช้ได้ครั้งเดียว จนถึง %(until)s") % {"until": until})
