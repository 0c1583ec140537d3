"""``samrit restore FILE`` – a backup into an empty place (``SAMRIT_DATA``), with everything computed again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language, gettext

from samrit.config.backups.proving import prove
from samrit.config.backups.restoring import refuse_unless_embedded, restore
from samrit.config.backups.sealing import identity_of
from samrit.ui.terminal import Command as Terminal


class Command(Terminal):
    help = "กู้คืนไฟล์สำรองลงโฟลเดอร์ว่าง แล้วตรวจทุกอย่างซ้ำ (restore a backup into an empty folder, and check it)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what samrit backup wrote")
        parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="the secret key")

    def run(self, options: dict[str, Any]) -> None:
        refuse_unless_embedded(connection.vendor)
        data = Path(settings.DATA_DIR)
        manifest = restore(source=options["file"], data=data, identity=identity_of(options["key"]))
        self.stdout.write(
            gettext("กู้คืนลง {folder} แล้ว: {rows} แถว {files} ไฟล์ ตามที่สำรองไว้เมื่อ {at}").format(
                folder=data,
                rows=sum(manifest.tables.values()),
                files=len(manifest.files) - 1,
                at=manifest.made_at,
            )
        )
        holds, said = prove(data, language=str(get_language()))
        self.stdout.write(said)
        if not holds:
            self.refuse(gettext("กู้คืนแล้ว แต่ข้อมูลข้างในไม่ครบถ้วน – อย่าเปิดใช้ แจ้งผู้ตรวจสอบ"))
