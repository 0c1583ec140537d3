"""``samrit unlock``: for a person who lost telephone, keys and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.people.actions import forget_second_factor
from samrit.people.adapter import send_in_peace
from samrit.people.documents import change_mail
from samrit.ui.terminal import Command as Terminal


class Command(Terminal):
    help = "ล้างการยืนยันตัวตนสองขั้นของผู้ที่ทำอุปกรณ์หาย (after making sure who asks)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address that the person signs in with")

    def run(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        user = forget_second_factor(email=options["email"], by=None, now=now)
        send_in_peace(change_mail(user, "unlocked", at=now, whence=""))
        self.stdout.write(_("ล้างแล้ว %(name)s ตั้งใหม่ได้เมื่อเข้าสู่ระบบครั้งถัดไป") % {"name": user.name})
