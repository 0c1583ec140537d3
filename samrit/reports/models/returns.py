"""What was sent back to be mended, field by field; every return is kept."""

from django.db import models
from django.db.models import Q

from samrit.evidence.models import EvidenceFile
from samrit.people.models import User
from samrit.reports.models.results import Result
from samrit.rules.workflow import Status


class Return(models.Model):
    """การส่งกลับแก้ไข – the ``number``-th time that this result was sent back.

    ``standing`` is what stood there at that moment (``queries.standing``): what was changed since is told from it.
    """

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="returns")
    number = models.PositiveSmallIntegerField()
    from_status = models.CharField(max_length=20)
    reason = models.TextField()  # all reasons in one text, as notices and lists show it
    standing = models.JSONField()
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()

    class Meta:
        ordering = ["result_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["result", "number"], name="return_number_once_per_result"),
            models.CheckConstraint(condition=~Q(reason=""), name="return_says_why"),
            models.CheckConstraint(
                condition=Q(
                    from_status__in=[status.value for status in Status if status != Status.NOT_STARTED]
                ),
                name="return_from_a_known_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} ครั้งที่ {self.number}"


class ReturnPoint(models.Model):
    """ข้อที่ต้องแก้ – one thing to mend and why. ``file``: which evidence file; without one the evidence as a whole."""

    class Field(models.TextChoices):
        WHOLE = "whole", "ทั้งรายการ"
        VALUE = "value", "ผลการดำเนินงาน"
        NARRATIVE = "narrative", "คำชี้แจง"
        SUPPORTING_FACTORS = "supporting_factors", "ปัจจัยสนับสนุน"
        OBSTACLES = "obstacles", "ปัญหาอุปสรรค"
        EVIDENCE = "evidence", "หลักฐาน"

    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="points")
    field = models.CharField(max_length=20, choices=Field)
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()

    told_name = ""  # the file's name as the reader may know it (``secrets_kept.told_names``)

    class Meta:
        ordering = ["returned_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["returned", "field"], condition=Q(file__isnull=True), name="point_once_per_field"
            ),
            models.UniqueConstraint(
                fields=["returned", "file"], condition=Q(file__isnull=False), name="point_once_per_file"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="point_says_why"),
            models.CheckConstraint(
                condition=Q(
                    field__in=["whole", "value", "narrative", "supporting_factors", "obstacles", "evidence"]
                ),
                name="point_field_known",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True) | Q(field="evidence"), name="point_file_is_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.returned} {self.field}"
