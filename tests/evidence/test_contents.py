"""What is evidence: judged by what the file holds, never by its name alone."""

import hashlib
import io
import zipfile

import pytest

from samrit.evidence import tus
from samrit.evidence.contents import inspect
from samrit.rules.wording import RefusedError

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
LIMIT = 20 * 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def office(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return made.getvalue()


ACCEPTED = [
    ("รายงาน.pdf", PDF, "application/pdf"),
    ("รายงาน.PDF", PDF, "application/pdf"),
    ("ภาพ.png", PNG, "image/png"),
    ("ภาพ.jpg", JPEG, "image/jpeg"),
    ("ภาพ.jpeg", JPEG, "image/jpeg"),
    ("แผน.docx", office("word/document.xml"), WORD),
    ("ตาราง.xlsx", office("xl/workbook.xml"), SHEET),
    ("นำเสนอ.pptx", office("ppt/presentation.xml"), SLIDES),
    ("ข้อมูล.csv", "อำเภอ,จำนวน\nเมือง,12\n".encode(), "text/csv"),
    ("บันทึก.txt", "ประชุมวันที่ 3".encode(), "text/plain"),
    ("ตาราง.parquet", b"PAR1 columns PAR1", "application/vnd.apache.parquet"),
    # Offices still write the old Thai encoding.
    ("เก่า.csv", "อำเภอ,จำนวน\n".encode("cp874"), "text/csv"),
    # A text whose first 8 KB end inside a letter is a text all the same.
    ("ยาว.txt", b"a" + "ก".encode() * 5000, "text/plain"),
]


@pytest.mark.parametrize(("name", "content", "media_type"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_what_is_accepted(name: str, content: bytes, media_type: str):
    found = inspect(io.BytesIO(content), name=name, max_bytes=LIMIT)
    assert (found.size, found.sha256, found.media_type) == (
        len(content),
        hashlib.sha256(content).hexdigest(),
        media_type,
    )


REFUSED = [
    # Nothing in it.
    ("ว่าง.pdf", b"", "evidence_empty"),
    # A program that calls itself a document.
    ("โปรแกรม.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "evidence_wrong_type"),
    ("ภาพ.png", PDF, "evidence_wrong_type"),
    ("แผน.docx", office("xl/workbook.xml"), "evidence_wrong_type"),
    ("ไม่มีนามสกุล", PDF, "evidence_wrong_type"),
    ("รายงาน.pdf.exe", PDF, "evidence_wrong_type"),
    # Pages that would run in the browser.
    ("หน้า.html", b"<!doctype html><script>alert(1)</script>", "evidence_wrong_type"),
    ("รูป.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "evidence_wrong_type"),
    # Tables that were cut short, or are called something else.
    ("ตาราง.parquet", b"PAR1 columns", "evidence_wrong_type"),
    ("ตาราง.parquet", b"PAR", "evidence_wrong_type"),
    ("ตาราง.csv", b"PAR1 columns PAR1", "evidence_wrong_type"),
    # Archives and broken documents.
    ("รวม.zip", office("a.txt"), "evidence_wrong_type"),
    ("แผน.docx", b"PK\x03\x04 broken", "evidence_wrong_type"),
    # Macros, in whatever letter case, also where the ending was changed.
    ("แผน.docx", office("word/document.xml", "word/vbaProject.bin"), "evidence_macros"),
    ("ตาราง.xlsx", office("xl/workbook.xml", "xl/VBAPROJECT.BIN"), "evidence_macros"),
    ("ตาราง.xlsm", office("xl/workbook.xml", "xl/vbaProject.bin"), "evidence_macros"),
    # Bytes that are no text in any encoding of an office.
    ("ข้อมูล.txt", b"\x00\x01\x02\x03", "evidence_wrong_type"),
    ("สั้น.txt", b"\xff\xfe\xff", "evidence_wrong_type"),
]


@pytest.mark.parametrize(
    ("name", "content", "code"), REFUSED, ids=[f"{name}-{place}" for place, (name, *_) in enumerate(REFUSED)]
)
def test_what_is_refused(name: str, content: bytes, code: str):
    with pytest.raises(RefusedError) as refused:
        inspect(io.BytesIO(content), name=name, max_bytes=LIMIT)
    assert refused.value.refusal.code == code


def test_the_limit_is_the_last_size_accepted():
    inspect(io.BytesIO(PDF), name="รายงาน.pdf", max_bytes=len(PDF))
    with pytest.raises(RefusedError) as refused:
        inspect(io.BytesIO(PDF), name="รายงาน.pdf", max_bytes=len(PDF) - 1)
    assert refused.value.refusal.code == "evidence_too_large"


def test_a_refusal_names_the_file_and_says_what_to_do():
    with pytest.raises(RefusedError) as refused:
        inspect(io.BytesIO(b""), name="ว่าง.pdf", max_bytes=LIMIT)
    assert str(refused.value.refusal) == "ไฟล์ “ว่าง.pdf” ว่างเปล่า (0 ไบต์) – เปิดดูไฟล์ต้นฉบับแล้วแนบใหม่"


def test_the_file_stands_at_its_start_again():
    file = io.BytesIO(PDF)
    inspect(file, name="รายงาน.pdf", max_bytes=LIMIT)
    assert file.read() == PDF


@pytest.mark.parametrize("coded", ["ก", "é==", "a"])
def test_headers_of_an_upload_that_are_no_base64_say_nothing(coded: str):
    assert (tus.file_name(f"filename {coded}"), tus.checksum(f"sha1 {coded}")) == ("", None)


def test_a_file_s_name_that_is_no_text_is_none():
    assert tus.file_name("filename //8=") == ""
