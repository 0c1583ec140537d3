"""Starting a revision, its facts, publishing by day, confirming; the pages that show it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.audit.queries import history_of
from samrit.frameworks.actions import (
    confirm_edition,
    create_draft,
    publish_edition,
    set_revision_facts,
    start_revision,
)
from samrit.frameworks.models import Confirmation, Edition, Indicator, Kpi, KpiOwner
from samrit.frameworks.queries import changes_between, edition_on, state_of
from samrit.people.models import User
from samrit.rules.amendment import Fate, Kind, diff
from samrit.rules.wording import RefusedError
from tests.frameworks.browsing import address, queries, signed_in
from tests.revisions import FACTS, kpi_of, publish_revised, revise
from tests.world import NOW, World, terms

pytestmark = pytest.mark.django_db
TOMORROW = NOW.date() + timedelta(days=1)


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.refusal.code


def start(world: World, by: User | None = None) -> Edition:
    assert world.edition is not None
    return start_revision(edition=world.edition, by=by or world.coordinator, now=NOW)


# ── starting ────────────────────────────────────────────────────────────────
def test_a_revision_starts_as_what_is_in_force(world: World) -> None:
    assert world.edition is not None
    draft = start(world)
    assert diff(state_of(world.edition), state_of(draft)) == ()
    assert (draft.number, draft.kind, draft.amends, draft.status) == (2, "revised", world.edition, "draft")
    assert history_of(draft)[0].after == {"amended_number": 1, "number": 2}


def test_a_second_letter_ends_in_the_same_kind_of_draft(world: World) -> None:
    draft = create_draft(
        area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW, source="หนังสือ"
    )
    assert draft.amends == world.edition
    assert (
        refusal_of(lambda: publish_edition(edition=draft, by=world.coordinator, now=NOW)) == "facts_missing"
    )


def test_who_starts_and_from_what(world: World) -> None:
    for user in (world.recorder, world.approver, world.stranger):
        assert refusal_of(lambda by=user: start(world, by)) == "not_preparing"
    start(world)
    assert refusal_of(lambda: start(world)) == "draft_exists"  # and the second click


def test_while_one_waits_for_its_day_no_other_begins(world: World) -> None:
    publish_revised(world, revise(world, effective_on=TOMORROW), {"1-1": Fate.KEPT})
    assert refusal_of(lambda: start(world)) == "decided_exists"
    letter = refusal_of(
        lambda: create_draft(
            area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW
        )
    )
    assert letter == "decided_exists"


# ── facts ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("missing", sorted(FACTS))
def test_without_one_of_its_facts_it_is_not_published(world: World, missing: str) -> None:
    draft = revise(world, **{missing: "" if isinstance(FACTS[missing], str) else None})
    with pytest.raises(RefusedError) as caught:
        publish_revised(world, draft)
    assert caught.value.refusal.code == "facts_missing"


def test_the_database_keeps_no_published_revision_without_facts(world: World) -> None:
    draft = start(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(
            status="decided", published_by=world.coordinator, published_at=NOW
        )


def test_a_revision_that_changes_nothing_is_not_published(world: World) -> None:
    draft = revise(world, {})
    assert refusal_of(lambda: publish_revised(world, draft)) == "nothing_revised"


def test_a_revision_is_published_in_one_place_only(world: World) -> None:
    draft = revise(world)
    refused = refusal_of(lambda: publish_edition(edition=draft, by=world.coordinator, now=NOW))
    assert refused == "results_not_settled"


def test_saving_the_same_facts_again_leaves_no_trace(world: World) -> None:
    draft = revise(world)
    before = history_of(draft).count()
    set_revision_facts(edition=draft, **FACTS, by=world.coordinator, now=NOW)
    assert history_of(draft).count() == before


# ── by day ──────────────────────────────────────────────────────────────────
def test_which_edition_was_in_force_on_a_day(world: World) -> None:
    revised = publish_revised(world, revise(world, effective_on=TOMORROW), {"1-1": Fate.KEPT})
    found = [edition_on("13", 2567, day) for day in (NOW.date() - timedelta(days=1), NOW.date(), TOMORROW)]
    assert found == [None, world.edition, revised]


@pytest.mark.parametrize(("seconds", "number"), [(-1, 1), (0, 2)])
def test_the_first_page_of_its_day_is_made_by_it(
    world: World, clock: object, seconds: int, number: int
) -> None:
    publish_revised(world, revise(world, effective_on=TOMORROW), {"1-1": Fate.KEPT})
    midnight = NOW.replace(hour=17, minute=0)  # 00.00 น.
    with time_machine.travel(midnight + timedelta(seconds=seconds), tick=False):
        assert signed_in(world.coordinator).get(reverse("frameworks:list")).status_code == 200
        assert Edition.objects.get(status="published").number == number


# ── confirming ──────────────────────────────────────────────────────────────
def test_agencies_concerned_confirm_once(world: World) -> None:
    revised = publish_revised(world, revise(world, owners={"1-2": (world.statistics.pk,)}))
    waiting = {one.agency: one for one in Confirmation.objects.filter(edition=revised)}
    assert set(waiting) == {world.development, world.statistics}
    one = waiting[world.development]

    def confirm(by: User) -> Confirmation:
        return confirm_edition(confirmation=one, remark=" รับทราบ ", by=by, now=NOW)

    for user in (world.recorder, world.statistics_approver, world.coordinator, world.stranger):
        assert refusal_of(lambda by=user: confirm(by)) == "not_agency_approver"
    confirmed = confirm(world.approver)
    assert (confirmed.confirmed_by, confirmed.confirmed_at, confirmed.remark) == (
        world.approver,
        NOW,
        "รับทราบ",
    )
    assert refusal_of(lambda: confirm(world.colleague)) == "confirmed_already"
    assert (history_of(revised)[0].verb, history_of(revised)[0].reason) == ("confirm_edition", "รับทราบ")


def test_the_page_lets_the_approver_confirm_and_shows_who_has_not(world: World) -> None:
    revised = publish_revised(world, revise(world))
    one = Confirmation.objects.get()
    assert "ยังไม่ยืนยัน" in signed_in(world.coordinator).get(address(revised)).content.decode()
    assert "ยืนยันรับทราบได้เฉพาะผู้อนุมัติข้อมูล" in signed_in(world.recorder).get(address(revised)).content.decode()
    work = signed_in(world.approver).get("/").content.decode()
    assert f'href="{address(revised)}"' in work
    sent = signed_in(world.approver).post(address(revised, "confirm", one.pk), {"remark": "ตกลง"})
    assert (sent.status_code, sent["Location"]) == (302, f"{address(revised)}#confirmations")
    again = signed_in(world.approver).post(address(revised, "confirm", one.pk), {"remark": "อีกครั้ง"})
    assert again.status_code == 409
    assert "ตกลง" in signed_in(world.coordinator).get(address(revised)).content.decode()


# ── pages ───────────────────────────────────────────────────────────────────
def test_one_click_starts_it_and_the_second_says_why_not(world: World) -> None:
    assert world.edition is not None
    client = signed_in(world.coordinator)
    first = client.post(address(world.edition, "revise"))
    draft = Edition.objects.get(status="draft")
    assert first["Location"] == address(draft)
    assert client.post(address(world.edition, "revise")).status_code == 409
    assert Edition.objects.count() == 2


def test_facts_are_typed_as_offices_write_them(world: World) -> None:
    draft = start(world)
    client = signed_in(world.coordinator)
    wrong = {"revision-effective_on": "วันหน้า", "revision-meeting": "3/2567"}
    answer = client.post(address(draft, "facts"), wrong)
    assert answer.status_code == 422
    assert 'value="วันหน้า"' in answer.content.decode()
    client.post(
        address(draft, "facts"),
        {**wrong, "revision-effective_on": "๑๑/๑๐/๒๕๖๗", "revision-resolved_on": "30 ก.ย. 2567"},
    )
    draft.refresh_from_db()
    assert (draft.effective_on, draft.resolved_on, draft.meeting) == (
        date(2024, 10, 11), date(2024, 9, 30), "3/2567",
    )  # fmt: skip


def test_changes_are_marked_in_words_and_by_name(world: World) -> None:
    draft = revise(world, {"1-1": {"name": "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชนและเกษตร (OTOP)"}})
    text = signed_in(world.coordinator).get(address(draft, "changes")).content.decode()
    assert '<ins><span class="visually-hidden">เพิ่ม: </span>และเกษตร</ins>' in text
    assert "ชื่อตัวชี้วัด 1" in text


def test_any_two_editions_are_compared_and_drafts_of_others_are_not_seen(world: World) -> None:
    assert world.edition is not None
    revised = publish_revised(world, revise(world))
    draft = revise(world, {"1-1": {"unit": "บาท"}})
    client = signed_in(world.coordinator)
    page = client.get(address(draft, "changes"), {"against": world.edition.pk})
    assert page.context["against"] == world.edition
    assert str(page.context["counted"]) == "ค่าเป้าหมาย 1 · หน่วยวัด 1"
    seen = signed_in(world.recorder).get(address(revised, "changes"), {"against": draft.pk})
    assert (seen.status_code, seen.context["against"]) == (200, world.edition)
    for user in (world.recorder, world.stranger):
        assert signed_in(user).get(address(draft, "changes")).status_code == 404


# ── many ────────────────────────────────────────────────────────────────────
def many(world: World, count: int) -> None:
    """So many more KPIs of development in the second component, without weight."""
    model = world.kpis["2-1"]
    indicators = Indicator.objects.bulk_create(
        Indicator(framework=model.indicator.framework) for _ in range(count)
    )
    kpis = Kpi.objects.bulk_create(
        Kpi(
            component=model.component, group=model.group, indicator=indicator, position=place,
            number=str(place), name=f"ตัวชี้วัดที่ {place}", weight=Decimal(0),
        )
        for place, indicator in enumerate(indicators, start=2)
    )  # fmt: skip
    KpiOwner.objects.bulk_create(KpiOwner(kpi=kpi, agency=world.development, position=1) for kpi in kpis)


def counted(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_more_kpis_cost_no_more_queries_to_compare_publish_and_show(world: World) -> None:
    """Whatever is asked about a revision of 5 KPIs and of 305 takes the same number of queries."""

    def whole() -> tuple[int, ...]:
        draft = revise(world, {"1-1": {"name": f"ชื่อ {Edition.objects.count()}"}})
        assert draft.amends is not None
        amended = draft.amends
        Kpi.objects.filter(component__edition=draft, component__number=2, parent=None).update(unit="ขั้น")
        return (
            counted(lambda: changes_between(amended, draft)),
            queries(signed_in(world.coordinator), address(draft)),
            queries(signed_in(world.coordinator), address(draft, "changes")),
            queries(signed_in(world.coordinator), reverse("reports:revision", args=[draft.pk])),
            counted(lambda: publish_revised(world, draft)),
        )

    few = whole()
    in_force = Edition.objects.get(status="published")
    world.kpis = {number: kpi_of(in_force, number) for number in ("1-1", "1-2", "2-1")}
    many(world, 300)
    assert whole() == few


def test_five_thousand_kpis_are_compared_in_reasonable_time(world: World) -> None:
    many(world, 5_000)
    draft = start(world)
    Kpi.objects.filter(component__edition=draft, number__endswith="7").update(name="ชื่อใหม่ทั้งหมด", unit="ขั้น")
    assert draft.amends is not None
    found = changes_between(draft.amends, draft)
    assert {one.kind for one in found} == {Kind.RENAMED, Kind.UNIT}
    assert len(found) == 2 * 500
