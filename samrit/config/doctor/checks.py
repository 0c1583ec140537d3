"""The table of checks, and how they are run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrit.config.doctor import data, programs, safety
from samrit.config.doctor.findings import Finding, State, wrong
from samrit.rules.wording import say

Check = Callable[[datetime], Finding]


@dataclass(frozen=True)
class Entry:
    """``asks_database``: cannot be asked while the database is closed or has no tables."""

    name: str
    title: Promise
    check: Check
    asks_database: bool = False


CHECKS = (
    Entry("database", _("ฐานข้อมูลของระบบ"), data.check_database),
    Entry("tables", _("ตาราง"), data.check_tables, asks_database=True),
    Entry("database_file", _("ไฟล์ฐานข้อมูล"), data.check_database_file, asks_database=True),
    Entry("storage", _("ที่เก็บไฟล์"), data.check_storage),
    Entry("disk", _("ดิสก์"), data.check_disk),
    Entry("clock", _("นาฬิกา"), data.check_clock, asks_database=True),
    Entry("trail", _("ประวัติ"), data.check_trail, asks_database=True),
    Entry("anchors", _("หลักหมุดของประวัติ"), data.check_anchors),
    Entry("worker", _("โปรแกรมเบื้องหลัง"), programs.check_worker, asks_database=True),
    Entry("mail", _("การส่งอีเมล"), programs.check_mail),
    Entry("scanner", _("โปรแกรมตรวจไวรัส"), programs.check_scanner),
    Entry("paper", _("เอกสาร PDF"), programs.check_paper),
    Entry("fonts", _("แบบอักษร"), programs.check_fonts),
    Entry("scans", _("ภาพสแกน"), programs.check_scans),
    Entry("office", _("เอกสารรุ่นเก่า"), programs.check_office),
    Entry("tracing", _("การส่งข้อมูลการทำงาน"), programs.check_tracing),
    Entry("secret", _("กุญแจลับ"), safety.check_secret),
    Entry("debug", _("โหมดผู้พัฒนา"), safety.check_debug),
    Entry("demo", _("ระบบสาธิต"), safety.check_demo, asks_database=True),
    Entry("address", _("ที่อยู่"), safety.check_address),
    Entry("providers", _("ผู้ให้บริการยืนยันตัวตน"), safety.check_providers, asks_database=True),
    Entry("signing", _("ลายมือชื่อดิจิทัล"), safety.check_signing),
)


def examine(*, now: datetime) -> Iterator[tuple[Entry, Finding]]:
    """Every check that can be asked, in the order of the table, one after the other as they are done."""
    ask_database = True
    for entry in CHECKS:
        if entry.asks_database and not ask_database:
            continue
        found = _asked(entry.check, now)
        if entry.name in {"database", "tables"}:
            ask_database = ask_database and found.state is not State.WRONG
        yield entry, found


def _asked(check: Check, now: datetime) -> Finding:
    """A check that fails is a finding too, and stops no other."""
    try:
        return check(now)
    except Exception as failed:  # noqa: BLE001 - whatever is wrong here is what the doctor is asked about
        return wrong(
            say("check_failed", "ตรวจไม่ได้ ({why})", why=type(failed).__name__),
            say("mend_check", "ดูรายละเอียดในบันทึกของระบบ แล้วแจ้งผู้พัฒนา"),
        )
