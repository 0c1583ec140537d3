"""What Samrit writes, Samrit reads: number, day, subject, addressee and window of a letter come back from its file."""

from collections.abc import Callable
from datetime import date

import pytest

from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.word import letter_docx
from samrit.letters.reading import read
from samrit.rules.letters.paper import LetterPaper
from samrit.rules.thai import arabic_digits
from tests.letters.papers import DAY, EXTERNAL, MEMO, ORDER, STAMPED

pytestmark = [pytest.mark.pdf, pytest.mark.anywhere]
FILES = [("letter.pdf", letter_pdf), ("letter.docx", letter_docx)]


@pytest.mark.parametrize(("name", "made"), FILES)
@pytest.mark.parametrize("paper", [EXTERNAL, MEMO], ids=lambda paper: paper.kind)
def test_a_letter_is_read_as_it_was_written(
    paper: LetterPaper, name: str, made: Callable[[LetterPaper], bytes]
) -> None:
    found = read(made(paper), filename=name)
    [letter] = found.letters
    assert (letter.number, letter.date) == (paper.number, DAY)
    assert arabic_digits(letter.subject or "") == paper.subject
    assert letter.recipients == (paper.addressee,) or list(letter.recipients) == [paper.addressee]
    assert len(letter.enclosures) == len(paper.enclosures)
    [window] = found.windows
    assert (window.round, window.opens, window.closes) == (6, date(2024, 3, 25), date(2024, 4, 11))


@pytest.mark.parametrize(("name", "made"), FILES)
def test_an_order_is_read_as_it_was_written(name: str, made: Callable[[LetterPaper], bytes]) -> None:
    [letter] = read(made(ORDER), filename=name).letters
    assert (letter.number, letter.date, letter.subject) == (ORDER.number, DAY, ORDER.subject)


@pytest.mark.parametrize(("name", "made"), FILES)
def test_a_stamped_letter_has_its_sender_and_day_around_the_seal(
    name: str, made: Callable[[LetterPaper], bytes]
) -> None:
    [letter] = read(made(STAMPED), filename=name).letters
    assert (letter.number, letter.date, letter.issuer) == (STAMPED.number, DAY, STAMPED.office)
    assert letter.recipients == (STAMPED.addressee,)
