"""``samrit migrate_to URL`` – this embedded site into PostgreSQL and an S3-compatible store, counted and compared."""

import os
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import dj_database_url
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import DatabaseError, connection, connections
from django.utils import timezone
from django.utils.translation import get_language, gettext

from samrit.config.backups.proving import prove
from samrit.config.moving.files import copy_files, files_of
from samrit.config.moving.rows import (
    Told,
    copy_rows,
    make_tables,
    refuse_unless_empty,
    tables,
    unknown_tables,
)
from samrit.config.storage_address import storage_of
from samrit.config.working import alive
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.terminal import Command as Terminal

TARGET = "target"


class Command(Terminal):
    help = "ย้ายระบบจาก SQLite ไป PostgreSQL และถังเก็บไฟล์ S3 แล้วเทียบทุกแถวทุกไฟล์ (move this site to PostgreSQL and S3)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="an empty database: postgres://user:secret@host/name")
        parser.add_argument(
            "--storage", default="", metavar="URL", help="as SAMRIT_STORAGE: s3://bucket/folder?endpoint=…"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be moved, and write nothing"
        )

    def run(self, options: dict[str, Any]) -> None:
        self._refuse_unless_movable()
        self._open(options["url"])
        with TemporaryDirectory(prefix="samrit-move-") as scratch:
            try:
                storage = self._storage(options["storage"], Path(scratch))
                refuse_unless_empty(TARGET)
                self._say_what_there_is()
                if not options["dry_run"]:
                    self._move(options["url"], options["storage"], storage)
            except (DatabaseError, OSError) as failed:
                raise RefusedError(
                    refuse(
                        "move_failed",
                        "ย้ายไม่สำเร็จ ({why}) – ต้นทางไม่ถูกแตะ สั่งใหม่ได้เมื่อแก้แล้ว",
                        why=str(failed).strip(),
                    )
                ) from None
            finally:
                connections[TARGET].close()

    def _refuse_unless_movable(self) -> None:
        if connection.vendor != "sqlite" or not isinstance(default_storage, FileSystemStorage):
            raise RefusedError(refuse("move_not_embedded", "ย้ายได้เฉพาะระบบที่ใช้ SQLite และเก็บไฟล์ในโฟลเดอร์"))
        if alive(now=timezone.now()):
            raise RefusedError(refuse("move_while_running", "หยุด samrit run และ samrit worker ก่อนย้าย"))
        if unknown := unknown_tables("default"):
            raise RefusedError(
                refuse(
                    "move_unknown", "ฐานข้อมูลมีตารางที่ไม่ใช่ของระบบ: {names} – เอาออกก่อน", names=", ".join(unknown)
                )
            )

    def _open(self, url: str) -> None:
        try:
            settled = dj_database_url.parse(url)
        except ValueError:
            settled = {"ENGINE": ""}
        if settled["ENGINE"] != "django.db.backends.postgresql":
            raise RefusedError(
                refuse("move_address", "ปลายทางต้องเป็น PostgreSQL: postgres://ผู้ใช้:รหัส@เครื่อง/ฐานข้อมูล")
            )
        connections.settings[TARGET] = connections.configure_settings({"default": settled})["default"]

    def _storage(self, address: str, scratch: Path) -> Any:
        if not address:
            return None
        try:
            return storages.create_storage(storage_of(address, data=scratch, environment=os.environ))
        except ValueError as wrong:
            raise RefusedError(refuse("move_storage", "--storage: {why}", why=wrong)) from None

    def _say_what_there_is(self) -> None:
        folder = Path(settings.DATA_DIR) / "files"
        sizes = [(folder / name).stat().st_size for name in files_of(folder)]
        self.stdout.write(
            gettext(
                "ต้นทาง: {rows} แถวใน {tables} ตาราง และ {files} ไฟล์ ({megabytes} MB) · ปลายทางว่าง"
            ).format(
                rows=sum(model._base_manager.count() for model in tables()),  # noqa: SLF001 - Django's public way
                tables=len(tables()),
                files=len(sizes),
                megabytes=sum(sizes) // 1024**2,
            )
        )

    def _move(self, url: str, address: str, storage: Any) -> None:
        """Files first: a database never stands that names files which are not there."""
        if storage is not None:
            count = copy_files(
                folder=Path(settings.DATA_DIR) / "files", storage=storage, tell=lambda *_: None
            )
            self.stdout.write(gettext("ไฟล์ {count} ไฟล์อยู่ในถังเก็บแล้ว ตรงกับต้นทางทุกไฟล์").format(count=count))
        make_tables(url)
        moved = copy_rows(source="default", target=TARGET, tell=lambda *_: None)
        self._tell(moved)
        elsewhere = {"DATABASE_URL": url} | ({"SAMRIT_STORAGE": address} if address else {})
        kept = {
            name: os.environ[name] for name in ("SAMRIT_S3_KEY", "SAMRIT_S3_SECRET") if name in os.environ
        }
        holds, said = prove(settings.DATA_DIR, language=str(get_language()), elsewhere={**elsewhere, **kept})
        self.stdout.write(said)
        if not holds:
            self.refuse(gettext("ย้ายแล้ว แต่ตรวจซ้ำไม่ผ่าน – อย่าเปิดใช้ที่ใหม่ ใช้ต้นทางต่อไป แจ้งผู้ตรวจสอบ"))
        self.stdout.write(
            gettext(
                "เปิดที่ใหม่ด้วย DATABASE_URL{storage} และ SAMRIT_DATA เดิม (กุญแจลับ หลักหมุด ตราหน่วยงาน) อย่าเปิดต้นทางอีก"
            ).format(storage=" SAMRIT_STORAGE" if address else "")
        )

    def _tell(self, moved: dict[str, Told]) -> None:
        for table, told in moved.items():
            if told.rows:
                self.stdout.write(f"  {told.rows:>9} {told.sha256[:16]} {table}")
        self.stdout.write(
            gettext("ย้ายแล้ว {rows} แถว ตรงกับต้นทางทุกตาราง").format(
                rows=sum(one.rows for one in moved.values())
            )
        )
