"""Surveys of citizens: where they are answered, what was answered, what of it is shown."""

from django.db import models
from django.db.models import F, Q

from samrit.assessments.models.releases import InstrumentRelease
from samrit.people.models import Agency, User


class SurveyRun(models.Model):
    """การสำรวจ – one agency asks with one release from a day to a day (both included).

    ``population``: of how many the answers are a sample, where that is known. ``closed_at``: no more answers are taken.
    """

    release = models.ForeignKey(InstrumentRelease, on_delete=models.PROTECT, related_name="runs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="surveys")
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=300, blank=True)  # whom citizens ask about their data
    fiscal_year = models.PositiveSmallIntegerField()  # พ.ศ.
    opens_on = models.DateField()
    closes_on = models.DateField()
    population = models.PositiveIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_ends_after_start"),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population__gte=1),
                name="survey_population_of_someone",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="survey_named"),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyPoint(models.Model):
    """จุดสำรวจ – a service at a place (a district's office, or everywhere), with a link and a poster of its own.

    ``code`` stands in the public address. ``kiosk_series``: raising it makes the counters' old addresses worthless.
    """

    run = models.ForeignKey(SurveyRun, on_delete=models.PROTECT, related_name="points")
    code = models.CharField(max_length=12, unique=True)
    service = models.CharField(max_length=200)
    district = models.CharField(max_length=8, blank=True)  # official code; empty: of the whole province
    kiosk_series = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["service", "district", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "service", "district"], name="point_once_in_run"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(service=""), name="point_named"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.district}".strip()


class SurveyAnswer(models.Model):
    """คำตอบ – of nobody: no name, no network address, no time of day. Append-only; ``counted`` alone changes, once.

    ``client`` is a random number that the form or the counter made: the same one sent again is the same answer.
    """

    class Way(models.TextChoices):
        LINK = "link", "ลิงก์หรือ QR"
        KIOSK = "kiosk", "เครื่องที่เคาน์เตอร์"
        IMPORT = "import", "นำเข้าจากระบบอื่น"

    point = models.ForeignKey(SurveyPoint, on_delete=models.PROTECT, related_name="answers")
    client = models.UUIDField(unique=True)
    answers = models.JSONField()
    day = models.DateField()
    way = models.CharField(max_length=10, choices=Way)
    counted = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["point"], condition=Q(counted=False), name="survey_answer_uncounted"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["link", "kiosk", "import"]), name="answer_way_known"),
        ]

    def __str__(self) -> str:
        return str(self.client)


class SurveyTally(models.Model):
    """ยอดนับ – how often an option was chosen at a point in a month; results never look through the answers.

    ``option`` empty: how often the question was asked. ``row`` of a matrix, else empty. ``question`` empty: whole answers.
    """

    point = models.ForeignKey(SurveyPoint, on_delete=models.PROTECT, related_name="tallies")
    month = models.DateField()  # its first day
    question = models.CharField(max_length=48, blank=True)
    row = models.CharField(max_length=48, blank=True)
    option = models.CharField(max_length=48, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "month", "question", "row", "option"], name="survey_tally_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.option}: {self.count}"


class ReleasedFigures(models.Model):
    """ผลที่เปิดเผย – what people see of a run, append-only; newer ones only where nobody's answer follows from the change.

    ``groups``: "point month" → answers in it (``rules.instruments.may_release``). ``tallies``: rows point, month, question,
    row, option, count. ``words``: question → pairs word, comments.
    """

    run = models.ForeignKey(SurveyRun, on_delete=models.PROTECT, related_name="released")
    number = models.PositiveIntegerField()
    groups = models.JSONField()
    tallies = models.JSONField()
    words = models.JSONField()
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["run_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="released_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="released_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.number}"


class AnswerImport(models.Model):
    """การนำเข้าคำตอบ – a table of another system (LimeSurvey, Google Forms) and what each of its columns is.

    ``mapping``: column's number → question, or question and row joined by a dot. ``taken_at`` empty: looked at only;
    once it is taken in, ``content`` is empty: other systems write names beside answers.
    """

    point = models.ForeignKey(SurveyPoint, on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.TextField(blank=True)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["point", "sha256"], name="answers_brought_once"),
        ]

    def __str__(self) -> str:
        return self.name
