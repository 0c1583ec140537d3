"""What a person may do with an item: facts gathered here, decided by ``rules.workflow``."""

from collections.abc import Sequence
from datetime import datetime

from samrit.frameworks.models import Round
from samrit.frameworks.queries import reopened_window, window_of
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.reports.queries import Item, Standing
from samrit.rules.windows import (
    Window,
    refuse_cancelled,
    refuse_outside,
    window_in_force,
    without_end,
)
from samrit.rules.wording import Refusal, refuse
from samrit.rules.workflow import Status, Verb, decide


def roles_over(duties: Duties, item: Item) -> frozenset[str]:
    """The roles this person holds over this very item."""
    owners = {ownership.agency_id for ownership in item.kpi.ownerships.all()}
    roles = {role.value for role in (Role.RECORDER, Role.APPROVER) if owners & duties.agencies(role)}
    if item.round.area_id in duties.coordinated_areas():
        roles.add(Role.COORDINATOR.value)
    if duties.evaluates:
        roles.add(Role.EVALUATOR.value)
    return frozenset(roles)


def may(verb: Verb, item: Item, *, duties: Duties, now: datetime) -> Status | Refusal:
    """The next state, or why not; the page's button and the action ask this same question."""
    if item.cancellation:
        return refuse_cancelled(item.cancellation.from_months, resolution=item.cancellation.resolution)
    window = window_for(item, duties=duties, now=now)
    decision = decide(
        verb,
        item.status,
        roles=roles_over(duties, item),
        window=_window_to_file(item) if verb == Verb.FILE else window or window_of(item.round),
        now=now,
        recorded_it=_recorded(duties, item.result),
    )
    if isinstance(decision, Refusal):
        return decision
    if verb not in {Verb.FILE, Verb.VERIFY, Verb.REOPEN} and window is None:
        return refuse("left_out", "จังหวัดส่งรายงานรอบนี้แล้วโดยไม่รวมตัวชี้วัดนี้ จึงแก้ไขไม่ได้ – สอบถามผู้ประสานงานจังหวัด")
    if verb == Verb.SUBMIT and not item.has_answer:
        return refuse("nothing_to_submit", "ยังไม่มีผล – กรอกตัวเลข หรือเลือกเหตุที่ไม่มีตัวเลข แล้วบันทึกก่อนส่ง")
    return decision


def window_for(item: Item, *, duties: Duties, now: datetime) -> Window | None:
    """The window that counts for this person on this item: the round's, or that of a re-opening for their agency.

    The coordinator goes with every agency of the province. None: the round's report is filed without it.
    """
    everybody = duties.evaluates or item.round.area_id in duties.coordinated_areas()
    agencies = duties.agencies()
    reopened = [reopened_window(one) for one in item.reopenings if everybody or one.agency_id in agencies]
    own = window_of(item.round)
    return window_in_force(None if is_filed(item.round) and not own.stopped else own, reopened, now)


def _window_to_file(item: Item) -> Window:
    """A KPI that was re-opened may be filed again as soon as it is approved, also after the round has closed."""
    own = window_of(item.round)
    return without_end(own) if item.reopenings and not own.stopped else own


def is_filed(round_: Round) -> bool:
    """Whether the province's report of this round has been filed; one query for each round, however often asked."""
    return hasattr(round_, "filing")


def _recorded(duties: Duties, result: Result | None) -> bool:
    return result is not None and any(recorder.pk == duties.user.pk for recorder in result.recorders.all())


def refuse_filing(
    duties: Duties, round_: Round, items: Sequence[Item | Standing], *, filed: bool, now: datetime
) -> Refusal | None:
    """Why the province's report cannot be submitted now (what is still missing is a separate question)."""
    if round_.area_id not in duties.coordinated_areas():
        return refuse("not_your_province", "ส่งรายงานได้เฉพาะผู้ประสานงานของจังหวัดนี้")
    if filed:
        return refuse("filed_already", "จังหวัดส่งรายงานรอบนี้แล้ว")
    if closed := refuse_outside(window_of(round_), now):
        return closed
    if not any(is_ready(item) for item in items):
        return refuse("nothing_approved", "ยังไม่มีผลที่อนุมัติแล้ว – ติดตามหน่วยงานให้บันทึกและอนุมัติก่อน")
    return None


def is_ready(item: Item | Standing) -> bool:
    """Whether its result is approved and still asked for, so that the province's report may carry it."""
    return item.state == Status.APPROVED


def not_ready(items: list[Item]) -> list[Item]:
    """The items that still lack an approved result; a cancelled one is not asked for."""
    return [item for item in items if not item.cancellation and not is_ready(item)]
