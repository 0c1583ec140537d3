"""Who may open, hear and decide an appeal: facts gathered here, decided by ``rules.appeals``."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from django.utils.timezone import localdate

from samrit.frameworks.models import Kpi, Round
from samrit.people.models import Role, User
from samrit.people.queries import Duties
from samrit.rules.appeals import State, Verb, Who, decide
from samrit.rules.windows import counted_moment
from samrit.rules.wording import Refusal, refuse
from samrit.scores.models import Appeal, KpiScore, ProvinceScore
from samrit.scores.permissions.evaluating import refuse_evaluating
from samrit.scores.queries.appeals import (
    APPEALABLE,
    appeal_window,
    grace_of_appeals,
    panel_of,
    scorers_of,
    working_in_province,
)


class Bench:
    """Who is too near to a round's score to judge it; read once, asked of many people."""

    def __init__(self, round_: Round, *, now: datetime) -> None:
        self._round, self._now = round_, now

    @cached_property
    def scorers(self) -> set[int]:
        return scorers_of(self._round)

    @cached_property
    def neighbours(self) -> set[int]:
        return working_in_province(self._round, localdate(self._now))


def who_is(duties: Duties, round_: Round, kpi: Kpi, appeal: Appeal | None = None) -> frozenset[Who]:
    """All that this person is to an appeal of this KPI."""
    owners = {ownership.agency_id for ownership in kpi.ownerships.all()}
    coordinates = round_.area_id in duties.coordinated_areas()
    approves = bool(owners & duties.agencies(Role.APPROVER))
    opened = appeal is not None and appeal.opened_by_id == duties.user.pk
    evaluates = refuse_evaluating(duties, round_) is None
    sits = appeal is not None and duties.user.pk in {member.user_id for member in panel_of(appeal)}
    found = {
        Who.COORDINATOR: coordinates,
        Who.APPROVER: approves,
        Who.OPENER: opened and (coordinates or approves),
        Who.EVALUATOR: evaluates,
        Who.PANEL: evaluates and sits,
    }
    return frozenset(who for who, holds in found.items() if holds)


def refuse_contesting(kpi_score: KpiScore) -> Refusal | None:
    """Only what was verified can be contested, and only while the score is confirmed and not final."""
    score = kpi_score.province_score
    if score.superseded_at is not None or score.state not in APPEALABLE:
        return refuse("score_not_contestable", "อุทธรณ์ได้เฉพาะคะแนนที่ยืนยันแล้วและยังไม่สิ้นสุด")
    if kpi_score.verification_id is None:
        return refuse(
            "nothing_to_contest", "ตัวชี้วัดนี้ไม่มีผลที่จังหวัดส่งและตรวจแล้ว จึงอุทธรณ์ไม่ได้ – หากมีตัวชี้วัดย่อย ให้อุทธรณ์ที่ตัวชี้วัดย่อย"
        )
    return None


def refuse_opening_appeal(
    duties: Duties,
    kpi_score: KpiScore,
    *,
    latest: Appeal | None,
    now: datetime,
    began_at: datetime | None = None,
) -> Refusal | None:
    """``latest``: the item's newest appeal; ``began_at``: when this person was given the form to fill in."""
    round_ = kpi_score.province_score.round
    window = appeal_window(round_)
    moment = counted_moment(window, now, began_at=began_at, grace=grace_of_appeals(round_))
    state = State(latest.state) if latest else State.NONE
    who = who_is(duties, round_, kpi_score.kpi)
    said = decide(Verb.OPEN, state, who=who, window=window, now=moment)
    return said if isinstance(said, Refusal) else refuse_contesting(kpi_score)


def next_state(
    verb: Verb, appeal: Appeal, *, duties: Duties, now: datetime, bench: Bench | None = None
) -> State | Refusal:
    """The appeal (fetched ``with_everything``) after ``verb``, or why not."""
    round_ = appeal.round
    bench = bench or Bench(round_, now=now)
    who = who_is(duties, round_, appeal.kpi_score.kpi, appeal)
    if not who and duties.evaluates and (refusal := refuse_evaluating(duties, round_)):
        return refusal
    return decide(
        verb,
        State(appeal.state),
        who=who,
        window=appeal_window(round_),
        now=now,
        scored=duties.evaluates and duties.user.pk in bench.scorers,
    )


def refuse_act(
    verb: Verb, appeal: Appeal, *, duties: Duties, now: datetime, bench: Bench | None = None
) -> Refusal | None:
    said = next_state(verb, appeal, duties=duties, now=now, bench=bench)
    return said if isinstance(said, Refusal) else None


def refuse_member(user: User, appeal: Appeal, *, evaluators: Collection[int], bench: Bench) -> Refusal | None:
    """Nobody judges what they scored, nor the province that they work in. ``evaluators``: keys of today's."""
    if user.pk not in evaluators:
        return refuse("member_not_evaluator", "{name} ไม่ได้เป็นผู้ประเมินของสำนักงาน ก.พ.ร. ในวันนี้", name=user.name)
    if user.pk in bench.scorers:
        return refuse(
            "member_scored", "{name} มีส่วนในการตรวจหรือคิดคะแนนรอบนี้ จึงเป็นคณะพิจารณาไม่ได้", name=user.name
        )
    if user.pk in bench.neighbours:
        return refuse(
            "member_of_province", "{name} มีบทบาทในจังหวัดนี้ระหว่างรอบ จึงเป็นคณะพิจารณาไม่ได้", name=user.name
        )
    if user.pk == appeal.opened_by_id:
        return refuse("member_opened", "{name} เป็นผู้ยื่นอุทธรณ์เรื่องนี้", name=user.name)
    return None


def refuse_reopening_contested(undecided: int) -> Refusal | None:
    """A score under appeal is not opened again: the panel decides first."""
    if not undecided:
        return None
    return refuse(
        "reopening_contested", "มีอุทธรณ์ที่ยังไม่ได้ตัดสิน {count} เรื่อง – ตัดสินให้ครบก่อนจึงเปิดคะแนนใหม่ได้", count=undecided
    )


def refuse_deciding_score(score: ProvinceScore | None) -> Refusal | None:
    """A decision changes the score only while it is confirmed and not final."""
    if score is not None and score.state in APPEALABLE:
        return None
    return refuse("score_not_contestable", "อุทธรณ์ได้เฉพาะคะแนนที่ยืนยันแล้วและยังไม่สิ้นสุด")
