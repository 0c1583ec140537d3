"""The words of the public results, to be looked for."""

from django.db import models

from samrit.scores.models.publications import Publication


class PublicWords(models.Model):
    """คำของผลที่ประกาศ – one thing of a published page that can be found: the province, a KPI, an agency.

    Only of editions that are public: rows come when an edition's moment has come and go when it is withdrawn or
    another takes its place. ``text`` is title and body as they are looked for (``rules.searching``).
    """

    class Kind(models.TextChoices):
        PROVINCE = "province", "จังหวัด"
        KPI = "kpi", "ตัวชี้วัด"
        AGENCY = "agency", "หน่วยงาน"

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(
        max_length=60
    )  # within the page: a province's code, a KPI's full number, an agency's key
    title = models.TextField()
    body = models.TextField(blank=True)
    plain_title = models.TextField()
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "kind", "key"], name="public_words_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["province", "kpi", "agency"]), name="public_words_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
