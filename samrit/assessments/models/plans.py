"""What an agency is going to do about its gaps, and how far it came."""

from django.db import models
from django.db.models import Q

from samrit.assessments.models.assessments import Assessment
from samrit.evidence.models import EvidenceFile, Proof
from samrit.people.models import User
from samrit.rules.assessing import FOLLOW_UPS, HORIZONS


class ImprovementTask(models.Model):
    """งานในแผนพัฒนาองค์การ – what is to be done about a section, within ``years`` (1 or 3), by whom, until when.

    ``questions``: the ticks that it is about. A task that is given up keeps its reason; none is deleted.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="tasks")
    section = models.CharField(max_length=80)
    questions = models.JSONField(default=list)
    years = models.PositiveSmallIntegerField()
    what = models.TextField()
    owner = models.CharField(max_length=200)
    due = models.DateField()
    dropped = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["years", "due", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(years__in=HORIZONS), name="task_years_known"),
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(owner="") & ~Q(section=""), name="task_says_what_and_who"
            ),
            models.CheckConstraint(
                condition=Q(dropped="", dropped_at__isnull=True)
                | (~Q(dropped="") & Q(dropped_at__isnull=False)),
                name="task_dropped_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.section} {self.years}"


class FollowUp(Proof):
    """การติดตามแผน – how far a task was after 6 or 12 months of a year of its span; append-only, the newest one counts."""

    class Standing(models.TextChoices):
        NOT_BEGUN = "not_begun", "ยังไม่เริ่ม"
        UNDER_WAY = "under_way", "กำลังทำ"
        DONE = "done", "ทำแล้ว"

    task = models.ForeignKey(ImprovementTask, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    standing = models.CharField(max_length=10, choices=Standing)
    said = models.TextField()
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["task_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(months__in=FOLLOW_UPS), name="follow_up_months_known"),
            models.CheckConstraint(
                condition=Q(standing__in=["not_begun", "under_way", "done"]), name="follow_up_standing_known"
            ),
            models.CheckConstraint(condition=~Q(said=""), name="follow_up_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.months} {self.standing}"
