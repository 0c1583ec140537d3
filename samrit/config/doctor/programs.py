"""What works beside the site: mail, worker, scanner, the makers and readers of documents."""

import shutil
import smtplib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection

from samrit.config import tracing
from samrit.config.doctor.findings import Finding, fine, warning, wrong
from samrit.config.status import status
from samrit.evidence import scanning
from samrit.letters.reading.scan.tesseract import NoTesseractError, find_program
from samrit.rules.wording import say
from samrit.ui.paper import FONTS, can_draw

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 10  # for the mail server's answer
NEEDED_FONTS = ("Sarabun-Regular.ttf", "Sarabun-Bold.ttf")


def check_mail(_now: datetime) -> Finding:
    if settings.DEMO:
        return fine(say("mail_of_demo", "ระบบสาธิตไม่ส่งอีเมลออก"))
    if settings.EMAIL_BACKEND != SMTP:
        return warning(
            say("mail_in_folder", "ไม่มีเซิร์ฟเวอร์อีเมล คำเชิญและการเตือนถูกเขียนลงโฟลเดอร์ outbox"),
            say("mend_mail_setting", "ตั้ง SAMRIT_SMTP (docs/settings.md)"),
        )
    mailer = get_connection(timeout=SECONDS)
    try:
        mailer.open()
        mailer.close()
    except (OSError, smtplib.SMTPException) as failed:  # its text may repeat what was sent to it
        return wrong(
            say("mail_closed", "ติดต่อเซิร์ฟเวอร์อีเมลไม่ได้ ({why})", why=type(failed).__name__),
            say("mend_mail", "ตรวจที่อยู่ พอร์ต ชื่อ และรหัสใน SAMRIT_SMTP และไฟร์วอลล์"),
        )
    return fine(say("mail_open", "ติดต่อเซิร์ฟเวอร์อีเมลได้"))


def check_worker(now: datetime) -> Finding:
    found = status(now=now)
    told = {"workers": len(found.workers), "queued": found.queued}
    if not found.workers:
        return wrong(
            say("nobody_works", "ไม่มีโปรแกรมเบื้องหลังทำงาน มีงานรอ {queued} งาน", queued=found.queued),
            say("mend_worker", "เปิดด้วย samrit run หรือ samrit worker และให้เปิดเองเมื่อเครื่องเริ่มใหม่"),
        )
    if found.stuck or found.failed_tasks:
        return warning(
            say(
                "work_stuck",
                "มีการส่งที่ค้าง {stuck} รายการ และงานที่ล้มเหลว {failed} งาน",
                stuck=len(found.stuck),
                failed=found.failed_tasks,
            ),
            say("mend_stuck", "ดูด้วย samrit worker --status แล้วส่งอีกครั้งด้วย --send-again"),
        )
    return fine(say("worker_works", "มีโปรแกรมเบื้องหลัง {workers} ตัว งานรอ {queued} งาน", **told))


def check_scanner(_now: datetime) -> Finding:
    if not scanning.is_set_up():
        return warning(
            say("scanner_none", "ไฟล์หลักฐานไม่ได้ตรวจไวรัส"),
            say("mend_scanner_setting", "ติดตั้ง clamav-daemon แล้วตั้ง SAMRIT_CLAMD"),
        )
    if not scanning.answers():
        return wrong(
            say("scanner_silent", "โปรแกรมตรวจไวรัสไม่ตอบ ไฟล์ใหม่จะเปิดได้เฉพาะผู้ที่ส่ง"),
            say("mend_scanner", "เปิด clamav-daemon และตรวจว่า SAMRIT_CLAMD ชี้ถูกที่และมีสิทธิ์อ่าน"),
        )
    return fine(say("scanner_answers", "โปรแกรมตรวจไวรัสตอบ"))


def check_paper(_now: datetime) -> Finding:
    if not can_draw():
        return wrong(
            say("paper_none", "สร้าง PDF ไม่ได้ ไม่พบ Pango"),
            say("mend_paper", "ติดตั้ง libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        )
    return fine(say("paper_drawn", "สร้าง PDF ได้"))


def check_fonts(_now: datetime) -> Finding:
    if missing := [name for name in NEEDED_FONTS if not (FONTS / name).is_file()]:
        return wrong(
            say("fonts_missing", "ไม่พบแบบอักษร {names}", names=", ".join(missing)),
            say("mend_fonts", "ติดตั้งสัมฤทธิ์ใหม่ให้ครบ"),
        )
    folder = Path(settings.LETTER_FOLDER)
    upright = [path.stem.lower() for path in folder.glob("*.ttf") if "italic" not in path.stem.lower()]
    bold = [stem for stem in upright if "bold" in stem]
    if upright and not 0 < len(bold) < len(upright):
        return warning(
            say("fonts_half", "แบบอักษรของหนังสือมีไม่ครบตัวปกติและตัวหนา จึงใช้ Sarabun แทน"),
            say("mend_fonts_half", "วางทั้งตัวปกติและตัวหนา (Bold) ใน {folder}", folder=folder),
        )
    return fine(say("fonts_found", "มีแบบอักษรของหนังสือครบ"))


def check_scans(_now: datetime) -> Finding:
    try:
        find_program()
    except NoTesseractError:
        return warning(
            say("scans_unread", "อ่านหนังสือที่เป็นภาพสแกนไม่ได้"),
            say("mend_scans", "ติดตั้ง tesseract-ocr และ tesseract-ocr-tha"),
        )
    return fine(say("scans_read", "อ่านภาพสแกนภาษาไทยได้"))


def check_office(_now: datetime) -> Finding:
    if shutil.which("soffice") is None:
        return warning(
            say("office_none", "อ่านหนังสือที่เป็น .odt และ .doc ไม่ได้"),
            say("mend_office", "ติดตั้ง libreoffice-writer"),
        )
    return fine(say("office_found", "อ่าน .odt และ .doc ได้"))


def check_tracing(_now: datetime) -> Finding:
    """Nobody's work waits for it, so it is never wrong, only to be looked at."""
    if not settings.OTLP_URL:
        return fine(say("tracing_none", "ไม่ได้ตั้งให้ส่งข้อมูลการทำงาน (OpenTelemetry) ไปที่ใด"))
    if not tracing.is_installed():
        return warning(
            say("tracing_not_installed", "ตั้ง SAMRIT_OTLP_URL ไว้ แต่ไม่ได้ติดตั้งแพ็กเกจของ OpenTelemetry จึงไม่ส่ง"),
            say(
                "mend_tracing_package",
                "สั่ง pip install --require-hashes -r requirements/telemetry.lock แล้วเปิดระบบใหม่",
            ),
        )
    if not tracing.reaches_collector():
        return warning(
            say("tracing_silent", "ตัวรับข้อมูลการทำงาน (OpenTelemetry) ไม่ตอบหรือไม่รับ ระบบทำงานต่อโดยไม่ส่ง"),
            say("mend_tracing", "ตรวจว่า SAMRIT_OTLP_URL คือที่อยู่ OTLP แบบ HTTP (มักเป็นพอร์ต 4318) และไฟร์วอลล์"),
        )
    return fine(say("tracing_sent", "ตัวรับข้อมูลการทำงาน (OpenTelemetry) ตอบ"))
