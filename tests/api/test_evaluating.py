"""Evaluation by programs: assigning, deciding between two, official figures, appeals in their last minute, files of answers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from time_machine import travel

from samrit.people.models import User
from samrit.scores.queries.appeals import appeal_window, grace_of_appeals
from tests.api.calling import Program, token_for
from tests.dashboards.published import verify_all
from tests.scores.assigning import disputed, evaluators
from tests.scores.contested import SOON, contested_world
from tests.scores.official import workbook
from tests.scores.questions import ask
from tests.world import World, file_all

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECOND = timedelta(seconds=1)


@pytest.fixture
def filed(world: World) -> World:
    file_all(world)
    return world


def program(user: User) -> Program:
    return Program(token_for(user, days=300))


def at_desk(made: World, number: str = "1-1") -> str:
    assert made.round is not None
    return f"/evaluation/{made.round.pk}/items/{made.kpis[number].indicator_id}"


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def send(
    who: Program, path: str, name: str, content: bytes, kind: str = "application/pdf", **form: str
) -> Any:
    headers = {"Authorization": f"Bearer {who.token}"}
    if key := form.pop("key", ""):
        headers["Idempotency-Key"] = key
    return who.post(
        f"/api/v1{path}", {"file": SimpleUploadedFile(name, content, kind), **form}, headers=headers
    )


# ── assigning ───────────────────────────────────────────────────────────────
def test_a_plan_is_carried_out_as_it_was_read_or_not_at_all(filed: World) -> None:
    other = evaluators(filed, "other")[0]
    desk, path = program(filed.evaluator), "/years/2567/assignments"
    plan = desk.call("get", f"{path}/plan").json()
    assert (len(plan["given"]), plan["left"]) == (4, [])
    assert desk.call("get", f"{path}?open=true").json()["items"][0]["open_slots"] == 1
    given = {"seal": plan["seal"], "due_on": "2024-10-20"}
    assert code(desk.call("post", path, {**given, "seal": "another"})) == (409, "plan_changed")
    assert desk.call("post", path, {**given, "due_on": "2024-10-09"}).status_code == 409
    assert desk.call("post", path, given).json()["given"] == plan["given"]
    assert code(desk.call("post", path, given)) == (409, "nothing_to_assign")
    assert desk.call("get", f"{path}?open=true").json() == {"items": [], "next": None}
    loads = desk.call("get", f"{path}/loads").json()
    assert sorted(one["held"] for one in loads) == [2, 2]
    mine = desk.call("get", f"{path}?evaluator={other.pk}").json()["items"]
    assert [one["held"][0]["due_on"] for one in mine] == ["2024-10-20"] * 2
    assert program(filed.coordinator).call("get", path).status_code == 404


def test_one_place_goes_to_somebody_else_with_a_reason(filed: World) -> None:
    other = evaluators(filed, "other")[0]
    desk, slot = program(filed.evaluator), f"{at_desk(filed)}/assignments/first"
    given = desk.call("put", slot, {"evaluator_id": filed.evaluator.pk})
    assert [one["evaluator"]["name"] for one in given.json()["held"]] == ["evaluator"]
    choices = {one["evaluator"]["id"]: one["refusal"] for one in desk.call("get", slot).json()}
    assert (choices[filed.evaluator.pk]["code"], choices[other.pk]) == ("holds_it_already", None)
    assert code(desk.call("put", slot, {"evaluator_id": other.pk})) == (409, "reassign_reason_required")
    moved = desk.call("put", slot, {"evaluator_id": other.pk, "reason": "ลา"})
    assert moved.json()["held"][0]["evaluator"]["id"] == other.pk
    assert code(desk.call("post", f"{at_desk(filed)}/verify", {})) == (409, "assigned_to_others")


# ── two scorers ─────────────────────────────────────────────────────────────
def test_a_third_decides_between_two_without_their_names(filed: World) -> None:
    first, second = evaluators(filed, "first", "second")
    found = disputed(filed, "1-1", first, second)
    path, third = f"/disputes/{found.pk}", program(filed.evaluator)
    assert [one["mine"] for one in third.call("get", "/disputes").json()["items"]] == [True]
    for one in (first, second):
        assert program(one).call("get", "/disputes").json()["items"] == []
        assert program(one).call("get", path).status_code == 404
        assert program(one).call("get", at_desk(filed)).json()["judges"]["dispute_id"] is None
    told = third.call("get", path).json()
    assert [one["letter"] for one in told["opinions"]] == ["ก", "ข"]
    assert {one["value"] for one in told["opinions"]} == {"1176.285", "1150.4"}
    assert {one["given_at"] for one in told["opinions"]} == {None}
    assert not {"first", "second"} & {told["third"]["name"]}
    assert (
        third.call("post", f"{path}/decide", {"decision": "accept"}).json()["errors"][0]["field"]
        == "body.reason"
    )
    decided = third.call("post", f"{path}/decide", {"decision": "accept", "reason": "ตามหลักฐาน"}).json()
    assert (decided["state"], decided["verification"]["value"]) == ("verified", "1176.285")
    assert program(first).call("get", path).json()["decision"]["reason"] == "ตามหลักฐาน"
    figures = program(first).call("get", "/years/2567/calibration").json()
    assert (figures["whole"]["pairs"], figures["whole"]["kappa"], figures["scorers"][0]["own"]) == (
        1,
        None,
        True,
    )


def test_two_are_asked_for_one_thing_only_and_ended_with_a_reason(filed: World) -> None:
    desk, path = program(filed.evaluator), "/years/2567/two-scorers"
    indicator = filed.kpis["1-1"].indicator_id
    assert desk.call("post", path, {"reason": "ก"}).status_code == 422
    assert desk.call("post", path, {"indicator_id": 10**9, "reason": "ก"}).status_code == 422
    two = desk.call("post", path, {"indicator_id": indicator, "reason": "น้ำหนักสูง"}).json()
    assert [one["id"] for one in desk.call("get", path).json()] == [two["id"]]
    assert desk.call("post", f"{path}/{two['id']}/end", {"reason": ""}).status_code == 422
    assert desk.call("post", f"{path}/{two['id']}/end", {"reason": "พอแล้ว"}).status_code == 204
    assert desk.call("get", path).json() == []


# ── official figures ────────────────────────────────────────────────────────
def test_a_file_is_looked_at_taken_over_and_decides_within_its_tolerance(filed: World) -> None:
    desk, path = program(filed.evaluator), "/years/2567/official-files"
    contents = workbook([("ปทุมธานี", "PM2.5", "21", "สิ้นสุด"), ("ปทุมธานี", "ไม่มีชื่อนี้", "1", "")])
    how = {"owner": "pcd", "source": "หนังสือ คพ. ที่ 1"}
    assert code(send(desk, path, "a.pdf", PDF, **how)) == (409, "figures_no_table")
    assert send(desk, path, "a.xlsx", contents, SHEET, owner="nobody", source="ก").status_code == 422
    first, again = (send(desk, path, "a.xlsx", contents, SHEET, **how, key="k") for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    taken = first.json()
    assert (taken["counts"]["new"], taken["counts"]["wrong"], taken["changing"]) == (1, 1, 1)
    rows = desk.call("get", f"/official-files/{taken['id']}/rows").json()["items"]
    assert [(one["state"], one["value"]) for one in rows] == [("wrong", None), ("new", "21")]
    assert desk.call("get", f"/official-files/{taken['id']}/rows?show=new").json()["items"] == rows[1:]
    assert desk.call("get", "/years/2567/official-figures").json()["items"] == []
    applied = [desk.call("post", f"/official-files/{taken['id']}/apply").json() for _ in range(2)]
    assert applied == [{"figures": 1, "wrong": 1}, {"figures": 0, "wrong": 1}]
    beside = desk.call("get", "/years/2567/official-figures").json()["items"][0]
    assert (beside["value"], beside["reported"], beside["verdict"]) == ("21", "21", "same")
    assert desk.call("get", at_desk(filed, "1-2")).json()["official"]["verdict"] == "same"
    settled = desk.call("post", f"/evaluation/{filed.round.pk}/settle-by-tolerance").json()  # type: ignore[union-attr]
    assert settled == {"settled": 1}
    assert program(filed.coordinator).call("get", "/years/2567/official-figures").status_code == 404


# ── a KPI leaves, other rules ───────────────────────────────────────────────
def test_a_kpi_is_cancelled_after_its_effect_was_read_and_comes_back(filed: World) -> None:
    desk, path = program(filed.evaluator), f"/kpis/{filed.kpis['1-1'].pk}/cancellation"
    effect = desk.call("get", path).json()
    assert [one["number"] for one in effect["weights"] if one["leaves"]] == ["1-1"]
    assert (effect["standing"], effect["may"]["cancel"]) == (None, None)
    given = {"from_months": 12, "reweight": "rebase_total", "resolution": "มติ 3/2567", "reason": "ไม่มีข้อมูล"}
    assert (
        desk.call("post", path, {**given, "resolution": ""}).json()["errors"][0]["field"] == "body.resolution"
    )
    assert desk.call("post", path, given).status_code == 201
    assert desk.call("get", path).json()["standing"]["resolution"] == "มติ 3/2567"
    assert desk.call("post", f"{path}/undo", {"reason": "มีแล้ว"}).status_code == 204
    assert desk.call("post", f"{path}/undo", {"reason": "มีแล้ว"}).status_code == 404


# ── appeals ─────────────────────────────────────────────────────────────────
def test_who_began_before_the_close_has_the_grace_of_the_last_press_by_their_own_form_alone() -> None:
    made = contested_world(publish=False).world
    assert made.round is not None
    made.round.refresh_from_db()
    closes, grace = appeal_window(made.round).closes_at, grace_of_appeals(made.round)
    province, path = Program(token_for(made.coordinator, now=closes)), f"/rounds/{made.round.pk}"
    body = {
        "indicator_id": made.kpis["1-2"].indicator_id,
        "grounds": "figure_wrong",
        "text": "ก",
        "wanted_value": "20",
    }

    def begun(when: datetime, who: Program) -> str:
        with travel(when, tick=False):
            told = who.call("get", f"{path}/contestable").json()["items"]
        return str(next(one["begun"] for one in told if one["indicator_id"] == body["indicator_id"]))

    def opened(when: datetime, **more: str) -> int:
        with travel(when, tick=False):
            return int(province.call("post", f"{path}/appeals", {**body, **more}).status_code)

    seal, anothers = begun(closes - SECOND, province), begun(closes - SECOND, program(made.approver))
    late = begun(closes, province)
    assert opened(closes) == 409
    assert opened(closes, begun=anothers) == opened(closes, begun=late) == opened(closes, begun="x") == 409
    assert opened(closes + grace, begun=seal) == 409
    assert opened(closes + grace - SECOND, begun=seal) == 201


def test_an_appeal_is_proven_judged_and_told_by_letter() -> None:
    made = contested_world()
    appeal = made.open()
    path, province, head = f"/appeals/{appeal.pk}", program(made.world.coordinator), program(made.head)
    kept = send(province, f"{path}/files", "ภาพ.pdf", PDF)
    assert (kept.status_code, kept.json()["name"]) == (201, "ภาพ.pdf")
    assert code(send(province, f"{path}/files", "อีกชื่อ.pdf", PDF)) == (409, "appeal_evidence_twice")
    assert code(send(head, f"{path}/files", "ของผู้อื่น.pdf", PDF + b"x")) == (403, "appeal_not_your_role")
    content = head.call("get", f"/evidence/{kept.json()['file_id']}/content")
    assert content.getvalue() == PDF
    fit = {one["person"]["id"]: one["refusal"] for one in head.call("get", f"{path}/candidates").json()}
    assert [fit[judge.pk] for judge in made.judges] == [None] * 3
    assert fit[made.world.evaluator.pk] is not None
    assert province.call("get", f"{path}/candidates").status_code == 404
    assert province.call("get", f"{path}/letter.docx").status_code == 404
    with travel(SOON, tick=False):
        head.call("post", f"{path}/take-up")
        members = [judge.pk for judge in made.judges]
        assert (
            head.call("post", f"{path}/panel", {"members": members, "order_number": "5/2567"}).status_code
            == 200
        )
        made.decide(appeal)
        for who in (province, head):
            paper, word = (who.call("get", f"{path}/letter.{kind}") for kind in ("pdf", "docx"))
            assert (paper.content[:5], word.content[:2]) == (b"%PDF-", b"PK")
        assert program(made.world.stranger).call("get", f"{path}/letter.pdf").status_code == 404


# ── questions ───────────────────────────────────────────────────────────────
def test_files_of_a_draft_answer_come_and_go_until_it_is_sent(filed: World) -> None:
    question = ask(filed)
    agency, desk = program(filed.recorder), program(filed.evaluator)
    path = f"/questions/{question.pk}"
    files = f"{path}/answer/files"
    kept = send(agency, files, "รายอำเภอ.pdf", PDF)
    assert (kept.status_code, kept.json()["name"]) == (201, "รายอำเภอ.pdf")
    assert "รายอำเภอ" not in desk.call("get", path).content.decode()
    assert agency.call("delete", f"{files}/{kept.json()['id']}").status_code == 204
    assert code(agency.call("delete", f"{files}/{kept.json()['id']}")) == (409, "evidence_gone")
    again = agency.call("post", f"{files}/kept", {"file_id": kept.json()["file_id"]})
    assert again.status_code == 201
    assert code(agency.call("post", f"{files}/uploaded", {"upload": "gone"})) == (409, "upload_gone")
    assert send(program(filed.statistician), files, "x.pdf", PDF + b"2").status_code in {403, 404}
    waiting = desk.call("post", f"/evaluation/{filed.round.pk}/score/compute")  # type: ignore[union-attr]
    assert waiting.status_code == 409
    sent = agency.call("post", f"{path}/answer/send", {"text": "รวมทุกอำเภอ"})
    assert [one["name"] for one in sent.json()["files"]] == ["รายอำเภอ.pdf"]
    told = desk.call("get", f"/questions?indicator_id={filed.kpis['1-1'].indicator_id}").json()["items"]
    assert [one["id"] for one in told] == [question.pk]
    assert desk.call("get", f"/questions?indicator_id={filed.kpis['1-2'].indicator_id}").json()["items"] == []
    thread = desk.call("get", path).json()[0]
    assert (thread["may"]["close"], thread["may"]["answer"]["code"]) == (None, "answered_by_owner")


def test_a_score_is_computed_despite_open_questions_on_purpose_only(filed: World) -> None:
    assert filed.round is not None
    verify_all(filed, filed.round)
    ask(filed)
    desk, path = program(filed.evaluator), f"/evaluation/{filed.round.pk}"
    told = desk.call("get", path).json()
    assert (told["waiting_questions"], told["to_verify"], told["may"]["compute"]) == (1, 0, None)
    assert desk.call("post", f"{path}/score/compute").status_code == 409
    made = desk.call("post", f"{path}/score/compute?despite_questions=true").json()
    assert [made["version"], "คำถาม" in made["reason"]] == [1, True]
    assert (made["kpis"][0]["number"], made["kpis"][0]["value"]) == ("1-1", "1176.285")
    first = desk.call("get", f"/rounds/{filed.round.pk}/scores/1").json()
    assert first == made
    moved = desk.call("get", "/simulation?change=level_basic:40").json()
    assert (moved["year"], [one["area"] for one in moved["provinces"]]) == (2567, [filed.area.code])
    assert desk.call("get", "/simulation?change=nothing:1").json()["errors"][0]["code"] == "unknown_field"
    assert desk.call("post", "/simulation/draft", {"draft": "x"}).json()["errors"][0]["field"] == "body.draft"


def test_lists_ask_the_same_number_of_queries_for_one_and_for_all(
    filed: World, django_assert_max_num_queries: Any
) -> None:
    desk = program(filed.evaluator)
    desk.call("get", "/me")
    for path in ("/years/2567/assignments", "/evaluation", "/disputes"):
        with django_assert_max_num_queries(40) as one:
            desk.call("get", f"{path}?limit=1")
        with django_assert_max_num_queries(40) as all_:
            desk.call("get", path)
        assert (path, len(one)) == (path, len(all_))
