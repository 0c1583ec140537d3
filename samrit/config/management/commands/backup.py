"""``samrit backup FILE`` – one encrypted file of the running site."""

import os
import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import get_language, gettext

from samrit.config.backups import server
from samrit.config.backups.making import DUMP, Manifest, make_backup
from samrit.config.backups.proving import prove
from samrit.config.backups.restoring import unpack
from samrit.config.backups.sealing import identity_of, make_key, recipient_of
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.terminal import Command as Terminal

SOMETHING_IS_MISSING = 1  # exit code: the backup was made, but evidence was gone before


class Command(Terminal):
    help = (
        "สำรองข้อมูลทั้งระบบเป็นไฟล์เข้ารหัสไฟล์เดียว ขณะระบบทำงาน (back up the running site into one encrypted file)"
    )

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to write it")
        parser.add_argument(
            "--new-key",
            type=Path,
            metavar="FILE",
            help="make a key: the secret into FILE, the public one told",
        )
        parser.add_argument("--to", metavar="AGE1…", help="the public key (SAMRIT_BACKUP_KEY)")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="restore it into a temporary place and compute everything again; needs --key",
        )
        parser.add_argument("--key", type=Path, metavar="FILE", help="with --verify: the secret key")

    def run(self, options: dict[str, Any]) -> None:
        if options["new_key"]:
            self._make_key(options["new_key"])
        elif options["file"] is None or (options["verify"] and options["key"] is None):
            raise RefusedError(
                refuse("backup_words", "ระบุไฟล์ที่จะเขียน และเมื่อใช้ --verify ระบุกุญแจลับด้วย --key FILE")
            )
        else:
            self._back_up(options)

    def _make_key(self, path: Path) -> None:
        public = make_key(path, now=timezone.now())
        self.stdout.write(f"SAMRIT_BACKUP_KEY={public}")
        self.stdout.write(gettext("เก็บ {path} ไว้นอกเครื่องนี้ – ไม่มีไฟล์นี้ไม่มีใครเปิดไฟล์สำรองได้").format(path=path))

    def _back_up(self, options: dict[str, Any]) -> None:
        on_server = connection.vendor == "postgresql"
        target: Path = options["file"]
        try:
            manifest = make_backup(
                data=settings.DATA_DIR,
                database=server.dump if on_server else Path(str(connection.settings_dict["NAME"])),
                storage=default_storage if hasattr(default_storage, "names") else None,
                target=target,
                recipient=recipient_of(options["to"] or settings.BACKUP_KEY),
                now=timezone.now(),
            )
        except (OSError, sqlite3.Error, DatabaseError) as failed:
            why = getattr(failed, "strerror", None) or str(failed)
            raise RefusedError(refuse("backup_unwritten", "เขียนไฟล์สำรองไม่ได้ ({why})", why=why)) from None
        self._tell(target, manifest)
        if options["verify"]:
            self._verify(target, options["key"], on_server=on_server)
        if manifest.missing:
            raise SystemExit(SOMETHING_IS_MISSING)

    def _tell(self, target: Path, manifest: Manifest) -> None:
        self.stdout.write(
            gettext("{file}: {rows} แถวใน {tables} ตาราง และ {files} ไฟล์").format(
                file=target,
                rows=sum(manifest.tables.values()),
                tables=len(manifest.tables),
                files=len(manifest.files) - 1,
            )
        )
        for name in manifest.missing:
            self.stderr.write(gettext("ฐานข้อมูลอ้างถึง {name} แต่ไม่มีไฟล์นี้").format(name=name))

    def _verify(self, target: Path, key: Path, *, on_server: bool) -> None:
        with TemporaryDirectory(prefix=".verify-", dir=target.parent) as scratch:
            place = Path(scratch) / "site"
            manifest = unpack(source=target, place=place, identity=identity_of(key))
            language = str(get_language())
            if on_server:
                with server.scratch_database(connection.settings_dict) as beside:
                    server.load(place / DUMP, beside, manifest.tables)
                    url = server.address_of(os.environ["DATABASE_URL"], beside)
                    holds, said = prove(place, language=language, elsewhere={"DATABASE_URL": url})
            else:
                holds, said = prove(place, language=language)
        self.stdout.write(said)
        if not holds:
            self.refuse(gettext("ไฟล์สำรองกู้คืนได้ แต่ข้อมูลข้างในไม่ครบถ้วน – แจ้งผู้ตรวจสอบ"))
