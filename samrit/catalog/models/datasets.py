"""Datasets, their resources, every change of them, and the words that they are found by."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from samrit.evidence.models import EvidenceFile, Proof
from samrit.people.models import Agency, Area, User

LONGEST_NAME = 100
LONGEST_TITLE = 500
LONGEST_WORD = 300


class Dataset(models.Model):
    """ชุดข้อมูล – what one agency says of data that it keeps; the record is that of ``rules.catalog`` in its version.

    ``name`` stands in addresses, ``public_id`` is what other catalogues know it by; both stay for ever. ``title_key``: the
    title as titles are compared. ``modified_at`` moves with everything that another catalogue is shown of it. What is
    kept beside the record follows from it: ``filled`` of the mandatory rows, ``is_open``, when it was updated and the day
    from which it is out of date (None: no day makes it so; ``currency`` says which of the reasons).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "ร่าง"
        PUBLISHED = "published", "เผยแพร่แล้ว"
        WITHDRAWN = "withdrawn", "ถอนออกแล้ว"

    class Currency(models.TextChoices):
        """How it is told whether the data are up to date."""

        DATED = "dated", "ตามวันที่ครบกำหนด"
        ALWAYS = "always", "เก็บครั้งเดียว"
        JUDGE = "judge", "ผู้รับผิดชอบยืนยัน"
        UNKNOWN = "unknown", "บอกไม่ได้"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="datasets")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="datasets")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    title = models.CharField(max_length=LONGEST_TITLE)
    title_key = models.CharField(max_length=LONGEST_TITLE)
    schema_version = models.CharField(max_length=20)
    record = models.JSONField()
    words = models.TextField(blank=True)  # what is searched: rules.searching
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    private = models.BooleanField(default=False)  # published, and shown to nobody outside
    allow_harvest = models.BooleanField(default=True)
    is_open = models.BooleanField(default=False)
    filled = models.PositiveSmallIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)  # that keep it from being published
    currency = models.CharField(max_length=10, choices=Currency, default=Currency.UNKNOWN)
    updated_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    late_from = models.DateField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)  # in GD Catalog
    revision = models.PositiveIntegerField(default=1)  # the number of the newest DatasetRevision
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "title_key"], condition=~Q(state="withdrawn"), name="dataset_title_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(title="") & ~Q(title_key=""), name="dataset_has_name"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "withdrawn"]), name="dataset_state_known"
            ),
            models.CheckConstraint(
                condition=Q(currency__in=["dated", "always", "judge", "unknown"]),
                name="dataset_currency_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, faults=0),
                name="dataset_published_without_fault",
            ),
            models.CheckConstraint(condition=Q(filled__lte=99), name="dataset_rows_counted"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="dataset_revision_from_one"),
            models.CheckConstraint(
                condition=Q(currency="dated", due_on__isnull=False, late_from__gte=F("due_on"))
                | (~Q(currency="dated") & Q(due_on__isnull=True, late_from__isnull=True)),
                name="dataset_late_after_due",
            ),
            models.CheckConstraint(
                condition=Q(modified_at__gte=F("created_at")), name="dataset_modified_after_made"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state"], name="dataset_of_agency"),
            models.Index(fields=["state", "private", "public_id"], name="dataset_public"),
            models.Index(fields=["state", "late_from"], name="dataset_late"),
            models.Index(fields=["modified_at"], name="dataset_modified"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether everybody sees that it exists."""
        return self.state == self.State.PUBLISHED and not self.private

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN


class Resource(Proof):
    """ทรัพยากร – where data of a dataset are had: a file of the register, an address, or observations of the database.

    ``record``: of ``rules.catalog``; its ``url`` is the address of a link, and of the others follows from where they are
    shown. ``query`` of observations: ``{"item": code, "level": code}``. ``answered_on``: the last day on which the address
    or the database answered. ``attached_by`` None: by nobody in person.
    """

    class Kind(models.TextChoices):
        FILE = "file", "ไฟล์"
        LINK = "link", "ที่อยู่เว็บ"
        OBSERVATIONS = "observations", "ข้อมูลในฐานข้อมูลจังหวัด"

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="resources")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    file = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="catalog_resources"
    )
    query = models.JSONField(null=True, blank=True)
    record = models.JSONField()
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    class Meta:
        ordering = ["dataset_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file", file__isnull=False, query__isnull=True)
                | Q(kind="link", file__isnull=True, query__isnull=True)
                | Q(kind="observations", file__isnull=True, query__isnull=False),
                name="resource_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=~Q(kind="file") | ~Q(sha256=""), name="resource_file_with_digest"
            ),
        ]
        indexes = [models.Index(fields=["dataset", "position"], name="resource_of_dataset")]

    @property
    def attached_at(self) -> datetime:
        return self.created_at

    def __str__(self) -> str:
        return str(self.record.get("name", "")) or str(self.public_id)


class DatasetRevision(models.Model):
    """การแก้ไขชุดข้อมูล – how a dataset stood before and after one change; append-only.

    ``before`` (None of the first) and ``after``: ``{"schema", "record", "resources", "state", "private"}``.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["dataset_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="dataset_revision_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="dataset_revision_counted"),
            models.CheckConstraint(condition=~Q(verb=""), name="dataset_revision_of_an_act"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} · {self.number}"


class DatasetWord(models.Model):
    """คำของชุดข้อมูล – one value of a field that lists are narrowed by; written anew with each save of its dataset.

    ``value``: as it is compared (``casefold``); ``shown``: as it is written.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="index")
    field = models.CharField(max_length=48)
    value = models.CharField(max_length=LONGEST_WORD)
    shown = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "field", "value"], name="dataset_word_once"),
        ]
        indexes = [models.Index(fields=["field", "value"], name="dataset_word_found")]

    def __str__(self) -> str:
        return f"{self.field}: {self.shown}"


def as_stored(record: Any) -> dict[str, Any]:
    """A record of the rules as JSON: several values as a list."""
    return {code: list(value) if isinstance(value, tuple) else value for code, value in record.items()}


def as_record(stored: Any) -> dict[str, Any]:
    """And back."""
    return {code: tuple(value) if isinstance(value, list) else value for code, value in stored.items()}
