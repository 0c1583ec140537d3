"""Villages: what ``rules.areas`` does not ship."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr

from samrit.people.models import Area, User


class Place(models.Model):
    """หมู่บ้าน – under one code and one name, from a day to a day (both included; None: as far back, until further notice).

    A new name from a day on is a new row; the same code may thus stand several times, once without an end.
    ``split_from``: the village that it was a part of before.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places")
    code = models.CharField(max_length=8)
    parent = models.CharField(max_length=6)
    name = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    split_from = models.CharField(max_length=8, blank=True)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="place_once_at_a_time"
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="place_begins_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_from__isnull=True), name="place_from_the_start_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_name"),
            models.CheckConstraint(
                condition=Q(parent=Substr("code", 1, 6), area=Substr("code", 1, 2)),
                name="place_lies_where_its_code_says",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="place_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["area", "parent"], name="place_by_subdistrict")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
