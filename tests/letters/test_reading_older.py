"""Letters as .odt and .doc, and tables as workbooks, give what the same text gives; what they hide is told or refused."""

import io
import socket
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from samrit.letters.reading import Reading, read
from samrit.letters.reading.files import DOC, ODT, XLSX
from samrit.rules.wording import RefusedError
from tests.letters.test_reading_files import LETTERS, ROWS, as_text, understood

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Fill = Callable[[Any, Any], None]  # the workbook and its first sheet


# ── .odt and .doc ───────────────────────────────────────────────────────────
@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("extension", "media_type"), [(".odt", ODT), (".doc", DOC)])
def test_an_older_document_reads_like_its_text(extension: str, media_type: str) -> None:
    """Made once by LibreOffice 7.4 from the Word document of the neighbouring tests, and kept."""
    reading = read((LETTERS / f"trat-2568{extension}").read_bytes(), filename=f"letter{extension}")
    assert understood(reading) == understood(read(as_text(), filename="a.txt"))
    assert reading.media_type == media_type


@pytest.mark.usefixtures("office")
def test_a_table_that_is_lost_on_the_way_is_refused() -> None:
    """LibreOffice 7.4 made this one without the table's own marks and reads it as one run of words."""
    assert refused((LETTERS / "trat-2568-table-lost.doc").read_bytes(), "a.doc") == "table_lost"


@pytest.mark.usefixtures("office")
def test_nothing_is_fetched_for_a_document() -> None:
    """A picture that lies elsewhere stays there; LibreOffice as it comes would ask for this one."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        picture = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="http://127.0.0.1:{port}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
        letter = changed_odt({"content.xml": lambda text: text.replace("จึงเรียนมา", f"{picture}จึงเรียนมา")})
        assert "จึงเรียนมา" in read(letter, filename="a.odt").text
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("name", ["a.odt", "a.doc"])
def test_without_libreoffice_the_refusal_names_the_package(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RefusedError) as told:
        read((LETTERS / f"trat-2568{name[1:]}").read_bytes(), filename=name)
    assert told.value.refusal.code == "no_office"
    assert "libreoffice-writer-nogui" in str(told.value.refusal.message)
    assert ".docx" in str(told.value.refusal.message)


def changed_odt(changes: dict[str, Callable[[str], str]], *, added: str | None = None) -> bytes:
    """The letter with some of its parts written anew."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(LETTERS / "trat-2568.odt") as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            stored = zipfile.ZIP_STORED if name == "mimetype" else None  # by it the kind of file is known
            new.writestr(name, changes[name](data.decode()) if name in changes else data, stored)
        if added:
            new.writestr(added, "x")
    return stream.getvalue()


def _odt_with(text: str) -> bytes:
    return changed_odt({"content.xml": lambda body: body.replace("<office:text", f"{text}<office:text", 1)})


def _doc_with(data: bytes) -> bytes:
    return (LETTERS / "trat-2568.doc").read_bytes() + data


