"""The hands of the evaluation's journey: the province and its neighbour, and each step by the person whose step it is."""

import io
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Locator, expect

from samrit.frameworks.models import Indicator, LibraryKpi
from samrit.people.models import Agency, Area, Membership, Role, User
from samrit.scores.models import Assignment, Comparison, OfficialFile, Question, Verification
from tests.dashboards.published import score_round, verify_all
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.journeys.test_main_job import PDF
from tests.world import DAY, NOW, World, file_all, give_framework, make_world, person

FILE: FilePayload = {"name": "บันทึกสถานี.pdf", "mimeType": "application/pdf", "buffer": PDF}
SECOND_SAYS = "ค่าเฉลี่ยของจังหวัดรวมวันที่เครื่องหยุด"
THIRD_SAYS = "ตัดวันที่เครื่องหยุดออกแล้วได้ 20.5"
OFFICIAL_SAYS = "ใช้ตัวเลขของ สพร. ซึ่งรวมแบบสำรวจที่ส่งหลังจังหวัดรายงาน"


@dataclass
class Desk:
    """The province's ``world`` with all that evaluate it; ``tabs`` are opened once for each person (None: a visitor)."""

    world: World
    second: User
    interested: User
    open_tab: OpenTab
    tabs: dict[int, Tab]

    def tab(self, user: User | None) -> Tab:
        key = user.pk if user else 0
        if key not in self.tabs:
            self.tabs[key] = self.open_tab(user=user, now=NOW)
        return self.tabs[key]

    def at(self, name: str, *keys: int) -> str:
        assert self.world.round is not None
        return reverse(f"scores:{name}", args=[self.world.round.pk, *keys])

    def of(self, number: str) -> int:
        return self.world.kpis[number].indicator_id

    def join(self, **names: str) -> list[User]:
        """Evaluators who come later: by the name of their address, and as they are called."""
        people = {key: person(key, self.world.central, Role.EVALUATOR) for key in names}
        return [named(people[key], name) for key, name in names.items()]


def make_desk(open_tab: OpenTab) -> Desk:
    """Both provinces reported; the neighbour's result is public already. One evaluator works for the province too."""
    made = make_world()
    file_all(made)
    dust = LibraryKpi.objects.create(
        code="J-04", name=made.kpis["1-2"].name, category="joint", unit="มคก./ลบ.ม.", direction="down"
    )
    Indicator.objects.filter(pk=made.kpis["1-2"].indicator_id).update(library_kpi=dust)
    publish_neighbour(made)
    second = named(person("second", made.central, Role.EVALUATOR), "ผู้ประเมินคนที่สอง")
    interested = named(person("interested", made.central, Role.EVALUATOR), "ผู้ประเมินจากสถิติจังหวัด")
    Membership.objects.create(
        user=interested, agency=made.statistics, role=Role.RECORDER, starts_on=DAY - timedelta(days=200)
    )
    named(made.evaluator, "ผู้ประเมินคนที่หนึ่ง")
    named(made.coordinator, "ผู้ประสานงานจังหวัด")
    named(made.recorder, "ผู้บันทึก พัฒนาชุมชน")
    return Desk(made, second, interested, open_tab, {})


def named(user: User, name: str) -> User:
    user.name = name
    user.save(update_fields=["name"])
    return user


def publish_neighbour(made: World) -> None:
    """นนทบุรี reports the same and nothing is corrected: 25 + 26.25 + 15 + 11.25 = 77.5."""
    office, development, statistics = (
        Agency.objects.create(area_id="12", kind=kind, name=f"{name}จังหวัดนนทบุรี")
        for kind, name in (
            (Agency.Kind.PROVINCIAL_OFFICE, "สำนักงาน"),
            (Agency.Kind.PROVINCIAL, "สำนักงานพัฒนาชุมชน"),
            (Agency.Kind.PROVINCIAL, "สำนักงานสถิติ"),
        )
    )
    neighbour = World(
        Area.objects.get(code="12"), office, development, statistics, made.central, made.elsewhere,
        recorder=person("n-recorder", development, Role.RECORDER), colleague=made.colleague,
        approver=person("n-approver", development, Role.APPROVER),
        statistician=person("n-statistician", statistics, Role.RECORDER),
        statistics_approver=person("n-statistics-approver", statistics, Role.APPROVER),
        coordinator=person("n-coordinator", office, Role.COORDINATOR),
        evaluator=made.evaluator, stranger=made.stranger,
    )  # fmt: skip
    file_all(give_framework(neighbour))
    assert neighbour.round is not None
    verify_all(neighbour, neighbour.round)
    score_round(neighbour, neighbour.round)


