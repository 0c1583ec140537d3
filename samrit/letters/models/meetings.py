"""Meetings: when and where, what about, who is invited, who came, what was said and resolved."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models import Decision
from samrit.frameworks.models import Meeting as CommitteeMeeting
from samrit.people.models import Agency, Area, User
from samrit.rules.letters.meetings import Kind, Status


class Meeting(models.Model):
    """การประชุม – of a province's office, or (without an area) of the central office.

    ``sequence`` grows with every change that calendars must hear of (RFC 5545). ``sign_in_code`` stands on the QR poster;
    another one makes it worthless. ``committee``: the same meeting as the committee on KPIs knows it, named by its decisions.
    """

    STATUSES = (
        (Status.PLANNED.value, "กำหนดไว้"),
        (Status.HELD.value, "ประชุมแล้ว"),
        (Status.ADOPTED.value, "รับรองรายงานแล้ว"),
        (Status.CANCELLED.value, "ยกเลิก"),
    )

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    number = models.CharField(max_length=20, blank=True)  # 1/2567
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    video = models.CharField(max_length=500, blank=True)
    chair = models.CharField(max_length=200, blank=True)  # a position, never a name
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=STATUSES, default=Status.PLANNED.value)
    cancel_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(null=True, blank=True)  # the last time that invitations went out
    sign_in_code = models.CharField(max_length=12, unique=True)
    committee = models.OneToOneField(
        CommitteeMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="held_as"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=[status.value for status in Status]), name="letters_meeting_status"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="letters_meeting_ends_later"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(sign_in_code=""), name="letters_meeting_named"),
            models.CheckConstraint(
                condition=(Q(status="cancelled") & ~Q(cancel_reason=""))
                | (~Q(status="cancelled") & Q(cancel_reason="")),
                name="letters_meeting_cancelled_why",
            ),
            models.CheckConstraint(
                condition=Q(status="adopted", adopted_by__isnull=False, adopted_at__isnull=False)
                | (~Q(status="adopted") & Q(adopted_by__isnull=True, adopted_at__isnull=True)),
                name="letters_meeting_adopted_by",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class AgendaItem(models.Model):
    """ระเบียบวาระ – ``minutes`` is what was said; ``version`` grows with it, so that two writers lose nothing."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=500)
    detail = models.TextField(blank=True)
    presenter = models.CharField(max_length=200, blank=True)  # a position, never a name
    minutes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_once"),
            models.CheckConstraint(condition=~Q(title="") & Q(position__gte=1), name="agenda_item_named"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Invitee(models.Model):
    """ผู้รับเชิญ – an agency (all who work there hear of it) or one person."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, person__isnull=True)
                | Q(agency__isnull=True, person__isnull=False),
                name="invitee_agency_or_person",
            ),
            models.UniqueConstraint(
                fields=["meeting", "agency"], condition=Q(agency__isnull=False), name="agency_invited_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="person_invited_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id or ''} {self.person_id or ''}".strip()


class Attendance(models.Model):
    """การลงชื่อเข้าประชุม – once each: a signed-in person by the account, a visitor by name and office."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    office = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="person_attends_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "name", "office"],
                condition=Q(person__isnull=True),
                name="visitor_attends_once",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(office=""), name="attendance_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.office}"


class Resolution(models.Model):
    """มติ of an agenda item. An assigned one is a task of an agency with a day; ``done_at``: the agency says it is done."""

    KINDS = (
        (Kind.NOTED.value, "รับทราบ"),
        (Kind.APPROVED.value, "เห็นชอบ"),
        (Kind.ASSIGNED.value, "มอบหมาย"),
    )

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="resolutions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.TextField(blank=True)
    decisions = models.ManyToManyField(
        Decision, related_name="resolutions"
    )  # what it decided of proposed KPIs

    class Meta:
        ordering = ["item_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="resolution_position_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="resolution_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="resolution_says_something"),
            models.CheckConstraint(
                condition=Q(kind="assigned", agency__isnull=False, due_on__isnull=False)
                | (~Q(kind="assigned") & Q(agency__isnull=True, due_on__isnull=True)),
                name="resolution_assigned_to_someone",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(kind="assigned", done_at__isnull=False, done_by__isnull=False),
                name="resolution_done_by_someone",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text


class CalendarMail(models.Model):
    """A mail with an iCalendar object on its way to one person; one for each sequence, sent by the worker."""

    class State(models.TextChoices):
        PENDING = "pending", "รอส่ง"
        SENT = "sent", "ส่งแล้ว"
        UNCERTAIN = "uncertain", "ไม่แน่ใจว่าถึง"
        GIVEN_UP = "given_up", "ส่งไม่สำเร็จ"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    cancels = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person", "sequence"], name="calendar_mail_once"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "sent", "uncertain", "given_up"]),
                name="calendar_mail_state_known",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="pending"), name="calendar_mail_open")]

    def __str__(self) -> str:
        return f"{self.meeting_id} → {self.person_id} #{self.sequence}"
