"""The way of an appeal, as a table: who may do what, from which state, and when; its window, panel and votes.

Read the table as the documentation (docs/workflow.md is generated from it). What differs by year is data
(``appeals.toml``). Everything here is pure: moments are handed in, local ones where days are counted.
"""

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.rulesets import Named
from samrit.rules.windows import Window, WindowState
from samrit.rules.wording import Message, Refusal, refuse, say


class State(StrEnum):
    """สถานะของอุทธรณ์."""

    NONE = "none"  # ยังไม่ยื่น
    OPEN = "open"  # ยื่นแล้ว
    TAKEN_UP = "taken_up"  # รับพิจารณา
    WITHDRAWN = "withdrawn"  # ถอน
    REFUSED = "refused"  # ไม่รับพิจารณา
    DECIDED = "decided"  # มีคำวินิจฉัย


STATE_LABELS: dict[State, Message] = {
    State.NONE: say("appeal_none", "ยังไม่ยื่นอุทธรณ์"),
    State.OPEN: say("appeal_open", "ยื่นอุทธรณ์แล้ว"),
    State.TAKEN_UP: say("appeal_taken_up", "อยู่ระหว่างพิจารณา"),
    State.WITHDRAWN: say("appeal_withdrawn", "ถอนอุทธรณ์แล้ว"),
    State.REFUSED: say("appeal_refused", "ไม่รับพิจารณา"),
    State.DECIDED: say("appeal_decided", "มีคำวินิจฉัยแล้ว"),
}
UNDECIDED = (State.OPEN, State.TAKEN_UP)  # while one of a round stands so, its score and its rank are marked


class Verb(StrEnum):
    OPEN = "open_appeal"
    ATTACH = "attach_to_appeal"
    WITHDRAW = "withdraw_appeal"
    REFUSE = "refuse_appeal"
    TAKE_UP = "take_up_appeal"
    APPOINT = "appoint_panel"
    DECIDE = "decide_appeal"


class Who(StrEnum):
    """What somebody has to do with an appeal."""

    COORDINATOR = "coordinator"  # of the province
    APPROVER = "approver"  # of an agency that is responsible for the KPI
    OPENER = "opener"  # opened it, and still is one of these
    EVALUATOR = "evaluator"  # of the central office, with no role in the province since the year began
    PANEL = "panel"  # was appointed to decide it


WHO_LABELS: dict[Who, Message] = {
    Who.COORDINATOR: say("coordinator", "ผู้ประสานงานจังหวัด"),
    Who.APPROVER: say("approver", "ผู้อนุมัติข้อมูล"),
    Who.OPENER: say("appeal_opener", "ผู้ยื่นอุทธรณ์"),
    Who.EVALUATOR: say("evaluator", "ผู้ประเมิน"),
    Who.PANEL: say("appeal_panel", "คณะพิจารณาอุทธรณ์"),
}


class Outcome(StrEnum):
    """คำวินิจฉัย."""

    UPHELD = "upheld"
    PARTLY = "partly"
    DISMISSED = "dismissed"


OUTCOME_LABELS: dict[Outcome, Message] = {
    Outcome.UPHELD: say("upheld", "ให้เป็นไปตามอุทธรณ์"),
    Outcome.PARTLY: say("partly", "ให้เป็นไปตามอุทธรณ์บางส่วน"),
    Outcome.DISMISSED: say("dismissed", "ยกอุทธรณ์"),
}


class NotHeard(StrEnum):
    """Why an appeal is not taken up."""

    OUT_OF_TIME = "out_of_time"
    INCOMPLETE = "incomplete"


NOT_HEARD_LABELS: dict[NotHeard, Message] = {
    NotHeard.OUT_OF_TIME: say("out_of_time", "ยื่นพ้นกำหนดเวลา"),
    NotHeard.INCOMPLETE: say("incomplete", "สาระไม่ครบถ้วน"),
}


@dataclass(frozen=True)
class Transition:
    """``verb`` takes an appeal from one of ``sources`` to ``target``; ``who`` may do it.

    ``without_scorers``: nobody who had a part in the score that is contested.
    """

    verb: Verb
    label: Message
    sources: tuple[State, ...]
    target: State
    who: tuple[Who, ...]
    in_window: bool = False
    without_scorers: bool = False


