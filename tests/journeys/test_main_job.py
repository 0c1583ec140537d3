"""The main job from a real letter to a public result, by hand in the browser, each step by the right person."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from samrit.audit.queries import first_broken_link
from samrit.people.models import Membership, User
from samrit.rules.thai import WEEKDAYS, fiscal_year, thai_date, thai_digits
from samrit.scores.actions import reproduces
from samrit.scores.models import ProvinceScore
from tests import world
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab

LETTER = """ด่วนที่สุด

ที่ นร ๑๒๐๗/๕๕๑
สำนักงาน ก.พ.ร.

{written}

เรื่อง ตัวชี้วัดตามมาตรการปรับปรุงประสิทธิภาพในการปฏิบัติราชการของจังหวัด ประจำปีงบประมาณ พ.ศ. {year}

เรียน ผู้ว่าราชการจังหวัดปทุมธานี

ขอให้จังหวัดรายงานผล รอบ ๖ เดือน ตั้งแต่วันที่ {opens} ถึงวันที่ {closes}
และเข้าร่วมประชุมชี้แจงในวัน{wrong_weekday}ที่ {opens} เวลา ๐๙.๓๐ - ๑๒.๐๐ น.

ขอแสดงความนับถือ

ตัวชี้วัดของจังหวัดปทุมธานี ประจำปีงบประมาณ พ.ศ. {year}

| ตัวชี้วัด | น้ำหนัก | หน่วยงานรับผิดชอบ |
|---|---|---|
| องค์ประกอบที่ ๑ การประเมินประสิทธิผลการดำเนินงาน (Performance Base) | ๗๐ | |
| ๑. รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP) | ๗๐ | สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี |
| องค์ประกอบที่ ๒ การประเมินศักยภาพในการดำเนินงาน (Potential Base) | ๓๐ | |
| ๑. ความสำเร็จของการจัดทำบัญชีข้อมูลภาครัฐ (Government Data Catalog) | ๓๐ | สำนักงานสถิติจังหวัดปทุมธานี |
"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def people() -> world.World:
    made = world.make_people()
    Membership.objects.update(starts_on=localdate() - timedelta(days=1))
    return made


def letter_file(folder: Path) -> Path:
    opens, closes = localdate() - timedelta(days=1), localdate() + timedelta(days=3)
    path = folder / "หนังสือแจ้งตัวชี้วัด.md"
    path.write_text(
        LETTER.format(
            year=thai_digits(str(fiscal_year(localdate()))),
            written=in_thai(opens - timedelta(days=3)),
            opens=in_thai(opens),
            closes=in_thai(closes),
            wrong_weekday=WEEKDAYS[(opens.weekday() + 1) % 7],
        ),
        encoding="utf-8",
    )
    return path


def in_thai(day: date) -> str:
    return thai_digits(thai_date(day))


def signed_in(open_tab: OpenTab, user: User, path: str, **how: int) -> Tab:
    tab = open_tab(user=user, **how)
    tab.visit(path)
    return tab


def press(tab: Tab, name: str) -> None:
    """A button that leads to another page; the entry asks the server first, so the page does not change at once."""
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name=name, exact=True).first.click()
    tab.page.wait_for_load_state("networkidle")


def confirmed(tab: Tab, name: str) -> None:
    """Press a button that asks first, and say yes."""
    tab.page.locator("summary.btn", has_text=name).first.click()
    tab.page.locator(
        "[data-confirm][open] form button.btn-primary, dialog[open] button.btn-primary"
    ).first.click()
    tab.page.wait_for_load_state("networkidle")


def test_from_the_letter_to_the_public_result(open_tab: OpenTab, people: world.World, tmp_path: Path) -> None:
    coordinator = signed_in(open_tab, people.coordinator, "/letters/read/")
    read_the_letter(coordinator, letter_file(tmp_path))
    publish_the_framework(coordinator)

    recorder = signed_in(open_tab, people.recorder, "/", width=390)
    report(recorder, "รายได้จากการจำหน่าย", "๙๕", "อำเภอทุกแห่งรายงานครบ")
    statistician = signed_in(open_tab, people.statistician, "/")
    report(statistician, "บัญชีข้อมูลภาครัฐ", "100", "ลงทะเบียนครบทุกชุดข้อมูล")

    approve_after_one_return(open_tab, people, recorder)
    approver = signed_in(open_tab, people.statistics_approver, "/")
    approver.page.get_by_role("link", name="บัญชีข้อมูลภาครัฐ").first.click()
    press(approver, "อนุมัติ")
    approver.examine()

    coordinator.visit("/")
    coordinator.page.get_by_role("link", name="รายงานผล").first.click()
    coordinator.page.wait_for_load_state("networkidle")
    coordinator.examine()
    coordinator.screenshot("province-round")
    confirmed(coordinator, "ส่งรายงานจังหวัด")
    assert "ส่งรายงาน" in coordinator.page.inner_text("main")

    evaluate(signed_in(open_tab, people.evaluator, "/scores/"))
    read_the_result(open_tab)

    assert [reproduces(score) for score in ProvinceScore.objects.all()] == [True, True]
    assert first_broken_link() is None


