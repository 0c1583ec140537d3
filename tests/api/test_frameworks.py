"""Details, links, one window for all provinces and proposals, as programs write them."""

from typing import Any

import pytest

from samrit.frameworks.actions import keep_strategic_kpi
from samrit.frameworks.models import LibraryKpi, Proposal, Round
from tests.api.calling import Program, token_for
from tests.frameworks.proposing import clone, fill_in, items_of, meeting, submitted
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
OPENS, CLOSES = "2025-03-25T08:30:00+07:00", "2025-04-11T16:30:00+07:00"


@pytest.fixture
def coordinator(world: World) -> Program:
    return Program(token_for(world.coordinator))


@pytest.fixture
def evaluator(world: World) -> Program:
    return Program(token_for(world.evaluator))


def code(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


# ── details ─────────────────────────────────────────────────────────────────
def test_details_are_written_over_the_version_that_was_read(world: World, coordinator: Program) -> None:
    path = f"/kpis/{world.kpis['1-1'].pk}/details"
    empty = coordinator.call("get", path)
    assert (empty.json()["version"], empty["ETag"][:3]) == (0, '"0-')
    body = {"contents": {"mission": "ส่งเสริมรายได้", "collection": "รายเดือน"}}
    first = coordinator.call("put", path, body, If_Match=empty["ETag"])
    assert first.json()["contents"] == body["contents"]
    other = coordinator.call("put", path, {"contents": {"mission": "อื่น"}}, If_Match=empty["ETag"])
    assert code(other) == (412, "details_changed")
    assert code(coordinator.call("put", path, body)) == (428, "version_needed")
    # Another field than the one that was changed meanwhile: both stay.
    more = {"contents": {"collection": "รายไตรมาส", "mission": "ส่งเสริมรายได้"}}
    assert coordinator.call("put", path, more, If_Match=first["ETag"]).status_code == 200
    late = {"contents": {**body["contents"], "source": "กรม"}}
    merged = coordinator.call("put", path, late, If_Match=first["ETag"])
    assert merged.json()["contents"] == {**more["contents"], "source": "กรม"}
    binds = {"contents": {**merged.json()["contents"], "scope": "ทั้งจังหวัด"}}
    assert code(coordinator.call("put", path, binds, If_Match=merged["ETag"])) == (409, "details_bind")


@pytest.mark.parametrize(
    "contents",
    [{"nonsense": "x"}, {"steps": "x"}, {"monthly_total": ["sum"]}, {"history": {"2566": {"result": "มาก"}}}],
)
def test_what_no_field_holds_is_named(world: World, coordinator: Program, contents: Any) -> None:
    path = f"/kpis/{world.kpis['1-1'].pk}/details"
    refused = coordinator.call("put", path, {"contents": contents}, If_Match='"0-x"')
    assert refused.status_code == 422
    assert "contents" in refused.json()["errors"][0]["field"]


def test_the_recorder_reads_details_and_does_not_write_them(world: World) -> None:
    recorder, path = Program(token_for(world.recorder)), f"/kpis/{world.kpis['1-1'].pk}/details"
    assert recorder.call("get", path).status_code == 200
    refused = recorder.call("put", path, {"contents": {"mission": "x"}}, If_Match='"0-x"')
    assert code(refused) == (403, "not_preparing")
    assert {one["key"] for one in recorder.call("get", "/details-fields").json()} >= {"mission", "history"}


# ── links ───────────────────────────────────────────────────────────────────
def test_a_kpi_is_linked_and_unlinked_and_never_in_a_ring(world: World, coordinator: Program) -> None:
    strategic = keep_strategic_kpi(
        year=2567, code="SK-01", name="รายได้", ministry="", references="", by=world.evaluator, now=NOW
    )
    first, second = world.kpis["1-1"], world.kpis["1-2"]
    choices = coordinator.call("get", f"/kpis/{second.pk}/link-choices").json()
    assert [one["id"] for one in choices["strategic"]] == [strategic.pk]
    assert first.indicator_id in [one["indicator_id"] for one in choices["kpis"]]
    up = {"strategic_id": strategic.pk, "kind": "proxy", "note": "ร้อยละ 3"}
    assert coordinator.call("post", f"/kpis/{first.pk}/links", up).json()["strategic"]["code"] == "SK-01"
    cascade = {"indicator_id": first.indicator_id, "kind": "cascade"}
    made = coordinator.call("post", f"/kpis/{second.pk}/links", cascade)
    assert (made.status_code, made.json()["kpi"]["number"]) == (201, "1-1")
    ring = {"indicator_id": second.indicator_id, "kind": "cascade"}
    assert code(coordinator.call("post", f"/kpis/{first.pk}/links", ring)) == (409, "link_ring")
    neither = coordinator.call("post", f"/kpis/{first.pk}/links", {"kind": "same"})
    assert code(neither) == (422, "invalid")
    below = coordinator.call("get", f"/kpis/{first.pk}/links").json()["below"]
    assert [one["kpi"]["number"] for one in below] == ["1-2"]
    path = f"/kpis/{second.pk}/links/{made.json()['id']}"
    assert coordinator.call("delete", path).status_code == 204
    assert coordinator.call("delete", path).status_code == 404
    history = coordinator.call("get", f"/kpis/{second.pk}/history").json()["items"]
    assert len(history) == 2


# ── one window for all ──────────────────────────────────────────────────────
def test_windows_of_all_are_set_as_they_were_previewed(world: World, evaluator: Program) -> None:
    path = "/years/2567/rounds/6/windows"
    asked = {"opens_at": OPENS, "closes_at": CLOSES}
    preview = evaluator.get("/api/v1" + path, asked, headers={"Authorization": f"Bearer {evaluator.token}"})
    assert {one["fate"] for one in preview.json()["provinces"]} == {"new"}
    body = {**asked, "seen": preview.json()["seen"], "reason": "ตามหนังสือเวียน"}
    done = evaluator.call("put", path, body, Idempotency_Key="k")
    provinces = len(preview.json()["provinces"])
    assert len(done.json()) == provinces == Round.objects.filter(fiscal_year=2567, months=6).count()
    again = evaluator.call("put", path, body, Idempotency_Key="k")
    assert again["Idempotency-Replayed"] == "true"
    assert code(evaluator.call("put", path, body)) == (409, "windows_changed")
    year = evaluator.call("get", "/years/2567").json()
    assert (sum(one["months"] == 6 for one in year["provinces"]), year["without"]) == (provinces, [])


# ── proposals ───────────────────────────────────────────────────────────────
def test_a_proposal_is_started_from_last_year_and_filled_in(world: World, coordinator: Program) -> None:
    body = {"area": world.area.pk, "year": 2568}
    begun = coordinator.call("post", "/proposals", body)
    assert (begun.status_code, begun.json()["item_count"]) == (201, 3)
    assert code(coordinator.call("post", "/proposals", body)) == (409, "proposal_exists")
    assert (
        coordinator.call("post", "/proposals", {**body, "year": 2600}).json()["errors"][0]["field"]
        == "body.year"
    )
    key = begun.json()["id"]
    items = coordinator.call("get", f"/proposals/{key}/items").json()
    assert [(one["name"], one["marks"]) for one in items][:1] == [(world.kpis["1-1"].name, ["unchanged"])]
    path = f"/proposals/{key}/items/{items[0]['id']}"
    read = coordinator.call("get", path)
    past = [{"year": 2567, "value": "1176.285", "source": "ระบบของกรม"}, {"year": 2566, "missing": "no_data"}]
    change = {"weight": "41.5", "reason": "สูงกว่าค่าเฉลี่ย", "owners": [world.statistics.pk], "past": past}
    changed = coordinator.call("patch", path, change, If_Match=read["ETag"])
    found = changed.json()[0]
    assert (found["weight"], found["reason"]) == ("41.5", "สูงกว่าค่าเฉลี่ย")
    assert [one["id"] for one in found["owners"]] == [world.statistics.pk]
    assert [(one["year"], one["value"], one["missing"]) for one in found["past"]] == [
        (2567, "1176.285", ""), (2566, None, "no_data"),
    ]  # fmt: skip
    assert found["unit"] == "ล้านบาท"  # what was left out stays
    assert code(coordinator.call("patch", path, change, If_Match=read["ETag"])) == (412, "changed_meanwhile")


def test_every_mistake_in_a_proposed_kpi_is_named(world: World, coordinator: Program) -> None:
    proposal = clone(world)
    whole = items_of(proposal)["2-1.1"].parent
    assert whole is not None
    path, part = f"/proposals/{proposal.pk}/items/{whole.pk}", items_of(proposal)["2-1.1"]
    tag = coordinator.call("get", path)["ETag"]
    wrong = {
        "weight": "-1", "owners": [world.elsewhere.pk],
        "parts": [{"id": part.pk, "basic": "9", "past": [{"year": 2567, "value": "3"}]}],
    }  # fmt: skip
    refused = coordinator.call("patch", path, wrong, If_Match=tag)
    assert {one["field"] for one in refused.json()["errors"]} == {
        "body.weight", "body.owners", "body.parts.0.basic", "body.parts.0.past.2567.source",
    }  # fmt: skip
    no_cell = coordinator.call("patch", path, {"basic": "1"}, If_Match=tag)
    assert no_cell.json()["errors"][0]["code"] == "not_of_this_kpi"


def test_items_come_from_the_library_or_in_own_words(world: World, coordinator: Program) -> None:
    proposal = clone(world)
    path = f"/proposals/{proposal.pk}/items"
    entry = LibraryKpi.objects.create(code="T-01", name="ความพึงพอใจ", category="agenda", unit="ร้อยละ")
    added = coordinator.call("post", path, {"library_kpi_id": entry.pk})
    assert (added.status_code, added.json()[0]["unit"]) == (201, "ร้อยละ")
    assert code(coordinator.call("post", path, {"library_kpi_id": entry.pk})) == (409, "entry_twice")
    groups = coordinator.call("get", f"/proposals/{proposal.pk}/components").json()[0]["groups"]
    own = coordinator.call("post", path, {"name": "ตัวชี้วัดของจังหวัด", "group_id": groups[0]["id"]})
    assert (own.status_code, own.json()[0]["library_kpi_id"]) == (201, None)
    assert code(coordinator.call("post", path, {})) == (422, "invalid")


def test_weights_are_set_as_they_were_read(world: World, coordinator: Program) -> None:
    proposal = clone(world)
    path = f"/proposals/{proposal.pk}"
    tag = coordinator.call("get", path)["ETag"]
    item = items_of(proposal)["1-1"]
    body = {"items": [{"id": item.pk, "weight": "39"}]}
    assert coordinator.call("put", f"{path}/weights", body, If_Match=tag).status_code == 200
    stale = coordinator.call("put", f"{path}/weights", body, If_Match=tag)
    assert code(stale) == (412, "proposal_changed_meanwhile")
    codes = [one["code"] for one in coordinator.call("get", f"{path}/standing").json()["obstacles"]]
    assert codes
    tag = coordinator.call("get", path)["ETag"]
    strange = {"items": [{"id": item.pk + 999_999, "weight": "1"}]}
    refused = coordinator.call("put", f"{path}/weights", strange, If_Match=tag)
    assert refused.json()["errors"][0]["field"] == "body.items.0.id"


def test_the_committee_decides_for_all_and_only_as_it_read(world: World, evaluator: Program) -> None:
    proposal, held = submitted(world), meeting(world)
    lines = evaluator.call("get", "/committee/2568").json()
    assert [(one["provinces"], one["decided"]) for one in lines] == [(3, 0)]
    items = evaluator.call("get", "/committee/2568/items?outside=true").json()["items"]
    wholes = [one for one in items if one["parent_id"] is None]
    decisions = [{"item_id": one["id"], "version": one["version"], "outcome": "accepted"} for one in wholes]
    body = {"meeting_id": held.pk, "decisions": decisions}
    stale = {**body, "decisions": [{**decisions[0], "version": 99}]}
    assert evaluator.call("post", "/committee/2568/decide", stale).status_code == 409
    done = evaluator.call("post", "/committee/2568/decide", body).json()
    assert {one["decision"]["outcome"] for one in done} == {"accepted"}
    assert evaluator.call("post", "/committee/2567/decide", body).status_code == 422
    may = evaluator.call("get", f"/proposals/{proposal.pk}/standing").json()
    assert (may["may"]["conclude"], may["conclusion"]) == (None, None)


def test_a_proposal_of_another_province_is_not_there(world: World) -> None:
    proposal = fill_in(clone(world), world.coordinator)
    stranger = Program(token_for(world.stranger))
    assert stranger.call("get", f"/proposals/{proposal.pk}/standing").status_code == 404
    assert stranger.call("post", "/proposals", {"area": "13", "year": 2569}).status_code == 404
    assert Proposal.objects.count() == 1
