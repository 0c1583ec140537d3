"""Every write about letters."""

from samrit.letters.actions.intakes import (
    Confirmed,
    confirm_framework,
    set_aside,
    settle_finding,
    settle_notices,
    take_in,
    take_up,
)

__all__ = [
    "Confirmed",
    "confirm_framework",
    "set_aside",
    "settle_finding",
    "settle_notices",
    "take_in",
    "take_up",
]
