"""Keeping what the recorder typed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from samrit.people.models import User
from samrit.people.queries import Duties
from samrit.reports.actions.drafting import forget_draft
from samrit.reports.actions.moving import allowed, facts_of, in_one_transaction, recorded_event, taken
from samrit.reports.joint_telling import tell_of_co_signing
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.reports.queries.computed import computed_with
from samrit.reports.sharing import refuse_own_figure
from samrit.reports.terms import refuse_other_terms
from samrit.reports.words import words_of
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Verb


@in_one_transaction
def save_result(
    *,
    item: Item,
    value: Decimal | None,
    missing: str | None,
    narrative: str,
    supporting_factors: str,
    obstacles: str,
    version: int,
    by: User,
    now: datetime,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    figure_reason: str = "",
    draft: int | None = None,
    terms: int = -1,
) -> Result:
    """Keep what the recorder typed; saving once more what already stands changes nothing.

    ``version``: the one the page was opened with (0: nothing saved yet); ``draft``: the revision of the person's own
    draft that is done with; ``terms``: the KPI that the page showed, -1 when it does not say.
    """
    item, duties = taken(item, by=by, now=now)
    if refusal := refuse_own_figure(item, value=value, missing=missing) or refuse_other_terms(item, terms):
        raise RefusedError(refusal)
    result = item.result or Result(indicator_id=item.kpi.indicator_id, round=item.round)
    before, saved_version = facts_of(item.result), result.version
    result.value, result.missing, result.computed = value, missing, computed_with(item, value)
    result.numerator, result.denominator, result.figure_reason = numerator, denominator, figure_reason
    result.narrative, result.supporting_factors, result.obstacles = narrative, supporting_factors, obstacles
    result.status = allowed(Verb.SAVE, item, duties=duties, now=now, words=words_of(result))
    if item.result is not None and facts_of(result) == before:
        forget_draft(item, by, draft)
        return result
    if saved_version != version:
        raise RefusedError(_stale(result))
    _keep(result, by=by, now=now)
    _told(Item(item.kpi, item.round, result), before, duties=duties, now=now)
    forget_draft(item, by, draft)
    return result


def _told(saved: Item, before: dict[str, Any], *, duties: Duties, now: datetime) -> None:
    """In the trail; another answer to the co-owners too."""
    recorded_event(Verb.SAVE, saved, before, duties=duties, now=now)
    if _answer(before) != _answer(facts_of(saved.result)):
        tell_of_co_signing(saved, duties=duties, now=now)


def _answer(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    return facts.get("value"), facts.get("missing")


def _keep(result: Result, *, by: User, now: datetime) -> None:
    known = result.saved_by_id == by.pk  # and among the recorders since then
    result.version, result.saved_by, result.saved_at = result.version + 1, by, now
    result.save()
    if not known:
        result.recorders.add(by)


def _stale(result: Result) -> Refusal:
    return refuse(
        "stale_version",
        "{name} บันทึกรายการนี้หลังจากคุณเปิดหน้า จึงยังไม่ได้บันทึกทับ – ข้อความที่คุณพิมพ์ยังอยู่ครบ เทียบกับฉบับล่าสุดแล้วบันทึกอีกครั้ง",
        name=result.saved_by.name if result.saved_by else "–",
    )
