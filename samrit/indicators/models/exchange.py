"""Packages of a province's observations on their way to another installation or from it, and whom they are taken from."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from samrit.indicators.models.items import Item, Part
from samrit.indicators.models.submissions import Submission
from samrit.people.models import Agency, Area, User
from samrit.rules.exchange import Settling

KEY_LENGTH = 64  # hex digits of a public key, of a digest


class Partner(models.Model):
    """คู่แลกเปลี่ยนข้อมูล – another installation of Samrit, known by its public key (Ed25519, hex).

    ``address``: of its API, for sending to it. A new key is another partner: who signed what stays known.
    """

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    address = models.CharField(max_length=500, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="partner_has_name"),
            models.CheckConstraint(
                condition=Exact(Length("key"), KEY_LENGTH), name="partner_key_of_32_bytes"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Trust(models.Model):
    """การเชื่อถือคู่แลกเปลี่ยน – from whom packages of a province are taken, and as which agency's data.

    What ends stays: packages that were taken meanwhile were taken rightly.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="trusts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="trusts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it ended

    class Meta:
        ordering = ["area_id", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "area"], condition=Q(ended_at__isnull=True), name="trust_once_per_area"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(reason="")),
                name="trust_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.area_id}"


class Ministry(models.Model):
    """ระบบของกระทรวง – a partner whose receipts say that the ministry has a province's figures: what เชื่อมโยง counts.

    Said by the central office, of this very installation too where it is the ministry's; append-only.
    """

    partner = models.OneToOneField(Partner, on_delete=models.PROTECT, related_name="ministry")
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.partner}"


class Package(models.Model):
    """แพ็กเกจข้อมูล – one generation of a province as a signed file: made here (OUT) or taken from a partner (IN).

    ``file``: its name in the storage, "" of one that brought nothing new. ``counts``: of cells – of one that came in, what
    became of them (``store.packing.Taken``). The database refuses to change or delete a row.
    """

    class Direction(models.TextChoices):
        OUT = "out", "ส่งออก"
        IN = "in", "รับเข้า"

    direction = models.CharField(max_length=3, choices=Direction)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="packages")
    generation = models.PositiveIntegerField()  # the sender's number
    as_of = models.DateTimeField()
    manifest = models.JSONField()
    sha256 = models.CharField(max_length=KEY_LENGTH)  # of the whole file
    size = models.PositiveBigIntegerField()  # bytes
    file = models.CharField(max_length=200, blank=True)
    signer = models.CharField(max_length=KEY_LENGTH)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="packages"
    )
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="package"
    )
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["direction", "sha256"], name="package_once"),
            models.UniqueConstraint(
                fields=["area", "generation", "signer"],
                condition=Q(direction="out"),
                name="package_once_per_generation",
            ),
            models.CheckConstraint(condition=Q(direction__in=["out", "in"]), name="package_direction_known"),
            models.CheckConstraint(condition=Q(generation__gte=1), name="package_of_a_generation"),
            models.CheckConstraint(condition=Q(size__gt=0), name="package_not_empty"),
            models.CheckConstraint(
                condition=Q(direction="out", partner__isnull=True, submission__isnull=True)
                | Q(direction="in", partner__isnull=False),
                name="package_in_from_a_partner",
            ),
        ]
        indexes = [models.Index(fields=["area", "direction"], name="package_of_area")]

    def __str__(self) -> str:
        return f"{self.area_id} #{self.generation} ({self.direction})"

    @property
    def name(self) -> str:
        """What the file is called when it leaves: ``samrit-13-00004-9f3a2b1c.zip``."""
        return f"samrit-{self.area_id}-{self.generation:05}-{self.sha256[:8]}.zip"


class PackageReceipt(models.Model):
    """ใบรับแพ็กเกจ – what the receiver signed: ours of a package that came in, theirs of one that we sent; append-only."""

    package = models.OneToOneField(Package, on_delete=models.PROTECT, related_name="receipt")
    text = models.TextField()  # rules.exchange.Receipt, canonical
    signature = models.CharField(max_length=128)  # hex
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("signature"), 128), name="package_receipt_signature_of_64_bytes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package}"


class Reconciliation(models.Model):
    """ค่าที่ไม่ตรงกัน – a figure that two sources state differently, until somebody decides between them, with a reason.

    ``place``, ``period``: as text (200101, FY2567); no part: the total. ``ours``, ``theirs``: ``{"status", "value", "marks",
    "submission", "row", "column"}``; theirs names the sender's own submission. ``digest``: of place and both figures, so that
    what was decided is not asked again. ``source``: where ours comes from, in words. ``taken``: the submission that brought
    theirs in, once it was made.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="reconciliations")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="reconciliations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=8)
    period = models.CharField(max_length=16)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ours = models.JSONField()
    theirs = models.JSONField()
    source = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=KEY_LENGTH)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Settling], default=Settling.OPEN
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    taken = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="reconciliations"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "digest"], name="reconciliation_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in Settling]), name="reconciliation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "replaced"], decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(state__in=["ours", "theirs", "explained"])
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="reconciliation_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(taken__isnull=True) | Q(state="theirs"), name="reconciliation_taken_is_theirs"
            ),
        ]
        indexes = [models.Index(fields=["area", "state"], name="reconciliation_of_area")]

    def __str__(self) -> str:
        return f"{self.item} {self.place} {self.period}"

    @property
    def is_open(self) -> bool:
        return self.state == Settling.OPEN
