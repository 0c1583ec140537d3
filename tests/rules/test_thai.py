"""Thai as offices write it, held against PyThaiNLP and against words in the dictionary's order."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythainlp.util import bahttext, num_to_thaiword

from samrit.rules.thai import (
    arabic_digits,
    baht,
    breaks,
    collation_key,
    list_letter,
    list_number,
    number_in_words,
    parse_number,
    thai_digits,
    unbroken,
)

NO_BREAK = "\N{NO-BREAK SPACE}"
syllables = st.from_regex("[เแโใไ]?[กขคงจนมรลวหอฤ][ัิีึืุู]?[็่้๊๋์]?[ะาำ]?", fullmatch=True)
thai_words = st.lists(syllables, min_size=1, max_size=3).map("".join)


# ── digits ──────────────────────────────────────────────────────────────────
@given(st.text(max_size=20))
def test_digits_come_back(text: str) -> None:
    assert arabic_digits(thai_digits(text)) == arabic_digits(text)
    assert not re.search("[0-9]", thai_digits(text))


# ── lists ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("place", "letter"),
    # ฃ ฅ and ฆ are left out; after ฮ the letters come doubled.
    [
        (1, "ก"),
        (2, "ข"),
        (3, "ค"),
        (4, "ง"),
        (5, "จ"),
        (11, "ฎ"),
        (41, "ฮ"),
        (42, "กก"),
        (43, "ขข"),
        (83, "กกก"),
    ],
)
def test_letters_of_lists(place: int, letter: str) -> None:
    assert list_letter(place) == letter


def test_a_list_begins_with_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        list_letter(0)
    with pytest.raises(ValueError, match="place"):
        list_number(())


def test_no_letter_stands_twice() -> None:
    assert len({list_letter(place) for place in range(1, 500)}) == 499


@pytest.mark.parametrize(
    ("path", "number"),
    [((2,), "2."), ((2, 1), "2.1"), ((2, 1, 3), "(3)"), ((2, 1, 3, 4), "(ง)"), ((1, 1, 1, 1, 1), "–")],
)
def test_numbers_of_points(path: tuple[int, ...], number: str) -> None:
    assert list_number(path) == number


# ── money ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("0.01", "หนึ่งสตางค์"),
        ("200.50", "สองร้อยบาทห้าสิบสตางค์"),
        # 11, 21, 101: the last one is เอ็ด; 20 is ยี่สิบ.
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("21.21", "ยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("1202170000", "หนึ่งพันสองร้อยสองล้านหนึ่งแสนเจ็ดหมื่นบาทถ้วน"),
        ("2000000000000", "สองล้านล้านบาทถ้วน"),
        ("-5.25", "ลบห้าบาทยี่สิบห้าสตางค์"),
        ("1E+3", "หนึ่งพันบาทถ้วน"),
    ],
)
def test_money_in_words(amount: str, words: str) -> None:
    assert baht(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["0.001", "1.005", "NaN", "Infinity"])
def test_what_is_no_money_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"finite|decimals"):
        baht(Decimal(amount))


@given(st.integers(0, 10**15))
def test_numbers_are_read_as_pythainlp_reads_them(number: int) -> None:
    assert number_in_words(number) == num_to_thaiword(number)


@given(st.decimals(1, 10**9, places=2))
def test_money_is_read_as_pythainlp_reads_it(amount: Decimal) -> None:
    assert baht(amount) == bahttext(float(amount))


# ── the dictionary's order ──────────────────────────────────────────────────
IN_ORDER = [
    # The vowel before a consonant is read behind it; tone marks count only where the letters are alike.
    "กก", "กรรม", "กระ", "กวาง", "กว้าง", "กะ", "กัก", "กัง", "กั้ง", "กา", "ก่า", "ก้า", "กาก", "กำ", "ก่ำ", "กิน", "กุ้ง", "เก", "เก๋", "เกม", "แก", "แก่",
    "แก้", "แก้ว", "โก", "ใกล้", "ไก่", "ไกล",
    "ขา", "ข้า", "ขาว", "ข้าว", "รัก", "ราย", "เรา", "ไร่", "ฤดู", "ลม", "หมู", "อา", "เอก", "ฮา",
]  # fmt: skip


def test_words_stand_as_in_the_dictionary() -> None:
    assert sorted(set(IN_ORDER), key=collation_key) == IN_ORDER


def test_digits_and_cases_are_alike() -> None:
    assert sorted(["ข้อ ๑๐", "ข้อ 2", "ข้อ ๑"], key=collation_key) == ["ข้อ ๑", "ข้อ ๑๐", "ข้อ 2"]
    assert sorted(["otop", "PMQA", "OTOP"], key=collation_key) == ["OTOP", "otop", "PMQA"]
    assert collation_key("น้ํา")[:2] == collation_key("น้ำ")[:2]


def letters_of_pythainlp(word: str) -> str:
    """What PyThaiNLP compares, without its tone marks, which it puts behind the word."""
    return re.sub("([เ-ไ])([ก-ฮ])", r"\2\1", re.sub("[็-์]", "", word))


@given(st.lists(thai_words, max_size=6))
def test_letters_go_before_marks_as_in_pythainlp(words: list[str]) -> None:
    keys = [letters_of_pythainlp(word) for word in sorted(words, key=collation_key)]
    assert keys == sorted(keys)


# ── where lines end ─────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "whole",
    [
        "ปท 0017.2/ว 15",
        "มท ๐๒๑๘/ว๓๙๕๓",
        "ปท 0017.2/ว",
        "พ.ศ. 2567",
        "ที่ 3 เมษายน 2567",
        "๑๑ เม.ย. ๒๕๖๗",
        "เวลา 09.30 - 12.00 น.",
        "โทร. 0 2581 6038 ต่อ 4",
        "รอบ 6 เดือน",
        "ข้อ 12",
        "ร้อยละ 10",
        "1,202.17 ล้านบาท",
        "8 หน่วยงาน",
    ],
)
def test_what_belongs_together_stays_together(whole: str) -> None:
    text = f"ตาม {whole} นั้น"
    assert unbroken(text) == f"ตาม {whole.replace(' ', NO_BREAK)} นั้น"
    inside = range(text.index(whole) + 1, text.index(whole) + len(whole))
    assert not set(breaks(text, list)) & set(inside)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ต่าง ๆ ที่เกี่ยวข้อง", f"ต่าง{NO_BREAK}ๆ ที่เกี่ยวข้อง"),
        ("ตัวชี้วัด ฯ ให้จังหวัด", f"ตัวชี้วัด{NO_BREAK}ฯ ให้จังหวัด"),
        # A number before a longer word is no amount.
        ("ปี 2567 ปีงบประมาณ", "ปี 2567 ปีงบประมาณ"),
        ("ไม่มีอะไร ให้ยึด", "ไม่มีอะไร ให้ยึด"),
    ],
)
def test_only_what_belongs_together_is_kept(text: str, kept: str) -> None:
    assert unbroken(text) == kept


@given(st.text(st.sampled_from("กขเแใำ้์ๆฯ ().,๑2พศ.บาท/ว"), max_size=24))
def test_no_line_begins_with_a_mark(text: str) -> None:
    for place in breaks(text, list):
        assert text[place] not in "ำ้์ๆฯ).,/ า"
        assert text[place - 1] not in "เแใ("
    assert unbroken(text).replace(NO_BREAK, " ") == text.replace(NO_BREAK, " ")


def test_lines_end_between_words() -> None:
    words = ["ผู้ว่า", "ราชการ", "จังหวัด", " ", "รับทราบ"]
    assert breaks("".join(words), lambda _: words) == [6, 12, 20]


@pytest.mark.parametrize("text", ["1e999999999", "-๑e-999999999", "1e1001", "1e99999999999999999999"])
def test_an_exponent_that_would_fill_the_memory_is_no_number(text: str):
    assert parse_number(text) is None


def test_a_number_may_be_as_long_as_it_is_written():
    assert parse_number("9" * 5000) == 10**5000 - 1
    assert parse_number("1e400") == 10**400
