"""What leaves the house: one row for each message and channel, never sent twice."""

from django.db import models
from django.db.models import Q

from samrit.notices.models.notices import Digest, Notice
from samrit.people.models import User


class Channel(models.TextChoices):
    """ช่องทาง – besides the inbox, which everybody has."""

    EMAIL = "email", "อีเมล"
    LINE = "line", "LINE"


class Delivery(models.Model):
    """การส่ง – one digest (or one urgent notice) on its way through one channel.

    pending → claimed (a worker has taken it; nothing has left) → handed (the other side is being given the message)
    → sent. A worker that dies leaves *claimed* (taken up again) or *handed*: what the other side can recognise by the
    key is sent again with the same key, anything else becomes *uncertain* and is never sent again by itself.
    """

    class State(models.TextChoices):
        PENDING = "pending", "รอส่ง"
        CLAIMED = "claimed", "กำลังส่ง"
        HANDED = "handed", "ส่งมอบอยู่"
        SENT = "sent", "ส่งแล้ว"
        UNCERTAIN = "uncertain", "ไม่แน่ใจว่าถึง"
        GIVEN_UP = "given_up", "ส่งไม่สำเร็จ"

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    key = models.CharField(max_length=120, unique=True)
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, null=True, related_name="deliveries")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()  # not before this
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(
        null=True
    )  # the first time: the other side remembers keys for a while only
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)  # the last one, as the other side said it
    put_aside_at = models.DateTimeField(null=True)  # a person decided to leave it at that

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="delivery_channel_known"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "claimed", "handed", "sent", "uncertain", "given_up"]),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=Q(digest__isnull=True, notice__isnull=False)
                | Q(digest__isnull=False, notice__isnull=True),
                name="delivery_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "handed"]) | ~Q(claimed_by=""), name="delivery_claimed_by"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed", "uncertain"]) | Q(handed_at__isnull=False),
                name="delivery_handed_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=["pending", "claimed", "handed"]),
                name="delivery_open",
            )
        ]

    def __str__(self) -> str:
        return self.key


class OutboxMail(models.Model):
    """A mail that a demo would have sent; ``message_id`` keeps it from being there twice."""

    message_id = models.CharField(max_length=200, unique=True)
    sent_at = models.DateTimeField()
    sender = models.CharField(max_length=300)
    recipients = models.CharField(max_length=1000)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return self.subject
