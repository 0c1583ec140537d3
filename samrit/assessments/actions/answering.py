"""Answers, saved as they come: a part of a sheet at a time, by as many people as there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.actions.moving import locked
from samrit.assessments.actions.scoring import keep_score
from samrit.assessments.models import AnswerChange, Assessment, InstrumentRelease, StageSheet
from samrit.assessments.permissions.assessing import refuse_finishing, refuse_writing
from samrit.assessments.queries.assessments import Read, base_of
from samrit.assessments.queries.listing import standing_of
from samrit.audit.actions import record
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.instruments import Instrument, Wrong, read_sheet
from samrit.rules.wording import RefusedError, refuse

Raw = Mapping[str, Any]  # one answer: {"value": …, "note": …}


@dataclass(frozen=True)
class Saved:
    """What became of a saving. ``clashes``: questions that somebody else answered meanwhile, with what stands there now.

    Wrong answers and clashing ones are not saved; all the others are.
    """

    sheet: StageSheet
    saved: tuple[str, ...]
    clashes: Mapping[str, Raw | None] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()


@transaction.atomic
def save_answers(
    *,
    assessment: Assessment,
    stage: str,
    answers: Mapping[str, Raw | None],
    revision: int,
    by: User,
    now: datetime,
) -> Saved:
    """บันทึกคำตอบ, as many as were typed; None takes an answer back. ``revision``: what the person had before them.

    RefusedError when this person may not answer here now, or the stage is unknown.
    """
    read = Read(locked(assessment))
    _allow(read, stage, by, now)
    row = _row(read, stage)
    base = base_of(row, min(revision, row.revision))
    typed = {code: plain(given) for code, given in answers.items()}
    wanted = {code: given for code, given in typed.items() if given != base.get(code)}
    fresh = {code: given for code, given in wanted.items() if given != row.answers.get(code)}
    clashes = {code: row.answers.get(code) for code in fresh if row.answers.get(code) != base.get(code)}
    mine = {code: given for code, given in fresh.items() if code not in clashes}
    wrong = _wrong_among(read, row, mine)
    mine = {code: given for code, given in mine.items() if code not in {one.question for one in wrong}}
    if mine:
        _lock_release(read.assessment.release, now)
        _write(read.instrument, row, mine, by=by, now=now)
        _told(
            "save_answers",
            read.assessment,
            by=by,
            now=now,
            after={"stage": stage, "answers": len(mine), "revision": row.revision},
        )
    return Saved(row, tuple(mine), clashes, wrong)


def plain(given: Raw | None) -> dict[str, Any] | None:
    """An answer as it is kept: value and note; nothing at all where neither says anything."""
    if given is None:
        return None
    value, note = given.get("value"), str(given.get("note") or "").replace("\r\n", "\n").strip()
    if isinstance(value, str):
        value = value.strip()
    if value in (None, "", [], {}):
        return {"value": None, "note": note} if note else None
    if isinstance(value, list):
        value = sorted(value)
    return {"value": value, "note": note} if note else {"value": value}


def _allow(read: Read, stage: str, by: User, now: datetime) -> None:
    if stage not in {one.code for one in read.stages}:
        raise RefusedError(refuse("stage_not_there", "ไม่มีขั้นตอนนี้ในแบบประเมิน"))
    if refusal := refuse_writing(duties_of(by, localdate(now)), read, stage, now=now):
        raise RefusedError(refusal)


def _row(read: Read, stage: str) -> StageSheet:
    """An assessor's sheet begins with the first answer."""
    row, _made = StageSheet.objects.get_or_create(assessment=read.assessment, stage=stage)
    return row


def _wrong_among(read: Read, row: StageSheet, mine: Mapping[str, Any]) -> tuple[Wrong, ...]:
    whole = {**row.answers, **mine}
    found = read_sheet(read.instrument, {code: given for code, given in whole.items() if given is not None})
    return tuple(one for one in found.wrong if one.question in mine)


def _write(
    instrument: Instrument, row: StageSheet, mine: Mapping[str, Any], *, by: User, now: datetime
) -> None:
    changes = []
    answers = dict(row.answers)
    row.revision += 1
    for code, given in mine.items():
        before = answers.pop(code, None)
        if given is not None:
            answers[code] = given
        changes.append(
            AnswerChange(
                sheet=row, revision=row.revision, question=code, before=before, after=given, by=by, at=now
            )
        )
    row.answers, row.saved_by, row.saved_at = answers, by, now
    row.standing = standing_of(instrument, read_sheet(instrument, answers)).to_data()
    row.save(update_fields=["answers", "revision", "standing", "saved_by", "saved_at"])
    AnswerChange.objects.bulk_create(changes)


def _lock_release(release: InstrumentRelease, now: datetime) -> None:
    """The first answer: from now on this version is never withdrawn to be changed."""
    InstrumentRelease.objects.filter(pk=release.pk, locked_at__isnull=True).update(locked_at=now)


# ── assessors ───────────────────────────────────────────────────────────────
@transaction.atomic
def begin_from_own(*, assessment: Assessment, stage: str, by: User, now: datetime) -> StageSheet:
    """An assessor starts from the agency's answers, to change what is not so; only while the sheet is empty. RefusedError."""
    read = Read(locked(assessment))
    _allow(read, stage, by, now)
    row, own = _row(read, stage), read.row(read.own)
    if stage == read.own or row.answers or own is None:
        raise RefusedError(refuse("sheet_not_empty", "เริ่มจากคำตอบของหน่วยงานได้เฉพาะเมื่อยังไม่ได้ตอบข้อใด"))
    answers = {code: {"value": given.get("value")} for code, given in own.answers.items()}
    mine = {code: given for code, given in answers.items() if given["value"] is not None}
    _write(read.instrument, row, mine, by=by, now=now)
    _told("begin_stage", read.assessment, by=by, now=now, after={"stage": stage})
    return row


@transaction.atomic
def finish_stage(*, assessment: Assessment, stage: str, by: User, now: datetime) -> StageSheet:
    """ปิดขั้นตอน: the assessor's sheet is whole; its score is kept and shown to the agency. RefusedError."""
    read = Read(locked(assessment))
    if stage == read.own or stage not in {one.code for one in read.stages}:
        raise RefusedError(refuse("stage_not_there", "ไม่มีขั้นตอนนี้ในแบบประเมิน"))
    if refusal := refuse_finishing(duties_of(by, localdate(now)), read, stage, now=now):
        raise RefusedError(refusal)
    row = _row(read, stage)
    kept = keep_score(row=row, read=read, stage=stage, by=by, now=now)
    row.done_by, row.done_at = by, now
    row.save(update_fields=["done_by", "done_at"])
    _told("finish_stage", read.assessment, by=by, now=now, after={"stage": stage, "score": kept.published})
    return row


def _told(verb: str, assessment: Assessment, *, by: User, now: datetime, after: dict[str, Any]) -> None:
    record(
        verb=verb,
        subject=assessment,
        by=by,
        now=now,
        after=after,
        area_code=assessment.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
