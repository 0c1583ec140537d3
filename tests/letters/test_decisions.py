"""The letter of an appeal's decision, in the layout of all letters: for both sides, before and after it is signed."""

import re
import zipfile
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.urls import reverse
from lxml import html

from samrit.letters.actions import begin_from_topic, propose_letter, sign_letter, void_letter
from samrit.letters.documents.keeping import keep_paper
from samrit.letters.models import Letter
from samrit.rules.letters.signing import Part, StepTerms
from samrit.scores.models import Appeal
from tests.letters.letters_written import make_issuer
from tests.scores.contested import SOON, Contested, contested_world
from tests.sweep.desk import look

pytestmark = pytest.mark.django_db
SAID = (
    "ผู้ว่าราชการจังหวัดปทุมธานี", "๒๐.๕", "๗๙.๓๗๕", "๘๑.๒๕๐", "ให้เป็นไปตามอุทธรณ์",
    "ภาพถ่ายหน้าจอสถานีตรวจวัดยืนยันตัวเลข", "ตามคำสั่งที่ ๕/๒๕๖๗", "เมื่อวันที่ ๑๑ ตุลาคม ๒๕๖๗",
)  # fmt: skip
UNSIGNED, NUMBER = "ยังไม่ลงนาม", "นร ๑๒๐๔/๘๘"
LAID_OUT = re.compile(r"[\s\u2060\u200b]+")  # spaces, and what keeps words together or lets a line end


def bare(text: str) -> str:
    return LAID_OUT.sub("", text.replace("ำ", "ํา"))


def pdf_text(made: Contested, appeal: Appeal) -> str:
    drawn = look(made.world.coordinator, reverse("letters:decision_pdf", args=[appeal.pk]))
    return bare(
        "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(drawn.content))
    )


def word_text(made: Contested, appeal: Appeal) -> str:
    written = look(made.world.approver, reverse("letters:decision_docx", args=[appeal.pk]))
    with zipfile.ZipFile(BytesIO(written.content)) as packed:
        parts = [packed.read(name) for name in packed.namelist() if re.match(r"word/(document|header)", name)]
    return bare("".join("".join(html.fromstring(part).itertext()) for part in parts))


def signed(made: Contested, appeal: Appeal) -> Letter:
    central = make_issuer(made.world, agency=made.world.central, code="นร 1207", name="สำนักงาน ก.พ.ร.")
    letter, _new = begin_from_topic(
        issuer=central, topic="appeal_decision", about=appeal, by=made.head, now=SOON
    )
    chain = [StepTerms(made.head.pk, Part.SIGN, "เลขาธิการ ก.พ.ร.")]
    letter = propose_letter(letter=letter, chain=chain, version=1, by=made.head, now=SOON)
    letter = sign_letter(letter=letter, version=letter.version, by=made.head, now=SOON)
    keep_paper(letter, now=SOON)
    return letter


@pytest.mark.pdf
def test_both_sides_have_the_letter_before_it_is_signed_and_as_it_was_signed() -> None:
    with time_machine.travel(SOON, tick=False):
        made = contested_world()
        appeal = made.sitting()
        files = [reverse(f"letters:decision_{kind}", args=[appeal.pk]) for kind in ("pdf", "docx")]
        assert [look(made.head, one).status for one in files] == [404, 404], "nothing is decided yet"
        made.decide(appeal, made.ruling(letter_number="นร 1204/88"))
        for text in (pdf_text(made, appeal), word_text(made, appeal)):
            assert [one for one in (*SAID, UNSIGNED, NUMBER) if bare(one) not in text] == []
        assert [look(made.head, one).status for one in files] == [200, 200]
        assert [look(made.world.stranger, one).status for one in files] == [404, 404]
        letter = signed(made, appeal)
        for text in (pdf_text(made, appeal), word_text(made, appeal)):
            assert [one for one in (*SAID, "นร๑๒๐๗/๑", "เลขาธิการก.พ.ร.") if bare(one) not in text] == []
            assert bare(UNSIGNED) not in text
        void_letter(letter=letter, reason="ลงเลขผิด", by=made.head, now=SOON)
        assert bare(UNSIGNED) in word_text(made, appeal), "a void letter tells nothing any more"


def test_without_a_number_or_a_letter_code_the_paper_has_none() -> None:
    with time_machine.travel(SOON, tick=False):
        made = contested_world()
        appeal = made.sitting()
        made.decide(appeal)
        text = word_text(made, appeal)
    assert (bare(UNSIGNED) in text, bare(made.world.central.name) in text, "/๘๘" in text) == (
        True,
        True,
        False,
    )
