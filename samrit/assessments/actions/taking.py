"""Taking answers of citizens. One statement for each: counting comes later, in batches (``folding``)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from samrit.assessments.actions.gathering import Gathering
from samrit.assessments.models import InstrumentRelease, SurveyAnswer, SurveyPoint
from samrit.assessments.permissions.surveys import refuse_answering
from samrit.assessments.queries.surveys import asked_by
from samrit.rules.instruments import Sheet, Wrong, read_sheet, refuse_whole
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse

MOST_AT_ONCE = 200  # answers of a counter that was without the network
INSERT = """
    INSERT INTO assessments_surveyanswer (point_id, client, answers, day, way, counted)
    VALUES {rows} ON CONFLICT DO NOTHING
"""
ROW = "(%s, %s, %s, %s, %s, %s)"
Row = tuple[int, object, str, object, str, bool]  # of one answer, as the statement takes it
_gathering = Gathering()
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
    _kept([_row(point, client, _whole(point, sheet), day, way)], point, now)


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
    rows: list[tuple[UUID, Row]] = []
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
            rows.append((one.client, _row(point, one.client, answers, one.day, way)))
    _kept([row for _, row in rows], point, now)
    return [client for client, _ in rows], refused


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


def _row(
    point: SurveyPoint, client: UUID, answers: Mapping[str, Any], day: date, way: SurveyAnswer.Way
) -> Row:
    """By hand: making a model of each answer and its statement anew would take as long as the rest of keeping it."""
    convert = connection.ops
    return (
        point.pk,
        client if connection.features.has_native_uuid_field else client.hex,
        json.dumps(answers, ensure_ascii=True),
        convert.adapt_datefield_value(day),
        way.value,
        False,
    )


def _kept(rows: Sequence[Row], point: SurveyPoint, now: datetime) -> None:
    """What was kept before stays as it is. The first answer locks the release; one later answer is one statement."""
    release = point.run.release
    if release.is_locked and len(rows) == 1:
        _keep_one(rows[0])
        return
    with transaction.atomic():
        for row in rows:
            _insert([row])
        if rows and not release.is_locked:
            InstrumentRelease.objects.filter(pk=release.pk, locked_at__isnull=True).update(locked_at=now)


def _keep_one(row: Row) -> None:
    """Within a transaction of the caller's nothing of others may be written: it could still be taken back."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        _gathering.keep(row, _insert)
    else:
        _insert([row])


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.format(rows=", ".join([ROW] * len(rows))), [value for row in rows for value in row]
        )
