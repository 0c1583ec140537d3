"""Questions to the province: who asks, who answers and when, what is late, and that filed results stay as they are."""

import io
from datetime import datetime, timedelta

import pytest

from samrit.audit.queries import history_of
from samrit.notices.models import Notice
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.models import Result
from samrit.rules.questions import Standing
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.models import Answer, Question
from samrit.scores.queries import open_for, questions_of, questions_visible_to
from tests.scores.questions import DEADLINE, ask
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def answer(made: World, question: Question, *, by: User | None = None, now: datetime = NOW) -> Answer:
    return actions.send_answer(question=question, text="รวมทุกอำเภอ", by=by or made.recorder, now=now)


def code_of(call: object) -> str:
    with pytest.raises(RefusedError) as why:
        call()  # type: ignore[operator]
    return why.value.refusal.code


def test_asking_tells_the_agency_and_the_coordinator_and_changes_no_figure(filed: World) -> None:
    before = Result.objects.filter(round=filed.round).values().order_by("pk")
    kept = list(before)
    question = ask(filed)

    assert question.answer_by == DEADLINE
    told = {
        (one.person.name, one.kind) for one in Notice.objects.filter(url=f"/scores/questions/{question.pk}/")
    }
    assert told == {
        ("recorder", "asked"), ("colleague", "asked"), ("approver", "asked"), ("coordinator", "news"),
    }  # fmt: skip
    assert list(before.all()) == kept
    newest = history_of(question.result)[0]
    assert newest.verb == "ask_question"
    assert newest.after["question"] == "ตัวเลขนี้รวมอำเภอใดบ้าง"
    assert newest.after["answer_by"] == "13 ต.ค. 2567 10.00 น."


def test_three_people_see_or_do_not_see_it(filed: World) -> None:
    question = ask(filed)
    seen = {
        person.name: list(questions_visible_to(duties_of(person, DAY)))
        for person in (
            filed.recorder, filed.colleague, filed.approver, filed.coordinator, filed.evaluator,
            filed.statistician, filed.stranger,
        )
    }  # fmt: skip
    assert seen == {
        "recorder": [question], "colleague": [question], "approver": [question], "coordinator": [question],
        "evaluator": [question], "statistician": [], "stranger": [],
    }  # fmt: skip


def test_only_evaluators_ask_and_only_about_what_is_filed(filed: World) -> None:
    item = filed.item("1-1")
    late = {"item": item, "text": "ก", "answer_by": DEADLINE, "now": NOW}
    assert code_of(lambda: actions.ask_question(by=filed.coordinator, **late)) == "not_evaluator"
    assert (
        code_of(lambda: actions.ask_question(by=filed.evaluator, **{**late, "text": "  "}))
        == "question_empty"
    )
    Result.objects.filter(pk=item.result.pk).update(status="returned", return_reason="ก")
    assert code_of(lambda: actions.ask_question(by=filed.evaluator, **late)) == "ask_when_filed"
    assert Question.objects.count() == 0


def test_a_deadline_leaves_at_least_four_hours(filed: World) -> None:
    facts = {"item": filed.item("1-1"), "text": "ก", "by": filed.evaluator, "now": NOW}
    just = NOW + timedelta(hours=4)
    assert code_of(lambda: actions.ask_question(answer_by=just - SECOND, **facts)) == "deadline_too_near"
    assert actions.ask_question(answer_by=just, **facts).answer_by == just


def test_an_answer_is_in_time_until_the_second_before_and_late_from_the_deadline_on(filed: World) -> None:
    in_time, late = ask(filed, "1-1"), ask(filed, "1-2")
    first = answer(filed, in_time, now=DEADLINE - SECOND)
    second = answer(filed, late, now=DEADLINE)
    assert (first.came_late, second.came_late) == (False, True)
    assert (in_time.standing(DEADLINE - SECOND), late.standing(DEADLINE)) == (
        Standing.ANSWERED,
        Standing.ANSWERED,
    )


def test_nobody_answered_it_is_overdue_from_the_deadline_on(filed: World) -> None:
    question = ask(filed)
    assert question.standing(DEADLINE - SECOND) == Standing.WAITING
    assert question.standing(DEADLINE) == Standing.OVERDUE


def test_only_the_agency_responsible_answers(filed: World) -> None:
    question = ask(filed)
    assert code_of(lambda: answer(filed, question, by=filed.coordinator)) == "answered_by_owner"
    assert code_of(lambda: answer(filed, question, by=filed.evaluator)) == "answered_by_owner"
    assert code_of(lambda: answer(filed, question, by=filed.statistician)) == "item_gone"
    assert code_of(lambda: answer(filed, question, by=filed.stranger)) == "item_gone"
    assert answer(filed, question, by=filed.approver).agency == filed.development
    assert Answer.objects.count() == 1


