"""Letters that come as pictures: read by the real Tesseract, refused in words when they cannot be."""

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from samrit.letters.reading import Reading, read
from samrit.letters.reading.scan.apart import Touching, around, connected
from samrit.letters.reading.scan.digits import DIGITS, likely, squared, weights
from samrit.letters.reading.scan.pictures import MOST_PAGES, UnreadableError, pages_of
from samrit.letters.reading.scan.rows import cells, strips
from samrit.letters.reading.scan.shapes import Box, PageRead, Ruled, Scan, Word
from samrit.letters.reading.scan.straight import askew as askew_by
from samrit.letters.reading.scan.tesseract import Cluster, LineRead, parsed
from samrit.letters.reading.scan.text import places_of, put_together, text_of
from samrit.rules.wording import RefusedError
from tests.letters.intakes import make_intake, signed_in
from tests.letters.scans import askew, need_tesseract, noisy, picture, saved
from tests.world import make_people

HEAD = {"number": "ตร 0017.2/ว 8469", "date": "2024-03-20", "urgency": "ด่วนที่สุด"}


@pytest.fixture(scope="session")
def scan() -> Reading:
    """The letter, a little askew."""
    need_tesseract()
    return read(saved(askew(picture(), 0.8)), filename="หนังสือ.png")


# ── what is read ────────────────────────────────────────────────────────────
@pytest.mark.pdf
def test_a_scan_is_read_like_the_letter(scan: Reading) -> None:
    (letter,) = scan.letters
    assert {name: value for name, value in letter.to_json().items() if name in HEAD} == HEAD
    assert letter.subject == "การรายงานผลตามตัวชี้วัด ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    (window,) = scan.windows
    assert (window.round, window.opens, window.closes) == (6, date(2024, 3, 25), date(2024, 4, 11))
    assert scan.media_type == "image/png"


@pytest.mark.pdf
def test_each_field_says_how_sure_it_is_and_where_it_stands(scan: Reading) -> None:
    assert scan.scan is not None
    (sheet,) = scan.scan.sheets
    assert abs(sheet.angle + 0.8) < 0.1
    number, subject = scan.scan.field("letters.0.number"), scan.scan.field("letters.0.subject")
    assert number is not None
    assert subject is not None
    assert number.confidence >= 60  # its short form was read with a mark on it
    assert number.box.y1 < subject.box.y0
    assert 0 <= number.box.x0 < number.box.x1 < sheet.width / 2
    shown = scan.to_json()["scan"]
    assert {place["field"] for place in shown["places"]} >= {
        "letters.0.number",
        "letters.0.date",
        "windows.0",
        None,
    }
    assert [page["number"] for page in shown["pages"]] == [1]


@pytest.mark.pdf
def test_a_person_is_told_that_it_was_a_picture(scan: Reading) -> None:
    assert "read_from_scan" in {one.code for one in scan.findings}


@pytest.mark.pdf
def test_a_page_on_its_head_with_specks_is_read_and_its_secret_is_not_shown() -> None:
    need_tesseract()
    drawn = picture("Username : trat.office", "Password : Trat-2567x", "๗. ความพึงพอใจ (e-Service) ๕ (๒.๕)")
    reading = read(saved(noisy(drawn.rotate(180)), "TIFF"), filename="scan.tif")
    assert "๗. ความพึงพอใจ (e-Service) ๕ (๒.๕)" in reading.text
    assert reading.letters[0].date == date(2024, 3, 20)
    assert reading.redacted == 2
    assert reading.scan is not None
    assert reading.scan.sheets[0].turned == 180
    secret = [number for number, line in enumerate(reading.text.split("\n"), 1) if "•••" in line]
    assert not [place for place in reading.scan.places if place.line in secret]
    assert "2567x" not in str(reading)


