"""Tying evidence to a result."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.evidence.actions import Stored, arrived_file, keep_stored, share_with, store
from samrit.evidence.models import EvidenceFile, Upload
from samrit.evidence.permissions import refuse_using_again
from samrit.people.models import Role, User
from samrit.people.queries import Duties, duties_of
from samrit.reports.actions.moving import allowed, locked
from samrit.reports.models import EvidenceTick, Result, ResultEvidence
from samrit.reports.queries import Item
from samrit.reports.queries.freezing import name_of_secret
from samrit.rules.secrecy import Level, is_secret
from samrit.rules.wording import RefusedError, refuse
from samrit.rules.workflow import Verb


def attach_evidence(
    *,
    item: Item,
    file: BinaryIO,
    name: str,
    by: User,
    now: datetime,
    secrecy: str = Level.ORDINARY,
    code: str = "",
    max_bytes: int | None = None,
) -> ResultEvidence:
    """Keep a file and tie it to the result (which starts as a draft when there is none).

    Where the own agency has the same bytes already, that file is ``used_again``. ``code`` is the line of the checklist that it answers. The bytes are judged before anything is locked.
    """
    duties = duties_of(by, localdate(now))
    allowed(Verb.SAVE, item, duties=duties, now=now)
    stored = store(file=file, name=name, max_bytes=max_bytes)
    try:
        return _tie(
            item, lambda fresh: _kept(fresh, stored, name, secrecy, duties=duties, now=now), duties, now, code
        )
    except RefusedError:
        stored.discard()
        raise


def _kept(
    item: Item, stored: Stored, name: str, secrecy: str, *, duties: Duties, now: datetime
) -> EvidenceFile:
    """The evidence of the recorder's own agencies; the others that are responsible share it."""
    records = duties.agencies(Role.RECORDER)
    own = [agency for agency in item.owners if agency.pk in records]
    return keep_stored(
        stored=stored,
        name=name,
        agencies=own,
        shared_with=[agency for agency in item.owners if agency not in own],
        secrecy=secrecy,
        by=duties.user,
        now=now,
        area_code=item.round.area_id,
    )


def attach_upload(
    *, item: Item, upload: Upload, by: User, now: datetime, secrecy: str = Level.ORDINARY, code: str = ""
) -> ResultEvidence:
    """A file that came in pieces becomes evidence by the same checks; refused or not, the upload is over then."""
    allowed(Verb.SAVE, item, duties=duties_of(by, localdate(now)), now=now)
    with arrived_file(upload=upload) as file:
        return attach_evidence(
            item=item,
            file=file,
            name=upload.name,
            by=by,
            now=now,
            secrecy=secrecy,
            code=code,
            max_bytes=settings.EVIDENCE_UPLOAD_MAX_BYTES,
        )


def attach_kept(*, item: Item, file: EvidenceFile, by: User, now: datetime, code: str = "") -> ResultEvidence:
    """Tie a file that the own agency has already: one file serves many KPIs."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_using_again(duties, file, Role.RECORDER):
        raise RefusedError(refusal)

    def shared(fresh: Item) -> EvidenceFile:
        share_with(file=file, agencies=fresh.owners)
        return file

    return _tie(item, shared, duties, now, code)


@transaction.atomic
def _tie(
    item: Item, file_of: Callable[[Item], EvidenceFile], duties: Duties, now: datetime, code: str
) -> ResultEvidence:
    item = locked(item, duties)
    status = allowed(Verb.SAVE, item, duties=duties, now=now)
    by = duties.user
    result = item.result or Result.objects.create(
        indicator_id=item.kpi.indicator_id, round=item.round, status=status, saved_by=by, saved_at=now
    )
    file = file_of(item)
    if result.evidence.filter(file__sha256=file.sha256).exists():
        raise RefusedError(
            refuse("evidence_twice", "ไฟล์ “{name}” แนบกับตัวชี้วัดนี้ไว้แล้ว (เนื้อหาเดียวกัน)", name=file.name)
        )
    result.recorders.add(by)
    link = ResultEvidence.objects.create(result=result, file=file, attached_by=by, attached_at=now)
    if code:
        EvidenceTick.objects.create(link=link, code=code, by=by, at=now)
    _told("attach_evidence", item, result, duties, now, after=facts_of_file(file))
    return link


@transaction.atomic
def detach_evidence(*, item: Item, link: int, by: User, now: datetime) -> None:
    """Take a file off the result while it may be edited; the file itself and the trail stay."""
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    allowed(Verb.SAVE, item, duties=duties, now=now)
    found = ResultEvidence.objects.filter(pk=link, result=item.result).select_related("file").first()
    if found is None or item.result is None:
        raise RefusedError(refuse("evidence_gone", "ไฟล์นี้ไม่ได้แนบอยู่แล้ว"))
    found.delete()
    _told("detach_evidence", item, item.result, duties, now, before=facts_of_file(found.file))


def facts_of_file(file: EvidenceFile) -> dict[str, str]:
    """What the trail says of a file; of a secret one not even its name."""
    name = name_of_secret(file.secrecy) if is_secret(file.secrecy) else file.name
    return {"evidence": name, "sha256": file.sha256}


def _told(verb: str, item: Item, result: Result, duties: Duties, now: datetime, **facts: Any) -> None:
    record(
        verb=verb,
        subject=result,
        by=duties.user,
        now=now,
        area_code=item.round.area_id,
        actor_role=duties.described(),
        **facts,
    )
