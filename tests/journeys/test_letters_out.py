"""A letter from its draft to the acknowledgement, and a meeting from its plan to the minutes, each step by the right person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils.timezone import localdate, localtime

from samrit.letters.actions.links import count_opening, make_link
from samrit.letters.models import Delivery, Letter, Meeting
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.journeys.guide import name_by_role, pictured
from tests.journeys.test_main_job import confirmed, press, signed_in
from tests.letters.letters_written import make_issuer
from tests.world import NOW, World, make_people

UNCHANGED = "ไฟล์นี้ตรงกับฉบับลงนามทุกไบต์"
SUBJECT = "ขอให้รายงานผลการดำเนินงานตามตัวชี้วัด รอบ 12 เดือน"
BODY = """ด้วยจังหวัดปทุมธานีเปิดรับรายงานผลการดำเนินงานตามตัวชี้วัด รอบ 12 เดือน แล้ว จึงขอให้หน่วยงานดำเนินการดังนี้

1. รายงานผลพร้อมหลักฐานให้ครบทุกตัวชี้วัด
2. ให้หัวหน้าหน่วยงานอนุมัติก่อนวันปิดรอบ

จึงเรียนมาเพื่อโปรดดำเนินการ"""


@pytest.fixture
def people(transactional_db: None) -> Iterator[World]:
    with time_machine.travel(NOW):
        made = make_people()
        name_by_role()
        yield made


def follow(tab: Tab, name: str) -> None:
    with tab.page.expect_navigation():
        tab.page.get_by_role("link", name=name).first.click()
    tab.settle()


# ── a letter ────────────────────────────────────────────────────────────────
@pytest.mark.pdf
def test_a_letter_is_signed_on_a_phone_sent_acknowledged_and_verified(
    open_tab: OpenTab, people: World, tmp_path: Path
) -> None:
    make_issuer(people)
    coordinator = signed_in(open_tab, people.coordinator, "/letters/written/new/")
    draft(coordinator, people)
    sign(signed_in(open_tab, people.approver, "/", width=390))
    send(coordinator, people)
    acknowledge(signed_in(open_tab, people.recorder, "/", width=390))

    letter = Letter.objects.get()
    coordinator.visit(f"/letters/sent/{letter.pk}/")
    assert coordinator.page.locator("tbody tr", has_text="รับทราบแล้ว").count() == 1
    assert coordinator.page.locator("tbody tr", has_text="ยังไม่เปิดอ่าน").count() == 1
    pictured(coordinator, "letter-chasing", height=1050)
    verify(open_tab(width=390), letter, tmp_path)


def draft(tab: Tab, people: World) -> None:
    press(tab, "เริ่มร่าง")
    tab.page.fill("#id_subject", SUBJECT)
    tab.page.fill("#id_addressee", "หัวหน้าส่วนราชการตามบัญชีรายชื่อแนบท้าย")
    tab.page.fill("#id_recipients", "พัฒนาการจังหวัดปทุมธานี\nสถิติจังหวัดปทุมธานี")
    tab.page.fill("#id_body", BODY)
    tab.page.fill("#id_due_on", "๑๒/๑๐/๒๕๖๗")
    press(tab, "บันทึกร่าง")
    tab.page.select_option("#id_person-3", str(people.approver.pk))
    tab.page.fill("#id_title-3", "หัวหน้าสำนักงานจังหวัดปทุมธานี")
    tab.page.fill("#id_for-3", "ผู้ว่าราชการจังหวัดปทุมธานี")
    pictured(tab, "letter-draft", height=1150)
    press(tab, "เสนอลงนาม")
    tab.examine()


def sign(tab: Tab) -> None:
    """From the first page, where it waits."""
    follow(tab, SUBJECT)
    tab.examine()
    pictured(tab, "letter-sign", height=900)
    press(tab, "ลงนาม")
    tab.examine()
    letter = Letter.objects.get()
    assert (letter.status, letter.entries.get().written, letter.paper.pages) == ("signed", "ปท 0017.2/1", 1)


def send(tab: Tab, people: World) -> None:
    tab.visit(f"/letters/written/{Letter.objects.get().pk}/")
    follow(tab, "ส่งหนังสือ")
    tab.examine()
    follow(tab, "ส่งหนังสือ")
    for agency in (people.development, people.statistics):
        tab.page.check(f'input[name="agencies"][value="{agency.pk}"]')
    tab.page.check("#id_on_paper")
    pictured(tab, "letter-send", height=900)
    press(tab, "ส่งหนังสือ")
    tab.examine()


def acknowledge(tab: Tab) -> None:
    follow(tab, SUBJECT)
    tab.examine()
    pictured(tab, "letter-received", height=950)
    tab.page.fill("#id_note", "จะรายงานภายในวันศุกร์")
    press(tab, "รับทราบ")
    tab.examine()
    assert Delivery.objects.get(acknowledged_at__isnull=False).note == "จะรายงานภายในวันศุกร์"
    tab.visit("/")
    assert SUBJECT not in tab.page.inner_text("main")


def verify(tab: Tab, letter: Letter, folder: Path) -> None:
    """Whoever has the paper asks whether it is the one that was signed."""
    with letter.paper.file.open("rb") as kept:
        whole = kept.read()
    (folder / "หนังสือ.pdf").write_bytes(whole)
    (folder / "แก้แล้ว.pdf").write_bytes(whole[:-2] + b"\n\n")
    for name, said in (("หนังสือ.pdf", UNCHANGED), ("แก้แล้ว.pdf", "ไฟล์นี้ถูกแก้ไข")):
        tab.visit(f"/verify/letter/{letter.code}/")
        assert SUBJECT in tab.page.inner_text("main")
        tab.page.set_input_files("input[type=file]", folder / name)
        press(tab, "เทียบไฟล์")
        tab.examine()
        assert said in tab.page.inner_text("main")
        if said == UNCHANGED:
            pictured(tab, "letter-verify", height=900)


# ── a meeting ───────────────────────────────────────────────────────────────
STARTS = NOW + timedelta(minutes=30)


def test_a_meeting_is_planned_attended_and_minuted(open_tab: OpenTab, people: World) -> None:
    coordinator = signed_in(open_tab, people.coordinator, "/meetings/new/")
    plan(coordinator)
    invite(coordinator, people)
    meeting = Meeting.objects.get()
    door = f"/m/{meeting.sign_in_code}/"
    press(signed_in(open_tab, people.recorder, door, width=390), "ลงชื่อเข้าประชุม")
    visitor = open_tab(width=390)
    visitor.visit(door)
    visitor.page.fill("#id_name", "ผู้แทนเทศบาล")
    visitor.page.fill("#id_office", "เทศบาลเมืองปทุมธานี")
    press(visitor, "ลงชื่อเข้าประชุม")
    visitor.examine()
    assert list(meeting.attendances.values_list("office", flat=True)) == [
        "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี", "เทศบาลเมืองปทุมธานี",
    ]  # fmt: skip
    show_link(coordinator, people)
    with time_machine.travel(STARTS + timedelta(minutes=5)):
        minute(coordinator, people, meeting)
        statistician = signed_in(open_tab, people.statistician, "/meetings/", width=390)
        follow(statistician, "ส่งตัวเลขครัวเรือน")
        statistician.examine()


def plan(tab: Tab) -> None:
    tab.page.fill("#id_title", "ประชุมติดตามตัวชี้วัดจังหวัดปทุมธานี")
    tab.page.fill("#id_number", "4/2567")
    tab.page.fill("#id_starts_at", typed(STARTS))
    tab.page.fill("#id_ends_at", typed(STARTS + timedelta(hours=3)))
    tab.page.fill("#id_place", "ห้องประชุม 1 ศาลากลางจังหวัดปทุมธานี")
    tab.page.fill("#id_chair", "ผู้ว่าราชการจังหวัดปทุมธานี")
    tab.page.uncheck("#id_usual_agenda")
    press(tab, "บันทึก")
    tab.page.fill("#id_title", "ตัวชี้วัดที่ข้อมูลมาช้า")
    tab.page.fill("#id_presenter", "สำนักงานจังหวัดปทุมธานี")
    press(tab, "เพิ่มวาระ")
    tab.examine()


def typed(moment: datetime) -> str:
    return localtime(moment).strftime("%Y-%m-%dT%H:%M")


def invite(tab: Tab, people: World) -> None:
    follow(tab, "เลือกผู้รับเชิญ")
    for agency in (people.development, people.statistics):
        tab.page.check(f'input[name="agencies"][value="{agency.pk}"]')
    press(tab, "เพิ่มผู้รับเชิญ")
    press(tab, "ส่งคำเชิญ")
    tab.examine()
    pictured(tab, "meeting", height=1250)


def show_link(tab: Tab, people: World) -> None:
    facts = {"area": people.area, "expires_at": None, "by": people.coordinator, "now": NOW}
    link = make_link(title="แบบตอบรับการประชุม ครั้งที่ 4/2567", target="https://forms.example.org/4-2567", **facts)
    for days in (0, 0, 1, 1, 1, 2):
        count_opening(link=link, day=localdate(NOW) - timedelta(days=days))
    tab.visit(f"/links/{link.pk}/")
    pictured(tab, "link", height=900)


def minute(tab: Tab, people: World, meeting: Meeting) -> None:
    tab.visit(f"/meetings/{meeting.pk}/")
    press(tab, "บันทึกว่าประชุมแล้ว")
    tab.visit(f"/meetings/{meeting.pk}/minutes/")
    tab.page.fill("main textarea >> nth=0", "ที่ประชุมเห็นว่าข้อมูลครัวเรือนมาช้ากว่าตัวอื่น")
    press(tab, "บันทึก ตัวชี้วัดที่ข้อมูลมาช้า")
    tab.page.locator("details summary", has_text="เพิ่มมติ").click()
    form = tab.page.locator("details[open] form")
    form.locator("select").first.select_option("assigned")
    form.locator("textarea").fill("มอบสำนักงานสถิติจังหวัดส่งตัวเลขครัวเรือน")
    form.locator("select").nth(1).select_option(str(people.statistics.pk))
    form.locator("input[type=text]").fill("31/10/2567")
    with tab.page.expect_navigation():
        form.locator("button").click()
    tab.examine()
    pictured(tab, "minutes", height=1000)
    confirmed(tab, "รับรองรายงานการประชุม")
    tab.examine()
    meeting.refresh_from_db()
    assert (meeting.status, meeting.items.get().resolutions.get().agency) == ("adopted", people.statistics)
