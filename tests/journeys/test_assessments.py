"""PMQA on a phone: answers that were not saved come back, leaving saves, two people answer at once, a file proves two ticks."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from samrit.assessments.actions.answering import begin_from_own, finish_stage
from samrit.assessments.actions.planning import plan_task
from samrit.assessments.models import Assessment, StageSheet
from tests.assessments.assessing import invited, save, signed
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.journeys.guide import name_by_role, pictured
from tests.journeys.test_main_job import press, signed_in
from tests.world import DAY, NOW, World, make_people

FIRST, SECOND = "item_1_1_basic_1", "item_1_1_basic_2"
PDF = {
    "name": "คำสั่ง.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
}


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW):
        made = make_people()
        name_by_role()
        yield made


def choose(tab: Tab, question: str, value: str = "yes") -> None:
    tab.page.check(f'input[name="a-{question}"][value={value}]')


def test_answers_on_a_phone_are_never_lost(open_tab: OpenTab, world: World) -> None:
    (one,) = invited(world, "pmqa")
    address = f"/assessments/{one.pk}/sheets/self/category_1/"
    phone = signed_in(open_tab, world.recorder, address, width=390)
    choose(phone, FIRST)
    phone.page.once("dialog", lambda dialog: dialog.accept())  # "leave without saving?" – yes
    phone.visit(f"/assessments/{one.pk}/")
    save(one, world.colleague, {FIRST: False, SECOND: True})  # at the same time, at another desk
    phone.visit(address)
    assert phone.page.is_visible("[data-restored]")
    assert phone.page.is_checked(f'input[name="a-{FIRST}"][value=yes]')
    phone.page.click(f"#{SECOND} .assessment-attach")
    phone.settle()
    phone.examine()
    assert "ยังไม่ทำ" in phone.page.inner_text(f"#{FIRST}-said")  # what the colleague answered
    assert StageSheet.objects.get().answers[FIRST] == {"value": False}
    phone.page.click(f"#{FIRST} .assessment-attach")
    phone.settle()
    assert phone.page.url.endswith(f"/evidence/{FIRST}/")
    assert StageSheet.objects.get().answers == {FIRST: {"value": True}, SECOND: {"value": True}}
    phone.page.set_input_files("#id_evidence", PDF)  # type: ignore[arg-type]  # a payload, as Playwright says
    expect(
        phone.page.get_by_role("link", name="คำสั่ง.pdf")
    ).to_be_visible()  # it comes in pieces, without a button
    phone.settle()
    phone.examine()
    phone.page.click("#others-title")
    phone.page.check(f"input[value={SECOND}]")
    press(phone, "ใช้กับข้อที่เลือก")
    phone.examine()
    phone.page.get_by_role("link", name="กลับไปตอบ").click()
    phone.settle()
    assert phone.page.is_hidden("[data-restored]")
    assert phone.page.get_by_role("link", name="คำสั่ง.pdf").count() == 2
    pictured(phone, "assessments-sheet")


def test_what_the_guide_shows_of_assessments(open_tab: OpenTab, world: World) -> None:
    """Pages with something on them: the agency's and the assessors' answers of two years, a plan, the matrix."""
    assessed(
        world, 2566, missing=("item_6_4_significance_1", "item_4_2_advance_1", "item_1_1_significance_1")
    )
    one = assessed(world, 2567, missing=("item_6_4_significance_1",))
    begin_from_own(assessment=one, stage="document", by=world.evaluator, now=NOW)
    save(one, world.evaluator, {"item_1_2_significance_1": False}, stage="document", revision=1)
    finish_stage(assessment=one, stage="document", by=world.evaluator, now=NOW)
    plan_task(
        assessment=one, section="item_6_4", questions=["item_6_4_significance_1"], years=1,
        what="เผยแพร่ผลลัพธ์ที่วัดได้ของบริการออนไลน์", owner="กลุ่มงานอำนวยการ", due=DAY + timedelta(days=300),
        by=world.recorder, now=NOW,
    )  # fmt: skip
    (half,) = invited(world, "pmqa", world.statistics)
    save(half, world.statistician, {FIRST: True, "item_2_1_basic_1": True})
    recorder = signed_in(open_tab, world.recorder, f"/assessments/{one.pk}/")
    pictured(recorder, "assessments-one")
    recorder.visit(f"/assessments/{one.pk}/compare/")
    pictured(recorder, "assessments-compare")
    recorder.visit(f"/assessments/{one.pk}/next/")
    pictured(recorder, "assessments-next", 800)
    recorder.visit(f"/assessments/{one.pk}/plan/")
    pictured(recorder, "assessments-plan", 700)
    coordinator = signed_in(open_tab, world.coordinator, "/assessments/progress/?year=2567&code=pmqa")
    pictured(coordinator, "assessments-progress", 700)


def assessed(world: World, year: int, *, missing: tuple[str, ...]) -> Assessment:
    return signed(world, "pmqa", year=year, **dict.fromkeys(missing, False))
