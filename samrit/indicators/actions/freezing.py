"""Freezing a province's observations for a round."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.locking import lock_area
from samrit.indicators.models import Generation, Snapshot
from samrit.indicators.permissions.submissions import refuse_freezing
from samrit.indicators.queries.observations import generation_of, snapshot_of
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError


@transaction.atomic
def freeze(*, area: Area, round_ref: str, by: User, now: datetime, reason: str = "") -> Snapshot:
    """ตรึงชุดข้อมูลของรอบ: the generation in force now and the submissions in it; a second time only with a reason."""
    duties = duties_of(by, localdate(now))
    lock_area(area.pk)
    earlier = snapshot_of(area.pk, round_ref)
    if refusal := refuse_freezing(duties, area.pk, again=earlier is not None, reason=reason):
        raise RefusedError(refusal)
    generation = generation_of(area.pk)
    made = Snapshot.objects.create(
        area=area,
        round_ref=round_ref,
        number=earlier.number + 1 if earlier else 1,
        generation=generation,
        submissions=_submissions_of(generation),
        reason=reason.strip(),
        frozen_by=by,
        frozen_at=now,
    )
    record(
        verb="freeze_data",
        subject=made,
        by=by,
        now=now,
        after={"round_ref": round_ref, "generation": generation.number if generation else 0},
        reason=made.reason,
        area_code=area.pk,
        actor_role=duties.described(),
    )
    return made


def _submissions_of(generation: Generation | None) -> list[int]:
    if generation is None:
        return []
    made = Generation.objects.filter(area=generation.area_id, number__lte=generation.number)
    return list(made.order_by("number").values_list("submission", flat=True))
