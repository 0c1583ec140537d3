"""The keys under which a filing seals what may not be named to everybody who reads it."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from samrit.evidence.models import EvidenceFile

KEY_LENGTH = 64


class SealKey(models.Model):
    """Of one secret file, made once: a filing holds the file's digest keyed with it (``rules.sealing.keyed``).

    Nobody without the key can tell which file it was; whoever has the database and the file can prove it.
    """

    file = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, related_name="seal_key")
    key = models.CharField(max_length=KEY_LENGTH, unique=True)  # 32 random bytes, hex

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Exact(Length("key"), KEY_LENGTH), name="seal_key_of_32_bytes")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}"
