"""A data file by a program: brought, examined, handed over, accepted; its figures, now and as they were."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from samrit.indicators.accepting import accept_asked
from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.examining import examine
from samrit.indicators.models import Examination
from samrit.people.models import User
from tests.api.calling import ROOT, token_for
from tests.indicators.submitting import DISTRICTS, all_of, csv, examined, received, taken
from tests.sweep.brought import a_file
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
COLUMNS = [{"place": place, "means": means} for place, means in enumerate(("area", "period", "value"))]
MAPPING = {"columns": COLUMNS, "item": "waste_generated", "level": "district"}


@pytest.fixture
def world() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield make_people()


class Caller:
    """A program of one person."""

    def __init__(self, person: User) -> None:
        self.headers = {"Authorization": f"Bearer {token_for(person)}"}

    def get(self, path: str, status: int = 200) -> Any:
        return self._told(Client().get(f"{ROOT}{path}", headers=self.headers), status)

    def send(self, path: str, body: dict[str, Any] | None = None, status: int = 200) -> Any:
        told: Any = {"data": body or {}, "content_type": "application/json"}
        return self._told(Client().post(f"{ROOT}{path}", headers=self.headers, **told), status)

    def bring(self, world: World) -> Any:
        form = {"file": a_file("4"), "agency_id": world.development.pk}
        return self._told(Client().post(f"{ROOT}/submissions", form, headers=self.headers), 201)

    @staticmethod
    def _told(answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


def test_from_a_file_to_figures(world: World) -> None:
    recorder, steward = Caller(world.recorder), Caller(world.coordinator)
    one = f"/submissions/{recorder.bring(world)['id']}"
    seen = recorder.get(f"{one}/columns")
    assert [column["title"] for column in seen["columns"]] == ["อำเภอ", "ปี", "ปริมาณ"]
    assert recorder.send(f"{one}/examine", {"mapping": MAPPING})["examination"]["state"] == "waiting"
    examine(Examination.objects.get().pk, clock=lambda: NOW)
    found = recorder.get(one)
    assert (found["examination"]["counts"]["cells_accepted"], found["no_submitting"]) == (
        len(DISTRICTS),
        None,
    )
    sent = recorder.send(f"{one}/submit", {"source": "ทะเบียน"})
    assert sent["receipt"] == "13-2567-00001"
    assert recorder.send(f"{one}/accept", status=403)["code"] == "not_your_role"
    differs = steward.get(f"{one}/differences?limit=3")
    assert (differs["new"], len(differs["items"]), bool(differs["next"])) == (len(DISTRICTS), 3, True)
    assert steward.send(f"{one}/accept")["accepting"] is True
    accept_asked(sent["id"], clock=lambda: NOW)
    told = recorder.get("/observations?area=13&item=waste_generated&place=1301&period=2018")
    assert [(cell["area"], cell["period"], cell["value"]) for cell in told["items"]] == [
        ("1301", "2018", "4")
    ]


def test_a_list_that_was_begun_goes_on_in_its_own_generation(world: World) -> None:
    taken(world, all_of("1"))
    reader = Caller(world.statistician)
    first = reader.get("/observations?area=13&item=waste_generated&limit=4")
    taken(world, all_of("2"), days=1)
    rest = reader.get(f"/observations?area=13&item=waste_generated&limit=4&cursor={first['next']}")
    assert (first["generation"], rest["generation"], rest["next"]) == (1, 1, None)
    assert {cell["value"] for cell in (*first["items"], *rest["items"])} == {"1"}
    now = reader.get("/observations?area=13&item=waste_generated")
    then = reader.get("/observations?area=13&item=waste_generated&at=2024-10-10T10:00:00%2B07:00")
    assert [one["items"][0]["value"] for one in (now, then)] == ["2", "1"]


def test_rejected_cells_come_in_parts(world: World) -> None:
    draft = received(world, csv(dict.fromkeys(DISTRICTS, "มาก")))
    examined(draft)
    recorder = Caller(world.recorder)
    first = recorder.get(f"/submissions/{draft.pk}/rejects?limit=5")
    rest = recorder.get(f"/submissions/{draft.pk}/rejects?limit=5&cursor={first['next']}")
    rows = [one["row"] for one in (*first["items"], *rest["items"])]
    assert (rows, rest["next"]) == ([2, 3, 4, 5, 6, 7, 8], None)
    assert {(one["title"], one["value"]) for one in first["items"]} == {("ปริมาณ", "มาก")}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"item": "no_such_item"}, "body.mapping.item"),
        ({"item": ""}, "body.mapping"),
        ({"period": "เมื่อวาน"}, "body.mapping.period"),
        ({"area": "999999"}, "body.mapping.area"),
        ({"parts": [["sex", "third"]]}, "body.mapping.parts"),
        ({"columns": COLUMNS[:2]}, "body.mapping.columns"),
        ({"columns": [*COLUMNS[:2], {"place": 2, "means": "part", "list": "none"}]}, "body.mapping.columns.2.list"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_is_told_by_its_place(
    world: World, change: dict[str, Any], field: str
) -> None:
    draft = received(world, csv(all_of("1")))
    told = Caller(world.recorder).send(f"/submissions/{draft.pk}/examine", {"mapping": MAPPING | change}, 422)
    assert [one["field"] for one in told["errors"]] == [field]
    assert not Examination.objects.exists()


def test_what_is_under_way_is_not_begun_twice(world: World) -> None:
    draft = received(world, csv(all_of("1")))
    ask_to_examine(submission=draft, by=world.recorder, now=NOW)
    told = Caller(world.recorder).send(f"/submissions/{draft.pk}/examine", {}, 409)
    assert told["code"] == "data_being_examined"
