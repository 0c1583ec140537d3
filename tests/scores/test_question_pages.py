"""The pages of questions: three people, uploads, what is typed is kept, and the same number of queries."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samrit.scores import actions
from samrit.scores.models import Answer, Question
from tests.dashboards.published import verify_all
from tests.reports.pages import signed_in
from tests.scores.questions import ask
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(question: Question) -> str:
    return reverse("scores:question", args=[question.pk])


def test_the_evaluator_asks_on_the_page_of_the_result(filed: World) -> None:
    assert filed.round is not None
    place = [filed.round.pk, filed.kpis["1-1"].indicator_id]
    evaluator = signed_in(filed.evaluator)
    assert "ถามจังหวัด" in evaluator.get(reverse("scores:verify", args=place)).content.decode()
    typed = {"text": "รวมอำเภอใดบ้าง", "answer_by": "2024-10-14T16:30"}
    answer = evaluator.post(reverse("scores:ask", args=place), typed)
    question = Question.objects.get()
    assert answer["Location"] == page_of(question)
    assert question.answer_by == NOW.replace(day=14, hour=9, minute=30)

    near = evaluator.post(reverse("scores:ask", args=place), {**typed, "answer_by": "2024-10-10T10:30"})
    assert near.status_code == 409
    assert "รวมอำเภอใดบ้าง" in near.content.decode()
    assert evaluator.post(reverse("scores:ask", args=place), {"text": "ก"}).status_code == 422
    assert Question.objects.count() == 1


def test_three_people(filed: World) -> None:
    question = ask(filed)
    statuses = {
        user.name: signed_in(user).get(page_of(question)).status_code
        for user in (
            filed.recorder, filed.colleague, filed.coordinator, filed.evaluator, filed.statistician, filed.stranger,
        )
    }  # fmt: skip
    assert statuses == {
        "recorder": 200, "colleague": 200, "coordinator": 200, "evaluator": 200, "statistician": 404, "stranger": 404,
    }  # fmt: skip
    for name in ("ask_on", "close_question"):
        for user in (filed.recorder, filed.coordinator, filed.stranger):
            assert signed_in(user).post(reverse(f"scores:{name}", args=[question.pk])).status_code == 404
    assert "/login" in Client().get(page_of(question))["Location"]
    place = [filed.round.pk, filed.kpis["1-1"].indicator_id]  # type: ignore[union-attr]
    of_item = reverse("scores:questions_of", args=place)
    assert (
        question.text
        in signed_in(filed.recorder).get(of_item, headers={"hx-request": "true"}).content.decode()
    )
    assert question.text not in signed_in(filed.stranger).get(of_item).content.decode()
    lists = reverse("scores:questions")
    assert question.text in signed_in(filed.coordinator).get(lists).content.decode()
    assert question.text not in signed_in(filed.stranger).get(lists).content.decode()


def test_answering_with_files_and_without_a_script(filed: World) -> None:
    question = ask(filed)
    file = SimpleUploadedFile("ยอด.csv", "อำเภอ,ยอด\nเมือง,1\n".encode())
    recorder = signed_in(filed.recorder)
    kept = recorder.post(
        page_of(question), {"action": "save", "text": "ร่าง", "evidence": file, "secrecy": "ordinary"}
    )
    assert kept.status_code == 302
    page = recorder.get(page_of(question)).content.decode()
    assert "ร่าง" in page
    assert "ยอด.csv" in page
    assert "ยอด.csv" not in signed_in(filed.evaluator).get(page_of(question)).content.decode()
    assert "ยอด.csv" not in signed_in(filed.coordinator).get(page_of(question)).content.decode()

    assert recorder.post(page_of(question), {"action": "send", "text": " "}).status_code == 409
    assert recorder.post(page_of(question), {"action": "send", "text": "รวมทุกอำเภอ"}).status_code == 302
    answered = signed_in(filed.evaluator).get(page_of(question)).content.decode()
    assert "รวมทุกอำเภอ" in answered
    assert "ยอด.csv" in answered
    file_pk = Answer.objects.get().evidence.get().file_id
    opened = signed_in(filed.evaluator).get(reverse("evidence:download", args=[file_pk]))
    assert b"".join(opened.streaming_content).decode().startswith("อำเภอ")  # type: ignore[attr-defined]
    opened.close()


def test_a_refused_file_leaves_the_text_and_nothing_is_sent(filed: World) -> None:
    question = ask(filed)
    file = SimpleUploadedFile("a.exe", b"MZ\x90\x00")
    answer = signed_in(filed.recorder).post(
        page_of(question), {"action": "send", "text": "รวมทุกอำเภอ", "evidence": file}
    )
    assert answer.status_code == 409
    assert "รวมทุกอำเภอ" in answer.content.decode()
    draft = Answer.objects.get()
    assert (draft.text, draft.answered_at) == ("รวมทุกอำเภอ", None)


def test_the_evidence_part_alone_comes_to_a_script(filed: World) -> None:
    question = ask(filed)
    actions.save_answer(question=question, text="ก", by=filed.recorder, now=NOW)
    hx = {"headers": {"hx-request": "true"}}
    recorder = signed_in(filed.recorder)
    gone = recorder.post(page_of(question), {"action": "upload:nobodys"}, **hx)  # type: ignore[arg-type]
    assert gone.status_code == 200
    assert 'id="proof"' in gone.content.decode()
    assert "สิ้นสุดแล้ว" in gone.content.decode()
    picked = recorder.post(page_of(question), {"action": "pick"}, **hx)  # type: ignore[arg-type]
    assert "ไฟล์ที่หน่วยงานมีอยู่แล้ว" in picked.content.decode()
    for wrong in ("attach:999999", "attach:²", "detach:1", "detach:" + "9" * 40):
        assert 'role="alert"' in recorder.post(page_of(question), {"action": wrong}, **hx).content.decode()  # type: ignore[arg-type]


def test_enough_and_asking_on_from_the_page(filed: World) -> None:
    question = ask(filed)
    actions.send_answer(question=question, text="ก", by=filed.recorder, now=NOW)
    evaluator = signed_in(filed.evaluator)
    on = reverse("scores:ask_on", args=[question.pk])
    assert evaluator.post(on, {"text": "", "answer_by": ""}).status_code == 422
    assert evaluator.post(on, {"text": "แล้วปีก่อน", "answer_by": "2024-10-15T16:30"}).status_code == 302
    second = Question.objects.get(first=question)
    assert evaluator.get(reverse("scores:question", args=[second.pk]))["Location"] == page_of(question)
    assert evaluator.post(reverse("scores:close_question", args=[second.pk]), {"note": ""}).status_code == 422
    assert (
        evaluator.post(reverse("scores:close_question", args=[second.pk]), {"note": "พอแล้ว"}).status_code
        == 302
    )
    assert (
        signed_in(filed.recorder).post(page_of(question), {"action": "send", "text": "ก"}).status_code == 409
    )


def test_lists_and_threads_take_the_same_queries_for_one_and_many(
    filed: World, django_assert_max_num_queries: Any
) -> None:
    evaluator = signed_in(filed.evaluator)

    def queries(address: str) -> int:
        with django_assert_max_num_queries(80) as taken:
            assert evaluator.get(address).status_code == 200
        return len(taken)

    first = ask(filed)
    lists, page = reverse("scores:questions") + "?all=1", page_of(first)
    verify = reverse("scores:verify", args=[filed.round.pk, filed.kpis["1-1"].indicator_id])  # type: ignore[union-attr]
    actions.send_answer(question=first, text="ก", by=filed.recorder, now=NOW)
    one = [queries(address) for address in (lists, page, verify)]
    for _turn in range(3):
        last = questions_last(first)
        actions.send_answer(question=last, text="ก", by=filed.recorder, now=NOW)
        actions.ask_on(
            question=last, text="ข", answer_by=NOW + timedelta(days=2), by=filed.evaluator, now=NOW
        )
        ask(filed, "1-1")
    assert [queries(address) for address in (lists, page, verify)] == one


def questions_last(first: Question) -> Question:
    return Question.objects.filter(first=first).last() or first


def test_scoring_with_open_questions_has_to_be_said(filed: World) -> None:
    assert filed.round is not None
    ask(filed)
    verify_all(filed, filed.round)
    evaluator, compute = signed_in(filed.evaluator), reverse("scores:compute", args=[filed.round.pk])
    page = reverse("scores:round", args=[filed.round.pk])
    assert "คิดคะแนนโดยไม่รอคำตอบ" in evaluator.get(page).content.decode()
    evaluator.post(compute)
    assert filed.round.scores.count() == 0
    evaluator.post(compute, {"despite": "1"})
    score = filed.round.scores.get()
    assert score.reason == "คิดคะแนนขณะมีคำถามที่จังหวัดยังไม่ตอบ 1 ข้อ"
