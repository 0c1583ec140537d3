"""CSV as offices send it: letters, separators, ends of lines, quotes, titles above and remarks below."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samrit.indicators.reading.delimited import InPlace
from samrit.indicators.reading.table import Landed
from samrit.rules.wording import RefusedError
from tests.indicators.reading.opened import codes, opened, rows

TABLE = "อำเภอ,ค่า\nเมืองชลบุรี,1\nบ้านบึง,2\n"
READ = [(2, "เมืองชลบุรี", "1"), (3, "บ้านบึง", "2")]
LETTERS = st.text(alphabet='กำ่ aZ09.-%,;|\t"\n๑\u200b', max_size=6)


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (TABLE.encode(), []),
        (TABLE.encode("utf-8-sig"), []),
        (TABLE.encode("cp874"), ["table_thai_code_page"]),
        (TABLE.encode("utf-16"), ["table_utf_16"]),
        (TABLE.encode("utf-16-le"), ["table_utf_16"]),
        (TABLE.encode("utf-16-be"), ["table_utf_16"]),
        (TABLE.replace("\n", "\r\n").encode(), []),
        (TABLE.replace("\n", "\r").encode(), []),
        (TABLE.strip().encode(), []),
        (TABLE.replace(",", ";").encode(), []),
        (TABLE.replace(",", "\t").encode("cp874"), ["table_thai_code_page"]),
        (TABLE.replace(",", "|").encode(), []),
        (b"sep=;\r\n" + TABLE.replace(",", ";").encode(), ["table_head_row"]),
    ],
)
def test_one_table_in_many_dresses(tmp_path: Path, content: bytes, notes: list[str]):
    raw = opened(tmp_path, content)
    shift = 1 if content.startswith(b"sep=") else 0
    assert raw.columns == ("อำเภอ", "ค่า")
    assert rows(raw) == [(number + shift, *cells) for number, *cells in READ]
    assert (raw.rows, raw.first_row, codes(raw), raw.problems) == (2, 2 + shift, notes, ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.lists(st.lists(LETTERS, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_cell_comes_back_as_it_was_written(
    tmp_path: Path, table: list[list[str]], delimiter: str, end: str, encoding: str
):
    table.append(["ท้าย", "1", "2"])
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows([["ก", "ข", "ค"], *table])
    raw = opened(tmp_path, written.getvalue().encode(encoding), header=1)
    kept = [(number, *cells) for number, cells in enumerate(table, 2) if any(cells)]
    assert rows(raw) == kept
    assert raw.rows == len(kept)


def test_ragged_records_lose_nothing(tmp_path: Path):
    """A cell beyond the titles makes a column without one."""
    raw = opened(tmp_path, "ก,ข\n1\n2,3,4\n\n5,6,\n")
    assert raw.columns == ("ก", "ข", "")
    assert rows(raw) == [(2, "1", "", ""), (3, "2", "3", "4"), (5, "5", "6", "")]


def test_ragged_far_below_the_first_rows(tmp_path: Path):
    lines = ["ก,ข", *(f"{number},x" for number in range(300)), "y,z,w"]
    raw = opened(tmp_path, "\n".join(lines))
    assert isinstance(raw.source, Landed)
    assert (len(raw.columns), raw.rows) == (3, 301)
    assert rows(raw)[-1] == (302, "y", "z", "w")


def test_a_quote_in_the_middle_of_a_cell_is_a_letter(tmp_path: Path):
    raw = opened(tmp_path, 'ก,ข\nท่อ 5" ยาว,1\nอื่น,2\n')
    assert rows(raw) == [(2, 'ท่อ 5" ยาว', "1"), (3, "อื่น", "2")]


def test_ends_of_lines_inside_quotes_stay(tmp_path: Path):
    raw = opened(tmp_path, 'ก,ข\r\n"1\r2","3\r\n4"\r\n5,6\r\n')
    assert rows(raw) == [(2, "1\r2", "3\r\n4"), (3, "5", "6")]


def test_large_regular_files_are_read_where_they_lie(tmp_path: Path):
    raw = opened(tmp_path, 'ก,ข\n"1","ส""อง"\n"3\n4",5\n')
    assert isinstance(raw.source, InPlace)
    assert rows(raw) == [(2, "1", 'ส"อง'), (3, "3\n4", "5")]


# ── letters ─────────────────────────────────────────────────────────────────
def test_two_encodings_in_one_file_are_read_line_by_line(tmp_path: Path):
    raw = opened(tmp_path, TABLE.encode() + "ศรีราชา,3\n".encode("cp874"))
    assert rows(raw) == [*READ, (4, "ศรีราชา", "3")]
    [note] = raw.notes
    assert note.code == "table_mixed_letters"
    assert (note.values["utf"], note.values["thai"], note.values["line"]) == ("3", "1", "4")


def test_the_old_code_page_may_hold_what_looks_like_utf_8(tmp_path: Path):
    """เนตร in TIS-620 begins like a letter of UTF-8."""
    raw = opened(tmp_path, "ชื่อ,ค่า\nเนตรนารี,1\nเธค,2\nบ้านบึง,3\n".encode("cp874"))
    assert [row[1] for row in rows(raw)] == ["เนตรนารี", "เธค", "บ้านบึง"]


@pytest.mark.parametrize("more", [0, 400], ids=["short", "long"])
def test_a_letter_cut_in_two_is_refused_with_its_line(tmp_path: Path, more: int):
    with pytest.raises(RefusedError) as refused:
        opened(tmp_path, TABLE.encode() + "บ่อทอง,3\n".encode() * more + "เกาะสีชั".encode()[:-1] + b",3\n")
    assert refused.value.refusal.code == "table_letters_unreadable"
    assert refused.value.refusal.message.values["line"] == str(4 + more)


def test_the_person_may_say_the_encoding(tmp_path: Path):
    assert rows(opened(tmp_path, TABLE.encode("cp874"), encoding="tis-620")) == READ
    with pytest.raises(RefusedError) as refused:
        opened(tmp_path, TABLE.encode("cp874"), encoding="utf-8")
    assert refused.value.refusal.message.values["line"] == "1"


# ── what is refused ─────────────────────────────────────────────────────────
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "table_empty"),
        ("a.csv", b"\n \n,,\n", "table_empty"),
        ("a.csv", "อำเภอ,ค่า\n".encode(), "table_only_titles"),
        ("a.csv", b"a,b\n1,\x00\n", "table_binary"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "table_binary"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n", "table_binary"),
        ("a.xls", "<html><table><tr><td>อำเภอ</td></tr></table>".encode(), "table_web_page"),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "table_web_page"),
        ("a.xls", OLD, "table_old_workbook"),
        ("a.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "table_locked"),
        ("a.xlsx", b"PK\x03\x04 and nothing else", "table_other_archive"),
        ("a.csv", 'อำเภอ,ค่า\nก,1\n"ข,2\nค,3\n'.encode(), "table_open_quote"),
        ("a.csv", ('อำเภอ,ค่า\nก,1\n"ข,2\n' + f"{'ค' * 1000},3\n" * 200).encode(), "table_cell_too_long"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str, content: bytes, code: str):
    with pytest.raises(RefusedError) as refused:
        opened(tmp_path, content, name)
    assert refused.value.refusal.code == code
    assert "–" in str(refused.value)  # what to do


def test_an_open_quote_is_named_with_its_row(tmp_path: Path):
    with pytest.raises(RefusedError, match="แถว 3"):
        opened(tmp_path, 'อำเภอ,ค่า\nก,1\n"ข,2\nค,3\n')


def test_a_nul_far_inside_is_refused(tmp_path: Path):
    with pytest.raises(RefusedError, match="ไม่ใช่ตาราง"):
        opened(tmp_path, b"a,b\n" + b"1,2\n" * 5000 + b"3,\x00\n")


# ── titles and remarks ──────────────────────────────────────────────────────
def test_titles_above_and_remarks_below_are_told_not_read(tmp_path: Path):
    above = "ตารางที่ 1 จำนวนประชากร\nปีงบประมาณ 2567,\n\n"
    below = 'รวม,3\n\n"ที่มา: ที่ทำการปกครองจังหวัด, 2567"\nหมายเหตุ: เบื้องต้น\n,\n'
    raw = opened(tmp_path, above + TABLE + below)
    assert raw.columns == ("อำเภอ", "ค่า")
    assert rows(raw) == [(5, "เมืองชลบุรี", "1"), (6, "บ้านบึง", "2"), (7, "รวม", "3")]
    assert raw.above == ("ตารางที่ 1 จำนวนประชากร", "ปีงบประมาณ 2567")
    assert codes(raw) == ["table_above_head", "table_head_row", "table_total_row", "table_foot"]
    assert raw.notes[-1].values["row"] == "9"


def test_titles_in_two_rows_are_joined(tmp_path: Path):
    raw = opened(tmp_path, "อำเภอ,2566,,2567,,หมายเหตุ\n,ชาย,หญิง,ชาย,หญิง,\nเมือง,1,2,3,4,\n")
    assert raw.columns == ("อำเภอ", "2566 › ชาย", "2566 › หญิง", "2567 › ชาย", "2567 › หญิง", "หมายเหตุ")
    assert (raw.first_row, codes(raw)) == (3, ["table_head_rows"])


def test_units_below_the_titles_belong_to_them(tmp_path: Path):
    raw = opened(tmp_path, "อำเภอ,ประชากร,รายได้\n,(คน),(ล้านบาท)\nเมือง,1,2\n")
    assert raw.columns == ("อำเภอ", "ประชากร › (คน)", "รายได้ › (ล้านบาท)")


def test_numbers_of_columns_below_the_titles_belong_to_them(tmp_path: Path):
    raw = opened(tmp_path, "อำเภอ,ประชากร\n(1),(2)\nเมือง,5\n")
    assert (raw.columns, raw.rows) == (("อำเภอ › (1)", "ประชากร › (2)"), 1)


def test_months_by_number_are_titles_behind_one_that_is_known(tmp_path: Path):
    raw = opened(tmp_path, "อำเภอ,1,2,3\nเมือง,5,6,7\n")
    assert (raw.columns, raw.rows) == (("อำเภอ", "1", "2", "3"), 1)


def test_names_of_areas_below_the_titles_are_no_titles(tmp_path: Path):
    raw = opened(tmp_path, "อำเภอ,สถานะ\nเมือง,ไม่มีข้อมูล\nบ้านบึง,รอผล\n")
    assert (raw.columns, raw.rows) == (("อำเภอ", "สถานะ"), 2)


def test_the_person_says_where_the_titles_are(tmp_path: Path):
    content = "ข้อมูล,ก\nอำเภอ,ค่า\nเมือง,1\n"
    assert opened(tmp_path, content).columns == ("ข้อมูล", "ก")
    assert opened(tmp_path, content, header=2).columns == ("อำเภอ", "ค่า")
    assert rows(opened(tmp_path, "2001,5\n2002,6\n", header=0)) == [(1, "2001", "5"), (2, "2002", "6")]
    with pytest.raises(RefusedError, match="แถว 9"):
        opened(tmp_path, content, header=9)


def test_figures_from_the_first_row_on_have_no_titles(tmp_path: Path):
    raw = opened(tmp_path, "200101,2566,5\n200102,2566,6\n")
    assert (raw.columns, raw.rows, codes(raw)) == (("", "", ""), 2, ["table_without_head"])


def test_files_of_one_shape_have_one_fingerprint(tmp_path: Path):
    first = opened(tmp_path, "อำเภอ,ค่า ๑\nก,1\n")
    same = opened(tmp_path, " อำเภอ ,ค่า 1\nข,2\nค,3\n")
    other = opened(tmp_path, "อำเภอ,มูลค่า\nก,1\n")
    assert first.fingerprint == same.fingerprint != other.fingerprint
