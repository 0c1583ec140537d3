"""What is typed before it is saved, and what it would score, by programs."""

from datetime import timedelta
from typing import Any

import pytest
from time_machine import travel

from samrit.reports.models import EntryDraft, Result
from tests.api.calling import Program, token_for
from tests.world import NOW, World, save

TYPED = {"value": "ประมาณ 12", "narrative": "ดำเนินการ", "version": 0}


@pytest.fixture
def program(world: World) -> Program:
    return Program(token_for(world.recorder))


def path(world: World, number: str = "1-1") -> str:
    assert world.round is not None
    return f"/rounds/{world.round.pk}/items/{world.kpis[number].indicator_id}"


def keep(who: Program, world: World, body: dict[str, Any] | None = None, tag: str | None = None) -> Any:
    at = f"{path(world)}/draft"
    return who.call("PUT", at, body or TYPED, If_Match=tag or who.call("GET", at)["ETag"])


def test_words_are_kept_as_typed_and_thrown_away(program: Program, world: World) -> None:
    kept = keep(program, world).json()["draft"]
    assert (kept["value"], kept["missing"], kept["revision"]) == ("ประมาณ 12", None, 1)
    assert keep(program, world, {**TYPED, "narrative": "ดำเนินการแล้ว"}).json()["draft"]["revision"] == 2
    assert Result.objects.count() == 0
    at = f"{path(world)}/draft"
    assert program.call("DELETE", at, If_Match='"1"').json()["code"] == "draft_changed"
    assert program.call("DELETE", at, If_Match='"2"').status_code == 204
    assert program.call("GET", at).json() == {"draft": None, "others": []}
    assert program.call("DELETE", at, If_Match='"0"').status_code == 404


def test_another_windows_words_are_not_written_over(program: Program, world: World) -> None:
    keep(program, world)
    other = keep(program, world, {**TYPED, "value": "13"}, tag='"0"')
    assert (other.status_code, other.json()["code"]) == (412, "draft_elsewhere")
    assert program.call("PUT", f"{path(world)}/draft", TYPED).status_code == 428
    assert EntryDraft.objects.get().typed["value"] == "ประมาณ 12"


def test_it_is_kept_after_closing_too_and_known_to_its_person_only(program: Program, world: World) -> None:
    assert world.round is not None
    with travel(world.round.closes_at + timedelta(seconds=1), tick=False):
        assert keep(program, world).status_code == 200
    colleague = Program(token_for(world.colleague, now=NOW))
    theirs = colleague.call("GET", f"{path(world)}/draft").json()
    assert (theirs["draft"], [one["person"] for one in theirs["others"]]) == (None, ["recorder"])
    approver = keep(Program(token_for(world.approver)), world)
    assert (approver.status_code, approver.json()["code"]) == (403, "not_your_entry")


def test_saving_is_done_with_the_words_it_names(program: Program, world: World) -> None:
    keep(program, world, {**TYPED, "value": "12"})
    saved = program.call(
        "PUT", f"{path(world)}/result", {"value": "12", "narrative": "ดำเนินการ", "draft": 1}, If_Match='"0"'
    )
    assert (saved.status_code, EntryDraft.objects.count()) == (200, 0)


def test_the_same_key_keeps_once(program: Program, world: World) -> None:
    at = f"{path(world)}/draft"
    first, again = (program.call("PUT", at, TYPED, If_Match='"0"', Idempotency_Key="k1") for _ in range(2))
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
    assert EntryDraft.objects.get().revision == 1


def test_a_figure_is_tried_without_saving(program: Program, world: World) -> None:
    save(world, "1-1", "1176.285")
    at = f"{path(world)}/preview"
    tried = program.call("GET", f"{at}?value=1,176.285").json()
    assert (tried["value"], tried["score"], tried["doubts"]) == ("1176.285", "62.5", [])
    assert len(program.call("GET", f"{at}?value=1176285000").json()["doubts"]) == 1
    missing = program.call("GET", f"{at}?missing=no_data").json()
    assert (missing["missing"], missing["score"]) == ("no_data", None)
    wrong = program.call("GET", f"{at}?value=มาก")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "query.value")
    assert str(Result.objects.get().version) == "1"
