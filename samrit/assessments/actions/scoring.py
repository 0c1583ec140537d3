"""Keeping what a sheet came to. Part of the act that hands it in, which leaves the event."""

from datetime import datetime

from samrit.assessments.models import StageScore, StageSheet
from samrit.assessments.queries.assessments import Read, evidence_keys
from samrit.people.models import User
from samrit.rules.instruments import to_json
from samrit.rules.thai import plain_number
from samrit.rules.wording import Message


def keep_score(*, row: StageSheet, read: Read, stage: str, by: User, now: datetime) -> StageScore:
    """A new version, with all that is needed to make it again."""
    found = read.score(stage)
    newest = row.scores.order_by("-number").first()
    return StageScore.objects.create(
        sheet=row,
        number=newest.number + 1 if newest else 1,
        revision=row.revision,
        digest=found.digest,
        answers=row.answers,
        evidence=evidence_keys(row),
        value="" if found.value is None else plain_number(found.value),
        published=found.published or "",
        level=found.level.code if found.level else "",
        result=to_json(found, Message.to_data),
        made_by=by,
        made_at=now,
    )
