"""``samrit demo``: fill an empty database with the demo."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.config.demo.country.seeding import Size, is_there, seed_country, summary
from samrit.config.demo.seeding import seed
from samrit.config.serving import one_at_a_time
from samrit.people.queries import count_people
from samrit.ui.terminal import Command as Terminal


class Command(Terminal):
    help = "เติมข้อมูลสาธิตในฐานข้อมูลที่ยังว่าง (fill an empty database with the demo)"

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--country",
            action="store_true",
            help="every province of several years too, made in bulk",
        )
        parser.add_argument(
            "--years", type=int, default=Size.years, help="of the country: the last N years (10)"
        )
        parser.add_argument(
            "--kpis", type=int, default=Size.kpis, help="of the country: KPIs a framework (11 to 40)"
        )
        parser.add_argument(
            "--seed", type=int, default=Size.seed, help="of the country: what the figures are drawn from"
        )

    def run(self, options: dict[str, Any]) -> None:
        with one_at_a_time(settings.DATA_DIR):
            call_command("migrate", verbosity=0, interactive=False)
            real, fictitious = count_people()
            if real:
                self.refuse(_("ฐานข้อมูลนี้มีผู้ใช้จริงอยู่แล้ว จึงไม่เติมข้อมูลสาธิต"))
            if not fictitious:
                seed(say=self._say, now=timezone.now())
            elif not options["country"]:
                self.stdout.write(_("มีข้อมูลสาธิตอยู่แล้ว (%(count)s คน) ไม่ได้เปลี่ยนอะไร") % {"count": fictitious})
            if options["country"]:
                self._fill_country(Size(options["years"], options["kpis"], options["seed"]))

    def _fill_country(self, size: Size) -> None:
        if is_there():
            self.stdout.write(_("มีข้อมูลทั้งประเทศอยู่แล้ว ไม่ได้เปลี่ยนอะไร – %(what)s") % {"what": summary()})
            return
        seed_country(size=size, say=self._say, now=timezone.now())

    def _say(self, line: str) -> None:
        self.stdout.write(f"• {line}")
