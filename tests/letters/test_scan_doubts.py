"""Words read from a picture that no office writes: doubted, however sure the program is of each letter."""

import pytest

from samrit.letters.reading.seen import is_garbled


@pytest.mark.parametrize("word", ["(e-56๕หง๐๑)", "๒5", "3ก๔", "๑๒ว๓"])
def test_a_word_that_no_office_writes_is_doubted(word: str) -> None:
    assert is_garbled(word)


@pytest.mark.parametrize(
    "word", ["0017.2/ว", "ว๓๙๕๓", "๒๕๖๗", "2567", "(PM", "๒.๕)", "๑๒/๒๕๖๗", "OTOP5", "ม.4/2"]
)
def test_a_word_with_digits_is_no_reason_to_doubt(word: str) -> None:
    assert not is_garbled(word)
