"""One province's published result in full: what the public page, the PDF and the Excel show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from samrit.dashboards.queries.naming import TODAY, Names, names_of_editions
from samrit.dashboards.queries.open_data import by_number
from samrit.dashboards.queries.standings import shown_scores
from samrit.frameworks.models import Component, Edition, FiscalYear, Kpi, KpiGroup, Round
from samrit.frameworks.queries import with_contents
from samrit.people.models import Agency, Area
from samrit.rules import rulesets
from samrit.rules.rulesets import FULL_SCORE, RuleSet
from samrit.rules.wording import Message
from samrit.scores.models import KpiScore, ProvinceScore, Publication, Verification


@dataclass(frozen=True)
class KpiResult:
    """A KPI or a part of one. ``value`` is what was verified and scored, in the KPI's unit; else ``missing`` says why.

    ``number`` is the number as printed; ``score`` 0–100 and ``points`` are None where the KPI does not count.
    ``reported`` is what the province reported, None when it left the KPI out.
    """

    kpi: Kpi
    number: str
    score: Decimal | None
    points: Decimal | None
    weight: Decimal | None
    value: Decimal | None
    missing: str | None
    six_month: Decimal | None
    verification: Verification | None
    steps: tuple[Message, ...]
    parts: tuple["KpiResult", ...] = ()
    names: Names = TODAY

    @property
    def owners(self) -> list[Agency]:
        return [self.names.of("agencies", ownership.agency) for ownership in self.kpi.ownerships.all()]

    @property
    def terms(self) -> Kpi:
        """The KPI whose terms judged the result: an earlier edition's where a revision kept it."""
        return (self.verification.result.judged_by if self.verification else None) or self.kpi

    @property
    def corrected(self) -> bool:
        return self.verification is not None and self.verification.decision == Verification.Decision.CORRECT

    @property
    def missing_word(self) -> str:
        """The code of the state that says why there is no value."""
        return self.missing or ""


@dataclass(frozen=True)
class ComponentResult:
    """องค์ประกอบ with its KPIs by group; ``label`` where the rules give one (ไม่ประเมิน among them)."""

    component: Component
    score: Decimal | None
    points: Decimal | None
    weight: Decimal | None
    label: Message | None
    groups: tuple[tuple[KpiGroup, tuple[KpiResult, ...]], ...]
    steps: tuple[Message, ...]

    @property
    def reweighted(self) -> bool:
        """Whether it fills another part of the total than its framework states."""
        return self.points is not None and self.weight != self.component.weight

    @property
    def kpis(self) -> Iterator[KpiResult]:
        return (kpi for _, kpis in self.groups for kpi in kpis)


@dataclass(frozen=True)
class ResultSheet:
    """The published score with everything that explains it. ``steps`` are those of the total."""

    score: ProvinceScore
    rules: RuleSet
    components: tuple[ComponentResult, ...]
    steps: tuple[Message, ...]

    @property
    def area(self) -> Area:
        return self.score.round.area

    @property
    def round(self) -> Round:
        return self.score.round

    @property
    def year(self) -> int:
        return self.score.round.fiscal_year_id

    @property
    def edition(self) -> Edition:
        return self.score.edition

    @property
    def total(self) -> Decimal | None:
        """The total as published (three decimals); None where the rules give labels instead."""
        return Decimal(self.score.total_published) if self.score.total_published else None

    @property
    def has_points(self) -> bool:
        """Whether the rules of the year weigh KPIs against each other."""
        return self.rules.model == "weighted"

    @property
    def points(self) -> Decimal:
        """The sum of the components' points: the total, unless that is rebased to 100."""
        return sum((one.points for one in self.components if one.points is not None), Decimal(0))

    @property
    def weight(self) -> Decimal:
        """The sum of the weights that the points are out of."""
        return sum(
            (one.weight for one in self.components if one.points is not None and one.weight), Decimal(0)
        )

    @property
    def rebased(self) -> bool:
        return self.total is not None and self.weight != FULL_SCORE

    @property
    def kpis(self) -> Iterator[tuple[ComponentResult, KpiResult]]:
        """Every KPI and part, in the order of the framework."""
        for component in self.components:
            for kpi in component.kpis:
                yield from ((component, one) for one in (kpi, *kpi.parts))


