"""An appeal as a person reads it: its path, its clock in words, its files, the two scores side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from samrit.evidence.models import EvidenceFile
from samrit.evidence.queries import with_people
from samrit.people.models import User
from samrit.people.queries import Duties
from samrit.reports.proof import Proof, seen_file
from samrit.rules.appeals import (
    OUTCOME_LABELS,
    UNDECIDED,
    Outcome,
    State,
    label_of_ground,
    refuse_outside,
)
from samrit.rules.windows import Window
from samrit.rules.wording import Message, Refusal
from samrit.scores.models import Appeal, AppealDecision, KpiScore, ProvinceScore, ScoreState
from samrit.scores.permissions.appealing import Bench, refuse_member, refuse_opening_appeal, who_is
from samrit.scores.queries.appeals import (
    appeal_window,
    contestable_scores,
    evaluators_on,
    latest_appeals,
)
from samrit.ui.clock import GOLD, span_in_words, time_left
from samrit.ui.formats import date_and_time
from samrit.ui.pieces import Step


def decision_of(appeal: Appeal) -> AppealDecision | None:
    return getattr(appeal, "decision", None)


def state_code(appeal: Appeal) -> str:
    """The badge's code: where it stands, or how it was decided."""
    decision = decision_of(appeal) if appeal.state == State.DECIDED else None
    return f"appeal_{decision.outcome}" if decision else f"appeal_{appeal.state}"


@dataclass(frozen=True)
class Due:
    """The time until a decision is due; ``state`` is a badge's code where it needs somebody."""

    words: str
    state: str = ""


def due_of(appeal: Appeal, now: datetime) -> Due | None:
    """None once it is over."""
    if appeal.state not in {state.value for state in UNDECIDED}:
        return None
    if now >= appeal.decide_by:
        late = span_in_words(time_left(now, now + (now - appeal.decide_by), now))
        return Due(_("เลยกำหนดตัดสินมาแล้ว %(span)s") % {"span": late}, "late")
    left = span_in_words(time_left(appeal.opened_at, appeal.decide_by, now))
    words = _("ตัดสินภายใน %(span)s – %(moment)s") % {"span": left, "moment": date_and_time(appeal.decide_by)}
    return Due(words, "warning" if appeal.decide_by - now <= GOLD else "")


@dataclass(frozen=True)
class Row:
    """One appeal in a list."""

    appeal: Appeal
    state: str
    due: Due | None
    grounds: Message


def rows_of(appeals: Sequence[Appeal], now: datetime) -> list[Row]:
    return [
        Row(appeal, state_code(appeal), due_of(appeal, now), label_of_ground(appeal.grounds))
        for appeal in appeals
    ]


# ── beside a score ──────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Contest:
    """What a score's own page says of appeals: until when, why not (``refusal``), and each item by indicator."""

    window: Window
    refusal: Refusal | None
    items: Mapping[int, "ContestedItem"]
    undecided: int


@dataclass(frozen=True)
class ContestedItem:
    """``latest``: the item's newest appeal with its badge's code; ``opens``: this person may open one now."""

    latest: Appeal | None
    state: str
    opens: bool


def contest_of(duties: Duties, score: ProvinceScore, now: datetime) -> Contest | None:
    """None where nothing can be contested: not confirmed, or no longer the current version. Four queries."""
    if score.superseded_at is not None or score.state == ScoreState.PROVISIONAL:
        return None
    round_, latest = score.round, latest_appeals(score.round)
    items: dict[int, ContestedItem] = {}
    may = False
    for kpi_score in contestable_scores(score):
        appeal = latest.get(kpi_score.kpi.indicator_id)
        may = may or bool(who_is(duties, round_, kpi_score.kpi))
        opens = refuse_opening_appeal(duties, kpi_score, latest=appeal, now=now) is None
        items[kpi_score.kpi.indicator_id] = ContestedItem(appeal, state_code(appeal) if appeal else "", opens)
    undecided = sum(appeal.state in {state.value for state in UNDECIDED} for appeal in latest.values())
    window = appeal_window(round_)
    refusal = refuse_outside(window, now) if may and not duties.evaluates else None
    return Contest(window, refusal, items, undecided)


