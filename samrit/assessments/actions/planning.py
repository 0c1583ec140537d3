"""Plans of one and three years, and their follow-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.actions.moving import locked
from samrit.assessments.models import Assessment, FollowUp, ImprovementTask
from samrit.assessments.permissions.assessing import refuse_verb
from samrit.assessments.queries.instruments import instrument_of
from samrit.assessments.queries.plans import standings
from samrit.audit.actions import record
from samrit.evidence.actions import Stored, keep_stored, store
from samrit.evidence.models import EvidenceFile
from samrit.evidence.permissions import refuse_using_again
from samrit.people.models import Role, User
from samrit.people.queries import duties_of
from samrit.rules.assessing import HORIZONS, Verb, follow_ups_of
from samrit.rules.secrecy import Level, is_secret
from samrit.rules.wording import RefusedError, refuse

PLANNERS = (Role.RECORDER, Role.APPROVER)  # of the agency; they may use its files again


@dataclass(frozen=True)
class Paper:
    """A new file that proves how far a task is: what was sent, its name and level."""

    file: BinaryIO
    name: str
    secrecy: str = Level.ORDINARY


@transaction.atomic
def plan_task(
    *,
    assessment: Assessment,
    section: str,
    questions: Sequence[str],
    years: int,
    what: str,
    owner: str,
    due: date,
    by: User,
    now: datetime,
) -> ImprovementTask:
    """One thing to be done about a section. RefusedError."""
    found = _allowed(assessment, by, now)
    instrument = instrument_of(found.release)
    if section not in instrument.sections or set(questions) - instrument.questions.keys():
        raise RefusedError(refuse("plan_section", "ไม่มีหัวข้อหรือข้อนี้ในแบบประเมิน"))
    if years not in HORIZONS:
        raise RefusedError(refuse("plan_years", "แผนเป็นแผน 1 ปีหรือ 3 ปี"))
    if not what.strip() or not owner.strip():
        raise RefusedError(refuse("plan_empty", "บอกว่าจะทำอะไร และใครรับผิดชอบ"))
    task = ImprovementTask.objects.create(
        assessment=found,
        section=section,
        questions=list(dict.fromkeys(questions)),
        years=years,
        what=what.strip(),
        owner=owner.strip(),
        due=due,
        planned_by=by,
        planned_at=now,
    )
    after = {"task": task.what, "owner": task.owner, "due": due.isoformat(), "years": years}
    _told("plan_improvement", found, by, now, after=after)
    return task


@transaction.atomic
def change_task(
    *, task: ImprovementTask, what: str, owner: str, due: date, by: User, now: datetime
) -> ImprovementTask:
    """Other words, another person or day; what it is about stays. RefusedError."""
    found = _allowed(task.assessment, by, now)
    one = ImprovementTask.objects.select_for_update().get(pk=task.pk)
    if one.dropped_at is not None:
        raise _dropped()
    if not what.strip() or not owner.strip():
        raise RefusedError(refuse("plan_empty", "บอกว่าจะทำอะไร และใครรับผิดชอบ"))
    before = {"task": one.what, "owner": one.owner, "due": one.due.isoformat()}
    one.what, one.owner, one.due = what.strip(), owner.strip(), due
    one.save(update_fields=["what", "owner", "due"])
    after = {"task": one.what, "owner": one.owner, "due": due.isoformat()}
    _told("change_plan", found, by, now, before=before, after=after)
    return one


@transaction.atomic
def drop_task(*, task: ImprovementTask, reason: str, by: User, now: datetime) -> ImprovementTask:
    """Not to be done after all, with a reason. RefusedError."""
    found = _allowed(task.assessment, by, now)
    one = ImprovementTask.objects.select_for_update().get(pk=task.pk)
    if one.dropped_at is not None:
        raise _dropped()
    if not reason.strip():
        raise RefusedError(refuse("plan_drop_reason", "ยกเลิกงานในแผนต้องบอกเหตุผล"))
    one.dropped, one.dropped_at = reason.strip(), now
    one.save(update_fields=["dropped", "dropped_at"])
    _told("drop_plan", found, by, now, after={"task": one.what}, reason=one.dropped)
    return one


def follow_up(
    *,
    task: ImprovementTask,
    months: int,
    standing: str,
    said: str,
    by: User,
    now: datetime,
    file: EvidenceFile | None = None,
    paper: Paper | None = None,
) -> FollowUp:
    """How far it is after so many months; said again, the newest counts. RefusedError.

    What proves it is a ``file`` of the agency's register, or a new ``paper`` that comes to it; its bytes are judged
    before anything is locked.
    """
    if file and paper:
        raise RefusedError(refuse("follow_up_one_file", "เลือกไฟล์ใหม่หรือไฟล์ในทะเบียนอย่างใดอย่างหนึ่ง"))
    if refusal := refuse_verb(Verb.PLAN, duties_of(by, localdate(now)), task.assessment, now=now):
        raise RefusedError(refusal)
    stored = store(file=paper.file, name=paper.name) if paper else None
    try:
        return _followed_up(task, months, standing, said, (file, paper, stored), by=by, now=now)
    except RefusedError:
        if stored:
            stored.discard()
        raise


@transaction.atomic
def _followed_up(
    task: ImprovementTask,
    months: int,
    standing: str,
    said: str,
    proof: tuple[EvidenceFile | None, Paper | None, Stored | None],
    *,
    by: User,
    now: datetime,
) -> FollowUp:
    found = _allowed(task.assessment, by, now)
    one = ImprovementTask.objects.select_for_update().get(pk=task.pk)
    if one.dropped_at is not None:
        raise _dropped()
    if months not in follow_ups_of(one.years) or standing not in standings():
        raise RefusedError(refuse("follow_up_months", "แผนนี้ไม่มีการติดตามรอบนี้"))
    if not said.strip():
        raise RefusedError(refuse("follow_up_empty", "เล่าสั้น ๆ ว่าทำถึงไหนแล้ว"))
    file = _proof_of(found, *proof, by=by, now=now)
    made = FollowUp.objects.create(
        task=one,
        months=months,
        standing=standing,
        said=said.strip(),
        file=file,
        attached_by=by,
        attached_at=now,
    )
    after = {"task": one.what, "months": months, "standing": standing}
    if file:  # of a secret one not even its name
        after |= {"evidence": "" if is_secret(file.secrecy) else file.name, "sha256": file.sha256}
    _told("follow_up_plan", found, by, now, after=after)
    return made


def _proof_of(
    found: Assessment,
    file: EvidenceFile | None,
    paper: Paper | None,
    stored: Stored | None,
    *,
    by: User,
    now: datetime,
) -> EvidenceFile | None:
    if paper and stored:
        return keep_stored(
            stored=stored,
            name=paper.name,
            agencies=[found.agency],
            secrecy=paper.secrecy,
            by=by,
            now=now,
            area_code=found.area_id,
        )
    if file and (refusal := refuse_using_again(duties_of(by, localdate(now)), file, *PLANNERS)):
        raise RefusedError(refusal)
    return file


def _allowed(assessment: Assessment, by: User, now: datetime) -> Assessment:
    found = locked(assessment)
    if refusal := refuse_verb(Verb.PLAN, duties_of(by, localdate(now)), found, now=now):
        raise RefusedError(refusal)
    return found


def _dropped() -> RefusedError:
    return RefusedError(refuse("plan_dropped", "งานนี้ยกเลิกแล้ว"))


def _told(verb: str, assessment: Assessment, by: User, now: datetime, **facts: Any) -> None:
    record(
        verb=verb,
        subject=assessment,
        by=by,
        now=now,
        area_code=assessment.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
        **facts,
    )
