"""What stays on one line of a paper."""

from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.thai import unbroken
from samrit.ui.holding import held_pieces, hold_together


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("ในวันศุกร์ที่ 19 กรกฎาคม 2567 นั้น", ["ที่ 19 กรกฎาคม 2567"]),
        ("ที่ ปท 0017.2/ว 15 ลงวันที่ 3 เม.ย. 2567", ["ปท 0017.2/ว 15", "ลงวันที่ 3 เม.ย. 2567"]),
        # Of a long phrase only the word beside the sign.
        ("ได้แจ้งสรุปผลการพิจารณาตัวชี้วัด ฯ ให้จังหวัด", ["วัด ฯ"]),
        ("หน่วยงานต่าง ๆที่เกี่ยวข้อง", ["ต่าง ๆ"]),
        ("ผ่านระบบ e-SAR ที่ https://esar.example.go.th/a-b", ["e-SAR", "https://esar.example.go.th"]),
        ("ไม่มีอะไรต้องยึด", []),
    ],
)
def test_pieces_that_are_held(text: str, held: list[str]) -> None:
    joined = unbroken(text)
    assert [joined[start:end].replace("\xa0", " ") for start, end in held_pieces(joined)] == held


def test_spans_stand_in_place() -> None:
    page = fromstring(  # noqa: S314 - our own
        "<body><title>a-b</title><p>ก e-SAR ข<b>ค-ง x-y</b> จ p-q</p>c-d<svg><text>a-b</text></svg></body>"
    )
    hold_together(page)
    assert tostring(page, encoding="unicode") == (
        '<body><title>a-b</title><p>ก <span class="held">e-SAR</span> ข<b>ค-ง <span class="held">x-y</span></b> จ '
        '<span class="held">p-q</span></p><span class="held">c-d</span><svg><text>a-b</text></svg></body>'
    )


@given(st.text(st.sampled_from("กาต่ๆฯ ab-\xa01๒/ว."), max_size=30))
def test_no_letter_is_lost(text: str) -> None:
    page = Element("p")
    page.text, SubElement(page, "b").tail = text, text
    hold_together(page)
    assert "".join(page.itertext()) == text * 2
