"""An agency's way through a questionnaire: its sheets of answers, what changed in them, what proves them, what they scored."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from samrit.assessments.models.releases import InstrumentRelease
from samrit.evidence.models import EvidenceFile, Proof
from samrit.people.models import Agency, Area, User
from samrit.rules.assessing import STATE_LABELS, State


class Assessment(models.Model):
    """การประเมินของหน่วยงาน – one agency answers one version of a questionnaire for one fiscal year.

    The head signs what the agency says of itself; assessors answer on sheets of their own beside it.
    The database refuses to change what it is about, and to delete it.
    """

    release = models.ForeignKey(InstrumentRelease, on_delete=models.PROTECT, related_name="assessments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assessments")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="assessments")
    fiscal_year = models.PositiveSmallIntegerField()  # พ.ศ.
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=[(one.value, STATE_LABELS[one].text) for one in State], default=State.OPEN
    )
    reason = models.TextField(blank=True)  # why it was sent back or opened again, the last time
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-fiscal_year", "release_id", "agency_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "agency", "fiscal_year"], name="assessment_once_per_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="assessment_state_known"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="assessment_closes_later"),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=2550, fiscal_year__lte=2650), name="assessment_year_possible"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "returned"])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="assessment_submitted_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "closed"])
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="assessment_signed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_by__isnull=False, closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_by__isnull=True, closed_at__isnull=True)),
                name="assessment_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="assessment_returned_why"
            ),
        ]
        indexes = [models.Index(fields=["area", "fiscal_year"], name="assessment_of_area")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.agency_id} {self.fiscal_year}"


class StageSheet(models.Model):
    """กระดาษคำตอบ – the answers of one stage: the agency's own, or an assessor's beside it.

    ``answers``: question → value, or ``{"value", "note"}`` where something was written beside it. ``revision`` counts
    savings; ``AnswerChange`` keeps every one of them. ``done_at``: an assessor has finished the stage. ``standing``: what
    ``queries.listing.Standing`` tells of the answers as they were saved last, so that lists need not reckon it.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sheets")
    stage = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    standing = models.JSONField(null=True, blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assessment_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "stage"], name="sheet_once_per_stage"),
            models.CheckConstraint(condition=~Q(stage=""), name="sheet_of_a_stage"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True, done_at__isnull=True)
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="sheet_done_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.stage}"


class AnswerChange(models.Model):
    """การแก้คำตอบ – what one saving made of one answer; append-only, so that nothing is lost where two people type."""

    sheet = models.ForeignKey(StageSheet, on_delete=models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    question = models.CharField(max_length=80)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["sheet_id", "revision", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "revision", "question"], name="answer_changed_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="answer_change_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} #{self.revision} {self.question}"


class AnswerEvidence(Proof):
    """หลักฐานของคำตอบ – a file of the register that proves one answer; one file may prove many."""

    sheet = models.ForeignKey(StageSheet, on_delete=models.PROTECT, related_name="evidence")
    question = models.CharField(max_length=80)
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "question", "file"], name="answer_evidence_once_per_question"
            ),
            models.CheckConstraint(condition=~Q(question=""), name="answer_evidence_of_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} → {self.sheet_id} {self.question}"


class StageScore(models.Model):
    """คะแนนของขั้นตอน – what a sheet came to when it was handed in; append-only.

    ``answers`` and ``evidence`` (question → keys) are all that ``rules.instruments.score`` needs to give ``result``
    again, to the digit. ``value`` "": nothing was assessed, which is not 0.
    """

    sheet = models.ForeignKey(StageSheet, on_delete=models.PROTECT, related_name="scores")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the instrument's documents
    answers = models.JSONField()
    evidence = models.JSONField()
    value = models.CharField(max_length=64, blank=True)
    published = models.CharField(max_length=32, blank=True)
    level = models.CharField(max_length=40, blank=True)
    result = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["sheet_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="stage_score_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="stage_score_counted"),
            models.CheckConstraint(
                condition=Q(value="", published="") | (~Q(value="") & ~Q(published="")),
                name="stage_score_published_of_a_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} #{self.number}"

    @property
    def exact(self) -> Decimal | None:
        return Decimal(self.value) if self.value else None