def published_score(year: int, code: str, now: datetime) -> ProvinceScore | None:
    """The score that the public sees of a province (TIS 1099 code) in a fiscal year (พ.ศ.)."""
    return shown_scores(now).filter(round__fiscal_year=year, round__area=code).first()


def fiscal_year(year: int) -> FiscalYear | None:
    return FiscalYear.objects.filter(pk=year).first()


def result_sheet(score: ProvinceScore) -> ResultSheet:
    """The score with its framework and verified results; as many queries as ``result_sheets``."""
    return result_sheets([score])[0]


def result_sheets(scores: Sequence[ProvinceScore]) -> list[ResultSheet]:
    """The same of several provinces or years; eleven queries at most, however many there are."""
    wanted = {score.edition_id for score in scores}
    editions = {one.pk: one for one in with_contents(Edition.objects.filter(pk__in=wanted))}
    verified, six_month, names = _verifications(scores), _six_month_values(scores), names_of_editions(scores)
    return [
        _sheet(
            score,
            editions[score.edition_id],
            verified[score.pk],
            six_month[score.pk],
            names.get(score.pk, TODAY),
        )
        for score in scores
    ]


def _sheet(
    score: ProvinceScore,
    edition: Edition,
    verified: Mapping[int, Verification],
    six_month: Mapping[int, Decimal | None],
    names: Names,
) -> ResultSheet:
    score.edition = edition
    sources = _Sources.of(score, verified, six_month, names)
    steps = [Message.from_data(step) for step in score.outcome["steps"]]
    return ResultSheet(
        score=score,
        rules=rulesets.load(score.rule_set),
        components=tuple(_component(component, sources, steps) for component in edition.components.all()),
        steps=tuple(step for step in steps if component_of(step) is None),
    )


SIX = 6  # a year may have a 9-month round too; what stands beside the result is the 6-month one
# A part of a KPI whose component is not assessed: the rules did not look at it.
UNSCORED: Mapping[str, Any] = {"score": None, "points": None, "weight_used": None, "steps": ()}


# ── putting it together ─────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Sources:
    """What was scored and what came out, by component number and KPI number; verifications by indicator."""

    inputs: Mapping[tuple[str, str], Mapping[str, Any]]
    outcomes: Mapping[tuple[str, str], Mapping[str, Any]]
    cards: Mapping[str, Mapping[str, Any]]
    verified: Mapping[int, Verification]
    six_month: Mapping[int, Decimal | None]
    names: Names

    @classmethod
    def of(
        cls,
        score: ProvinceScore,
        verified: Mapping[int, Verification],
        six_month: Mapping[int, Decimal | None],
        names: Names,
    ) -> "_Sources":
        given = [(row["number"], kpi) for row in score.inputs["components"] for kpi in row["kpis"]]
        return cls(
            inputs=by_number(given),
            outcomes=by_number((row["component"], row) for row in score.outcome["kpis"]),
            cards={row["number"]: row for row in score.outcome["components"]},
            verified=verified,
            six_month=six_month,
            names=names,
        )


def _verifications(scores: Sequence[ProvinceScore]) -> dict[int, dict[int, Verification]]:
    """Score → indicator → what that version was scored from, whatever was found later."""
    found: dict[int, dict[int, Verification]] = {score.pk: {} for score in scores}
    rows = KpiScore.objects.filter(province_score__in=found, verification__isnull=False)
    for row in rows.select_related(
        "verification__result__judged_by",
        "verification__result__computed__formula",
        "verification__official__file",
    ):
        if row.verification:
            found[row.province_score_id][row.verification.result.indicator_id] = row.verification
    return found


