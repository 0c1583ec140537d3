"""Whatever comes in, a Reading or a clear refusal comes out, and in time."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samrit.letters.reading import read
from samrit.letters.reading.characters import normalise
from samrit.letters.reading.masking import mask
from samrit.rules.wording import RefusedError
from tests.effort import no_end_in

LETTERS = Path(__file__).parent / "letters"
SAMPLES = [path.read_text(encoding="utf-8") for path in sorted(LETTERS.glob("*.md"))]
BITS = [
    "\t", "|", "\n", "<td>", "</tr>", "<tr colspan=99>", "รหัสผ่าน:", "องค์ประกอบที่ ๑", "๕ (๒.๕)", "- ", "ที่ ปท ๐๐๑๗/ว ", "เรื่อง ",
    "เรียน", "วันศุกร์ที่ ๓๑ เมษายน ๙๙๙๙", "9999999999", "(", "⏎", "\u200b", "ํา", "่", "09.30 – 25.99 น.", "รวม 1e400", "**", "ลงวันที่",
    "จังหวัด", "รอบ 99 เดือน", "ระหว่างวันที่ 31 - 32 กุมภาพันธ์ 2567", "\\", "&#0;", "\x00", "\ufeff",
]  # fmt: skip


def understood_or_refused(data: bytes, filename: str) -> None:
    try:
        reading = read(data, filename=filename)
    except RefusedError:
        return
    shown = reading.to_json()
    json.dumps(shown)
    lines = reading.text.count("\n") + 1
    assert all(
        1 <= one["line"] <= lines and "{" not in one["message"].replace("{}", "") for one in shown["findings"]
    )


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A sample letter with pieces cut out, doubled, and put in."""
    text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 12))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 200))
        piece = draw(st.one_of(st.sampled_from(BITS), st.just(""), st.just(text[start : start + length] * 2)))
        text = text[:start] + piece + text[start + length :]
    return text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_mutated_letters(text: str) -> None:
    understood_or_refused(text.encode("utf-8", "replace"), "a.md")


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(BITS)).map("".join)))
def test_any_text(text: str) -> None:
    understood_or_refused(text.encode("utf-8", "replace"), "a.txt")


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.binary(),
        st.binary().map(lambda data: b"%PDF-1.4" + data),
        st.binary().map(lambda data: b"PK\x03\x04" + data),
    )
)
def test_any_bytes(data: bytes) -> None:
    understood_or_refused(data, "letter")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 27_000), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_damaged_pdf(damage: list[tuple[int, int]]) -> None:
    """Without Tesseract: a page that lost its letters would be read as a picture, turned four ways (test_scans.py)."""
    data = bytearray((LETTERS / "trat-2568-libreoffice.pdf").read_bytes())
    for position, byte in damage:
        data[position] = byte
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATH", "/nonexistent")
        understood_or_refused(bytes(data), "a.pdf")


@given(st.text())
def test_making_characters_regular_is_done_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once).count("\n") == once.count("\n")


@settings(deadline=None)
@given(
    st.text(),
    st.sampled_from(["รหัสผ่าน: ", "Password = ", "pwd: "]),
    st.from_regex(r"[A-Za-z0-9]{8,20}", fullmatch=True),
)
def test_a_labelled_password_never_stays(before: str, label: str, secret: str) -> None:
    text = normalise(f"{before}\n{label}{secret}\n")
    if secret not in normalise(before):
        assert secret not in mask(text).text


@pytest.mark.parametrize(
    "unit",
    [
        "ก",
        " ",
        "1 ",
        "(1) ",
        "จังหวัด",
        "ระหว่างวันที่ 1 - 2 ",
        "เวลา 09.30 น. ณ ",
        "รหัสผ่าน ",
        "<td>",
        "|",
        "- ",
        "\u200bํา",
        "สนง.ก และ",
        "99999",  # below as a cell, too: digits can be parted in ever so many ways
    ],
)
def test_long_and_strange_lines_are_read_in_time(unit: str) -> None:
    """Far from any letter; a pattern that explodes would take hours."""
    head = "ที่ ปท 0017/ว 5\n1 มกราคม 2567\nเรื่อง ก\nเรียน ข\n\n"
    for text in (
        unit * (40_000 // len(unit)),
        f"{unit * (80 // len(unit))}\n" * 400,
        f"| {unit * (400 // len(unit))}x |\n",
    ):
        with no_end_in(120):
            understood_or_refused((head + text).encode(), "a.txt")
