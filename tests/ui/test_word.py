"""Word documents of whatever people have typed."""

import pytest

from samrit.ui.word import blank, run

pytestmark = pytest.mark.anywhere


def test_a_title_that_word_cannot_hold_is_cut_to_what_it_can() -> None:
    """A sign that no XML has, and more than 255 letters: pasted from elsewhere, neither may cost the document."""
    document = blank("การประชุม\x0b\x01" + "ก" * 300)
    assert document.core_properties.title == ("การประชุม" + "ก" * 300)[:255]
    assert run(document.add_paragraph(), "มติ\x0b\ufffeที่").text == "มติที่"
