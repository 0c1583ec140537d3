"""What evaluators asked a province about a reported result, and what its agencies answered."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from samrit.evidence.models import EvidenceFile, Tie
from samrit.people.models import Agency, User
from samrit.reports.models import Result
from samrit.rules.questions import Standing, is_late, standing_of


class Question(models.Model):
    """คำถามถึงจังหวัด – about one reported result, to be answered before a moment.

    Asked on, the evaluator writes another one, which names the ``first`` of its thread. Only its closing is written
    later. The filed result stays as it is, whatever is asked and answered.
    """

    class Closing(models.TextChoices):
        ENOUGH = "enough", "คำตอบพอแล้ว"
        ASKED_ON = "asked_on", "ถามต่อ"
        TAKEN_BACK = "taken_back", "ถอนคำถาม"

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="questions")
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    text = models.TextField()
    answer_by = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closing = models.CharField(max_length=12, choices=Closing, blank=True)  # empty: open
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)  # of the closing

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_says_something"),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("asked_at")), name="question_leaves_time_to_answer"
            ),
            models.CheckConstraint(
                condition=Q(closing="", closed_at__isnull=True, closed_by__isnull=True, note="")
                | Q(
                    closing__in=["enough", "asked_on", "taken_back"],
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
                name="question_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | ~Q(first=F("id")), name="question_not_after_itself"
            ),
            models.UniqueConstraint(
                fields=["first"], condition=Q(closing=""), name="one_open_question_of_thread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} – {self.pk}"

    @property
    def thread(self) -> int:
        """The key of the first question of its thread, under which the page stands."""
        return self.first_id or self.pk

    @property
    def sent_answers(self) -> "list[Answer]":
        """In their order, without drafts; no query where they were fetched with it."""
        return [answer for answer in self.answers.all() if answer.answered_at]

    def standing(self, now: datetime) -> Standing:
        return standing_of(
            answer_by=self.answer_by, answered=bool(self.sent_answers), closed=bool(self.closing), now=now
        )


class Answer(models.Model):
    """คำตอบของหน่วยงาน – a draft of its agency until it is sent; never changed after that."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)  # null: a draft
    answered_as = models.CharField(max_length=400, blank=True)  # the roles held then, in words

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "agency"], condition=Q(answered_at=None), name="one_draft_of_answer"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(text="")),
                name="answer_says_something_once_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} · {self.agency}"

    @property
    def came_late(self) -> bool:
        return self.answered_at is not None and is_late(self.answered_at, self.question.answer_by)


class AnswerEvidence(Tie):
    """A file that proves an answer; ``code`` is the line of the KPI's checklist that it answers."""

    ROUND, INDICATOR = "answer__question__result__round", "answer__question__result__indicator"
    TOLD, PROVES = Q(answer__answered_at__isnull=False), gettext_lazy("คำตอบต่อคำถามของผู้ตรวจ")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["answer", "file"], name="evidence_once_per_answer")]

    def __str__(self) -> str:
        return f"{self.file} → {self.answer_id}"

    @property
    def codes(self) -> list[str]:
        """The line that was chosen, if any."""
        return [self.code] if self.code else []
