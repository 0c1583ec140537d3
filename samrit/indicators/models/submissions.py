"""Data files as they were submitted, and what examining them found."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from samrit.evidence.models import Scan
from samrit.people.models import Agency, Area, User
from samrit.rules.submitting import State


class Submission(models.Model):
    """ชุดข้อมูลที่ส่ง – one data file of one agency, kept as it came; a correction is another one that ``supersedes`` it.

    The database refuses to change what it is (file, digest, who brought it, for which agency, in place of which), and
    what was handed over once it was (its examination, receipt, source), and to delete it.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="submissions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="submissions")
    name = models.CharField(max_length=255)
    file = models.CharField(max_length=200)  # its name in the storage
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()  # bytes
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.NONE)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    correction = models.TextField(blank=True)  # why, where it supersedes another one

    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in State], default=State.DRAFT
    )
    examination = models.ForeignKey(
        "Examination", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the newest; what was handed over once it was
    source = models.TextField(blank=True)  # where the figures come from
    method = models.TextField(blank=True)  # how they were gathered
    contact = models.TextField(blank=True)  # whom to ask
    taken_partly_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who said that the good cells go in without the rejected ones
    receipt = models.CharField(max_length=30, null=True, blank=True, unique=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    certified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    certified_at = models.DateTimeField(null=True, blank=True)
    certified_as = models.CharField(max_length=300, blank=True)  # for whom, where it was done by order
    accepting_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # whose acceptance is on its way
    accepting_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)  # Message: why an acceptance did not come about
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)  # accepted, returned, withdrawn
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="submission_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="submission_state_known"
            ),
            models.CheckConstraint(
                condition=Q(scan__in=["none", "waiting", "clean", "infected"]), name="submission_scan_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(
                    receipt__isnull=False,
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                ),
                name="submission_handed_over_with_receipt",
            ),
            models.CheckConstraint(
                condition=Q(receipt__isnull=True) | Q(examination__isnull=False),
                name="submission_handed_over_examined",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True) | ~Q(state="draft"),
                name="submission_draft_not_handed_over",
            ),
            models.CheckConstraint(
                condition=Q(certified_by__isnull=True, certified_at__isnull=True)
                | Q(certified_by__isnull=False, certified_at__isnull=False, submitted_at__isnull=False),
                name="submission_certified_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="certified") | Q(certified_at__isnull=False),
                name="submission_certified_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "returned", "withdrawn"], decided_at__isnull=False)
                | Q(state__in=["draft", "submitted", "certified"], decided_at__isnull=True),
                name="submission_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="submission_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="submission_returned_why"
            ),
            models.CheckConstraint(
                condition=Q(accepting_by__isnull=True, accepting_at__isnull=True)
                | Q(
                    state__in=["submitted", "certified"],
                    accepting_by__isnull=False,
                    accepting_at__isnull=False,
                ),
                name="submission_being_accepted",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="submission_no_correction_of_itself",
            ),
        ]
        indexes = [models.Index(fields=["area", "state"], name="submission_of_area")]

    def __str__(self) -> str:
        return self.receipt or self.name

    @property
    def counts(self) -> dict[str, Any]:
        """What the examination counted; empty before it ended (shape: ``Examination.counts``)."""
        return self.examination.counts if self.examination else {}


class Examination(models.Model):
    """ผลการตรวจไฟล์ – one reading of a submitted file: how it was read, and what was found. What has ended stays.

    ``reading``: ``{"sheet": …, "header": …, "encoding": …}``; ``mapping``: ``reading.Mapping`` as data, empty while it is
    only proposed. ``good``: ``[{"name", "sha256", "rows"}]``; ``rejects``: the same of the one file that lists every
    rejected cell, or empty. ``counts``: rows and cells in, accepted and rejected, by reason, by status.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "รอตรวจ"
        READING = "reading", "กำลังตรวจ"
        DONE = "done", "ตรวจแล้ว"
        FAILED = "failed", "ตรวจไม่ได้"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="examinations")
    number = models.PositiveSmallIntegerField()
    reading = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)  # how many workers began it
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveBigIntegerField(default=0)  # of ``total``, as far as that is known
    total = models.PositiveBigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)  # Message: why the file could not be read
    fingerprint = models.CharField(max_length=64, blank=True)  # of its titles
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)  # Messages: what was taken for granted
    good = models.JSONField(default=list)
    rejects = models.JSONField(default=dict)

    class Meta:
        ordering = ["submission_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="examination_number_once"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(state__in=["waiting", "reading"]),
                name="examination_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "reading", "done", "failed"]),
                name="examination_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "reading"], ended_at__isnull=True)
                | Q(state__in=["done", "failed"], ended_at__isnull=False),
                name="examination_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | Q(problem__isnull=False), name="examination_failed_why"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="examination_done_of_total"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} #{self.number}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.READING}

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE
