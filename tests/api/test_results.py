"""One result from its first word to the province's report, by programs; and who may do none of it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.audit.queries import history_of
from samrit.people.models import User
from samrit.reports.models import Filing, Result
from tests.api.calling import Program, token_for
from tests.world import World, save

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
STORY = {"narrative": "ดำเนินการตามแผน", "supporting_factors": "", "obstacles": "ฝนตก"}


def program(user: User) -> Program:
    return Program(token_for(user))


def path(world: World, number: str = "1-1") -> str:
    assert world.round is not None
    return f"/rounds/{world.round.pk}/items/{world.kpis[number].indicator_id}"


def told(response: Any) -> tuple[int, str]:
    body = response.json()
    return response.status_code, body["state"] if "state" in body else body["code"]


def saved(who: Program, at: str, **answer: Any) -> Any:
    tag = who.call("GET", at)["ETag"]
    return who.call("PUT", f"{at}/result", {**STORY, **answer}, If_Match=tag)


def test_from_the_first_word_to_the_report(world: World):
    at, recorder, approver = path(world), program(world.recorder), program(world.approver)
    assert told(saved(recorder, at, value="1,176.285")) == (200, "draft")
    assert told(recorder.call("POST", f"{at}/submit")) == (200, "submitted")
    tag = approver.call("GET", at)["ETag"]
    approved = approver.call("POST", f"{at}/approve", If_Match=tag)
    assert told(approved) == (200, "approved")
    assert approved.json()["result"]["value"] == "1176.285"
    assert approved.json()["result"]["approved_by"]["name"] == "approver"
    coordinator = program(world.coordinator)
    missing = coordinator.call("POST", f"/rounds/{world.round.pk}/filings", {})
    assert told(missing) == (409, "report_incomplete")
    filed = coordinator.call("POST", f"/rounds/{world.round.pk}/filings", {"reason": "ไม่รอ"})
    assert (filed.status_code, filed.json()["results"], filed.json()["left_out"]) == (201, 1, 3)
    assert filed.json()["sha256"] == Filing.objects.get().sha256
    verbs = [event.verb for event in history_of(Result.objects.get())]
    assert verbs == ["file", "approve", "submit", "save"]


def test_the_trail_says_that_a_program_did_it(world: World):
    saved(program(world.recorder), path(world), value="5")
    by_token, by_page = _roles(), save(world, "1-2", "5")
    assert by_page is None
    assert [role.endswith(" · ผ่านโทเคน “ระบบทดสอบ”") for role in (*by_token, *_roles("1-2", world))] == [
        True,
        False,
    ]


def _roles(number: str = "1-1", world: World | None = None) -> list[str]:
    found = (
        Result.objects.all()
        if world is None
        else Result.objects.filter(indicator=world.kpis[number].indicator)
    )
    return [event.actor_role for event in history_of(found[0])]


def test_an_answer_tells_what_it_would_score_and_what_may_be_done(world: World):
    save(world, "1-1", "1176.285")
    it = program(world.recorder).call("GET", path(world)).json()
    assert it["preview"]["score"] == "62.5"
    assert (it["may"]["save"], it["may"]["submit"]) == (None, None)
    assert it["may"]["approve"]["code"] == "not_your_role"
    assert it["levels"] == {"basic": "1150.4", "standard": "1202.17", "advanced": "1256.27"}


def test_nothing_is_overwritten_unseen(world: World):
    at, recorder, colleague = path(world), program(world.recorder), program(world.colleague)
    seen = recorder.call("GET", at)["ETag"]
    saved(colleague, at, value="5")
    late = recorder.call("PUT", f"{at}/result", {**STORY, "value": "6"}, If_Match=seen)
    assert told(late) == (412, "stale_version")
    assert Result.objects.get().value == 5
    blind = recorder.call("PUT", f"{at}/result", {**STORY, "value": "6"})
    assert told(blind) == (428, "version_needed")


def test_an_approver_signs_only_what_was_read(world: World):
    at, recorder, approver = path(world), program(world.recorder), program(world.approver)
    saved(recorder, at, value="5")
    recorder.call("POST", f"{at}/submit")
    seen = approver.call("GET", at)["ETag"]
    recorder.call("POST", f"{at}/recall")
    saved(recorder, at, value="6")
    recorder.call("POST", f"{at}/submit")
    assert told(approver.call("POST", f"{at}/approve", If_Match=seen)) == (412, "changed_since_opened")
    weak = "W/" + approver.call("GET", at)["ETag"]  # as packing servers make of it
    assert told(approver.call("POST", f"{at}/approve", If_Match=weak)) == (200, "approved")


def test_a_return_names_what_must_be_mended(world: World):
    at, recorder, approver = path(world), program(world.recorder), program(world.approver)
    saved(recorder, at, value="5")
    recorder.call("POST", f"{at}/submit")
    tag = approver.call("GET", at)["ETag"]
    without = approver.call("POST", f"{at}/return", {}, If_Match=tag)
    assert told(without) == (409, "return_reason_required")
    points = [{"field": "narrative", "reason": "บอกแหล่งข้อมูล"}]
    assert told(approver.call("POST", f"{at}/return", {"points": points}, If_Match=tag)) == (200, "returned")
    assert recorder.call("GET", at).json()["result"]["return_reason"] == "คำชี้แจง: บอกแหล่งข้อมูล"


def test_missing_is_not_zero(world: World):
    at, recorder = path(world), program(world.recorder)
    assert told(saved(recorder, at, missing="not_yet_published")) == (200, "draft")
    result = Result.objects.get()
    assert (result.value, result.missing) == (None, "not_yet_published")
    both = saved(recorder, at, missing="no_data", value="5")
    assert (both.status_code, both.json()["errors"][0]["field"]) == (422, "body.value")


@pytest.mark.parametrize("value", ["สิบสอง", "12 บาท", "", 5, "9" * 60])
def test_only_a_number_is_taken_as_one(world: World, value: Any):
    answer = saved(program(world.recorder), path(world), value=value)
    assert answer.status_code == 422
    assert [one["field"].split(".")[-1] for one in answer.json()["errors"]] == ["value"]
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("who", "answers"),
    [("recorder", (200, 200)), ("approver", (200, 403)), ("statistician", (404, 404)), ("stranger", (404, 404)), ("evaluator", (200, 403))],
)  # fmt: skip
def test_who_may_see_and_write(world: World, who: str, answers: tuple[int, int]):
    caller, at = program(getattr(world, who)), path(world)
    read = caller.call("GET", at)
    wrote = caller.call(
        "PUT", f"{at}/result", {**STORY, "value": "5"}, If_Match=read.headers.get("ETag", '"0-"')
    )
    assert (read.status_code, wrote.status_code) == answers
    assert Result.objects.exists() == (answers[1] == 200)


def test_evidence_comes_goes_and_is_read_back(world: World):
    at, recorder = path(world), program(world.recorder)
    kept = upload(recorder, at, "สรุป.pdf")
    assert (kept.status_code, kept.json()["file"]["name"]) == (201, "สรุป.pdf")
    key = kept.json()["file"]["id"]
    content = recorder.call("GET", f"/evidence/{key}/content")
    assert (content.getvalue(), content["Content-Type"]) == (PDF, "application/pdf")
    assert told(upload(recorder, at, "อีกชื่อ.pdf")) == (409, "evidence_twice")
    assert program(world.stranger).call("GET", f"/evidence/{key}/content").status_code == 404
    gone = recorder.call("DELETE", f"{at}/evidence/{kept.json()['link_id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert recorder.call("GET", f"{at}/evidence").json() == []


def upload(who: Program, at: str, name: str, content: bytes = PDF, **form: str) -> Any:
    file = SimpleUploadedFile(name, content, "application/pdf")
    headers = {
        "Authorization": f"Bearer {who.token}",
        **({"Idempotency-Key": form.pop("key")} if "key" in form else {}),
    }
    return who.post(f"/api/v1{at}/evidence", {"file": file, **form}, headers=headers)


def test_a_file_sent_twice_under_one_key_is_kept_once(world: World):
    at, recorder = path(world), program(world.recorder)
    first, again = (upload(recorder, at, "สรุป.pdf", key="k1") for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    other = upload(recorder, at, "สรุป.pdf", PDF + b"more", key="k1")
    assert told(other) == (422, "idempotency_key_reused")


def test_a_secret_file_is_closed_to_the_province(world: World):
    at, recorder, coordinator = path(world), program(world.recorder), program(world.coordinator)
    key = upload(recorder, at, "รายชื่อ.pdf", secrecy="secret").json()["file"]["id"]
    told_of = coordinator.call("GET", f"{at}/evidence").json()[0]["file"]
    assert (told_of["sha256"], told_of["closed"]["code"]) == (None, "file_secret")
    assert "รายชื่อ" not in told_of["name"]
    assert told(coordinator.call("GET", f"/evidence/{key}/content")) == (403, "file_secret")


def test_many_are_approved_each_as_read(world: World):
    at, recorder, approver = path(world), program(world.recorder), program(world.approver)
    saved(recorder, at, value="5")
    recorder.call("POST", f"{at}/submit")
    version = Result.objects.get().version
    looked_at = [
        {"indicator_id": world.kpis["1-1"].indicator_id, "version": version},
        {"indicator_id": world.kpis["1-2"].indicator_id, "version": 0},
    ]
    decided = approver.call("POST", f"/rounds/{world.round.pk}/approve", {"results": looked_at})
    refusals = {one["number"]: one["refusal"] and one["refusal"]["code"] for one in decided.json()}
    assert refusals == {"1-1": None, "1-2": "approve_from_not_started"}


def test_the_number_of_queries_does_not_grow(world: World, django_assert_max_num_queries: Any):
    evaluator = program(world.evaluator)
    evaluator.call("GET", "/me")
    with django_assert_max_num_queries(40) as first:
        evaluator.call("GET", f"/rounds/{world.round.pk}/items?limit=1")
    with django_assert_max_num_queries(40) as all_:
        evaluator.call("GET", f"/rounds/{world.round.pk}/items")
    assert len(first) == len(all_)
