"""``samrit restore FILE`` – a backup into an empty place (``SAMRIT_DATA``), with everything computed again."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import get_language, gettext

from samrit.config.backups import server
from samrit.config.backups.making import FILES, Manifest
from samrit.config.backups.proving import prove
from samrit.config.backups.restoring import restore
from samrit.config.backups.sealing import identity_of
from samrit.config.moving.files import copy_files
from samrit.ui.terminal import Command as Terminal

ELSEWHERE = ("DATABASE_URL", "SAMRIT_STORAGE", "SAMRIT_S3_KEY", "SAMRIT_S3_SECRET")


class Command(Terminal):
    help = "กู้คืนไฟล์สำรองลงโฟลเดอร์ว่าง แล้วตรวจทุกอย่างซ้ำ (restore a backup into an empty folder, and check it)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what samrit backup wrote")
        parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="the secret key")

    def run(self, options: dict[str, Any]) -> None:
        data, on_server = Path(settings.DATA_DIR), connection.vendor == "postgresql"
        if on_server:
            server.refuse_unless_empty(connection.settings_dict)
        manifest = restore(
            source=options["file"],
            data=data,
            identity=identity_of(options["key"]),
            load=self._load if on_server else None,
        )
        self._settle_files(data / FILES)
        self.stdout.write(
            gettext("กู้คืนลง {folder} แล้ว: {rows} แถว {files} ไฟล์ ตามที่สำรองไว้เมื่อ {at}").format(
                folder=data,
                rows=sum(manifest.tables.values()),
                files=len(manifest.files) - 1,
                at=manifest.made_at,
            )
        )
        elsewhere = {name: os.environ[name] for name in ELSEWHERE if name in os.environ} if on_server else {}
        holds, said = prove(data, language=str(get_language()), elsewhere=elsewhere)
        self.stdout.write(said)
        if not holds:
            self.refuse(gettext("กู้คืนแล้ว แต่ข้อมูลข้างในไม่ครบถ้วน – อย่าเปิดใช้ แจ้งผู้ตรวจสอบ"))

    def _load(self, dump: Path, manifest: Manifest) -> None:
        server.load(dump, connection.settings_dict, manifest.tables)

    def _settle_files(self, folder: Path) -> None:
        """Into the store, where the settings name one."""
        if hasattr(default_storage, "names"):
            copy_files(folder=folder, storage=default_storage, tell=lambda *_: None)
