"""Letters that were read, what was found in them, and who settled each finding."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.models import Edition
from samrit.people.models import Area, User


def _path(intake: "Intake", _name: str) -> str:
    return f"letters/{intake.sha256[:2]}/{intake.sha256}"


class Intake(models.Model):
    """หนังสือที่อ่านเข้ามา. ``text`` is masked; ``file`` is kept only when the letter held no secret (decision 0006)."""

    class Status(models.TextChoices):
        READ = "read", "อ่านแล้ว รอยืนยัน"
        CONFIRMED = "confirmed", "ยืนยันแล้ว"
        SET_ASIDE = "set_aside", "พักไว้"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="intakes")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=_path, null=True, blank=True, max_length=300)
    text = models.TextField()
    redacted = models.PositiveIntegerField(default=0)
    reading = models.JSONField()  # what `samrit read_letter --json` prints
    status = models.CharField(max_length=20, choices=Status, default=Status.READ)
    edition = models.ForeignKey(
        Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="intakes"
    )
    # Those of its letters in their normal form, each between line breaks: how a letter that refers to one of them finds it.
    numbers = models.TextField(blank=True)
    cited = models.ManyToManyField(
        "letters.Letter", related_name="cited_by_intakes"
    )  # of our own, that it refers to
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "sha256"], name="letter_once_per_area"),
            models.CheckConstraint(
                condition=Q(redacted=0) | Q(file="") | Q(file__isnull=True),
                name="letter_with_secret_keeps_no_file",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """ข้อสังเกตจากการอ่าน; a person settles each one before the framework can be made from the letter.

    ``wording`` is the Message as JSON (code, text, values), so that it can be shown in either language.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    wording = models.JSONField()
    line = models.PositiveIntegerField(null=True)
    readings = models.JSONField(default=list)
    chosen = models.TextField(blank=True)  # the reading that holds
    note = models.TextField(blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["intake_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "position"], name="finding_position_once"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(resolved_by__isnull=False),
                name="finding_resolved_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.line})"
