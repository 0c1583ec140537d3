"""คำตอบรายฉบับแบบไม่ระบุตัวตน: CSV as bytes, row by row, one column for each question and each row of a matrix."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from samrit.assessments.models import SurveyAnswer, SurveyRun
from samrit.assessments.queries.raw_answers import month_of, spoken_of
from samrit.assessments.queries.surveys import asked_by
from samrit.rules.instruments import Question, QuestionKind
from samrit.rules.instruments.comments import cleaned

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take Thai for something else
FIRST = ("month", "service", "district", "way")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def raw_rows(run: SurveyRun) -> Iterator[bytes]:
    """In the order of the random numbers that the forms made, which is no order in time.

    Month, way, service and district are blank together where they would point to fewer than may be shown.
    """
    spoken = spoken_of(run)
    questions = list(asked_by(run.release).questions.values())
    heads = [name for question in questions for name in _names(question)]
    yield BYTE_ORDER_MARK.encode() + _line([*FIRST, *heads])
    rows = SurveyAnswer.objects.filter(point__run=run).select_related("point").order_by("client")
    for one in rows.iterator(chunk_size=2000):
        first = spoken.of((one.point.service, one.point.district), (month_of(one.day), one.way))
        cells = [cell for question in questions for cell in _cells(question, one.answers)]
        yield _line([*first, *cells])


def _names(question: Question) -> list[str]:
    return [f"{question.code}.{row.code}" for row in question.rows] or [question.code]


def _cells(question: Question, answers: Mapping[str, object]) -> list[str]:
    given = answers.get(question.code)
    if question.rows:
        rows: Mapping[str, object] = given if isinstance(given, Mapping) else {}
        return [str(rows.get(row.code, "")) for row in question.rows]
    if given is None:
        return [""]
    if isinstance(given, list):
        return [" ".join(map(str, given))]
    text = str(given)
    return [cleaned(text).strip() if question.kind is QuestionKind.TEXT else text]


def _line(cells: list[str]) -> bytes:
    """A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    held = StringIO()
    csv.writer(held).writerow(
        ["'" + cell if cell.startswith(DANGEROUS) and not _is_number(cell) else cell for cell in cells]
    )
    return held.getvalue().encode()


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit()
