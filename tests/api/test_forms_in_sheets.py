"""An agency's form by programs: fetched, filled in, sent back, looked at, taken over, refused."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from samrit.people.models import User
from samrit.reports.models import FilledSheet, Result
from samrit.reports.reading.columns import SHEET
from tests.api.calling import ROOT, Program, token_for
from tests.reports.test_sheets import filled, row_of
from tests.world import World, save


def program(user: User) -> Program:
    return Program(token_for(user))


def fetched(who: Program, world: World) -> bytes:
    assert world.round is not None
    response = who.call("GET", f"/rounds/{world.round.pk}/forms/{world.development.pk}.xlsx")
    assert response.status_code == 200
    return bytes(response.content)


def send(who: Program, world: World, contents: bytes, **headers: str) -> Any:
    assert world.round is not None
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return who.post(
        f"{ROOT}/rounds/{world.round.pk}/sheets", {"file": SimpleUploadedFile("แบบฟอร์ม.xlsx", contents)},
        headers={"Authorization": f"Bearer {who.token}", **sent},
    )  # fmt: skip


def test_there_and_back_and_taken_over(world: World) -> None:
    who = program(world.recorder)
    assert world.round is not None
    forms = who.call("GET", f"/rounds/{world.round.pk}/forms").json()
    assert [(one["agency"]["name"], one["may_send"]) for one in forms] == [(world.development.name, True)]
    form = filled(fetched(who, world), {"1-1": {"value": 1176.285}, "1-2": {"value": "มาก"}})
    sent = send(who, world, form)
    rows = {row["number"]: row for row in sent.json()["rows"]}
    assert (sent.status_code, Result.objects.count()) == (201, 0)
    assert {number: row["state"] for number, row in rows.items()} == {"1-1": "changed", "1-2": "wrong"}
    assert [(one["before"], one["after"]) for one in rows["1-1"]["changes"]] == [(None, "1,176.285")]
    assert [one["field"] for one in rows["1-2"]["problems"]] == ["value"]
    at = f"/sheets/{sent.json()['id']}"
    notes = load_workbook(io.BytesIO(who.call("GET", f"{at}/notes.xlsx").content))
    cells = notes[SHEET][row_of(notes, "1-2")]
    assert sum(cell.comment is not None for cell in cells) == 1
    applied = who.call("POST", f"{at}/apply")
    assert applied.json() == [
        {"indicator_id": world.kpis["1-1"].indicator_id, "number": "1-1", "refusal": None}
    ]
    assert str(Result.objects.get().value) == "1176.2850000000"[: len(str(Result.objects.get().value))]
    assert who.call("POST", f"{at}/apply").json() == []
    assert who.call("GET", "/sheets").json()["items"][0]["applied_at"] is not None


def test_the_same_key_takes_it_once(world: World) -> None:
    who = program(world.recorder)
    form = fetched(who, world)
    first, again = (send(who, world, form, Idempotency_Key="k1") for _ in range(2))
    assert (first.json()["id"], again["Idempotency-Replayed"]) == (again.json()["id"], "true")
    assert FilledSheet.objects.count() == 1


def test_what_somebody_saved_meanwhile_is_not_written_over(world: World) -> None:
    who = program(world.recorder)
    form = filled(fetched(who, world), {"1-1": {"value": 1200}})
    save(world, "1-1", "1150")
    rows = {row["number"]: row for row in send(who, world, form).json()["rows"]}
    assert rows["1-1"]["state"] == "wrong"
    assert "ไม่เขียนทับ" in rows["1-1"]["problems"][0]["messages"][0]


@pytest.mark.parametrize(
    ("contents", "code"), [(b"MZ", "evidence_wrong_type"), (b"a,b\n", "evidence_wrong_type")]
)
def test_what_is_no_form_is_a_problem(world: World, contents: bytes, code: str) -> None:
    response = send(program(world.recorder), world, contents)
    assert (response.status_code, response.json()["code"]) == (409, code)
    assert FilledSheet.objects.count() == 0


def test_others_neither_send_nor_see_it(world: World) -> None:
    who = program(world.recorder)
    form = fetched(who, world)
    key = send(who, world, form).json()["id"]
    assert send(program(world.statistician), world, form).json()["code"] == "sheet_of_another"
    for other in (world.approver, world.statistician, world.coordinator, world.evaluator):
        for method, path in (("GET", ""), ("POST", "/apply"), ("GET", "/notes.xlsx")):
            assert program(other).call(method, f"/sheets/{key}{path}").status_code == 404
