"""A file of official figures before it is kept: of what kind it is, and whether it is a table at all."""

from typing import BinaryIO

from samrit.evidence.contents import inspect
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.reading.figures import read_figures

LARGEST = 5 * 1024 * 1024
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {WORKBOOK, "text/csv"}


def table_in(file: BinaryIO, name: str) -> bytes:
    """The file's bytes; RefusedError when it is no table that can be read."""
    kind = inspect(file, name=name, max_bytes=LARGEST).media_type
    if kind not in KINDS:
        raise RefusedError(
            refuse("figures_no_table", "รับเฉพาะไฟล์ .xlsx หรือ .csv – บันทึกเป็นหนึ่งในสองชนิดนี้แล้วส่งใหม่")
        )
    file.seek(0)
    contents = file.read()
    read_figures(contents, is_workbook=kind == WORKBOOK)
    return contents
