"""A country of results for the boards, written straight into the tables: 76 provinces over ten years in seconds.

Scores follow a plain rule, so that a test can say what must come out: KPI k of province p (counted from 0) in the
y-th year from the first has ``50 + (7p + 11k + 3y) mod 51`` of 100; weights are equal and add up to 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from samrit.frameworks.models import (
    Component,
    Edition,
    FiscalYear,
    Framework,
    Indicator,
    Kpi,
    KpiGroup,
    KpiOwner,
    LibraryKpi,
    Round,
)
from samrit.people.models import Agency, Area, User
from samrit.reports.models import Result
from samrit.rules import rulesets
from samrit.rules.rating import band_of, published
from samrit.scores.models import KpiScore, ProvinceScore, Publication, ScoreState, Verification
from tests.world import NOW

LAST_YEAR = 2567
RULE_SET = "2567"


def kpi_score(province: int, kpi: int, year: int) -> Decimal:
    """``province`` and ``kpi`` counted from 0, ``year`` from the first one."""
    return Decimal(50 + (7 * province + 11 * kpi + 3 * year) % 51)


@dataclass
class Country:
    """``areas`` in code order; ``years`` the oldest first; ``library`` the KPIs; ``agencies`` one in each province."""

    areas: list[Area]
    years: list[int]
    library: list[LibraryKpi]
    agencies: list[Agency] = field(default_factory=list)
    scores: list[ProvinceScore] = field(default_factory=list)

    def weight(self) -> Decimal:
        return Decimal(100) / len(self.library)

    def total(self, province: int, year: int) -> Decimal:
        """Of the y-th year: the sum of the points."""
        return sum(
            (kpi_score(province, kpi, year) * self.weight() / 100 for kpi in range(len(self.library))),
            Decimal(0),
        )


def make_country(
    by: User, *, provinces: int = 76, years: int = 10, kpis: int = 4, publish: bool = True
) -> Country:
    """Everything published, by ``by``; without ``publish`` the last year's scores are confirmed only."""
    areas = list(Area.objects.filter(reports=True).order_by("code")[:provinces])
    numbers = list(range(LAST_YEAR - years + 1, LAST_YEAR + 1))
    for year in numbers:
        FiscalYear.objects.get_or_create(pk=year, defaults={"rule_set": RULE_SET})
    country = Country(areas, numbers, _library(kpis))
    country.agencies = [
        Agency.objects.get_or_create(area=area, name=f"สำนักงานพัฒนาชุมชนจังหวัด{area.name}")[0] for area in areas
    ]
    rounds = _rounds(country)
    kpis_of = _frameworks(country, by)
    verified = _verified(rounds, kpis_of, by)
    country.scores = _scores(country, rounds, kpis_of, verified, by)
    shown = [score for score in country.scores if publish or score.round.fiscal_year_id != LAST_YEAR]
    Publication.objects.bulk_create(
        Publication(round=score.round, score=score, number=1, publish_at=NOW, decided_at=NOW, published_by=by)
        for score in shown
    )
    return country


def _library(count: int) -> list[LibraryKpi]:
    return LibraryKpi.objects.bulk_create(
        LibraryKpi(code=f"B{number:02}", name=f"ร้อยละความสำเร็จของงานสำคัญ เรื่องที่ {number}", category="functional", unit="ร้อยละ")
        for number in range(1, count + 1)
    )  # fmt: skip


def _rounds(country: Country) -> list[Round]:
    return Round.objects.bulk_create(
        Round(area=area, fiscal_year_id=year, months=12, opens_at=NOW - timedelta(days=60), closes_at=NOW - timedelta(days=30),
              settled_at=NOW, published_at=NOW)
        for year in country.years for area in country.areas
    )  # fmt: skip


Owned = list[tuple[Round, list[Kpi]]]


def _frameworks(country: Country, by: User) -> list[list[Kpi]]:
    """The KPIs of each round, in the rounds' order."""
    frameworks = Framework.objects.bulk_create(
        Framework(area=area, fiscal_year_id=year) for year in country.years for area in country.areas
    )
    editions = Edition.objects.bulk_create(
        Edition(framework=one, number=1, status="published", created_by=by, created_at=NOW, published_by=by, published_at=NOW)
        for one in frameworks
    )  # fmt: skip
    components = Component.objects.bulk_create(
        Component(edition=one, number=1, name="การประเมินประสิทธิผล", weight=Decimal(100)) for one in editions
    )
    groups = KpiGroup.objects.bulk_create(KpiGroup(component=one, position=1) for one in components)
    indicators = Indicator.objects.bulk_create(
        Indicator(framework=one, library_kpi=kpi) for one in frameworks for kpi in country.library
    )
    kpis = Kpi.objects.bulk_create(
        Kpi(
            component=group.component, group=group, indicator=indicators[place * len(country.library) + number],
            position=number + 1, number=str(number + 1), name=kpi.name, weight=country.weight(), unit=kpi.unit,
            basic=Decimal(60), standard=Decimal(70), advanced=Decimal(80),
        )
        for place, group in enumerate(groups) for number, kpi in enumerate(country.library)
    )  # fmt: skip
    sets = [list(of) for _, of in groupby(kpis, key=lambda kpi: kpi.component_id)]
    KpiOwner.objects.bulk_create(
        KpiOwner(kpi=kpi, agency=country.agencies[place % len(country.areas)], position=1)
        for place, of in enumerate(sets) for kpi in of
    )  # fmt: skip
    return sets


def _verified(rounds: Sequence[Round], kpis: Sequence[Sequence[Kpi]], by: User) -> list[list[Verification]]:
    results = Result.objects.bulk_create(
        Result(indicator_id=kpi.indicator_id, round=round_, status="verified", value=Decimal(75), saved_by=by, saved_at=NOW,
               submitted_by=by, submitted_at=NOW, approved_by=by, approved_at=NOW)
        for round_, of in zip(rounds, kpis, strict=True) for kpi in of
    )  # fmt: skip
    made = Verification.objects.bulk_create(
        Verification(result=one, decision="accept", value=one.value, verified_by=by, verified_at=NOW)
        for one in results
    )
    return [list(of) for _, of in groupby(made, key=lambda one: one.result.round_id)]


def _scores(
    country: Country,
    rounds: Sequence[Round],
    kpis: Sequence[Sequence[Kpi]],
    verified: Sequence[Sequence[Verification]],
    by: User,
) -> list[ProvinceScore]:
    rules, many = rulesets.load(RULE_SET), len(country.areas)
    made = []
    for place, round_ in enumerate(rounds):
        total = country.total(place % many, place // many)
        card = {"number": "1", "score": str(total), "points": str(total), "weight_used": "100", "label": None}
        made.append(
            ProvinceScore(
                round=round_, version=1, state=ScoreState.CONFIRMED, edition=kpis[place][0].component.edition,
                rule_set=RULE_SET, rule_version=rules.version, inputs={}, outcome={"components": [card], "kpis": [], "steps": []},
                digest="0" * 64, total=total, total_published=published(rules, total), rating=band_of(rules, total).name,
                computed_by=by, computed_at=NOW,
            )
        )  # fmt: skip
    scores = ProvinceScore.objects.bulk_create(made)
    KpiScore.objects.bulk_create(
        KpiScore(
            province_score=score, kpi=kpi, verification=verified[place][number],
            score=(found := kpi_score(place % many, number, place // many)), points=found * country.weight() / 100, steps=[],
        )
        for place, score in enumerate(scores) for number, kpi in enumerate(kpis[place])
    )  # fmt: skip
    return scores
