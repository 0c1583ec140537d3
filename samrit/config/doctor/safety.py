"""Secrets, switches, addresses and certificates."""

from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings

from samrit.audit.signing import fingerprint, private_key
from samrit.config.doctor.findings import Finding, fine, warning, wrong
from samrit.people.openid.providers import all_providers, key_mark, keys
from samrit.people.queries import count_people, identity_keys
from samrit.rules.wording import RefusedError, say

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5
READ_BY_OTHERS = 0o077
HERE = {"127.0.0.1", "::1", "localhost"}
SOON = timedelta(days=30)


def is_reachable() -> bool:
    """Whether other machines are meant to reach the site."""
    return urlsplit(settings.SITE_URL).hostname not in HERE


def check_secret(_now: datetime) -> Finding:
    secret = settings.SECRET_KEY
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS or secret.startswith("django-"):
        return wrong(
            say("secret_weak", "กุญแจลับของระบบสั้นหรือเดาง่าย"),
            say(
                "mend_secret",
                "ลบ SAMRIT_SECRET_KEY ให้ระบบสร้างเอง หรือตั้งข้อความสุ่ม 50 ตัวขึ้นไป ทุกคนต้องเข้าระบบใหม่",
            ),
        )
    kept = Path(settings.DATA_DIR) / "secret_key"
    if kept.exists() and kept.stat().st_mode & READ_BY_OTHERS:
        return wrong(
            say("secret_readable", "ผู้ใช้อื่นของเครื่องอ่านไฟล์กุญแจลับได้"),
            say("mend_secret_file", "สั่ง chmod 600 {file}", file=kept),
        )
    return fine(say("secret_strong", "กุญแจลับของระบบยาวพอ"))


def check_debug(_now: datetime) -> Finding:
    if not settings.DEBUG:
        return fine(say("debug_off", "ปิดโหมดผู้พัฒนาแล้ว"))
    found = wrong if is_reachable() else warning
    return found(
        say("debug_on", "เปิดโหมดผู้พัฒนาอยู่ หน้าแจ้งข้อผิดพลาดแสดงข้อมูลภายใน"),
        say("mend_debug", "ลบ SAMRIT_DEBUG แล้วเปิดระบบใหม่"),
    )


def check_demo(_now: datetime) -> Finding:
    real, fictitious = count_people()
    if settings.DEMO and real:
        return wrong(
            say("demo_with_people", "เปิดระบบสาธิตบนข้อมูลจริง ใครก็เข้าได้โดยไม่ต้องใช้รหัสผ่าน"),
            say("mend_demo", "ลบ SAMRIT_DEMO แล้วเปิดระบบใหม่ทันที"),
        )
    if fictitious and not settings.DEMO:
        return warning(
            say("people_of_demo", "มีบุคคลสมมติของระบบสาธิต {count} คนในฐานข้อมูลนี้", count=fictitious),
            say("mend_people_of_demo", "เริ่มระบบจริงด้วยโฟลเดอร์ SAMRIT_DATA ใหม่"),
        )
    return fine(say("people_fit", "ข้อมูลจริงและระบบสาธิตไม่ปนกัน"))


def check_address(_now: datetime) -> Finding:
    if not is_reachable():
        return fine(say("address_here", "เปิดเฉพาะในเครื่องนี้"))
    if urlsplit(settings.SITE_URL).scheme != "https":
        return wrong(
            say("address_plain", "ที่อยู่ {url} ไม่เข้ารหัส ใครบนเครือข่ายก็อ่านรหัสผ่านได้", url=settings.SITE_URL),
            say("mend_address", "วางเซิร์ฟเวอร์ HTTPS ไว้ข้างหน้า แล้วตั้ง SAMRIT_URL เป็น https://…"),
        )
    if not settings.SECURE_PROXY_SSL_HEADER:
        return warning(
            say("proxy_unknown", "ระบบไม่รู้ว่ามีเซิร์ฟเวอร์ HTTPS อยู่ข้างหน้า"),
            say("mend_proxy", "ตั้ง SAMRIT_BEHIND_PROXY=1 เมื่อเซิร์ฟเวอร์ข้างหน้าตั้ง X-Forwarded-Proto เอง"),
        )
    return fine(say("address_secret", "ที่อยู่เข้ารหัสด้วย HTTPS"))