def _six_month_values(scores: Sequence[ProvinceScore]) -> dict[int, dict[int, Decimal | None]]:
    """Score → indicator → its six-month value, as it was public when this version became so."""
    publications = _of_six_months(scores)
    six = {score.pk: _six_month_score(score, publications) for score in scores}
    rows = KpiScore.objects.filter(
        province_score__in={key for key in six.values() if key}, verification__isnull=False
    ).values_list("province_score", "kpi__indicator", "verification__value")
    values: dict[int, dict[int, Decimal | None]] = {}
    for score, indicator, value in rows:
        values.setdefault(score, {})[indicator] = value
    return {key: values.get(of or 0, {}) for key, of in six.items()}


def _of_six_months(scores: Sequence[ProvinceScore]) -> list[Publication]:
    """Editions of the six-month rounds beside these scores, the newest first."""
    return list(
        Publication.objects.filter(
            round__months=SIX,
            round__area__in={score.round.area_id for score in scores if score.round.months != SIX},
            round__fiscal_year__in={score.round.fiscal_year_id for score in scores},
        )
        .exclude(withdrawn_at__lte=F("publish_at"))
        .select_related("round")
        .order_by("-number")
    )


def _six_month_score(score: ProvinceScore, publications: Iterable[Publication]) -> int | None:
    """The key of the six-month score that was public then; None when there was none or it was withdrawn since."""
    at = getattr(score, "published_at", None) or score.computed_at
    year = (score.round.area_id, score.round.fiscal_year_id)
    newest = next(
        (one for one in publications if (one.round.area_id, one.round.fiscal_year_id) == year and one.publish_at <= at),
        None,
    )  # fmt: skip
    return None if newest is None or newest.withdrawn_at or score.round.months == SIX else newest.score_id


def _component(component: Component, sources: _Sources, steps: Iterable[Message]) -> ComponentResult:
    number = str(component.number)
    card = sources.cards[number]
    return ComponentResult(
        component=sources.names.of("components", component),
        score=_decimal(card["score"]),
        points=_decimal(card["points"]),
        weight=_decimal(card["weight_used"]) if card["weight_used"] else component.weight,
        label=Message.from_data(card["label"]) if card["label"] else None,
        groups=tuple(
            (
                sources.names.of("groups", group),
                tuple(_kpi(kpi, number, sources) for kpi in group.kpis.all()),
            )
            for group in component.groups.all()
        ),
        steps=tuple(_unplaced(step) for step in steps if component_of(step) == number),
    )


def _kpi(kpi: Kpi, component: str, sources: _Sources) -> KpiResult:
    given = sources.inputs.get((component, kpi.number), {})
    outcome = sources.outcomes.get((component, kpi.number), UNSCORED)
    parts = kpi.parts.all() if kpi.parent_id is None else ()
    return KpiResult(
        kpi=sources.names.of("kpis", kpi),
        number=kpi.number,
        score=_decimal(outcome["score"]),
        points=_decimal(outcome["points"]),
        weight=_decimal(outcome["weight_used"]) if outcome["weight_used"] else kpi.weight,
        value=_decimal(given.get("result")),
        missing="cancelled" if given.get("cancelled") else given.get("missing"),
        six_month=sources.six_month.get(kpi.indicator_id),
        verification=sources.verified.get(kpi.indicator_id),
        steps=tuple(Message.from_data(step) for step in outcome["steps"]),
        parts=tuple(_kpi(part, component, sources) for part in parts),
        names=sources.names,
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# ── whose step is it? ───────────────────────────────────────────────────────
_WITHIN = {"kpi_place": "component", "part_place": "kpi"}


def component_of(step: Message) -> str | None:
    """The number of the component that a step of the whole score speaks of; None for the total's own steps."""
    place = step.values.get("place") if step.code == "placed" else None
    while isinstance(place, Message) and place.code in _WITHIN:
        place = place.values[_WITHIN[place.code]]
    return str(place.values["number"]) if isinstance(place, Message) else None


def _unplaced(step: Message) -> Message:
    """``องค์ประกอบ 1: ไม่ประเมิน`` → ``ไม่ประเมิน`` under the component's own heading; a KPI's place stays."""
    place, said = step.values["place"], step.values["step"]
    placed_in_component = isinstance(place, Message) and place.code == "component_place"
    return said if placed_in_component and isinstance(said, Message) else step