# ── what hands do ───────────────────────────────────────────────────────────
def go(tab: Tab, path: str) -> Locator:
    """Open a page without judging it again: what every page must be is asked of each in ``test_every_page``."""
    answer = tab.page.goto(tab.site + path)
    assert answer is not None
    assert answer.status == 200, f"{path} answered {answer.status}"
    return tab.page.locator("main")


def press(where: Locator, name: str) -> None:
    """A button that leads on."""
    with where.page.expect_navigation() as answered:
        where.get_by_role("button", name=name, exact=True).first.click()
    assert answered.value is not None
    assert answered.value.status < 500, f"“{name}” answered {answered.value.status}"


def agree(tab: Tab, name: str) -> None:
    """A button that asks first, answered with yes."""
    tab.page.locator("summary.btn", has_text=name).first.click()
    with tab.page.expect_navigation():
        tab.page.locator(
            "[data-confirm][open] form button.btn-primary, dialog[open] button.btn-primary"
        ).first.click()


def fill(where: Locator, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        field = where.locator(f'[name="{name}"]')
        if field.first.get_attribute("type") in {"radio", "checkbox"}:
            where.locator(f'[name="{name}"][value="{value}"]').check()
        elif field.first.evaluate("it => it.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))


def show(tab: Tab, name: str, *, height: int = 800, top: Locator | None = None) -> None:
    """Judge the page as it stands, and take its picture for the guide: from its beginning, or from ``top`` on."""
    tab.examine()
    tab.page.set_viewport_size({"width": 1280, "height": height})
    place = top.evaluate("it => it.getBoundingClientRect().top + scrollY - 80") if top else 0
    tab.page.evaluate("place => scrollTo(0, place)", place)
    tab.picture(name)


# ── who scores what ─────────────────────────────────────────────────────────
def assign(desk: Desk) -> None:
    """Two for the dust, by the button; who has an interest gets nothing, not even by a forged form."""
    tab = desk.tab(desk.world.evaluator)
    main = go(tab, reverse("scores:assignments", args=[2567]))
    main.get_by_text("เพิ่มตัวชี้วัดที่ใช้สองคน").click()
    fill(main, {"library_kpi": LibraryKpi.objects.get().pk, "reason": "น้ำหนักสูง เคยมีอุทธรณ์"})
    press(main, "ใช้ผู้ตรวจสองคน")
    press(main, "ดูตัวอย่างการมอบหมาย")
    expect(main).to_contain_text("ยังว่าง 5 จาก 10 ตำแหน่ง")  # the neighbour's five are verified
    show(tab, "assigning", height=960)
    press(main, "ยืนยันการมอบหมายและแจ้งทุกคน")
    held = Assignment.objects.values_list("indicator", "slot", "evaluator")
    both = {desk.world.evaluator.pk, desk.second.pk}
    assert (len(held), {who for _, _, who in held}) == (5, both)
    assert {who for indicator, _, who in held if indicator == desk.of("1-2")} == both
    refuse_interest(desk, tab)


def refuse_interest(desk: Desk, tab: Tab) -> None:
    main = go(tab, f"{desk.at('round_assignments')}?indicator={desk.of('1-1')}&slot=first")
    choice = main.locator(f'[name="evaluator"][value="{desk.interested.pk}"]')
    assert choice.is_disabled()
    assert "จังหวัด" in main.locator(f"#why-{desk.interested.pk}").inner_text()
    choice.evaluate("it => { it.disabled = false; it.checked = true }")
    fill(main, {"reason": "ช่วยตรวจ"})
    press(main, "มอบหมาย")
    assert not Assignment.objects.filter(evaluator=desk.interested).exists()


# ── figures from outside ────────────────────────────────────────────────────
def take_official(desk: Desk) -> None:
    """สพร. fills in the form that the page gives: 71.5 where 70 was reported; the scorer takes it and says why."""
    tab = desk.tab(desk.world.evaluator)
    form = tab.page.request.get(tab.site + reverse("scores:official_form", args=[2567, "dga", 12])).body()
    main = go(tab, reverse("scores:official_year", args=[2567]))
    fill(main, {"owner": "dga", "months": "12", "source": "หนังสือ สพร. ที่ สพร 2567/812"})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    tab.page.set_input_files(
        "input[name=file]", {"name": "คะแนนความพร้อม.xlsx", "mimeType": kind, "buffer": filled(form, "71.5")}
    )
    press(main, "ตรวจไฟล์")
    expect(main).to_contain_text("ต่างจากที่รายงานเกินเกณฑ์")
    show(tab, "official", height=860)
    press(main, "นำเข้า 1 ตัวเลข")
    assert OfficialFile.objects.get().applied_by == desk.world.evaluator
    scorer = scorer_of(desk, "2-1.2")
    main = go(scorer, desk.at("verify", desk.of("2-1.2")))
    expect(main.locator("#official").locator("..")).to_contain_text("71.5")
    main.get_by_role("link", name="ใช้ตัวเลขทางการ").click()
    scorer.page.wait_for_url("**official=1**")
    fill(main, {"reason": OFFICIAL_SAYS})
    press(main, "บันทึกผลการตรวจ")
    kept = Verification.objects.get(result__indicator=desk.of("2-1.2"))
    assert (kept.value, kept.reason, kept.result.value) == (Decimal("71.5"), OFFICIAL_SAYS, Decimal(70))


def filled(form: bytes, value: str) -> bytes:
    """The province's yellow cell of คะแนนความพร้อม."""
    book = load_workbook(io.BytesIO(form))
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows(min_row=5):
        if (row[0].value, row[2].value) == ("13", "D-03-2"):
            row[6].value, row[7].value = float(value), "สิ้นสุด"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def scorer_of(desk: Desk, number: str) -> Tab:
    return desk.tab(Assignment.objects.get(indicator=desk.of(number), slot="first").evaluator)


# ── two who do not see each other, and a third ──────────────────────────────
def dispute(desk: Desk) -> None:
    """One accepts 21, the other finds 20.5; neither reads the other; a third hears both and decides."""
    (third,) = desk.join(third="ผู้ประเมินคนที่สาม")
    one, other = (
        desk.tab(Assignment.objects.get(indicator=desk.of("1-2"), slot=slot).evaluator)
        for slot in ("first", "second")
    )
    verify = desk.at("verify", desk.of("1-2"))
    blank = go(other, verify).inner_text()
    judge(one, verify, {"decision": "correct", "value": "20.5", "reason": SECOND_SAYS}, "เก็บความเห็น")
    main = go(other, verify)
    assert main.inner_text() == blank, "the second scorer's page says something of the first's opinion"
    judge(other, verify, {"decision": "accept"}, "เก็บความเห็น")
    comparison = Comparison.objects.get()
    assert SECOND_SAYS not in go(other, verify).inner_text()
    decider = desk.tab(third)
    main = go(decider, reverse("scores:reconcile", args=[comparison.pk]))
    expect(main).to_contain_text(SECOND_SAYS)
    show(decider, "reconcile", height=720)
    fill(main, {"decision": "correct", "value": "20.5", "reason": THIRD_SAYS})
    press(main, "บันทึกคำชี้ขาด")
    expect(go(one, reverse("scores:reconcile", args=[comparison.pk]))).to_contain_text(THIRD_SAYS)


def judge(tab: Tab, address: str, fields: dict[str, str], button: str) -> None:
    main = go(tab, address)
    fill(main.locator("form", has_text=button), fields)
    press(main, button)


def judge_the_rest(desk: Desk) -> None:
    for number in ("1-1", "2-1.1"):
        judge(
            scorer_of(desk, number),
            desk.at("verify", desk.of(number)),
            {"decision": "accept"},
            "บันทึกผลการตรวจ",
        )


# ── a question ──────────────────────────────────────────────────────────────
def ask_and_answer(desk: Desk) -> None:
    """Asked on the page of the result; the agency finds it in its work and answers with a file."""
    scorer, province = scorer_of(desk, "1-1"), desk.tab(desk.world.recorder)
    main = go(scorer, desk.at("verify", desk.of("1-1")))
    main.get_by_text("ถามจังหวัด", exact=True).click()
    fill(main, {"text": "ยอดจำหน่ายรวมงานแสดงสินค้าหรือไม่", "answer_by": "2024-10-13T16:30"})
    press(main, "ส่งคำถาม")
    question = reverse("scores:question", args=[Question.objects.get().pk])
    go(province, "/").get_by_role("link", name="รายได้จากการจำหน่าย").first.click()
    main = go(province, question)
    province.page.set_input_files("input[name=evidence]", FILE)
    expect(province.page.locator("#proof")).to_contain_text(FILE["name"])
    fill(main, {"text": "รวมแล้วทั้งสองงาน ตามบันทึกที่แนบ"})
    show(province, "question", height=960)
    press(main, "ส่งคำตอบ")
    main = go(scorer, question)
    expect(main).to_contain_text("รวมแล้วทั้งสองงาน")
    expect(main).to_contain_text(FILE["name"])
    press(main, "พอแล้ว ปิดคำถาม")
