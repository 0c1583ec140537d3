"""How a person wants to be told, and by which ways: settings, LINE, the calendar's address."""

from django.db import models
from django.db.models import Q

from samrit.people.models import User
from samrit.rules.reminders import newest


def usual_digest_hour() -> int:
    return newest().digest_hour


def usual_quiet_from() -> int:
    return newest().quiet_from


def usual_quiet_until() -> int:
    return newest().quiet_until


class Preference(models.Model):
    """การตั้งค่าการแจ้งเตือน – of a person who has changed any; everybody else has the defaults. Hours are Bangkok's."""

    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="preference")
    email = models.BooleanField(default=True)
    line = models.BooleanField(default=True)
    digest_hour = models.PositiveSmallIntegerField(default=usual_digest_hour)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, default=usual_quiet_from)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True, default=usual_quiet_until)
    language = models.CharField(max_length=5, choices=[("th", "ไทย"), ("en", "English")], default="th")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="preference_digest_hour"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__lte=23, quiet_until__lte=23),
                name="preference_quiet_hours",
            ),
            models.CheckConstraint(condition=Q(language__in=["th", "en"]), name="preference_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class LineAccount(models.Model):
    """บัญชี LINE ที่เชื่อมไว้ – the user id that the channel knows the person by."""

    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="line_account")
    line_id = models.CharField(max_length=64, unique=True)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(line_id=""), name="line_account_has_id")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class LineCode(models.Model):
    """A one-time code that ties a LINE account to a person; only its hash is kept."""

    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="line_code")
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"


class CalendarFeed(models.Model):
    """ปฏิทินส่วนตัว – an address that shows a person's windows without sign-in; only its token's hash is kept."""

    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"
