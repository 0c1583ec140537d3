"""Publishing a revised edition together with what becomes of the results that stand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions import publish_edition, put_in_force, withdraw_edition
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.frameworks.permissions import refuse_change
from samrit.frameworks.queries import due_on, facts_of_revision, refusals_to_revise
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.actions.returning import keep_return, points_of
from samrit.reports.models import Result, ResultFate
from samrit.reports.permissions import refuse_fates
from samrit.reports.queries.revising import RoundTouched, fates_of, rounds_touched
from samrit.reports.reopening_telling import tell_of_asking_again
from samrit.rules.amendment import Fate
from samrit.rules.thai import thai_date
from samrit.rules.wording import RefusedError
from samrit.rules.workflow import TRANSITIONS, Status, Verb

Chosen = Mapping[
    tuple[int, int | None], Fate
]  # (round, indicator) → fate; without an indicator: the whole round
CAN_BE_ASKED_AGAIN = {
    source for transition in TRANSITIONS if transition.verb == Verb.ASK_AGAIN for source in transition.sources
}


@transaction.atomic
def publish_revision(*, edition: Edition, chosen: Chosen, by: User, now: datetime) -> Edition:
    """ประกาศใช้ฉบับปรับปรุง: refused, naming them, while anything that stands has no fate chosen.

    A revision whose day is to come is decided now; on that day ``bring_into_force`` does what was chosen.
    """
    _lock_rounds(edition)
    today, duties = localdate(now), duties_of(by, localdate(now))
    editions = Edition.objects.select_related("framework__area", "framework__fiscal_year", "amends")
    edition = editions.get(pk=edition.pk)
    if refusal := refuse_change(duties, edition):
        raise RefusedError(refusal)
    if refusals := refusals_to_revise(edition, today):
        raise RefusedError(refusals[0])
    rounds = rounds_touched(edition, today=today)
    if refusal := refuse_fates(rounds, chosen, duties=duties, edition=edition, now=now):
        raise RefusedError(refusal)
    published = publish_edition(edition=edition, by=by, now=now, results_settled=True)
    ResultFate.objects.bulk_create(_fates(published, rounds, chosen, by=by, now=now), batch_size=500)
    if published.status == Edition.Status.PUBLISHED:
        _carry_out(published, by=by, now=now)
    return published


def _lock_rounds(edition: Edition) -> None:
    """Every save of a result locks its round first: none of them comes between."""
    framework = edition.framework
    rounds = Round.objects.filter(area=framework.area_id, fiscal_year=framework.fiscal_year_id)
    list(rounds.select_for_update().order_by("pk").values_list("pk"))


def _fates(
    edition: Edition, rounds: Sequence[RoundTouched], chosen: Chosen, *, by: User, now: datetime
) -> Iterable[ResultFate]:
    for one in rounds:
        made = {"edition": edition, "round": one.round, "chosen_by": by, "chosen_at": now}
        if one.published or chosen.get((one.round.pk, None)) == Fate.KEPT:
            yield ResultFate(fate=Fate.KEPT, **made)
            continue
        for touched in one.items:
            kpi = touched.item.kpi
            fate = chosen[one.round.pk, kpi.indicator_id]
            yield ResultFate(indicator_id=kpi.indicator_id, kpi=touched.item.judged_by, fate=fate, **made)


@transaction.atomic
def withdraw_revision(*, edition: Edition, reason: str, by: User, now: datetime) -> Edition:
    """Make a draft again of a revision whose day has not come; what was chosen for results is chosen anew."""
    _lock_rounds(edition)
    withdrawn = withdraw_edition(edition=edition, reason=reason, by=by, now=now)
    ResultFate.objects.filter(edition=withdrawn).delete()
    return withdrawn


# ── on its day ──────────────────────────────────────────────────────────────
def bring_into_force(*, now: datetime) -> list[Edition]:
    """Put every decided edition in force whose day has come, each in its own transaction; one query when none has."""
    return [edition for edition in due_on(localdate(now)) if _bring_into_force(edition, now)]


@transaction.atomic
def _bring_into_force(edition: Edition, now: datetime) -> bool:
    _lock_rounds(edition)
    edition = Edition.objects.select_related("amends", "framework", "published_by").get(pk=edition.pk)
    rounds = rounds_touched(edition, today=localdate(now))
    if not put_in_force(edition=edition, now=now):
        return False
    _carry_out(edition, by=None, now=now)
    _keep_the_unforeseen(edition, rounds, now)
    return True


def _keep_the_unforeseen(edition: Edition, rounds: Sequence[RoundTouched], now: datetime) -> None:
    """Results of a round that was set only after the decision: kept, and on record as not chosen by anybody."""
    known = set(ResultFate.objects.filter(edition=edition).values_list("round", "indicator"))
    if edition.published_by is None:
        raise ValueError("a decided edition was published by somebody")
    for one in rounds:
        for touched in one.items:
            item = touched.item
            if item.result is None or {(one.round.pk, None), (one.round.pk, item.kpi.indicator_id)} & known:
                continue
            _judge(item.result, item.judged_by, "fate_kept", edition, by=None, now=now)
            ResultFate.objects.create(
                edition=edition,
                round=one.round,
                indicator_id=item.kpi.indicator_id,
                kpi=item.judged_by,
                fate=Fate.KEPT,
                chosen_by=edition.published_by,
                chosen_at=now,
            )


def _carry_out(edition: Edition, *, by: User | None, now: datetime) -> None:
    """Do with rounds and results what was chosen for them."""
    fates = fates_of(edition)
    whole = [fate.round_id for fate in fates if fate.indicator_id is None]
    Round.objects.filter(pk__in=whole).update(ruled_by=edition.amends)
    concerned = {(fate.round_id, fate.indicator_id) for fate in fates}
    results = {
        (result.round_id, result.indicator_id): result
        for result in Result.objects.select_for_update().filter(
            round__in={key for key, _ in concerned}, indicator__in={key for _, key in concerned if key}
        )
    }
    done = [fate.pk for fate in fates if _done(fate, results, edition, by=by, now=now)]
    ResultFate.objects.filter(pk__in=done).update(carried_out_at=now)


def _done(
    fate: ResultFate,
    results: Mapping[tuple[int, int], Result],
    edition: Edition,
    *,
    by: User | None,
    now: datetime,
) -> bool:
    """Whether what was chosen is done. A result that went too far to be asked again is kept, and that is on record."""
    if fate.indicator_id is None:
        return True
    result = results.get((fate.round_id, fate.indicator_id))
    if result is None:
        return True  # nothing was entered before the day came
    if fate.fate == Fate.ASKED_AGAIN and Status(result.status) not in CAN_BE_ASKED_AGAIN:
        _judge(result, fate.kpi, "fate_kept", edition, by=by, now=now)
        return False
    if fate.fate == Fate.ASKED_AGAIN:
        _ask_again(result, edition, by=by, now=now)
    elif fate.fate == Fate.KEPT:
        _judge(result, fate.kpi, "fate_kept", edition, by=by, now=now)
    else:
        _judge(result, None, "fate_rescored", edition, by=by, now=now)
    return True


def _judge(
    result: Result, kpi: Kpi | None, verb: str, edition: Edition, *, by: User | None, now: datetime
) -> None:
    result.judged_by = kpi
    result.version += 1
    result.save(update_fields=["judged_by", "version"])
    _record(verb, result, edition, by=by, now=now)


def _ask_again(result: Result, edition: Edition, *, by: User | None, now: datetime) -> None:
    """Back to the recorder with the revision as the reason; an approval given before is cleared."""
    before = {"status": result.status}
    returned_by = by or edition.published_by
    if returned_by:
        points = points_of(_reason(edition), ())
        keep_return(result, points, from_status=result.status, by=returned_by, now=now)
    result.judged_by, result.status = None, Status.RETURNED
    result.returned_by, result.returned_at, result.returned_as = returned_by, now, ""
    result.return_reason = _reason(edition)
    result.approved_by, result.approved_at, result.approved_as = None, None, ""
    result.version += 1
    result.save()
    after = {"status": Status.RETURNED.value}
    _record(Verb.ASK_AGAIN, result, edition, by=by, now=now, before=before, after=after)
    tell_of_asking_again(result, edition, by=by, now=now)


def _reason(edition: Edition) -> str:
    facts = facts_of_revision(edition)
    day = thai_date(facts.effective_on, short=True) if facts.effective_on else ""
    return (
        f"กรอบฉบับที่ {edition.number} ซึ่งใช้ตั้งแต่ {day} เปลี่ยนตัวชี้วัดนี้ (มติที่ประชุมครั้งที่ {facts.meeting}) "
        f"จึงขอให้รายงานใหม่ตามเกณฑ์ใหม่ – {facts.reason}"
    )


def _record(
    verb: str,
    result: Result,
    edition: Edition,
    *,
    by: User | None,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    record(
        verb=verb,
        subject=result,
        by=by,
        now=now,
        before=before,
        after={**(after or {}), "edition": edition.number},
        reason=edition.revision_reason,
        area_code=edition.framework.area_id,
        actor_role=duties_of(by, localdate(now)).described() if by else "",
    )
