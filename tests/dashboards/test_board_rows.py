"""The rows of a board's table, which no template writes: escaped, labelled for cards, said to be numbers."""

from decimal import Decimal

from samrit.dashboards.documents.boards.parts import Cell, Column, Table
from samrit.dashboards.templatetags.boards import rows
from samrit.rules.wording import say
from samrit.ui.pieces import Explanation

EVIL, TAMED = """<b>"&'""", "&lt;b&gt;&quot;&amp;&#x27;"
COLUMNS = [Column("จังหวัด"), Column("คะแนน", numeric=True)]


def test_what_people_wrote_is_text() -> None:
    table = Table([Column("ก"), Column(EVIL)], [[Cell(EVIL, id=EVIL), Cell(1, EVIL, EVIL)]])
    assert rows(table, cards=True) == (
        f'<tr><th scope="row" id="{TAMED}">{TAMED}</th>'
        f'<td data-label="{TAMED}"><a href="{TAMED}">{TAMED}</a></td></tr>\n'
    )


def test_only_cards_repeat_the_name_of_the_column() -> None:
    table = Table(COLUMNS, [[Cell("ลพบุรี", url="/16/"), Cell(Decimal("74.100"))]])
    name = '<tr><th scope="row"><a href="/16/">ลพบุรี</a></th>'
    assert rows(table) == f'{name}<td class="number">74.1</td></tr>\n'
    assert rows(table, cards=True) == f'{name}<td class="number" data-label="คะแนน">74.1</td></tr>\n'


def test_missing_is_a_word_and_a_step_has_its_colour() -> None:
    table = Table(COLUMNS, [[Cell("ลพบุรี"), Cell(None, "ไม่มีคะแนน")], [Cell("ตรัง"), Cell(0, step=4)]])
    assert rows(table) == (
        '<tr><th scope="row">ลพบุรี</th><td class="number"><span class="none">ไม่มีคะแนน</span></td></tr>\n'
        '<tr><th scope="row">ตรัง</th><td class="number"><span class="figure">'
        '<span class="swatch step-4" aria-hidden="true"></span> 0</span></td></tr>\n'
    )


def test_the_why_opens_in_place() -> None:
    why = Explanation(steps=(say("because", "ได้ตามเป้าหมาย"),))
    drawn = rows(Table(COLUMNS, [[Cell("ลพบุรี"), Cell(75, why=why)]]))
    assert '<span class="figure">75</span><details class="why">' in drawn
    assert "<li>ได้ตามเป้าหมาย</li>" in drawn
