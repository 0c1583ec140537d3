"""Making questionnaires: a draft from one that there is, its changes, its publication. What is published never changes."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.models import InstrumentRelease
from samrit.assessments.permissions.surveys import refuse_building, refuse_keeping_of
from samrit.audit.actions import record
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.instruments import Instrument, read
from samrit.rules.instruments.drafting import data_of, written
from samrit.rules.items import Fault
from samrit.rules.wording import RefusedError, refuse

DOCUMENT = "questions.toml"


class FaultyDraftError(RefusedError):
    """``faults``: everything that does not hold together, each with its place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(refuse("draft_faulty", "ประกาศใช้ไม่ได้ ยังมีจุดที่ต้องแก้ {n} จุด", n=len(faults)))
        self.faults = faults


@transaction.atomic
def start_draft(
    *, source: InstrumentRelease, agency: Agency | None, names: tuple[str, str], by: User, now: datetime
) -> InstrumentRelease:
    """ทำร่างจากแบบที่มี: a new version of the agency's own, or a questionnaire of its own from somebody else's."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_keeping_of(duties, agency):
        raise RefusedError(refusal)
    data = data_of(source.documents)
    code, version = _named(source, agency)
    head = {**data["instrument"], "code": code, "version": version, "name": names[0], "name_en": names[1]}
    if agency is not None:
        head |= {"basis": "assumed", "reference": "", "confirmed": False}
    documents = {DOCUMENT: written({**data, "instrument": head})}
    made = InstrumentRelease.objects.create(
        code=code, version=version, name=names[0], name_en=names[1], year=head["year"],
        is_survey="survey" in data, agency=agency, digest=_digest(documents), documents=documents,
        based_on=source, made_by=by, made_at=now,
    )  # fmt: skip
    _told(made, "start_instrument", by, now)
    return made


def _named(source: InstrumentRelease, agency: Agency | None) -> tuple[str, str]:
    """(code, version): the next version of the same keeper's, else a code of its own."""
    agency_key = agency.pk if agency else None
    if source.agency_id == agency_key:
        siblings = InstrumentRelease.objects.filter(code=source.code, agency=agency)
        versions = set(siblings.values_list("version", flat=True))
        base = source.version.split("-")[0]
        number = next(n for n in range(2, len(versions) + 3) if f"{base}-{n}" not in versions)
        return source.code, f"{base}-{number}"[:32]
    return f"own_{secrets.token_hex(4)}", f"{source.year}.1"


def _digest(documents: Mapping[str, str]) -> str:
    """Of a draft, that may not hold together yet: the way ``rules.instruments.read`` makes it."""
    stated = "\0".join(f"{name}\0{documents[name]}" for name in sorted(documents))
    return hashlib.sha256(stated.encode()).hexdigest()[:16]


@transaction.atomic
def change_draft(
    *, release: InstrumentRelease, data: Mapping[str, Any], seen: int, by: User, now: datetime
) -> InstrumentRelease:
    """แก้ไขร่าง to what ``data`` states (``drafting``). ``seen``: the revision that was looked at; a newer one refuses."""
    found = _locked(release, by, now)
    if found.revision != seen:
        raise RefusedError(refuse("changed_meanwhile", "มีผู้แก้แบบนี้หลังจากที่ท่านเปิดหน้า – ดูฉบับล่าสุดแล้วแก้อีกครั้ง"))
    head = data["instrument"]
    found.documents = {DOCUMENT: written(data)}
    found.digest = _digest(found.documents)
    found.name, found.name_en, found.is_survey = head["name"][:300], head["name_en"][:300], "survey" in data
    found.revision += 1
    found.save(update_fields=["documents", "digest", "name", "name_en", "is_survey", "revision"])
    _told(found, "change_instrument", by, now)
    return found


@transaction.atomic
def publish_release(*, release: InstrumentRelease, by: User, now: datetime) -> InstrumentRelease:
    """ประกาศใช้. FaultyDraftError names everything that keeps it from being asked."""
    found = _locked(release, by, now)
    instrument = read(found.documents)
    if not isinstance(instrument, Instrument):
        raise FaultyDraftError(instrument)
    found.digest, found.year = instrument.digest, instrument.year
    found.state = InstrumentRelease.State.PUBLISHED
    found.published_by, found.published_at = by, now
    found.save(update_fields=["digest", "year", "state", "published_by", "published_at"])
    _told(found, "publish_instrument", by, now)
    return found


@transaction.atomic
def discard_draft(*, release: InstrumentRelease, by: User, now: datetime) -> None:
    """ลบร่าง: nobody has answered it."""
    found = _locked(release, by, now)
    _told(found, "discard_instrument", by, now)
    found.delete()


def _locked(release: InstrumentRelease, by: User, now: datetime) -> InstrumentRelease:
    found = (
        InstrumentRelease.objects.select_for_update(of=("self",)).select_related("agency").get(pk=release.pk)
    )
    if refusal := refuse_building(duties_of(by, localdate(now)), found):
        raise RefusedError(refusal)
    return found


def _told(release: InstrumentRelease, verb: str, by: User, now: datetime) -> None:
    record(
        verb=verb,
        subject=release,
        by=by,
        now=now,
        after={"name": release.name, "version": release.version, "digest": release.digest},
        area_code=(release.agency.area_id or "") if release.agency else "",
        actor_role=duties_of(by, localdate(now)).described(),
    )
