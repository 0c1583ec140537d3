"""Saying what KPIs are derived from."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import FiscalYear, Indicator, Kpi, KpiLink, StrategicKpi
from samrit.frameworks.permissions import refuse_linking, refuse_strategic
from samrit.frameworks.queries import above
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules import rulesets
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def link_kpi(
    *,
    kpi: Kpi,
    strategic: StrategicKpi | None = None,
    parent: Indicator | None = None,
    kind: str,
    note: str,
    by: User,
    now: datetime,
) -> KpiLink:
    """Say that the KPI is the same as, stands for, or is cascaded from a strategic KPI or another KPI of its year."""
    duties = duties_of(by, localdate(now))
    framework = kpi.component.edition.framework
    if refusal := refuse_linking(duties, framework.area):
        raise RefusedError(refusal)
    # One writer of links in a year at a time: two halves of a ring would not see each other.
    FiscalYear.objects.select_for_update(no_key=True).get(pk=framework.fiscal_year_id)
    _refuse_other_year(framework.fiscal_year_id, strategic, parent)
    if parent is not None and kpi.indicator_id in above(parent.pk) | {parent.pk}:
        raise RefusedError(
            refuse("link_ring", "ถ่ายทอดวนกลับไม่ได้ ตัวชี้วัดที่เลือกถ่ายทอดมาจากตัวชี้วัดนี้อยู่แล้ว – เลือกตัวชี้วัดอื่น")
        )
    if KpiLink.objects.filter(indicator=kpi.indicator_id, strategic=strategic, parent=parent).exists():
        raise RefusedError(refuse("linked_already", "ถ่ายทอดจากตัวชี้วัดนี้ไว้แล้ว – ถ้าจะเปลี่ยนประเภทให้เอาออกก่อน"))
    link = KpiLink.objects.create(
        indicator_id=kpi.indicator_id,
        strategic=strategic,
        parent=parent,
        kind=kind,
        note=note.strip(),
        made_by=by,
        made_at=now,
    )
    record(
        verb="link_kpi", subject=kpi, by=by, now=now, after=_facts(link), area_code=framework.area_id,
        actor_role=duties.described(),
    )  # fmt: skip
    return link


def _refuse_other_year(year: int, strategic: StrategicKpi | None, parent: Indicator | None) -> None:
    above_it = strategic.fiscal_year_id if strategic else parent.framework.fiscal_year_id if parent else None
    if above_it != year:
        raise RefusedError(
            refuse("link_other_year", "ถ่ายทอดได้เฉพาะจากตัวชี้วัดของปีงบประมาณ พ.ศ. {year}", year=year)
        )


def _facts(link: KpiLink) -> dict[str, Any]:
    """What the trail keeps of a link."""
    names = Kpi.objects.filter(indicator=link.parent_id).order_by("-id").values_list("name", flat=True)
    return {"derived_from": str(link.strategic or names.first()), "link_kind": link.kind, "note": link.note}


@transaction.atomic
def unlink_kpi(*, link: KpiLink, kpi: Kpi, by: User, now: datetime) -> None:
    """Take a link away; that it was there stays in the trail."""
    duties = duties_of(by, localdate(now))
    framework = kpi.component.edition.framework
    if refusal := refuse_linking(duties, framework.area):
        raise RefusedError(refusal)
    found = (
        KpiLink.objects.select_for_update(of=("self",)).filter(pk=link.pk, indicator=kpi.indicator_id).first()
    )
    if found is None:
        raise RefusedError(refuse("link_gone", "การถ่ายทอดนี้ถูกเอาออกไปแล้ว"))
    facts = _facts(found)
    found.delete()
    record(
        verb="unlink_kpi", subject=kpi, by=by, now=now, before=facts, area_code=framework.area_id,
        actor_role=duties.described(),
    )  # fmt: skip


@transaction.atomic
def keep_strategic_kpi(
    *,
    year: int,
    code: str,
    name: str,
    ministry: str,
    references: str,
    by: User,
    now: datetime,
    kpi: StrategicKpi | None = None,
) -> StrategicKpi:
    """Add a strategic KPI of a year, or correct one."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_strategic(duties):
        raise RefusedError(refusal)
    fiscal_year, _ = FiscalYear.objects.get_or_create(
        year=year, defaults={"rule_set": rulesets.for_year(year)}
    )
    FiscalYear.objects.select_for_update(no_key=True).get(pk=fiscal_year.pk)
    same = StrategicKpi.objects.filter(fiscal_year=fiscal_year, code=code.strip()).first()
    if same is not None and same != kpi:
        text = "ปี {year} มีตัวชี้วัดรหัส {known} แล้ว – ใช้รหัสอื่น"
        raise RefusedError(refuse("strategic_code_taken", text, year=year, known=same.code))
    before = _strategic_facts(kpi) if kpi else {}
    kept = kpi or StrategicKpi()
    kept.fiscal_year, kept.code, kept.name = fiscal_year, code.strip(), name.strip()
    kept.ministry, kept.references = ministry.strip(), references.strip()
    kept.save()
    record(
        verb="keep_strategic_kpi", subject=kept, by=by, now=now, before=before, after=_strategic_facts(kept),
        actor_role=duties.described(),
    )  # fmt: skip
    return kept


def _strategic_facts(kpi: StrategicKpi) -> dict[str, Any]:
    return {"code_of_kpi": kpi.code, "name": kpi.name, "ministry": kpi.ministry, "references": kpi.references}
