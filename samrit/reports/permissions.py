"""What a person may do with an item: facts gathered here, decided by ``rules.workflow``."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.utils.timezone import make_aware

from samrit.frameworks.models import Edition, Reopening, ReopeningRequest, Round
from samrit.frameworks.queries import reopened_window, window_of
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.reports.checklist import refuse_lacking
from samrit.reports.guard import refuse_unexplained
from samrit.reports.models import Result
from samrit.reports.queries import Item, Standing
from samrit.reports.queries.filings import filing_of
from samrit.reports.queries.revising import RoundTouched, TouchedItem
from samrit.reports.sharing import refuse_unshared
from samrit.rules.amendment import Fate, refuse_fate
from samrit.rules.assigning import counts_from
from samrit.rules.windows import (
    Window,
    refuse_cancelled,
    refuse_outside,
    window_in_force,
    without_end,
)
from samrit.rules.wording import Message, Refusal, listed, refuse, say
from samrit.rules.workflow import Status, Verb, decide

NAMED_MISSING = 15  # a refusal is a sentence, not a list


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
        window=_window_to_file(item) if verb == Verb.FILE else window,
        now=now,
        recorded_it=verb == Verb.APPROVE and _recorded(duties, item.result),
    )
    if isinstance(decision, Refusal):
        return decision
    if verb == Verb.SUBMIT and (unready := _refuse_sending(item, duties)):
        return unready
    return decision


def _refuse_sending(item: Item, duties: Duties) -> Refusal | None:
    """What is still missing before the approver may be asked."""
    if unshared := refuse_unshared(item, duties):
        return unshared
    if not item.has_answer:
        return refuse("nothing_to_submit", "ยังไม่มีผล – กรอกตัวเลข หรือเลือกเหตุที่ไม่มีตัวเลข แล้วบันทึกก่อนส่ง")
    return refuse_unexplained(item) or refuse_lacking(item)


def window_for(item: Item, *, duties: Duties, now: datetime) -> Window:
    """The window that counts for this person on this item: the round's, or that of a re-opening for their agency.

    The coordinator goes with every agency of the province. A report that is filed ends nothing: while the window is
    open, what it left out may be finished and filed again (docs/decisions/0012).
    """
    everybody = duties.evaluates or item.round.area_id in duties.coordinated_areas()
    agencies = duties.agencies()
    reopened = [reopened_window(one) for one in item.reopenings if everybody or one.agency_id in agencies]
    own = window_of(item.round)
    return window_in_force(own, reopened, now) or own


def _window_to_file(item: Item) -> Window:
    """A KPI that was re-opened may be filed again as soon as it is approved, also after the round has closed."""
    own = window_of(item.round)
    return without_end(own) if item.reopenings and not own.stopped else own


def is_filed(round_: Round) -> bool:
    """Whether the province's report of this round has been filed; one query for each round, however often asked."""
    return filing_of(round_) is not None


def _recorded(duties: Duties, result: Result | None) -> bool:
    return result is not None and any(recorder.pk == duties.user.pk for recorder in result.recorders.all())


def refuse_filing(
    duties: Duties, round_: Round, items: Sequence[Item | Standing], *, filed: bool, now: datetime
) -> Refusal | None:
    """Why the province's report cannot be submitted now (what is still missing is a separate question)."""
    if round_.area_id not in duties.coordinated_areas():
        return refuse("not_your_province", "ส่งรายงานได้เฉพาะผู้ประสานงานของจังหวัดนี้")
    ready = [item for item in items if is_ready(item)]
    if filed and not ready:
        return refuse("filed_already", "จังหวัดส่งรายงานรอบนี้แล้ว และไม่มีผลที่อนุมัติใหม่หลังจากนั้น")
    window = window_of(round_)
    closed = refuse_outside(window, now)
    if closed and (window.stopped or not any(item.reopened for item in ready)):
        return closed
    if not ready:
        return refuse("nothing_approved", "ยังไม่มีผลที่อนุมัติแล้ว – ติดตามหน่วยงานให้บันทึกและอนุมัติก่อน")
    return None


def is_ready(item: Item | Standing) -> bool:
    """Whether its result is approved and still asked for, so that the province's report may carry it."""
    return item.state == Status.APPROVED


def may_be_filed(item: Item, *, duties: Duties, now: datetime) -> bool:
    """Whether it is approved and this person may file it now."""
    return is_ready(item) and isinstance(may(Verb.FILE, item, duties=duties, now=now), Status)


def goes_in(item: Item | Standing) -> bool:
    """Whether it was filed before and still stands, so that it goes into the next filing as it is."""
    return item.state in {Status.FILED, Status.VERIFIED}


