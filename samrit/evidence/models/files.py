"""Evidence files: stored once, never overwritten, known by their SHA-256."""

from django.db import models
from django.db.models import F, Q
from django.utils.text import get_valid_filename

from samrit.people.models import Agency, User
from samrit.rules.secrecy import Level


def _path(file: "EvidenceFile", name: str) -> str:
    """By digest, so that no address can be guessed and no name can escape the folder."""
    ending = get_valid_filename(name).rsplit(".", 1)[-1].lower()[:5]
    return f"evidence/{file.sha256[:2]}/{file.sha256}.{ending}"


class Scan(models.TextChoices):
    """What the virus scanner said."""

    NONE = "none", "ไม่ได้ตรวจไวรัส"  # no scanner is set up here
    WAITING = "waiting", "รอตรวจไวรัส"  # the scanner did not answer: nobody but the uploader opens it
    CLEAN = "clean", "ตรวจแล้ว ไม่พบไวรัส"
    INFECTED = "infected", "พบไวรัส"


class EvidenceFile(models.Model):
    """หลักฐาน – one uploaded file.

    ``agencies`` are those whose evidence it is, ``shared_with`` the others that are responsible for a KPI it proves.
    ``redacted_of`` makes it the copy (ฉบับปิดทับข้อความ) for those who may not open the other.
    """

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    file = models.FileField(upload_to=_path, max_length=300)
    agencies = models.ManyToManyField(Agency, related_name="evidence_files")
    shared_with = models.ManyToManyField(Agency, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    secrecy = models.CharField(max_length=20, default=Level.ORDINARY)
    redacted_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="redacted_copies"
    )
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.NONE)
    scanned_at = models.DateTimeField(null=True, blank=True)
    signature = models.CharField(max_length=200, blank=True)  # the virus' name, as the scanner calls it

    used_again = False  # on the file that ``keep_stored`` gives: the same bytes were there already

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_not_empty"),
            models.CheckConstraint(
                condition=Q(secrecy__in=[level.value for level in Level]), name="evidence_secrecy_known"
            ),
            models.CheckConstraint(condition=Q(scan__in=Scan.values), name="evidence_scan_known"),
            models.CheckConstraint(
                condition=~Q(scan="infected") | ~Q(signature=""), name="evidence_infected_by_something"
            ),
            models.CheckConstraint(
                condition=Q(redacted_of__isnull=True) | Q(secrecy="ordinary"),
                name="evidence_redacted_copy_is_open",
            ),
            models.CheckConstraint(
                condition=Q(redacted_of__isnull=True) | ~Q(redacted_of=F("id")),
                name="evidence_no_copy_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name
