"""The hands of the evaluation's journey, from the score to its end: public at its moment, contested, public again."""

import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pypdfium2
from django.urls import reverse
from playwright.sync_api import expect

from samrit.people.models import User
from samrit.scores.models import Appeal, ProvinceScore
from samrit.scores.queries import score_of
from tests.journeys.browsing import Tab
from tests.journeys.evaluating import FILE, Desk, agree, fill, go, press, show

RULING = "บันทึกของสถานียืนยันค่า 20"
NEW_EDITION = "ตามคำวินิจฉัยอุทธรณ์"
APPEALED = "อยู่ระหว่างอุทธรณ์"
PAGE, YEAR, BOARD = "/performance/2567/13/", "/performance/2567/", "/performance/2567/country/"


def current(desk: Desk) -> ProvinceScore:
    assert desk.world.round is not None
    score = score_of(desk.world.round)
    assert score is not None
    return score


def text_of(tab: Tab, path: str) -> str:
    return go(tab, path).inner_text()


# ── the score, and when it may be seen ──────────────────────────────────────
def score_and_publish(desk: Desk) -> None:
    """Provisional, confirmed, and to be public at eleven."""
    tab = desk.tab(desk.world.evaluator)
    main = go(tab, desk.at("round"))
    press(main, "คิดคะแนน")
    assert (current(desk).state, str(current(desk).total_published)) == ("provisional", "79.938")
    agree(tab, "ยืนยันคะแนน")
    assert current(desk).state == "confirmed"
    fill(main, {"publish_at": "2024-10-10T11:00"})
    show(tab, "publish", height=1000, top=main.locator(".with-aside"))
    press(main, "ประกาศผล")


def under_embargo(desk: Desk) -> None:
    """A visitor finds nothing of it, whatever is asked."""
    visitor = desk.tab(None)
    for path in (PAGE, "/performance/2567/13.pdf", "/performance/2567/13/editions/12-1/"):
        assert visitor.page.request.get(visitor.site + path).status == 404, path
    for path in (YEAR, BOARD, "/performance/search/?q=ปทุมธานี"):
        assert "79.938" not in text_of(visitor, path), path


def public(desk: Desk) -> None:
    """Edition 1 stands everywhere."""
    visitor = desk.tab(None)
    visitor.visit(PAGE)
    assert "79.938" in visitor.page.inner_text("main")
    assert "79.938" in text_of(visitor, YEAR)
    for name, start in (("13.pdf", b"%PDF-"), ("13/brief.pdf", b"%PDF-"), ("13/card.png", b"\x89PNG")):
        answer = visitor.page.request.get(f"{visitor.site}{YEAR}{name}")
        assert (answer.status, answer.body()[: len(start)]) == (200, start), name


# ── the appeal ──────────────────────────────────────────────────────────────
def contest(desk: Desk) -> Appeal:
    """The coordinator contests the dust with a file; from then on ranking and pages say so."""
    tab = desk.tab(desk.world.coordinator)
    go(tab, desk.at("own")).get_by_role("link", name="ยื่นอุทธรณ์ 1-2").click()
    main = tab.page.locator("main")
    main.locator("[name=wanted_value]").wait_for()
    fill(main, {"grounds": "figure_wrong", "text": "บันทึกของสถานีแสดงค่าเฉลี่ย 20", "wanted_value": "20"})
    tab.page.set_input_files("input[name=evidence]", FILE)
    show(tab, "appeal", height=960, top=main.locator("section", has=tab.page.locator("#appeal")))
    press(main, "ยื่นอุทธรณ์")
    appeal = Appeal.objects.get()
    expect(main).to_contain_text(FILE["name"])
    visitor = desk.tab(None)
    for path in (PAGE, YEAR, BOARD):
        assert APPEALED in text_of(visitor, path), path
    return appeal


def appoint(desk: Desk, appeal: Appeal) -> list[User]:
    """Taken up by somebody else; who scored is not offered, and the page says why."""
    head, *judges = desk.join(
        head="หัวหน้ากลุ่มอุทธรณ์", one="กรรมการคนที่หนึ่ง", two="กรรมการคนที่สอง", three="กรรมการคนที่สาม"
    )
    tab = desk.tab(head)
    main = go(tab, reverse("scores:appeal", args=[appeal.pk]))
    press(main, "รับพิจารณา")
    offered = main.locator('[name="panel-members"]').evaluate_all("all => all.map(it => Number(it.value))")
    assert set(offered) >= {judge.pk for judge in judges}
    assert not {desk.world.evaluator.pk, desk.second.pk, desk.interested.pk} & set(offered)
    for judge in judges:
        main.locator(f'[name="panel-members"][value="{judge.pk}"]').check()
    fill(main, {"panel-order_number": "5/2567"})
    press(main, "แต่งตั้ง")
    return judges


