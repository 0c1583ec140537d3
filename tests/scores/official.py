"""Files of official figures for the tests: real ones, made as offices make them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from samrit.frameworks.models import FiscalYear
from samrit.scores import actions
from samrit.scores.actions import Applied
from samrit.scores.models import OfficialFile
from tests.world import NOW, World

HEAD = ("จังหวัด", "ตัวชี้วัด", "ตัวเลขทางการ", "สถานะข้อมูล")


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ข้อมูลคุณภาพอากาศ ปี 2567"])
    sheet.append([])
    for row in (head, *rows):
        sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def take(
    made: World,
    contents: bytes,
    *,
    owner: str = "pcd",
    months: int = 12,
    name: str = "คพ.xlsx",
    year: int = 2567,
) -> OfficialFile:
    return actions.take_official_file(
        year=FiscalYear.objects.get(pk=year), months=months, owner=owner, source="หนังสือ คพ. ที่ ทส 0305/123",
        name=name, contents=contents, by=made.evaluator, now=NOW,
    )  # fmt: skip


def apply(made: World, contents: bytes, **facts: Any) -> Applied:
    return actions.apply_official_file(file=take(made, contents, **facts), by=made.evaluator, now=NOW)


def dust(made: World, value: object, status: str = "สิ้นสุด", province: str = "ปทุมธานี") -> Applied:
    """One figure of PM2.5 for one province."""
    return apply(made, workbook([(province, "PM2.5", value, status)]))
