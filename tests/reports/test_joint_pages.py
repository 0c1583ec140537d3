"""The pages of joint KPIs: who sees them, what they say, what they send, and that nothing typed is lost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.people.models import User
from samrit.reports.actions import make_joint
from samrit.reports.models import CoSignature, JointKpi, JointSignature
from tests.reports.joint import Shared, make_shared, two_owners
from tests.world import NOW, World, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def shared() -> Shared:
    return make_shared()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(shared: Shared) -> str:
    return reverse("reports:joint", args=[shared.joint.pk, 12])


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_its_people_see_it_and_strangers_do_not(shared: Shared) -> None:
    here, far = shared.here, shared.far
    people = (here.recorder, here.approver, here.coordinator, far.recorder, here.evaluator, here.statistician)
    assert [browser(user).get(page_of(shared)).status_code for user in people] == [
        200,
        200,
        200,
        200,
        200,
        404,
    ]
    listed = reverse("reports:joint_list")
    assert [len(browser(user).get(listed).context["rows"]) for user in people] == [1, 1, 1, 1, 1, 0]
    assert browser(here.statistician).post(page_of(shared), {"action": "lock"}).status_code == 404
    assert browser(here.evaluator).get(reverse("reports:joint", args=[shared.joint.pk, 7])).status_code == 404
    assert browser(here.recorder).get(reverse("reports:make_joint")).status_code == 404


def test_the_whole_way_on_the_pages(shared: Shared) -> None:
    here, far, page = shared.here, shared.far, page_of(shared)
    for world, value in ((here, "๒๐"), (far, "24")):
        key = world.development.pk
        form = browser(world.recorder).get(page).context["parties"]
        version = next(one.form for one in form if one.form).initial["version"]
        sent = {
            "action": "contribute",
            "agency": key,
            f"party-{key}-value": value,
            f"party-{key}-version": version,
        }
        assert browser(world.recorder).post(page, sent).status_code == 302
    seen = browser(here.approver).get(page)
    assert "(20 × 3 + 24 × 1) ÷ 4 = 21" in words(seen)
    effects = [
        (one.kpi.component.edition.framework.area_id, str(one.preview.score))
        for one in seen.context["effects"]
    ]
    assert effects == [("13", "87.5"), ("20", "87.5")]
    version = seen.context["standing"].version
    for world in (here, far):
        sent = {"action": "sign", "agency": world.development.pk, "version": version, "reason": ""}
        assert browser(world.approver).post(page, sent).status_code == 302
    assert browser(far.approver).post(page, {"action": "lock", "version": version}).status_code == 409
    assert browser(here.approver).post(page, {"action": "lock", "version": version}).status_code == 302
    locked = browser(here.approver).get(page)
    assert "ผลร่วมที่ล็อกแล้ว" in words(locked)
    assert [one.result.status for one in locked.context["effects"]] == ["draft", "draft"]
    told = [event.what for event in locked.context["events"]]
    assert told[0] == "ล็อกผลร่วม"
    assert browser(here.approver).post(page, {"action": "unlock", "reason": "แก้"}).status_code == 302


def test_what_was_typed_stays_when_somebody_was_quicker(shared: Shared) -> None:
    key, page = shared.far.development.pk, page_of(shared)
    shared.give(shared.here, "20")
    sent = {"action": "contribute", "agency": key, f"party-{key}-value": "24", f"party-{key}-note": "สามสถานี",
            f"party-{key}-version": "0"}  # fmt: skip
    answer = browser(shared.far.recorder).post(page, sent)
    assert answer.status_code == 409
    again = next(one.form for one in answer.context["parties"] if one.form)
    assert (again["value"].value(), again["note"].value(), again["version"].value()) == ("24", "สามสถานี", "1")
    sent[f"party-{key}-version"] = again["version"].value()
    assert browser(shared.far.recorder).post(page, sent).status_code == 302


def test_what_is_no_figure_is_said(shared: Shared) -> None:
    key, page = shared.far.development.pk, page_of(shared)
    for value, missing in (("หลายหน่วย", ""), ("", ""), ("1", "no_data")):
        sent = {"action": "contribute", "agency": key, f"party-{key}-value": value, f"party-{key}-missing": missing,
                f"party-{key}-version": "0"}  # fmt: skip
        assert browser(shared.far.recorder).post(page, sent).status_code == 422
    for broken in (
        {},
        {"action": "dance"},
        {"action": "sign", "agency": "x"},
        {"action": "sign", "agency": "999"},
    ):
        assert browser(shared.far.recorder).post(page, broken).status_code == 404


def test_an_objection_and_its_answer_are_shown(shared: Shared) -> None:
    page = page_of(shared)
    shared.give(shared.here, "20")
    shared.give(shared.far, "24")
    sent = {"action": "object", "agency": shared.far.development.pk, "version": 2, "reason": "สถานีวัดย้ายที่"}
    assert browser(shared.far.approver).post(page, sent).status_code == 302
    seen = browser(shared.here.recorder).get(page)
    assert "สถานีวัดย้ายที่" in words(seen)
    assert [one.endings for one in seen.context["parties"]] == [[], ["answered"]]
    sent = {"action": "answered", "agency": shared.far.development.pk, "reason": "ย้ายก่อนปีนี้"}
    assert browser(shared.here.recorder).post(page, sent).status_code == 302
    assert JointSignature.objects.get().ending == "answered"


def test_making_one_on_the_page(world_of_two: World) -> None:
    world = world_of_two
    page = reverse("reports:make_joint") + "?year=2567"
    sent = {"name": "ร่วมกัน", "members": [world.kpis["1-1"].indicator_id], "lead": world.development.pk,
            "method": "mean", f"share-{world.development.pk}": "2.5"}  # fmt: skip
    client = browser(world.coordinator)
    assert client.post(page, sent | {"lead": ""}).status_code == 422
    assert client.post(page, sent | {"members": ["999"]}).status_code == 422
    assert client.post(page, sent).status_code == 302
    made = JointKpi.objects.get()
    assert (str(made.shares.get().share), made.method) == ("2.5", "mean")
    assert client.get(page + "&q=ไม่มีคำนี้").status_code == 200


@pytest.fixture
def world_of_two(made: World) -> World:
    two_owners(made)
    return made


def test_the_co_owner_finds_signs_and_is_done(world_of_two: World) -> None:
    world = world_of_two
    save(world, "1-1", "1200")
    assert world.round is not None
    client, listed = browser(world.statistics_approver), reverse("reports:joint_list")
    (one,) = client.get(listed).context["waiting"]
    assert (one.agency, one.objects) == (world.statistics, False)
    page = reverse("reports:co_sign", args=[world.round.pk, world.kpis["1-1"].indicator_id])
    assert "1,200" in words(client.get(page))
    version = world.item("1-1").result.version  # type: ignore[union-attr]  # it is saved
    sent = {"action": "object", "agency": world.statistics.pk, "version": version, "reason": "ไม่ตรง"}
    assert client.post(page, sent | {"reason": ""}).status_code == 409
    assert client.post(page, sent).status_code == 302
    assert [one.objects for one in client.get(listed).context["waiting"]] == [True]
    assert client.post(page, sent | {"action": "sign", "version": 99}).status_code == 409
    assert client.post(page, sent | {"action": "dance"}).status_code == 422
    assert client.post(page, sent | {"action": "sign"}).status_code == 302
    assert client.get(listed).context["waiting"] == []
    assert CoSignature.objects.count() == 2
    people = (world.recorder, world.stranger, world.coordinator)
    assert [browser(user).get(page).status_code for user in people] == [200, 404, 200]
    alone = reverse("reports:co_sign", args=[world.round.pk, world.kpis["1-2"].indicator_id])
    assert browser(world.recorder).get(alone).status_code == 404


def test_lists_ask_the_same_number_of_questions(shared: Shared) -> None:
    client = browser(shared.here.evaluator)
    counts = []
    for number in ("1-1", "2-1.1", "2-1.2"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("reports:joint_list")).status_code == 200
        counts.append(len(captured))
        lead = shared.here.development if number == "1-1" else shared.here.statistics
        make_joint(
            year=2567, name=number, lead=lead, method="sum", indicators=[shared.here.kpis[number].indicator],
            shares={}, by=shared.here.evaluator, now=NOW,
        )  # fmt: skip
    assert counts == [counts[0]] * 3
