"""What people are told in the house."""

from django.db import models
from django.db.models import Q

from samrit.people.models import User
from samrit.rules.wording import Message


class Digest(models.Model):
    """สรุปงานประจำวัน – what one person was told of one day; one a day at most.

    ``contents`` is ``reading.Letter`` as data; empty when nothing awaited the person, so that it is looked at once only.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField()
    contents = models.JSONField(default=dict, blank=True)
    composed_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.day}"


class Notice(models.Model):
    """การแจ้งเตือน – one fact told to one person. ``key`` names the fact: the same one is never told twice.

    ``subject`` and ``text`` are Messages as data; ``url`` is an address of this site, without its host.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=30)
    subject = models.JSONField()
    text = models.JSONField(null=True, blank=True)
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=200)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)  # after this nothing can be done about it
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, null=True, related_name="reported")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_once_per_person"),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="notice_url_of_this_site"),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["person"], condition=Q(digest__isnull=True), name="notice_undigested"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"

    @property
    def subject_message(self) -> Message:
        return Message.from_data(self.subject)

    @property
    def text_message(self) -> Message | None:
        return Message.from_data(self.text) if self.text else None
