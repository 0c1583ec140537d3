"""Word and PDF files give what the same text gives; files that cannot be read are refused in words."""

import codecs
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from samrit.letters.reading import Reading, read
from samrit.rules.wording import RefusedError

LETTERS = Path(__file__).parent / "letters"
FONTS = Path(__file__).parents[2] / "samrit" / "ui" / "fonts"

HEAD = [
    "ด่วนที่สุด",
    "ที่ ตร ๐๐๑๗.๒/ว ๘๑๒",
    "ศาลากลางจังหวัดตราด",
    "๒๐ มีนาคม ๒๕๖๘",
    "เรื่อง น้ำหนักตัวชี้วัดของจังหวัด ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ (ฉบับปรับปรุง)",
    "เรียน หัวหน้าส่วนราชการประจำจังหวัดตราด",
    "ด้วยจังหวัดตราดกำหนดน้ำหนักตัวชี้วัดเกี่ยวกับน้ำดื่ม น้ำใช้ และความสำเร็จของการทำงานร่วมกันไว้แล้ว จึงขอให้ผู้เกี่ยวข้องรายงานผลรอบ ๖ เดือน ตั้งแต่วันที่ ๒๕ มีนาคม ๒๕๖๘ ถึงวันที่ ๑๑ เมษายน ๒๕๖๘ เวลา ๑๖.๓๐ น.",
    "จึงเรียนมาเพื่อทราบ",
    "ตัวชี้วัดของจังหวัดตราด ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
]
ROWS = [
    ["ลำดับ", "ตัวชี้วัด", "น้ำหนัก", "หน่วยงานรับผิดชอบ"],
    ["องค์ประกอบที่ ๑ : ผลของงาน น้ำหนักร้อยละ ๖๐"],
    ["๑.", "รายได้จากผู้มาเยือนที่พำนักค้างคืนและไม่ค้างคืนในพื้นที่", "๓๐", "สนง.กก.จ.ตร."],
    ["๒.", "คุณภาพน้ำทะเลชายฝั่ง\n- อ่าวตราด\n- เกาะช้าง", "๓๐\n(๑๐)\n(๒๐)", "สนง.ทสจ.ตร.\nสนง.ประมง จ.ตร."],
    ["องค์ประกอบที่ ๒ : ความพร้อม น้ำหนักร้อยละ ๔๐"],
    ["๑.", "การประเมินสถานะ (PMQA ๔.๐)", "๔๐", "สนจ.ตร."],
    ["น้ำหนักรวม", "", "๑๐๐", ""],
]


def as_text() -> bytes:
    rows = ["\t".join(cell.replace("\n", "⏎") for cell in row) for row in ROWS]
    return "\n\n".join([*HEAD, "\n".join(rows)]).encode()


def as_docx(*, style: str | None = None) -> bytes:
    document = docx.Document()
    for text in HEAD:
        document.add_paragraph(text)
    table = document.add_table(0, 4)
    table.style = style
    for row in ROWS:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[3]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            first, *others = text.split("\n")
            cell.text = first
            for other in others:
                cell.add_paragraph(other)
    return _saved(document)


