"""What a check says. No secret is ever part of it."""

from dataclasses import dataclass
from enum import IntEnum

from samrit.rules.wording import Message


class State(IntEnum):
    """In order: the worst finding counts."""

    OK = 0
    WARNING = 1
    WRONG = 2


@dataclass(frozen=True)
class Finding:
    """``mend``: what to do about it; none where nothing is to be done."""

    state: State
    what: Message
    mend: Message | None = None


def fine(what: Message) -> Finding:
    return Finding(State.OK, what)


def warning(what: Message, mend: Message) -> Finding:
    return Finding(State.WARNING, what, mend)


def wrong(what: Message, mend: Message) -> Finding:
    return Finding(State.WRONG, what, mend)
