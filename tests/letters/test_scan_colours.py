"""Stamps and signatures in coloured ink over the black of a letter."""

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from samrit.letters.reading import read
from samrit.letters.reading.scan.colour import parted, sorted_out
from samrit.letters.reading.scan.shapes import Box, PageRead, Word
from samrit.letters.reading.scan.text import put_together
from tests.letters.scans import need_tesseract, picture, saved
from tests.letters.test_reading_files import FONTS

PURPLE, BLUE = (120, 40, 150), (30, 50, 180)
STAMP = ("ศาลากลางจังหวัดตราด", "เลขที่รับ ๑๑๑๐", "วันที่ ๒๑ มี.ค. ๒๕๖๗")


def stamped(page: Image.Image) -> Image.Image:
    """A purple stamp, askew, over the head's place, and a blue signature."""
    over = Image.new("RGB", page.size, "white")
    draw, font = ImageDraw.Draw(over), ImageFont.truetype(str(FONTS / "Sarabun-Regular.ttf"), 44)
    draw.rectangle((1500, 330, 2120, 560), outline=PURPLE, width=5)
    for place, line in enumerate(STAMP):
        draw.text((1530, 338 + 68 * place), line, fill=PURPLE, font=font)
    draw.line([(1000, 1400), (1200, 1250), (1300, 1420), (1500, 1260)], fill=BLUE, width=9)
    return ImageChops.multiply(page.convert("RGB"), over.rotate(2, fillcolor="white"))


@pytest.mark.pdf
def test_a_letter_under_a_stamp_is_read_and_the_stamp_by_itself() -> None:
    need_tesseract()
    reading = read(saved(stamped(picture()), "JPEG", quality=80), filename="scan.jpg")
    (letter,) = reading.letters
    assert (letter.number, letter.issuer, str(letter.date)) == (
        "ตร 0017.2/ว 8469",
        "ศาลากลางจังหวัดตราด",
        "2024-03-20",
    )
    (stamp,) = [one for one in reading.findings if one.code == "receiving_stamp"]
    assert "๑๑๑๐" in stamp.message.thai()
    assert reading.scan is not None
    assert any(place.line == stamp.line for place in reading.scan.places)


def test_ink_is_parted_by_its_colour() -> None:
    page = np.full((200, 200, 3), 250, dtype=np.uint8)
    page[20:60, 20:180] = PURPLE
    page[100:180, 20:180] = 20  # black
    page[40:160, 90:100] = (40, 10, 60)  # black under the stamp's ink
    black, coloured = parted(Image.fromarray(page))
    assert coloured is not None
    assert np.asarray(black)[30, 30] == 255
    assert np.asarray(black)[120, 30] == np.asarray(black.convert("L"))[120, 31] < 30
    assert np.asarray(black)[50, 95] < 60
    assert np.asarray(coloured)[30, 30] < 100
    assert np.asarray(coloured)[120, 30] == 255
    in_colour = np.full((200, 200, 3), 250, dtype=np.uint8)
    in_colour[20:60, 20:180] = BLUE
    assert parted(Image.fromarray(in_colour))[1] is None  # all of it is: then it is the letter
    assert parted(Image.new("L", (50, 50), 0))[1] is None


def _line(text: str, y: int, sure: int = 90, x: int = 1500) -> Word:
    return Word(text, Box(x, y - 40, x + 400, y), float(y), 60.0, sure)


def test_what_coloured_words_are() -> None:
    """The urgency is the letter's, a stamp stands together, a signature is nothing, a link under no word is kept."""
    urgent, office, number = _line("ด่วนที่สุด", 300, x=300), _line("ศาลากลาง", 400), _line("เลขที่รับ๑", 470)
    link, over, signed = _line("opdc.go.th", 2000, x=300), _line("สวัสดี", 1200, x=300), _line("ฟก", 1500, 30)
    found = sorted_out((urgent, office, number, link, over, signed), [_line("จึงเรียน", 1210, x=320)])
    assert (found.letter, found.stamps) == ((urgent, link), (office, number))
    page = PageRead(1, 2480, 3508, 300, 0, 0.0, (_line("เรียน", 400, x=300),), (), found.stamps)
    text, scan = put_together([""], [PageRead.from_json(page.to_json())])
    assert text.rstrip().split("\n") == ["เรียน", "", "ศาลากลาง", "เลขที่รับ๑"]
    assert [place.line for place in scan.places] == [1, 3, 4]


def test_a_box_stands_elsewhere_on_a_page_put_straight_otherwise() -> None:
    page = PageRead(1, 1000, 1000, 300, 0, 2.0, (), ())
    assert page.turned_box(Box(490, 490, 510, 510), 0.0) == Box(490, 490, 510, 510)
    assert page.turned_box(Box(890, 490, 910, 510), 0.0) == Box(890, 504, 910, 524)
