"""Stating by which formula a KPI's result is computed from the provincial database: every change is another version."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Edition, Indicator, Kpi, KpiFormula
from samrit.frameworks.permissions import refuse_formula
from samrit.frameworks.queries.formulas import items_for, newest_formula
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.kpi_formulas import Terms, built_in_by_code, checked
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def set_formula(
    *, kpi: Kpi, terms: Terms, base: int, reason: str, by: User, now: datetime, built_in: str = ""
) -> KpiFormula:
    """Keep a formula over version ``base`` (0: there was none); saying once more what stands changes nothing.

    Its items and units are checked against the province's book. Of an edition in force only with a reason.
    ``built_in``: the code of the built-in formula that it was taken from; forgotten where it no longer is that.
    """
    duties = duties_of(by, localdate(now))
    kpi, standing = _locked(kpi, base, duties)
    items = items_for(kpi)
    whole, _ = checked(Terms(terms.expression, kpi.unit, terms.span, terms.decimals, terms.gathers), items)
    if standing and standing.terms == whole:
        return standing
    shipped = built_in_by_code(built_in, items)
    kept = built_in if shipped and shipped.terms.expression == whole.expression else ""
    return _keep(kpi, standing, whole, reason=reason, built_in=kept, by=by, now=now, duties=duties)


@transaction.atomic
def end_formula(*, kpi: Kpi, base: int, reason: str, by: User, now: datetime) -> KpiFormula:
    """From here on the result is typed again; what was computed stays."""
    duties = duties_of(by, localdate(now))
    kpi, standing = _locked(kpi, base, duties)
    if standing is None or not standing.expression:
        raise RefusedError(refuse("formula_none", "ตัวชี้วัดนี้ไม่มีสูตรคำนวณอยู่แล้ว"))
    none = Terms("", kpi.unit, standing.terms.span, standing.decimals)
    return _keep(kpi, standing, none, reason=reason, built_in="", by=by, now=now, duties=duties)


def _locked(kpi: Kpi, base: int, duties: Duties) -> tuple[Kpi, KpiFormula | None]:
    """The KPI as it stands, with the newest version of its formula; two writers come one after the other."""
    Edition.objects.select_for_update(of=("self",)).get(pk=kpi.component.edition_id)
    Indicator.objects.select_for_update(of=("self",)).get(pk=kpi.indicator_id)
    kpi = Kpi.objects.select_related("component__edition__framework__area").get(pk=kpi.pk)
    if refusal := refuse_formula(duties, kpi):
        raise RefusedError(refusal)
    newest = newest_formula(kpi.indicator_id)
    if (newest.version if newest else 0) != base:
        raise RefusedError(
            refuse(
                "formula_changed",
                "{name} เปลี่ยนสูตรนี้หลังจากคุณเปิดหน้า จึงยังไม่ได้บันทึกทับ – สูตรที่คุณพิมพ์ยังอยู่ครบ เทียบแล้วบันทึกอีกครั้ง",
                name=newest.made_by.name if newest else "–",
            )
        )
    return kpi, newest


def _keep(
    kpi: Kpi,
    before: KpiFormula | None,
    terms: Terms,
    *,
    reason: str,
    built_in: str,
    by: User,
    now: datetime,
    duties: Duties,
) -> KpiFormula:
    edition, why = kpi.component.edition, reason.strip()
    if not why and (edition.status != Edition.Status.DRAFT or not terms.expression):
        raise RefusedError(refuse("formula_reason", "ระบุเหตุผลที่เปลี่ยนสูตร เพื่อให้ผู้บันทึกและผู้ตรวจทราบ"))
    made = KpiFormula.objects.create(
        indicator_id=kpi.indicator_id,
        version=before.version + 1 if before else 1,
        expression=terms.expression,
        unit=terms.unit,
        span=terms.span.value,
        decimals=terms.decimals,
        gathers=[gather.to_data() for gather in terms.gathers],
        built_in=built_in,
        reason=why,
        made_by=by,
        made_at=now,
    )
    record(
        verb="set_formula" if made.expression else "end_formula",
        subject=kpi,
        by=by,
        now=now,
        before=_facts(before),
        after=_facts(made),
        reason=why,
        area_code=edition.framework.area_id,
        actor_role=duties.described(),
    )
    return made


def _facts(formula: KpiFormula | None) -> dict[str, str]:
    if formula is None or not formula.expression:
        return {}
    return {
        "formula": formula.expression,
        "formula_span": f"span_{formula.span}",
        "formula_decimals": str(formula.decimals),
        "formula_cells": " · ".join(map(_in_short, formula.gathers)),
    }


def _in_short(gather: dict[str, object]) -> str:
    """``wqi_section: province all each bang_pakong``."""
    only = gather["only"] if isinstance(gather["only"], dict) else {}
    chosen = " ".join(code for codes in only.values() for code in codes)
    return f"{gather['item']}: {gather['level']} {gather['take']} {gather['of']} {chosen}".strip()
