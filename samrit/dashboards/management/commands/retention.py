"""``samrit retention`` – take away personal data whose time is over; ``--dry-run`` tells how much of what."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.dashboards.retention import apply_retention, counts_due
from samrit.ui.terminal import Command as Terminal


class Command(Terminal):
    help = "ลบข้อมูลส่วนบุคคลที่พ้นระยะเวลาเก็บรักษา (delete personal data whose time is over)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only tell how many")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def run(self, options: dict[str, Any]) -> None:
        now, dry = timezone.now(), options["dry_run"]
        found = counts_due(now=now) if dry else apply_retention(by=None, now=now)
        if options["json"]:
            self.print_json({"dry_run": dry, "rules": {rule.code: count for rule, count in found}})
            return
        said = _("{code} ({name}): จะลบ {count}") if dry else _("{code} ({name}): ลบแล้ว {count}")
        for rule, count in found:
            self.stdout.write(said.format(code=rule.code, name=rule.name, count=count))
