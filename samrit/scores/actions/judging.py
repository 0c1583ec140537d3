"""Two look at one result, neither sees the other's opinion; where they differ a third decides."""

from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.audit.models import subject_of
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.rules.assigning import THIRD, third_for
from samrit.rules.calibration import is_same
from samrit.rules.wording import Message, RefusedError, refuse
from samrit.scores.actions.finding import Decision, Found, Said, found
from samrit.scores.actions.sealing import GIVEN, fresh_salt, seal_of, unseal
from samrit.scores.actions.verifying import locked_item, settle
from samrit.scores.assigning_telling import tell_of_dispute
from samrit.scores.models import Assignment, Comparison, Opinion, Verification
from samrit.scores.permissions import refuse_deciding, refuse_opinion
from samrit.scores.queries import (
    Judges,
    gave_opinion,
    judges_of,
    loads_of,
    pair_of,
    places_of,
    rounds_to_assign,
    rubric_for,
    scorer_of,
    scorers,
)


@transaction.atomic
def give_opinion(
    *,
    item: Item,
    by: User,
    now: datetime,
    seen: tuple[str, ...] = (),
    **said: Unpack[Said],
) -> Opinion:
    """One of two says what they found; it stays sealed until the other has too. Then the two are compared.

    Until then it can be given again: the slip of a finger is nobody's opinion. ``seen``: evidence that was looked at.
    """
    duties = duties_of(by, localdate(now))
    fresh, result = locked_item(item, duties, now)
    judges = judges_of(fresh, by)
    scorer = scorer_of(by, fresh.round.fiscal_year_id)
    if refusal := refuse_opinion(duties, fresh, judges, scorer):
        raise RefusedError(refusal)
    finding = found(result, rubric_for(fresh), **said)
    opinion = _kept(judges.held[judges.slot], result, finding, seen=seen, by=by, now=now)
    both = pair_of(result)
    if len(both) > 1:
        _compare(fresh, result, both[0], both[1], judges, by=by, now=now)
    return opinion


def _kept(
    assignment: Assignment, result: Result, said: Found, *, seen: tuple[str, ...], by: User, now: datetime
) -> Opinion:
    """The trail knows that it was given and its seal, not what it says; ``unseal`` tells the salt when both are there."""
    Opinion.objects.filter(assignment=assignment, superseded_at=None).update(superseded_at=now)
    opinion = Opinion.objects.create(
        assignment=assignment, result=result, **vars(said), seen=list(seen), salt=fresh_salt(), given_at=now
    )
    told = {"salt": opinion.salt} if assignment.slot == THIRD else {}  # the third hides from nobody
    record(
        verb=GIVEN,
        subject=assignment,
        by=by,
        now=now,
        after={"sha256": seal_of(opinion), **told},
        area_code=result.round.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return opinion


def _compare(
    item: Item, result: Result, first: Opinion, second: Opinion, judges: Judges, *, by: User, now: datetime
) -> None:
    """The same to the digit settles it; anything else goes to a third."""
    Comparison.objects.filter(result=result, verification=None, voided_at=None).update(voided_at=now)
    if is_same(first.value, first.missing, second.value, second.missing):
        verification = settle(result=result, **_agreed(result, first, second), by=by, now=now)
        agreed = Comparison.objects.create(
            result=result, first=first, second=second, agreed=True, compared_at=now, verification=verification
        )
        unseal(agreed, by=by, now=now)
        return
    comparison = Comparison.objects.create(
        result=result, first=first, second=second, agreed=False, compared_at=now
    )
    unseal(comparison, by=by, now=now)
    third = _find_third(item, judges, by=by, now=now)
    tell_of_dispute(comparison, item, third, now=now)
    record(
        verb="open_dispute",
        subject=comparison,
        by=by,
        now=now,
        after={"scorer": subject_of(third.evaluator) if isinstance(third, Assignment) else ""},
        area_code=result.round.area_id,
    )


def _agreed(result: Result, first: Opinion, second: Opinion) -> dict[str, Any]:
    same = is_same(first.value, first.missing, result.value, result.missing)
    reasons = [one.reason for one in (first, second) if one.reason]
    if len(set(reasons)) > 1:
        reasons = [f"ผู้ตรวจ {name}: {text}" for name, text in zip("กข", reasons, strict=False)]
    return {
        "decision": Decision.ACCEPT if same else Decision.CORRECT,
        "value": first.value,
        "missing": first.missing,
        "reason": "\n".join(dict.fromkeys(reasons)),
        "rubric": first.rubric,
    }


def _find_third(item: Item, judges: Judges, *, by: User, now: datetime) -> Assignment | Message:
    """The least loaded of those who have no part in it; why there is nobody, otherwise."""
    if third := judges.held.get(THIRD):
        return third
    round_, day = item.round, localdate(now)
    places = places_of(rounds_to_assign(round_.fiscal_year_id, round_.months))
    place = next((one for one in places if one.key == (round_.pk, item.kpi.indicator_id)), None)
    people = scorers(round_.fiscal_year_id, day=day, loads=loads_of(places), capacity=None)
    if place is None:
        raise RefusedError(refuse("item_not_asked", "รอบนี้ไม่ได้ถามตัวชี้วัดนี้แล้ว"))
    barred = gave_opinion(round_, item.kpi.indicator_id)
    found_ = third_for(list(people.values()), place.as_piece(barred))
    if isinstance(found_, Message):
        return found_
    return Assignment.objects.create(
        round=round_, indicator_id=item.kpi.indicator_id, evaluator_id=found_, slot=THIRD, assigned_by=by,
        assigned_at=now,
    )  # fmt: skip


@transaction.atomic
def decide_dispute(
    *,
    comparison: Comparison,
    item: Item,
    by: User,
    now: datetime,
    **said: Unpack[Said],
) -> Verification:
    """ชี้ขาด: the third has read both and says what is true, always with a reason; once more when it was wrong."""
    duties = duties_of(by, localdate(now))
    fresh, result = locked_item(item, duties, now)
    judges = judges_of(fresh, by)
    scorer = scorer_of(by, fresh.round.fiscal_year_id)
    if refusal := refuse_deciding(duties, fresh, comparison, judges, scorer):
        raise RefusedError(refusal)
    finding = found(result, rubric_for(fresh), **said)
    if not finding.reason:
        raise RefusedError(
            refuse("decision_reason_required", "ชี้ขาดต้องบอกเหตุผล เพื่อให้ผู้ตรวจทั้งสองคนและจังหวัดรู้ว่าเพราะอะไร")
        )
    third = judges.held.get(THIRD) or Assignment.objects.create(
        round=fresh.round, indicator_id=fresh.kpi.indicator_id, evaluator=by, slot=THIRD, assigned_by=by,
        assigned_at=now,
    )  # fmt: skip
    opinion = _kept(third, result, finding, seen=(), by=by, now=now)
    verification = settle(result=result, **vars(finding), by=by, now=now)
    Comparison.objects.filter(pk=comparison.pk).update(decision=opinion, verification=verification)
    return verification
