"""Taking answers of citizens. One statement for each: counting comes later, in batches (``folding``)."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from samrit.assessments.models import InstrumentRelease, SurveyAnswer, SurveyPoint
from samrit.assessments.permissions.surveys import refuse_answering
from samrit.assessments.queries.surveys import asked_by
from samrit.rules.instruments import Sheet, Wrong, read_sheet, refuse_whole
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse

MOST_AT_ONCE = 200  # answers of a counter that was without the network
COLUMNS = [one for one in SurveyAnswer._meta.concrete_fields if not one.primary_key]  # noqa: SLF001 - Django's public way
INSERT = """
    INSERT INTO assessments_surveyanswer (point_id, client, answers, day, way, counted)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_writing = Lock()
_NOT_WHOLE = refuse("survey_not_whole", "คำตอบยังไม่ครบหรือไม่ถูกต้อง – ดูข้อที่มีข้อความกำกับ")


class NotWholeError(RefusedError):
    """``wrong``: what is open or cannot stand."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__(_NOT_WHOLE)
        self.wrong = tuple(wrong)


@dataclass(frozen=True)
class Given:
    """One answer of a counter: its own random number, the day on which it was given, the bare answers."""

    client: UUID
    day: date
    answers: Mapping[str, object]


def take_answer(
    *,
    point: SurveyPoint,
    sheet: Sheet,
    client: UUID,
    now: datetime,
    way: SurveyAnswer.Way = SurveyAnswer.Way.LINK,
) -> None:
    """Keep one answer, read by the point's questionnaire; sent again it is the same one. NotWholeError, RefusedError where the point takes none.

    There is no audit event: the trail says who did what, and here nobody is to be known.
    """
    day = localdate(now)
    if refusal := refuse_answering(point, day):
        raise RefusedError(refusal)
    one = SurveyAnswer(point=point, client=client, answers=_whole(point, sheet), day=day, way=way)
    _kept([one], point, now)


def take_answers(
    *,
    point: SurveyPoint,
    given: Sequence[Given],
    now: datetime,
    way: SurveyAnswer.Way = SurveyAnswer.Way.KIOSK,
) -> tuple[list[UUID], dict[UUID, tuple[Wrong, ...]]]:
    """Keep many: (those that are kept now or were before, what is wrong with the others).

    A counter that was without the network sends later: what counts is that the point took answers on the answer's own day.
    """
    rows: list[SurveyAnswer] = []
    refused: dict[UUID, tuple[Wrong, ...]] = {}
    for one in given[:MOST_AT_ONCE]:
        if refusal := refuse_answering(point, one.day, sent=localdate(now)):
            refused[one.client] = (Wrong("", refusal.message),)
            continue
        try:
            answers = _whole(point, read_sheet(asked_by(point.run.release), one.answers))
        except NotWholeError as fault:
            refused[one.client] = fault.wrong
        else:
            rows.append(SurveyAnswer(point=point, client=one.client, answers=answers, day=one.day, way=way))
    _kept(rows, point, now)
    return [one.client for one in rows], refused


def _whole(point: SurveyPoint, sheet: Sheet) -> dict[str, Any]:
    if wrong := refuse_whole(asked_by(point.run.release), sheet):
        raise NotWholeError(wrong)
    return as_data(sheet)


def as_data(sheet: Sheet) -> dict[str, Any]:
    """The right answers on the way taken, as ``read_sheet`` reads them again."""
    return {code: _plain(answer.value) for code, answer in sheet.given.items()}


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else value


def _kept(rows: Sequence[SurveyAnswer], point: SurveyPoint, now: datetime) -> None:
    """Where the database takes one writer at a time, a process's own wait here, and not by looking again and again."""
    with _writing if connection.vendor == "sqlite" else nullcontext():
        _written(rows, point, now)


def _written(rows: Sequence[SurveyAnswer], point: SurveyPoint, now: datetime) -> None:
    """What was kept before stays as it is. The first answer locks the release; one later answer is one statement."""
    release = point.run.release
    if release.is_locked and len(rows) == 1:
        _insert(rows)
        return
    with transaction.atomic():
        _insert(rows)
        if rows and not release.is_locked:
            InstrumentRelease.objects.filter(pk=release.pk, locked_at__isnull=True).update(locked_at=now)


def _insert(rows: Sequence[SurveyAnswer]) -> None:
    """By the statement itself: composing it for each answer would take as long as the rest of keeping it."""
    with connection.cursor() as cursor:
        cursor.executemany(
            INSERT,
            [
                [one.get_db_prep_save(getattr(row, one.attname), connection) for one in COLUMNS]
                for row in rows
            ],
        )
