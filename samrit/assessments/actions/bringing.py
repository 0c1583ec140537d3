"""Answers from another system: a table is kept, its columns named, looked at, then taken in. The same file counts once."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.actions.taking import MOST_AT_ONCE, Given, take_answers
from samrit.assessments.models import AnswerImport, SurveyAnswer, SurveyPoint
from samrit.assessments.permissions.surveys import refuse_answering, refuse_changing_run, refuse_taking
from samrit.assessments.queries.surveys import asked_by
from samrit.audit.actions import record
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.instruments import Wrong, read_sheet, refuse_whole
from samrit.rules.instruments.columns import DAY, answers_of, day_of, propose, targets
from samrit.rules.wording import RefusedError, refuse

MOST_BYTES = 10_000_000
MOST_ROWS = 100_000
MOST_SHOWN = 100
NAMESPACE = UUID(
    "6b0f4c64-52a1-5d0c-9a0b-0d6f6f4f7d11"
)  # of rows in files: the same row gets the same number
ENCODINGS = ("utf-8-sig", "cp874")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # without such a mark anything reads as UTF-16


@dataclass(frozen=True)
class Looked:
    """``rows``: how many there are; ``right`` of them could be taken, ``known`` were before; ``wrong``: line, what is wrong."""

    rows: int
    right: int
    known: int
    wrong: tuple[tuple[int, tuple[Wrong, ...]], ...]

    @property
    def faulty(self) -> int:
        return self.rows - self.right


@transaction.atomic
def bring_table(*, point: SurveyPoint, name: str, content: bytes, by: User, now: datetime) -> AnswerImport:
    """Keep a CSV and propose what its columns are; nothing is counted yet. Said again, it is the same one."""
    if refusal := refuse_changing_run(duties_of(by, localdate(now)), point.run):
        raise RefusedError(refusal)
    text = _text(content)
    digest = hashlib.sha256(content).hexdigest()
    if found := AnswerImport.objects.filter(point=point, sha256=digest).first():
        return found
    titles, rows = parsed(text)
    if not rows or len(rows) > MOST_ROWS:
        raise RefusedError(refuse("brought_rows", "ไฟล์ต้องมีคำตอบ 1 ถึง {most:,} แถวใต้หัวตาราง", most=MOST_ROWS))
    mapping = propose(asked_by(point.run.release), titles)
    return AnswerImport.objects.create(
        point=point, name=name[:255], sha256=digest, content=text, made_by=by, made_at=now,
        mapping={str(place): target for place, target in mapping.items()},
    )  # fmt: skip


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise RefusedError(
            refuse("brought_large", "ไฟล์ใหญ่เกิน {most} MB – แบ่งเป็นหลายไฟล์", most=MOST_BYTES // 1_000_000)
        )
    for encoding in ("utf-16",) if content.startswith(UTF_16) else ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError(refuse("brought_no_text", "อ่านไฟล์ไม่ได้ – ส่งออกเป็น CSV (UTF-8) แล้วลองอีกครั้ง"))


def parsed(text: str) -> tuple[list[str], list[list[str]]]:
    """(titles, rows that have something in them) of a table by comma, semicolon or tab."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as broken:
        raise RefusedError(refuse("brought_broken", "ตารางในไฟล์อ่านไม่ได้ – ส่งออกเป็น CSV ใหม่")) from broken
    full = [row for row in rows if any(cell.strip() for cell in row)]
    return (full[0], full[1:]) if full else ([], [])


@transaction.atomic
def map_columns(
    *, brought: AnswerImport, mapping: Mapping[int, str], by: User, now: datetime
) -> AnswerImport:
    """Say what each column is; two columns cannot be the same thing."""
    found = _locked(brought, by, now)
    chosen = {place: target for place, target in mapping.items() if target}
    known = {DAY, *targets(asked_by(found.point.run.release))}
    if not known.issuperset(chosen.values()):
        raise RefusedError(refuse("brought_unknown", "เลือกคำถามจากรายการ"))
    if len(set(chosen.values())) < len(chosen):
        raise RefusedError(refuse("brought_twice", "มีสองคอลัมน์ที่เลือกเป็นข้อเดียวกัน – เลือกให้ต่างกัน"))
    found.mapping = {str(place): target for place, target in chosen.items()}
    found.save(update_fields=["mapping"])
    return found


def look(brought: AnswerImport, today: date) -> Looked:
    """What taking it in would do."""
    instrument = asked_by(brought.point.run.release)
    right, wrong = [], []
    given = list(_given(brought, today))
    for line, one in enumerate(given, 2):
        faults = refuse_whole(instrument, read_sheet(instrument, one.answers))
        if refusal := refuse_answering(brought.point, one.day, sent=today):
            faults = (Wrong("", refusal.message), *faults)
        (wrong.append((line, faults)) if faults else right.append(one.client))
    known = sum(
        SurveyAnswer.objects.filter(client__in=right[start : start + MOST_AT_ONCE]).count()
        for start in range(0, len(right), MOST_AT_ONCE)
    )
    return Looked(len(given), len(right), known, tuple(wrong[:MOST_SHOWN]))


def _given(brought: AnswerImport, today: date) -> Iterator[Given]:
    instrument = asked_by(brought.point.run.release)
    mapping = {int(place): target for place, target in brought.mapping.items()}
    day_place = next((place for place, target in mapping.items() if target == DAY), None)
    seen: Counter[str] = Counter()
    for row in parsed(brought.content)[1]:
        text = "\0".join(row)
        seen[text] += 1
        client = uuid5(NAMESPACE, f"{brought.point_id}\0{seen[text]}\0{text}")
        day = day_of(row[day_place]) if day_place is not None and day_place < len(row) else None
        yield Given(client, day or today, answers_of(instrument, mapping, row))


@transaction.atomic
def take_table(*, brought: AnswerImport, by: User, now: datetime) -> AnswerImport:
    """นำเข้า: the rows that can stand are counted; the others are told and left out. Rows brought before count once."""
    found = _locked(brought, by, now)
    given: Sequence[Given] = list(_given(found, localdate(now)))
    kept = wrong = 0
    for start in range(0, len(given), MOST_AT_ONCE):
        taken, refused = take_answers(
            point=found.point, given=given[start : start + MOST_AT_ONCE], now=now, way=SurveyAnswer.Way.IMPORT
        )
        kept, wrong = kept + len(taken), wrong + len(refused)
    found.counts, found.taken_at = {"rows": len(given), "taken": kept, "wrong": wrong}, now
    found.content = ""  # whatever else stood in the file (names, addresses) is not kept
    found.save(update_fields=["counts", "taken_at", "content"])
    run = found.point.run
    record(
        verb="take_survey_answers",
        subject=run,
        by=by,
        now=now,
        after={"name": found.name, **found.counts, "digest": found.sha256},
        area_code=run.agency.area_id or "",
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return found


def _locked(brought: AnswerImport, by: User, now: datetime) -> AnswerImport:
    found = (
        AnswerImport.objects.select_for_update(of=("self",))
        .select_related("point__run__agency", "point__run__release")
        .get(pk=brought.pk)
    )
    if refusal := refuse_taking(duties_of(by, localdate(now)), found):
        raise RefusedError(refusal)
    return found
