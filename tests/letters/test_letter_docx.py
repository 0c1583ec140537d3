"""Each kind of letter as a Word file: the blocks in their order, and how LibreOffice opens it."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from samrit.letters.documents.word import letter_docx
from samrit.rules.letters.kinds import Kind
from samrit.rules.letters.paper import Attachment, Digits, LetterPaper
from samrit.rules.secrecy import Level
from tests.conftest import Office
from tests.letters.papers import EXTERNAL, KPIS, MEETING, MEMO, PAPERS, SAID, missing_in_order

pytestmark = pytest.mark.anywhere


def written(paper: LetterPaper) -> Any:
    return Document(BytesIO(letter_docx(paper)))


def texts(document: Any) -> Iterator[str]:
    """Every piece of text in the order of the document, a tab as a space."""
    for element in document.element.body.iter(qn("w:t"), qn("w:tab")):
        yield element.text or " " if element.tag == qn("w:t") else " "


@pytest.mark.parametrize("kind", Kind)
def test_every_block_stands_in_the_order_of_the_form(kind: Kind) -> None:
    assert missing_in_order(SAID[kind], "".join(texts(written(PAPERS[kind])))) == []


@pytest.mark.parametrize("kind", Kind)
def test_only_addresses_have_arabic_digits(kind: Kind) -> None:
    arabic = set(re.findall(r"\S*[0-9]\S*", "".join(texts(written(PAPERS[kind])))))
    assert arabic <= {"https://esar.example.go.th/2567", "saraban2567@example.go.th"}


def test_letters_are_those_that_offices_write_with() -> None:
    style = written(MEMO).styles["Normal"].element.rPr
    assert style.find(qn("w:rFonts")).get(qn("w:cs")) == "TH Sarabun New"
    assert (style.find(qn("w:sz")).get(qn("w:val")), style.find(qn("w:szCs")).get(qn("w:val"))) == (
        "32",
        "32",
    )


def test_a_memo_has_dotted_leaders_and_no_closing_words() -> None:
    document = written(MEMO)
    dotted = [one for one in document.element.body.iter(qn("w:tab")) if one.get(qn("w:leader")) == "dot"]
    assert len(dotted) == 4  # ส่วนราชการ, ที่, วันที่, เรื่อง
    assert "ขอแสดงความนับถือ" not in "".join(texts(document))


def test_margins_are_the_regulations() -> None:
    section = written(EXTERNAL).sections[0]
    margins = (section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins if margin] == [30, 20, 20]


def test_secrecy_and_drafts_are_marked_on_every_page() -> None:
    section = written(replace(MEETING, secrecy=Level.SECRET)).sections[0]
    parts = (section.first_page_header, section.header, section.first_page_footer, section.footer)
    said = ["".join(paragraph.text for paragraph in part.paragraphs) for part in parts]
    assert [("ลับมาก" in text, "ร่าง" in text) for text in said] == [(True, True)] * 2 + [(True, False)] * 2


def test_pages_are_counted_in_the_papers_digits() -> None:
    for digits, form in ((Digits.THAI, "thaiNumbers"), (Digits.ARABIC, "decimal")):
        kinds = written(replace(MEMO, attachments=(), digits=digits)).element.body.iter(qn("w:pgNumType"))
        assert [kind.get(qn("w:fmt")) for kind in kinds] == [form]


def test_a_page_after_the_letter_may_lie_on_its_side() -> None:
    wide, tall = Attachment("ตาราง", (KPIS,), landscape=True), Attachment("บัญชี", (KPIS,))
    sections = written(replace(MEMO, attachments=(wide, wide, tall))).sections
    assert [one.page_width > one.page_height for one in sections] == [False, True, True, False]


def test_an_empty_paper_is_written_too() -> None:
    for kind in Kind:
        assert letter_docx(LetterPaper(kind=kind)).startswith(b"PK")


def test_what_people_typed_is_text_and_nothing_else() -> None:
    typed = "<w:t>x</w:t> & \x00{{ y }}"
    assert "<w:t>x</w:t> & {{ y }}" in "".join(texts(written(replace(MEMO, addressee=typed))))


def test_nothing_runs_and_nothing_is_fetched() -> None:
    with zipfile.ZipFile(BytesIO(letter_docx(EXTERNAL))) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]
        links = b"".join(package.read(name) for name in package.namelist() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in links


@pytest.mark.parametrize("kind", [Kind.EXTERNAL, Kind.MEMO])
def test_it_opens_in_libreoffice(kind: Kind, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(letter_docx(PAPERS[kind]))
    document = pypdfium2.PdfDocument(office(file, "pdf").read_bytes())
    read = "\n".join(page.get_textpage().get_text_range() for page in document)
    read = re.sub("ํ([่-๋]?)า", r"\1ำ", read).replace("\xa0", " ")
    # Where a letter ends and its list begins a page number stands between.
    assert missing_in_order(SAID[kind], re.sub(r"- [0-9๐-๙] -", "", read)) == []
    assert len(document) in {2, 3, 4}
