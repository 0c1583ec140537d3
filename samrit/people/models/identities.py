"""Who a person is at a provider of OpenID Connect."""

from django.db import models

from samrit.people.models.persons import User


class LinkedIdentity(models.Model):
    """บัญชีภายนอกที่ผูกไว้ – ``subject`` is an HMAC-SHA-256 under the site's own key; what the provider calls the person is kept nowhere.

    ``key_mark`` tells under which key, so that the key can be changed.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=40)  # its name in the settings
    subject = models.CharField(max_length=64)
    key_mark = models.CharField(max_length=16)
    linked_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["provider", "id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_of_one_person"),
            models.UniqueConstraint(fields=["user", "provider"], name="identity_once_per_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.provider}"
