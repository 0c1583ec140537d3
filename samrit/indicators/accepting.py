"""Accepting a submission in the background, for the person who asked for it."""

import logging
from collections.abc import Callable
from datetime import datetime

from samrit.indicators.actions.accepting import accept, give_up_accepting
from samrit.indicators.queries.submissions import submission_of
from samrit.rules.wording import RefusedError, say

log = logging.getLogger(__name__)
UNEXPECTED = say(
    "data_accept_unexpected",
    "รับเข้าไม่สำเร็จเพราะเหตุที่ไม่คาดไว้ ซึ่งบันทึกไว้ให้ผู้ดูแลระบบแล้ว – ฐานข้อมูลยังเป็นของเดิมทั้งหมด กดรับเข้าใหม่ได้",
)


def accept_asked(submission: int, *, clock: Callable[[], datetime]) -> str:
    """A worker that takes up what a dead one left does the same again. Returns the submission's state."""
    found = submission_of(submission)
    if found.accepting_by is not None:
        try:
            accept(submission=found, by=found.accepting_by, now=clock())
        except RefusedError as refused:
            give_up_accepting(submission=found, problem=refused.refusal.message)
        except Exception:
            log.exception("submission %s was not accepted", submission)
            give_up_accepting(submission=found, problem=UNEXPECTED)
    return submission_of(submission).state
