"""รักษาราชการแทน: power by an order, from a day to a day, and nothing beyond it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from time_machine import travel

from samrit.audit.queries import history_of
from samrit.people.actions import appoint_acting, end_membership
from samrit.people.history import told
from samrit.people.models import Membership, Role, User
from samrit.people.queries import duties_of
from samrit.reports.actions import approve_result, submit_result
from samrit.reports.path import path_of
from samrit.rules.wording import RefusedError
from tests.world import DAY, NOW, World, make_world, person, save

pytestmark = pytest.mark.django_db
ORDER = "รักษาราชการแทนพัฒนาการจังหวัด ตามคำสั่งที่ 12/2567 ลงวันที่ 1 ต.ค. 2567"


@pytest.fixture
def world() -> World:
    return make_world()


def appoint(world: World, *, by: User, **changed: Any) -> Membership:
    facts = {
        "user": world.statistician, "agency": world.development, "role": Role.APPROVER, "capacity": "acting",
        "position": "พัฒนาการจังหวัด", "order_number": "12/2567", "order_date": date(2024, 10, 1),
        "starts_on": DAY, "ends_on": DAY + timedelta(days=4), "now": NOW,
    }  # fmt: skip
    return appoint_acting(by=by, **{**facts, **changed})


def refusal(world: World, *, by: User, **changed: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        appoint(world, by=by, **changed)
    return refused.value.refusal.code


def test_the_work_that_waits_is_theirs_on_the_days_of_the_order_only(world: World) -> None:
    acting = appoint(world, by=world.approver)
    held = {
        day: acting in duties_of(world.statistician, day).memberships
        for day in (DAY - timedelta(days=1), DAY, acting.ends_on, acting.ends_on + timedelta(days=1))
    }
    assert list(held.values()) == [False, True, True, False]


def test_every_signature_says_in_whose_place_it_is_given(world: World) -> None:
    appoint(world, by=world.approver)
    save(world, "1-1", value=100)
    submit_result(item=world.item("1-1", world.recorder), by=world.recorder, now=NOW)
    result = approve_result(item=world.item("1-1", world.statistician), by=world.statistician, now=NOW)
    assert (result.submitted_as, result.approved_as) == ("", ORDER)
    assert path_of(world.item("1-1"))[1].who == f"statistician ({ORDER})"
    assert ORDER in told(history_of(result))[0].who


def test_who_signs_in_the_own_right_shows_no_order(world: World) -> None:
    appoint(world, by=world.evaluator, user=world.statistician)
    save(world, "1-1", value=100)
    submit_result(item=world.item("1-1", world.recorder), by=world.recorder, now=NOW)
    assert approve_result(item=world.item("1-1"), by=world.approver, now=NOW).approved_as == ""


def test_what_one_recorded_one_does_not_approve_not_even_by_order(world: World) -> None:
    appoint(world, by=world.approver, user=world.recorder)
    save(world, "1-1", value=100)
    submit_result(item=world.item("1-1", world.recorder), by=world.recorder, now=NOW)
    with pytest.raises(RefusedError) as refused:
        approve_result(item=world.item("1-1", world.recorder), by=world.recorder, now=NOW)
    assert refused.value.refusal.code == "own_work"


def test_who_may_enter_an_order(world: World) -> None:
    for by in (world.approver, world.coordinator, world.evaluator):
        with transaction.atomic():
            assert appoint(world, by=by).in_place_of == ORDER
            transaction.set_rollback(True)
    for by in (world.recorder, world.statistics_approver, world.stranger):
        assert refusal(world, by=by) == "not_yours_to_appoint"


def test_who_acts_for_another_passes_nothing_on(world: World) -> None:
    appoint(world, by=world.approver)
    assert refusal(world, by=world.statistician, user=world.recorder) == "acting_passes_nothing_on"


def test_not_even_in_the_central_office(world: World) -> None:
    deputy = person("deputy", world.central)
    of_office = {"agency": world.central, "role": Role.EVALUATOR, "position": "ผู้อำนวยการ"}
    Membership.objects.create(
        user=deputy, agency=world.central, role=Role.EVALUATOR, starts_on=DAY, ends_on=DAY, capacity="acting",
        position="ผู้อำนวยการ", order_number="9/2567", order_date=DAY,
    )  # fmt: skip
    assert duties_of(deputy, DAY).evaluates
    assert refusal(world, by=deputy, user=world.recorder, **of_office) == "acting_passes_nothing_on"


def test_a_coordinator_lets_somebody_act_as_coordinator_and_nobody_below_does(world: World) -> None:
    of_office = {"agency": world.office, "role": Role.COORDINATOR, "position": "หัวหน้าสำนักงานจังหวัด"}
    assert refusal(world, by=world.approver, **of_office) == "not_yours_to_appoint"
    appoint(world, by=world.coordinator, **of_office)
    assert duties_of(world.statistician, DAY).coordinated_areas() == {"13"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"starts_on": DAY - timedelta(days=1)}, "acting_not_backwards"),
        ({"ends_on": DAY - timedelta(days=1)}, "acting_reversed"),
        ({"ends_on": DAY + timedelta(days=367)}, "acting_too_long"),
        ({"order_date": DAY + timedelta(days=5)}, "acting_order_late"),
        ({"role": Role.EVALUATOR}, "role_not_in_agency"),
    ],
)
def test_orders_that_cannot_be(world: World, changed: dict[str, Any], code: str) -> None:
    assert refusal(world, by=world.coordinator, **changed) == code


def test_only_people_of_the_province_and_none_who_hold_the_role(world: World) -> None:
    assert refusal(world, by=world.coordinator, user=world.stranger) == "acting_stranger"
    assert refusal(world, by=world.coordinator, user=world.colleague) == "acting_holds_it"
    appoint(world, by=world.approver)
    assert refusal(
        world, by=world.approver, starts_on=DAY + timedelta(days=4), ends_on=DAY + timedelta(days=9)
    ) == ("acting_holds_it")
    appoint(world, by=world.approver, starts_on=DAY + timedelta(days=5), ends_on=DAY + timedelta(days=9))


def test_ended_early_by_whoever_could_have_made_it(world: World) -> None:
    acting = appoint(world, by=world.coordinator)
    with pytest.raises(RefusedError):
        end_membership(membership=acting, by=world.recorder, now=NOW)
    end_membership(membership=acting, by=world.approver, now=NOW + timedelta(days=1))
    held = [duties_of(world.statistician, DAY + timedelta(days=n)).agencies(Role.APPROVER) for n in (1, 2)]
    assert held == [{world.development.pk}, set()]


def test_the_database_wants_an_order_and_an_end(world: World) -> None:
    for missing in ({"order_number": ""}, {"order_date": None}, {"ends_on": None}, {"position": ""}):
        facts: dict[str, Any] = {
            "capacity": "acting", "position": "ก", "order_number": "1", "order_date": DAY, "ends_on": DAY,
        }  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(
                user=world.recorder,
                agency=world.office,
                role="recorder",
                starts_on=DAY,
                **{**facts, **missing},
            )


@travel(NOW, tick=False)
def test_the_page_and_its_form(world: World, client: Client) -> None:
    client.force_login(world.approver)
    assert "ยังไม่มีผู้ทำหน้าที่แทน" in client.get("/people/acting/").content.decode()
    form = {
        "user": world.statistician.pk, "role": "approver", "capacity": "acting", "position": "พัฒนาการจังหวัด",
        "order_number": "๑๒/๒๕๖๗", "order_date": "๑ ต.ค. ๒๕๖๗", "starts_on": "10/10/2567", "ends_on": "9 ต.ค. 2567",
    }  # fmt: skip
    refused = client.post("/people/acting/appoint/", form)
    assert refused.status_code == 422
    assert "วันสิ้นสุดต้องไม่ก่อนวันเริ่ม" in refused.content.decode()
    assert "๑๒/๒๕๖๗" in refused.content.decode()
    assert client.post("/people/acting/appoint/", {**form, "ends_on": "14 ต.ค. 2567"}).status_code == 302
    assert "ตามคำสั่งที่ ๑๒/๒๕๖๗" in client.get("/people/acting/").content.decode()


@travel(NOW, tick=False)
def test_as_many_queries_for_three_as_for_one(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(world.coordinator)
    counts = []
    for start in (0, 5, 10):
        appoint(
            world,
            by=world.approver,
            starts_on=DAY + timedelta(days=start),
            ends_on=DAY + timedelta(days=start + 4),
        )
        with django_assert_max_num_queries(30) as captured:
            client.get("/people/acting/")
        counts.append(len(captured))
    assert counts[1:] == [counts[0]] * 2