S = State
PROVINCE = (Who.COORDINATOR, Who.APPROVER)
TRANSITIONS: tuple[Transition, ...] = (
    # What was withdrawn or not taken up may be brought again while there is time; what was decided may not.
    Transition(
        Verb.OPEN,
        say("open_appeal", "ยื่นอุทธรณ์"),
        (S.NONE, S.WITHDRAWN, S.REFUSED),
        S.OPEN,
        PROVINCE,
        in_window=True,
    ),
    Transition(Verb.ATTACH, say("attach_to_appeal", "แนบหลักฐานอุทธรณ์"), (S.OPEN,), S.OPEN, PROVINCE),
    Transition(Verb.ATTACH, say("attach_to_appeal", "แนบหลักฐานอุทธรณ์"), (S.TAKEN_UP,), S.TAKEN_UP, PROVINCE),
    Transition(
        Verb.WITHDRAW,
        say("withdraw_appeal", "ถอนอุทธรณ์"),
        (S.OPEN, S.TAKEN_UP),
        S.WITHDRAWN,
        (Who.COORDINATOR, Who.OPENER),
    ),
    Transition(Verb.TAKE_UP, say("take_up_appeal", "รับพิจารณา"), (S.OPEN,), S.TAKEN_UP, (Who.EVALUATOR,)),
    Transition(
        Verb.REFUSE,
        say("refuse_appeal", "ไม่รับพิจารณา"),
        (S.OPEN,),
        S.REFUSED,
        (Who.EVALUATOR,),
        without_scorers=True,
    ),
    Transition(
        Verb.APPOINT,
        say("appoint_panel", "แต่งตั้งคณะพิจารณา"),
        (S.TAKEN_UP,),
        S.TAKEN_UP,
        (Who.EVALUATOR,),
        without_scorers=True,
    ),
    Transition(
        Verb.DECIDE,
        say("decide_appeal", "บันทึกคำวินิจฉัย"),
        (S.TAKEN_UP,),
        S.DECIDED,
        (Who.PANEL,),
        without_scorers=True,
    ),
)


def decide(
    verb: Verb, state: State, *, who: AbstractSet[Who], window: Window, now: datetime, scored: bool = False
) -> State | Refusal:
    """The state after ``verb``, or why not.

    ``who``: all that this person is to the appeal; ``scored``: had a part in the score. To open, ``state`` is that
    of the item's newest appeal against this score.
    """
    of_verb = [one for one in TRANSITIONS if one.verb == verb]
    allowed = [one for one in of_verb if who & set(one.who)]
    if not allowed:
        return refuse("appeal_not_your_role", "ทำได้เฉพาะ{who}ของเรื่องนี้", who=WHO_LABELS[of_verb[0].who[0]])
    transition = next((one for one in allowed if state in one.sources), None)
    if transition is None:
        return _refuse_state(of_verb[0], state)
    if transition.in_window and (closed := refuse_outside(window, now)):
        return closed
    if transition.without_scorers and scored:
        return refuse(
            "appeal_own_score", "คุณมีส่วนในการตรวจหรือคิดคะแนนรอบนี้ จึงพิจารณาอุทธรณ์ไม่ได้ – ให้ผู้ประเมินคนอื่นดำเนินการ"
        )
    return transition.target


def _refuse_state(transition: Transition, state: State) -> Refusal:
    if transition.verb == Verb.OPEN and state in UNDECIDED:
        return refuse("appeal_open_already", "ตัวชี้วัดนี้มีอุทธรณ์ที่ยังไม่ได้ตัดสินอยู่ – เพิ่มหลักฐานในเรื่องเดิมได้")
    if transition.verb == Verb.OPEN:
        return refuse(
            "appeal_decided_already", "อุทธรณ์ของตัวชี้วัดนี้มีคำวินิจฉัยแล้ว จึงยื่นซ้ำไม่ได้ – อ่านคำวินิจฉัยและสิทธิขั้นต่อไปในเรื่องเดิม"
        )
    return refuse(
        "appeal_state",
        "{verb}ไม่ได้ในขณะนี้ เพราะเรื่องอยู่ในสถานะ “{state}”",
        verb=transition.label,
        state=STATE_LABELS[state],
    )


# ── the year's terms ────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Terms:
    """One table of ``appeals.toml``."""

    rounds: tuple[int, ...]
    days: int
    decision_days: int
    panel: int
    remedy: str
    grounds: tuple[Named, ...]

    def __post_init__(self) -> None:
        if self.days < 1 or self.decision_days < 1:
            raise ValueError("days of appeals are 1 or more")
        if self.panel < 1 or self.panel % 2 == 0:
            raise ValueError("a panel has an odd number of members")
        if not self.grounds:
            raise ValueError("an appeal needs grounds to choose from")

    def ground(self, code: str) -> Named | None:
        return next((one for one in self.grounds if one.code == code), None)


@cache
def _tables() -> tuple[tuple[int, Terms], ...]:
    text = (resources.files(__package__) / "appeals.toml").read_text(encoding="utf-8")
    return tuple((row["year"], _read(row)) for row in tomllib.loads(text)["from"])


def _read(row: Mapping[str, Any]) -> Terms:
    return Terms(
        rounds=tuple(row["rounds"]),
        days=row["days"],
        decision_days=row["decision_days"],
        panel=row["panel"],
        remedy=row["remedy"],
        grounds=tuple(Named(**ground) for ground in row["grounds"]),
    )


