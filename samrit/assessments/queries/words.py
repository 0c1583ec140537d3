"""Words of Thai comments. With the small segmenter and its dictionary where they are installed, else by spaces."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module, resources
from typing import Any

from samrit.assessments.models import SurveyAnswer, SurveyRun
from samrit.rules.instruments import Instrument, QuestionKind, by_spaces, frequencies

DICTIONARY = "words_th.txt"
MOST_WORDS = 60


def words_of(run: SurveyRun, instrument: Instrument) -> dict[str, list[list[Any]]]:
    """Question → pairs (word, in how many comments), the most frequent first."""
    if instrument.survey is None:
        return {}
    texts = [code for code, one in instrument.questions.items() if one.kind is QuestionKind.TEXT]
    return {
        code: [
            [one.word, one.comments]
            for one in frequencies(
                _comments(run, code), segmenter(), least=instrument.survey.least_word, most=MOST_WORDS
            )
        ]
        for code in texts
    }


def _comments(run: SurveyRun, code: str) -> Iterable[str]:
    rows = SurveyAnswer.objects.filter(point__run=run, counted=True, answers__has_key=code)
    return (str(text) for text in rows.values_list(f"answers__{code}", flat=True).iterator() if text)


@cache
def segmenter() -> Callable[[str], Iterable[str]]:
    """nlpo3 with the dictionary beside this room, where both are there."""
    dictionary = resources.files("samrit.assessments") / "dictionaries" / DICTIONARY
    try:
        nlpo3 = import_module("nlpo3")
    except ImportError:
        return by_spaces
    if not dictionary.is_file():
        return by_spaces
    nlpo3.load_dict(str(dictionary), "samrit")
    return lambda text: nlpo3.segment(text, "samrit")
