"""Idempotency-Key: the same write under the same key is done once, and answered the same for a day.

The write and its kept answer are one transaction: whoever asks again after a break is either told what was done
or does it now; never twice.
"""

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from samrit.people.models import AccessToken, KeptAnswer
from samrit.rules.wording import say
from samrit.ui.api.problems import ProblemError, wrong
from samrit.ui.api.tags import etag_of

KEPT_FOR = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(minutes=5)  # a process that died in the middle holds its key no longer
LONGEST_KEY = 255
BAD_REQUEST = 400
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
_UNUSABLE = say("idempotency_key_invalid", "Idempotency-Key ต้องยาว 1–{most} ตัวอักษร", most=LONGEST_KEY)
_OTHER = say("idempotency_key_reused", "Idempotency-Key นี้ใช้กับคำขออื่นไปแล้ว – ใช้คีย์ใหม่สำหรับคำขอใหม่ ไม่มีอะไรถูกบันทึก")
_RUNNING = say("idempotency_key_running", "คำขอที่ใช้ Idempotency-Key นี้กำลังทำอยู่ – รอสักครู่แล้วถามซ้ำด้วยคีย์เดิม")


def answer_once(
    request: HttpRequest,
    token: AccessToken,
    get_response: Callable[[HttpRequest], HttpResponse],
    *,
    now: datetime,
) -> HttpResponse:
    """Do it, or tell again what was answered. What was refused did nothing, so it may be asked again."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return get_response(request)
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise wrong("header.Idempotency-Key", _UNUSABLE)
    digest = _digest(request)
    kept = _reserve(token, key, digest, now)
    if kept.status is not None:
        return _told_again(kept)
    try:
        return _do(request, get_response, kept)
    finally:
        KeptAnswer.objects.filter(pk=kept.pk, status=None).delete()


def _reserve(token: AccessToken, key: str, digest: str, now: datetime) -> KeptAnswer:
    """The row of this key: a new one for us, or a finished one. Refused while another is at it."""
    mine = KeptAnswer.objects.filter(token=token, key=key)
    mine.filter(began_at__lt=now - KEPT_FOR).delete()
    mine.filter(status=None, began_at__lt=now - GIVEN_UP_AFTER).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(token=token, key=key, request_digest=digest, began_at=now)
    except IntegrityError:
        kept = mine.first()
    if kept is not None and kept.request_digest != digest:
        raise ProblemError(422, _OTHER)
    if kept is None or kept.status is None:
        raise ProblemError(409, _RUNNING, headers={"Retry-After": "1"})
    return kept


def _do(
    request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse], kept: KeptAnswer
) -> HttpResponse:
    """A file is kept outside of any transaction: to scan 20 MB takes seconds, and nobody's save should wait for it."""
    together = nullcontext() if _is_form(request) else transaction.atomic()
    with together:
        response = get_response(request)
        if response.status_code >= BAD_REQUEST:
            if not _is_form(request):
                transaction.set_rollback(True)
            return response
        kept.status = response.status_code
        response["ETag"] = etag_of(response.content, getattr(request, "version", None))
        kept.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        kept.body = _without_secret(response.content.decode(), getattr(request, "kept_without", ""))
        kept.save(update_fields=["status", "headers", "body"])
    return response


def _without_secret(text: str, secret: str) -> str:
    """What is told only once is not written down."""
    return text.replace(f'"{secret}"', "null") if secret else text


def _told_again(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    if not kept.body:
        del response["Content-Type"]
    response["Idempotency-Replayed"] = "true"
    return response


def forget_answers(*, now: datetime) -> int:
    """Delete what has been kept for a day."""
    return KeptAnswer.objects.filter(began_at__lt=now - KEPT_FOR).delete()[0]


def _digest(request: HttpRequest) -> str:
    """SHA-256 over what is asked: method, address, precondition, body."""
    found = hashlib.sha256()
    facts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""))
    for fact in facts:
        found.update(fact.encode("utf-8", "surrogateescape") + b"\n")
    if _is_form(request):
        _add_form(found, request)
    else:
        found.update(request.body)
    return found.hexdigest()


def _is_form(request: HttpRequest) -> bool:
    return (request.content_type or "").startswith("multipart/")


def _add_form(found: "hashlib._Hash", request: HttpRequest) -> None:
    """The boundary between the parts differs each time; the parts do not."""
    for name, values in sorted(request.POST.lists()):
        found.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(repr((name, file.name)).encode())
            _add_file(found, file)


def _add_file(found: "hashlib._Hash", file: Any) -> None:
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
