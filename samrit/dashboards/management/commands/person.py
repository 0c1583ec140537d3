"""``samrit person export|erase EMAIL`` – what the law lets a person ask for, done by whoever runs the site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.dashboards.erasing import erase_person, refuse_erasing
from samrit.dashboards.persons import export_person
from samrit.people.models import User
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.terminal import Command as Terminal


class Command(Terminal):
    help = "ส่งออกหรือลบตัวตนของบุคคลตาม PDPA (export a person's data, or erase who it was)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["export", "erase"])
        parser.add_argument("email", help="the address that the person signs in with")
        parser.add_argument("--to", type=Path, metavar="FILE", help="with export: the ZIP to write")
        parser.add_argument(
            "--dry-run", action="store_true", help="with erase: only say whether it can be done"
        )

    def run(self, options: dict[str, Any]) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise RefusedError(refuse("no_such_account", "ไม่มีบัญชีที่ใช้อีเมลนี้ – ตรวจอีเมลอีกครั้ง"))
        if options["what"] == "export":
            self._export(user, options["to"])
        else:
            self._erase(user, dry=options["dry_run"])

    def _export(self, user: User, to: Path | None) -> None:
        path = to or Path(f"person-{user.pk}.zip")
        if path.exists():
            raise RefusedError(refuse("export_exists", "มี {file} อยู่แล้ว – ตั้งชื่ออื่นด้วย --to", file=path))
        content = export_person(user=user, by=None, now=timezone.now())
        path.touch(mode=0o600)
        path.write_bytes(content)
        self.stdout.write(str(path))

    def _erase(self, user: User, *, dry: bool) -> None:
        if dry:
            if refusal := refuse_erasing(user, today=timezone.localdate()):
                raise RefusedError(refusal)
            self.stdout.write(_("ลบตัวตนของบัญชี #{number} ได้").format(number=user.pk))
            return
        erased = erase_person(user=user, by=None, now=timezone.now())
        self.stdout.write(
            _(
                "ลบตัวตนแล้ว เหลือ “{name}” – รายงานที่ผนึกแล้ว หนังสือ และผลที่ประกาศยังมีชื่อตามที่กฎหมายให้เก็บ "
                "ประวัติการใช้งานมีเพียงเลขบัญชี"
            ).format(name=erased.name)
        )
