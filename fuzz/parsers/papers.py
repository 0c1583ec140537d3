"""Letters and other papers that people upload: text, PDF, Word, OpenDocument, pictures."""

import io
import json
from pathlib import Path
from typing import Any

from docx import Document
from PIL import Image, ImageDraw

from fuzz.target import Target
from samrit.letters.documents.sealing import signature_of
from samrit.letters.reading import read
from samrit.letters.reading.scan.pictures import UnreadableError, pages_of
from samrit.reports.documents.paper_check import read as read_paper

LETTERS = Path(__file__).resolve().parents[2] / "tests" / "letters" / "letters"
WORDS = (
    "ที่ ปท ๐๐๑๗/ว ", "เรื่อง ", "เรียน", "องค์ประกอบที่ ๑", "๕ (๒.๕)", "<td>", "</tr>", "<tr colspan=99>", "|", "\t", "- ", "รอบ 99 เดือน",
    "วันศุกร์ที่ ๓๑ เมษายน ๙๙๙๙", "ระหว่างวันที่ 31 - 32 กุมภาพันธ์ 2567", "09.30 – 25.99 น.", "รหัสผ่าน:", "\u200b", "ํา",
)  # fmt: skip
LETTER = (
    "บันทึกข้อความ\n\nส่วนราชการ สำนักงานจังหวัดปทุมธานี โทร. 0 2581 0000\nที่ ปท ๐๐๑๗.๒/ว ๙๙ วันที่ ๓ เมษายน ๒๕๖๗\n"
    "เรื่อง แจ้งกำหนดการรายงานผล รอบ ๖ เดือน\n\nเรียน หัวหน้าส่วนราชการประจำจังหวัด\n\n๑. ขอให้รายงานตั้งแต่วันที่ ๒๕ มีนาคม - ๑๑ เมษายน ๒๕๖๗\n\n"
    "| ตัวชี้วัด | น้ำหนัก |\n|---|---|\n| ๑.๑ ขยะมูลฝอย | ๕ (๒.๕) |\n"
)


def _letter(name: str) -> Any:
    def reads(data: bytes) -> None:
        json.dumps(read(data, filename=name).to_json())

    return reads


def letters_in_text() -> Target:
    whole = [path.read_bytes()[:6000] for path in sorted(LETTERS.glob("*.md"))]
    return Target(_letter("a.md"), (LETTER.encode(), LETTER.encode("cp874"), *whole), WORDS, large=True)


def letters_in_pdf() -> Target:
    sample = (LETTERS / "trat-2568-libreoffice.pdf").read_bytes()
    words = (
        "/Type",
        "/Page",
        "/Kids",
        "/Length 9999999",
        "obj",
        "endobj",
        "stream",
        "endstream",
        "/Font",
        "xref",
    )
    return Target(_letter("a.pdf"), (sample,), words, large=True)


def letters_in_word() -> Target:
    words = (
        "<w:p>",
        "</w:tc>",
        '<w:gridSpan w:val="999999"/>',
        "<w:tbl>",
        "<w:t>",
        '<w:vMerge w:val="x"/>',
        *WORDS,
    )
    return Target(_letter("a.docx"), (_docx(),), words, large=True)


def _docx() -> bytes:
    made, out = Document(), io.BytesIO()
    for line in LETTER.splitlines():
        made.add_paragraph(line)
    table = made.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "ตัวชี้วัด"
    table.cell(1, 2).text = "๕ (๒.๕)"
    made.save(out)
    return out.getvalue()


def letters_in_older_formats() -> Target:
    """What is asked of them before LibreOffice is: here there is none, which is a refusal of its own."""
    samples = tuple((LETTERS / f"trat-2568.{ending}").read_bytes() for ending in ("odt", "doc"))
    return Target(_letter(""), samples, ("<table:table-row>", "Configurations2/"), large=True)


def pictures() -> Target:
    """Opening and straightening to 300 dots; Tesseract, another's program, is not asked."""

    def reads(data: bytes) -> None:
        kind = {b"\x89": "image/png", b"\xff": "image/jpeg"}.get(data[:1], "image/tiff")
        for _number, page in pages_of(data, kind, ()):
            page.load()

    return Target(
        reads, tuple(_picture(form) for form in ("PNG", "JPEG", "TIFF")), (), (UnreadableError,), large=True
    )


def _picture(form: str) -> bytes:
    drawn, out = Image.new("L", (240, 120), 255), io.BytesIO()
    ImageDraw.Draw(drawn).text((10, 40), "3/2567", fill=0)
    drawn.save(out, form, dpi=(150, 150))
    return out.getvalue()


def papers_to_check() -> Target:
    """A receipt or a letter somebody holds: its text, and its digital signature."""

    def reads(data: bytes) -> None:
        read_paper(data), signature_of(data)

    sample = (LETTERS / "trat-2568-libreoffice.pdf").read_bytes()
    words = (
        "/ByteRange [0 1 2 3]",
        "/Type /Sig",
        "/AcroForm",
        "/Contents <00>",
        "/SigFlags 3",
        "trailer",
        "obj",
    )
    return Target(reads, (sample,), words, large=True)


TARGETS: tuple[Any, ...] = (
    letters_in_text, letters_in_pdf, letters_in_word, letters_in_older_formats, pictures, papers_to_check,
)  # fmt: skip