def read_the_letter(tab: Tab, path: Path) -> None:
    """The upload, one finding settled (a weekday that contradicts its date), and the draft."""
    tab.page.set_input_files("input[type=file]", path)
    press(tab, "อ่านหนังสือ")
    tab.examine()
    tab.screenshot("letter")
    make_draft = tab.page.get_by_role("button", name="สร้างร่างกรอบจากหนังสือนี้")
    assert make_draft.get_attribute("aria-disabled") == "true", "findings first"
    while (waiting := tab.page.locator(".finding:not(.finding-settled) form.settle")).count():
        form = waiting.first
        for choices in form.locator("fieldset.readings").all():
            choices.locator("input[type=radio]").first.check()
        for reason in form.locator("textarea[required]").all():
            reason.fill("ตรวจกับต้นฉบับแล้ว")
        left = waiting.count()
        form.locator("button.btn-primary").click()
        tab.page.wait_for_function(
            "left => document.querySelectorAll('.finding:not(.finding-settled) form.settle').length < left",
            arg=left,
        )
    tab.visit(tab.page.url.removeprefix(tab.site).partition("#")[0])
    tab.page.get_by_role("link", name="สร้างร่างกรอบจากหนังสือนี้").click()
    tab.page.wait_for_load_state("networkidle")
    tab.examine()
    press(tab, "สร้างร่างกรอบ")
    tab.examine()


def publish_the_framework(tab: Tab) -> None:
    """Targets for both KPIs in one grid, saved; then in force."""
    rows = tab.page.locator("[data-kpi] fieldset.grid-row")
    assert rows.count() == 2
    for row in rows.all():
        for name, value in (("basic", "80"), ("standard", "90"), ("advanced", "๑๐๐")):
            row.locator(f"input[name$='-{name}']").fill(value)
        row.locator("input[name$='-unit']").fill("ร้อยละ")
    press(tab, "บันทึกร่าง")
    tab.examine()
    tab.screenshot("framework-draft")
    confirmed(tab, "ประกาศใช้")
    tab.examine()
    tab.screenshot("framework")


def report(tab: Tab, kpi: str, value: str, narrative: str) -> None:
    """From my work to the KPI; the score is there while typing; evidence; sent to the approver."""
    tab.page.get_by_role("link", name=kpi).first.click()
    tab.page.wait_for_load_state("networkidle")
    tab.examine()
    tab.page.locator("input[name=value]").press_sequentially(value)
    tab.page.get_by_text("คะแนนโดยประมาณ").first.wait_for()
    tab.page.locator("textarea[name=narrative]").fill(narrative)
    tab.page.set_input_files(
        "input[name=evidence]", {"name": "สรุปผล.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    tab.screenshot(f"entry-{value}")
    press(tab, "ส่งให้ผู้อนุมัติ")
    tab.examine()
    assert "สรุปผล.pdf" in tab.page.inner_text("main")


def approve_after_one_return(open_tab: OpenTab, people: world.World, recorder: Tab) -> None:
    """Returned with a reason, mended, approved – and never by one who recorded it."""
    approver = signed_in(open_tab, people.approver, "/")
    approver.page.get_by_role("link", name="รายได้จากการจำหน่าย").first.click()
    approver.page.wait_for_load_state("networkidle")
    approver.examine()
    approver.screenshot("approval")
    address = approver.page.url.removeprefix(approver.site)
    approver.page.locator("textarea[name=reason]").fill("แนบตารางยอดจำหน่ายรายเดือนด้วย")
    press(approver, "ส่งกลับแก้ไข")
    recorder.visit(address)
    assert "แนบตารางยอดจำหน่ายรายเดือนด้วย" in recorder.page.inner_text("main")
    recorder.page.locator("textarea[name=obstacles]").fill("ไม่มี")
    press(recorder, "ส่งให้ผู้อนุมัติ")
    approver.visit(address)
    press(approver, "อนุมัติ")
    approver.examine()


def evaluate(tab: Tab) -> None:
    """Both results accepted, scored, published."""
    tab.page.get_by_role("link", name="ปทุมธานี").first.click()
    tab.page.wait_for_load_state("networkidle")
    tab.examine()
    tab.page.get_by_role("link", name="รายได้จากการจำหน่าย").first.click()
    tab.page.wait_for_load_state("networkidle")
    tab.examine()
    tab.screenshot("verification")
    press(tab, "บันทึกผลการตรวจ")
    press(tab, "บันทึกผลการตรวจ")
    press(tab, "คิดคะแนน")
    tab.examine()
    tab.screenshot("scoring")
    confirmed(tab, "ยืนยันคะแนน")
    tab.examine()
    press(tab, "ประกาศผล")
    tab.examine()


def read_the_result(open_tab: OpenTab) -> None:
    """70 × 87.5 ÷ 100 + 30 = 91.25, for anybody, with its explanation, as PDF and as Excel."""
    tab = open_tab()
    address = f"/performance/{fiscal_year(localdate())}/13"
    tab.visit(f"{address}/")
    page = tab.page.inner_text("main")
    assert "91.250" in page
    assert "ระดับคุณภาพ" in page
    tab.page.locator("details.why summary").nth(1).click()
    tab.examine()
    for name, start in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        answer = tab.page.request.get(f"{tab.site}{address}.{name}")
        assert answer.status == 200
        assert answer.body().startswith(start)
