"""Webhooks: what other systems can be told of, where they may live, when a call is tried again.

Headers and signature are those of Standard Webhooks [github.com/standard-webhooks/standard-webhooks].
"""

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta
from fractions import Fraction
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from samrit.rules.wording import Message, Refusal, refuse, say

PING = "webhook.ping"
EVENTS: dict[str, Message] = {
    "result.submitted": say("result_submitted", "ส่งผลให้ผู้อนุมัติ"),
    "result.approved": say("result_approved", "อนุมัติผล"),
    "result.returned": say("result_returned", "ส่งผลกลับแก้ไข"),
    "result.verified": say("result_verified", "ตรวจผลแล้ว"),
    "report.filed": say("report_filed", "จังหวัดส่งรายงาน"),
    "score.confirmed": say("score_confirmed", "ยืนยันคะแนน"),
    "score.reopened": say("score_reopened", "เปิดคะแนนใหม่"),
    "score.final": say("score_final", "คะแนนสิ้นสุด"),
    "score.published": say("score_published", "ประกาศผลคะแนน"),
    "score.withdrawn": say("score_withdrawn", "ถอนประกาศผลคะแนน"),
    "appeal.opened": say("appeal_opened", "ยื่นอุทธรณ์"),
    "appeal.decided": say("appeal_decided", "มีคำวินิจฉัยอุทธรณ์"),
    "edition.published": say("edition_published", "ประกาศใช้กรอบ"),
    "window.set": say("window_set", "กำหนดเวลารายงาน"),
    "data.submitted": say("data_submitted", "ส่งข้อมูลเข้าฐานข้อมูลจังหวัด"),
    "data.certified": say("data_certified", "รับรองข้อมูลที่ส่ง"),
    "data.accepted": say("data_accepted", "รับข้อมูลเข้าฐานข้อมูลจังหวัด"),
    "data.returned": say("data_returned", "ส่งข้อมูลกลับแก้ไข"),
}
_PING = say("webhook_ping", "ทดสอบ")


def say_event(name: str) -> Message:
    """An event in words; a name that is no longer known stands for itself."""
    return _PING if name == PING else EVENTS.get(name) or say("event", name)


OF_VERB: dict[str, str] = {  # verb of the trail → event
    "submit": "result.submitted",
    "approve": "result.approved",
    "return": "result.returned",
    "verify": "result.verified",
    "file_report": "report.filed",
    "confirm_score": "score.confirmed",
    "reopen_score": "score.reopened",
    "finalise_score": "score.final",
    "publish_score": "score.published",
    "withdraw_publication": "score.withdrawn",
    "open_appeal": "appeal.opened",
    "decide_appeal": "appeal.decided",
    "publish_edition": "edition.published",
    "set_window": "window.set",
    "submit_data": "data.submitted",
    "certify_data": "data.certified",
    "accept_data": "data.accepted",
    "return_data": "data.returned",
}
_MINUTE = timedelta(minutes=1)
# 12 tries in about five days; each wait is lengthened by up to a fifth, so that many do not come at once.
WAITS = tuple(_MINUTE * minutes for minutes in (1, 5, 15, 60, 120, 240, 480, 720, 1440, 1440, 1440))
MOST_TRIES = len(WAITS) + 1
LENGTHENED = Fraction(1, 5)
BOTH_SECRETS_FOR = timedelta(hours=24)
LONGEST_ADDRESS = 500
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def wait_after(tries: int, *, spread: Fraction) -> timedelta | None:
    """How long after the ``tries``-th failure; None: never again. ``spread`` from 0 to 1 is drawn by the caller."""
    if tries >= MOST_TRIES:
        return None
    longer = 1 + LENGTHENED * spread
    return min(WAITS[tries - 1] * longer.numerator / longer.denominator, timedelta(hours=24))


def refuse_events(events: Collection[str]) -> Refusal | None:
    """At least one, and only such as there are."""
    if not events:
        return refuse("webhook_without_events", "เลือกเหตุการณ์ที่จะส่งอย่างน้อยหนึ่งอย่าง")
    if unknown := sorted(set(events) - EVENTS.keys()):
        return refuse("webhook_event_unknown", "ไม่รู้จักเหตุการณ์ {events}", events=", ".join(unknown))
    return None


def refuse_address(address: str, *, loopback: bool, networks: Collection[Network]) -> Refusal | None:
    """A host on the internet by https (or one in ``networks``); where ``loopback``, this machine by http too."""
    wrong = refuse("webhook_address", "ที่อยู่ปลายทางต้องเป็น https://… ที่มีชื่อเครื่อง ไม่มีชื่อผู้ใช้ รหัสผ่าน หรือ #")
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        return wrong
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return wrong
    if not host or parts.username or parts.password or parts.fragment or "@" in parts.netloc:
        return wrong
    here = as_address(host)
    plain = parts.scheme == "http" and loopback and (host == "localhost" or (here and here.is_loopback))
    if parts.scheme != "https" and not plain:
        return wrong
    if here and not may_call(here, loopback=loopback, networks=networks):
        return refuse("webhook_address_inside", "ปลายทางอยู่ในเครือข่ายภายใน – ให้ผู้ดูแลระบบเปิดเครือข่ายนี้ในการตั้งค่าก่อน")
    return None


def as_address(host: str) -> Address | None:
    """A host written as a number; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def may_call(address: Address, *, loopback: bool, networks: Collection[Network]) -> bool:
    """Nothing inside is called for somebody outside: only what the whole internet can reach, or ``networks``."""
    mapped = getattr(address, "ipv4_mapped", None) or address
    if loopback and mapped.is_loopback:
        return True
    if any(mapped in network for network in networks if network.version == mapped.version):
        return True
    tunnelled = getattr(mapped, "sixtofour", None) or getattr(mapped, "teredo", None)
    special = (
        mapped.is_multicast or mapped.is_reserved
    )  # reserved: ::127.0.0.1 too, which is_global lets pass
    return mapped.is_global and not special and not tunnelled and not _translated(mapped)


def _translated(address: Address) -> bool:
    """NAT64 carries an IPv4 address inside (RFC 6052)."""
    return address.version == 6 and address in IPv6Network("64:ff9b::/96")  # noqa: PLR2004 - IP version 6


# ── the signature ───────────────────────────────────────────────────────────
def secret_text(secret: bytes) -> str:
    """As the receiver keeps it: ``whsec_`` and base64."""
    return f"whsec_{base64.b64encode(secret).decode()}"


def signature(secret: bytes, *, key: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and the base64 of HMAC-SHA256 over ``key.timestamp.body``."""
    signed = f"{key}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()}"


def secrets_at(
    now: datetime, *, current: bytes, previous: bytes | None, until: datetime | None
) -> list[bytes]:
    """Those that sign at a moment: the new one first, the one before it while it still counts."""
    still = previous is not None and until is not None and now < until
    return [current, previous] if still and previous is not None else [current]
