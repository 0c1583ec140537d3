"""The rounds of a year: their windows in all provinces at once, how they are, and a year that is voided."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import FiscalYear, Round, RoundState, YearRound
from samrit.frameworks.permissions import refuse_ruling
from samrit.frameworks.queries import planned_windows, windows_seen
from samrit.people.models import Area, User
from samrit.people.queries import Duties, duties_of
from samrit.rules import rulesets
from samrit.rules.wording import Refusal, RefusedError, refuse


def known_year(year: int) -> FiscalYear:
    return FiscalYear.objects.get_or_create(year=year, defaults={"rule_set": rulesets.for_year(year)})[0]


def year_round(year: int, months: int) -> YearRound:
    """That the year has this round; a round that gets its window later takes its state from here."""
    return YearRound.objects.get_or_create(fiscal_year=known_year(year), months=months)[0]


def as_ruled(ruled: YearRound) -> dict[str, Any]:
    """The columns of a new round that the year has decided already."""
    return {"state": ruled.state, "state_reason": ruled.reason, "state_resolution": ruled.resolution}


WINDOWS_CHANGED = refuse(
    "windows_changed",
    "มีผู้อื่นเปลี่ยนกำหนดเวลาหลังจากคุณเปิดหน้า จึงยังไม่ได้บันทึก – ตรวจรายการล่าสุดแล้วยืนยันอีกครั้ง",
)


@transaction.atomic
def set_windows(
    *,
    year: int,
    months: int,
    opens_at: datetime,
    closes_at: datetime,
    only_missing: bool,
    seen: str,
    reason: str,
    by: User,
    now: datetime,
) -> list[Round]:
    """Set one round's window in every province, or only where there is none; those that changed.

    ``seen`` (``queries.windows_seen``) stands for the windows that the preview showed: others, and nothing is set.
    """
    duties = duties_of(by, localdate(now))
    _check(refuse_ruling(duties))
    list(Area.objects.select_for_update().filter(reports=True).values_list("pk"))
    if closes_at <= opens_at:
        raise RefusedError(refuse("window_reversed", "เวลาปิดต้องอยู่หลังเวลาเปิด – ตรวจวันและเวลาอีกครั้ง"))
    reason = _said(reason)
    if windows_seen(year, months) != seen:
        raise RefusedError(WINDOWS_CHANGED)
    ruled = year_round(year, months)
    plan = planned_windows(year, months, opens_at=opens_at, closes_at=closes_at, only_missing=only_missing)
    changed = []
    for one in plan:
        if one.fate not in {"new", "moves"}:
            continue
        round_ = one.round or Round(area=one.area, fiscal_year_id=year, months=months, **as_ruled(ruled))
        before = edges(one.round) if one.round else {}
        round_.opens_at, round_.closes_at = opens_at, closes_at
        round_.save()
        _told("set_window", round_, duties, now, before=before, after=edges(round_), reason=reason)
        changed.append(round_)
    return changed


def edges(round_: Round) -> dict[str, str]:
    return {"opens_at": round_.opens_at.isoformat(), "closes_at": round_.closes_at.isoformat()}


# ── how a round is ──────────────────────────────────────────────────────────
@transaction.atomic
def set_round_state(
    *,
    year: int,
    months: int,
    state: str,
    reason: str,
    resolution: str,
    by: User,
    now: datetime,
    area: Area | None = None,
) -> list[Round]:
    """งดรายงานรอบนี้, รายงานแต่ไม่คิดคะแนน, or as usual again: of one province, or of all (``area`` None)."""
    duties = duties_of(by, localdate(now))
    _check(refuse_ruling(duties))
    reason, resolution = _said(reason), resolution.strip()
    if state != RoundState.NORMAL and not resolution:
        raise RefusedError(refuse("resolution_required", "โปรดระบุมติหรือเลขที่หนังสือที่ให้ทำเช่นนี้"))
    rounds = list(
        Round.objects.select_for_update(of=("self",))
        .select_related("area")
        .filter(fiscal_year=year, months=months, **({"area": area} if area else {}))
    )
    _check(_refuse_state(rounds, area))
    if area is None:
        _rule_year(year, months, state, reason, resolution, duties=duties, now=now)
    changed = [one for one in rounds if (one.state, one.state_resolution) != (state, resolution)]
    for round_ in changed:
        before = _state_of(round_)
        round_.state = state
        normal = state == RoundState.NORMAL
        round_.state_reason = "" if normal else reason
        round_.state_resolution = "" if normal else resolution
        round_.save(update_fields=["state", "state_reason", "state_resolution"])
        _told("set_round_state", round_, duties, now, before=before, after=_state_of(round_), reason=reason)
    return changed


def _refuse_state(rounds: list[Round], area: Area | None) -> Refusal | None:
    if area and not rounds:
        return refuse("no_round_yet", "จังหวัดนี้ยังไม่มีกำหนดเวลาของรอบนี้ – ตั้งกำหนดเวลาก่อน หรือกำหนดสถานะทั้งทุกจังหวัด")
    if published := [round_.area.name for round_ in rounds if round_.settled_at]:
        return refuse(
            "published_rounds",
            "ยืนยันคะแนนรอบนี้แล้วใน {count} จังหวัด จึงเปลี่ยนสถานะของรอบไม่ได้ – หากไม่ใช้ผลทั้งปี ให้กำหนดที่ระดับปี",
            count=len(published),
        )
    return None


def _rule_year(
    year: int, months: int, state: str, reason: str, resolution: str, *, duties: Duties, now: datetime
) -> None:
    ruled = year_round(year, months)
    before = {"state": ruled.state, "resolution": ruled.resolution}
    normal = state == RoundState.NORMAL
    ruled.state, ruled.reason, ruled.resolution = (
        state,
        "" if normal else reason,
        "" if normal else resolution,
    )
    ruled.save()
    after = {"state": ruled.state, "resolution": ruled.resolution}
    _told("set_round_state", ruled, duties, now, before=before, after=after, reason=reason)


def _state_of(round_: Round) -> dict[str, str]:
    return {"state": round_.state, "resolution": round_.state_resolution}


# ── a whole year ────────────────────────────────────────────────────────────
@transaction.atomic
def void_year(*, year: int, reason: str, resolution: str, by: User, now: datetime) -> FiscalYear:
    """ไม่ใช้ผลประเมินของปี: nothing is reported or assessed any more; what was reported before stays."""
    duties = duties_of(by, localdate(now))
    _check(refuse_ruling(duties))
    fiscal_year = _locked_year(year)
    if fiscal_year.voided_at:
        raise RefusedError(refuse("voided_already", "ปีนี้กำหนดไว้แล้วว่าไม่ใช้ผลประเมิน"))
    if not resolution.strip():
        raise RefusedError(refuse("resolution_required", "โปรดระบุมติหรือเลขที่หนังสือที่ให้ทำเช่นนี้"))
    fiscal_year.voided_at, fiscal_year.voided_by = now, by
    fiscal_year.void_reason, fiscal_year.void_resolution = _said(reason), resolution.strip()
    fiscal_year.save()
    after = {"year": year, "resolution": fiscal_year.void_resolution}
    _told("void_year", fiscal_year, duties, now, before={}, after=after, reason=fiscal_year.void_reason)
    return fiscal_year


@transaction.atomic
def restore_year(*, year: int, reason: str, by: User, now: datetime) -> FiscalYear:
    """The year is assessed after all; everything stands as it stood."""
    duties = duties_of(by, localdate(now))
    _check(refuse_ruling(duties))
    fiscal_year = _locked_year(year)
    if not fiscal_year.voided_at:
        raise RefusedError(refuse("not_voided", "ปีนี้ใช้ผลประเมินตามปกติอยู่แล้ว"))
    reason, before = _said(reason), {"year": year, "resolution": fiscal_year.void_resolution}
    fiscal_year.voided_at = fiscal_year.voided_by = None
    fiscal_year.void_reason = fiscal_year.void_resolution = ""
    fiscal_year.save()
    _told("restore_year", fiscal_year, duties, now, before=before, after={"year": year}, reason=reason)
    return fiscal_year


def _locked_year(year: int) -> FiscalYear:
    known_year(year)
    return FiscalYear.objects.select_for_update().get(pk=year)


def _check(*refusals: Refusal | None) -> None:
    for refusal in refusals:
        if refusal:
            raise RefusedError(refusal)


def _said(reason: str) -> str:
    if not reason.strip():
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    return reason.strip()


def _told(
    verb: str,
    subject: Round | YearRound | FiscalYear,
    duties: Duties,
    now: datetime,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str,
) -> None:
    record(
        verb=verb,
        subject=subject,
        by=duties.user,
        now=now,
        before=before,
        after=after,
        reason=reason,
        area_code=subject.area_id if isinstance(subject, Round) else "",
        actor_role=duties.described(),
    )
