"""Large files on their way, piece by piece (tus 1.0)."""

from django.db import models
from django.db.models import F, Q

from samrit.people.models import User


class Upload(models.Model):
    """A file that is being sent. How much has arrived is the size of its part file, never a column.

    ``key`` stands in its address; 256 random bits, of no use to anybody but ``by``.
    """

    key = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    length = models.PositiveBigIntegerField()
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(length__gt=0), name="upload_not_empty"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("begun_at")), name="upload_expires_later"),
        ]

    def __str__(self) -> str:
        return self.name
