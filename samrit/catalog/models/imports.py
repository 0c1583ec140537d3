"""Filled templates as they were submitted, and what each row came to."""

from django.db import models
from django.db.models import Q

from samrit.evidence.models import EvidenceFile
from samrit.people.models import Agency, Area, User


class CatalogImport(models.Model):
    """การนำเข้าแม่แบบ – one filled template of one agency, what it would change, and whether it was accepted.

    ``plan``: the digest of what was shown, so that nothing else is accepted than what was looked at. ``counts``:
    fate → rows, of datasets and of resources. ``notes``: of the file itself (a sheet that slid, an unknown sheet).

    A long one is read and taken in the background: ``under_way`` says which of the two ``asked_by`` is waiting for,
    ``good_rows`` how; ``problem``: why the last of them came to nothing (a Message as data).
    """

    class Work(models.TextChoices):
        READING = "reading", "กำลังอ่าน"
        TAKING = "taking", "กำลังนำเข้า"

    class State(models.TextChoices):
        SHOWN = "shown", "รอยืนยัน"
        ACCEPTED = "accepted", "นำเข้าแล้ว"
        GIVEN_UP = "given_up", "ไม่นำเข้า"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="catalog_imports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="catalog_imports")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="catalog_imports")
    name = models.CharField(max_length=255)
    schema_version = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    plan = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    under_way = models.CharField(max_length=10, choices=Work, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    good_rows = models.BooleanField(default=False)
    problem = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(under_way="")
                | Q(under_way__in=["reading", "taking"], state="shown", asked_by__isnull=False),
                name="catalog_import_worked_on_for_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="shown", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=["accepted", "given_up"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="catalog_import_decided_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="catalog_import_of_agency")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state == self.State.SHOWN


class ImportRow(models.Model):
    """แถวของแม่แบบ – what a row of an import comes to.

    ``kind``: dataset or resource; ``name``: of the dataset (slug). ``differences``: ``[{"field", "before", "after"}]``,
    ``faults``: ``[{"field", "value", "message", "mend", "refuses"}]`` with Messages as data; ``kept``: fields left empty.
    """

    class Kind(models.TextChoices):
        DATASET = "dataset", "ชุดข้อมูล"
        RESOURCE = "resource", "ทรัพยากร"

    class Fate(models.TextChoices):
        NEW = "new", "ใหม่"
        CHANGED = "changed", "เปลี่ยน"
        UNCHANGED = "unchanged", "ไม่เปลี่ยน"
        INVALID = "invalid", "ต้องแก้"

    brought = models.ForeignKey(CatalogImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # the order in the file
    kind = models.CharField(max_length=10, choices=Kind)
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()  # as a person counts
    name = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=500, blank=True)
    fate = models.CharField(max_length=10, choices=Fate)
    differences = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    kept = models.JSONField(default=list)

    class Meta:
        ordering = ["brought_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["brought", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(fate__in=["new", "changed", "unchanged", "invalid"]), name="import_row_fate_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["dataset", "resource"]), name="import_row_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["brought", "fate"], name="import_row_by_fate")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"
