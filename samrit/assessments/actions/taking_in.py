"""Questionnaires of the central office that come as data files: those that ship, and others from a folder."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from samrit.assessments.models import InstrumentRelease
from samrit.audit.actions import record
from samrit.rules.instruments import Instrument, available, documents, load, read
from samrit.rules.items import Fault
from samrit.rules.wording import RefusedError, refuse


class FaultyDocumentsError(RefusedError):
    """``faults``: everything that does not hold together, each with its place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(refuse("documents_faulty", "ยังใช้แบบนี้ไม่ได้ มีจุดที่ต้องแก้ {n} จุด", n=len(faults)))
        self.faults = faults


def take_shipped(*, now: datetime) -> int:
    """Publish the questionnaires of this release that the database does not know yet; how many."""
    known = set(InstrumentRelease.objects.filter(agency=None).values_list("code", "version"))
    fresh = [name for name in available() if (load(name).code, load(name).version) not in known]
    return sum(take_documents(stated=documents(name), now=now) is not None for name in fresh)


@transaction.atomic
def take_documents(*, stated: Mapping[str, str], now: datetime) -> InstrumentRelease | None:
    """Publish one from its documents (name → TOML); None where this very one is there already.

    FaultyDocumentsError; RefusedError where this version is there and says something else: what was published never changes.
    """
    found = read(stated)
    if not isinstance(found, Instrument):
        raise FaultyDocumentsError(found)
    there = InstrumentRelease.objects.filter(agency=None, code=found.code, version=found.version).first()
    if there and there.digest == found.digest:
        return None
    if there:
        raise RefusedError(
            refuse(
                "version_taken",
                "แบบ {name} รุ่น {version} มีอยู่แล้วและเนื้อหาต่างกัน – ตั้งเลขรุ่นใหม่ (version) แล้วนำเข้าอีกครั้ง",
                name=found.words.thai,
                version=found.version,
            )
        )
    made = InstrumentRelease.objects.create(
        code=found.code,
        version=found.version,
        name=found.words.thai,
        name_en=found.words.english,
        year=found.year,
        is_survey=found.survey is not None,
        digest=found.digest,
        documents=dict(stated),
        state=InstrumentRelease.State.PUBLISHED,
        made_at=now,
        published_at=now,
    )
    told = {"name": made.name, "version": made.version, "digest": made.digest}
    record(verb="publish_instrument", subject=made, by=None, now=now, after=told)
    return made
