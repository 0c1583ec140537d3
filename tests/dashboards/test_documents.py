"""The paper and the workbook, read back: every name and figure is there, exactly, and nothing runs."""

import re
import sys
from decimal import Decimal
from io import BytesIO
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from samrit.dashboards.documents import paper, workbook
from samrit.dashboards.queries.results import ResultSheet, result_sheet
from samrit.frameworks.models import Kpi
from samrit.rules.thai import plain_number, thai_digits
from samrit.scores.models import KpiScore, Publication
from samrit.ui.formats import number, score_3
from samrit.ui.paper import own_files, put_on_paper
from tests.dashboards.published import incomplete_world, public_score, published_world
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

ADDRESS = "https://samrit.example.go.th/performance/2567/13/"
LONG_NAME = (
    "การขับเคลื่อนการดำเนินงานขจัดความยากจนและพัฒนาคนทุกช่วงวัยอย่างยั่งยืนตามหลักปรัชญาของเศรษฐกิจพอเพียง "
    "น้ำเสียที่ได้รับการบำบัด ผู้สูงอายุที่มีภาวะพึ่งพิง และคุณภาพของแม่น้ำสายหลักที่อยู่ในเกณฑ์ดี"
)


@pytest.fixture
def world() -> World:
    return published_world()


def sheet(world: World) -> ResultSheet:
    return result_sheet(public_score(world.round))


def named(world: World, number: str, name: str) -> None:
    Kpi.objects.filter(pk=world.kpis[number].pk).update(name=name)
    Publication.objects.update(names={})  # published under this name


# ── paper ───────────────────────────────────────────────────────────────────
def lines(pdf: bytes) -> list[str]:
    """The text layer; ำ as one character again, as people type it."""
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub("ํ([่-๋]?)า", r"\1ำ", text).splitlines()


def without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_name_and_figure_comes_back_from_the_paper(world: World) -> None:
    named(world, "1-1", LONG_NAME)
    result = sheet(world)
    text = without_spaces("".join(lines(paper.draw(result, address=ADDRESS))))

    expected = ["จังหวัดปทุมธานี", "ระดับมาตรฐานขั้นสูง", "๑๐ตุลาคม๒๕๖๗", "คะแนนรวม", "๗๙.๓๗๕", ADDRESS]
    for component, kpi in result.kpis:
        assert kpi.score is not None
        assert kpi.points is not None
        expected += [component.component.name, kpi.kpi.name, kpi.kpi.unit]
        expected += [agency.name for agency in kpi.owners]
        expected += [thai_digits(score_3(kpi.score)), thai_digits(score_3(kpi.points))]
        expected += [thai_digits(number(kpi.value))] if kpi.value is not None else []
        expected += [thai_digits(step.thai()) for step in kpi.steps]
    assert [words for words in expected if without_spaces(words) not in text] == []


def test_thai_digits_stand_on_paper_but_names_and_addresses_stay(world: World) -> None:
    named(world, "1-1", "ค่าฝุ่น PM 2.5 ตามเกณฑ์ ๒๕๖๗")
    text = " ".join(lines(paper.draw(sheet(world), address=ADDRESS)))
    arabic = set(re.findall(r"\S*[0-9]\S*", text))
    version = public_score(world.round).rule_version
    assert {word for word in arabic if version not in word} == {ADDRESS, "2.5"}


def ends_of_words(text: str) -> set[int]:
    """Where a word ends, by another dictionary than the one that breaks the lines."""
    from pythainlp.corpus import thai_words  # noqa: PLC0415 - a second, for this test only
    from pythainlp.tokenize import Tokenizer  # noqa: PLC0415

    compounds = {
        "ความยากจน",
        "น้ำเสีย",
        "อยู่ในเกณฑ์",
        "เสียที่",
        "ผู้สูงอายุ",
        "เศรษฐกิจพอเพียง",
    }  # a line may break inside
    ends, at = set(), 0
    for word in Tokenizer(set(thai_words()) - compounds).word_tokenize(text):
        at += len(word)
        ends.add(at)
    return ends


def test_long_names_break_between_words_and_no_mark_loses_its_letter(world: World) -> None:
    named(world, "1-1", LONG_NAME)
    plain = without_spaces(LONG_NAME)
    found = lines(paper.draw(sheet(world), address=ADDRESS))
    start = next(place for place, line in enumerate(found) if "การขับเคลื่อนการดำเนินงาน" in line)
    breaks, at = set(), -len("๑")  # the first line begins with the KPI's number
    for line in found[start:]:
        at += len(without_spaces(line))
        breaks.add(at)
        if at >= len(plain):
            break
    assert at == len(plain)
    assert len(breaks) > 2
    assert breaks - ends_of_words(plain) == set()
    assert [line for line in found if re.match("[ะัาำิ-ฺๅ็-๎]", line)] == []