def for_year(year: int) -> Terms:
    """The table in force for a fiscal year (พ.ศ.); the oldest one before all of them."""
    tables = sorted(_tables(), key=lambda table: table[0])
    return next((terms for start, terms in reversed(tables) if start <= year), tables[0][1])


def label_of_ground(code: str) -> Message:
    """The name of a ground in whatever year it was used; the code itself when no year knows it."""
    known = {one.code: one for _, terms in _tables() for one in terms.grounds}
    return known[code].message() if code in known else Message(code, code)


# ── time ────────────────────────────────────────────────────────────────────
def last_minute(begins: datetime, days: int) -> datetime:
    """23.59 of the day so many days after; ``begins`` is local, and so is what comes."""
    return (begins + timedelta(days=days)).replace(hour=23, minute=59, second=0, microsecond=0)


def refuse_outside(window: Window, now: datetime) -> Refusal | None:
    """Why nothing can be appealed now, or None while there is time."""
    if window.stopped:
        return window.stopped
    match window.state(now):
        case WindowState.UPCOMING:
            return refuse("appeals_upcoming", "ยื่นอุทธรณ์ได้ตั้งแต่ {opens}", opens=window.opens)
        case WindowState.CLOSED:
            return refuse(
                "appeals_closed",
                "ปิดรับอุทธรณ์แล้วเมื่อ {closes} – หากจำเป็นให้ผู้ประสานงานจังหวัดหารือสำนักงาน ก.พ.ร.",
                closes=window.closes,
            )
        case _:
            return None


def refuse_round(terms: Terms, months: int) -> Refusal | None:
    """Only the score of some rounds may be appealed."""
    if months in terms.rounds:
        return None
    return refuse("round_not_appealed", "คะแนนรอบ {months} เดือนอุทธรณ์ไม่ได้ เพราะเป็นผลระหว่างปี", months=months)


# ── what is said ────────────────────────────────────────────────────────────
def refuse_words(terms: Terms, *, grounds: str, text: str, wants: bool) -> Refusal | None:
    """An appeal says on which ground, why, and what it wants (``wants``: a value or a score)."""
    if terms.ground(grounds) is None:
        return refuse("appeal_grounds_unknown", "เลือกเหตุของอุทธรณ์จากรายการ")
    if not text.strip():
        return refuse("appeal_text_required", "เขียนข้อเท็จจริงและเหตุผลของอุทธรณ์ เพื่อให้คณะพิจารณาตัดสินได้")
    if not wants:
        return refuse("appeal_wants_nothing", "บอกผลหรือคะแนนที่ขอ อย่างใดอย่างหนึ่ง")
    return None


def refuse_panel(terms: Terms, members: int, *, order_number: str) -> Refusal | None:
    if members != terms.panel:
        return refuse("panel_size", "คณะพิจารณาต้องมี {size} คน – เลือกไว้ {n} คน", size=terms.panel, n=members)
    if not order_number.strip():
        return refuse("panel_order_required", "กรอกเลขที่คำสั่งแต่งตั้งคณะพิจารณา")
    return None


def refuse_decision(
    outcome: str, *, votes: Mapping[int, str], panel: Collection[int], changes: bool, reason: str
) -> Refusal | None:
    """``votes``: member → outcome; ``changes``: a value (or why there is none) is given that is not the present one."""
    if outcome not in set(Outcome):
        return refuse("appeal_outcome_unknown", "เลือกคำวินิจฉัย: ให้เป็นไปตามอุทธรณ์ บางส่วน หรือยกอุทธรณ์")
    if refusal := _refuse_votes(outcome, votes, panel):
        return refusal
    if not reason.strip():
        return refuse("appeal_reason_required", "เขียนเหตุผลของคำวินิจฉัย ซึ่งจะอยู่ในหนังสือแจ้งจังหวัด")
    if outcome != Outcome.DISMISSED and not changes:
        return refuse("appeal_changes_nothing", "กรอกผลหลังคำวินิจฉัยที่ต่างจากผลที่ตรวจไว้เดิม หรือเลือกยกอุทธรณ์")
    return None


def _refuse_votes(outcome: str, votes: Mapping[int, str], panel: Collection[int]) -> Refusal | None:
    if not panel:
        return refuse("no_panel", "ยังไม่ได้แต่งตั้งคณะพิจารณา")
    if set(votes) != set(panel) or not set(votes.values()) <= {*Outcome}:
        return refuse("votes_incomplete", "บันทึกความเห็นของคณะพิจารณาให้ครบทุกคน")
    if Counter(votes.values())[outcome] * 2 <= len(panel):
        return refuse("no_majority", "คำวินิจฉัยต้องตรงกับความเห็นข้างมากของคณะพิจารณา")
    return None
