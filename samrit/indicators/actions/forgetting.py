"""Long work that nobody does any more: its workers died one after the other. People get their buttons back."""

from datetime import datetime, timedelta

from samrit.indicators.actions.accepting import give_up_accepting
from samrit.indicators.actions.examining import UNDER_WAY, fail_examination
from samrit.indicators.models import Examination, Submission
from samrit.rules.wording import say

LONGEST = timedelta(hours=6)
FORGOTTEN = say(
    "data_work_forgotten", "งานเบื้องหลังหยุดไปโดยไม่เสร็จ – ไม่มีข้อมูลใดเปลี่ยน สั่งใหม่ได้ หากเกิดซ้ำให้แจ้งผู้ดูแลระบบ"
)


def end_forgotten(*, now: datetime) -> int:
    """Examinations and acceptances that were asked for longer ago than any takes; how many.

    A task that comes after all finds its examination ended, or accepts nothing, and does no harm.
    """
    examinations = Examination.objects.filter(state__in=UNDER_WAY, asked_at__lt=now - LONGEST)
    submissions = Submission.objects.filter(accepting_at__lt=now - LONGEST)
    for examination in (left := list(examinations)):
        fail_examination(examination=examination, problem=FORGOTTEN, now=now)
    for submission in (waiting := list(submissions)):
        give_up_accepting(submission=submission, problem=FORGOTTEN)
    return len(left) + len(waiting)