def decide(desk: Desk, appeal: Appeal, judges: list[User]) -> None:
    """Upheld by all: another version, a letter that says so, and the public page as it was until it is told anew."""
    tab = desk.tab(judges[0])
    main = go(tab, reverse("scores:appeal", args=[appeal.pk]))
    votes: dict[str, Any] = {f"ruling-vote-{judge.pk}": "upheld" for judge in judges}
    fill(main, {"ruling-outcome": "upheld", **votes, "ruling-value": "20", "ruling-reason": RULING})
    fill(main, {"ruling-letter_number": "นร 1204/88"})
    press(main, "บันทึกคำวินิจฉัย")
    show(tab, "ruling")
    score = current(desk)
    assert (score.state, str(score.total_published)) == ("appealed", "81.813")
    province = desk.tab(desk.world.coordinator)
    letter = province.page.request.get(province.site + reverse("letters:decision_pdf", args=[appeal.pk]))
    paper = pypdfium2.PdfDocument(letter.body())
    text = "".join("".join(one.get_textpage().get_text_range() for one in paper).split()).replace(
        "\u2060", ""
    )
    for said in ("ให้เป็นไปตามอุทธรณ์", "๗๙.๙๓๘", "๘๑.๘๑๓", "นร ๑๒๐๔/๘๘", "ตามคำสั่งที่ ๕/๒๕๖๗", "ยืนยันค่า"):
        assert "".join(said.replace("ำ", "ํา").split()) in text, said
    assert "79.938" in text_of(desk.tab(None), PAGE)


def publish_again(desk: Desk) -> None:
    """Edition 2 with its reason; edition 1 is where it was and says that it is no more in force."""
    tab, visitor = desk.tab(desk.world.evaluator), desk.tab(None)
    main = go(tab, desk.at("round"))
    main.get_by_text("ประกาศฉบับใหม่", exact=True).click()
    form = main.locator(f'form[action="{desk.at("publish")}"]')
    fill(form, {"reason": NEW_EDITION})
    press(form, "ประกาศผล")
    page = text_of(visitor, PAGE)
    for said in ("81.813", NEW_EDITION):
        assert said in page, said
    show(visitor, "edition-2", top=visitor.page.locator("#editions"))
    first = text_of(visitor, f"{PAGE}editions/12-1/")
    assert "79.938" in first
    assert "ไม่มีผลแล้ว" in first
    assert APPEALED not in text_of(visitor, YEAR)


# ── what others make of it ──────────────────────────────────────────────────
def add_up(desk: Desk) -> None:
    """The board's total is the sum of score × weight of its own CSV, and of its points; the ranking's CSV has it too."""
    tab = desk.tab(desk.world.evaluator)
    board = "/dashboards/2567/provinces/13/"
    shown = text_of(tab, board)
    rows = list(csv.reader(io.StringIO(file_of(tab, f"{board}kpis.csv"))))
    whole = [row for row in rows[1:] if is_number(row[6])]
    weighted = sum((Decimal(row[4]) * Decimal(row[5]) / 100 for row in whole), Decimal(0))
    assert weighted == sum(Decimal(row[6]) for row in whole) == Decimal("81.8125")
    assert "81.813" in shown
    visitor = desk.tab(None)
    ranking = list(csv.reader(io.StringIO(file_of(visitor, f"{BOARD}ranking.csv"))))
    found = {row[0]: Decimal(row[2]) for row in ranking[1:] if is_number(row[2])}
    assert found == {"ปทุมธานี": Decimal("81.813"), "นนทบุรี": Decimal("77.5")}, ranking
    go(visitor, BOARD)
    place = visitor.page.locator("#part-map svg.country > a.place[aria-label^='ปทุมธานี']").first
    assert "81.813" in str(place.get_attribute("aria-label"))
    mean = (sum(found.values(), Decimal(0)) / 2).quantize(Decimal("0.001"), ROUND_HALF_UP)
    expect(visitor.page.locator(".board-figures")).to_contain_text(str(mean))
    show(visitor, "board", height=960)


def file_of(tab: Tab, path: str) -> str:
    answer = tab.page.request.get(tab.site + path)
    assert answer.status == 200, path
    return answer.body().decode("utf-8-sig")


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def find_and_compare(desk: Desk) -> None:
    """Words inside unspaced Thai lead to the province; beside its neighbour it is 4.313 ahead."""
    tab = desk.tab(None)
    main = go(tab, "/performance/search/?q=เฉลี่ยรายปี")
    expect(main).to_contain_text("ปทุมธานี")
    main = go(tab, "/performance/compare/?year=2567&province=13&province=12")
    for said in ("ปทุมธานี", "81.813", "นนทบุรี", "77.500"):
        expect(main).to_contain_text(said)