# ── what is refused ─────────────────────────────────────────────────────────
def _bomb() -> bytes:
    """A PNG that says it is 60,000 × 60,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(9000)))
        + chunk(b"IEND", b"")
    )


def _many_pages() -> bytes:
    kept = io.BytesIO()
    sheets = [Image.new("1", (60, 60), 1) for _ in range(MOST_PAGES + 1)]
    sheets[0].save(kept, "TIFF", save_all=True, append_images=sheets[1:])
    return kept.getvalue()


@pytest.fixture
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the process that reads scans: another library lets broken pictures pass in this one."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)


def _noise() -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300), dtype=np.uint8))


BAD: list[tuple[str, Callable[[], bytes], str]] = [
    ("image/png", _bomb, "picture_too_large"),
    ("image/png", lambda: saved(Image.new("1", (10_001, 50), 1)), "picture_too_large"),
    ("image/tiff", _many_pages, "too_many_pages"),
    ("image/png", lambda: saved(_noise())[:500], "damaged"),
    ("image/jpeg", lambda: saved(_noise(), "JPEG")[:900], "damaged"),
    ("image/tiff", lambda: b"II*\x00" + bytes(50), "damaged"),
    ("image/png", lambda: saved(_noise(), "GIF", dpi=None), "damaged"),
    ("application/pdf", lambda: b"%PDF-1.4\n", "damaged"),
]  # fmt: skip


@pytest.mark.usefixtures("_strict")
@pytest.mark.parametrize(("media_type", "data", "code"), BAD)
def test_a_picture_that_cannot_be_read_is_refused(
    media_type: str, data: Callable[[], bytes], code: str
) -> None:
    with pytest.raises(UnreadableError) as refused:
        list(pages_of(data(), media_type))
    assert refused.value.code == code


def test_the_refusal_comes_back_in_words() -> None:
    need_tesseract()
    with pytest.raises(RefusedError) as refused:
        read(_bomb(), filename="a.png")
    assert refused.value.refusal.code == "picture_too_large"


def test_without_tesseract_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(RefusedError) as refused:
        read(saved(Image.new("L", (400, 300), 255)), filename="a.png")
    assert refused.value.refusal.code == "no_tesseract"
    assert "apt-get install tesseract-ocr tesseract-ocr-tha" in refused.value.refusal.message.thai()


def test_a_name_that_does_not_fit_the_picture_is_refused() -> None:
    for name, data in (("a.txt", saved(_noise())), ("a.png", "เรื่อง ก".encode()), ("a.jpg", saved(_noise()))):
        with pytest.raises(RefusedError) as refused:
            read(data, filename=name)
        assert refused.value.refusal.code == "wrong_type"


# ── pictures of every kind ──────────────────────────────────────────────────
def _first(data: bytes, media_type: str) -> Image.Image:
    return next(iter(pages_of(data, media_type)))[1]


def _deep() -> Image.Image:
    return Image.fromarray(np.tile(np.linspace(0, 65_535, 200).astype(np.uint16), (200, 1)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_colour_becomes_grey(mode: str) -> None:
    drawn = _deep() if mode == "I;16" else Image.new("RGB", (200, 200), "white").convert(mode)
    if mode != "I;16":
        drawn.paste(Image.new("RGB", (100, 200), "black").convert(mode), (0, 0))
    grey = np.asarray(_first(saved(drawn, "TIFF"), "image/tiff").convert("L"))
    assert grey[:, :20].mean() < 60
    assert grey[:, -20:].mean() > 200


def test_what_is_clear_is_paper() -> None:
    assert np.asarray(_first(saved(Image.new("RGBA", (100, 100), (0, 0, 0, 0))), "image/png")).min() == 255


def test_the_camera_says_which_side_is_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    page = _first(saved(Image.new("L", (400, 200), 255), "JPEG", exif=exif, dpi=(300, 300)), "image/jpeg")
    assert page.height == 2 * page.width


def test_of_an_animation_the_first_picture_is_the_page() -> None:
    kept = io.BytesIO()
    Image.new("L", (90, 90), 255).save(
        kept, "PNG", save_all=True, append_images=[Image.new("L", (90, 90), 0)] * 40
    )
    assert [number for number, _ in pages_of(kept.getvalue(), "image/png")] == [1]


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (39, 39), (0x20, 1)])
def test_the_smallest_pictures_hurt_nothing(size: tuple[int, int]) -> None:
    page = _first(saved(Image.new("L", size, 0)), "image/png")
    assert page.size == size
    assert abs(askew_by(np.asarray(page))) < 7.1


@pytest.mark.parametrize("degrees", [-5.0, -1.3, 0.0, 0.6, 4.0])
def test_a_page_askew_is_told_to_a_tenth_of_a_degree(degrees: float) -> None:
    lines = np.full((900, 1200), 255, dtype=np.uint8)
    for top in range(100, 800, 50):
        lines[top : top + 14, 150:1050] = 0
    turned = Image.fromarray(lines).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    assert abs(askew_by(np.asarray(turned)) + degrees) <= 0.1


# ── the parts ───────────────────────────────────────────────────────────────
def _page(words: list[tuple[str, int, int]]) -> PageRead:
    read_words = tuple(
        Word(text, Box(x, y - 40, x + 22 * len(text), y), float(y), 60.0, 90) for text, x, y in words
    )
    return PageRead(1, 2480, 3508, 300, 0, 0.0, read_words, ())


def test_words_lead_back_to_the_page() -> None:
    page = _page([("เรียน", 300, 500), ("นายอำเภอ", 460, 500), ("เรื่อง", 300, 400), ("ทดสอบ", 460, 402)])
    text = text_of(page)
    assert text.split("\n")[0] == "เรื่อง ทดสอบ"
    for place in places_of(text, page, 1):
        assert text.split("\n")[place.line - 1][place.start : place.end] == place.word.text


def test_a_scanned_page_stands_between_the_others() -> None:
    text, scan = put_together(
        ["หนึ่ง\n\n", "", "สาม\n\n"], [PageRead(**{**vars(_page([("สอง", 300, 400)])), "number": 2})]
    )
    assert text.split("\n") == ["หนึ่ง", "", "สอง", "", "สาม", "", ""]
    assert [(place.line, place.page) for place in scan.places] == [(3, 2)]


def test_a_row_that_the_page_cut_is_put_together_again() -> None:
    """Its columns go on to the page's edge; the words of both halves lead back to their own page."""
    xs = (200, 500, 1500, 2300)
    down = [(3000, 3300), (200, 800)]  # of the columns on each page
    across = [(3000, 3100), (500, 800)]
    words = [
        [("ลำดับ", 220, 3070), ("ตัวชี้วัด", 520, 3070), ("หน่วยงาน", 1520, 3070), ("๑.", 220, 3180), ("รายได้จาก", 520, 3180), ("สนง.การ", 1520, 3180)],
        [("การท่องเที่ยว", 520, 300), ("กีฬา", 1520, 300), ("๒.", 220, 600), ("รายได้จาก", 520, 600), ("สนจ.", 1520, 600)],
    ]  # fmt: skip
    pages = [
        replace(
            _page(words[place]),
            number=place + 1,
            rules=(
                *(Ruled(horizontal=True, at=at, start=200, end=2300) for at in across[place]),
                *(Ruled(horizontal=False, at=at, start=start, end=end) for at in xs),
            ),
        )
        for place, (start, end) in enumerate(down)
    ]
    text, scan = put_together(["", ""], pages)
    assert text.split("\n")[:4] == [
        "ลำดับ\tตัวชี้วัด\tหน่วยงาน", "๑.\tรายได้จากการท่องเที่ยว\tสนง.การกีฬา", "๒.\tรายได้จาก\tสนจ.", ""
    ]  # fmt: skip
    assert [(place.line, place.page, place.word.text) for place in scan.places if place.line == 2] == [
        (2, 1, "๑."), (2, 1, "รายได้จาก"), (2, 1, "สนง.การ"), (2, 2, "การท่องเที่ยว"), (2, 2, "กีฬา")
    ]  # fmt: skip
    alone, _ = put_together(["", ""], [pages[0], replace(pages[1], words=pages[1].words[2:])])
    assert alone.split("\n")[1:3] == ["๑.\tรายได้จาก\tสนง.การ", ""]  # all of it stood on the first page
    assert [box.y1 for box in cells(pages[0].rules)][-1] == 3300


