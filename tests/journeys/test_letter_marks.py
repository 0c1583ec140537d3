"""Where vowels and tone marks stand on the paper of a letter: each word beside Chromium's drawing of it in the same font.

The paper is laid out by Pango and drawn by PDFium, the reference shaped by Chromium's own HarfBuzz and drawn by Skia.
"""

import base64
from collections.abc import Mapping
from io import BytesIO

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser

from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.stock import measures, stock
from samrit.rules.letters.kinds import Kind
from samrit.rules.letters.paper import LetterPaper, Paragraph
from samrit.rules.thai import thai_digits
from samrit.ui.paper import split_sara_am

pytestmark = [pytest.mark.journey, pytest.mark.pdf]

# Marks over tall letters (ป ฝ ฟ ฬ), over a vowel, below ญ ฐ ฎ ฏ ฤ, ำ with a tone, ็ ์ ๆ, stacks of two.
WORDS = (
    "ปี่", "ฝั่ง", "ฟ้า", "ฝีมือ", "ป้าย", "ปู่", "ผู้", "กู้", "ญู", "ฐู", "ฎุ", "ฏู", "ฤๅ", "น้ำ", "ก่ำ", "ป้ำ", "ค่ำ", "เปิ้ล",
    "เป็น", "ศูนย์", "ต่างๆ", "ที่สุด", "สิ้น", "หญิง", "ผึ้ง", "เกื้อ", "ใช้", "โต๊ะ", "แจ๋ว", "พันธุ์", "๒๕๖๗", "ทฤษฎี",
)  # fmt: skip
ZOOM = 6
SLACK = 2  # dots at that zoom: a thirtieth of the height of a letter
FEW = 0.02  # of a word's ink, for what two programs smooth differently


@pytest.fixture(scope="module")
def on_paper() -> Mapping[str, Image.Image]:
    """Each word's ink as it is on the page; every word is a paragraph of its own."""
    body = tuple(Paragraph(word) for word in WORDS)
    drawn = letter_pdf(LetterPaper(kind=Kind.ORDER, body=body[:20]))
    rest = letter_pdf(LetterPaper(kind=Kind.ORDER, body=body[20:]))
    return {**cut_out(drawn, WORDS[:20]), **cut_out(rest, WORDS[20:])}


def cut_out(pdf: bytes, words: tuple[str, ...]) -> dict[str, Image.Image]:
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=ZOOM).to_pil().convert("L")
    with pdfplumber.open(BytesIO(pdf)) as document:
        chars = document.pages[0].chars
    letters = [(letter, char) for char in chars for letter in char["text"]]
    text, found, at = "".join(letter for letter, _ in letters), {}, 0
    for word in words:
        plain = split_sara_am(thai_digits(word))
        at = text.index(plain, at)
        stand = [char for _, char in letters[at : at + len(plain)]]
        at += len(plain)
        middle = sum(char["top"] + char["bottom"] for char in stand) / 2 / len(stand)
        box = (min(c["x0"] for c in stand) - 3, middle - 13, max(c["x1"] for c in stand) + 3, middle + 13)
        left, top, right, bottom = (round(edge * ZOOM) for edge in box)
        found[word] = ink(picture.crop((left, top, right, bottom)))
    return found


def ink(picture: Image.Image) -> Image.Image:
    """Cut to what is black, in black and white."""
    black = picture.point(lambda grey: 255 if grey < 128 else 0)
    box = black.getbbox()
    assert box is not None
    return black.crop(box)


def in_chromium(chromium: Browser) -> dict[str, Image.Image]:
    kept = stock()
    size = float(measures()["type"]["body"] * kept.scale) * ZOOM
    font = base64.b64encode(kept.regular).decode()
    lines = "".join(f"<p><span>{word}</span></p>" for word in WORDS)
    page = chromium.new_page(viewport={"width": 800, "height": 800})
    page.set_content(
        f"<html lang=th><style>@font-face{{font-family:Letter;src:url(data:font/ttf;base64,{font})}}"
        f"p{{font:{size}px/2 Letter;margin:0;padding:0 20px;white-space:nowrap}}</style>{lines}"
    )
    page.evaluate("document.fonts.ready")
    shots = [one.screenshot() for one in page.locator("p").all()]
    page.close()
    return {
        word: ink(Image.open(BytesIO(shot)).convert("L")) for word, shot in zip(WORDS, shots, strict=True)
    }


def astray(one: Image.Image, other: Image.Image) -> float:
    """How much of the ink of one has none of the other within the slack."""
    wide, high = max(one.width, other.width), max(one.height, other.height)
    sheets = [Image.new("L", (wide + 2 * SLACK, high + 2 * SLACK)) for _ in range(2)]
    for sheet, drawn in zip(sheets, (one, other), strict=True):
        sheet.paste(drawn, (SLACK, SLACK + high - drawn.height))
    near = sheets[1].filter(ImageFilter.MaxFilter(2 * SLACK + 1))
    mine, theirs = np.asarray(sheets[0]) > 0, np.asarray(near) > 0
    return float((mine & ~theirs).sum() / mine.sum())


def test_marks_stand_where_another_renderer_puts_them(
    chromium: Browser, on_paper: Mapping[str, Image.Image]
) -> None:
    reference = in_chromium(chromium)
    found = {
        word: max(astray(on_paper[word], reference[word]), astray(reference[word], on_paper[word]))
        for word in WORDS
    }
    assert {word: round(share, 3) for word, share in found.items() if share > FEW} == {}


def test_a_mark_out_of_place_is_seen(on_paper: Mapping[str, Image.Image]) -> None:
    """ปี่ with its marks shifted by a tenth of a letter."""
    drawn = on_paper["ปี่"]
    moved = drawn.copy()
    marks = drawn.crop((0, 0, drawn.width, drawn.height // 3))
    moved.paste(0, (0, 0, *marks.size))
    moved.paste(marks, (-3 * SLACK, 0))
    assert max(astray(drawn, moved), astray(moved, drawn)) > 2 * FEW
