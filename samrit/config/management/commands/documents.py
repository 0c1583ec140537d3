"""``samrit documents`` – write the documents that are generated from the code."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext

from samrit.config.documents import drifted, write
from samrit.ui.terminal import Command as Base


class Command(Base):
    help = "เขียนเอกสารที่สร้างจากโปรแกรม สำหรับผู้พัฒนา (write the documents that the code generates)"

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit code 1 when a file differs"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def run(self, options: dict[str, Any]) -> None:
        changed = drifted() if options["check"] else write()
        if options["json"]:
            self.print_json({"changed": changed})
        for name in () if options["json"] else changed:
            self.stdout.write(
                gettext("ไม่ตรงกับโปรแกรม: {path}").format(path=name) if options["check"] else name
            )
        if options["check"] and changed:
            raise SystemExit(1)
