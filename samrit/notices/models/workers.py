"""The processes that work in the background, and when each repeating job had its turn."""

from django.db import models


class Worker(models.Model):
    """A running ``samrit worker``; one that has not been seen for a while is dead and its work is taken up again."""

    name = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=200)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["started_at"]

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """When a repeating job was last begun: of several workers one takes the turn."""

    job = models.CharField(max_length=40, primary_key=True)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.job
