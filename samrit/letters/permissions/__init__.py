"""Who may do what with letters, and why not."""

from samrit.letters.permissions.intakes import (
    OF_ANOTHER_PROVINCE,
    refuse_answer,
    refuse_confirming,
    refuse_reading,
    refuse_settling,
)

__all__ = [
    "OF_ANOTHER_PROVINCE",
    "refuse_answer",
    "refuse_confirming",
    "refuse_reading",
    "refuse_settling",
]