def not_ready(items: list[Item]) -> list[Item]:
    """The items that still lack an approved result; a cancelled one is not asked for."""
    return [item for item in items if not item.cancellation and not is_ready(item)]


# ── opening one KPI again ───────────────────────────────────────────────────
def refuse_reopening(
    duties: Duties, item: Item, *, agency: Agency, until: datetime, now: datetime
) -> Refusal | None:
    """The central office opens a closed or filed round again for one KPI and one of its agencies."""
    if refusal := _refuse_central_office(duties, item.round):
        return refusal
    return _refuse_opening(item, agency=agency, until=until, now=now)


def refuse_asking(
    duties: Duties, item: Item, *, agency: Agency, until: datetime, now: datetime
) -> Refusal | None:
    """The province's coordinator asks for it; one request at a time."""
    if item.round.area_id not in duties.coordinated_areas():
        return refuse("asked_by_coordinator", "ขอเปิดให้แก้ไขได้เฉพาะผู้ประสานงานจังหวัดของจังหวัดนี้")
    if refusal := _refuse_opening(item, agency=agency, until=until, now=now):
        return refusal
    if open_request_of(item, agency):
        return refuse("asked_already", "ขอเปิดให้แก้ไขตัวชี้วัดนี้ไว้แล้ว – รอสำนักงาน ก.พ.ร. พิจารณา")
    return None


def refuse_opening_at_all(duties: Duties, item: Item) -> Refusal | None:
    """Why this person can neither open this KPI again nor ask for it, for whomever and until whenever."""
    if item.round.area_id not in duties.coordinated_areas() and (
        refusal := _refuse_central_office(duties, item.round)
    ):
        return refusal
    return _refuse_of_round(item)


def refuse_deciding(duties: Duties, request: ReopeningRequest) -> Refusal | None:
    if refusal := _refuse_central_office(duties, request.round):
        return refusal
    if request.decision:
        return refuse("decided_already", "คำขอนี้พิจารณาไปแล้ว")
    return None


def refuse_ending(duties: Duties, reopening: Reopening, *, now: datetime) -> Refusal | None:
    if refusal := _refuse_central_office(duties, reopening.round):
        return refusal
    if reopening.closes_at <= now:
        return refuse("reopening_over", "การเปิดให้แก้ไขครั้งนี้สิ้นสุดไปแล้ว")
    return None


def refuse_standing_by(duties: Duties, item: Item, *, now: datetime) -> Refusal | None:
    """What was filed before counts again when the time to correct it is over and nothing was filed anew."""
    if refusal := _refuse_central_office(duties, item.round) or _refuse_of_round(item):
        return refusal
    if item.status in {Status.FILED, Status.VERIFIED} or not any(one.given_back for one in item.reopenings):
        return refuse("nothing_given_back", "ผลที่ส่งไว้ของตัวชี้วัดนี้ยังใช้อยู่ ไม่มีอะไรต้องคืน")
    if any(now < one.closes_at for one in item.reopenings):
        return refuse("still_reopened", "ยังอยู่ในเวลาที่เปิดให้แก้ไข – สิ้นสุดการเปิดก่อน หรือรอให้หมดเวลา")
    return None


def _refuse_central_office(duties: Duties, round_: Round) -> Refusal | None:
    if not duties.evaluates:
        return refuse(
            "reopened_by_central_office", "เปิดให้แก้ไขได้เฉพาะสำนักงาน ก.พ.ร. – ให้ผู้ประสานงานจังหวัดยื่นคำขอ"
        )
    if round_.area_id in duties.areas_since(counts_from(round_.fiscal_year_id)):
        return refuse(
            "own_province_reopening", "คุณมีบทบาทในจังหวัดนี้ตั้งแต่ต้นปีที่ประเมิน จึงเปิดให้แก้ไขไม่ได้ – ให้ผู้ประเมินคนอื่นดำเนินการ"
        )
    return None


def _refuse_opening(item: Item, *, agency: Agency, until: datetime, now: datetime) -> Refusal | None:
    """Why this KPI cannot be opened again for this agency until then, whoever asks."""
    if refusal := _refuse_of_round(item):
        return refusal
    if agency not in item.owners:
        return refuse("agency_not_owner", "หน่วยงานนี้ไม่ได้รับผิดชอบตัวชี้วัดนี้ – เลือกหน่วยงานรับผิดชอบ")
    if until <= now:
        return refuse("until_past", "เวลาสิ้นสุดต้องอยู่หลังจากขณะนี้ – ตรวจวันและเวลาอีกครั้ง")
    own = window_of(item.round)
    if not is_filed(item.round) and now < own.closes_at and until <= own.closes_at:
        return refuse("window_longer", "รอบนี้รับรายงานถึง {closes} อยู่แล้ว ไม่ต้องเปิดเฉพาะตัวชี้วัดนี้", closes=own.closes)
    if any(one.agency_id == agency.pk and now < one.closes_at for one in item.reopenings):
        return refuse("reopened_already", "ตัวชี้วัดนี้เปิดให้หน่วยงานนี้แก้ไขอยู่แล้ว – สิ้นสุดครั้งเดิมก่อนจึงจะเปิดใหม่ได้")
    return None


