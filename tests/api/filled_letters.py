"""Letters written, sent and received, meetings and short links: what programs of good will name and send there."""

from typing import Any

from samrit.letters.models import (
    AgendaItem,
    Delivery,
    DistributionList,
    Issuer,
    Letter,
    Meeting,
    Register,
    Resolution,
    Routing,
    ShortLink,
)
from tests.sweep.filled import Filled
from tests.sweep.letters_out import CODE

Data = dict[str, Any]
OF_SENT = ("sent_letter", "sent_letter_recipients", "send_written_letter", "remind_recipients")
OF_HELD = (
    "meeting_attendance", "write_item_minutes", "add_resolution", "take_resolution_back", "adopt_meeting_minutes",
)  # fmt: skip
OF_SEALED = ("written_letter_pdf", "seal_written_letter")


def keys_of_letters() -> Data:
    """Parameter → the usual thing with this name."""
    return {
        "written_id": _draft().pk,
        "register_id": Register.objects.get(issuer__code=CODE, direction="outgoing").pk,
        "delivery_id": Delivery.objects.get().pk,
        "meeting_id": Meeting.objects.get(status="planned").pk,
        "topic": "circulate_kpis",
        "arrival_id": Routing.objects.get().arrival_id,
        "routing_id": Routing.objects.get().pk,
        "list_id": DistributionList.objects.get().pk,
        "resolution_id": Resolution.objects.get(kind="approved").pk,
        "task_id": Resolution.objects.get(kind="assigned").pk,
        "short_link_id": ShortLink.objects.get(revoked_at=None).pk,
    }


def apart_of_letters(_filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address that are not the usual ones."""
    sealed = {"written_id": Letter.objects.get(issuer__code=CODE, status="signed").pk}
    sent = {"written_id": Delivery.objects.get().letter_id}
    held = {"meeting_id": Meeting.objects.get(status="held").pk, "item_id": _held_item().pk}
    topic = {"topic": "invite_meeting"}
    return {
        **dict.fromkeys(OF_SEALED, sealed),
        **dict.fromkeys(OF_SENT, sent),
        **dict.fromkeys(OF_HELD, held),
        "draft_letter_on_topic": topic,
    }


def version_of_letters(name: str) -> int | None:
    """What If-Match names; None: of another room."""
    return _draft().version if name.endswith("_written_letter") else None


def bodies_of_letters(filled: Filled) -> dict[str, Data]:
    here = filled.here.world
    issuer = Issuer.objects.get(code=CODE).pk
    said = {"subject": "เรื่องใหม่", "addressee": "พัฒนาการจังหวัดปทุมธานี", "body": "ย่อหน้า\n\n1. ข้อหนึ่ง"}
    step = {"person_id": here.colleague.pk, "part": "sign", "title": "หัวหน้าสำนักงานจังหวัดปทุมธานี"}
    return {
        "draft_written_letter": {"issuer_id": issuer, **said},
        "edit_written_letter": said,
        "draft_letter_on_topic": {
            "issuer_id": issuer,
            "about_id": Meeting.objects.get(status="planned").pk,
        },
        "propose_written_letter": {"chain": [step]},
        "return_written_letter": {"reason": "แก้ตัวเลข"},
        "void_written_letter": {"reason": "ไม่ใช้แล้ว"},
        "acknowledge_letter": {"note": "จะดำเนินการ"},
        "send_written_letter": {"agencies": [{"agency_id": here.statistics.pk}], "by_mail": True},
        "remind_recipients": {},
        "register_arrival": {"issuer_id": issuer, "sender": "กรมที่ดิน", "subject": "เรื่องใหม่"},
        "void_arrival": {"reason": "ลงผิดเล่ม"},
        "route_arrival": {"to": [{"agency_id": here.statistics.pk}], "purpose": "know"},
        "finish_routing": {"note": "ส่งแล้ว"},
        "withdraw_routing": {"reason": "ส่งผิดหน่วยงาน"},
        "make_distribution_list": {
            "area": here.area.code,
            "name": "บัญชีใหม่",
            "members": [{"agency_id": here.statistics.pk}],
        },
        "change_distribution_list": {"name": "บัญชีใหม่", "members": [{"agency_id": here.statistics.pk}]},
        "write_item_minutes": {"minutes": "ที่ประชุมรับทราบ", "version": _held_item().version},
        "add_resolution": {"kind": "noted", "text": "รับทราบ"},
        "report_meeting_task": {"note": "ส่งแล้ว"},
        "make_short_link": {"area": here.area.code, "title": "แบบตอบรับ", "target": "/performance/"},
        "revoke_short_link": {"reason": "พิมพ์ผิด"},
    }


def _draft() -> Letter:
    return Letter.objects.get(issuer__code=CODE, status="draft")


def _held_item() -> AgendaItem:
    return AgendaItem.objects.get(meeting__status="held")
