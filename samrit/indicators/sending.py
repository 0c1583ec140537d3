"""Sending a package to a partner over its API, and keeping the receipt that it answers with."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.utils.timezone import localdate

from samrit.indicators.actions.packaging import keep_receipt
from samrit.indicators.models import Package, PackageReceipt, Partner
from samrit.indicators.permissions.exchange import refuse_exchanging
from samrit.indicators.queries.observations import path_of
from samrit.notices.calling import Answer, call
from samrit.notices.outcomes import NotSentError
from samrit.notices.queries import loopback_allowed, networks_allowed
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.webhooks import refuse_address
from samrit.rules.wording import Refusal, RefusedError, refuse

MOST_BYTES = 512 * 1024 * 1024  # goes through memory; larger ones go on a stick
PATIENCE = 1800  # seconds until the partner has looked at every cell
ANSWER = 1024 * 1024  # bytes
ADDRESS = "/api/v1/packages"


@dataclass(frozen=True)
class Sent:
    """``again``: the partner had it already, and told the same receipt."""

    receipt: PackageReceipt
    again: bool


def send_package(
    *,
    package: Package,
    partner: Partner,
    token: str,
    by: User,
    now: datetime,
    most: int = MOST_BYTES,
    patience: int = PATIENCE,
) -> Sent:
    """ส่งแพ็กเกจ to the partner's API with a token that it gave us; RefusedError says what to do. Sent again it is told the same.

    Only addresses that webhooks may call are called: never one inside this network that the operator has not opened.
    ``most``: bytes, ``patience``: seconds until an answer. Not to be called inside a transaction.
    """
    refusal = refuse_exchanging(duties_of(by, localdate(now)), package.area_id)
    if refusal := refusal or refuse_sending(package, partner, most):
        raise RefusedError(refusal)
    had = PackageReceipt.objects.filter(package=package).exists()
    answer = _posted(package, partner, token, patience)
    told = _told(answer)
    receipt = told.get("receipt") if answer.status == HTTPStatus.CREATED else None
    if not isinstance(receipt, dict):
        raise RefusedError(
            refuse(
                "package_not_taken",
                "{partner} ไม่รับแพ็กเกจ ({status}): {problem} – แก้ตามที่บอก แล้วส่งใหม่ได้ ไม่เกิดซ้ำ",
                partner=partner.name,
                status=answer.status,
                problem=str(told.get("detail") or told.get("title") or "–")[:500],
            )
        )
    kept = keep_receipt(
        package=package,
        text=str(receipt.get("text")),
        signature=str(receipt.get("signature")),
        by=by,
        now=now,
    )
    return Sent(kept, again=had)


def refuse_sending(package: Package, partner: Partner, most: int) -> Refusal | None:
    """Why it does not go over the network."""
    if not partner.address:
        return refuse(
            "partner_address", "ยังไม่มีที่อยู่ของ {partner} – ส่งเป็นไฟล์ หรือลงทะเบียนพร้อมที่อยู่", partner=partner.name
        )
    if package.size > most:
        return refuse(
            "package_too_large_to_send", "แพ็กเกจใหญ่เกินกว่าจะส่งทางเครือข่าย – คัดลอกเป็นไฟล์แล้วนำไปรับที่ปลายทาง"
        )
    return refuse_address(partner.address, loopback=loopback_allowed(), networks=networks_allowed())


def _posted(package: Package, partner: Partner, token: str, patience: int) -> Answer:
    boundary = secrets.token_hex(16)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Accept": "application/json",
        "User-Agent": "samrit",
    }
    try:
        return call(
            partner.address.rstrip("/") + ADDRESS,
            _form(package, boundary),
            headers,
            loopback=loopback_allowed(),
            networks=networks_allowed(),
            seconds=patience,
            silence=patience,
            kept=ANSWER,
        )
    except NotSentError as failed:
        raise RefusedError(
            refuse(
                "partner_silent",
                "ติดต่อ {partner} ไม่ได้ ({problem}) – ตรวจที่อยู่และเครือข่าย แล้วส่งใหม่ หรือส่งเป็นไฟล์",
                partner=partner.name,
                problem=str(failed),
            )
        ) from failed


def _form(package: Package, boundary: str) -> bytes:
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{package.name}"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    )
    return b"".join([head.encode(), path_of(package.file).read_bytes(), f"\r\n--{boundary}--\r\n".encode()])


def _told(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.beginning)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
