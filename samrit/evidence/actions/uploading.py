"""Large files on their way: beginning, ending, sweeping away what nobody finished."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from samrit.evidence import parts
from samrit.evidence.actions.keeping import AWAY
from samrit.evidence.contents import refuse_data_ending, refuse_ending
from samrit.evidence.folder import FolderStorage
from samrit.evidence.models import Upload
from samrit.evidence.queries import on_their_way
from samrit.people.models import User
from samrit.rules.wording import Refusal, RefusedError, refuse

KEPT = timedelta(days=1)
MOST_PER_PERSON = 20  # uploads begun and neither attached nor given up
FILES_PER_PERSON = 5  # of the largest size, all together
FILES_OF_ALL = 100
MEGABYTE = 1024 * 1024


@transaction.atomic
def begin_upload(*, name: str, length: int, by: User, now: datetime, data: bool = False) -> Upload:
    """Room for a file of ``length`` bytes; RefusedError when it could never be used or there is no room.

    ``data``: it holds figures for the provincial database, and is no evidence.
    """
    sweep_uploads(now=now)
    User.objects.select_for_update().get(pk=by.pk)  # two tabs do not get twice the room
    ending = refuse_data_ending(name) if data else refuse_ending(name)
    if refusal := _refuse_size(name, length, data=data) or ending or _refuse_room(by, length, data=data):
        raise RefusedError(refusal)
    return Upload.objects.create(
        key=secrets.token_urlsafe(32),
        by=by,
        name=name[-255:],
        length=length,
        begun_at=now,
        expires_at=now + KEPT,
    )


def _most(*, data: bool) -> int:
    return int(settings.OBSERVATIONS_MAX_BYTES if data else settings.EVIDENCE_UPLOAD_MAX_BYTES)


def _refuse_size(name: str, length: int, *, data: bool) -> Refusal | None:
    most = _most(data=data)
    if length <= 0:
        return refuse("evidence_empty", "ไฟล์ “{name}” ว่างเปล่า (0 ไบต์) – เปิดดูไฟล์ต้นฉบับแล้วแนบใหม่", name=name)
    if length > most:
        return refuse(
            "evidence_too_large",
            "ไฟล์ “{name}” ใหญ่เกิน {limit} MB – ข้อความที่พิมพ์ไว้ยังอยู่ครบ ลองแบ่งไฟล์หรือบีบอัดแล้วแนบใหม่",
            name=name,
            limit=most // MEGABYTE,
        )
    return None


def _refuse_room(by: User, length: int, *, data: bool) -> Refusal | None:
    most = _most(data=data)
    count, size = on_their_way(by)
    if count >= MOST_PER_PERSON or size + length > FILES_PER_PERSON * most:
        return refuse(
            "uploads_yours", "คุณมีไฟล์ที่ส่งค้างอยู่ {count} ไฟล์ – ส่งให้จบหรือยกเลิกก่อน แล้วเริ่มไฟล์นี้ใหม่", count=count
        )
    if on_their_way()[1] + length > FILES_OF_ALL * most or not parts.room_for(length):
        return refuse("uploads_no_room", "ขณะนี้ที่พักไฟล์เต็ม – สิ่งที่พิมพ์ยังอยู่ครบ ลองใหม่ในอีกสักครู่ หรือแจ้งผู้ดูแลระบบ")
    return None


@contextmanager
def arrived_file(*, upload: Upload) -> Iterator[BinaryIO]:
    """The bytes of an upload, to be kept by whoever asked; taken or refused, the upload is over then.

    RefusedError while it has not come whole: then it goes on.
    """
    if parts.arrived(upload.key) != upload.length:
        raise RefusedError(
            refuse("upload_unfinished", "ไฟล์ “{name}” ยังมาไม่ครบ – รอให้ส่งจบก่อน", name=upload.name)
        )
    with parts.part_of(upload.key).open("rb") as part:
        try:
            yield part
        except RefusedError as refused:
            if refused.refusal.code != AWAY:
                end_upload(upload=upload)
            raise
    end_upload(upload=upload)


def end_upload(*, upload: Upload) -> None:
    """It has become evidence, or was given up: its bytes go, then its row."""
    parts.discard(upload.key)
    upload.delete()


def sweep_uploads(*, now: datetime) -> int:
    """Take away uploads whose day is over, and part files without an upload; how many uploads."""
    expired = list(Upload.objects.filter(expires_at__lte=now))
    for upload in expired:
        end_upload(upload=upload)
    known = set(Upload.objects.values_list("key", flat=True))
    for key in parts.left_over(known, now - KEPT):
        parts.discard(key)
    if isinstance(default_storage, FolderStorage):
        default_storage.sweep(before=now - KEPT)
    return len(expired)
