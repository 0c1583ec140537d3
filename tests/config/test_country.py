"""The whole country: made in bulk, and as whole as what came through the actions."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from samrit.audit.queries import first_broken_link
from samrit.config.demo.country.plan import Drawing, lines_of
from samrit.config.demo.country.seeding import Size, is_there, seed_country
from samrit.config.demo.seeding import seed
from samrit.frameworks.models import Edition, Framework, Kpi
from samrit.frameworks.queries import refusals_to_publish_edition, with_contents
from samrit.people.models import User
from samrit.people.queries import demo_people
from samrit.reports.models import Filing, Result
from samrit.rules.sealing import sealed
from samrit.rules.wording import RefusedError
from samrit.scores.actions.checking import recompute_all
from samrit.scores.models import KpiScore, ProvinceScore, ScoreState
from samrit.scores.queries import published_scores

pytestmark = pytest.mark.django_db
AREAS = tuple(str(code) for code in range(11, 87))


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """One year of it, around the demo's story."""
    lines: list[str] = []
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        now = timezone.now()
        seed(say=lines.append, now=now)
        lines.clear()
        seed_country(size=Size(years=1), say=lines.append, now=now)
        yield lines
        transaction.set_rollback(True)


def test_every_province_has_its_framework(country: list[str]) -> None:
    assert is_there()
    assert Framework.objects.filter(fiscal_year=2567).count() == 76
    framework = Framework.objects.filter(fiscal_year=2567).exclude(area__in=["12", "13"]).first()
    edition = with_contents(Edition.objects.filter(framework=framework)).get()
    assert list(refusals_to_publish_edition(edition)) == []
    assert Kpi.objects.filter(component__edition=edition, parent=None).count() == 11


def test_every_score_is_computed_again_to_the_digit(country: list[str]) -> None:
    checked = list(recompute_all())
    assert len(checked) == ProvinceScore.objects.count() > 140
    assert [(one.score.pk, one.problems) for one in checked if one.problems] == []
    assert first_broken_link() is None


def test_the_filings_are_chained_and_unchanged(country: list[str]) -> None:
    for filing in Filing.objects.filter(area="50"):
        assert sealed(filing.snapshot) == filing.sha256
    first, second = Filing.objects.filter(area="50").order_by("place")
    assert second.previous_sha256 == first.sha256


def test_provinces_stand_at_every_stage(country: list[str]) -> None:
    scores = ProvinceScore.objects.filter(round__fiscal_year=2567, round__months=12, superseded_at=None)
    states = Counter(scores.values_list("state", flat=True))
    assert (states[ScoreState.PROVISIONAL], states[ScoreState.CONFIRMED]) == (2, 5)  # one of the story's own
    public = [one for one in published_scores(timezone.now()) if one.round.months == 12]
    assert {one.round.fiscal_year_id for one in public} >= {2567}
    tied = Counter(one.total for one in public if one.round.fiscal_year_id == 2567)
    assert sum(count > 1 for count in tied.values()) >= 2


def test_results_are_missing_and_corrected_too(country: list[str]) -> None:
    assert Result.objects.exclude(missing=None).count() > 10
    assert KpiScore.objects.filter(verification__decision="correct").exists()
    assert Filing.objects.filter(left_out__gt=0).exists()


def test_nobody_is_real_and_the_sign_in_page_stays_short(country: list[str]) -> None:
    people = User.objects.all()
    assert [
        user.email for user in people if not user.email.endswith("@demo.invalid") or not user.is_demo
    ] == []
    assert len(demo_people()) < 140


@pytest.mark.parametrize("size", [Size(years=0), Size(years=11), Size(kpis=10), Size(kpis=41)])
def test_other_sizes_are_refused(size: Size) -> None:
    with override_settings(DEMO=True), pytest.raises(RefusedError):
        seed_country(size=size, say=print, now=timezone.now())


def test_no_country_where_the_site_is_no_demo() -> None:
    with override_settings(DEMO=False), pytest.raises(RefusedError):
        seed_country(size=Size(), say=print, now=timezone.now())


# ── the draw ────────────────────────────────────────────────────────────────
def test_the_same_seed_draws_the_same() -> None:
    line = lines_of(2567, 11)[0]
    one, same, other = Drawing(1, AREAS), Drawing(1, AREAS), Drawing(2, AREAS)
    assert [one.said(area, 2567, 12, line) for area in AREAS] == [
        same.said(area, 2567, 12, line) for area in AREAS
    ]
    assert [one.said(area, 2567, 12, line) for area in AREAS] != [
        other.said(area, 2567, 12, line) for area in AREAS
    ]


@pytest.mark.parametrize("kpis", [11, 12, 25, 40])
def test_the_weights_are_whole(kpis: int) -> None:
    lines = lines_of(2567, kpis)
    wholes = [line for line in lines if not line.whole]
    weights = [line.weight or 0 for line in wholes]
    assert (len(wholes), sum(weights)) == (kpis, 100)
    assert len({line.key for line in lines}) == len(lines)