def _refuse_of_round(item: Item) -> Refusal | None:
    """Why nothing of this item is opened again, until whenever and for whomever."""
    if item.cancellation:
        return refuse_cancelled(item.cancellation.from_months, resolution=item.cancellation.resolution)
    return window_of(item.round).stopped


def open_request_of(item: Item, agency: Agency) -> ReopeningRequest | None:
    return ReopeningRequest.objects.filter(
        round=item.round, indicator=item.kpi.indicator_id, agency=agency, decision=""
    ).first()


# ── a revised edition ───────────────────────────────────────────────────────
def refuse_fate_of(
    fate: Fate, touched: TouchedItem, *, duties: Duties, edition: Edition, now: datetime
) -> Refusal | None:
    """Why this may not become of the item's result when the revision comes in force."""
    if refusal := refuse_fate(fate, touched.before, touched.after):
        return refusal
    if fate != Fate.ASKED_AGAIN:
        return None
    item, day = touched.item, edition.effective_on
    moment = max(now, _beginning(day)) if day else now
    decision = decide(
        Verb.ASK_AGAIN,
        item.status if item.result else Status.DRAFT,
        roles=roles_over(duties, item),
        window=window_for(item, duties=duties, now=moment),
        now=moment,
    )
    if isinstance(decision, Refusal):
        return refuse(
            "not_asked_again",
            "{why} · หากต้องให้รายงานใหม่ ขอให้สำนักงาน ก.พ.ร. เปิดให้แก้ไขเฉพาะตัวชี้วัดนี้ก่อน",
            why=decision.message,
        )
    return None


def _beginning(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def refuse_fates(
    rounds: Sequence[RoundTouched],
    chosen: Mapping[tuple[int, int | None], Fate],
    *,
    duties: Duties,
    edition: Edition,
    now: datetime,
) -> Refusal | None:
    """Why a revision may not be published with these choices: one is missing, or one cannot be."""
    missing: list[Message] = []
    for one in rounds:
        whole = chosen.get((one.round.pk, None))
        if not one.asks or whole == Fate.KEPT:
            continue
        if whole is None:
            missing.append(say("round_named", "รอบ {months} เดือน", months=one.round.months))
            continue
        for touched in one.items:
            fate = chosen.get((one.round.pk, touched.item.kpi.indicator_id))
            if fate is None:
                missing.append(_named(touched))
            elif refusal := refuse_fate_of(fate, touched, duties=duties, edition=edition, now=now):
                return refuse("fate_refused", "{what}: {why}", what=_named(touched), why=refusal.message)
    return _refuse_missing(missing) if missing else None


def _named(touched: TouchedItem) -> Message:
    months, number = touched.item.round.months, touched.item.kpi.full_number
    return say("result_named", "รอบ {months} เดือน ตัวชี้วัด {number}", months=months, number=number)


def _refuse_missing(missing: Sequence[Message]) -> Refusal:
    names = [*missing[:NAMED_MISSING]]
    if len(missing) > NAMED_MISSING:
        names.append(say("and_more", "และอีก {n} รายการ", n=len(missing) - NAMED_MISSING))
    return refuse(
        "fates_not_chosen",
        "ยังไม่ได้เลือกว่าจะทำอย่างไรกับผลที่กรอกไว้แล้ว {n} รายการ: {names} – เลือกให้ครบก่อนประกาศใช้",
        n=len(missing),
        names=listed(names),
    )


# ── the months of the year ──────────────────────────────────────────────────
def refuse_progress(duties: Duties, item: Item) -> Refusal | None:
    """Who records the result records its months too, all year long: no window closes them."""
    if item.cancellation:
        return refuse_cancelled(item.cancellation.from_months, resolution=item.cancellation.resolution)
    if item.round.fiscal_year.voided_at:
        return window_of(item.round).stopped
    if Role.RECORDER.value not in roles_over(duties, item):
        return refuse("progress_by_recorder", "บันทึกผลระหว่างปีได้เฉพาะผู้บันทึกข้อมูลของหน่วยงานรับผิดชอบตัวชี้วัดนี้")
    return None
