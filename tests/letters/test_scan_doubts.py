"""What was read from a picture and is doubted, however sure the program is of each letter."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from samrit.letters.reading.scan.again import with_others
from samrit.letters.reading.scan.shapes import Box, PageRead, Place, Scan, ScanRead, Seen, Sheet, Word
from samrit.letters.reading.scan_checks import check_scan
from samrit.letters.reading.seen import is_garbled, seen
from samrit.letters.reading.shapes import Agency, Reading
from tests.letters.scans import need_tesseract
from tests.letters.test_reading_files import FONTS


@pytest.mark.parametrize("word", ["(e-56๕หง๐๑)", "๒5", "3ก๔", "๑๒ว๓", "๕คุณภาพ"])
def test_a_word_that_no_office_writes_is_doubted(word: str) -> None:
    assert is_garbled(word)


@pytest.mark.parametrize(
    "word", ["0017.2/ว", "ว๓๙๕๓", "๒๕๖๗", "2567", "(PM", "๒.๕)", "๑๒/๒๕๖๗", "OTOP5", "ม.4/2"]
)
def test_a_word_with_digits_is_no_reason_to_doubt(word: str) -> None:
    assert not is_garbled(word)


# ── two readings ────────────────────────────────────────────────────────────
def _word(text: str, sure: int = 95, other: str = "") -> Word:
    return Word(text, Box(40, 20, 240, 80), 70.0, 60.0, sure, other)


def test_words_with_digits_are_read_once_more() -> None:
    """``OTOP`` was taken for a number; a year is the same in both readings, and a single figure says too little."""
    need_tesseract()
    page = Image.new("L", (700, 100), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONTS / "Sarabun-Regular.ttf"), 56)
    draw.text((40, 10), "(OTOP)", fill=0, font=font)
    draw.text((340, 10), "2567", fill=0, font=font)
    at = Box(30, 5, 230, 95), Box(330, 5, 500, 95), Box(330, 5, 500, 95)
    words = [Word(text, box, 70.0, 60.0, 95) for text, box in zip(("(0100)", "2567", "5."), at, strict=True)]
    told = with_others("tesseract", np.asarray(page), words, dots=300)
    assert [word.other for word in told] == ["(OTOP)", "", ""]


def _reading(text: str, *places: Seen) -> Reading:
    sheet = Sheet(1, 2480, 3508, 300, 0, 0.0, 95)
    return Reading((), (), (), (), (), (), 0, text, "image/png", ScanRead((sheet,), places))


def test_both_readings_are_offered() -> None:
    box = Box(0, 0, 9, 9)
    kpi = Seen(2, "frameworks.0.kpis.0", 1, box, 60, (("(0100)", "(OTOP)"),))
    part = Seen(1, "frameworks.0.components.0", 1, box, 40)
    found = [one for one in check_scan(_reading("ก\nรายได้ (0100)", kpi, part)) if one.code == "field_unsure"]
    assert [(one.line, one.readings) for one in found] == [(2, ("(0100)", "(OTOP)")), (1, ("ก",))]


def test_a_field_is_as_sure_as_its_least_sure_number_and_doubted_for_a_second_reading() -> None:
    """In the mean over a long row one doubted digit would not be seen."""
    for word, sure in ((_word("๑๔", 60), 60), (_word("๑๔"), 95), (_word("(0100)", other="(OTOP)"), 60)):
        line = f"สำนักงานพัฒนาชุมชนจังหวัด {word.text}"
        words = _word("สำนักงานพัฒนาชุมชนจังหวัด"), word
        page = PageRead(1, 2480, 3508, 300, 0, 0.0, words, ())
        places = Place(1, 0, 25, 1, words[0]), Place(1, 26, len(line), 1, word)
        reading = Reading((), (), (), (), (Agency(line, 1),), (), 0, line, "image/png")
        field = seen(Scan((page,), places), line, reading, ()).field("agencies.0")
        assert field is not None
        assert (field.confidence, bool(field.others)) == (sure, bool(word.other))


def test_a_mark_that_was_lost_is_told_with_the_word() -> None:
    line = "และท้องถิน ไนจังหวัด ท้องถิ่นในจังหวัด พีนฐาน เจ้าหน้าที่"
    found = [
        one.readings
        for one in check_scan(_reading(line, Seen(1, None, 1, Box(0, 0, 9, 9), 95)))
        if one.readings
    ]
    assert found == [("ท้องถิน", "ท้องถิ่น"), ("พีนฐาน", "พื้นฐาน"), ("ไนจังหวัด", "ในจังหวัด")]
