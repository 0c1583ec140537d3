"""Short links of our own domain, and how often each was opened on a day."""

from django.db import models
from django.db.models import F, Q

from samrit.people.models import Area, User


class ShortLink(models.Model):
    """ลิงก์สั้น – leads where an officer said, until it is revoked or its time is over. Without an area: the central office's.

    ``target``: an own path (``/…``) or an https address, as ``rules.letters.links.target_of`` wrote it; it never changes.
    """

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="short_links"
    )
    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    target = models.CharField(max_length=6000)
    expires_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(title=""), name="link_named"),
            models.CheckConstraint(
                condition=Q(target__startswith="https://")
                | (Q(target__startswith="/") & ~Q(target__startswith="//")),
                name="link_leads_home_or_by_https",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("made_at")),
                name="link_expires_later",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoke_reason="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason=""),
                name="link_revoked_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_outside(self) -> bool:
        return not self.target.startswith("/")


class LinkDay(models.Model):
    """How often a link was opened on one day; of whom, nothing is kept."""

    link = models.ForeignKey(ShortLink, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="link_day_once")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.day}: {self.count}"
