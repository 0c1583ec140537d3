"""Webhooks: systems that are told of events, and every call to them."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from samrit.people.models import Area, User


class Webhook(models.Model):
    """ปลายทางแจ้งเหตุการณ์ – of the central office, or (``area``) of one province, and told what its office may know.

    No secret is kept: it is computed from the installation's key and ``nonce`` (``notices.secrets_of``). For a while
    after a change the one made with ``previous_nonce`` signs too.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "เปิดใช้"
        PAUSED = "paused", "พักไว้"
        ENDED = "ended", "เลิกใช้"

    class Pause(models.TextChoices):
        """Why nothing is sent for now."""

        OWNER = "owner", "พักไว้เอง"
        GONE = "gone", "ปลายทางตอบว่าเลิกใช้แล้ว (410)"
        FAILING = "failing", "ส่งไม่สำเร็จหลายวันติดต่อกัน"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="webhooks")
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    nonce = models.CharField(max_length=64, unique=True)
    previous_nonce = models.CharField(max_length=64, blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    pause = models.CharField(max_length=10, choices=Pause, blank=True)
    since = models.BigIntegerField(
        default=0
    )  # the event of its making: told is what stands behind it in the trail
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="webhook_has_name"),
            models.CheckConstraint(
                condition=Q(address__startswith="https://") | Q(address__startswith="http://"),
                name="webhook_has_address",
            ),
            models.CheckConstraint(
                condition=Q(state="paused", pause__in=["owner", "gone", "failing"])
                | (Q(state__in=["active", "ended"]) & Q(pause="")),
                name="webhook_paused_why",
            ),
            models.CheckConstraint(
                condition=Q(previous_nonce="", previous_until__isnull=True)
                | (~Q(previous_nonce="") & Q(previous_until__isnull=False)),
                name="webhook_secret_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.address}"

    def has_two_secrets(self, now: datetime) -> bool:
        return self.previous_until is not None and now < self.previous_until


class WebhookCall(models.Model):
    """การส่งเหตุการณ์ – one event on its way to one webhook; tried again under the same ``key`` (``webhook-id``).

    pending → claimed (a worker is calling) → delivered, or pending again, or given up. ``body`` is what is signed, and
    the same in every try. Dropped: nobody shall hear of it any more.
    """

    class State(models.TextChoices):
        PENDING = "pending", "รอส่ง"
        CLAIMED = "claimed", "กำลังส่ง"
        DELIVERED = "delivered", "ส่งแล้ว"
        GIVEN_UP = "given_up", "ส่งไม่สำเร็จ"
        DROPPED = "dropped", "ไม่ส่งแล้ว"

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="calls")
    key = models.CharField(max_length=60, unique=True)
    event = models.CharField(max_length=40)
    event_id = models.BigIntegerField(null=True)  # of the trail (audit.Event); null: a ping
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    tries = models.PositiveIntegerField(default=0)
    round_of_tries = models.PositiveSmallIntegerField(default=0)  # since it was last sent on purpose
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()  # not before this: an embargo, or the wait after a failure
    claimed_by = models.CharField(max_length=64, blank=True)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer
    answer = models.CharField(max_length=1024, blank=True)  # its beginning
    problem = models.CharField(max_length=300, blank=True)  # why there was no answer
    milliseconds = models.PositiveIntegerField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_call_once"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "claimed", "delivered", "given_up", "dropped"]),
                name="webhook_call_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | ~Q(claimed_by=""), name="webhook_call_claimed_by"
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False),
                name="webhook_call_delivered_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=["pending", "claimed"]),
                name="webhook_call_open",
            )
        ]

    def __str__(self) -> str:
        return self.key


class TrailRead(models.Model):
    """The one row (key 1) that knows how far the trail was read for webhooks."""

    event_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="trail_read_once")]

    def __str__(self) -> str:
        return str(self.event_id)