def check_providers(_now: datetime) -> Finding:
    """Providers of OpenID Connect, and the key under which their people are known."""
    known = {key_mark(one) for one in keys()}
    lost = [mark for mark in identity_keys() if mark not in known]
    if not settings.OPENID_PROVIDERS and not lost:
        return fine(say("providers_none", "ไม่ได้ตั้งการเข้าสู่ระบบด้วย ThaID หรือ OpenID Connect"))
    if not known:
        return wrong(
            say("identity_key_weak", "ไม่มีกุญแจของบัญชีภายนอก หรือสั้นกว่า 32 ตัว จึงเข้าด้วย ThaID ไม่ได้"),
            say("mend_identity_key", "ตั้ง SAMRIT_IDENTITY_KEY เป็นข้อความสุ่ม 32 ตัวขึ้นไป และเก็บไว้กับความลับอื่น"),
        )
    if lost:
        return wrong(
            say("identity_key_lost", "มีบัญชีภายนอกที่ผูกไว้ด้วยกุญแจซึ่งไม่มีแล้ว เจ้าของเข้าสู่ระบบไม่ได้"),
            say("mend_identity_key_lost", "ใส่กุญแจเดิมใน SAMRIT_IDENTITY_KEY_BEFORE หรือให้เจ้าของผูกใหม่"),
        )
    for one in all_providers():
        if one.wrong:
            return wrong(
                say(
                    "provider_unusable",
                    "ผู้ให้บริการ {name} ตั้งค่าไม่ครบหรือไม่ถูก: {what}",
                    name=one.name,
                    what=one.wrong,
                ),
                say("mend_provider", "ตรวจตัวแปรนั้นตามหน้า “Signing in” ของคู่มือผู้ดูแล"),
            )
    if any(mark != key_mark(settings.IDENTITY_KEY) for mark in identity_keys()):
        return warning(
            say("identity_key_moving", "ยังมีบัญชีภายนอกที่ผูกด้วยกุญแจก่อนหน้า จะย้ายเมื่อเจ้าของเข้าสู่ระบบครั้งต่อไป"),
            say("mend_identity_key_moving", "คง SAMRIT_IDENTITY_KEY_BEFORE ไว้จนกว่าข้อความนี้จะหายไป"),
        )
    return fine(say("providers_good", "ผู้ให้บริการยืนยันตัวตนพร้อมใช้"))


def check_signing(now: datetime) -> Finding:
    if not settings.SIGNING_KEY and not settings.SIGNING_CERTIFICATE:
        return fine(say("signing_none", "ไม่ได้ตั้งลายมือชื่อดิจิทัล หนังสือออกโดยไม่มี"))
    try:
        if not settings.SIGNING_KEY:  # without it the site's own key would be asked
            raise ValueError  # noqa: TRY301 - one answer for all that cannot be read
        certificate = x509.load_pem_x509_certificate(Path(settings.SIGNING_CERTIFICATE).read_bytes())
        fits = fingerprint(private_key().public_key()) == fingerprint(certificate.public_key())  # type: ignore[arg-type]  # other kinds fit none
    except (OSError, ValueError, RefusedError):
        fits = False
    if not fits:
        return wrong(
            say("signing_unusable", "กุญแจและใบรับรองสำหรับลงลายมือชื่อใช้ด้วยกันไม่ได้"),
            say("mend_signing", "ตรวจ SAMRIT_SIGNING_KEY SAMRIT_SIGNING_CERTIFICATE และรหัสผ่านของกุญแจ"),
        )
    return _dated(certificate.not_valid_before_utc, certificate.not_valid_after_utc, now)


def _dated(begins: datetime, ends: datetime, now: datetime) -> Finding:
    day = f"{ends:%Y-%m-%d}"
    mend = say("mend_certificate", "ขอใบรับรองใหม่จากผู้ออกใบรับรอง แล้วตั้ง SAMRIT_SIGNING_CERTIFICATE")
    if not begins <= now < ends:
        return wrong(say("certificate_over", "ใบรับรองใช้ไม่ได้แล้ว (ถึง {day})", day=day), mend)
    if ends - now < SOON:
        return warning(say("certificate_ends_soon", "ใบรับรองจะหมดอายุ {day}", day=day), mend)
    return fine(say("certificate_good", "ลงลายมือชื่อดิจิทัลได้ ใบรับรองใช้ได้ถึง {day}", day=day))
