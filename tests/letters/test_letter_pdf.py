"""Each kind of letter as a PDF, read back: its text, its fonts, what makes it one to be kept."""

import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
import zxingcpp
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.stock import stock
from samrit.rules.letters.kinds import Kind
from samrit.rules.letters.paper import Digits, LetterPaper, Paragraph
from samrit.ui.paper import FONTS
from tests.letters.papers import EXTERNAL, MEETING, MEMO, PAPERS, REASON, SAID, STAMPED, missing_in_order

pytestmark = [pytest.mark.pdf, pytest.mark.anywhere]
pytest.importorskip("weasyprint", exc_type=OSError)
PAGES = {
    Kind.EXTERNAL: 3, Kind.MEMO: 2, Kind.STAMPED: 1, Kind.ORDER: 1, Kind.ANNOUNCEMENT: 1, Kind.MEETING: 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn() -> dict[Kind, bytes]:
    return {kind: letter_pdf(paper) for kind, paper in PAPERS.items()}


def pages(pdf: bytes) -> list[str]:
    """The text layer of each page; ำ as one character again, as people type it."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [re.sub("ํ([่-๋]?)า", r"\1ำ", text).replace("\xa0", " ") for text in texts]


def text_of(paper: LetterPaper) -> str:
    return "\n".join(pages(letter_pdf(paper)))


# ── what it says ────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", Kind)
def test_every_block_comes_back_in_the_order_of_the_form(drawn: dict[Kind, bytes], kind: Kind) -> None:
    read = pages(drawn[kind])
    assert missing_in_order(SAID[kind], "\n".join(read)) == []
    assert len(read) == PAGES[kind]


def test_a_memo_has_no_closing_words(drawn: dict[Kind, bytes]) -> None:
    said = "".join(pages(drawn[Kind.MEMO]))
    assert "ขอแสดงความนับถือ" not in said
    assert "ขอแสดงความนับถือ" not in "".join(pages(drawn[Kind.STAMPED]))
    assert "ขอแสดงความนับถือ" in "".join(pages(drawn[Kind.EXTERNAL]))


@pytest.mark.parametrize("kind", Kind)
def test_only_addresses_have_arabic_digits(drawn: dict[Kind, bytes], kind: Kind) -> None:
    arabic = set(re.findall(r"\S*[0-9]\S*", "\n".join(pages(drawn[kind]))))
    assert arabic <= {"https://esar.example.go.th/2567", "saraban2567@example.go.th"}


def test_a_paper_may_have_arabic_digits() -> None:
    text = text_of(replace(STAMPED, digits=Digits.ARABIC))
    assert not re.search("[๐-๙]", text)
    assert "ปท 0017.2/16" in text


def test_secrecy_stands_above_and_below_every_page() -> None:
    long = replace(STAMPED, body=(REASON,) * 11)
    read = pages(letter_pdf(long))
    assert len(read) == 2
    assert [page.count("ลับ") for page in read] == [2, 2]
    assert "- ๒ -" in read[1]
    assert "- ๑ -" not in read[0]


def test_a_page_says_how_the_next_goes_on(drawn: dict[Kind, bytes]) -> None:
    long = replace(MEMO, body=(*((REASON,) * 9), Paragraph("น้ำเสียที่ได้รับการบำบัด " * 60)))
    first, second, *_ = pages(letter_pdf(long))
    [goes_on] = re.findall(r"/(\S[^/\n]*)\.\.\.", first)
    after_number = second.split("- ๒ -")[-1] if second.startswith("- ๒ -") else second
    assert after_number.strip().startswith(goes_on)
    # What is held on one line goes on too.
    held, *_ = pages(letter_pdf(replace(MEMO, body=(Paragraph("พ.ศ. 2567 " * 350),))))
    assert "/พ.ศ. ๒๕๖๗..." in held
    # A page of its own is no continuation.
    assert "..." not in pages(drawn[Kind.MEMO])[0]


def test_a_draft_shows_that_it_is_one(drawn: dict[Kind, bytes]) -> None:
    assert all("ร่าง" in page for page in pages(drawn[Kind.MEETING]))
    assert "ร่าง" not in text_of(replace(MEETING, mark=""))


def test_an_empty_paper_is_drawn_too() -> None:
    for kind in Kind:
        assert letter_pdf(LetterPaper(kind=kind)).startswith(b"%PDF-1.7")


def test_what_people_typed_is_text_and_nothing_else() -> None:
    typed = "<script>x</script> <img src=https://elsewhere.example/a.png> & {{ y }} ๆ"
    assert missing_in_order([typed], text_of(replace(STAMPED, addressee=typed))) == []
    # Nothing turns the direction of a line, and nothing that is no letter keeps a paper from being drawn.
    assert "ถึง ครบ" in text_of(replace(STAMPED, addressee="\x00\u202e\ufffe\ud7ff\u200bครบ"))
    assert text_of(replace(STAMPED, addressee="ก" * 3000)).count("ก") >= 3000


def test_the_codes_lead_where_they_say(drawn: dict[Kind, bytes]) -> None:
    page = pypdfium2.PdfDocument(drawn[Kind.EXTERNAL])[1].render(scale=4).to_pil()
    read = {code.text for code in zxingcpp.read_barcodes(page)}
    assert EXTERNAL.qr is not None
    assert EXTERNAL.verify is not None
    assert read == {EXTERNAL.qr.url, EXTERNAL.verify.url}


# ── to be kept ──────────────────────────────────────────────────────────────
def catalog(pdf: bytes) -> dict[str, Any]:
    return PDFDocument(PDFParser(BytesIO(pdf))).catalog


def objects(pdf: bytes) -> list[Any]:
    document = PDFDocument(PDFParser(BytesIO(pdf)))
    return [document.getobj(number) for table in document.xrefs for number in table.get_objids()]


@pytest.mark.parametrize("kind", Kind)
def test_it_is_a_pdf_to_be_kept(drawn: dict[Kind, bytes], kind: Kind) -> None:
    """What PDF/A-3a asks for, as far as it shows in the structure."""
    kept = catalog(drawn[kind])
    metadata = resolve1(kept["Metadata"]).get_data().decode()
    assert re.search(r"pdfaid:part\W+3\W", metadata)
    assert re.search(r"pdfaid:conformance\W+A\W", metadata)
    [intent] = resolve1(kept["OutputIntents"])
    assert str(resolve1(intent)["S"].name) == "GTS_PDFA1"
    assert resolve1(intent)["DestOutputProfile"]
    assert resolve1(kept["MarkInfo"])["Marked"] is True
    assert resolve1(kept["Lang"]) == b"th"
    assert "Encrypt" not in str(PDFDocument(PDFParser(BytesIO(drawn[kind]))).xrefs[0].get_trailer())
    assert not {"JavaScript", "OpenAction", "AA"} & set(kept)


@pytest.mark.parametrize("kind", Kind)
def test_every_font_is_within(drawn: dict[Kind, bytes], kind: Kind) -> None:
    descriptors = [one for one in objects(drawn[kind]) if isinstance(one, dict) and "FontName" in one]
    assert descriptors
    assert all({"FontFile2", "FontFile3"} & set(one) for one in descriptors)
    assert {str(one["FontName"].name).partition("+")[2].lower() for one in descriptors} <= {
        "letter", "letter-bold", "sarabun", "sarabun-bold",
    }  # fmt: skip


def test_nothing_is_transparent(drawn: dict[Kind, bytes]) -> None:
    states = [one for pdf in drawn.values() for one in objects(pdf) if isinstance(one, dict)]
    assert all(one.get("ca", 1) == 1 and one.get("CA", 1) == 1 for one in states)
    pictures = [one for pdf in drawn.values() for one in objects(pdf) if isinstance(one, PDFStream)]
    assert not any("SMask" in picture.attrs for picture in pictures)


def roles(pdf: bytes) -> list[str]:
    return [str(one["S"].name) for one in objects(pdf) if isinstance(one, dict) and "S" in one and "P" in one]


def test_it_is_tagged(drawn: dict[Kind, bytes]) -> None:
    found = roles(drawn[Kind.EXTERNAL])
    assert {"Document", "H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure"} <= set(found)
    assert (found.count("H1"), found.count("Table"), found.count("TH")) == (1, 1, 4)
    pictures = [
        one
        for one in objects(drawn[Kind.EXTERNAL])
        if isinstance(one, dict) and "S" in one and "P" in one and str(one["S"].name) == "Figure"
    ]
    assert any("Alt" in picture for picture in pictures)


def test_the_same_paper_is_the_same_file() -> None:
    assert letter_pdf(STAMPED) == letter_pdf(STAMPED)
    assert letter_pdf(STAMPED, identifier=b"1") != letter_pdf(STAMPED, identifier=b"2")


# ── the form ────────────────────────────────────────────────────────────────
def words_at(pdf: bytes, text: str) -> dict[str, Any]:
    """Where a text begins and ends on the first page, in points, and its size."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        chars = document.pages[0].chars
    at = "".join(char["text"] for char in chars).index(text)
    first, last = chars[at], chars[at + len(text) - 1]
    return {"x0": first["x0"], "x1": last["x1"], "size": first["size"]}


MM = 72 / 25.4


def test_margins_and_sizes_are_the_regulations(drawn: dict[Kind, bytes]) -> None:
    scale = float(stock().scale)
    number, day = words_at(drawn[Kind.EXTERNAL], "ที่ ปท"), words_at(drawn[Kind.EXTERNAL], "๓")
    assert number["x0"] == pytest.approx(30 * MM, abs=1.5)
    assert number["size"] == pytest.approx(16 * scale, abs=0.1)
    assert day["x0"] > 80 * MM  # around the middle
    first = words_at(drawn[Kind.EXTERNAL], "ตามหนังส")
    assert first["x0"] == pytest.approx((30 + 25) * MM, abs=1.5)
    urgency = words_at(drawn[Kind.EXTERNAL], "ด่วนที่สุด")
    assert urgency["size"] == pytest.approx(32 * scale, abs=0.1)
    assert urgency["x0"] == pytest.approx(30 * MM, abs=1.5)
    title, head = words_at(drawn[Kind.MEMO], "บันทึกข้อความ"), words_at(drawn[Kind.MEMO], "ส่วนราชการ")
    assert title["size"] == pytest.approx(29 * scale, abs=0.1)
    assert head["size"] == pytest.approx(20 * scale, abs=0.1)
    assert (title["x0"] + title["x1"]) / 2 == pytest.approx((30 + 80) * MM, abs=3)


# ── the office's own paper ──────────────────────────────────────────────────
def test_the_offices_fonts_and_emblem_are_used(tmp_path: Path, settings: Any) -> None:
    settings.LETTER_FOLDER = tmp_path
    shutil.copy(FONTS / "Sarabun-Regular.ttf", tmp_path / "THSarabunNew.ttf")
    # A regular font alone is not enough: the heads are bold.
    assert stock().scale != 1
    shutil.copy(FONTS / "Sarabun-Bold.ttf", tmp_path / "THSarabunNew Bold.ttf")
    (tmp_path / "emblem.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    kept = stock()
    assert (kept.scale, kept.emblem_name, len(kept.emblem)) == (1, "emblem.svg", 59)
    assert words_at(letter_pdf(EXTERNAL), "ที่ ปท")["size"] == pytest.approx(16, abs=0.1)
