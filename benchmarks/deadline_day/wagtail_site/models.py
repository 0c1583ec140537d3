"""One result with its narrative; every save leaves a revision and a line in Wagtail's log, as ours leaves the trail."""

from django.db import models
from wagtail.models import RevisionMixin  # type: ignore[import-not-found]  # in an environment of its own
from wagtail.snippets.models import register_snippet  # type: ignore[import-not-found]


@register_snippet
class Result(RevisionMixin, models.Model):  # type: ignore[misc]
    value = models.DecimalField(max_digits=18, decimal_places=6)
    narrative = models.TextField()

    def __str__(self) -> str:
        return str(self.pk)