def test_the_paper_says_what_it_is(world: World) -> None:
    pdf = paper.draw(sheet(world), address=ADDRESS)
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_value("Title") == "ผลการประเมิน จังหวัดปทุมธานี ปีงบประมาณ พ.ศ. 2567"
    assert document.get_metadata_value("Author") == "สัมฤทธิ์"
    assert document.is_tagged()
    with pdfplumber.open(BytesIO(pdf)) as read_again:
        assert read_again.doc.catalog["Lang"] == b"th"
    assert all(page.get_size() == pytest.approx((595.28, 841.89), abs=0.1) for page in document)
    assert [line for line in lines(pdf) if line.endswith(f"จาก {thai_digits(str(len(document)))}")]


def test_markup_in_a_name_is_text_on_paper(world: World) -> None:
    named(world, "1-1", '<img src="https://example.com/x.png"> & <b>ตัวหนา</b>')
    text = without_spaces("".join(lines(paper.draw(sheet(world), address=ADDRESS))))
    assert '<imgsrc="https://example.com/x.png">&<b>ตัวหนา</b>' in text


def test_paper_fetches_nothing_but_its_own_files() -> None:
    files = own_files({})
    assert files("paper:Sarabun-Regular.ttf").read()[:4] == b"\x00\x01\x00\x00"
    for foreign in ("https://example.com/font.ttf", "file:///etc/passwd", "paper:../../config/settings.py"):
        with pytest.raises(ValueError, match="own files"):
            files(foreign)


def test_sara_am_is_split_with_its_tone_mark() -> None:
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - only here

    page = ET.fromstring('<p>น้ำ 1<b translate="no">ทำ 2</b> ก่ำ 3<i>4</i></p>')  # noqa: S314 - our own text
    put_on_paper(page)
    assert ET.tostring(page, encoding="unicode") == ('<p>นํ้า ๑<b translate="no">ทํา 2</b> กํ่า ๓<i>๔</i></p>')


def test_a_kept_paper_is_not_drawn_again(client: Client, world: World, monkeypatch: Any) -> None:
    address = reverse("dashboards:province_pdf", args=[2567, "13"])
    first = client.get(address)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    again = client.get(address)
    assert again.content == first.content
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    score = public_score(world.round)
    Publication.objects.update(publish_at=score.published_at.replace(year=2025))
    assert (
        client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 503
    )  # to be drawn anew


def test_without_pango_the_page_says_what_to_do(client: Client, world: World, monkeypatch: Any) -> None:
    """What happens on a machine without the library: importing WeasyPrint fails while it loads Pango."""
    import cffi  # noqa: PLC0415 - what WeasyPrint loads Pango with

    def not_there(self: object, name: object, flags: int = 0) -> None:
        raise OSError(f"cannot load library {name}")

    cache.clear()
    for module in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(cffi.FFI, "dlopen", not_there)
    answer = client.get(reverse("dashboards:province_pdf", args=[2567, "13"]))
    assert answer.status_code == 503
    assert "ยังไม่ได้ติดตั้งตัวจัดหน้าเอกสาร (Pango)" in answer.content.decode()
    assert reverse("dashboards:province_xlsx", args=[2567, "13"]) in answer.content.decode()


def test_the_file_has_a_thai_name(client: Client, world: World) -> None:
    answer = client.get(reverse("dashboards:province_xlsx", args=[2567, "13"]))
    assert answer["Content-Type"] == workbook.CONTENT_TYPE
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%B8%9C")
    assert answer["Content-Disposition"].endswith("-2567.xlsx")


