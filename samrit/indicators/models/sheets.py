"""Sheets with items or villages that were sent in, kept until somebody has looked at what they would change."""

from django.db import models
from django.db.models import Q

from samrit.people.models import Area, User


class BookSheet(models.Model):
    """ตารางรายการหรือหมู่บ้านที่ส่งเข้ามา – read once; ``rows`` are its cells as text, each with the row's number in the file.

    What it would change is told anew each time it is looked at. Without an area it is about the national book.
    """

    class About(models.TextChoices):
        ITEMS = "items", "รายการข้อมูล"
        VILLAGES = "villages", "หมู่บ้าน"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="book_sheets")
    about = models.CharField(max_length=10, choices=About)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)  # the last time; again changes only what still differs

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="book_sheet_applied_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(about="items") | Q(about="villages", area__isnull=False),
                name="book_sheet_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.name
