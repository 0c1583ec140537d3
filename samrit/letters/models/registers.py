"""Who issues letters, and the registers that number what goes out and what comes in."""

from django.db import models
from django.db.models import F, Q

from samrit.letters.models.intakes import Intake
from samrit.people.models import Agency, User
from samrit.rules.letters.arriving import Purpose
from samrit.rules.letters.registers import Direction, book_codes
from samrit.rules.secrecy import Level

_OUTGOING = Direction.OUTGOING.value
LEVELS = [level.value for level in Level]


class Issuer(models.Model):
    """ส่วนราชการเจ้าของหนังสือ – as an agency stands at the head and at the foot of its letters.

    ``code`` is the part of the number before the stroke (ปท 0017.2), in Arabic digits. All of it is data that the
    office keeps: no trustworthy table of letter codes exists.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="issuers")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)  # as it stands on paper: สำนักงานจังหวัดปทุมธานี
    authority = models.CharField(
        max_length=200, blank=True
    )  # in whose name it orders and announces: จังหวัดปทุมธานี
    address = models.TextField(
        blank=True
    )  # the lines at the top right: ศาลากลางจังหวัดปทุมธานี, street, postal code
    unit = models.CharField(max_length=200, blank=True)  # the unit that owns the matter, at the foot
    telephone = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    circular_apart = models.BooleanField(default=False)  # circulars have numbers of their own
    retired_at = models.DateTimeField(null=True, blank=True)  # no new letters; what it issued stays

    class Meta:
        ordering = ["agency_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="issuer_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="issuer_has_code_and_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Register(models.Model):
    """ทะเบียน – of one issuer, direction, book and year (พ.ศ.). ``last_number`` is drawn under a lock, so without a gap."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="registers")
    direction = models.CharField(max_length=10)
    book = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year", "issuer_id", "direction", "book"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "direction", "book", "year"], name="register_once"),
            models.CheckConstraint(
                condition=Q(direction__in=[one.value for one in Direction]), name="register_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(direction=_OUTGOING, book__in=book_codes())
                | Q(direction=Direction.INCOMING.value, book="general"),
                name="register_book_known",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2500, year__lte=2700), name="register_year_buddhist"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.direction} {self.book} {self.year}"


class Arrival(models.Model):
    """หนังสือรับ – a letter that came in, with the facts of the register.

    On paper only, or with the ``intake`` that was read, or as the ``delivery`` that reached the agency in the house: each
    stands in the register once, unless its number was voided. ``cited`` and ``cited_arrivals``: our own letters
    and those of the same office's register that it names under อ้างถึง, whichever was registered first.
    """

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="arrivals")  # whose register
    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    delivery = models.ForeignKey(
        "letters.Delivery", on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    sender = models.CharField(max_length=300)
    sender_number = models.CharField(max_length=100, blank=True)
    dated = models.DateField(null=True, blank=True)
    addressee = models.CharField(max_length=300, blank=True)
    subject = models.TextField()
    urgency = models.CharField(max_length=20, default="normal")
    secrecy = models.CharField(max_length=20, default=Level.ORDINARY)
    due_on = models.DateField(null=True, blank=True)  # the last day that the letter names
    references = models.JSONField(default=list)  # lines under อ้างถึง, in words
    cited = models.ManyToManyField("letters.Letter", related_name="citing_arrivals")
    cited_arrivals = models.ManyToManyField("self", symmetrical=False, related_name="citing_arrivals")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    void = models.BooleanField(
        default=False
    )  # its number was voided (``RegisterEntry`` says by whom and why)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(sender="") & ~Q(subject=""), name="arrival_says_what"),
            models.CheckConstraint(condition=Q(secrecy__in=LEVELS), name="arrival_secrecy_known"),
            models.UniqueConstraint(
                fields=["issuer", "intake"], condition=Q(void=False), name="arrival_of_intake_once"
            ),
            models.UniqueConstraint(
                fields=["issuer", "delivery"], condition=Q(void=False), name="arrival_of_delivery_once"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class RegisterEntry(models.Model):
    """One number of a register, for a letter that went out or one that came in.

    A void keeps the entry: number and what it stood for stay, with who, when and why. The database refuses to delete
    an entry or to make it stand for something else.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    letter = models.ForeignKey(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    arrival = models.ForeignKey(
        Arrival, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    written = models.CharField(max_length=60)  # as it stands on the letter: ปท 0017.2/ว 123
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["register_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="register_number_once"),
            models.UniqueConstraint(fields=["letter"], name="letter_numbered_once"),
            models.UniqueConstraint(fields=["arrival"], name="arrival_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="register_number_from_one"),
            models.CheckConstraint(
                condition=Q(letter__isnull=False, arrival__isnull=True)
                | Q(letter__isnull=True, arrival__isnull=False),
                name="entry_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                name="entry_voided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.written


class Routing(models.Model):
    """มอบหมายหนังสือรับ – to whom an incoming letter went, until when, and when it was done."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="routings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="routed_letters")
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="routed_letters"
    )  # null: everybody of the agency
    purpose = models.CharField(max_length=10, default=Purpose.ACT.value)
    instruction = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    routed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    routed_at = models.DateTimeField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.TextField(blank=True)
    withdrawn = models.BooleanField(
        default=False
    )  # the office took it back: ``done_by`` did, ``done_note`` says why

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["arrival", "agency", "person"],
                condition=Q(done_at__isnull=True, person__isnull=False),
                name="routed_to_person_once",
            ),
            models.UniqueConstraint(
                fields=["arrival", "agency"],
                condition=Q(done_at__isnull=True, person__isnull=True),
                name="routed_to_agency_once",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="routing_done_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=[one.value for one in Purpose]), name="routing_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(done_at__isnull=False) & ~Q(done_note=""),
                name="routing_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrival} → {self.agency}"
