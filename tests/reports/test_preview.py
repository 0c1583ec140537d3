"""The score while typing: what the rules say, and the words for what cannot be scored."""

import re
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from samrit.frameworks.models import Kpi
from samrit.people.models import User
from samrit.reports.preview import NO_ANSWER, NO_TARGETS, Preview, preview_of
from samrit.rules import rulesets
from tests.reports.pages import entry_url, signed_in, text
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
RULES = rulesets.load("2567")


def scored(made: World, number: str, value: str) -> Preview:
    return preview_of(made.kpis[number], RULES, value=Decimal(value), missing=None)


# number, result → score, points: weight × score ÷ 100
SCORES = [
    ("1-1", "1176.285", "62.5", "25"),
    ("1-1", "1300", "100", "40"),
    ("1-1", "1150.39", "0", "0"),
    ("1-2", "21", "87.5", "26.25"),
    ("2-1.1", "3", "75", "11.25"),
]


@pytest.mark.parametrize(("number", "value", "score", "points"), SCORES)
def test_score_and_points(made: World, number: str, value: str, score: str, points: str):
    preview = scored(made, number, value)
    assert (preview.score, preview.points, preview.note) == (Decimal(score), Decimal(points), None)


def test_the_steps_end_with_the_points(made: World):
    assert [str(step) for step in scored(made, "1-2", "21").steps] == [
        "ยิ่งน้อยยิ่งดี · เป้าหมาย ขั้นต้น 25 · มาตรฐาน 22 · ขั้นสูง 20 · ผลการดำเนินงาน 21",
        "ผลการดำเนินงาน 21 อยู่ระหว่างมาตรฐาน 22 กับขั้นสูง 20",
        "คะแนน = 75 + 25 × (22 − 21) ÷ (22 − 20) = 87.5",
        "คะแนนถ่วงน้ำหนัก = น้ำหนัก 30 × 87.5 ÷ 100 = 26.25",
    ]


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("no_data", "ไม่มีข้อมูล: คะแนน = 0 และทำเครื่องหมายไว้ให้ตรวจสอบ"),
        ("not_applicable", "ไม่เกี่ยวข้องกับหน่วยงาน: ไม่นำน้ำหนักมาคิด"),
        ("not_yet_published", "ยังไม่เผยแพร่: รอผล จึงยังไม่นำน้ำหนักมาคิด"),
    ],
)
def test_what_a_missing_number_does(made: World, missing: str, sentence: str):
    preview = preview_of(made.kpis["1-1"], RULES, value=None, missing=missing)
    assert (preview.score, str(preview.note)) == (None, sentence)


def test_nothing_typed_and_no_targets(made: World):
    kpi = made.kpis["1-1"]
    assert preview_of(kpi, RULES, value=None, missing=None).note == NO_ANSWER
    kpi.basic = kpi.standard = kpi.advanced = None
    assert preview_of(kpi, RULES, value=Decimal(1), missing=None).note == NO_TARGETS


def test_targets_that_cannot_be_scored_are_told_not_hidden(made: World):
    kpi = made.kpis["1-1"]
    kpi.standard = kpi.basic
    preview = preview_of(kpi, RULES, value=Decimal(1), missing=None)
    assert preview.score is None
    assert preview.note is not None
    assert preview.note.code == "levels_equal"


def test_without_a_weight_there_are_no_points(made: World):
    kpi = made.kpis["1-1"]
    kpi.weight = None
    preview = preview_of(kpi, RULES, value=Decimal("1176.285"), missing=None)
    assert (preview.score, preview.points) == (Decimal("62.5"), None)


# ── the part of the page that htmx brings ───────────────────────────────────
def ask(made: World, user: User | None, **query: str) -> HttpResponse:
    client = signed_in(user) if user else Client()
    return client.get(entry_url(made, "1-1") + "preview/", query, headers={"HX-Request": "true"})


def test_typing_brings_drawing_score_and_why(made: World):
    response = ask(made, made.recorder, answer="number", value="๑,๑๗๖.๒๘๕")
    page = text(response)
    assert response.status_code == 200
    assert "<html" not in page
    assert re.findall(r'class="said-score"><strong>([\d.]+)</strong>', page) == ["62.500"]
    assert "ได้ 25.000 จากน้ำหนัก 40" in page
    assert "คะแนน = 50 + 25 × (1,176.285 − 1,150.40) ÷ (1,202.17 − 1,150.40) = 62.5" in page
    assert ">1,176.285</text>" in page
    assert 'id="said" class="said" role="status" hx-swap-oob="true"' in page


def test_an_unreadable_number_leaves_the_drawing_alone(made: World):
    response = ask(made, made.recorder, answer="number", value="1176 ล้าน")
    page = text(response)
    assert response.headers["HX-Reswap"] == "none"
    assert "หมายถึง 1,176 หรือไม่" in page
    assert '<svg class="scale' not in page
    assert 'hx-swap-oob="true"' in page


def test_a_reason_is_explained(made: World):
    assert "ไม่มีข้อมูล: คะแนน = 0" in text(ask(made, made.recorder, answer="no_data", value=""))


def test_an_invented_reason_is_no_reason(made: World):
    assert "62.500" in text(ask(made, made.recorder, answer="sick", value="1176.285"))


def test_the_same_score_on_the_page_after_saving(made: World):
    Kpi.objects.filter(pk=made.kpis["1-1"].pk).update(last_year=Decimal(1000))
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    sent = {"action": "look", "answer": "number", "value": "1176.285", "version": "0"}
    assert "62.500" in text(client.post(url, sent))  # without script: looked at, not saved
    client.post(url, {**sent, "action": "save"})
    assert "62.500" in text(client.get(url))


@pytest.mark.parametrize("who", ["statistician", "stranger"])
def test_outsiders_find_no_preview(made: World, who: str):
    assert ask(made, getattr(made, who), value="1").status_code == 404


def test_signed_out_is_said_in_place_of_the_score(made: World):
    response = ask(made, None, value="1")
    assert response.status_code == 200
    assert response.headers["HX-Reswap"] == "none"
    assert "หมดเวลาการเข้าสู่ระบบ" in text(response)
