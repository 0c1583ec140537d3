"""Evidence files: stored once, never overwritten, known by their SHA-256."""

from django.db import models
from django.utils.text import get_valid_filename

from samrit.people.models import Agency, User


def _path(file: "EvidenceFile", name: str) -> str:
    """By digest, so that no address can be guessed and no name can escape the folder."""
    ending = get_valid_filename(name).rsplit(".", 1)[-1].lower()[:5]
    return f"evidence/{file.sha256[:2]}/{file.sha256}.{ending}"


class EvidenceFile(models.Model):
    """หลักฐาน – one uploaded file. ``agencies`` are those whose evidence it is (they may open it)."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    file = models.FileField(upload_to=_path, max_length=300)
    agencies = models.ManyToManyField(Agency, related_name="evidence_files")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="evidence_not_empty")]

    def __str__(self) -> str:
        return self.name
