"""Letters on their way: whom they usually go to, how far each has come, who was asked to do what about it."""

from django.db import models
from django.db.models import Q

from samrit.letters.models.writing import Letter
from samrit.people.models import Agency, Area, User
from samrit.rules.letters.delivering import Standing, standing_of


class DistributionList(models.Model):
    """บัญชีผู้รับ – agencies that letters usually go to. A letter that was sent keeps its own copy (``Delivery``).

    ``area`` None: the central office's.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["area_id", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="distribution_list_has_name"),
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=Q(ended_at__isnull=True),
                name="distribution_list_once_per_area",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(ended_at__isnull=True, area__isnull=True),
                name="distribution_list_once_centrally",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListMember(models.Model):
    """ผู้รับในบัญชี – ``wording`` is how the letter addresses it: the office, or its head (หัวหน้าสำนักงานจังหวัด)."""

    distribution_list = models.ForeignKey(DistributionList, on_delete=models.CASCADE, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=200)

    class Meta:
        ordering = ["distribution_list_id", "position"]
        constraints = [
            models.CheckConstraint(condition=~Q(wording=""), name="list_member_has_wording"),
            models.UniqueConstraint(fields=["distribution_list", "agency"], name="list_member_once"),
            models.UniqueConstraint(fields=["distribution_list", "position"], name="list_member_place_once"),
        ]

    def __str__(self) -> str:
        return self.wording


class Mailbox(models.Model):
    """อีเมลสารบรรณ – the one address of an agency for letters (ระเบียบงานสารบรรณ ฉบับที่ 4 พ.ศ. 2564)."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="saraban_mailbox")
    address = models.EmailField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["agency_id"]
        constraints = [models.CheckConstraint(condition=~Q(address=""), name="mailbox_has_address")]

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """การส่งหนังสือ – one letter and one recipient: always in the house, perhaps by e-mail and on paper too."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letter_deliveries")
    position = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=200)
    list_name = models.CharField(max_length=150, blank=True)  # of which list, as it was called then
    on_paper = models.BooleanField(default=False)
    not_mailed = models.JSONField(
        null=True, blank=True
    )  # a Message: why no e-mail left, when one was asked for
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    first_opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_opened_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    signed_on_paper = models.BooleanField(
        default=False
    )  # the sender wrote down whose signature is on the sheet
    note = models.CharField(max_length=500, blank=True)
    told_void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter_id", "position", "id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["letter", "agency"], name="letter_delivered_once"),
            models.CheckConstraint(condition=~Q(wording=""), name="letter_delivery_has_wording"),
            models.CheckConstraint(
                condition=Q(first_opened_at__isnull=True, first_opened_by__isnull=True)
                | Q(first_opened_at__isnull=False, first_opened_by__isnull=False),
                name="letter_delivery_opened_by",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, signed_on_paper=False)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="letter_delivery_acknowledged_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency"], condition=Q(acknowledged_at__isnull=True), name="letter_delivery_waits"
            ),
            models.Index(fields=["agency", "-sent_at"], name="letter_delivery_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} → {self.wording}"

    @property
    def standing(self) -> Standing:
        return standing_of(
            opened=self.first_opened_at is not None, acknowledged=self.acknowledged_at is not None
        )


class DeliveryMail(models.Model):
    """อีเมลถึงสารบรรณ – one mail about a delivery; never sent twice under the same ``key``.

    pending → claimed (a worker has it; nothing has left) → handed (the mail server is being given it) → sent. What
    was handed over by a worker that died is *uncertain*: the sender decides whether it goes again.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", "หนังสือ"
        REMINDER = "reminder", "เตือน"
        VOID = "void", "แจ้งยกเลิก"

    class State(models.TextChoices):
        PENDING = "pending", "รอส่ง"
        CLAIMED = "claimed", "กำลังส่ง"
        HANDED = "handed", "ส่งมอบอยู่"
        SENT = "sent", "ส่งแล้ว"
        UNCERTAIN = "uncertain", "ไม่แน่ใจว่าถึง"
        GIVEN_UP = "given_up", "ส่งไม่สำเร็จ"

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="mails")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=60, unique=True)
    address = models.EmailField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # the last one, as the mail server said it

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "claimed", "handed", "sent", "uncertain", "given_up"]),
                name="delivery_mail_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["letter", "reminder", "void"]), name="delivery_mail_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="delivery_mail_sent_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "handed"]) | ~Q(claimed_by=""),
                name="delivery_mail_claimed_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=["pending", "claimed", "handed"]),
                name="delivery_mail_open",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Forward(models.Model):
    """มอบหมายตามหนังสือ – a person of the receiving agency is to do something about the letter, perhaps by a day."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="forwards")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="letters_forwarded")
    note = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    forwarded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    forwarded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "person"],
                condition=Q(done_at__isnull=True),
                name="letter_forwarded_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} → {self.person_id}"


class Chase(models.Model):
    """การเตือนผู้รับ – one a day for each recipient at most."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="chases")
    day = models.DateField()
    chased_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chased_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["delivery", "day"], name="chased_once_a_day")]

    def __str__(self) -> str:
        return f"{self.delivery_id} · {self.day}"