def _saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html(border: str) -> str:
    """The letter as a page; ``border`` is CSS for the table's cells."""
    faces = "".join(
        f"@font-face{{font-family:Sarabun;font-weight:{weight};src:url({FONTS.as_uri()}/Sarabun-{name}.ttf)}}"
        for weight, name in ((400, "Regular"), (700, "Bold"))
    )
    head = "".join(f"<p>{text}</p>" for text in HEAD)
    rows = "".join(
        f"<tr><td colspan=4><b>{row[0]}</b></td></tr>"
        if len(row) == 1
        else "<tr>" + "".join(f"<td>{cell.replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        for row in ROWS
    )
    style = f"{faces}body{{font:11pt/1.6 Sarabun}}table{{border-collapse:collapse}}td{{{border};vertical-align:top}}"
    return f"<html lang=th><style>{style}</style>{head}<table>{rows}</table></html>"


def as_pdf(html: str) -> bytes:
    weasyprint = pytest.importorskip("weasyprint")
    return bytes(weasyprint.HTML(string=html, base_url="/").write_pdf())


def understood(reading: Reading) -> dict[str, Any]:
    shown = reading.to_json()
    return {**shown, "findings": [one["code"] for one in shown["findings"]]}


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    reading = read(as_text(), filename="a.txt")
    assert [kpi.name for kpi in reading.frameworks[0].kpis] == [
        "รายได้จากผู้มาเยือนที่พำนักค้างคืนและไม่ค้างคืนในพื้นที่",
        "คุณภาพน้ำทะเลชายฝั่ง",
        "การประเมินสถานะ (PMQA ๔.๐)",
    ]
    assert reading.to_json()["windows"] == [{"round": 6, "opens": "2025-03-25", "closes": "2025-04-11T16:30"}]
    return understood(reading)


# ── files that can be read ──────────────────────────────────────────────────
@pytest.mark.parametrize("style", [None, "Table Grid"])
def test_a_word_document(style: str | None, expected: dict[str, Any]) -> None:
    assert understood(read(as_docx(style=style), filename="letter.docx")) == expected


@pytest.mark.pdf
@pytest.mark.parametrize(
    "border", ["border:1px solid black", "padding:3pt 12pt"], ids=["ruled", "without rules"]
)
def test_a_pdf_by_weasyprint(border: str, expected: dict[str, Any]) -> None:
    """Its text layer loses สระอำ; the reader puts it back."""
    assert understood(read(as_pdf(as_html(border)), filename="letter.pdf")) == expected


def test_a_pdf_by_libreoffice(expected: dict[str, Any]) -> None:
    """Made once by LibreOffice 7.4 from the Word document above, looked at, and kept."""
    data = (LETTERS / "trat-2568-libreoffice.pdf").read_bytes()
    assert understood(read(data, filename="letter.pdf")) == expected


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("cp874"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("น้ำ", "นํ้า").encode(),
        lambda text: text.replace("น้ำ", "น้ํา").encode(),
        lambda text: text.replace("ำ", "ํา").encode(),
        lambda text: text.replace("ี่", "่ี").encode(),
        lambda text: text.replace("่", "\uf70a").encode(),
        lambda text: text.replace(" ", "\u00a0").encode(),
        lambda text: text.replace("ตัวชี้วัด", "ตัว\u200bชี้วัด").encode(),
    ],
    ids=["BOM", "UTF-16", "UTF-16 without BOM", "CP874", "CRLF", "CR", "nikhahit", "tone first", "split", "marks", "PUA", "NBSP", "ZWSP"],
)  # fmt: skip
def test_any_encoding_and_spelling(encode: Callable[[str], bytes], expected: dict[str, Any]) -> None:
    text = as_text().decode().replace("⏎", "<br>")
    assert understood(read(encode(text), filename="a.txt")) == expected


def test_word_numbers_lists_itself() -> None:
    document = docx.Document()
    document.add_paragraph("บัญชีรายชื่อ")
    for name in ("สำนักงานจังหวัดตราด", "สำนักงานสถิติจังหวัดตราด"):
        document.add_paragraph(name, style="List Number")
    numbered = document.styles["List Number"].element.find(".//w:numPr", document.element.nsmap)
    for paragraph in document.paragraphs[1:]:
        paragraph._p.get_or_add_pPr().append(parse_xml(_with_level(numbered)))  # noqa: SLF001 - no public way
    assert read(_saved(document), filename="a.docx").text.split("\n")[:3] == [
        "บัญชีรายชื่อ",
        "1. สำนักงานจังหวัดตราด",
        "2. สำนักงานสถิติจังหวัดตราด",
    ]


def _with_level(numbered: Any) -> str:
    number = numbered.find("{*}numId").get(f"{{{numbered.nsmap['w']}}}val")
    return f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'


def test_word_text_boxes_headers_and_deleted_text() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "ด่วนที่สุด"
    paragraph = document.add_paragraph("เรื่อง ก")
    paragraph._p.append(  # noqa: SLF001 - no public way
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>เก่า</w:delText></w:r></w:del>")
    )
    paragraph._p.append(  # noqa: SLF001 - no public way
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>ในกล่อง</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )
    )
    assert read(_saved(document), filename="a.docx").text.split() == ["ด่วนที่สุด", "เรื่อง", "ก", "ในกล่อง"]


def test_a_merged_cell_is_read_once() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "รวมสองแถว"
    table.cell(0, 1).text, table.cell(1, 1).text = "บน", "ล่าง"
    assert read(_saved(document), filename="a.docx").text.strip("\n").split("\n") == [
        "รวมสองแถว\tบน",
        "\tล่าง",
    ]


@pytest.mark.pdf
def test_pages_that_are_pictures_are_told() -> None:
    html = as_html("border:1px solid") + f'<p style="break-before:page"><img src="{_picture()}"></p>'
    pages = [one for one in read(as_pdf(html), filename="a.pdf").findings if one.code == "page_without_text"]
    assert [one.message.values["pages"] for one in pages] == ["2"]


