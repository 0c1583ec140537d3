"""Items: what each counts (by releases and revisions), what it is broken down by, who owes it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr

from samrit.people.models import Agency, Area, User


class BookRelease(models.Model):
    """รุ่นของรายการตั้งต้น – the documents that shipped with a release, as they were written; append-only.

    ``version`` is that of ``rules.items.Book``. Kept so that what an item said on a day can be told years later.
    """

    version = models.CharField(max_length=32, unique=True)
    documents = models.JSONField()
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.version


class Item(models.Model):
    """รายการข้อมูล – the identity that observations carry; what it says stands in releases and revisions.

    Without an area it is of the national book and one and the same in every province; with one it is that province's own.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    code = models.CharField(max_length=48)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="item_once_per_area"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(area__isnull=True), name="item_national_once"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="item_has_code"),
        ]

    def __str__(self) -> str:
        return self.code


class ItemRevision(models.Model):
    """การแก้ไขรายการ – what a person stated about an item, append-only; the newest of an area speaks for it.

    ``definition`` is the whole row as it came out then (keys of ``rules.items``); ``own`` names the keys that this
    book states itself: the others go on following the national book or the shipped release. ``active`` False: the
    item is not used. Without an area it is the national book's.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="revisions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    own = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "area", "number"], name="item_revision_once"),
            models.UniqueConstraint(
                fields=["item", "number"],
                condition=Q(area__isnull=True),
                name="item_revision_national_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="item_revision_from_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="item_revision_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.number}"


class Part(models.Model):
    """ส่วนจำแนก – one combination of codes of an item; observations carry its key.

    ``codes``: list → code; ``key`` the same as one text, lists by name: ``age_group=age_00_04,sex=male``. The total
    has no part (0).
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="parts")
    codes = models.JSONField()
    key = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="part_once"),
            models.CheckConstraint(condition=~Q(key=""), name="part_is_no_total"),
        ]

    def __str__(self) -> str:
        return self.key


class ListedArea(models.Model):
    """พื้นที่ที่ต้องส่ง – an area that owes an item of which only listed ones owe (a coast, a border).

    ``code`` is an official one inside the province, ``area`` the province.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="listed_areas")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="listed_areas")
    code = models.CharField(max_length=8)

    class Meta:
        ordering = ["item_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["area", "item", "code"], name="listed_area_once"),
            models.CheckConstraint(
                condition=Q(area=Substr("code", 1, 2)), name="listed_area_inside_the_province"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.code}"


class ListedPlace(models.Model):
    """สถานที่ตรวจวัด – a place of an open list as the province keeps it: a station, a section of a river.

    ``valid_to``: its last day; None while it goes on. Its code is given to no other place.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="listed_places")
    list = models.CharField(max_length=48)
    code = models.CharField(max_length=48)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["list", "code"]
        constraints = [
            models.UniqueConstraint(fields=["area", "list", "code"], name="listed_place_once"),
            models.CheckConstraint(
                condition=~Q(list="") & ~Q(code="") & ~Q(name=""), name="listed_place_has_name"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="listed_place_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Keeper(models.Model):
    """เจ้าของข้อมูลในจังหวัด – which agency of a province is the one that items call by its kind (``owner``)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="keepers")
    owner = models.CharField(max_length=48)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="kept")

    class Meta:
        ordering = ["area_id", "owner"]
        constraints = [
            models.UniqueConstraint(fields=["area", "owner"], name="keeper_once"),
            models.CheckConstraint(condition=~Q(owner=""), name="keeper_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} · {self.agency}"
