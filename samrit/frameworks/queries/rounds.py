"""Reporting rounds and their windows."""

from samrit.frameworks.models import Round
from samrit.rules.windows import Window
from samrit.ui.formats import date_and_time


def window_of(round_: Round) -> Window:
    """The round's window, its moments in the reader's words."""
    return Window(
        round_.opens_at,
        round_.closes_at,
        date_and_time(round_.opens_at),
        date_and_time(round_.closes_at),
    )