# ── its path ────────────────────────────────────────────────────────────────
def path_of(appeal: Appeal, *, published: bool) -> list[Step]:
    """ยื่น → รับพิจารณา → คณะพิจารณา → คำวินิจฉัย → ประกาศฉบับใหม่ (where the score changed)."""
    decision, panel = decision_of(appeal), list(appeal.sitting)  # type: ignore[attr-defined]  # with_everything
    opened = Step(_("ยื่นอุทธรณ์"), "done", appeal.opened_by.name, appeal.opened_at)
    if appeal.state == State.WITHDRAWN:
        return [opened, _ended(_("ถอนอุทธรณ์"), appeal)]
    if appeal.state == State.REFUSED:
        return [opened, _ended(_("ไม่รับพิจารณา"), appeal)]
    taken = appeal.taken_up_by
    steps = [
        opened,
        Step(_("รับพิจารณา"), "done", taken.name, appeal.taken_up_at)
        if taken
        else Step(_("รับพิจารณา"), "current", _("สำนักงาน ก.พ.ร."), appeal.opened_at),
        _panel_step(appeal, panel),
        Step(_("คำวินิจฉัย"), "done", decision.decided_by.name, decision.decided_at)
        if decision
        else Step(_("คำวินิจฉัย"), "current" if panel else "todo", _("คณะพิจารณา") if panel else ""),
    ]
    if decision and decision.verification_id:
        steps.append(Step(_("ประกาศฉบับใหม่"), "done" if published else "current", _("สำนักงาน ก.พ.ร.")))
    return steps


def _panel_step(appeal: Appeal, panel: Sequence[object]) -> Step:
    label = _("แต่งตั้งคณะพิจารณา")
    if panel:
        return Step(label, "done", since=panel[0].appointed_at)  # type: ignore[attr-defined]  # PanelMember
    return Step(label, "current" if appeal.taken_up_at else "todo", since=appeal.taken_up_at)


def _ended(label: str, appeal: Appeal) -> Step:
    return Step(label, "refused", appeal.ended_by.name if appeal.ended_by else "", appeal.ended_at)


def next_of(appeal: Appeal) -> str:
    """What happens next, in words; empty when nothing does."""
    if appeal.state == State.OPEN:
        return _("สำนักงาน ก.พ.ร. ตรวจว่ายื่นในเวลาและครบถ้วน แล้วรับพิจารณา")
    if appeal.state == State.TAKEN_UP and not appeal.sitting:  # type: ignore[attr-defined]  # with_everything
        return _("สำนักงาน ก.พ.ร. แต่งตั้งคณะพิจารณาที่ไม่มีส่วนในคะแนนนี้")
    if appeal.state == State.TAKEN_UP:
        return _("คณะพิจารณาประชุมและบันทึกคำวินิจฉัย")
    return ""


# ── who may sit ─────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Candidate:
    """Somebody who evaluates, and why they may not decide this appeal."""

    person: User
    refusal: Refusal | None


def candidates_of(appeal: Appeal, bench: Bench, *, day: date) -> list[Candidate]:
    """Everybody who evaluates on that day, by name."""
    people = list(evaluators_on(day))
    keys = {person.pk for person in people}
    return [
        Candidate(person, refuse_member(person, appeal, evaluators=keys, bench=bench)) for person in people
    ]


# ── its files ───────────────────────────────────────────────────────────────
def appeal_proofs(duties: Duties, appeal: Appeal) -> list[Proof]:
    """The files of the appeal as this person sees them; four queries, however many."""
    links = list(appeal.evidence.all())
    if not links:
        return []
    files = with_people(EvidenceFile.objects.filter(pk__in={link.file_id for link in links}))
    known = {file.pk: file for file in files}
    return [
        Proof(seen_file(duties, known[link.file_id]), link.pk, 0, link.attached_by.name, link.attached_at, ())
        for link in links
    ]


# ── what was decided ────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Standing:
    """The item and the province in one version of the score."""

    label: str
    score: ProvinceScore
    kpi: KpiScore | None

    @property
    def points(self) -> Decimal | None:
        return self.kpi.score if self.kpi else None


@dataclass(frozen=True)
class Ruled:
    """A decision with what it changed; ``votes`` are (name, in words)."""

    decision: AppealDecision
    outcome: Message
    before: Standing
    after: Standing
    votes: Sequence[tuple[str, Message]]

    @property
    def both(self) -> tuple[Standing, Standing]:
        return (self.before, self.after)


def ruled(appeal: Appeal) -> Ruled | None:
    """Two queries."""
    decision = decision_of(appeal)
    if decision is None:
        return None
    versions = {decision.score_before_id, decision.score_after_id}
    found = KpiScore.objects.filter(
        province_score__in=versions, kpi__indicator=appeal.indicator_id
    ).select_related("kpi", "verification")
    rows = {row.province_score_id: row for row in found}
    names = {str(member.user_id): member.user.name for member in appeal.panel.select_related("user")}
    return Ruled(
        decision,
        OUTCOME_LABELS[Outcome(decision.outcome)],
        Standing(_("ก่อน"), decision.score_before, rows.get(decision.score_before_id)),
        Standing(_("หลัง"), decision.score_after, rows.get(decision.score_after_id)),
        [(names.get(key, ""), OUTCOME_LABELS[Outcome(vote)]) for key, vote in decision.votes.items()],
    )
