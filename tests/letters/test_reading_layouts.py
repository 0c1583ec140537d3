"""Tables of KPIs as offices lay them out: with rules and without, cells at the top and in the middle, over two pages."""

import pytest

from benchmarks.letters.scanned import pdf_of
from benchmarks.letters.tables import LAYOUTS, count, told
from samrit.letters.reading import read

pytestmark = pytest.mark.pdf

READ_WHOLE = (
    "ruled, components beside, head of 2, merged",
    "open, components beside, head of 2",
    "open, components above, head of 1, merged",
    "open, Arabic digits, weights left",
    "open, in the middle, merged",
    "open, in the middle, components above",
    "open, large",
    "open, without numbers",
    "open, two pages, merged",
    "open, two pages, one head",
)


@pytest.mark.parametrize("name", READ_WHOLE)
def test_every_value_of_the_table_is_read(name: str) -> None:
    layout = LAYOUTS[name]
    counted = count(layout.facts(), told(read(pdf_of(layout.page()), filename="table.pdf")))
    assert (counted["right"], counted["silent"], counted["doubted"]) == (counted["all"], 0, 0)


def test_what_the_page_cut_is_doubted() -> None:
    """A weight alone below the last name of a page looks like the page's number: of its KPI it is said to be missing."""
    layout = LAYOUTS["open, two pages, a row cut"]
    counted = count(layout.facts(), told(read(pdf_of(layout.page()), filename="table.pdf")))
    assert (counted["right"], counted["silent"], counted["doubted"]) == (counted["all"] - 1, 0, 1)


def test_words_below_a_table_are_no_part_of_it() -> None:
    layout = LAYOUTS["open, components beside, head of 2"]
    closing = "<p style='text-align: left'>จึงเรียนมาเพื่อโปรดทราบและแจ้งหน่วยงานที่เกี่ยวข้องดำเนินการต่อไป ทั้งนี้ภายในเดือนมีนาคม</p>"
    found = read(pdf_of(layout.page().replace("</body>", f"{closing}</body>")), filename="table.pdf")
    assert count(layout.facts(), told(found))["right"] == 31
    assert "จึงเรียน" not in "".join(kpi.name for kpi in found.frameworks[0].kpis)
