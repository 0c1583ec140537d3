"""Instruments as this installation keeps them: drafts of the builder, and releases that answers refer to."""

from django.db import models
from django.db.models import Q

from samrit.people.models import Agency, User


class InstrumentRelease(models.Model):
    """รุ่นของแบบ – one version of a questionnaire; its documents are what ``rules.instruments.read`` reads.

    ``documents``: name → TOML as it was written. A draft is changed by its keeper (``revision`` counts, so that two do not
    overwrite each other); once published nothing of it changes, and the first answer locks it (``locked_at``): then it is not
    withdrawn either. Without an agency it is of the central office (those that ship are such).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "ร่าง"
        PUBLISHED = "published", "ใช้งาน"
        WITHDRAWN = "withdrawn", "เลิกใช้"

    code = models.CharField(max_length=48)
    version = models.CharField(max_length=32)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField()  # พ.ศ.
    is_survey = models.BooleanField(default=False)  # it has terms of a survey: answered by citizens
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="instruments"
    )
    digest = models.CharField(max_length=16)
    documents = models.JSONField()
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version", "agency"], name="release_once_of_agency"),
            models.UniqueConstraint(
                fields=["code", "version"], condition=Q(agency__isnull=True), name="release_once_of_all"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "withdrawn"]), name="release_state_known"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="release_revision_counted"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(version="") & ~Q(name="") & ~Q(digest=""), name="release_named"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True, locked_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="release_published_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None
