"""Drafting, changing, publishing a framework; windows; targets given later."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from samrit.audit.queries import first_broken_link, history_of
from samrit.frameworks.actions import (
    KpiChange,
    change_draft,
    create_draft,
    discard_draft,
    publish_edition,
    set_targets,
    set_window,
)
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import User
from samrit.reports.models import Result
from samrit.rules.amendment import Fate
from samrit.rules.wording import RefusedError
from tests.revisions import publish_revised, revise
from tests.world import LEVELS, NOW, World, make_people, make_world, save, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture
def published() -> World:
    return make_world()


def draft(world: World, by: User | None = None) -> Edition:
    return create_draft(
        area=world.area, year=2567, components=terms(world), by=by or world.coordinator, now=NOW
    )


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.refusal.code


# ── drafting ────────────────────────────────────────────────────────────────
def test_a_draft_holds_components_groups_kpis_parts_and_owners(world: World) -> None:
    edition = draft(world)
    kpis = {
        one.full_number: (one.weight, [owner.pk for owner in one.owners.all()])
        for one in Kpi.objects.filter(component__edition=edition).select_related("component")
    }
    development, statistics = [world.development.pk], [world.statistics.pk]
    assert kpis == {
        "1-1": (Decimal(40), development),
        "1-2": (Decimal(30), development),
        "2-1": (Decimal(30), statistics),
        "2-1.1": (Decimal(15), statistics),
        "2-1.2": (Decimal(15), statistics),
    }
    assert (edition.number, edition.status, edition.kind) == (1, "draft", "original")
    assert edition.framework.fiscal_year.rule_set == "2567"


def test_only_the_coordinator_and_the_central_office_draft(world: World) -> None:
    for user in (world.recorder, world.approver, world.stranger):
        assert refusal_of(lambda by=user: draft(world, by)) == "not_preparing"
    assert draft(world, world.evaluator).created_by == world.evaluator


def test_a_province_has_one_draft_of_a_year(world: World) -> None:
    draft(world)
    assert refusal_of(lambda: draft(world)) == "draft_exists"


def test_the_next_edition_knows_its_kpis_again(published: World) -> None:
    revised = draft(published)
    kpi = Kpi.objects.get(component__edition=revised, component__number=1, number="2")
    before = published.kpis["1-2"]
    assert (revised.number, revised.kind) == (2, "revised")
    assert (kpi.indicator_id, kpi.levels, kpi.direction, kpi.unit) == (
        before.indicator_id,
        tuple(map(Decimal, LEVELS["1-2"][2])),
        "down",
        "มคก./ลบ.ม.",
    )


def test_a_change_is_saved_and_the_trail_says_from_what_to_what(world: World) -> None:
    edition = draft(world)
    kpi = Kpi.objects.get(component__edition=edition, component__number=1, number="1")
    change_draft(
        edition=edition,
        component_weights={kpi.component_id: Decimal(75)},
        kpis=[KpiChange(kpi.pk, {"weight": Decimal("45.0"), "unit": "บาท"}, (world.statistics.pk,))],
        by=world.coordinator,
        now=NOW,
    )
    event = history_of(edition)[0]
    assert (event.before, event.after) == (
        {
            "component 1 weight": "70",
            "1-1 weight": "40",
            "1-1 unit": "",
            "1-1 owners": world.development.name,
        },
        {
            "component 1 weight": "75",
            "1-1 weight": "45",
            "1-1 unit": "บาท",
            "1-1 owners": world.statistics.name,
        },
    )
    assert list(kpi.owners.all()) == [world.statistics]
    assert first_broken_link() is None


def test_parts_follow_their_kpi_s_owners(world: World) -> None:
    edition = draft(world)
    kpi = Kpi.objects.get(component__edition=edition, component__number=2, number="1")
    both = (world.development.pk, world.statistics.pk)
    change_draft(
        edition=edition,
        component_weights={},
        kpis=[KpiChange(kpi.pk, {}, both)],
        by=world.coordinator,
        now=NOW,
    )
    owners = [tuple(one.ownerships.values_list("agency_id", flat=True)) for one in (kpi, *kpi.parts.all())]
    assert owners == [both] * 3


# ── publishing ──────────────────────────────────────────────────────────────
def publish(world: World, edition: Edition, by: User | None = None) -> Edition:
    return publish_edition(edition=edition, by=by or world.coordinator, now=NOW)


def test_weights_that_do_not_total_are_refused_with_the_sum(world: World) -> None:
    edition = draft(world)
    component = edition.components.get(number=2)
    change_draft(
        edition=edition,
        component_weights={component.pk: Decimal(25)},
        kpis=[],
        by=world.coordinator,
        now=NOW,
    )
    with pytest.raises(RefusedError) as caught:
        publish(world, edition)
    values = caught.value.refusal.message.values
    assert (caught.value.refusal.code, values["stated"], values["total"]) == (
        "kpi_weights_not_component",
        "25",
        "30",
    )
    edition.refresh_from_db()
    assert edition.status == "draft"


def test_publishing_supersedes_and_results_stay_with_their_kpis(published: World) -> None:
    save(published, "1-1", "1200")
    revised = publish_revised(published, revise(published), {"1-1": Fate.RESCORED})
    assert list(Edition.objects.order_by("number").values_list("status", flat=True)) == [
        "superseded",
        "published",
    ]
    result = Result.objects.get()
    kpi = Kpi.objects.get(component__edition=revised, component__number=1, number="1")
    assert (result.indicator_id, result.value) == (kpi.indicator_id, Decimal(1200))


def test_an_agency_publishes_nothing_and_a_published_edition_is_closed(published: World) -> None:
    revised = revise(published)
    assert refusal_of(lambda: publish(published, revised, published.approver)) == "not_preparing"
    revised = publish_revised(published, revised)
    assert refusal_of(lambda: publish(published, revised)) == "edition_published"
    changed = refusal_of(
        lambda: change_draft(
            edition=revised, component_weights={}, kpis=[], by=published.coordinator, now=NOW
        )
    )
    thrown_away = refusal_of(lambda: discard_draft(edition=revised, by=published.coordinator, now=NOW))
    assert (changed, thrown_away) == ("edition_published", "edition_published")


def test_a_draft_thrown_away_leaves_its_trail(world: World) -> None:
    edition = draft(world)
    events = history_of(edition)
    discard_draft(edition=edition, by=world.coordinator, now=NOW)
    assert (Edition.objects.count(), Kpi.objects.count()) == (0, 0)
    assert [event.verb for event in events.all()] == ["discard_draft", "create_draft"]


# ── targets and windows ─────────────────────────────────────────────────────
def test_targets_are_given_once(published: World) -> None:
    kpi = published.kpis["1-1"]
    levels = (Decimal(1), Decimal(2), Decimal(3))

    def give(by: User) -> None:
        set_targets(kpi=kpi, levels=levels, direction="up", unit="บาท", by=by, now=NOW)

    assert refusal_of(lambda: give(published.coordinator)) == "targets_set"
    Kpi.objects.filter(pk=kpi.pk).update(basic=None, standard=None, advanced=None)
    assert refusal_of(lambda: give(published.recorder)) == "not_preparing"
    give(published.coordinator)
    kpi.refresh_from_db()
    assert (kpi.levels, history_of(kpi)[0].after["levels"]) == (levels, ["1", "2", "3"])


def window(world: World, by: User, *, hours: int = 1, reason: str = "") -> Round:
    return set_window(
        area=world.area,
        year=2567,
        months=6,
        opens_at=NOW,
        closes_at=NOW + timedelta(hours=hours),
        by=by,
        now=NOW,
        reason=reason,
    )


def test_a_window_is_set_once_and_moved_by_the_central_office_with_a_reason(world: World) -> None:
    assert refusal_of(lambda: window(world, world.recorder)) == "not_preparing"
    assert refusal_of(lambda: window(world, world.coordinator, hours=0)) == "window_reversed"
    window(world, world.coordinator)
    assert refusal_of(lambda: window(world, world.coordinator, reason="ขอขยาย")) == "window_is_set"
    assert refusal_of(lambda: window(world, world.evaluator, reason=" ")) == "reason_required"
    moved = window(world, world.evaluator, hours=48, reason="น้ำท่วม")
    event = history_of(moved)[0]
    assert (moved.closes_at, event.reason, event.before["closes_at"]) == (
        NOW + timedelta(hours=48),
        "น้ำท่วม",
        (NOW + timedelta(hours=1)).isoformat(),
    )
