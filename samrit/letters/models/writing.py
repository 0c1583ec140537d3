"""Letters that an office writes: content in versions, the chain to the signature, what was sealed, what they refer to."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models import Edition, Round
from samrit.letters.models.intakes import Intake
from samrit.letters.models.registers import LEVELS, Arrival, Issuer
from samrit.people.models import Agency, Area, User
from samrit.rules.letters.signing import Part, Status
from samrit.rules.sealing import CODE_LENGTH, in_groups
from samrit.rules.secrecy import Level
from samrit.scores.models import Appeal

_NOT_SEALED = Q(status__in=["draft", "in_chain", "returned"])


def _path(paper: "SealedPaper", _name: str) -> str:
    return f"letters/sealed/{paper.sha256[:2]}/{paper.sha256}.pdf"


class Letter(models.Model):
    """หนังสือที่ร่างและส่งออก.

    ``body`` is a list of blocks (``rules.letters.paper.blocks_to_data``), typed in Arabic digits; ``version`` counts what was saved, and each save is a
    ``LetterVersion``. ``circular``: หนังสือเวียน (ว). Signed it has its number (``RegisterEntry``) in the same moment, and its
    PDF (``SealedPaper``) as soon as it is drawn: the database is not held meanwhile, and does not let it change any more.
    """

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="letters")
    # The province it is about; empty for what the central office writes to all.
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    kind = models.CharField(max_length=20)  # a code of rules/letters/kinds.toml
    topic = models.CharField(max_length=40, blank=True)  # the template it was begun from
    status = models.CharField(max_length=10, default=Status.DRAFT.value)
    circular = models.BooleanField(default=False)
    urgency = models.CharField(max_length=20, default="normal")
    secrecy = models.CharField(max_length=20, default=Level.ORDINARY)
    digits = models.CharField(max_length=10, default="thai")
    subject = models.TextField(blank=True)
    salutation = models.CharField(max_length=40, blank=True)  # เรียน, กราบเรียน
    addressee = models.TextField(blank=True)
    # Whom it goes to within the system; several stand in the list after the letter (รายชื่อแนบท้าย), as ``recipients`` says.
    agencies = models.ManyToManyField(Agency, related_name="letters_received")
    recipients = models.JSONField(default=list)  # how each is named on paper, in order
    body = models.JSONField(default=list)
    references = models.JSONField(default=list)  # lines under อ้างถึง, in words
    enclosures = models.JSONField(default=list)  # [title, how many: "1 ชุด"]
    copy_to = models.JSONField(default=list)
    due_on = models.DateField(null=True, blank=True)  # until when what it asks for is to be done
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    appeal = models.ForeignKey(
        Appeal, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    meeting = models.ForeignKey(
        "letters.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)  # the step that it is at while in the chain
    signed_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=CODE_LENGTH, blank=True)  # รหัสตรวจสอบ, drawn with the last signature
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-drafted_at", "-id"]
        indexes = [models.Index(fields=["issuer", "status"], name="letter_of_issuer")]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="letter_code_once"),
            models.CheckConstraint(
                condition=Q(status__in=[one.value for one in Status]), name="letter_status_known"
            ),
            models.CheckConstraint(condition=Q(secrecy__in=LEVELS), name="letter_secrecy_known"),
            models.CheckConstraint(condition=Q(digits__in=["thai", "arabic"]), name="letter_digits_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="letter_version_counted"),
            models.CheckConstraint(
                condition=~_NOT_SEALED | Q(signed_at__isnull=True), name="letter_signed_when_signed"
            ),
            models.CheckConstraint(
                condition=~Q(status="signed") | Q(signed_at__isnull=False) & ~Q(subject="") & ~Q(code=""),
                name="letter_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="void", voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(void_reason="")
                | ~Q(status="void") & Q(voided_at__isnull=True, voided_by__isnull=True, void_reason=""),
                name="letter_voided_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="in_chain", position__gte=1) | ~Q(status="in_chain") & Q(position=0),
                name="letter_position_in_chain",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def code_in_groups(self) -> str:
        """``AB12-CD34-EF56-GH78`` as it is printed."""
        return in_groups(self.code)


class LetterVersion(models.Model):
    """What a letter said when it was saved the ``number``-th time; the database refuses to change or delete it."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["letter_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="letter_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="letter_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · {self.number}"


class LetterStep(models.Model):
    """ลำดับเสนอ – one person of the chain. ``run`` counts the proposals: steps of earlier runs stay as they were decided.

    ``title`` and ``acting_for`` stand under the name of who signs (ปฏิบัติราชการแทน …); ``decided_as``: the roles held
    then, with the order of who acts for another.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="steps")
    run = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="letter_steps")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    acting_for = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=10, blank=True)  # approved, signed, returned; empty: not decided
    version = models.PositiveIntegerField(null=True, blank=True)  # the version that was decided on
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_as = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter_id", "run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "run", "position"], name="letter_step_once"),
            models.UniqueConstraint(fields=["letter", "run", "person"], name="letter_step_person_once"),
            models.CheckConstraint(
                condition=Q(part__in=[one.value for one in Part]), name="letter_step_part"
            ),
            models.CheckConstraint(condition=Q(position__gte=1, run__gte=1), name="letter_step_from_one"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at__isnull=True, decided_by__isnull=True)
                | Q(
                    verdict__in=["approved", "signed", "returned"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    version__isnull=False,
                ),
                name="letter_step_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(reason=""), name="letter_step_returned_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.person}"


class LetterLink(models.Model):
    """What a letter has to do with another, or with one that came in: the chain that one can walk."""

    class Kind(models.TextChoices):
        REFERENCE = "reference", "อ้างถึง"
        ENCLOSURE = "enclosure", "สิ่งที่ส่งมาด้วย"
        ANSWERS = "answers", "ตอบหนังสือ"
        CONTINUES = "continues", "สืบเนื่องจาก"

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind)
    to_letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="linked_from"
    )
    to_arrival = models.ForeignKey(
        Arrival, on_delete=models.PROTECT, null=True, blank=True, related_name="linked_from"
    )
    to_intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, null=True, blank=True, related_name="linked_from"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["letter_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "kind", "to_letter"], name="letter_link_letter_once"),
            models.UniqueConstraint(fields=["letter", "kind", "to_arrival"], name="letter_link_arrival_once"),
            models.UniqueConstraint(fields=["letter", "kind", "to_intake"], name="letter_link_intake_once"),
            models.CheckConstraint(
                condition=Q(to_letter__isnull=False, to_arrival__isnull=True, to_intake__isnull=True)
                | Q(to_letter__isnull=True, to_arrival__isnull=False, to_intake__isnull=True)
                | Q(to_letter__isnull=True, to_arrival__isnull=True, to_intake__isnull=False),
                name="letter_link_to_one",
            ),
            models.CheckConstraint(
                condition=Q(to_letter__isnull=True) | ~Q(to_letter=F("letter")), name="letter_link_to_another"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["reference", "enclosure", "answers", "continues"]),
                name="letter_link_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.kind}"


class SealedPaper(models.Model):
    """ฉบับลงนาม – the PDF as it was signed, known by its SHA-256; the database refuses to change or delete the row.

    ``signature``: what the digital signature says (``subject``, ``issuer``, ``fingerprint``, ``signed_at``); empty
    when no certificate is set up here, and then the page and the paper say so.
    """

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="paper")
    file = models.FileField(upload_to=_path, max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    signature = models.JSONField(default=dict)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["-sealed_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="sealed_paper_not_empty")]

    def __str__(self) -> str:
        return self.sha256
