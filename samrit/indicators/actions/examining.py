"""Examining a file: asked for, begun, moved on, ended. What does it is ``samrit.indicators.examining``."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.locking import locked
from samrit.indicators.models import Examination, Submission
from samrit.indicators.permissions.submissions import refuse_verb
from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.submitting import Verb
from samrit.rules.wording import Message, RefusedError, refuse, say

STARTED_ANEW = say("data_examined_anew", "หยุดกลางคัน แล้วเริ่มตรวจใหม่")
UNDER_WAY = (Examination.State.WAITING, Examination.State.READING)


@transaction.atomic
def ask_to_examine(
    *,
    submission: Submission,
    by: User,
    now: datetime,
    mapping: Mapping[str, Any] | None = None,
    reading: Mapping[str, Any] | None = None,
    enqueue: Callable[[int], object] | None = None,
    instead: bool = False,
) -> Examination:
    """Have a draft read and checked: ``mapping`` as ``reading.Mapping.to_json`` (else the remembered, else the proposed).

    ``reading``: sheet, header, encoding where the person said so. ``enqueue`` puts the task into the queue, in the same
    transaction; without it the caller does the work itself (``samrit.indicators.examining.examine``). ``instead``: one that
    is under way ends (the program that did it was stopped).
    """
    found = locked(submission)
    if instead:
        stop_examination(submission=found, problem=STARTED_ANEW, now=now)
        found = locked(submission)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_verb(Verb.EXAMINE, duties, found):
        raise RefusedError(refusal)
    made = Examination.objects.create(
        submission=found,
        number=found.examinations.count() + 1,
        mapping=_readable(mapping) if mapping else {},
        reading={key: value for key, value in (reading or {}).items() if value not in ("", None)},
        asked_by=by,
        asked_at=now,
    )
    found.examination = made
    found.save(update_fields=["examination"])
    record(
        verb="examine_data", subject=found, by=by, now=now, after={"examination": made.number},
        area_code=found.area_id, actor_role=duties.described(),
    )  # fmt: skip
    if enqueue:
        enqueue(made.pk)
    return made


def _readable(mapping: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return ColumnMapping.from_json(mapping).to_json()
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RefusedError(
            refuse(
                "data_mapping_unreadable",
                "อ่านการจับคู่คอลัมน์ไม่ได้ – จับคู่ในหน้าเว็บหรือคัดลอกจากผลของคำสั่งครั้งก่อน แล้วลองใหม่",
            )
        ) from None


@transaction.atomic
def begin_examination(*, examination: int) -> Examination | None:
    """A worker begins it, or begins it again after another one died; None when it has ended meanwhile."""
    found = Examination.objects.select_for_update().get(pk=examination)
    if not found.is_under_way:
        return None
    found.state, found.attempts = Examination.State.READING, found.attempts + 1
    found.step, found.done, found.total = "opening", 0, 0
    found.save(update_fields=["state", "attempts", "step", "done", "total"])
    return Examination.objects.select_related("submission__agency__area", "submission__area", "asked_by").get(
        pk=examination
    )


def move_on(*, examination: Examination, step: str, done: int = 0, total: int = 0) -> bool:
    """Say how far it is; whether to go on (no: the file was withdrawn meanwhile)."""
    found = Examination.objects.filter(pk=examination.pk, state=Examination.State.READING)
    return bool(found.update(step=step, done=done, total=max(total, done)))


@transaction.atomic
def finish_examination(
    *,
    examination: Examination,
    fingerprint: str,
    mapping: Mapping[str, Any],
    counts: Mapping[str, Any],
    notes: Sequence[Mapping[str, Any]],
    good: Sequence[Mapping[str, Any]],
    rejects: Mapping[str, Any],
    now: datetime,
) -> Examination | None:
    """Keep what was found; None when it ended meanwhile. The event was the asking."""
    found = Examination.objects.select_for_update().get(pk=examination.pk)
    if found.state != Examination.State.READING:
        return None
    found.fingerprint, found.mapping, found.counts = fingerprint, dict(mapping), dict(counts)
    found.notes, found.good, found.rejects = list(notes), list(good), dict(rejects)
    found.state, found.ended_at, found.step = Examination.State.DONE, now, ""
    found.done = found.total = counts["cells_in"]
    found.save()
    return found


@transaction.atomic
def fail_examination(*, examination: Examination, problem: Message, now: datetime) -> None:
    """It could not be read; the sentence says what to do."""
    found = Examination.objects.select_for_update().get(pk=examination.pk)
    if found.state not in UNDER_WAY:
        return
    found.state, found.ended_at, found.problem = Examination.State.FAILED, now, problem.to_data()
    found.save()


def stop_examination(*, submission: Submission, problem: Message, now: datetime) -> None:
    """Part of a withdrawal: what is under way ends; its worker notices."""
    for examination in submission.examinations.filter(state__in=UNDER_WAY):
        fail_examination(examination=examination, problem=problem, now=now)
