"""Reads about letters: whose a person may see, what is still to do."""

from samrit.letters.queries.intakes import (
    alike_to,
    asks_to_choose,
    findings_of,
    intakes_visible_to,
    known_to_readers,
    unsettled,
    with_progress,
)

__all__ = [
    "alike_to",
    "asks_to_choose",
    "findings_of",
    "intakes_visible_to",
    "known_to_readers",
    "unsettled",
    "with_progress",
]
