"""What must prove a KPI's result: writing the list, and taking it over into another edition."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Edition, Kpi, RequiredEvidence
from samrit.frameworks.permissions import refuse_preparing
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError, refuse

MOST_LINES = 20


@dataclass(frozen=True)
class Requirement:
    """One line of the list; ``code`` of a line that is there already, "" of a new one."""

    title: str
    help: str = ""
    required: bool = True
    code: str = ""


@transaction.atomic
def set_required_evidence(
    *, kpi: Kpi, lines: Sequence[Requirement], by: User, now: datetime, reason: str = ""
) -> None:
    """Write the whole list of one KPI. Of an edition in force only with a reason: recorders may have begun."""
    duties = duties_of(by, localdate(now))
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("framework__area")
        .get(components__kpis=kpi)
    )
    if refusal := refuse_preparing(duties, edition.framework.area):
        raise RefusedError(refusal)
    if edition.status == Edition.Status.SUPERSEDED:
        raise RefusedError(refuse("edition_superseded", "ฉบับนี้ถูกแทนที่แล้ว แก้ไขไม่ได้ – แก้ที่ฉบับที่ใช้อยู่"))
    before, after = _titles(_as_lines(kpi)), _titles(lines)
    if edition.status == Edition.Status.PUBLISHED and not reason.strip():
        raise RefusedError(
            refuse("requirements_reason", "ฉบับนี้ประกาศใช้แล้ว – ระบุเหตุผลที่เปลี่ยนรายการหลักฐาน เพื่อให้ผู้บันทึกทราบ")
        )
    _write(kpi, lines)
    record(
        verb="set_required_evidence",
        subject=edition,
        by=by,
        now=now,
        before={f"{kpi.full_number} required_evidence": before},
        after={f"{kpi.full_number} required_evidence": after},
        reason=reason.strip(),
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )


def _write(kpi: Kpi, lines: Sequence[Requirement]) -> None:
    kept = {line.code for line in lines if line.code}
    kpi.required_evidence.exclude(code__in=kept).delete()
    for position, line in enumerate(lines, start=1):
        RequiredEvidence.objects.update_or_create(
            kpi=kpi,
            code=line.code or secrets.token_hex(8),
            defaults={
                "position": position,
                "title": line.title,
                "help": line.help,
                "required": line.required,
            },
        )


def carry_required_evidence(before: Kpi, kpi: Kpi) -> None:
    """The list goes on with the KPI into another edition, under the same codes: what was ticked stays ticked."""
    RequiredEvidence.objects.bulk_create(
        RequiredEvidence(
            kpi=kpi,
            code=line.code,
            position=line.position,
            title=line.title,
            help=line.help,
            required=line.required,
        )
        for line in before.required_evidence.all()
    )


def _as_lines(kpi: Kpi) -> list[Requirement]:
    return [
        Requirement(line.title, line.help, line.required, line.code) for line in kpi.required_evidence.all()
    ]


def _titles(lines: Sequence[Requirement]) -> list[str]:
    return [line.title if line.required else f"({line.title})" for line in lines]
