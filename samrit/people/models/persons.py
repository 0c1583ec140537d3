"""Areas, agencies, people, and who holds which role where and when."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from samrit.rules.thai import thai_date


class Area(models.Model):
    """พื้นที่ – a province (76 reporting units and Bangkok); ``code`` is TIS 1099."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=100, unique=True)
    name_en = models.CharField(max_length=100)
    letter_code = models.CharField(max_length=4, blank=True)
    reports = models.BooleanField(default=True)  # Bangkok has no provincial framework

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """ส่วนราชการ – a provincial agency, or (without an area) the central office.

    ``aliases`` are the other ways letters write the name, e.g. สนง.พัฒนาชุมชน จ.ปท.
    """

    class Kind(models.TextChoices):
        PROVINCIAL = "provincial", "ส่วนราชการประจำจังหวัด"
        PROVINCIAL_OFFICE = "provincial_office", "สำนักงานจังหวัด"
        CENTRAL = "central", "สำนักงาน ก.พ.ร."

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="agencies")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PROVINCIAL)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100, blank=True)
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["area_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="agency_once_per_area"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(area__isnull=True), name="agency_central_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="central", area__isnull=True) | (~Q(kind="central") & Q(area__isnull=False)),
                name="agency_central_has_no_area",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with a personal account, or a system's. ``is_demo`` marks the fictitious people of the demo."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    is_service = models.BooleanField(default=False)  # an account of a system, which nobody signs in to
    thai_digits = models.BooleanField(default=False)  # a person's wish for screens; paper has its own rule
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    """บทบาท – what a person may do in an agency; a person may hold several."""

    RECORDER = "recorder", "ผู้บันทึกข้อมูล"
    APPROVER = "approver", "ผู้อนุมัติข้อมูล"
    COORDINATOR = "coordinator", "ผู้ประสานงานจังหวัด"
    EVALUATOR = "evaluator", "ผู้ประเมิน"


class Membership(models.Model):
    """A role in an agency, from a day to a day (both included; no end = until further notice).

    With a ``capacity`` it is held for somebody else: by an order, until a day that is known (รักษาราชการแทน).
    """

    class Capacity(models.TextChoices):
        ACTING = "acting", "รักษาราชการแทน"
        ON_BEHALF = "on_behalf", "ปฏิบัติราชการแทน"
        IN_POST = "in_post", "รักษาการในตำแหน่ง"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity, blank=True)  # empty: the person's own role
    position = models.CharField(max_length=200, blank=True)  # whose place it is, e.g. พัฒนาการจังหวัด
    order_number = models.CharField(max_length=60, blank=True)
    order_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role", "starts_on"],
                condition=Q(capacity=""),
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(capacity="", order_number="", order_date__isnull=True, position="")
                | (
                    Q(capacity__in=["acting", "on_behalf", "in_post"], order_date__isnull=False)
                    & Q(ends_on__isnull=False)
                    & ~Q(order_number="")
                    & ~Q(position="")
                ),
                name="membership_acting_by_order",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.agency}"

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def in_place_of(self) -> str:
        """``รักษาราชการแทนพัฒนาการจังหวัด ตามคำสั่งที่ 12/2567 ลงวันที่ 1 เม.ย. 2567``; empty for the own role.

        Always in Thai: it stands beside signatures and in the trail.
        """
        if not self.capacity or self.order_date is None:
            return ""
        day = thai_date(self.order_date, short=True)
        return f"{self.get_capacity_display()}{self.position} ตามคำสั่งที่ {self.order_number} ลงวันที่ {day}"


class Invitation(models.Model):
    """คำเชิญ – one use, expiring; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=150)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="invitations_sent")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_by__isnull=False),
                name="invitation_accepted_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_role_display()} · {self.agency}"