@given(
    st.lists(
        st.tuples(st.text("กขค่้ 12๓•", min_size=1, max_size=6), st.integers(0, 2400), st.integers(0, 3500)),
        max_size=12,
    )
)
def test_any_words_give_some_text_and_places_inside_it(words: list[tuple[str, int, int]]) -> None:
    page = _page([(text.strip(), x, y) for text, x, y in words if text.strip()])
    text = text_of(page)
    lines = text.split("\n")
    for place in places_of(text, page, 1):
        assert lines[place.line - 1][place.start : place.end] == place.word.text
    assert isinstance(put_together([""], [page])[1], Scan)


def test_the_programs_two_answers_are_put_together() -> None:
    hocr = (
        "<span class='ocr_line' id='l' title=\"bbox 10 20 300 60; baseline 0.01 -8; x_size 40\">"
        "<span class='ocrx_word' id='a' title='bbox 10 20 60 60; x_wconf 91'>ที่</span> "
        "<span class='ocrx_word' id='b' title='bbox 90 20 140 60; x_wconf 80'>ป</span>"
        "<span class='ocrx_word' id='c' title='bbox 140 20 190 60; x_wconf 60'>ท</span></span>"
    )
    (line,) = parsed(hocr, "ที่ ปท\n\n")
    assert [(word.text, word.box.x0, word.sure) for word in line.words()] == [("ที่", 10, 91), ("ปท", 90, 70)]


def test_a_page_is_cut_into_lines_and_a_table_into_cells() -> None:
    ink = np.zeros((600, 900), dtype=bool)
    for top, left, right in ((40, 50, 300), (40, 600, 850), (140, 50, 850)):
        ink[top : top + 33, left:right] = True
        ink[top - 15 : top - 5, left : left + 12] = True  # a tone mark belongs to the line below it
    ink[340:373, 80:200], ink[390:423, 520:700] = True, True  # two cells whose lines are not on one height
    across = [Ruled(horizontal=True, at=at, start=50, end=850) for at in (300, 500)]
    down = [Ruled(horizontal=False, at=at, start=300, end=500) for at in (50, 450, 850)]
    found = [(one.box.x0 + 3, one.baseline) for one in strips(ink, [*across, *down])]
    assert found == [(50, 73), (600, 73), (50, 173), (80, 373), (520, 423)]
    assert all(one.box.y0 < one.baseline - 45 for one in strips(ink, []))  # the mark's upper edge


