"""Files of answers and of appeals in the register and in the ZIP: used, told when they may be, in their KPI's folder."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from samrit.people.models import User
from samrit.scores import actions
from tests.reports.pages import signed_in, text
from tests.scores.contested import Contested, contested_world
from tests.scores.questions import ask, filed_world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[None]:
    with travel(NOW, tick=False):
        yield


def listed(who: User, query: str = "") -> str:
    return text(signed_in(who).get(reverse("register:list") + query))


def index(client: Client, round_pk: int) -> list[list[str]]:
    response = client.get(reverse("reports:evidence_zip", args=[round_pk]))
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert archive.testzip() is None
    return list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))[1:]


def answered(made: World, *, sent: bool) -> None:
    question = ask(made)
    actions.attach_to_answer(
        question=question, file=io.BytesIO(PDF), name="คำตอบ.pdf", by=made.recorder, now=NOW
    )
    if sent:
        actions.send_answer(question=question, text="ทุกอำเภอ", by=made.recorder, now=NOW)


def test_a_file_of_a_draft_is_used_but_known_to_its_agency_only() -> None:
    made = filed_world()
    answered(made, sent=False)
    assert made.round is not None
    assert "คำตอบ.pdf" not in listed(made.recorder, "?unused=1")
    assert "คำตอบต่อคำถามของผู้ตรวจ" in listed(made.recorder)
    for who in (made.coordinator, made.evaluator):
        assert "คำตอบต่อคำถามของผู้ตรวจ" not in listed(who)
        assert index(signed_in(who), made.round.pk) == []


def test_a_file_of_a_sent_answer_goes_into_the_folder_of_its_kpi() -> None:
    made = filed_world()
    answered(made, sent=True)
    assert made.round is not None
    for who in (made.coordinator, made.evaluator):
        rows = index(signed_in(who), made.round.pk)
        assert [(row[0], row[2], row[4]) for row in rows] == [("1-1", "คำตอบ.pdf", "คำตอบต่อคำถามของผู้ตรวจ")]
        assert "คำตอบต่อคำถามของผู้ตรวจ" in listed(who, f"?indicator={made.kpis['1-1'].indicator_id}")


def test_a_file_of_an_appeal_too() -> None:
    it: Contested = contested_world()
    appeal = it.open()
    actions.attach_to_appeal(
        appeal=appeal, file=io.BytesIO(PDF), name="อุทธรณ์.pdf", by=appeal.opened_by, now=appeal.opened_at
    )
    made = it.world
    assert "อุทธรณ์.pdf" not in listed(made.evaluator, "?unused=1")
    rows = index(signed_in(made.evaluator), appeal.round_id)
    assert [(row[0], row[2], row[4]) for row in rows] == [
        (appeal.kpi_score.kpi.full_number, "อุทธรณ์.pdf", "หลักฐานประกอบอุทธรณ์")
    ]
