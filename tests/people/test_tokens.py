"""Tokens: made once, shown once, narrower than their owner, ended at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from time_machine import travel

from samrit.audit.queries import history_of
from samrit.notices.queries.whom import holders
from samrit.people.actions import make_service_token, make_token, revoke_token
from samrit.people.actions.invitations import token_digest
from samrit.people.history import told
from samrit.people.models import AccessToken, Agency, Membership, Role, User
from samrit.people.queries import duties_of, who_may_act, working_token
from samrit.rules.wording import RefusedError
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


@pytest.fixture
def world() -> World:
    return make_people()


def token(by: User, **changed: Any) -> tuple[AccessToken, str]:
    facts = {"name": "ดึงผล", "scopes": ["reports:read"], "expires_at": NOW + timedelta(days=90), "now": NOW}
    return make_token(by=by, **{**facts, **changed})


def of_system(world: World, *, by: User, **changed: Any) -> tuple[AccessToken, str]:
    facts = {
        "system": "ระบบ OTOP", "agency": world.development, "role": Role.RECORDER, "name": "ส่งผล",
        "scopes": ["reports:read", "reports:write"], "expires_at": NOW + timedelta(days=90), "now": NOW,
    }  # fmt: skip
    return make_service_token(by=by, **{**facts, **changed})


def refused(made: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(RefusedError) as found:
        made(*args, **facts)
    return found.value.refusal.code


# ── one's own ───────────────────────────────────────────────────────────────
def test_a_token_lasts_a_year_at_most(world: World) -> None:
    assert refused(token, world.recorder, expires_at=NOW + YEAR + timedelta(seconds=1)) == "token_term_long"
    assert refused(token, world.recorder, expires_at=NOW) == "token_term_past"
    assert token(world.recorder, expires_at=NOW + YEAR)[0].expires_at == NOW + YEAR


@pytest.mark.parametrize(
    ("scopes", "why"), [([], "token_without_scopes"), (["reports:all"], "scope_unknown")]
)
def test_only_scopes_that_there_are(world: World, scopes: list[str], why: str) -> None:
    assert refused(token, world.recorder, scopes=scopes) == why


def test_twenty_that_work_are_enough(world: World) -> None:
    made = [token(world.recorder)[0] for _ in range(20)]
    assert refused(token, world.recorder) == "token_too_many"
    revoke_token(token=made[0], by=world.recorder, now=NOW)
    assert token(world.recorder)[0].name == "ดึงผล"


def test_the_trail_says_what_was_made_but_not_the_token(world: World) -> None:
    made, text = token(world.recorder)
    revoke_token(token=made, by=world.recorder, now=NOW)
    events = list(history_of(made))
    assert [line.what for line in told(events)] == ["ยกเลิกโทเคน", "สร้างโทเคน"]
    assert text not in str([event.after for event in events])


def test_a_revoked_one_says_who_did_it(world: World) -> None:
    made, _text = token(world.recorder)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessToken.objects.filter(pk=made.pk).update(revoked_at=NOW)


# ── of a system ─────────────────────────────────────────────────────────────
def test_a_system_acts_under_its_own_name_in_its_role(world: World) -> None:
    made, text = of_system(world, by=world.coordinator)
    assert working_token(token_digest(text), NOW) == made
    assert (made.user.name, made.user.is_service, made.user.has_usable_password()) == (
        "ระบบ OTOP",
        True,
        False,
    )
    assert duties_of(made.user, DAY).agencies(Role.RECORDER) == {world.development.pk}
    assert made.user.memberships.get().ends_on == (NOW + timedelta(days=90)).date()


@pytest.mark.parametrize(
    ("who", "changed", "why"),
    [
        ("recorder", {}, "not_your_agency"),
        ("coordinator", {"role": Role.APPROVER}, "system_does_not_sign"),
        ("coordinator", {"scopes": ["reports:sign"]}, "system_does_not_sign"),
        ("coordinator", {"scopes": ["people:write"]}, "system_does_not_sign"),
        ("coordinator", {"role": Role.EVALUATOR}, "role_not_in_agency"),
    ],
)
def test_who_makes_which_token_for_a_system(
    world: World, who: str, changed: dict[str, Any], why: str
) -> None:
    assert refused(of_system, world, by=getattr(world, who), **changed) == why


def test_an_approving_or_evaluating_system_reads_only(world: World) -> None:
    reading, _ = of_system(world, by=world.coordinator, role=Role.APPROVER, scopes=["reports:read"])
    central, _ = of_system(
        world, by=world.evaluator, agency=world.central, role=Role.EVALUATOR, scopes=["scores:read"]
    )
    assert (reading.scopes, central.scopes) == (["reports:read"], ["scores:read"])


def test_a_second_token_of_a_system_needs_no_second_account(world: World) -> None:
    first, _ = of_system(world, by=world.coordinator)
    second, _ = of_system(world, by=world.evaluator, expires_at=NOW + timedelta(days=180))
    assert first.user == second.user
    assert first.user.memberships.get().ends_on == (NOW + timedelta(days=180)).date()


def test_a_system_is_nobody_to_write_to_or_to_stand_in(world: World) -> None:
    made, _ = of_system(world, by=world.coordinator)
    assert made.user not in holders(Role.RECORDER, agencies=[world.development.pk], day=DAY)
    assert made.user not in who_may_act(world.development, DAY)


def test_who_may_end_a_systems_token(world: World) -> None:
    made, _ = of_system(world, by=world.evaluator)
    assert refused(revoke_token, token=made, by=world.recorder, now=NOW) == "not_your_token"
    revoke_token(token=made, by=world.coordinator, now=NOW)
    assert refused(revoke_token, token=made, by=world.evaluator, now=NOW) == "token_revoked_already"


def test_nobody_ends_anothers_own_token(world: World) -> None:
    made, _ = token(world.recorder)
    assert refused(revoke_token, token=made, by=world.evaluator, now=NOW) == "not_your_token"


# ── the pages ───────────────────────────────────────────────────────────────
def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def at_ten() -> Any:
    with travel(NOW, tick=False):
        yield


def test_the_text_is_shown_once(world: World, at_ten: None) -> None:
    client = browser(world.recorder)
    form = {"name": "ดึงผล", "scopes": ["reports:read", "people:read"], "days": "90"}
    made = client.post("/people/tokens/new/", form)
    text = made.context["text"]
    assert (made.status_code, made["Cache-Control"]) == (
        201, "max-age=0, no-cache, no-store, must-revalidate, private",
    )  # fmt: skip
    assert text in made.content.decode()
    assert working_token(token_digest(text), NOW)
    listed = client.get("/people/tokens/").content.decode()
    assert text not in listed
    assert text[:12] in listed


def test_a_form_without_scopes_comes_back(world: World, at_ten: None) -> None:
    answer = browser(world.recorder).post("/people/tokens/new/", {"name": "ดึงผล", "days": "90"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["scopes"])


def test_a_system_gets_its_token_on_the_page(world: World, at_ten: None) -> None:
    form = {
        "system": "ระบบ OTOP", "agency": world.development.pk, "role": "recorder", "name": "ส่งผล",
        "scopes": ["reports:write"], "days": "30",
    }  # fmt: skip
    made = browser(world.coordinator).post("/people/tokens/systems/new/", form)
    assert (made.status_code, AccessToken.objects.get().user.name) == (201, "ระบบ OTOP")
    assert browser(world.recorder).get("/people/tokens/systems/new/").status_code == 404


def test_a_stranger_knows_of_no_token(world: World, at_ten: None) -> None:
    made, _ = of_system(world, by=world.coordinator)
    seen = {
        who: browser(getattr(world, who)).post(f"/people/tokens/{made.pk}/revoke/").status_code
        for who in ("stranger", "recorder", "coordinator")
    }
    assert seen == {"stranger": 404, "recorder": 404, "coordinator": 302}


def test_the_list_asks_the_same_however_long(
    world: World, at_ten: None, django_assert_max_num_queries: Any
) -> None:
    client = browser(world.coordinator)
    of_system(world, by=world.coordinator)
    with django_assert_max_num_queries(30) as one:
        client.get("/people/tokens/")
    for number in range(3):
        agency = Agency.objects.create(area=world.area, name=f"หน่วยงาน {number}")
        of_system(world, by=world.coordinator, agency=agency, system=f"ระบบ {number}")
        token(world.coordinator)
    assert Membership.objects.filter(user__is_service=True).count() == 4
    with django_assert_max_num_queries(30) as many:
        client.get("/people/tokens/")
    assert len(one) == len(many)
