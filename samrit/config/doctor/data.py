"""Database, files, disk, clock, trail."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from samrit.audit.anchors import newest
from samrit.audit.models import Chain, Event
from samrit.config.doctor.findings import Finding, fine, warning, wrong
from samrit.evidence.parts import RESERVE
from samrit.rules.wording import Message, say

OLDEST_POSTGRESQL = 15
MEGABYTE = 1024 * 1024
LITTLE = 4 * RESERVE  # bytes of the disk under which it is time to do something
OUT_OF_STEP = timedelta(minutes=2)
FIRST_RELEASE = datetime(2026, 1, 1, tzinfo=UTC)
ANCHOR_TOO_OLD = timedelta(days=2)


def check_database(_now: datetime) -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as failed:
        return wrong(
            say("database_closed", "เปิดฐานข้อมูลไม่ได้ ({why})", why=type(failed).__name__),
            say(
                "mend_database",
                "ตรวจ DATABASE_URL ว่าเซิร์ฟเวอร์ฐานข้อมูลทำงานอยู่ และว่าเขียนโฟลเดอร์ {folder} ได้",
                folder=settings.DATA_DIR,
            ),
        )
    if connection.vendor == "postgresql":
        return _postgresql(connection.get_database_version()[0])
    return fine(say("database_open", "เปิดฐานข้อมูล {kind} ได้", kind="SQLite"))


def _postgresql(version: int) -> Finding:
    name = f"PostgreSQL {version}"
    if version < OLDEST_POSTGRESQL:
        return wrong(
            say("database_too_old", "{kind} เก่าเกินไป", kind=name),
            say("mend_database_age", "ใช้ PostgreSQL 15 ขึ้นไป"),
        )
    return fine(say("database_open", "เปิดฐานข้อมูล {kind} ได้", kind=name))


def check_tables(_now: datetime) -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return wrong(
            say("tables_missing", "ตารางยังไม่ตรงกับโปรแกรมรุ่นนี้ ขาดอีก {count} ขั้น", count=missing),
            say("mend_tables", "สำรองข้อมูลก่อน แล้วสั่ง samrit migrate (samrit run ทำให้เอง)"),
        )
    return fine(say("tables_whole", "ตารางครบตามโปรแกรมรุ่นนี้"))


def check_database_file(_now: datetime) -> Finding:
    if connection.vendor != "sqlite":
        return fine(say("database_elsewhere", "เซิร์ฟเวอร์ฐานข้อมูลดูแลไฟล์เอง"))
    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if not whole:
        return wrong(
            say("database_damaged", "ไฟล์ฐานข้อมูลเสียหาย"),
            say("mend_damage", "หยุดระบบ เก็บไฟล์เดิมไว้ แล้วกู้คืนจากสำเนาล่าสุด"),
        )
    if journal not in {"wal", "memory"}:
        return warning(
            say("database_not_wal", "ไฟล์ฐานข้อมูลไม่ได้อยู่ในโหมด WAL ({mode})", mode=journal),
            say("mend_wal", "ย้าย SAMRIT_DATA มาไว้บนดิสก์ของเครื่องนี้ ไม่ใช่โฟลเดอร์เครือข่าย"),
        )
    return fine(say("database_file_whole", "ไฟล์ฐานข้อมูลไม่เสียหาย"))


def check_storage(_now: datetime) -> Finding:
    try:
        name = default_storage.save("doctor/probe.txt", ContentFile(b"samrit"))
        with default_storage.open(name) as file:
            same = file.read() == b"samrit"
        default_storage.delete(name)
    except OSError as failed:
        same = False
        why = failed.strerror or type(failed).__name__
    else:
        why = "?"
    if not same:
        return wrong(
            say("storage_closed", "เขียนและอ่านไฟล์หลักฐานไม่ได้ ({why})", why=why),
            _mend_storage(),
        )
    return fine(say("storage_open", "เขียนและอ่านไฟล์หลักฐานได้"))


def _mend_storage() -> Message:
    folder = Path(settings.DATA_DIR) / "files"
    if isinstance(default_storage, FileSystemStorage):
        return say("mend_storage", "ให้ผู้ใช้ที่เปิดสัมฤทธิ์เป็นเจ้าของโฟลเดอร์ {folder}", folder=folder)
    return say(
        "mend_objects",
        "ตรวจ SAMRIT_STORAGE กุญแจ SAMRIT_S3_KEY และ SAMRIT_S3_SECRET ว่าอ่านและเขียนถังเก็บได้ และให้เป็นเจ้าของโฟลเดอร์ {folder}",
        folder=folder,
    )


def check_disk(_now: datetime) -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    told = {"free": free // MEGABYTE}
    mend = say("mend_disk", "เพิ่มที่ว่างบนดิสก์ของ {folder} หรือย้าย SAMRIT_DATA", folder=settings.DATA_DIR)
    if free < RESERVE:
        return wrong(say("disk_full", "ดิสก์เหลือ {free} MB ระบบไม่รับไฟล์ใหญ่แล้ว", **told), mend)
    if free < LITTLE:
        return warning(say("disk_little", "ดิสก์เหลือ {free} MB", **told), mend)
    return fine(say("disk_room", "ดิสก์เหลือ {free} MB", **told))


def check_clock(now: datetime) -> Finding:
    mend = say("mend_clock", "ตั้งนาฬิกาของเครื่องตามเวลามาตรฐาน (NTP) เพราะกำหนดส่งนับเป็นนาที")
    if now < FIRST_RELEASE:
        return wrong(say("clock_long_ago", "นาฬิกาของเครื่องอยู่ก่อนโปรแกรมรุ่นแรก"), mend)
    last = Event.objects.order_by("-id").values_list("at", flat=True).first()
    if last and last - now > OUT_OF_STEP:
        return wrong(say("clock_behind_trail", "นาฬิกาช้ากว่าเหตุการณ์ล่าสุดในประวัติ"), mend)
    if abs(_server_time(now) - now) > OUT_OF_STEP:
        return wrong(say("clock_not_as_server", "นาฬิกาไม่ตรงกับเซิร์ฟเวอร์ฐานข้อมูล"), mend)
    return fine(say("clock_plausible", "นาฬิกาไปด้วยกันกับประวัติและฐานข้อมูล"))


def _server_time(now: datetime) -> datetime:
    """Of SQLite there is no server."""
    if connection.vendor != "postgresql":
        return now
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        server: datetime = cursor.fetchone()[0]
    return server


def check_trail(_now: datetime) -> Finding:
    """Its length and end only: ``samrit audit verify`` reads all of it. What is recorded meanwhile does no harm."""
    chain = Chain.objects.get(pk=1)
    last = Event.objects.filter(hash=chain.head).values_list("pk", flat=True).first()
    if Event.objects.filter(pk__lte=last or 0).count() != chain.length:
        return wrong(
            say("trail_end_differs", "ปลายของประวัติไม่ตรงกับที่ระบบจำไว้"),
            say("mend_trail", "อย่าแก้อะไรในฐานข้อมูล สั่ง samrit audit verify แล้วแจ้งผู้ตรวจสอบ"),
        )
    return fine(say("trail_end_fits", "ประวัติมี {events} เหตุการณ์ ปลายตรงกับที่จำไว้", events=chain.length))


def check_anchors(now: datetime) -> Finding:
    folder = Path(settings.AUDIT_ANCHORS)
    last = newest(folder)
    if last is None or now.timestamp() - last.stat().st_mtime > ANCHOR_TOO_OLD.total_seconds():
        return warning(
            say("anchors_wanting", "สองวันมานี้ไม่มีหลักหมุดของประวัติ"),
            say("mend_anchors", "เปิด samrit worker และให้เขียนโฟลเดอร์ {folder} ได้", folder=folder),
        )
    if folder.resolve().is_relative_to(Path(settings.DATA_DIR).resolve()):
        return warning(
            say("anchors_beside_data", "หลักหมุดของประวัติอยู่ที่เดียวกับข้อมูล ผู้ที่แก้ข้อมูลได้ก็แก้หลักหมุดได้"),
            say("mend_anchors_place", "ตั้ง SAMRIT_ANCHORS เป็นโฟลเดอร์ที่อื่นซึ่งเพิ่มไฟล์ได้แต่แก้ไม่ได้"),
        )
    return fine(say("anchors_kept", "มีหลักหมุดของประวัติแยกจากข้อมูล"))
