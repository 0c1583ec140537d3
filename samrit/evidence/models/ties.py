"""What a file proves: every room above has its own way to tie one to something, and this one shape of it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise


class Proof(models.Model):
    """A ``file`` that proves something, in whatever room: what makes it a used one."""

    PROVES: ClassVar[str | Promise] = ""

    file: Any  # each room's own columns
    attached_by: Any
    attached_at: Any

    class Meta:
        abstract = True


class Tie(Proof):
    """A ``file`` tied, by ``attached_by`` at ``attached_at``, to something about one KPI in one round.

    ``ROUND`` and ``INDICATOR`` are the ways there, ``WITH`` what ``codes`` asks for; ``TOLD`` says which ties others
    than the own agency may know of, ``PROVES`` what beside the result itself.
    """

    ROUND: ClassVar[str]
    INDICATOR: ClassVar[str]
    WITH: ClassVar[tuple[str, ...]] = ()
    TOLD: ClassVar[Q] = Q()

    class Meta:
        abstract = True

    @property
    def codes(self) -> Sequence[str]:
        """The lines of the KPI's checklist that it answers."""
        return ()
