"""Writing a KPI's details: every change is another version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Edition, Kpi, KpiTemplate, LibraryKpi
from samrit.frameworks.permissions import refuse_details, refuse_strategic
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.kpi_template import Contents, changed_terms, changes, checked, for_others, merge
from samrit.rules.wording import RefusedError, listed, refuse


@transaction.atomic
def write_details(
    *, kpi: Kpi, contents: Mapping[str, Any], base: int | None, by: User, now: datetime
) -> KpiTemplate | None:
    """Keep the details as typed over version ``base`` (None: there was none).

    What somebody else changed meanwhile in other fields is kept too; where both changed one field in two ways it is
    refused. Once published, what binds the province changes only by an edition. Nothing changed: no new version.
    """
    duties = duties_of(by, localdate(now))
    kpi = _locked(kpi)
    if refusal := refuse_details(duties, kpi.component.edition):
        raise RefusedError(refusal)
    was = kpi.template.contents if kpi.template else {}
    stands = _together(kpi, base, checked(contents))
    _refuse_terms(kpi.component.edition, was, stands)
    if stands == was:
        return kpi.template
    return _keep(kpi, stands, by=by, now=now, duties=duties)


def _locked(kpi: Kpi) -> Kpi:
    """The KPI as it stands now; its edition is locked first, as every other change of a draft does."""
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=kpi.component.edition_id)
    kpis = Kpi.objects.select_for_update(of=("self",)).filter(component__edition=edition)
    return kpis.select_related("component__edition__framework__area", "template").get(pk=kpi.pk)


def _together(kpi: Kpi, base: int | None, mine: Contents) -> Contents:
    """What was typed, with what others changed since ``base`` was shown."""
    if base == kpi.template_id:
        return mine
    shown = KpiTemplate.objects.filter(pk=base).first() if base else None
    theirs = kpi.template.contents if kpi.template else {}
    merged = merge(shown.contents if shown else {}, theirs, mine)
    if merged.conflicts:
        raise RefusedError(
            refuse(
                "details_changed",
                "ผู้อื่นแก้ไขช่องเดียวกันระหว่างที่คุณพิมพ์: {fields} – สิ่งที่คุณพิมพ์ยังอยู่ครบ เทียบแล้วบันทึกอีกครั้ง",
                fields=listed([field.label for field in merged.conflicts]),
            )
        )
    return merged.contents


def _refuse_terms(edition: Edition, was: Contents, stands: Contents) -> None:
    if edition.status != Edition.Status.DRAFT and (fields := changed_terms(was, stands)):
        raise RefusedError(
            refuse(
                "details_bind",
                "กรอบประกาศใช้แล้ว ช่องที่เป็นเงื่อนไขของการประเมินเปลี่ยนได้ด้วยฉบับปรับปรุงเท่านั้น: {fields}",
                fields=listed([field.label for field in fields]),
            )
        )


def _keep(kpi: Kpi, contents: Contents, *, by: User, now: datetime, duties: Duties) -> KpiTemplate:
    before, edition = kpi.template, kpi.component.edition
    version = KpiTemplate.objects.create(previous=before, contents=contents, made_by=by, made_at=now)
    Kpi.objects.filter(pk=kpi.pk).update(template=version)
    # A draft that took these details over takes their correction too; one that changed them keeps its own.
    Kpi.objects.filter(
        indicator=kpi.indicator_id, component__edition__status=Edition.Status.DRAFT, template=before
    ).update(template=version)
    changed = changes(before.contents if before else {}, contents)
    record(
        verb="write_details",
        subject=kpi,
        by=by,
        now=now,
        before={f"details.{one.field.key}": one.before for one in changed},
        after={f"details.{one.field.key}": one.after for one in changed},
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )
    return version


@transaction.atomic
def give_to_library(*, kpi: Kpi, by: User, now: datetime) -> KpiTemplate:
    """The central office offers a KPI's details, without what is of one province and year, to all through the library."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_strategic(duties):
        raise RefusedError(refusal)
    kpi = _locked(kpi)
    entry = LibraryKpi.objects.select_for_update(of=("self",)).filter(indicators=kpi.indicator_id).first()
    if entry is None or kpi.template is None:
        raise RefusedError(
            refuse("not_in_library", "ตัวชี้วัดนี้ยังไม่ผูกกับคลังตัวชี้วัด หรือยังไม่มีรายละเอียด – ผูกกับคลังและกรอกรายละเอียดก่อน")
        )
    before = KpiTemplate.objects.filter(pk=entry.template_id or 0).first()
    offered = for_others(kpi.template.contents)
    version = KpiTemplate.objects.create(previous=before, contents=offered, made_by=by, made_at=now)
    LibraryKpi.objects.filter(pk=entry.pk).update(template=version)
    changed = changes(before.contents if before else {}, offered)
    record(
        verb="give_to_library", subject=entry, by=by, now=now,
        before={f"details.{one.field.key}": one.before for one in changed},
        after={f"details.{one.field.key}": one.after for one in changed},
        actor_role=duties.described(),
    )  # fmt: skip
    return version
