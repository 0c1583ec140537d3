"""Words of Thai comments, counted."""

from collections.abc import Iterable
from typing import Any

from samrit.assessments.models import SurveyAnswer, SurveyRun
from samrit.rules.instruments import Instrument, QuestionKind, frequencies
from samrit.ui.words import split

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
