"""What the tests about filings share: filing once and again, with one result taken back and mended."""

from decimal import Decimal

from django.db import connection

from samrit.reports.actions import approve_result, file_report, return_result, save_result, submit_result
from samrit.reports.models import Filing
from tests import world
from tests.world import NOW, World


def taken_back_and_mended(made: World, value: str = "1200") -> None:
    """1-1 was filed; the coordinator takes it back, it is mended and approved again."""
    return_result(item=made.item("1-1"), reason="ยอดไม่ตรงกับตาราง", by=made.coordinator, now=NOW)
    item = made.item("1-1", made.recorder)
    assert item.result is not None
    save_result(
        item=item, value=Decimal(value), missing=None, narrative="ตรวจยอดใหม่", version=item.result.version,
        supporting_factors="", obstacles="", by=made.recorder, now=NOW,
    )  # fmt: skip
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)
    approve_result(item=made.item("1-1", made.approver), by=made.approver, now=NOW)


def filed_twice(made: World) -> tuple[Filing, Filing]:
    first = world.file_all(made)
    taken_back_and_mended(made)
    assert made.round is not None
    return first, file_report(round_=made.round, by=made.coordinator, now=NOW, reason="แก้ยอดจำหน่าย")


def tamper(statement: str, *values: object) -> None:
    """Change what is sealed, as somebody with the database's own password could: the trigger is taken off first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # what is still to be checked would hold the table
            for verb in ("update", "delete"):
                cursor.execute(f"ALTER TABLE reports_filing DISABLE TRIGGER reports_filing_no_{verb}")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS reports_filing_no_{verb}")
        cursor.execute(statement, values)
