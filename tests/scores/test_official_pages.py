"""The pages of official figures: evaluators only, a look before anything changes, both figures on the desk and in public."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.people.models import Area
from samrit.reports.models import Result
from samrit.scores import actions
from samrit.scores.models import OfficialFigure, OfficialFile, Verification
from tests.dashboards.published import verify_all
from tests.reports.pages import signed_in
from tests.scores.official import dust, workbook
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
YEAR = "/scores/official/2567/"


def sent(contents: bytes, name: str = "คพ.xlsx", **facts: object) -> dict[str, Any]:
    file = SimpleUploadedFile(name, contents)
    return {"owner": "pcd", "months": "12", "source": "หนังสือ คพ.", "file": file, **facts}


def desk(made: World, query: str = "") -> str:
    assert made.round is not None
    return reverse("scores:verify", args=[made.round.pk, made.kpis["1-2"].indicator_id]) + query


def test_a_file_is_looked_at_before_anything_changes(filed: World) -> None:
    evaluator = signed_in(filed.evaluator)
    data = workbook([("ปทุมธานี", "PM2.5", 21.4, ""), ("ดาวอังคาร", "PM2.5", 1, "")])
    file = evaluator.post(YEAR, sent(data))["Location"]
    page = evaluator.get(file).content.decode()
    assert "นำเข้า 1 ตัวเลข" in page
    assert "ไม่รู้จักจังหวัด “ดาวอังคาร”" in page
    assert OfficialFigure.objects.count() == 0
    evaluator.post(file, {"action": "apply"})
    assert OfficialFigure.objects.count() == 1
    assert "ให้เกณฑ์ตัดสิน 1 ตัวชี้วัด" in evaluator.get(file).content.decode()
    evaluator.post(file, {"action": "tolerance"})
    assert Verification.objects.get().decision == "accept"
    assert evaluator.post(YEAR, sent(data))["Location"] == file
    evaluator.post(file, {"action": "apply"})
    assert (OfficialFile.objects.count(), OfficialFigure.objects.count()) == (1, 1)
    for query in ("?show=wrong", "?show=outside", "?show=unchanged", "?show=<b>", "?page=99"):
        assert evaluator.get(file + query).status_code == 200


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"owner": "nobody"}, "Select a valid choice"),
        ({"source": ""}, "บอกที่มาของตัวเลข"),
        ({"file": ""}, "ยังไม่ได้เลือกไฟล์"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n")}, "รับเฉพาะไฟล์ .xlsx หรือ .csv"),
        ({"file": SimpleUploadedFile("a.csv", "จังหวัด,ค่า\n".encode())}, "ไม่พบหัวตาราง"),
        ({"file": SimpleUploadedFile("a.xlsx", b"")}, "ว่างเปล่า"),
        ({"file": SimpleUploadedFile("a.xlsx", b"MZ\x90\x00" * 10)}, "ไม่ใช่ชนิดที่รับ"),
    ],
)
def test_what_cannot_be_taken_says_why(filed: World, facts: dict[str, object], said: str) -> None:
    answer = signed_in(filed.evaluator).post(YEAR, sent(b"", **facts))
    assert answer.status_code == 422
    assert said in answer.content.decode() or said == "Select a valid choice"
    assert OfficialFile.objects.count() == 0


def test_nobody_but_evaluators_sees_them(filed: World) -> None:
    dust(filed, 21.4)
    file = OfficialFile.objects.get()
    pages = [YEAR, "/scores/official/", f"/scores/official/files/{file.pk}/", f"{YEAR}pcd-12.xlsx"]
    for user in (filed.recorder, filed.coordinator, filed.stranger):
        assert [signed_in(user).get(page).status_code for page in pages] == [404] * 4
        assert signed_in(user).post(pages[2], {"action": "apply"}).status_code == 404
    assert [signed_in(filed.evaluator).get(page).status_code for page in pages] == [200] * 4
    assert signed_in(filed.evaluator).get(f"{YEAR}nobody-12.xlsx").status_code == 404
    assert signed_in(filed.evaluator).get(f"{YEAR}pcd-7.xlsx").status_code == 404


def test_both_figures_stand_on_the_desk_and_the_official_one_can_be_taken(filed: World) -> None:
    dust(filed, 30)
    evaluator = signed_in(filed.evaluator)
    page = evaluator.get(desk(filed)).content.decode()
    assert "กรมควบคุมมลพิษ" in page
    assert "ต่างเกินเกณฑ์" in page
    plain = evaluator.post(desk(filed), {"decision": "accept", "reason": ""})
    assert plain.status_code == 409
    assert "เลือกว่าจะใช้ตัวเลขใด" in plain.content.decode()
    taken = evaluator.get(desk(filed, "?official=1"))
    assert taken.context["form"].initial == {"decision": "correct", "value": 30, "missing": "", "reason": ""}
    said = {"decision": "correct", "value": "30", "missing": "", "reason": "ใช้ตัวเลขทางการ"}
    assert evaluator.post(desk(filed), said).status_code == 302
    dust(filed, 31)
    assert "เข้ามาหรือเปลี่ยนหลังตรวจ" in evaluator.get(desk(filed)).content.decode()


def test_within_the_tolerance_the_form_begins_with_the_reason(filed: World) -> None:
    dust(filed, 21.2)
    initial = signed_in(filed.evaluator).get(desk(filed)).context["form"].initial
    assert initial["decision"] == "accept"
    assert initial["reason"].startswith("ใช้ตัวเลขที่รายงาน ต่างจากตัวเลขทางการของกรมควบคุมมลพิษ")


def test_the_rule_decides_a_round_at_once(filed: World) -> None:
    assert filed.round is not None
    dust(filed, 21.2)
    evaluator, page = signed_in(filed.evaluator), reverse("scores:round", args=[filed.round.pk])
    assert "ให้เกณฑ์ตัวเลขทางการตัดสิน 1 ตัวชี้วัด" in evaluator.get(page).content.decode()
    assert evaluator.post(reverse("scores:tolerance", args=[filed.round.pk]))["Location"] == page
    assert Result.objects.get(indicator=filed.kpis["1-2"].indicator_id).status == "verified"
    assert "ให้เกณฑ์ตัวเลขทางการตัดสิน" not in evaluator.get(page).content.decode()


def test_the_public_explanation_names_the_official_figure(filed: World) -> None:
    assert filed.round is not None
    dust(filed, 21.2)
    evaluator = filed.evaluator
    verify_all(filed, filed.round)
    actions.compute_score(round_=filed.round, by=evaluator, now=NOW)
    actions.confirm_score(round_=filed.round, by=evaluator, now=NOW)
    assert (
        "ตัวเลขทางการของกรมควบคุมมลพิษ"
        in signed_in(filed.coordinator).get(reverse("scores:own", args=[filed.round.pk])).content.decode()
    )
    actions.publish_score(round_=filed.round, by=evaluator, now=NOW)
    page = Client().get("/performance/2567/13/").content.decode()
    assert "ตัวเลขทางการของกรมควบคุมมลพิษ" in page
    assert "หนังสือ คพ. ที่ ทส 0305/123" in page


def test_lists_take_the_same_queries_for_one_and_many(filed: World) -> None:
    evaluator = signed_in(filed.evaluator)
    evaluator.get(YEAR)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as taken:
            assert evaluator.get(address).status_code == 200
        return len(taken)

    def file_of(rows: list[tuple[str, str, object, str]]) -> str:
        return str(evaluator.post(YEAR, sent(workbook(rows)))["Location"])

    one = file_of([("ปทุมธานี", "PM2.5", 21, "")])
    many = file_of([(area.name, "PM2.5", 22, "") for area in Area.objects.all()] * 3)
    assert queries(one) == queries(many)
    dust(filed, 21)
    before = queries(YEAR)
    for value in (22, 23, 24):
        dust(filed, value)
    assert queries(YEAR) == before
