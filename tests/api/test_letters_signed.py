"""A letter's whole way through the API: drafted, edited by two, proposed, returned, signed, sent, acknowledged, void."""

from typing import Any

import pytest

from samrit.letters.documents import keeping
from samrit.letters.models import Delivery, Letter, SealedPaper
from samrit.rules.scopes import SCOPES
from tests.api.calling import Program, token_for
from tests.letters.letters_written import drafted, make_issuer, signed
from tests.letters.meeting_world import planned
from tests.world import World, make_people

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
SAID = {"subject": "รายละเอียดตัวชี้วัด", "addressee": "พัฒนาการจังหวัดปทุมธานี", "body": "ขอส่งรายละเอียด"}
HEAD = "หัวหน้าสำนักงานจังหวัดปทุมธานี"


@pytest.fixture
def people(db: None) -> World:
    made = make_people()
    make_issuer(made)
    return made


@pytest.fixture
def coordinator(people: World) -> Program:
    return Program(token_for(people.coordinator))


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing papers is tested beside them."""
    monkeypatch.setattr(keeping, "letter_pdf", lambda *_paper, **_options: b"%PDF-1.7 drawn")


def taken(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    told: dict[str, Any] = answer.json()
    return told


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def begun(program: Program, **more: Any) -> str:
    (issuer,) = program.call("get", "/letter-issuers").json()
    letter = taken(program.call("post", "/written-letters", {"issuer_id": issuer["id"], **SAID, **more}), 201)
    return f"/written-letters/{letter['id']}"


def chain(people: World) -> dict[str, Any]:
    return {
        "chain": [
            {"person_id": people.approver.pk, "part": "review"},
            {"person_id": people.colleague.pk, "part": "sign", "title": HEAD},
        ]
    }


def test_two_who_edit_at_once_write_nothing_over(people: World, coordinator: Program) -> None:
    path = begun(coordinator, enclosures=[{"title": "บัญชี", "quantity": "1 ชุด"}])
    read = coordinator.call("get", path)
    changed = {**SAID, "body": "# หัวข้อ\n\n1. ข้อหนึ่ง\n\n| ก | ข |\n| 1 | 2 |", "due_on": "2024-10-31"}
    saved = taken(coordinator.call("put", path, changed, If_Match=read["ETag"]))
    assert (saved["version"], saved["due_on"], saved["enclosures"]) == (2, "2024-10-31", [])
    assert [block["type"] for block in Letter.objects.get().body] == ["heading", "items", "table"]
    assert refused(coordinator.call("put", path, SAID, If_Match=read["ETag"])) == (
        412,
        "letter_saved_meanwhile",
    )
    assert coordinator.call("put", path, SAID).status_code == 428
    unknown = coordinator.call("put", path, {"urgency": "soon"}, If_Match='"2"')
    assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (422, "not_one_of")


def test_a_letter_goes_its_way_to_number_and_paper(people: World, coordinator: Program) -> None:
    path = begun(coordinator, circular=True)
    assert people.colleague.pk in {one["id"] for one in coordinator.call("get", f"{path}/people").json()}
    assert (
        taken(coordinator.call("post", f"{path}/propose", chain(people), If_Match='"1"'))["status"]
        == "in_chain"
    )
    approver, signer = (Program(token_for(one)) for one in (people.approver, people.colleague))
    assert refused(signer.call("post", f"{path}/sign", If_Match='"1"')) == (403, "letter_not_yours")
    taken(approver.call("post", f"{path}/approve", If_Match='"1"'))
    returned = taken(signer.call("post", f"{path}/return", {"reason": "แก้ตัวเลข"}, If_Match='"1"'))
    assert [(one["verdict"], one["reason"]) for one in returned["chain"]] == [
        ("approved", ""),
        ("returned", "แก้ตัวเลข"),
    ]
    taken(coordinator.call("put", path, {**SAID, "circular": True, "subject": "แก้แล้ว"}, If_Match='"1"'))
    alone = {"chain": chain(people)["chain"][1:]}
    taken(coordinator.call("post", f"{path}/propose", alone, If_Match='"2"'))
    assert refused(signer.call("post", f"{path}/sign", If_Match='"1"')) == (412, "letter_read_another")
    done = taken(signer.call("post", f"{path}/sign", If_Match='"2"', Idempotency_Key="sign"))
    assert (done["status"], done["number"], len(done["code"])) == ("signed", "ปท 0017.2/ว 1", 16)
    again = signer.call("post", f"{path}/sign", If_Match='"2"', Idempotency_Key="sign")
    assert (again["Idempotency-Replayed"], again.json()) == ("true", done)
    sealed = taken(signer.call("post", f"{path}/paper"))
    assert taken(signer.call("post", f"{path}/paper"))["sha256"] == sealed["sha256"]
    assert signer.call("get", f"{path}/pdf").getvalue() == b"%PDF-1.7 drawn"
    assert refused(coordinator.call("put", path, SAID, If_Match='"2"')) == (409, "letter_is_signed")


def test_the_paper_is_made_when_the_number_is_kept(
    people: World, coordinator: Program, django_capture_on_commit_callbacks: Any
) -> None:
    path = begun(coordinator)
    alone = {"chain": [{"person_id": people.coordinator.pk, "part": "sign", "title": HEAD}]}
    taken(coordinator.call("post", f"{path}/propose", alone, If_Match='"1"'))
    with django_capture_on_commit_callbacks(execute=True):
        assert taken(coordinator.call("post", f"{path}/sign", If_Match='"1"'))["paper"] is None
    paper = SealedPaper.objects.get()
    assert taken(coordinator.call("get", path))["paper"]["sha256"] == paper.sha256


def test_a_token_that_writes_does_not_sign(people: World, coordinator: Program) -> None:
    path = begun(coordinator)
    narrow = Program(token_for(people.coordinator, [one for one in SCOPES if one != "letters:sign"]))
    alone = {"chain": [{"person_id": people.coordinator.pk, "part": "sign", "title": HEAD}]}
    taken(narrow.call("post", f"{path}/propose", alone, If_Match='"1"'))
    for verb, body in (
        ("sign", None),
        ("approve", None),
        ("return", {"reason": "ก"}),
        ("void", {"reason": "ก"}),
    ):
        assert refused(narrow.call("post", f"{path}/{verb}", body, If_Match='"1"')) == (403, "scope_missing")
    assert taken(narrow.call("post", f"{path}/take-back"))["status"] == "draft"


def test_a_signed_letter_is_sent_once_reminded_acknowledged_and_void(
    people: World, coordinator: Program
) -> None:
    letter = signed(people)
    path = f"/sent-letters/{letter.pk}"
    assert refused(coordinator.call("post", f"{path}/recipients", {})) == (409, "no_recipients")
    to = {
        "agencies": [
            {"agency_id": people.development.pk, "wording": "พัฒนาการจังหวัด"},
            {"agency_id": people.statistics.pk},
        ]
    }
    new = coordinator.call("post", f"{path}/recipients", to).json()
    assert [(one["wording"], one["standing"]) for one in new] == [
        ("พัฒนาการจังหวัด", "unopened"), (people.statistics.name, "unopened"),
    ]  # fmt: skip
    assert coordinator.call("post", f"{path}/recipients", to).json() == []
    assert refused(coordinator.call("post", f"{path}/recipients", {"agencies": [{"agency_id": 999}]})) == (
        409, "recipient_unknown",
    )  # fmt: skip
    assert taken(coordinator.call("post", f"{path}/remind", {"recipients": [new[0]["id"]]})) == {
        "reminded": 1
    }
    reader = Program(token_for(people.recorder))
    seen = taken(reader.call("post", f"/received-letters/{new[0]['id']}/acknowledge", {"note": "จะดำเนินการ"}))
    assert (seen["standing"], seen["acknowledged_by"]) == ("acknowledged", people.recorder.name)
    twice = reader.call("post", f"/received-letters/{new[0]['id']}/acknowledge", {})
    assert refused(twice) == (409, "acknowledged_already")
    assert [
        one["id"] for one in coordinator.call("get", f"{path}/recipients?show=unacknowledged").json()
    ] == [new[1]["id"]]
    gone = taken(coordinator.call("post", f"/written-letters/{letter.pk}/void", {"reason": "เลขผิด"}))
    assert (gone["status"], gone["void_reason"], gone["number"]) == ("void", "เลขผิด", "ปท 0017.2/1")
    assert Delivery.objects.count() == 2


def test_a_letter_is_begun_from_what_the_system_knows(people: World, coordinator: Program) -> None:
    topics = {one["code"]: one["about"] for one in coordinator.call("get", "/letter-topics").json()}
    assert topics["invite_meeting"] == "meeting"
    (issuer,) = coordinator.call("get", "/letter-issuers").json()
    asked = {"issuer_id": issuer["id"], "about_id": planned(people).pk}
    path = "/letter-topics/invite_meeting/draft"
    assert refused(coordinator.call("post", path, asked)) == (409, "topic_nobody_to_write_to")
    assert coordinator.call("post", "/letter-topics/thanks/draft", asked).status_code == 404
    stranger = Program(token_for(people.stranger)).call("post", path, asked)
    assert stranger.status_code == 404
    assert drafted(people).topic == ""


def test_short_links_are_made_and_revoked(people: World, coordinator: Program) -> None:
    wanted = {
        "area": "13",
        "title": "แบบตอบรับ",
        "target": "https://www.example.go.th/form",
        "expires_on": "2024-10-31",
    }
    link = taken(coordinator.call("post", "/short-links", wanted), 201)
    assert (link["expires_at"], link["follow"], link["openings"]) == ("2024-10-31T17:00:00Z", None, 0)
    assert link["address"].endswith(f"/l/{link['code']}/")
    wrong = coordinator.call("post", "/short-links", {**wanted, "target": "http://1.2.3.4/"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "body.target")
    assert coordinator.call("post", "/short-links", {**wanted, "area": "20"}).status_code == 422
    assert Program(token_for(people.recorder)).call("post", "/short-links", wanted).status_code == 404
    path = f"/short-links/{link['id']}"
    assert (
        taken(coordinator.call("post", f"{path}/revoke", {"reason": "พิมพ์ผิด"}))["follow"]["code"]
        == "link_revoked_public"
    )
    assert refused(coordinator.call("post", f"{path}/revoke", {"reason": "พิมพ์ผิด"})) == (409, "link_revoked")
