"""Looking for Thai words: the same word however it was typed, inside words, marked without tearing letters apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.searching import Piece, excerpt, holds, marked, searchable, terms

DUST = "ค่าเฉลี่ยรายปีของปริมาณฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน (PM 2.5)"

# What people type → the words as the framework writes them.
FOUND = [
    ("ฝุ่นละออง", DUST),  # inside unspaced text
    ("ฝุ่น ละออง", DUST),  # two words
    ("PM2.5", DUST),  # written with a space
    ("pm ๒.๕", DUST),  # Thai digits, small letters
    ("ลําน้ำ", "คุณภาพน้ำในลำน้ำสายหลัก"),  # ำ in two characters
    ("นํ้าเสีย", "ร้อยละของน้ำเสียที่ได้รับการบำบัด"),  # … with a tone in between
    ("น้ําเสีย", "ร้อยละของน้ำเสียที่ได้รับการบำบัด"),  # … with the tone first
    ("ท\u200bี่\u200bอยู่", "ผู้ที่อยู่ในพื้นที่"),  # invisible characters between
    ("เเม่น้ำ", "คุณภาพของแม่น้ำ"),  # แ typed as two เ
    ("ที\u0e48ดิน", "ที่ดินสาธารณประโยชน์"),
    ("ท\u0e48\u0e35ดิน", "ที่ดินสาธารณประโยชน์"),  # the tone before its vowel
    ("otop", "ผลิตภัณฑ์ชุมชน (OTOP)"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "written"), FOUND)
def test_a_word_is_found_however_it_is_typed(typed: str, written: str) -> None:
    plain = searchable(written).text
    assert [term for term in terms(typed) if term not in plain] == []


@pytest.mark.parametrize("typed", ["ฝุ่นจิ๋ว", "น้ำ", "otop"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert not holds(DUST, terms(typed))


@pytest.mark.parametrize("typed", ["", " ", "ก", "\u200b\u200b", "่"])
def test_too_little_looks_for_nothing(typed: str) -> None:
    assert terms(typed) == ()


def test_terms_are_few_and_each_once() -> None:
    assert terms("น้ำ นํ้า น้ำ") == ("น้ำ",)
    assert len(terms(" ".join(f"ก{number}" for number in range(20)))) == 8


def test_hits_are_marked_in_the_text_as_it_is_written() -> None:
    assert marked("คุณภาพของแม่น้ำ และนํ้าเสีย", terms("น้ำ")) == (
        Piece("คุณภาพของแม่"), Piece("น้ำ", hit=True), Piece(" และ"), Piece("นํ้า", hit=True), Piece("เสีย"),
    )  # fmt: skip


def test_a_hit_over_a_space_is_one_hit() -> None:
    assert marked("ค่า PM 2.5 ใน", terms("pm2.5")) == (Piece("ค่า "), Piece("PM 2.5", hit=True), Piece(" ใน"))


def test_a_letter_is_never_torn_from_its_marks() -> None:
    """``ป`` alone stands in ``ปี่`` too: the marks are marked with it."""
    assert marked("ปี่กับปู", ("ป",)) == (Piece("ปี่", hit=True), Piece("กับ"), Piece("ปู", hit=True))


def test_an_excerpt_shows_the_place_of_the_hit() -> None:
    text = "ก" * 100 + "ฝุ่น" + "ข" * 200
    pieces = excerpt(text, ("ฝุ่น",), around=10)
    assert pieces == (
        Piece("…"), Piece("ก" * 10), Piece("ฝุ่น", hit=True), Piece("ข" * 20), Piece("…"),
    )  # fmt: skip


def test_an_excerpt_without_a_hit_is_the_beginning() -> None:
    assert excerpt("ก" * 10, ("ฝุ่น",)) == (Piece("ก" * 10),)
    assert excerpt("", ("ฝุ่น",)) == ()


TYPED = st.text(alphabet="กขนทปเแอา ำํ่้๋ีุู็ัิ๒2aÀ\u0301\u200b\u00ad.", max_size=40)


@given(TYPED)
def test_searching_twice_changes_nothing_more(text: str) -> None:
    once = searchable(text).text
    assert searchable(once).text == once


@given(TYPED)
def test_every_letter_knows_where_it_came_from(text: str) -> None:
    form = searchable(text)
    assert len(form.starts) == len(form.ends) == len(form.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(form.starts, form.ends, strict=True))


@given(TYPED, TYPED)
def test_marking_loses_no_character(text: str, query: str) -> None:
    assert "".join(piece.text for piece in marked(text, terms(query))) == text


@given(TYPED, st.integers(0, 30), st.integers(2, 12))
def test_any_stretch_of_the_searched_text_is_found_and_marked(text: str, start: int, length: int) -> None:
    stretch = searchable(text).text[start : start + length]
    if len(stretch) >= 2:
        assert any(piece.hit for piece in marked(text, (stretch,)))
