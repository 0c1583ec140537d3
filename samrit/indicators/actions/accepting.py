"""Accepting a submission: the files of the next generation first, then one transaction that makes them the ones in force.

Readers take the newest generation's row and read its files, so they see the old state or the new one. What is killed
before the transaction ends leaves files that nobody names; they are swept away after a day.
"""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.locking import locked
from samrit.indicators.models import Generation, Submission
from samrit.indicators.permissions.submissions import decision, refuse_verb
from samrit.indicators.queries.observations import CELLS, folder_of, generation_of, name_of, paths, store
from samrit.indicators.queries.submissions import submission_of
from samrit.indicators.store.port import Written
from samrit.indicators.telling import tell_of_step
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.submitting import State, Verb
from samrit.rules.wording import Message, Refusal, RefusedError, refuse

File = Mapping[str, Any]  # {"name", "sha256", "rows"}
PIECE = 1024 * 1024
MOST_TRIES = 20  # each time, somebody else's submission was accepted meanwhile


@dataclass(frozen=True)
class Merged:
    """The files of the generation that would follow ``base``."""

    base: Generation | None
    files: tuple[File, ...]


@transaction.atomic
def ask_to_accept(
    *, submission: Submission, by: User, now: datetime, enqueue: Callable[[int], object]
) -> Submission:
    """Accept it in the background; until then nobody returns or withdraws it. The event is the acceptance itself."""
    found = locked(submission)
    if refusal := refuse_verb(Verb.ACCEPT, duties_of(by, localdate(now)), found):
        raise RefusedError(refusal)
    found.accepting_by, found.accepting_at, found.problem = by, now, None
    found.save(update_fields=["accepting_by", "accepting_at", "problem"])
    enqueue(found.pk)
    return found


@transaction.atomic
def give_up_accepting(*, submission: Submission, problem: Message) -> None:
    """It did not come about: everything is as it was, and the sentence says why."""
    found = locked(submission)
    if found.accepting_at:
        found.accepting_by, found.accepting_at, found.problem = None, None, problem.to_data()
        found.save(update_fields=["accepting_by", "accepting_at", "problem"])


def accept(*, submission: Submission, by: User, now: datetime) -> Generation:
    """รับเข้าฐานข้อมูล: its cells stand in place of those of the same key from now on. Takes as long as merging does.

    Not to be called inside a transaction: the merge would hold up everybody else's.
    """
    found = submission_of(submission.pk)
    if refusal := refuse_verb(Verb.ACCEPT, duties_of(by, localdate(now)), _on_its_way(found, by)):
        raise RefusedError(refusal)
    for _ in range(MOST_TRIES):
        merged = merge(found)
        if generation := _take_over(found, merged, by=by, now=now):
            return generation
    raise RefusedError(refuse("data_busy", "มีการรับข้อมูลชุดอื่นเข้าพร้อมกันหลายชุด – ข้อมูลยังอยู่ครบ ลองใหม่ในอีกสักครู่"))


def _on_its_way(submission: Submission, by: User) -> Submission:
    """Asked for by this very person, its being on the way is no reason against it."""
    if submission.accepting_by_id == by.pk:
        submission.accepting_at = None
    return submission


# ── files ───────────────────────────────────────────────────────────────────
def merge(submission: Submission) -> Merged:
    """Write the files of the generation that follows the one in force now; nothing is in force by that."""
    base = generation_of(submission.area_id)
    good: Sequence[File] = submission.examination.good if submission.examination else []
    _check_untouched(good)
    current: Sequence[File] = base.files if base else []
    found = store().merge(paths(current), paths(good), folder_of(submission.area_id, CELLS))
    known = {Path(file["name"]).name: file for file in (*current, *good)}
    return Merged(base, tuple(_file(submission.area_id, one, known) for one in found))


def _file(area_code: str, one: Path | Written, known: Mapping[str, File]) -> File:
    path = one if isinstance(one, Path) else one.path
    os.utime(path)  # not to be swept as something old that nobody names
    if isinstance(one, Path):
        return known[one.name]
    return {"name": name_of(area_code, CELLS, path), "sha256": one.sha256, "rows": one.rows}


def _check_untouched(files: Sequence[File]) -> None:
    """What goes in is what was examined, to the bit."""
    for file, path in zip(files, paths(files), strict=True):
        digest = hashlib.sha256()
        try:
            with path.open("rb") as opened:
                while piece := opened.read(PIECE):
                    digest.update(piece)
        except FileNotFoundError:
            digest = hashlib.sha256()
        if digest.hexdigest() != file["sha256"]:
            raise RefusedError(
                refuse(
                    "data_files_changed",
                    "ไฟล์ผลตรวจของชุดข้อมูลนี้ ({name}) หายหรือไม่ตรงกับที่ตรวจไว้ จึงไม่ได้รับเข้า – แจ้งผู้ดูแลระบบ แล้วให้หน่วยงานนำเข้าใหม่",
                    name=path.name,
                )
            )


# ── the one transaction ─────────────────────────────────────────────────────
@transaction.atomic
def _take_over(submission: Submission, merged: Merged, *, by: User, now: datetime) -> Generation | None:
    """Make the files the ones in force; None when another submission was accepted since they were merged."""
    duties = duties_of(by, localdate(now))
    found = locked(submission)
    newest = Generation.objects.select_for_update().filter(area=found.area_id).order_by("-number").first()
    if newest != merged.base:
        return None
    decided = decision(Verb.ACCEPT, duties, _on_its_way(found, by))
    if isinstance(decided, Refusal):
        raise RefusedError(decided)
    if not all(path.exists() for path in paths(merged.files)):
        return None
    _decided(found, decided, by=by, now=now)
    generation = Generation.objects.create(
        area=found.area,
        number=newest.number + 1 if newest else 1,
        submission=found,
        files=list(merged.files),
        made_by=by,
        made_at=max(now, newest.made_at) if newest else now,  # as of a moment there is one generation
    )
    _told(generation, found, duties, now)
    return generation


def _decided(submission: Submission, state: State, *, by: User, now: datetime) -> None:
    submission.state, submission.decided_by, submission.decided_at = state, by, now
    submission.accepting_by = submission.accepting_at = submission.problem = None
    submission.save()


def _told(generation: Generation, submission: Submission, duties: Duties, now: datetime) -> None:
    record(
        verb=Verb.ACCEPT.value,
        subject=submission,
        by=duties.user,
        now=now,
        after={
            "receipt": submission.receipt,
            "sha256": submission.sha256,
            "generation": generation.number,
            "cells": sum(file["rows"] for file in generation.files),
        },
        area_code=submission.area_id,
        actor_role=duties.described(),
    )
    tell_of_step(Verb.ACCEPT, submission, by=duties.user, now=now)
