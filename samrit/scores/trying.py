"""ลองคะแนน – a province's round with other results, as its page and its workbook show it. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from samrit.frameworks.models import Edition, Round
from samrit.frameworks.queries import edition_of
from samrit.people.queries import Duties
from samrit.reports.models import Missing
from samrit.reports.outlook import Outlook, outlooks
from samrit.reports.queries import Item, items_of
from samrit.rules.amounts import exact, settled
from samrit.rules.magnitude import is_share
from samrit.rules.rulesets import RuleSet
from samrit.rules.scoring import from_json
from samrit.rules.whatif import (
    Answer,
    Efforts,
    Gap,
    Path,
    Place,
    Reach,
    Slider,
    Trial,
    costs,
    gaps_of,
    paths,
    slider_of,
    trial_of,
    with_answers,
    with_results,
    without_unusable,
)
from samrit.rules.workflow import Status
from samrit.scores.queries import reported_document

SENT_ON = {Status.APPROVED, Status.FILED, Status.VERIFIED}
NOT_SENT: Answer = (None, "not_reported")


@dataclass(frozen=True)
class Framework:
    """What a person may try with: the round's framework with the results that this person may know.

    ``items``: place → item, in the order of the framework; ``unseen`` are places whose result another agency has not
    sent on yet. ``now`` is the score as it stands.
    """

    round: Round
    edition: Edition
    rules: RuleSet
    now: Trial
    gaps: Mapping[Place, Gap]
    items: Mapping[Place, Item]
    unseen: frozenset[Place]
    outlooks: Mapping[int, Outlook]


def framework_to_try(duties: Duties, round_: Round) -> Framework | None:
    """None where no edition is in force. RefusedError where the framework cannot be scored."""
    edition = edition_of(round_)
    if edition is None:
        return None
    request = from_json(reported_document(round_, edition))
    items = {place_of(item): item for item in items_of(round_)}
    known = {place: answer for place, item in items.items() if (answer := _known(duties, item)) is not None}
    components = without_unusable(request.rules, with_answers(request.components, known))
    now = trial_of(request.rules, components, reweight=request.reweight)
    whole = duties.evaluates or round_.area_id in duties.coordinated_areas()
    own = [item for item in items.values() if whole or _is_own(duties, item)]
    return Framework(
        round=round_,
        edition=edition,
        rules=request.rules,
        now=now,
        gaps={gap.place: gap for gap in gaps_of(now)},
        items=items,
        unseen=frozenset(place for place, answer in known.items() if answer == NOT_SENT),
        outlooks=outlooks(own),
    )


def place_of(item: Item) -> Place:
    kpi = item.kpi
    within = (str(kpi.component.number), *([kpi.parent.number] if kpi.parent else []))
    return (*within, kpi.number)


def _known(duties: Duties, item: Item) -> Answer | None:
    """What this person may know instead of what stands there; None: what stands there.

    Not the draft of another agency, and nothing that the evaluators found before the score is confirmed.
    """
    if duties.evaluates:
        return None
    whole = item.round.area_id in duties.coordinated_areas()
    if not whole and not _is_own(duties, item) and item.status not in SENT_ON:
        return NOT_SENT
    if item.result and item.status == Status.VERIFIED and not item.round.settled_at:
        return item.result.value, item.result.missing
    return None


def _is_own(duties: Duties, item: Item) -> bool:
    agencies = duties.agencies()
    return any(ownership.agency_id in agencies for ownership in item.kpi.ownerships.all())


# ── what is tried ───────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Row:
    """One KPI or part: as it stands, and as it is tried. ``effort`` None: it cannot be moved any more."""

    item: Item
    place: Place
    now: Gap | None
    gap: Gap | None
    tried: Decimal | None
    effort: int | None
    points_now: Decimal | None
    points: Decimal | None
    weight: Decimal | None
    slider: Slider | None
    outlook: Outlook | None
    is_unseen: bool

    @property
    def key(self) -> int:
        """The indicator's, for the fields' names."""
        return self.item.kpi.indicator_id

    @property
    def changes(self) -> Decimal | None:
        """How many points of the total this KPI alone gives more (or, negative, less)."""
        if self.points is None or self.points_now is None:
            return None
        with exact():
            return settled(self.points - self.points_now) or None

    @property
    def loss(self) -> Decimal | None:
        """The same without its sign, where it gives less."""
        return abs(self.changes) if self.changes else None

    @property
    def ends(self) -> tuple[Reach, ...]:
        """Of one without a result the lowest and the highest target: what becomes of the total when it counts."""
        reaches = self.gap.reaches if self.gap else ()
        return (reaches[0], reaches[-1]) if reaches else ()

    @property
    def missing(self) -> str:
        """The badge's code of why there is no result now."""
        code = (self.now.missing if self.now else None) or ""
        return code if code in Missing.values else "not_started"

    @property
    def result_shown(self) -> Decimal | None:
        return self.now.result if self.now else None


@dataclass(frozen=True)
class Tried:
    """The framework with what was tried, the way on from there, and a row for each KPI."""

    framework: Framework
    trial: Trial
    rows: tuple[Row, ...]
    paths: tuple[Path, ...]

    @property
    def is_changed(self) -> bool:
        return any(row.tried is not None for row in self.rows)

    @property
    def gained(self) -> Decimal | None:
        """By how much the total rises (or falls); None where there is none before or after."""
        now, after = self.framework.now.score.total, self.trial.score.total
        if now is None or after is None:
            return None
        with exact():
            return settled(after - now)


def tried(framework: Framework, results: Mapping[int, Decimal], efforts: Mapping[int, int | None]) -> Tried:
    """``results`` and ``efforts``: indicator → the result to try, the effort that moving it takes (None: it cannot)."""
    by_place = {
        place: results[item.kpi.indicator_id]
        for place, item in framework.items.items()
        if item.kpi.indicator_id in results and place in framework.gaps
    }
    now = framework.now
    trial = now
    if by_place:
        trial = trial_of(framework.rules, with_results(now.components, by_place), reweight=now.reweight)
    gaps = gaps_of(trial) if by_place else list(framework.gaps.values())
    moved: Efforts = {
        place: efforts[item.kpi.indicator_id]
        for place, item in framework.items.items()
        if item.kpi.indicator_id in efforts
    }
    found = {gap.place: gap for gap in gaps}
    return Tried(
        framework=framework,
        trial=trial,
        rows=tuple(
            _row(framework, trial, place, gap=found.get(place), results=by_place, efforts=moved)
            for place in framework.items
        ),
        paths=tuple(paths(trial, moved, gaps=gaps)),
    )


def _row(
    framework: Framework,
    trial: Trial,
    place: Place,
    *,
    gap: Gap | None,
    results: Mapping[Place, Decimal],
    efforts: Efforts,
) -> Row:
    item, now = framework.items[place], framework.gaps.get(place)
    unit, most = item.kpi.unit, framework.rules.magnitude
    before, after = framework.now.scores.get(place), trial.scores.get(place)
    return Row(
        item=item,
        place=place,
        now=now,
        gap=gap,
        tried=results.get(place),
        effort=efforts.get(place, costs().usual),
        points_now=before.points if before else None,
        points=after.points if after else None,
        weight=item.kpi.weight,
        slider=slider_of(
            now.levels, result=now.result, most=most.percent_most if is_share(unit, most) else None
        )
        if now and now.has_targets
        else None,
        outlook=framework.outlooks.get(item.kpi.indicator_id),
        is_unseen=place in framework.unseen,
    )
