"""Computing a KPI's result from the provincial database, and confirming it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.computing import Computation, compute_kpi
from samrit.frameworks.models import KpiFormula
from samrit.frameworks.queries import formula_of
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.reports.actions.moving import TEXTS, allowed, locked
from samrit.reports.actions.saving import save_result
from samrit.reports.models import ComputedResult, Result
from samrit.reports.queries import Item
from samrit.reports.queries.computed import computed_results, submissions_behind
from samrit.reports.sharing import refuse_own_figure
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse
from samrit.rules.workflow import Verb


@transaction.atomic
def compute_result(*, item: Item, by: User, now: datetime) -> ComputedResult:
    """Compute by the formula that counts now and keep it with all that makes it again; nothing is reported by that.

    Where nothing changed since the last time, that one is the answer. Who may save the result may do it.
    """
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    allowed(Verb.SAVE, item, duties=duties, now=now)
    formula = formula_of(item.kpi.indicator_id)
    if formula is None:
        raise RefusedError(
            refuse(
                "formula_none_here", "ตัวชี้วัดนี้ไม่มีสูตรคำนวณจากฐานข้อมูล – พิมพ์ผลเอง หรือขอให้ผู้ประสานงานจังหวัดกำหนดสูตร"
            )
        )
    round_ = item.round
    found = compute_kpi(
        formula.terms, area=round_.area, fiscal_year=round_.fiscal_year_id, months=round_.months
    )
    if refusal := refuse_own_figure(item, value=found.answer.value, missing=None):
        raise RefusedError(refusal)
    last = computed_results(item).first()
    if last and (last.formula_id, last.inputs_digest) == (formula.pk, found.answer.digest):
        return last
    made = _keep(item, formula, found, number=last.number + 1 if last else 1, by=by, now=now)
    _told(made, item, duties=duties, now=now)
    return made


def _keep(
    item: Item, formula: KpiFormula, found: Computation, *, number: int, by: User, now: datetime
) -> ComputedResult:
    answer, gathered = found.answer, found.found
    return ComputedResult.objects.create(
        indicator_id=item.kpi.indicator_id,
        round=item.round,
        number=number,
        formula=formula,
        generation=gathered.generation,
        frames=[frame.to_data() for frame in gathered.frames],
        submissions=[
            {"id": one.pk, "receipt": one.receipt or "", "cells": cells}
            for one, cells in submissions_behind(gathered.sources)
        ],
        inputs_digest=answer.digest,
        exact=answer.exact,
        value=answer.value,
        missing=answer.missing.to_data() if answer.missing else None,
        steps=[step.to_data() for step in answer.steps],
        computed_by=by,
        computed_at=now,
    )


def _told(made: ComputedResult, item: Item, *, duties: Duties, now: datetime) -> None:
    value = None if made.value is None else plain_number(made.value)
    record(
        verb="compute_result",
        subject=made,
        by=duties.user,
        now=now,
        after={"value": value, "formula": made.formula.expression, "computed": str(made.number)},
        area_code=item.round.area_id,
        actor_role=duties.described(),
    )


@transaction.atomic
def confirm_computed(*, item: Item, computed: int, version: int, by: User, now: datetime) -> Result:
    """Report computation number ``computed`` as the recorder's own figure; the texts stay as they are saved.

    ``version``: of the result that was looked at. RefusedError where the data or the formula changed since then.
    """
    known = computed_results(item).filter(number=computed).exists()
    newest = compute_result(item=item, by=by, now=now)
    if not known or newest.number != computed:
        raise RefusedError(
            refuse(
                "computed_changed",
                "ข้อมูลหรือสูตรเปลี่ยนหลังจากคุณดู จึงยังไม่ได้ใช้ค่านั้น – ดูค่าที่คำนวณใหม่แล้วยืนยันอีกครั้ง",
            )
        )
    if newest.value is None:
        raise RefusedError(refuse("computed_nothing", "ยังคำนวณไม่ได้ จึงไม่มีค่าให้ใช้ – ดูข้อมูลที่ขาดแล้วเติมให้ครบ"))
    texts: dict[str, Any] = {name: getattr(item.result, name) if item.result else "" for name in TEXTS}
    return save_result(item=item, value=newest.value, missing=None, version=version, by=by, now=now, **texts)