def test_digits_that_touch_and_a_stroke_over_one_are_parted() -> None:
    row = np.ones((30, 90), dtype=bool)
    wide = {30: 1.0, 28: 0.7, 32: 0.8}

    def judge(inks: Sequence[np.ndarray]) -> list[float]:
        return [wide.get(ink.shape[1], 0.0) for ink in inks]

    assert Touching(row, 20, 40, judge).parts() == [(0, 30), (30, 60), (60, 90)]
    assert Touching(row[:, :74], 20, 40, judge).parts() == [(0, 30), (30, 60), (60, 74)]
    assert Touching(row, 20, 40, lambda inks: [0.0] * len(inks)).parts() == []
    two = np.zeros((10, 12), dtype=bool)
    two[2:9, 1:4], two[1:9, 6:9] = True, True
    assert [around(part) for part in connected(two)] == [(1, 2, 4, 9), (6, 1, 9, 9)]


@pytest.mark.parametrize(
    ("read_as", "after", "meant", "sure"),
    [
        ("ตรี", "๐๐๑๗/ว", "ตร", 60), ("ตรี", "ก", "ตรี", 90), ("ตร", "๐๐๑๗/ว", "ตร", 90), ("จจ", "๐๐๑๗/ว", "จจ", 60), ("น้าหนัก", "ก", "น้ำหนัก", 90),
        ("หน้า", "ก", "หน้า", 90), ("วันที", "๑", "วันที่", 90), ("เวที", "ก", "เวที", 90), ("5,", "ก", "5.", 90), ("ทีตร", "๐๐๑๗/ว", "ที่ ตร", 60), ("มท.ุ๑", "ก", "มท.๑", 90), ("ปี่งบประมาณ", "ก", "ปีงบประมาณ", 90), ("ปี |งบ", "ก", "ปี งบ", 90), ("ตัวขี้วัด", "ก", "ตัวชี้วัด", 90),
    ],
)  # fmt: skip
def test_slips_that_no_thai_word_can_be(read_as: str, after: str, meant: str, sure: int) -> None:
    clusters = Cluster(read_as, Box(0, 0, 40, 30), 90), Cluster(after, Box(60, 0, 99, 30), 95, spaced=True)
    *words, _ = LineRead(clusters, Box(0, 0, 99, 30), 0.0, 0.0, 30.0).words()
    assert (" ".join(word.text for word in words), min(word.sure for word in words)) == (meant, sure)


def test_what_the_program_never_says_gives_no_lines() -> None:
    assert parsed("", "") == []
    assert parsed("<span class='ocr_line' title=\"bbox x\">", "ก") == []


def test_the_net_is_small_and_tells_digits_from_blots() -> None:
    blot = likely(weights(), np.stack([squared(np.ones((30, 30), dtype=bool)).ravel()]))
    assert blot.shape == (1, len(DIGITS) + 1)
    assert blot[0].argmax() == len(DIGITS)


# ── on the page ─────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_the_page_shows_the_place_on_the_scan() -> None:
    world = make_people()
    intake = make_intake(world)
    place: dict[str, Any] = {
        "line": 2,
        "field": "letters.0.number",
        "page": 1,
        "box": [30, 40, 90, 60],
        "confidence": 61,
    }
    sheet = {
        "number": 1,
        "width": 200,
        "height": 100,
        "dots": 300,
        "turned": 0,
        "angle": 0.0,
        "confidence": 80,
    }
    intake.reading["scan"] = {"pages": [sheet], "places": [place, {**place, "field": None}]}
    intake.media_type = "image/png"
    intake.file.save("scan.png", ContentFile(saved(Image.new("L", (200, 100), 255))), save=False)
    intake.save()
    client = signed_in(world.coordinator)
    shown = client.get(reverse("letters:detail", args=[intake.pk])).content.decode()
    address = reverse("letters:page", args=[intake.pk, 1])
    assert 'viewBox="14 24 92 52"' in shown
    assert address in shown
    assert "มั่นใจ 61 ใน 100" in shown
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    drawn = Image.open(io.BytesIO(answer.content))
    assert abs(drawn.width - 2 * drawn.height) <= 1
    assert client.get(reverse("letters:page", args=[intake.pk, 2])).status_code == 404
    assert signed_in(world.stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302