def _picture() -> str:
    return "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


# ── files that cannot ───────────────────────────────────────────────────────
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**members: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


def _entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>'
    return zipped(word__document=f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>{body}')


def _liar() -> bytes:
    """A part that is larger than the archive's list says."""
    data = bytearray(zipped(word__document=b"<a>" + b" " * 40_000_000 + b"</a>"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def _ten_thousand_rows(row: str) -> bytes:
    return "\n".join(row.format(number=number) for number in range(10_000)).encode()


def _locked_pdf() -> bytes:
    secret = b"<" + b"ab" * 32 + b">"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O" + secret + b"/U" + secret + b">>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%EOF"
    )


def _bomb_pdf() -> bytes:
    import zlib  # noqa: PLC0415 - only this file needs it

    bomb = zlib.compress(b"\0" * 200_000_000)
    head = f"%PDF-1.4\n1 0 obj<</Length {len(bomb)}/Filter/FlateDecode>>stream\n".encode()
    return head + bomb + b"\nendstream endobj\ntrailer<<>>\n%EOF"


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.txt", lambda: b"", "empty_file"),
    ("a.md", lambda: b" \n\t\n", "empty_file"),
    ("a.txt", lambda: b"a" * 50 * 2**20, "too_large"),
    ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "wrong_type"),
    ("a.docx", "เรื่อง ก".encode, "wrong_type"),
    ("a.pdf", as_docx, "wrong_type"),
    ("a.txt", as_docx, "wrong_type"),
    ("a.xlsx", as_docx, "wrong_type"),
    ("a.docx", lambda: zipped(hello="x"), "wrong_type"),
    ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "wrong_type"),
    ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("a.pdf", _locked_pdf, "encrypted"),
    ("a.txt", "เรื่อง\0ก".encode, "not_text"),
    ("a.txt", lambda: bytes(range(128, 256)) * 9, "not_text"),
    ("a.txt", lambda: "Grüße, déjà vu ".encode("latin-1") * 20, "not_text"),
    ("a.docx", lambda: as_docx()[:2000], "damaged"),
    ("a.docx", lambda: zipped(word__document="<w:document"), "damaged"),
    ("a.docx", _liar, "damaged"),
    ("a.pdf", lambda: b"%PDF-1.7\nnothing more", "damaged"),
    ("a.pdf", lambda: (LETTERS / "trat-2568-libreoffice.pdf").read_bytes()[:9000], "damaged"),
    ("a.docx", lambda: zipped(word__document=b" " * 200_000_000), "zip_bomb"),
    ("a.docx", lambda: zipped(word__document="<a/>", word__media=bytes(200_000_000)), "zip_bomb"),
    ("a.docx", lambda: zipped(**{f"m{n}": "" for n in range(3000)}), "zip_bomb"),
    ("a.docx", _entity_bomb, "zip_bomb"),
    ("a.pdf", _bomb_pdf, "zip_bomb"),
    ("a.docx", lambda: zipped(word__document=f'<w:document xmlns:w="{WORD}"><w:body/></w:document>'), "no_text"),
    ("a.md", lambda: _ten_thousand_rows("| {number} | ก | 1 |"), "too_many_rows"),
    ("a.txt", lambda: _ten_thousand_rows("{number}\tก\t1"), "too_many_rows"),
    ("a.md", lambda: _ten_thousand_rows("<tr><td>{number}<td>ก"), "too_many_rows"),
    (
        "a.docx",
        lambda: zipped(word__document=f'<w:document xmlns:w="{WORD}"><w:body><w:tbl>{"<w:tr/>" * 10_000}</w:tbl></w:body></w:document>'),
        "too_many_rows",
    ),
    ("a.txt", lambda: "ก\n".encode() * 20_000, "too_long"),
    ("a.txt", lambda: "ก".encode() * 500_000, "too_long"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code"), REFUSED)
def test_a_file_that_cannot_be_read_is_refused(name: str, data: Callable[[], bytes], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read(data(), filename=name)
    assert refused.value.refusal.code == code


@pytest.mark.pdf
def test_a_scan_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        read(as_pdf(f'<img src="{_picture()}">'), filename="a.pdf")
    assert refused.value.refusal.code in {"no_text", "no_tesseract"}


def test_a_few_damaged_letters_do_not_refuse_the_letter() -> None:
    data = as_text().replace("จึงเรียน".encode(), b"\xff" + "จึงเรียน".encode())
    (finding,) = (one for one in read(data, filename="a.txt").findings if one.code == "damaged_characters")
    assert finding.message.values["count"] == "1"
