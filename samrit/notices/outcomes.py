"""How the other side can answer; no answer of these two means: sent."""


class NotSentError(Exception):
    """It was not taken, for sure. ``permanent``: trying again would not change that."""

    def __init__(self, problem: str, *, permanent: bool) -> None:
        super().__init__(problem)
        self.permanent = permanent


class UncertainError(Exception):
    """The connection was lost while it was handed over: it may have been taken, or not."""


class ClaimLostError(Exception):
    """Another worker has this delivery now; this one keeps its hands off."""
