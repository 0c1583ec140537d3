"""Examining a data file: opened, its columns understood, every cell checked; in the background the result is kept."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from samrit.indicators.actions.examining import (
    begin_examination,
    fail_examination,
    finish_examination,
    move_on,
)
from samrit.indicators.actions.parts import make_parts
from samrit.indicators.doubting import doubted
from samrit.indicators.models import Examination
from samrit.indicators.queries.observations import CELLS, folder_of, name_of, path_of, scratch, store
from samrit.indicators.queries.terms import terms
from samrit.indicators.reading import Column, Means, Raw, differences, open_table, proposal
from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.reading.mapping import says_period
from samrit.indicators.reading.table import evened_title
from samrit.indicators.recalling import PARTS_AGAIN, recalled, words_of
from samrit.indicators.store.port import Checked, Written
from samrit.indicators.store.terms import Terms
from samrit.people.models import Agency
from samrit.rules.wording import Refusal, RefusedError, listed, refuse, say

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
OnStep = Callable[[str, int, int], object]  # step, rows done, rows in all
NOT_MAPPED = "data_not_mapped"
MOST_ATTEMPTS = 3  # of a file whose workers die
WORKERS_DIED = say(
    "data_workers_died",
    "โปรแกรมเบื้องหลังหยุดกลางคันหลายครั้งขณะตรวจไฟล์นี้ – แบ่งไฟล์ให้เล็กลงแล้วนำเข้าใหม่ หรือแจ้งผู้ดูแลระบบ",
)
UNEXPECTED = say(
    "data_unexpected", "ตรวจไฟล์ไม่สำเร็จเพราะเหตุที่ไม่คาดไว้ ซึ่งบันทึกไว้ให้ผู้ดูแลระบบแล้ว – ไฟล์ยังอยู่ครบ สั่งตรวจใหม่ได้"
)


class NotMappedError(RefusedError):
    """Not all that is needed is known of the columns. ``mapping``: what is, to be completed."""

    def __init__(self, refusal: Refusal, mapping: ColumnMapping) -> None:
        super().__init__(refusal)
        self.mapping = mapping


class StoppedError(Exception):
    """The file was withdrawn while it was being examined."""


@dataclass(frozen=True)
class Found:
    """What is in a file: its table, what its columns mean, what became of every cell."""

    raw: Raw
    mapping: ColumnMapping
    checked: Checked

    @property
    def counts(self) -> dict[str, Any]:
        return counts_of(self.checked)

    @property
    def notes(self) -> list[dict[str, Any]]:
        """Messages as data; those about cells with how often (``times``) and where first (``first_row``)."""
        about_cells = [
            {**note.message.to_data(), "times": note.times, "first_row": note.first_row}
            for note in self.checked.notes
        ]
        return [message.to_data() for message in self.raw.notes] + about_cells


def look_through(
    path: Path,
    *,
    name: str,
    agency: Agency,
    mapping: Mapping[str, Any] | None,
    reading: Mapping[str, Any],
    into: Path,
    today: date,
    submission: int = 0,
    on_step: OnStep = lambda *_: None,
) -> Found:
    """Open a file and check every cell; the result's files go to ``into``. RefusedError when it cannot be read.

    ``mapping`` and ``reading`` as ``actions.examining.ask_to_examine`` takes them. Without a submission: a dry run.
    ``today``: periods after it are still to come.
    """
    if agency.area is None:
        raise ValueError(f"{agency} is of no province")
    with _landing() as landing:
        on_step("opening", 0, 0)
        raw = open_table(
            path,
            name=name,
            sheet=reading.get("sheet") or "",
            header=reading.get("header"),
            encoding=reading.get("encoding") or "",
            landing=landing,
        )
        make_parts(area=agency.area)
        against = replace(terms(agency.area), today=today)
        meant = _complete(_mapping(mapping, agency, raw, against))
        on_step("checking", 0, raw.rows)
        raw = doubted(raw, meant, against)
        checked = store().check(raw, meant, against, into, submission=submission)
        on_step("keeping", raw.rows, raw.rows)
        return Found(raw, meant, checked)


@contextmanager
def _landing() -> Iterator[Path]:
    landing = Path(tempfile.mkdtemp(prefix="examination-", dir=scratch()))
    try:
        yield landing
    finally:
        shutil.rmtree(landing, ignore_errors=True)


def _mapping(given: Mapping[str, Any] | None, agency: Agency, raw: Raw, against: Terms) -> ColumnMapping:
    """What the person said, else what was remembered of a file with these titles, else what they look like."""
    if given:
        return _of_this_table(ColumnMapping.from_json(given), raw)
    words = words_of(against)
    known = recalled(agency, raw, words)
    if known and PARTS_AGAIN in known.asked:
        raise RefusedError(Refusal(PARTS_AGAIN))
    return known.mapping if known else proposal(raw, words).mapping


def _of_this_table(mapping: ColumnMapping, raw: Raw) -> ColumnMapping:
    """RefusedError where a column that is read is called otherwise than was spoken of: nothing is guessed then."""
    if all(column.means == Means.IGNORED or _is_there(column, raw) for column in mapping.columns):
        return mapping
    raise RefusedError(
        refuse(
            "data_other_columns",
            "คอลัมน์ของไฟล์ไม่ตรงกับที่จับคู่ไว้: {differs} – จับคู่คอลัมน์ใหม่แล้วตรวจอีกครั้ง",
            differs=listed(differences(mapping, raw)),
        )
    )


LACKING = {
    Means.ITEM: say("lacking_item", "รายการข้อมูล"),
    Means.AREA: say("lacking_area", "พื้นที่"),
    Means.PERIOD: say("lacking_period", "ช่วงเวลา"),
    Means.VALUE: say("lacking_value", "ค่าของข้อมูล"),
}


def _complete(mapping: ColumnMapping) -> ColumnMapping:
    """RefusedError where nothing says what, where, when or how much."""
    values = mapping.of(Means.VALUE)
    said = {means for means in LACKING if mapping.of(means)}
    for means in (Means.ITEM, Means.AREA, Means.PERIOD):
        of_each = [
            says_period(column) if means is Means.PERIOD else getattr(column, means.value)
            for column in values
        ]
        if getattr(mapping, means.value) or (of_each and all(of_each)):
            said.add(means)
    if lacking := [sentence for means, sentence in LACKING.items() if means not in said]:
        raise NotMappedError(
            refuse(
                NOT_MAPPED,
                "ยังไม่รู้ว่าส่วนใดของไฟล์บอก {lacking} – จับคู่คอลัมน์ก่อน ครั้งต่อไประบบจะจำไว้ให้",
                lacking=listed(lacking),
            ),
            mapping,
        )
    return mapping


def _is_there(column: Column, raw: Raw) -> bool:
    """A column without a title in the mapping is the one at its place."""
    if column.place >= len(raw.columns):
        return False
    return not column.title or evened_title(raw.columns[column.place]) == evened_title(column.title)


def counts_of(checked: Checked) -> dict[str, Any]:
    """As JSON: rows and cells in = accepted + rejected, by reason, status and item."""
    plain = (
        "rows_in", "rows_accepted", "rows_rejected", "cells_in", "cells_accepted", "cells_rejected",
        "repeated", "conflicting", "blank_rows",
    )  # fmt: skip
    return {
        **{name: getattr(checked, name) for name in plain},
        "by_reason": dict(checked.by_reason),
        "by_status": {status.value: count for status, count in checked.by_status.items()},
        "by_item": {str(item): list(pair) for item, pair in checked.by_item.items()},
    }


# ── kept ────────────────────────────────────────────────────────────────────
def examine(examination: int, *, clock: Clock, on_step: OnStep = lambda *_: None) -> Examination:
    """Do it from the beginning; a worker that takes up what a dead one left does the same. Returns how it ended."""
    begun = begin_examination(examination=examination)
    if begun and begun.attempts > MOST_ATTEMPTS:
        fail_examination(examination=begun, problem=WORKERS_DIED, now=clock())
    elif begun:
        _examine(begun, clock, on_step)
    return Examination.objects.select_related("submission").get(pk=examination)


def _examine(examination: Examination, clock: Clock, on_step: OnStep) -> None:
    def step(name: str, done: int, total: int) -> None:
        if not move_on(examination=examination, step=name, done=done, total=total):
            raise StoppedError
        on_step(name, done, total)

    try:
        _keep(examination, _found(examination, step, localdate(clock())), now=clock())
    except StoppedError:
        log.info("examination %s was stopped", examination.pk)
    except RefusedError as refused:
        fail_examination(examination=examination, problem=refused.refusal.message, now=clock())
    except Exception:
        log.exception("examination %s failed", examination.pk)
        fail_examination(examination=examination, problem=UNEXPECTED, now=clock())


def _found(examination: Examination, on_step: OnStep, today: date) -> Found:
    submission = examination.submission
    return look_through(
        path_of(submission.file),
        name=submission.name,
        agency=submission.agency,
        mapping=examination.mapping,
        reading=examination.reading,
        into=folder_of(submission.area_id, CELLS),
        today=today,
        submission=submission.pk,
        on_step=on_step,
    )


def _keep(examination: Examination, found: Found, *, now: datetime) -> None:
    area, rejects = examination.submission.area_id, found.checked.rejects
    finish_examination(
        examination=examination,
        fingerprint=found.raw.fingerprint,
        mapping=found.mapping.to_json(),
        counts=found.counts,
        notes=found.notes,
        good=[_kept(area, one) for one in found.checked.good],
        rejects=_kept(area, rejects) if rejects else {},
        now=now,
    )


def _kept(area_code: str, written: Written) -> dict[str, Any]:
    return {"name": name_of(area_code, CELLS, written.path), "sha256": written.sha256, "rows": written.rows}