def _locked_doc() -> bytes:
    data = bytearray((LETTERS / "trat-2568.doc").read_bytes())
    data[next(at for at in range(512, len(data), 512) if data.startswith(b"\xec\xa5", at)) + 11] |= 1
    return bytes(data)


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.odt", lambda: changed_odt({}, added="Basic/Standard/Module1.xml"), "macros"),
    ("a.odt", lambda: changed_odt({}, added="Scripts/python/a.py"), "macros"),
    ("a.odt", lambda: _odt_with('<text:section-source xlink:href="file:///etc/hosts"/>'), "links_outside"),
    ("a.odt", lambda: _odt_with("<text:dde-connection-decls/>"), "links_outside"),
    ("a.odt", lambda: changed_odt({"META-INF/manifest.xml": lambda text: f"{text}<manifest:encryption-data/>"}), "encrypted"),
    ("a.odt", lambda: (LETTERS / "trat-2568.odt").read_bytes()[:9000], "wrong_type"),  # no list of what is in it
    ("a.odt", lambda: changed_odt({"content.xml": lambda text: text + " " * 40_000_000}), "zip_bomb"),
    ("a.docx", (LETTERS / "trat-2568.odt").read_bytes, "wrong_type"),
    ("a.odt", (LETTERS / "trat-2568.doc").read_bytes, "wrong_type"),
    ("a.doc", _locked_doc, "encrypted"),
    ("a.doc", lambda: _doc_with("_VBA_PROJECT".encode("utf-16-le")), "macros"),
    ("a.doc", lambda: _doc_with("INCLUDETEXT".encode("utf-16-le")), "links_outside"),
    ("a.doc", lambda: _doc_with(b"DDEAUTO"), "links_outside"),
    ("a.xls", lambda: OLE + bytes(600), "wrong_type"),
    ("a.rtf", lambda: rb"{\rtf1 x}", "wrong_type"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code"), REFUSED)
def test_a_document_that_may_not_be_opened_is_refused(
    name: str, data: Callable[[], bytes], code: str
) -> None:
    assert refused(data(), name) == code


def refused(data: bytes, name: str) -> str:
    with pytest.raises(RefusedError) as told:
        read(data, filename=name)
    return told.value.refusal.code


# ── workbooks ───────────────────────────────────────────────────────────────
def workbook(fill: Fill | None = None) -> bytes:
    """The table of the letter in a sheet that begins in B2, with its title above; ``fill`` adds to it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("กรอบ")
    sheet.merge_range("B2:E2", "ตัวชี้วัดของจังหวัดตราด ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ (ฉบับปรับปรุง)")
    for number, row in enumerate(ROWS, start=3):
        if len(row) == 1:
            sheet.merge_range(number, 1, number, 4, row[0])
        else:
            sheet.write_row(number, 1, row)
    if fill:
        fill(book, sheet)
    book.close()
    return stream.getvalue()


def read_book(fill: Fill | None = None) -> Reading:
    return read(workbook(fill), filename="table.xlsx")


def told(reading: Reading) -> list[tuple[str, int, dict[str, Any]]]:
    return [(one.code, one.line, dict(one.message.values)) for one in reading.findings]


def test_a_table_in_a_workbook_is_the_framework_that_it_is_in_a_letter() -> None:
    reading = read_book()
    assert reading.media_type == XLSX
    assert understood(reading)["frameworks"] == understood(read(as_text(), filename="a.txt"))["frameworks"]
    assert told(reading) == []


def test_numbers_in_cells_are_weights() -> None:
    def numbers(book: Any, sheet: Any) -> None:
        sheet.write_number("D6", 30)
        sheet.write_number("D9", 0.4, book.add_format({"num_format": "0%"}))
        sheet.write_formula("D10", "=SUM(D6:D9)", None, 100)

    assert understood(read_book(numbers))["frameworks"] == understood(read_book())["frameworks"]


def test_a_formula_without_a_value_is_told() -> None:
    reading = read_book(
        lambda _book, sheet: sheet.write_formula("D6", "=10+20")
    )  # no program has computed it
    line = next(place for place, text in enumerate(reading.text.split("\n"), 1) if "\t?\t" in text)
    assert ("formula_without_value", line, {"cell": "D6", "sheet": "กรอบ"}) in told(reading)
    assert ("weight_unreadable", line) in [(code, at) for code, at, _values in told(reading)]


def test_a_failed_formula_is_told() -> None:
    reading = read_book(lambda _book, sheet: sheet.write_formula("D6", "=1/0", None, "#DIV/0!"))
    assert ("formula_failed", {"cell": "D6", "sheet": "กรอบ"}) in [
        (code, values) for code, _, values in told(reading)
    ]


def test_a_hidden_sheet_is_not_read_and_told() -> None:
    def hide(book: Any, _sheet: Any) -> None:
        other = book.add_worksheet("ร่างเดิม")
        other.write_row(0, 0, ["ลับ", "๑", "๒"])
        other.hide()

    reading = read_book(hide)
    assert told(reading) == [("sheet_hidden", 1, {"sheets": "ร่างเดิม"})]
    assert "ลับ" not in reading.text


def test_hidden_rows_are_read_and_told() -> None:
    reading = read_book(lambda _book, sheet: sheet.set_row(5, None, None, {"hidden": True}))
    assert told(reading) == [("cells_hidden", 1, {"sheet": "กรอบ", "count": "1"})]
    assert understood(reading)["frameworks"] == understood(read_book())["frameworks"]


def test_sheets_follow_one_another_and_keep_their_own_tables() -> None:
    def second(book: Any, _sheet: Any) -> None:
        other = book.add_worksheet("รายชื่อ")
        other.write_column(0, 0, ["บัญชีรายชื่อ", "๑. สำนักงานจังหวัดตราด", "๒. สำนักงานสถิติจังหวัดตราด"])

    reading = read_book(second)
    assert [agency.name for agency in reading.agencies] == ["สำนักงานจังหวัดตราด", "สำนักงานสถิติจังหวัดตราด"]
    assert understood(reading)["frameworks"] == understood(read_book())["frameworks"]


def _far(_book: Any, sheet: Any) -> None:
    sheet.write(1_048_575, 16_383, "x")


def _long(_book: Any, sheet: Any) -> None:
    for row in range(20, 3_100):
        sheet.write_row(row, 1, ["๑", "ก", "๑"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: workbook(_far), "sheet_spread"),
        (lambda: workbook(_long), "too_many_rows"),
        (lambda: workbook()[:3000], "wrong_type"),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
    ids=["spread", "long", "cut off", "locked"],
)
def test_a_workbook_that_cannot_be_read_is_refused(data: Callable[[], bytes], code: str) -> None:
    assert refused(data(), "a.xlsx") == code


def test_a_workbook_with_a_broken_sheet_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<worksheet><sheetData><row" if "sheet1.xml" in name else old.read(name))
    assert refused(stream.getvalue(), "a.xlsx") == "damaged"
