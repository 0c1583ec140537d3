"""Meetings of the committee."""

from django.db import models
from django.db.models import Q

from samrit.people.models import User


class Meeting(models.Model):
    """การประชุมคณะกรรมการ – ``1/2566`` on a day; entered once, named by every decision that it took."""

    number = models.CharField(max_length=20)
    held_on = models.DateField()
    title = models.CharField(max_length=200)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["number", "title"], name="meeting_once"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(title=""), name="meeting_has_number"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ครั้งที่ {self.number}"
