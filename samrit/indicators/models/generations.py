"""Which files hold the province's observations: one generation follows another, and rounds freeze one."""

from django.db import models
from django.db.models import Q

from samrit.indicators.models.submissions import Submission
from samrit.people.models import Area, User


class Generation(models.Model):
    """รุ่นของฐานข้อมูล – the province's observations from ``made_at`` on, until the next one is made.

    ``files``: ``[{"name", "sha256", "rows"}]`` in the storage; they were written before this row and never change. The
    database refuses to change or delete a row, so what was read at a moment can be read again years later.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="generations")
    number = models.PositiveIntegerField()
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="generation")
    files = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["area_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["area", "number"], name="generation_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="generation_counted"),
        ]
        indexes = [models.Index(fields=["area", "made_at"], name="generation_as_of")]

    def __str__(self) -> str:
        return f"{self.area_id} #{self.number}"


class Snapshot(models.Model):
    """ชุดข้อมูลที่ตรึงไว้ – the observations that a round's figures were made from, for ever.

    ``round_ref`` names the round for the rooms above (``2567-12``); frozen again (a round was opened again), it has
    another ``number``. No generation: there was no data yet. The database refuses to change or delete a row.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="snapshots")
    round_ref = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    generation = models.ForeignKey(
        Generation, on_delete=models.PROTECT, null=True, blank=True, related_name="snapshots"
    )
    submissions = models.JSONField()  # keys of those accepted by then, in the order of acceptance
    reason = models.TextField(blank=True)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["area_id", "round_ref", "number"]
        constraints = [
            models.UniqueConstraint(fields=["area", "round_ref", "number"], name="snapshot_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="snapshot_counted"),
            models.CheckConstraint(condition=~Q(round_ref=""), name="snapshot_of_a_round"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="snapshot_again_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.round_ref} #{self.number}"
