"""Words of Thai comments, split by nlpo3 with the dictionary beside this room."""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from nlpo3 import load_dict, segment

from samrit.assessments.models import SurveyAnswer, SurveyRun
from samrit.rules.instruments import Instrument, QuestionKind, frequencies

NAME = "samrit"
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
                _comments(run, code), split, least=instrument.survey.least_word, most=MOST_WORDS
            )
        ]
        for code in texts
    }


def _comments(run: SurveyRun, code: str) -> Iterable[str]:
    rows = SurveyAnswer.objects.filter(point__run=run, counted=True, answers__has_key=code)
    return (str(text) for text in rows.values_list(f"answers__{code}", flat=True).iterator() if text)


def split(text: str) -> list[str]:
    """A Segmenter. Safe: no comment takes long, however its letters stand."""
    return segment(text, _dictionary(), safe=True)


@cache
def _dictionary() -> str:
    """Its name, once it is read (0.4 s, once in a process)."""
    with resources.as_file(resources.files("samrit.assessments") / "dictionaries" / "words_th.txt") as path:
        load_dict(str(path), NAME)
    return NAME
