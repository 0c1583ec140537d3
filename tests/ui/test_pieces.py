"""What the tags draw: words beside every colour, reasons beside every disabled button."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from samrit.rules.wording import refuse, say
from samrit.ui.pieces import Cell, Change, Event, Explanation, FileItem, Head, Input, Matrix, Step
from samrit.ui.states import STATES

NOW = datetime(2024, 4, 9, 5, 30, tzinfo=UTC)
CLOSED = refuse("window_closed", "ปิดรับแล้วเมื่อ {when}", when="11 เม.ย. 2567")


@pytest.fixture(autouse=True)
def in_thai() -> Iterator[None]:
    with override("th"):
        yield


def draw(source: str, **values: object) -> str:
    request = RequestFactory().get("/list/?state=draft&page=3")
    return Template(source).render(Context({"request": request, "now": NOW, **values}))


def words_of(html: str) -> str:
    """The text of some HTML, one space between words."""
    return " ".join(Template("{{ html|striptags }}").render(Context({"html": html})).split())


# ── filters ──
@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("{{ value|thai_date }}", NOW, "9 เมษายน 2567"),
        ("{{ value|thai_date_short }}", NOW, "9 เม.ย. 2567"),
        ("{{ value|thai_datetime }}", NOW, "9 เม.ย. 2567 เวลา 12.30 น."),
        ("{{ value|thai_time }}", NOW, "12.30 น."),
        ("{{ value|number }}", Decimal("1256270.50"), "1,256,270.5"),
        ("{{ value|number }}", Decimal(0), "0"),
        ("{{ value|score3 }}", Decimal("94.97351"), "94.974"),
        ("{{ value|file_size }}", 0, "0 B"),
        ("{{ value|words }}", say("a", "น้ำหนักรวม {sum}", sum="95"), "น้ำหนักรวม 95"),
        ("{{ value|words }}", CLOSED, "ปิดรับแล้วเมื่อ 11 เม.ย. 2567"),
        ("{{ value|words }}", "<b>", "&lt;b&gt;"),
        ("{{ value|thai_digits }}", 2567, "๒๕๖๗"),
    ],
)
def test_filters(source: str, value: Any, written: str) -> None:
    assert draw(source, value=value) == written


@pytest.mark.parametrize(
    "name",
    ["thai_date", "thai_date_short", "thai_datetime", "thai_time", "number", "score3", "file_size", "words"],
)
def test_filters_say_nothing_of_nothing(name: str) -> None:
    assert draw("{{ value|" + name + " }}", value=None) == ""
    assert draw("{{ absent|" + name + " }}") == ""


# ── states ──
@pytest.mark.parametrize("code", STATES)
def test_a_state_is_an_icon_and_a_word(code: str) -> None:
    html = draw("{% state_badge code %}", code=code)
    assert words_of(html) == str(STATES[code].label)
    assert f"#{STATES[code].icon}" in html


def test_a_state_nobody_drew_yet_shows_its_code() -> None:
    assert words_of(draw('{% state_badge "brand_new" %}')) == "brand_new"


# ── the scale ──
def test_the_scale_names_its_levels_in_the_order_they_stand() -> None:
    levels = (Decimal(25), Decimal(22), Decimal(20))
    up = words_of(
        draw(
            '{% scale levels "up" result=now_result unit="ไร่" %}', levels=levels[::-1], now_result=Decimal(21)
        )
    )
    down = words_of(draw('{% scale levels "down" result=21 %}', levels=levels))
    assert up == "21 ขั้นต้น 50 20 มาตรฐาน 75 22 ขั้นสูง 100 25 หน่วย ไร่ ยิ่งมากยิ่งดี"
    assert down == "21 ขั้นสูง 100 20 มาตรฐาน 75 22 ขั้นต้น 50 25 ยิ่งน้อยยิ่งดี"


def test_the_scale_says_why_there_is_no_result() -> None:
    html = draw('{% scale levels "up" missing=why %}', levels=(1, 2, 3), why=say("x", "แหล่งข้อมูลยังไม่เผยแพร่"))
    assert "แหล่งข้อมูลยังไม่เผยแพร่" in words_of(html)


@pytest.mark.parametrize("levels", [None, "", (None, None, None), (Decimal(1), None, Decimal(3))])
def test_a_scale_without_its_three_levels_says_so(levels: Any) -> None:
    assert "ยังไม่กำหนดค่าเป้าหมาย" in words_of(draw('{% scale levels "up" result=2 %}', levels=levels))


# ── path, clock, why ──
def test_the_path_says_who_holds_it_since_when_and_what_is_next() -> None:
    steps = (Step("บันทึก", "done", "ผู้บันทึก", NOW), Step("อนุมัติ", "current", "ผู้อนุมัติ", NOW), Step("ตรวจ", "todo"))
    assert words_of(draw('{% path steps next="จังหวัดส่ง" %}', steps=steps)) == (
        "บันทึก เสร็จแล้ว ผู้บันทึก 9 เม.ย. 2567 เวลา 12.30 น. "
        "อนุมัติ อยู่ขั้นนี้ ผู้อนุมัติ ตั้งแต่ 9 เม.ย. 2567 เวลา 12.30 น. "
        "ตรวจ ยังไม่ถึง ขั้นต่อไป: จังหวัดส่ง"
    )


def test_the_clock_carries_what_its_script_needs() -> None:
    html = draw(
        "{% clock opens closes now %}", opens=NOW - timedelta(days=1), closes=NOW + timedelta(days=2, hours=4)
    )
    assert words_of(html) == "ปิดรับอีก 2 วัน 4 ชั่วโมง — 11 เม.ย. 2567 เวลา 16.30 น."
    assert 'class="clock clock-gold"' in html
    assert f'data-now="{int(NOW.timestamp() * 1000)}"' in html


def test_the_why_lists_inputs_steps_rule_and_people() -> None:
    explanation = Explanation(
        inputs=(Input("ผล", "98.87", "ร้อยละ", "สรุปผล.pdf", "/evidence/1/"),),
        steps=(say("a", "คะแนน = {score}", score="87.5"), "คูณน้ำหนัก"),
        rule="ชุดเกณฑ์ปี 2567", by="ผู้ประเมิน", at=NOW,
    )  # fmt: skip
    html = draw("{% why explanation %}", explanation=explanation)
    assert words_of(html) == (
        "ทำไมได้เท่านี้ ใช้ค่าใด ผล98.87 ร้อยละ สรุปผล.pdf คิดอย่างไร คะแนน = 87.5คูณน้ำหนัก "
        "ชุดเกณฑ์ปี 2567 ผู้ประเมิน 9 เม.ย. 2567 เวลา 12.30 น."
    )
    assert 'href="/evidence/1/"' in html


# ── buttons ──
def test_a_refused_button_cannot_send_and_says_why_and_whom_to_ask() -> None:
    html = draw(
        '{% action_button "ส่งรายงาน" name="file" refusal=refusal ask="สำนักงานจังหวัด" %}', refusal=CLOSED
    )
    assert 'type="button"' in html
    assert 'aria-disabled="true"' in html
    assert 'name="file"' not in html
    described = html.split('aria-describedby="')[1].split('"')[0]
    assert f'id="{described}"' in html
    assert words_of(html) == "ส่งรายงานปิดรับแล้วเมื่อ 11 เม.ย. 2567 สอบถาม สำนักงานจังหวัด"


def test_an_allowed_button_sends() -> None:
    html = draw('{% action_button "อนุมัติ" name="decision" value="approve" %}')
    assert html.strip() == '<button class="btn btn-primary" name="decision" value="approve">อนุมัติ</button>'


def test_an_address_makes_a_link() -> None:
    assert draw('{% action_button "เปิด" url=address %}', address="/x/?a=1&b=2").strip() == (
        '<a class="btn btn-primary" href="/x/?a=1&amp;b=2">เปิด</a>'
    )


def test_asking_first_is_a_form_of_its_own() -> None:
    source = '{% confirm_button "ส่งกลับ" url="/back/" question="ส่งกลับหรือไม่" reason="เหตุที่ส่งกลับ" %}'
    html = draw(source, csrf_token="tok")
    assert 'method="post" action="/back/"' in html
    assert 'name="csrfmiddlewaretoken" value="tok"' in html
    assert 'name="reason" rows="3" required' in html


def test_asking_first_can_be_refused() -> None:
    html = draw('{% confirm_button "เผยแพร่" url="/p/" question="?" refusal="น้ำหนักรวม 95" %}')
    assert "<form" not in html
    assert words_of(html) == "เผยแพร่น้ำหนักรวม 95"


# ── lists ──
def test_a_cell_of_the_matrix_is_a_link_with_a_word() -> None:
    table = Matrix(
        [Head("1.1", "ขจัดความยากจน"), Head("1.2")],
        [(Head("พัฒนาชุมชน", url="/agency/1/"), [Cell("returned", "/result/1/"), None])],
        caption="สถานะ",
    )
    html = draw("{% matrix table %}", table=table)
    assert '<a href="/result/1/">' in html
    assert words_of(html).count("ส่งกลับให้แก้ไข") == 2  # in the cell for those who listen, and in the legend


def test_history_shows_before_and_after() -> None:
    event = Event("แก้ไขผล", "ผู้บันทึก", NOW, changes=(Change("ผล", None, "98.87"),))
    assert words_of(draw("{% history events %}", events=[event])) == (
        "แก้ไขผล ผู้บันทึก 9 เม.ย. 2567 เวลา 12.30 น. ผลเดิม ไม่มี เป็น 98.87"
    )


def test_pages_keep_the_filter() -> None:
    html = draw("{% pager page %}", page=Paginator(range(60), 25).page(2))
    assert 'href="?page=1&amp;state=draft"' in html
    assert words_of(html).startswith("26–50 จาก 60 รายการ")


def test_one_page_needs_no_pager() -> None:
    assert draw("{% pager page %}", page=Paginator(range(3), 25).page(1)).strip() == ""


def test_a_file_without_an_address_is_no_link() -> None:
    html = draw("{% file_list files %}", files=[FileItem("ลับ.pdf", "", 900, "pdf")])
    assert "<a " not in html
    assert words_of(html) == "ลับ.pdf 900 B"


def test_a_missing_fact_is_said_to_be_missing() -> None:
    assert words_of(
        draw("{% definition_list facts %}", facts=[("สูตร", ""), ("หน่วย", "ร้อยละ"), ("น้ำหนัก", 0)])
    ) == ("สูตรไม่มีข้อมูล หน่วยร้อยละ น้ำหนัก0")


def test_no_score_is_not_a_zero() -> None:
    assert words_of(draw("{% score_figure score %}", score=None)) == "ยังไม่มีคะแนน"
    assert words_of(draw("{% score_figure score %}", score=Decimal(0))) == "0.000 คะแนน"
