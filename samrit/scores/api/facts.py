"""What the scores room tells."""

from datetime import datetime

from ninja import Schema

from samrit.people.api.facts import PersonFacts
from samrit.reports.api.facts import ItemFacts, RoundFacts
from samrit.ui.api.problems import Refused
from samrit.ui.api.values import Amount


class EvaluatedRound(RoundFacts):
    """A filed round; how many results wait, are verified, are in this person's hands (``mine``), in nobody's (``free``)."""

    filed_at: datetime
    to_verify: int
    verified: int
    score_state: str | None
    mine: int
    free: int


class WholeEvaluated(EvaluatedRound):
    """``outdated``: verifications changed since the score; lists hold indicators; ``may``: why not now (null: it may)."""

    outdated: bool
    waiting_questions: int
    decidable: int
    disputed: list[int]
    mine_items: list[int]
    undecided_appeals: int
    may: dict[str, Refused | None]


class VerificationFacts(Schema):
    """การตรวจ: what was found true of a reported result. ``superseded_at`` null: in force."""

    id: int
    decision: str
    value: Amount | None
    missing: str | None
    reason: str
    verified_by: PersonFacts
    verified_at: datetime
    superseded_at: datetime | None


class VerifiedItemFacts(ItemFacts):
    """What was reported, and what was found true of it."""

    verification: VerificationFacts | None


class ScoreFacts(Schema):
    """คะแนนของจังหวัด – one version: provisional, confirmed, appealed, final. ``digest`` seals inputs and outcome."""

    round_id: int
    area: str
    year: int
    months: int
    version: int
    state: str
    reason: str
    rule_set: str
    rule_version: str
    total: str | None
    rating: str | None
    digest: str
    computed_at: datetime
    superseded_at: datetime | None


class KpiScoreFacts(Schema):
    """One KPI's score (0–100) and points (weight × score ÷ 100) from what was found true, with the steps in words.

    ``official``: the official figure that stood beside the reported one when it was verified.
    """

    kpi_id: int
    indicator_id: int
    number: str
    name: str
    score: Amount | None
    points: Amount | None
    value: Amount | None
    missing: str | None
    corrected: bool
    official: str | None
    steps: list[str]


class ComponentScore(Schema):
    """One component's points; ``label`` where the rules of the year give labels instead of a total."""

    number: str
    points: Amount | None
    label: str | None


class WholeScore(ScoreFacts):
    """With every KPI, and the steps of the total."""

    steps: list[str]
    components: list[ComponentScore]
    kpis: list[KpiScoreFacts]


class PublicationFacts(Schema):
    """การประกาศผล – one edition of a province's result page, from a moment on."""

    id: int
    round_id: int
    number: int
    version: int
    publish_at: datetime
    reason: str
    withdrawn_at: datetime | None
    withdrawal_reason: str

    @staticmethod
    def resolve_version(obj: object) -> int:
        return int(obj.score.version)  # type: ignore[attr-defined]  # a Publication
