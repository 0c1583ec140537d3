"""What a list of work is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from samrit.frameworks.models import Round
from samrit.rules.windows import Window

Part = Literal["todo", "waiting", "late"]
# kind → what it opens: an item's entry, a round's report, an evaluation, a letter, an edition
Kind = Literal[
    "record", "revise", "approve", "file", "settle", "publish_framework", "verify", "compute", "confirm_score", "publish_score",
    "await_record", "await_approval", "await_filing", "await_agency", "await_evaluation", "await_province",
    "not_filed", "confirm_revision", "await_confirmation", "decide_reopening", "finish_proposal", "await_committee",
    "decide_proposal", "answer_question", "read_answer", "await_answer", "await_reading", "co_sign", "verify_mine", "decide_dispute", "await_scorers", "take_up_appeal", "appoint_panel", "decide_appeal", "await_appeal",
    "accept_data", "mend_data", "hand_over_data", "await_steward",
    "answer_assessment", "sign_assessment", "assess_assessment", "await_signature",
    "update_datasets", "publish_datasets", "follow_up_plan", "decide_letter", "revise_letter", "do_resolution",
    "acknowledge_letter", "act_on_letter", "chase_letter", "await_acknowledgement",
    "act_on_arrival", "chase_routing", "await_routing", "more_received", "more_sent", "more_arrivals",
]  # fmt: skip


# One line for many letters: ``count`` says how many it stands for.
FOR_MANY: set[Kind] = {"more_received", "more_sent", "more_arrivals"}


@dataclass(frozen=True)
class Task:
    """One line of a list. ``key`` is the indicator, intake or edition that it is about; ``count`` how many KPIs.

    ``name`` is empty when the task is about the round's province as a whole.
    """

    part: Part
    kind: Kind
    name: str
    round: Round | None = None
    key: int = 0
    number: str = ""
    state: str = ""
    count: int = 0
    reason: str = ""
    due_on: date | None = None  # by when it was asked for, where nothing closes
    area: str = ""  # of a province's data, where ``key`` is the submission
    window: Window | None = None  # where it is not the round's: of a re-opening

    @property
    def things(self) -> int:
        """How many it counts for."""
        return self.count if self.kind in FOR_MANY else 1

    @property
    def kpis(self) -> int:
        return 0 if self.kind in FOR_MANY else self.count

    @property
    def clock(self) -> Window | None:
        """When it can be done: the round's window, or that of its re-opening."""
        if self.window or self.round is None:
            return self.window
        return Window(self.round.opens_at, self.round.closes_at)


@dataclass(frozen=True)
class Work:
    """The three lists, nearest deadline first; ``upcoming`` are rounds that open later."""

    todo: list[Task] = field(default_factory=list)
    waiting: list[Task] = field(default_factory=list)
    late: list[Task] = field(default_factory=list)
    upcoming: list[Round] = field(default_factory=list)


def how_many(tasks: Iterable[Task]) -> int:
    return sum(task.things for task in tasks)
