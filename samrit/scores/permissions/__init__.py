"""Who may verify, score, confirm and publish."""

from samrit.scores.permissions.assigning import (
    refuse_assigning,
    refuse_assigning_round,
    refuse_due,
    refuse_ending_two,
    refuse_taking,
    refuse_two_scorers,
)
from samrit.scores.permissions.evaluating import refuse_changing, refuse_evaluating, refuse_unscored
from samrit.scores.permissions.judging import (
    refuse_at_home,
    refuse_deciding,
    refuse_opinion,
    refuse_verifying,
)
from samrit.scores.permissions.official import refuse_official, refuse_tolerance
from samrit.scores.permissions.publishing import refuse_publishing, refuse_withdrawing
from samrit.scores.permissions.questions import (
    answers_for,
    refuse_answering,
    refuse_asking,
    refuse_closing,
    refuse_enough,
    refuse_question,
)
from samrit.scores.permissions.scoring import (
    refuse_confirming,
    refuse_finalising,
    refuse_reopening,
    refuse_scoring,
)

__all__ = [
    "answers_for",
    "refuse_answering",
    "refuse_asking",
    "refuse_assigning",
    "refuse_assigning_round",
    "refuse_at_home",
    "refuse_changing",
    "refuse_closing",
    "refuse_confirming",
    "refuse_deciding",
    "refuse_due",
    "refuse_ending_two",
    "refuse_enough",
    "refuse_evaluating",
    "refuse_finalising",
    "refuse_official",
    "refuse_opinion",
    "refuse_publishing",
    "refuse_question",
    "refuse_reopening",
    "refuse_scoring",
    "refuse_taking",
    "refuse_tolerance",
    "refuse_two_scorers",
    "refuse_unscored",
    "refuse_verifying",
    "refuse_withdrawing",
]
