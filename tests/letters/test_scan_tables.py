"""Scanned tables without rules, whose cells stand at different heights."""

from typing import Any

import numpy as np
import pypdfium2
import pytest

from samrit.letters.reading import read
from samrit.letters.reading.scan.blocks import blocks
from samrit.letters.reading.scan.rows import strips
from tests.letters.scans import need_tesseract, saved
from tests.letters.test_reading_files import FONTS

ROWS = (
    ("๑. รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชนและท้องถิ่นของจังหวัด", "๔๐", "สำนักงานพัฒนาชุมชนจังหวัด"),
    ("๒. คุณภาพน้ำในแม่น้ำสายหลัก", "๔", "สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัด"),
    ("๓. ร้อยละของหมู่บ้านที่ปลอดยาเสพติด", "๕๖", "ที่ทำการปกครองจังหวัด"),
)


def _scanned() -> bytes:
    weasyprint = pytest.importorskip("weasyprint", exc_type=Exception)
    style = (
        "@font-face { font-family: F; src: url(Sarabun-Regular.ttf) } @page { size: A5; margin: 1cm }"
        " body { font: 13.5pt/1.5 F } table { width: 100% } td { vertical-align: middle; padding: 3pt 8pt }"
    )
    cells = (f"<tr><td width='55%'>{one}<td>{weight}<td width='30%'>{owner}" for one, weight, owner in ROWS)
    body = f"<table><tr><td>ตัวชี้วัด<td>น้ำหนัก<td>หน่วยงานรับผิดชอบ{''.join(cells)}</table>"
    page: Any = weasyprint.HTML(string=f"<style>{style}</style>{body}", base_url=f"{FONTS}/").write_pdf()
    drawn = pypdfium2.PdfDocument(page)[0].render(scale=300 / 72, grayscale=True).to_pil().convert("L")
    return saved(drawn.crop((0, 0, drawn.width, 1100)))


@pytest.mark.pdf
def test_cells_in_the_middle_of_their_rows_are_read_from_a_scan() -> None:
    need_tesseract()
    (framework,) = read(_scanned(), filename="table.png").frameworks
    assert [(kpi.name, str(kpi.weight), kpi.owners) for kpi in framework.kpis] == [
        (name.partition(" ")[2], str(int(weight)), (owner,)) for name, weight, owner in ROWS
    ]


def test_columns_whose_lines_are_not_on_one_height_are_cut_apart() -> None:
    """Beside one another on one height they are not: that would change nothing."""
    ink = np.zeros((900, 1000), dtype=bool)
    lefts, rights = range(60, 800, 85), range(100, 800, 85)
    for top in lefts:
        ink[top : top + 33, 50:450] = True
    for top in rights:
        ink[top : top + 33, 600:950] = True
    found = [(one.box.x0 + 3, one.baseline) for one in strips(ink, [])]
    assert found == sorted(
        [(50, top + 33) for top in lefts] + [(600, top + 33) for top in rights], key=lambda at: at[1]
    )


def test_a_short_line_between_long_ones_is_not_lost() -> None:
    ink = np.zeros((400, 1000), dtype=bool)
    for top, right in ((60, 950), (130, 110), (200, 950)):
        ink[top : top + 33, 50:right:2] = True
    assert [one.baseline for one in strips(ink, [])] == [93, 163, 233]


@pytest.mark.parametrize(("below", "parts"), [(650, 1), (1100, 3)])
def test_what_stands_beside_a_letters_emblem_is_no_table(below: int, parts: int) -> None:
    """The same two columns, as high as a letter's head and higher."""
    ink = np.zeros((1300, 1000), dtype=bool)
    ink[60 : below - 60, 50:300], ink[60 : below - 60, 600:950] = True, True
    ink[below : below + 33, 50:950] = True
    lines = {True: [(60, 93), (145, 178)], False: [(100, 133), (185, 218)]}
    assert len(blocks(ink, lambda _, box: lines[box.x0 == 0])) == parts