# ── workbook ────────────────────────────────────────────────────────────────
def read(world: World) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(workbook.fill(sheet(world), address=ADDRESS)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_the_workbook_has_three_sheets(world: World) -> None:
    assert list(read(world)) == ["ผลคะแนน", "ตัวชี้วัด", "ที่มาของคะแนน"]


def test_scores_are_numbers_and_exact_texts_as_in_the_database(world: World) -> None:
    heads, *rows = read(world)["ตัวชี้วัด"]
    kept = {
        (str(score.kpi.component.number), score.kpi.number): score
        for score in KpiScore.objects.filter(province_score__superseded_at=None).select_related(
            "kpi__component"
        )
    }
    table = [dict(zip(heads, row, strict=True)) for row in rows]
    assert {(row["องค์ประกอบ"], row["ตัวชี้วัดที่"]) for row in table} == set(kept)
    for row in table:
        score = kept[row["องค์ประกอบ"], row["ตัวชี้วัดที่"]]
        assert row["ตัวชี้วัด"] == score.kpi.name
        assert Decimal(row["คะแนน (ค่าเต็ม)"]) == score.score
        assert Decimal(row["คะแนนถ่วงน้ำหนัก (ค่าเต็ม)"]) == score.points
        assert row["คะแนน"] == float(score.score or 0)
        assert row["คะแนนถ่วงน้ำหนัก"] == float(score.points or 0)


def test_results_are_numbers_reported_and_verified(world: World) -> None:
    heads, *rows = read(world)["ตัวชี้วัด"]
    wanted = ("ผลที่จังหวัดรายงาน", "ผลที่ตรวจแล้ว", "ผลการตรวจ", "ขั้นต้น 50", "น้ำหนัก")
    found = {(row[0], row[1]): [row[heads.index(title)] for title in wanted] for row in rows}
    assert found == {
        ("1", "1"): [1176.285, 1176.285, "ยืนยันตามที่รายงาน", 1150.4, 40],
        ("1", "2"): [21, 20.5, "แก้ไขผล", 25, 30],
        ("2", "1"): ["", "", "", "", 30],  # its parts have results
        ("2", "1.1"): [4, 4, "ยืนยันตามที่รายงาน", 2, 15],
        ("2", "1.2"): [70, 70, "ยืนยันตามที่รายงาน", 60, 15],
    }


def test_the_first_sheet_has_total_and_components(world: World) -> None:
    rows = read(world)["ผลคะแนน"]
    facts = {row[0]: row[1] for row in rows[: rows.index([""] * 7)]}
    assert facts["คะแนนรวม"] == 79.375
    assert facts["ระดับ"] == "ระดับมาตรฐานขั้นสูง"
    assert facts["ตรวจสอบได้ที่"] == ADDRESS
    totals = {row[0]: row[4] for row in rows}
    assert (totals["1"], totals["2"], totals["คะแนนรวม"]) == (53.125, 26.25, 79.375)


def test_a_rebased_total_shows_what_it_is_rebased_from() -> None:
    world = incomplete_world()
    rows = {row[0]: row for row in read(world)["ผลคะแนน"] if row[4] != ""}
    assert rows["รวมที่นำมาคิด"][2:5] == [60, "", 41.25]
    assert rows["คะแนนรวม"][4] == 68.75
    text = without_spaces("".join(lines(paper.draw(sheet(world), address=ADDRESS))))
    assert "รวมคะแนนถ่วงน้ำหนักจากน้ำหนัก๖๐๔๑.๒๕๐" in text
    assert "คะแนนรวมเทียบเป็นคะแนนเต็ม๑๐๐๖๘.๗๕๐" in text
    assert "จังหวัดไม่ได้ส่งผลของตัวชี้วัดนี้" in text


def test_words_stand_where_there_is_no_number() -> None:
    heads, *rows = read(incomplete_world())["ตัวชี้วัด"]
    wanted = ("ผลที่จังหวัดรายงาน", "ผลที่ตรวจแล้ว", "คะแนน", "คะแนน (ค่าเต็ม)")
    found = {
        row[1]: [row[heads.index(title)] for title in wanted]
        for row in rows
        if row[0] == "1" or row[1] == "1.2"
    }
    assert found == {
        "1": ["ไม่เกี่ยวข้อง", "ไม่เกี่ยวข้อง", "ไม่นำมาคิด", "ไม่นำมาคิด"],
        "2": [21, 21, 87.5, "87.5"],
        "1.2": ["ไม่ได้ส่งผล", "ไม่มีข้อมูล", 0, "0"],
    }


def test_every_step_is_in_the_third_sheet(world: World) -> None:
    result = sheet(world)
    told = [row[3] for row in read(world)["ที่มาของคะแนน"][1:]]
    expected = [step.thai() for step in result.steps]
    for component in result.components:
        expected += [step.thai() for step in component.steps]
        expected += [step.thai() for kpi in component.kpis for one in (kpi, *kpi.parts) for step in one.steps]
    assert told == expected


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://example.com","กด")', "+1+1", "-2", "@SUM(A1)", "http://x"]
)
def test_a_name_never_becomes_a_formula_or_a_link(world: World, name: str) -> None:
    named(world, "1-1", name)
    content = workbook.fill(sheet(world), address=ADDRESS)
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.get_sheet_by_name("ตัวชี้วัด").to_python()[1][2] == name
    from zipfile import ZipFile  # noqa: PLC0415 - only here

    with ZipFile(BytesIO(content)) as parts:
        sheets = [parts.read(part) for part in parts.namelist() if "worksheets/sheet" in part]
    assert [part for part in sheets if b"<f>" in part or b"<hyperlink" in part] == []


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("0", True),
        ("0.1", True),
        ("94.974", True),
        ("1534567890.25", True),
        ("123456789012345", True),
        ("1234567890123456", False),
        ("0.1234567890123456789", False),
        ("33.33333333333333333333333333", False),
    ],
)
def test_only_what_excel_holds_exactly_is_a_number(text: str, exact: bool) -> None:  # noqa: FBT001 - a table
    assert workbook.holds_exactly(Decimal(text)) == exact


def test_a_number_format_has_as_many_decimals_as_the_number() -> None:
    assert [workbook.number_format(Decimal(text)) for text in ("16", "1150.40", "0.25", "1000")] == [
        "#,##0",
        "#,##0.0",
        "#,##0.00",
        "#,##0",
    ]


def test_a_number_beyond_excel_stands_as_text(world: World) -> None:
    score = public_score(world.round)
    score.inputs["components"][0]["kpis"][0]["result"] = "1176.28500000000000001"
    score.save()
    heads, first, *_ = read(world)["ตัวชี้วัด"]
    assert first[heads.index("ผลที่ตรวจแล้ว")] == "1176.28500000000000001"
    assert plain_number(Decimal("1176.28500000000000001")) == "1176.28500000000000001"
