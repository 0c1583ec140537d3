"""The seals of opinions: in the trail from the first moment, to be recomputed by anybody once both opinions are there."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.audit.models import Event
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.sealing import canonical, sealed
from samrit.rules.thai import plain_number
from samrit.scores.models import Assignment, Comparison, Opinion

SALT_BYTES = 16
GIVEN, OPENED = "give_opinion", "unseal_opinions"
BATCH = 500


def fresh_salt() -> str:
    """32 hex digits that nobody can guess."""
    return secrets.token_hex(SALT_BYTES)


def seal_of(opinion: Opinion) -> str:
    """SHA-256 of all that an opinion says and of its salt: the same in the trail as long as nobody changed the row.

    The text is ``rules.sealing.canonical`` of these facts; docs/evaluating.md says how to make it by hand.
    """
    said: dict[str, Any] = {
        "assignment": opinion.assignment_id, "result": opinion.result_id, "decision": opinion.decision,
        "value": None if opinion.value is None else plain_number(opinion.value), "missing": opinion.missing,
        "rubric": opinion.rubric, "reason": opinion.reason, "seen": opinion.seen,
        "given_at": opinion.given_at.timestamp(),
    }  # fmt: skip
    if opinion.salt:  # what was sealed without keeps its seal
        said["salt"] = opinion.salt
    return sealed(canonical(said))


def unseal(comparison: Comparison, *, by: User, now: datetime) -> None:
    """Both are there: the trail tells the salts, of slips that were put right too."""
    both = (comparison.first.assignment_id, comparison.second.assignment_id)
    given = Opinion.objects.filter(assignment__in=both, result=comparison.result_id).order_by("pk")
    record(
        verb=OPENED,
        subject=comparison,
        by=by,
        now=now,
        after={"salts": {seal_of(opinion): opinion.salt for opinion in given}},
        area_code=comparison.result.round.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )


def altered_opinions() -> Iterator[Opinion]:
    """Opinions that are not what the trail sealed; two queries for each batch."""
    batch: list[Opinion] = []
    for opinion in Opinion.objects.select_related("assignment__round__area").order_by("pk").iterator(BATCH):
        batch.append(opinion)
        if len(batch) == BATCH:
            yield from _altered(batch)
            batch = []
    yield from _altered(batch)


def _altered(batch: list[Opinion]) -> Iterator[Opinion]:
    label = Assignment._meta.label_lower  # noqa: SLF001 - Django's public way to a model's label
    subjects = {f"{label}:{opinion.assignment_id}" for opinion in batch}
    told: set[tuple[str, str]] = set()
    for event in Event.objects.filter(subject__in=subjects, verb=GIVEN):
        told.add((event.subject, event.after.get("sha256", "")))
    for opinion in batch:
        if (f"{label}:{opinion.assignment_id}", seal_of(opinion)) not in told:
            yield opinion
