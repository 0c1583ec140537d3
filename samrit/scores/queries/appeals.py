"""Appeals: what is contested, until when, who may see which, and who had a part in the score."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localdate, localtime

from samrit.frameworks.models import Kpi, KpiOwner, Round
from samrit.frameworks.queries import why_stopped
from samrit.people.models import Membership, Role, User
from samrit.people.queries import Duties, holding_on
from samrit.rules import rulesets
from samrit.rules.appeals import UNDECIDED, Terms, for_year, last_minute, refuse_round
from samrit.rules.assigning import counts_from
from samrit.rules.rubric import Rubric
from samrit.rules.windows import Window
from samrit.rules.wording import refuse
from samrit.scores.models import (
    Appeal,
    AppealEvidence,
    KpiScore,
    Opinion,
    PanelMember,
    ProvinceScore,
    ScoreState,
    Verification,
)
from samrit.scores.queries.judging import rubric_of_terms
from samrit.scores.queries.versions import current_scores
from samrit.ui.formats import date_and_time

UNDECIDED_STATES = [state.value for state in UNDECIDED]
APPEALABLE = (ScoreState.CONFIRMED, ScoreState.APPEALED)


def undecided_appeals() -> QuerySet[Appeal]:
    return Appeal.objects.filter(state__in=UNDECIDED_STATES)


def appealed_rounds(rounds: Iterable[Round] | None = None) -> QuerySet[Appeal, int]:
    """Keys of the rounds (of these) whose score is contested and not decided yet: อยู่ระหว่างอุทธรณ์.

    As a subquery (``round__in=appealed_rounds()``) or read once (``set(appealed_rounds())``).
    """
    found = undecided_appeals()
    if rounds is not None:
        found = found.filter(round__in=rounds)
    return found.order_by().values_list("round", flat=True).distinct()


# ── time ────────────────────────────────────────────────────────────────────
def terms_of_appeals(round_: Round) -> Terms:
    """What the round's year says of appeals."""
    return for_year(round_.fiscal_year_id)


def appeal_window(round_: Round) -> Window:
    """When the round's score (fetched with its year) may be appealed; the moments in the reader's words."""
    terms = terms_of_appeals(round_)
    if round_.settled_at is None:
        stopped = refuse("appeal_before_confirmation", "ยังไม่ยืนยันคะแนน จึงยังไม่เริ่มนับเวลายื่นอุทธรณ์")
        return Window(round_.closes_at, round_.closes_at, stopped=stopped)
    closes = last_minute(localtime(round_.settled_at), terms.days)
    return Window(
        round_.settled_at,
        closes,
        date_and_time(round_.settled_at),
        date_and_time(closes),
        stopped=why_stopped(round_) or refuse_round(terms, round_.months),
    )


def grace_of_appeals(round_: Round) -> timedelta:
    """After closing, for the last press of who had begun before: as for reports."""
    return timedelta(seconds=rulesets.load(round_.fiscal_year.rule_set).grace_seconds)


def appeals_end_at(round_: Round) -> datetime:
    """From when on no appeal can come any more: at once where none may come at all."""
    window = appeal_window(round_)
    return window.opens_at if window.stopped else window.closes_at + grace_of_appeals(round_)


def scores_to_finalise(now: datetime) -> list[ProvinceScore]:
    """Confirmed scores with no undecided appeal for which the time is over; not of voided years."""
    found = (
        current_scores()
        .filter(state__in=APPEALABLE, round__settled_at__lte=now, round__fiscal_year__voided_at__isnull=True)
        .exclude(round__in=appealed_rounds())
        .select_related("round__area", "round__fiscal_year")
        .defer("inputs", "outcome")
    )
    return [score for score in found if appeals_end_at(score.round) <= now]


# ── what is contested ───────────────────────────────────────────────────────
def contestable_scores(score: ProvinceScore) -> QuerySet[KpiScore]:
    """The items of a version that were verified, each with its KPI, its owners and what was found."""
    owners = Prefetch("kpi__ownerships", KpiOwner.objects.select_related("agency"))
    return (
        KpiScore.objects.filter(province_score=score, verification__isnull=False, kpi__parts__isnull=True)
        .select_related(
            "kpi__component", "kpi__parent", "verification__result", "province_score__round__area"
        )
        .select_related("province_score__round__fiscal_year")
        .prefetch_related(owners)
        .order_by("kpi__component__number", "kpi_id")
    )