def test_a_draft_is_shared_within_the_agency_and_sent_once(filed: World) -> None:
    question = ask(filed)
    actions.save_answer(question=question, text="ร่าง", by=filed.recorder, now=NOW)
    actions.save_answer(question=question, text="ร่างที่สอง", by=filed.colleague, now=NOW)
    draft = Answer.objects.get()
    assert (draft.text, draft.started_by, draft.answered_at) == ("ร่างที่สอง", filed.recorder, None)
    assert (
        code_of(lambda: actions.send_answer(question=question, text=" ", by=filed.recorder, now=NOW))
        == "answer_empty"
    )

    answer(filed, question, by=filed.colleague)
    draft.refresh_from_db()
    assert (draft.text, draft.answered_by) == ("รวมทุกอำเภอ", filed.colleague)
    assert Notice.objects.filter(kind="asked", read_at=None).count() == 0
    told = Notice.objects.get(person=filed.evaluator, url=f"/scores/questions/{question.pk}/")
    assert told.subject["text"].startswith("จังหวัด{area}ตอบคำถาม")

    more = actions.send_answer(question=question, text="เพิ่มเติม", by=filed.recorder, now=NOW)
    assert [one.text for one in questions_of(question.result)[0].sent_answers] == ["รวมทุกอำเภอ", more.text]


def test_evidence_of_an_answer_goes_through_the_register(filed: World) -> None:
    question = ask(filed)
    link = actions.attach_to_answer(
        question=question, file=io.BytesIO("อำเภอ,ยอด\nเมือง,1\n".encode()), name="ยอด.csv", by=filed.recorder,
        now=NOW, secrecy="confidential",
    )  # fmt: skip
    assert list(link.file.agencies.all()) == [filed.development]
    assert (link.file.secrecy, link.file.media_type) == ("confidential", "text/csv")
    wrong = {"question": question, "by": filed.recorder, "now": NOW}
    assert (
        code_of(lambda: actions.attach_to_answer(file=io.BytesIO(b"MZ\x90\x00"), name="a.exe", **wrong))
        == "evidence_wrong_type"
    )
    twice = {"file": io.BytesIO("อำเภอ,ยอด\nเมือง,1\n".encode()), "name": "ยอด.csv"}
    assert code_of(lambda: actions.attach_to_answer(**twice, **wrong)) == "evidence_twice"
    actions.detach_from_answer(link=link.pk, **wrong)
    again = actions.attach_kept_to_answer(file=link.file, **wrong)
    assert again.file == link.file
    answer(filed, question)
    assert list(questions_of(question.result)[0].sent_answers[0].evidence.all()) == [again]


def test_enough_asked_on_and_taken_back(filed: World) -> None:
    facts = {"by": filed.evaluator, "now": NOW}
    first, other = ask(filed, "1-1"), ask(filed, "1-2")
    assert code_of(lambda: actions.close_question(question=other, note=" ", **facts)) == "taking_back_reason"
    back = actions.close_question(question=other, note="ถามผิดตัวชี้วัด", **facts)
    assert (back.closing, back.note) == ("taken_back", "ถามผิดตัวชี้วัด")
    assert code_of(lambda: answer(filed, other)) == "question_closed"

    answer(filed, first)
    second = actions.ask_on(question=first, text="แล้วปีก่อน", answer_by=DEADLINE, **facts)
    first.refresh_from_db()
    assert (first.closing, second.thread) == ("asked_on", first.pk)
    answer(filed, second)
    assert actions.close_question(question=second, note="", **facts).closing == "enough"
    assert (
        code_of(lambda: actions.close_question(question=second, note="", **facts))
        == "question_closed_already"
    )
    assert (
        code_of(lambda: actions.close_question(question=second, note="", by=filed.recorder, now=NOW))
        == "not_evaluator"
    )


def test_it_stands_on_the_desks_until_it_is_closed(filed: World) -> None:
    question = ask(filed)

    def desks() -> list[list[Standing]]:
        people = (filed.recorder, filed.evaluator, filed.stranger)
        return [[one.standing for one in open_for(duties_of(person, DAY), NOW)] for person in people]

    assert desks() == [[Standing.WAITING], [Standing.WAITING], []]
    answer(filed, question)
    assert desks() == [[Standing.ANSWERED], [Standing.ANSWERED], []]
    actions.close_question(question=question, note="", by=filed.evaluator, now=NOW)
    assert desks() == [[], [], []]


def test_reminders_come_on_the_days_of_the_table_and_once(filed: World) -> None:
    """Asked on day 0 to be answered on day 3: a day before it, and then up to the coordinator."""
    question = ask(filed)
    told = [actions.remind_of_questions(now=NOW + timedelta(days=day)) for day in range(8)]
    again = actions.remind_of_questions(now=NOW + timedelta(days=2))
    # Day 2 (-1): who answers, and the coordinator; day 4 (+1) who answers; day 5 the approvers; day 6 the coordinator.
    assert told == [0, 0, 4, 0, 3, 2, 1, 0]
    assert again == 0
    answer(filed, question, now=NOW + timedelta(days=8))
    assert actions.remind_of_questions(now=NOW + timedelta(days=2, hours=1)) == 0
