"""Questions with their answers as one person may read them: files by their level, drafts by their agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from samrit.evidence.models import EvidenceFile
from samrit.evidence.queries import with_people
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.reports.proof import SeenFile, seen_file
from samrit.rules.questions import Standing
from samrit.scores.models import Answer, Question


@dataclass(frozen=True)
class ShownFile:
    """A file of an answer; ``line`` is the title on the KPI's checklist that it answers, if any."""

    seen: SeenFile
    link: int
    line: str
    who: str
    when: datetime


@dataclass(frozen=True)
class ShownAnswer:
    answer: Answer
    files: Sequence[ShownFile]


@dataclass(frozen=True)
class ShownQuestion:
    question: Question
    standing: Standing
    answers: Sequence[ShownAnswer]
    draft: ShownAnswer | None  # of the person's own agency

    @property
    def state(self) -> str:
        """The badge's code."""
        return f"question_{self.standing}"

    @property
    def closed_state(self) -> str:
        return f"question_{self.question.closing}" if self.question.closing else ""


def shown_questions(
    duties: Duties, questions: Sequence[Question], lines: Mapping[str, str], now: datetime
) -> list[ShownQuestion]:
    """``questions`` come ``with_answers``; ``lines``: code → title of the checklist. Four queries, however many."""
    own = duties.agencies(Role.RECORDER, Role.APPROVER)
    links = [link for one in questions for answer in one.answers.all() for link in answer.evidence.all()]
    files = with_people(EvidenceFile.objects.filter(pk__in={link.file_id for link in links})) if links else ()
    known = {file.pk: seen_file(duties, file) for file in files}

    def shown(answer: Answer) -> ShownAnswer:
        return ShownAnswer(
            answer,
            [
                ShownFile(
                    known[link.file_id],
                    link.pk,
                    lines.get(link.code, ""),
                    link.attached_by.name,
                    link.attached_at,
                )
                for link in answer.evidence.all()
            ],
        )

    def draft_of(question: Question) -> ShownAnswer | None:
        drafts = [one for one in question.answers.all() if one.answered_at is None and one.agency_id in own]
        return shown(drafts[0]) if drafts else None

    return [
        ShownQuestion(one, one.standing(now), [shown(answer) for answer in one.sent_answers], draft_of(one))
        for one in questions
    ]