def contestable_visible_to(duties: Duties, round_pk: int) -> QuerySet[KpiScore]:
    """The items of the round's current version that this person's province or agency may contest."""
    current = current_scores().filter(round=round_pk).exclude(state=ScoreState.PROVISIONAL).first()
    if current is None:
        return KpiScore.objects.none()
    items = contestable_scores(current)
    if current.round.area_id in duties.coordinated_areas():
        return items
    return items.filter(kpi__in=Kpi.objects.filter(ownerships__agency__in=duties.agencies()).values("pk"))


def latest_appeals(round_: Round) -> dict[int, Appeal]:
    """Indicator → its newest appeal since the score was confirmed; one query."""
    if round_.settled_at is None:
        return {}
    found = Appeal.objects.filter(round=round_, opened_at__gte=round_.settled_at).select_related("decision")
    found = found.order_by("id")
    return {appeal.indicator_id: appeal for appeal in found}


def undecided_of(round_: Round) -> int:
    """How many appeals of the round are open."""
    return undecided_appeals().filter(round=round_).count()


# ── who may see which ───────────────────────────────────────────────────────
def appeals_visible_to(duties: Duties) -> QuerySet[Appeal]:
    """All for evaluators; of the coordinated provinces; of the KPIs that the own agencies are responsible for."""
    appeals = Appeal.objects.all()
    if duties.evaluates:
        return appeals
    owned = Kpi.objects.filter(ownerships__agency__in=duties.agencies()).values("pk")
    return appeals.filter(Q(round__area__in=duties.coordinated_areas()) | Q(kpi_score__kpi__in=owned))


def with_subject(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """With the round and the KPI, for lists."""
    return appeals.select_related(
        "round__area",
        "round__fiscal_year",
        "kpi_score__kpi__component",
        "kpi_score__kpi__parent",
        "opened_by",
    )


def with_everything(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """With all that the page, the letter and the permissions ask about."""
    members = PanelMember.objects.filter(ended_at=None).select_related("user", "appointed_by")
    links = AppealEvidence.objects.select_related("file", "attached_by")
    owners = KpiOwner.objects.select_related("agency")
    return (
        with_subject(appeals)
        .select_related(
            "kpi_score__province_score", "kpi_score__verification__result__judged_by",
            "kpi_score__verification__verified_by", "taken_up_by", "ended_by", "decision__score_before",
            "decision__score_after", "decision__decided_by",
        )
        .prefetch_related(
            Prefetch("panel", members, to_attr="sitting"),
            Prefetch("evidence", links),
            Prefetch("kpi_score__kpi__ownerships", owners),
        )
    )  # fmt: skip


def rubric_of_appeal(appeal: Appeal) -> Rubric | None:
    """The levels that the contested KPI is judged by, if by any; as of the terms that judged it."""
    contested = appeal.kpi_score.verification
    return rubric_of_terms((contested.result.judged_by if contested else None) or appeal.kpi_score.kpi)


def panel_of(appeal: Appeal) -> list[PanelMember]:
    """Who sits now."""
    if hasattr(appeal, "sitting"):
        return list(appeal.sitting)
    return list(appeal.panel.filter(ended_at=None).select_related("user"))


# ── who had a part in the score ─────────────────────────────────────────────
def scorers_of(round_: Round) -> set[int]:
    """Keys of all who verified, gave an opinion, reconciled, computed or confirmed anything of this round.

    An appeal's own decision is none of these: it is the panel's, and a second appeal of the round needs a panel too.
    """
    verified = Verification.objects.filter(result__round=round_, appeal_decision=None)
    computed = ProvinceScore.objects.filter(round=round_, computed_by__isnull=False)
    found = [
        verified.values_list("verified_by", flat=True),
        Opinion.objects.filter(result__round=round_).values_list("assignment__evaluator", flat=True),
        computed.exclude(state=ScoreState.APPEALED).values_list("computed_by", flat=True),
    ]
    return {key for keys in found for key in keys}


def working_in_province(round_: Round, until: date) -> set[int]:
    """Keys of all who held a role in the province at any time since the round's year began."""
    since = min(localdate(round_.opens_at), counts_from(round_.fiscal_year_id))
    held = Membership.objects.filter(agency__area=round_.area_id, starts_on__lte=until)
    return set(held.filter(Q(ends_on=None) | Q(ends_on__gte=since)).values_list("user", flat=True))


def evaluators_on(day: date) -> QuerySet[User]:
    """Everybody who evaluates on that day, by name."""
    held = holding_on(day).filter(role=Role.EVALUATOR, agency__area=None)
    people = User.objects.filter(is_active=True, is_service=False, pk__in=held.values("user"))
    return people.order_by("name", "pk")
