"""A letter's way through the API: read, its findings settled, the draft made from it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.frameworks.models import Edition
from samrit.letters.models import Intake
from samrit.people.models import Agency
from samrit.rules.scopes import SCOPES
from tests.api.calling import ROOT, Program, token_for
from tests.letters.intakes import make_intake
from tests.sweep.filled import LETTER
from tests.world import World, make_people

pytestmark = pytest.mark.django_db
TEXT = LETTER.format(
    province="ปทุมธานี", code="ปท", number="๑๑๑", subject="แจ้งกรอบ", sentence="โปรดทราบ", year="๒๕๖๘",
    kpi="รายได้ชุมชน", second="๓๐",
)  # fmt: skip


@pytest.fixture
def people(db: None) -> World:
    return make_people()


@pytest.fixture
def coordinator(people: World) -> Program:
    return Program(token_for(people.coordinator))


def upload(program: Program, content: bytes, name: str = "หนังสือ.txt", **more: str) -> Any:
    file = SimpleUploadedFile(name, content, "text/plain")
    headers = {
        "Authorization": f"Bearer {program.token}",
        **{key.replace("_", "-"): it for key, it in more.items()},
    }
    return program.post(f"{ROOT}/letters", {"file": file, "area": "13"}, headers=headers)


def test_a_letter_is_read_settled_and_made_a_draft(people: World, coordinator: Program) -> None:
    taken = upload(coordinator, TEXT.encode())
    assert (taken.status_code, taken.json()["new"]) == (200, True)
    letter = taken.json()["letter"]
    path = f"/letters/{letter['id']}"
    reading = coordinator.call("get", f"{path}/reading").json()
    assert reading["frameworks"][0]["components"][0]["groups"][0]["kpis"][0]["name"] == "รายได้ชุมชน"
    for finding in letter["findings"]:
        chosen = finding["readings"][0] if finding["asks_to_choose"] else ""
        body = {"chosen": chosen, "note": "ตรวจแล้ว"}
        answer = coordinator.call("post", f"{path}/findings/{finding['id']}/settle", body)
        assert answer.status_code == 200
    standing = coordinator.call("get", f"{path}/standing").json()
    assert (standing["confirm"], standing["frameworks"]) == (None, 1)
    proposed = coordinator.call("get", f"{path}/frameworks/0").json()
    assert (proposed["year"], proposed["draft_id"], proposed["refusal"]) == (2568, None, None)
    owners = [
        {"wording": one["wording"], "agency_id": one["agency_id"]}
        if one["agency_id"]
        else {"wording": one["wording"], "name": one["name"]}
        for one in proposed["owners"]
    ]
    wanted = {"year": 2568, "owners": owners}
    made = coordinator.call("post", f"{path}/frameworks/0/draft", wanted, Idempotency_Key="draft")
    assert made.status_code == 201
    edition = Edition.objects.get(pk=made.json()["edition_id"])
    assert (edition.status, edition.framework.fiscal_year_id) == ("draft", 2568)
    known = [one.aliases for one in Agency.objects.filter(area="13")]
    assert [owner["wording"] for owner in owners][:1] in known  # the next letter finds the agency by it
    again = coordinator.call("post", f"{path}/frameworks/0/draft", wanted, Idempotency_Key="draft")
    assert (again.json(), again["Idempotency-Replayed"]) == (made.json(), "true")
    refused = coordinator.call("post", f"{path}/frameworks/0/draft", wanted)
    assert (refused.status_code, refused.json()["code"]) == (409, "letter_confirmed")
    assert len(coordinator.call("get", f"{path}/history").json()["items"]) >= 2


def test_the_same_file_is_the_same_letter(coordinator: Program) -> None:
    first, second = upload(coordinator, TEXT.encode()), upload(coordinator, TEXT.encode())
    assert second.json()["new"] is False
    assert second.json()["letter"]["id"] == first.json()["letter"]["id"]
    original = coordinator.call("get", f"/letters/{first.json()['letter']['id']}/original")
    assert original.getvalue() == TEXT.encode()


@pytest.mark.parametrize(("content", "name"), [(b"", "empty.txt"), (b"\x00\x01\x02", "picture.png")])
def test_what_cannot_be_read_is_said_beside_the_file(coordinator: Program, content: bytes, name: str) -> None:
    refused = upload(coordinator, content, name)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "body.file")
    assert Intake.objects.count() == 0


def test_only_who_looks_after_the_province_has_a_letter_read(people: World) -> None:
    assert upload(Program(token_for(people.recorder)), TEXT.encode()).status_code == 404
    stranger = Program(token_for(people.stranger))
    intake = make_intake(people)
    assert stranger.call("get", f"/letters/{intake.pk}/reading").status_code == 404
    assert stranger.call("get", f"/letters/{intake.pk}/frameworks/0").status_code == 404


def test_a_draft_needs_both_scopes_and_every_finding(people: World, coordinator: Program) -> None:
    path = f"/letters/{make_intake(people).pk}/frameworks/0/draft"
    scopes = [one for one in SCOPES if one != "frameworks:write"]
    narrow = Program(token_for(people.coordinator, scopes)).call("post", path, {"year": 2567})
    assert (narrow.status_code, narrow.json()["code"]) == (403, "scope_missing")
    early = coordinator.call("post", path, {"year": 2567})
    assert (early.status_code, early.json()["code"]) == (409, "findings_unsettled")
    twice = {"year": 2567, "owners": [{"wording": "ก"}]}
    assert coordinator.call("post", path, twice).json()["errors"][0]["field"] == "body.owners.0"
    assert coordinator.call("post", path.replace("/0/", "/7/"), {"year": 2567}).status_code == 404
