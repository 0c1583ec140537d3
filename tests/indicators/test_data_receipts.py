"""The receipt of a data file says what was handed over, and the same years later."""

import io

import pdfplumber
import pytest

from samrit.indicators.actions.accepting import accept
from samrit.indicators.documents.receipts import draw
from samrit.indicators.queries.submissions import submission_of
from samrit.rules.sealing import in_groups
from tests.indicators.submitting import all_of, received, sent
from tests.world import NOW, make_people

pytestmark = pytest.mark.django_db


@pytest.mark.pdf
def test_the_receipt_reads_back_and_stays_the_same() -> None:
    world = make_people()
    done = sent(world, all_of("12.5") | {"1303": "สิบสอง"}, only_good=True)
    first = draw(submission_of(done.pk))
    with pdfplumber.open(io.BytesIO(first)) as pdf:
        (page,) = pdf.pages
        lines = (page.extract_text() or "").splitlines()
    assert done.receipt in lines
    assert in_groups(done.sha256, 8) in lines
    words = " ".join(lines)
    assert "๑๐ ตุลาคม ๒๕๖๗ เวลา ๑๐.๐๐ น." in words
    assert any(line.startswith("แถว") and line.endswith("๗ ๖ ๑") for line in lines)
    accept(submission=done, by=world.coordinator, now=NOW)
    assert draw(submission_of(done.pk)) == first


def test_a_draft_has_none() -> None:
    with pytest.raises(ValueError, match="no receipt"):
        draw(received(make_people(), b"x"))
