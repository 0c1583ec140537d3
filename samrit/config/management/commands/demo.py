"""``samrit demo``: fill an empty database with the demo."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.config.demo.seeding import seed
from samrit.config.serving import one_at_a_time
from samrit.people.queries import count_people
from samrit.ui.terminal import Command as Terminal


class Command(Terminal):
    help = "เติมข้อมูลสาธิตในฐานข้อมูลที่ยังว่าง (fill an empty database with the demo)"

    def run(self, options: dict[str, Any]) -> None:  # noqa: ARG002 - the base's signature
        with one_at_a_time(settings.DATA_DIR):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            real, fictitious = count_people()
            if real:
                self.refuse(_("ฐานข้อมูลนี้มีผู้ใช้จริงอยู่แล้ว จึงไม่เติมข้อมูลสาธิต"))
            if fictitious:
                self.stdout.write(_("มีข้อมูลสาธิตอยู่แล้ว (%(count)s คน) ไม่ได้เปลี่ยนอะไร") % {"count": fictitious})
                return
            seed(say=lambda line: self.stdout.write(f"• {line}"), now=timezone.now())
