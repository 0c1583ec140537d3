"""Every page of the site in a real browser: sound at phone and desk width, light and dark, Thai and English.

``pages`` names every address that shows a page and who looks at it; an address that does not stand there fails.
``Tab.visit`` judges each one; nothing on it may be clipped, not even a stacked tone mark.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from samrit.frameworks.models import Edition, Indicator, Kpi, KpiOwner
from samrit.people.models import Agency, Role, User
from samrit.reports.actions import submit_result
from samrit.scores.models import Publication
from tests.journeys.browsing import Tab
from tests.journeys.conftest import OpenTab
from tests.journeys.kept import once
from tests.journeys.pages import NO_PAGES, PAGES, PICTURES, Page
from tests.sweep.addresses import arguments, every_name
from tests.sweep.filled import Filled, fill
from tests.world import NOW, World, make_people, make_world, person, save

# The longest names that are really written on letters: marks above and below, two storeys high.
LONGEST_AGENCY = "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์และศูนย์ฟื้นฟูอาชีพผู้สูงอายุที่อยู่ในที่ดินสาธารณประโยชน์จังหวัดพระนครศรีอยุธยา"
LONGEST_KPI = "ร้อยละของผู้สูงอายุและกลุ่มเปราะบางที่ขึ้นทะเบียนซื้อปุ๋ยกับกลุ่มเกษตรกรผู้ปลูกข้าวที่ได้รับการฟื้นฟูน้ำท่วมซ้ำซากในพื้นที่ลุ่มต่ำ"
WORDS = {
    "system": "ระบบข้อมูลผลิตภัณฑ์ชุมชนของกรมการพัฒนาชุมชน",
    "partner": "ระบบแลกเปลี่ยนข้อมูลจังหวัดของสำนักงานปลัดกระทรวงมหาดไทย",
    "token": "ส่งตัวเลขรายได้ทุกเดือนแทนการพิมพ์",
    "kpi-1-1": "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)",
    "kpi-1-2": "ค่าเฉลี่ยรายปีของปริมาณฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน (PM 2.5)",
    "kpi-2-1": "ระดับความพร้อมรัฐบาลดิจิทัลหน่วยงานภาครัฐของจังหวัด",
    "kpi-2-1.1": "ระดับความพร้อม",
    "kpi-2-1.2": "คะแนนความพร้อม",
    "letter-kpi": "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน",
    "letter-1": "หนังสือแจ้งตัวชี้วัด",
    "letter-2": "หนังสือแจ้งตัวชี้วัดปี 2568",
    "letter-3": "หนังสือแจ้งตัวชี้วัดปี 2569",
    "subject": "แจ้งตัวชี้วัดตามมาตรการปรับปรุงประสิทธิภาพในการปฏิบัติราชการ",
    "sentence": "ขอให้รายงานผล รอบ ๖ เดือน ตั้งแต่วันที่ ๒๕ มีนาคม – ๑๑ เมษายน ๒๕๖๗",
    "unit": "คะแนน",
    "definition": "ผลที่ทำได้จริงเทียบกับเป้าหมายของปีงบประมาณ",
    "agency": "สำนักงานส่งเสริมการปกครองท้องถิ่น",
    "short": "สถ.",
    "alias": "ท้องถิ่นจังหวัด",
    "invited": "ผู้บันทึกคนใหม่",
    "note": "ตรวจกับต้นฉบับแล้ว",
    "survey": "ความพึงพอใจต่อบริการอิเล็กทรอนิกส์ของที่ว่าการอำเภอ",
    "sent-letter": "ส่งรายละเอียดตัวชี้วัดตามมาตรการปรับปรุงประสิทธิภาพในการปฏิบัติราชการ ฉบับปรับปรุง",
    "sent-list": "หัวหน้าส่วนราชการที่รับผิดชอบตัวชี้วัด",
    "sent-wording": "พัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดพระนครศรีอยุธยา",
    "instruction": "ปรับค่าเป้าหมายของตัวชี้วัดให้ตรงกับฉบับปรับปรุง",
    "arrival-sender": "สำนักงานปลัดกระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
    "arrival-subject": "ขอความอนุเคราะห์รายงานผลการดำเนินงานฟื้นฟูผู้สูงอายุที่ได้รับผลกระทบจากน้ำท่วมซ้ำซาก",
    "arrival-instruction": "รวบรวมผลของทุกอำเภอแล้วส่งให้สำนักงานจังหวัด",
    "link": "แบบตอบรับการประชุมชี้แจงตัวชี้วัดตามมาตรการปรับปรุงประสิทธิภาพ",
    "meeting": "ประชุมชี้แจงตัวชี้วัดตามมาตรการปรับปรุงประสิทธิภาพในการปฏิบัติราชการ",
    "room": "ห้องประชุมใหญ่ ชั้น 2 ศาลากลางจังหวัด",
    "agenda": "เรื่องเพื่อพิจารณากรอบตัวชี้วัดที่ปรับปรุงใหม่",
    "agenda-detail": "ตามหนังสือแจ้งกรอบการประเมินฉบับปรับปรุง",
    "minutes": "ที่ประชุมรับฟังการชี้แจงและซักถามเรื่องเกณฑ์การให้คะแนน",
    "resolution": "เห็นชอบกรอบตัวชี้วัดตามที่เสนอ",
    "assigned": "ส่งแผนจัดเก็บข้อมูลรายเดือนของทุกอำเภอ",
    "old-link": "แบบตอบรับการประชุมครั้งก่อน",
    "link-reason": "ที่อยู่ปลายทางเปลี่ยน",
    "letter-subject": "ขอให้รายงานผลการปฏิบัติราชการตามตัวชี้วัดของจังหวัด",
    "letter-body": "ด้วยจังหวัดกำหนดให้ส่วนราชการรายงานผลการปฏิบัติราชการตามตัวชี้วัดภายในเวลาที่กำหนด",
    "signed-subject": "รายละเอียดตัวชี้วัดการประเมินผลการปฏิบัติราชการของจังหวัด",
    "signed-body": "จังหวัดขอส่งรายละเอียดตัวชี้วัดเพื่อดำเนินการในส่วนที่เกี่ยวข้อง",
    "service": "บริการงานทะเบียนราษฎรและบัตรประจำตัวประชาชน",
    "comment": "เจ้าหน้าที่ให้คำแนะนำดี แต่รอคิวนานในช่วงเช้า",
    "instrument": "แบบสำรวจความพึงพอใจต่อบริการของหน่วยงาน",
    "dataset": "จำนวนผู้สูงอายุที่อยู่ในที่ดินสาธารณประโยชน์ จำแนกรายตำบล",
    "planned": "ปริมาณขยะมูลฝอยชุมชนที่กำจัดถูกต้องตามหลักวิชาการ",
    "template": "แบบฟอร์มบัญชีข้อมูลของหน่วยงาน",
    "plan": "ประชุมทบทวนวิสัยทัศน์และเป้าหมายกับบุคลากรทุกระดับปีละสองครั้ง",
    "appeal": "ค่าเฉลี่ยของสถานีที่ใกล้ที่สุดไม่ได้นำมาคิด ตามบันทึกการตรวจวัดที่แนบ",
    "reopening": "ผลสำรวจจากส่วนกลางประกาศช้ากว่ากำหนด",
    "asking": "สถานีตรวจวัดส่งค่าเฉลี่ยรายปีใหม่",
    "details": "สำนักงานพัฒนาชุมชนอำเภอบันทึกยอดจำหน่ายทุกสิ้นเดือน",
    "joint": "ความพร้อมรัฐบาลดิจิทัลของกลุ่มจังหวัด",
    "joint-note": "ผลสำรวจของหน่วยงานกลางยังไม่ประกาศ",
    "link-note": "จังหวัดรับผิดชอบร้อยละ 3 ของเป้าหมายประเทศ",
    "narrative": "ดำเนินการตามแผนครบทุกอำเภอ",
    "factors": "ได้รับความร่วมมือจากชุมชน",
    "obstacles": "ผู้ประกอบการรายใหม่ยังเข้าไม่ถึงช่องทางออนไลน์",
    "return-reason": "แนบตารางยอดจำหน่ายรายเดือนด้วย",
    "file": "สรุปผลการดำเนินงาน",
    "sheet": "แบบกรอกผลรอบ 12 เดือน",
    "question": "ยอดนี้รวมผู้ประกอบการที่ขึ้นทะเบียนหลังสิ้นปีหรือไม่",
    "answer": "ไม่รวม ตามบัญชีที่แนบ",
    "position": "นักวิชาการพัฒนาชุมชนชำนาญการพิเศษ",
    "webhook": "ระบบสารบรรณของจังหวัด",
    "formula": "ตามหนังสือแจ้งเกณฑ์ของกระทรวง",
    "draft": "ขยะมูลฝอยรายอำเภอ ฉบับร่าง",
    "returned": "ตัวเลขของอำเภอธัญบุรีสลับกับอำเภอลำลูกกา กรุณาตรวจแล้วส่งใหม่",
    "data": "ขยะมูลฝอยรายอำเภอ",
    "method": "ชั่งน้ำหนักที่สถานีขนถ่ายทุกวัน",
    "contact": "กองสาธารณสุขและสิ่งแวดล้อม",
    "cell": "ไม่มีข้อมูลของอำเภอนี้",
    "item-reason": "ตามมติคณะทำงานข้อมูลจังหวัด ครั้งที่ 2/2567",
    "source": "ทะเบียนเกษตรกรและการสำรวจแปลงปลูก",
    "station": "สถานีตรวจวัดคุณภาพอากาศหน้าศาลากลางจังหวัด",
    "village": "บ้านคลองหนึ่งฝั่งตะวันออก",
}


# What is clipped: content higher than a box that hides the rest, or lines so tight that the next one covers marks.
CLIPPED = """() => {
    const told = element => element.tagName.toLowerCase() + '.' + element.className + ': '
        + element.textContent.trim().slice(0, 60);
    const found = [];
    for (const element of document.querySelectorAll('main *, header *, nav *, footer *')) {
        if (!(element instanceof HTMLElement) || !element.checkVisibility({visibilityProperty: true})) continue;
        if (element.clientHeight < 5 || element.closest('.visually-hidden, textarea')) continue;  // for readers only
        const own = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('');
        if (!own.trim()) continue;
        const style = getComputedStyle(element);
        const high = element.scrollHeight - element.clientHeight;
        const hides = style.overflowY === 'hidden' || style.overflowY === 'clip';
        const isCell = ['TD', 'TH', 'BUTTON'].includes(element.tagName) || style.display.includes('block');
        if (high > 1 && isCell && (hides || style.overflowY === 'visible'))
            found.push(`${told(element)} is clipped by ${high} px`);
        const line = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
        if (line < 1.3 && /[\\u0e00-\\u0e7f]/.test(own)) found.push(`${told(element)} has lines of ${line.toFixed(2)}`);
    }
    return found;
}"""


def say(whose: str, what: str) -> str:
    """Words as officers write them; the province ``here`` has the longest."""
    if whose == "here" and what == "kpi-1-2":
        return LONGEST_KPI
    return WORDS[what]


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def filled(transactional_db: None, clock: None) -> Filled:
    return once(_filled)


def _filled() -> Filled:
    made = fill(say)
    Agency.objects.filter(pk=made.here.world.development.pk).update(name=LONGEST_AGENCY)
    Publication.objects.update(names={})  # published under the longest name, too
    approver = made.here.world.approver
    approver.set_password("ทะเลสีครามยามเช้า")
    approver.save()
    return made


class Tabs:
    """One tab for each person, turned to each look (width, scheme, language) as asked."""

    def __init__(self, open_tab: OpenTab) -> None:
        self.open_tab = open_tab
        self.tabs: dict[int | None, Tab] = {}

    def of(self, user: User | None, width: int, scheme: str, language: str) -> Tab:
        key = user.pk if user else None
        if key not in self.tabs:
            self.tabs[key] = self.open_tab(user=user, now=NOW)
        tab = self.tabs[key]
        tab.page.set_viewport_size({"width": width, "height": 800})
        tab.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": tab.site}
        tab.page.context.add_cookies([cookie])  # type: ignore[list-item]  # the same shape by another name
        return tab


def _things(filled: Filled, name: str, thing: str) -> list[Any]:
    """The arguments of an address for another thing than the usual one."""
    here, far, shown = filled.here.world, filled.far.world, filled.shown
    assert here.round is not None
    assert here.edition is not None
    assert far.round is not None
    assert shown.round is not None
    number = {"returned": "1-2", "submitted": "2-1.1", "not started": "2-1.2"}.get(thing, "1-1")
    round_ = {"filed": far.round, "published": shown.round}.get(thing, here.round)
    kpis = shown.kpis if thing == "published" else here.kpis
    entry = [round_.pk, kpis[number].indicator_id]
    found: dict[str, list[Any]] = {
        "indicators:explore": ["national"],
        "dashboards:province": [2567, here.area.code],
        "people:accept": ["spoilt"],
        "letters:detail": [filled.here.settled_letter.pk],
        "frameworks:edition": [here.edition.pk],
        "reports:revision": [filled.far.revision.pk],
        "reports:round": [round_.pk],
        "reports:entry": entry,
        "reports:history": entry,
        "reports:reopening": entry,
        "reports:filings": [round_.pk],
        "reports:wall": [round_.pk],
        "verify:filing": ["spoilt"],
        "dashboards:sisters": entry,
        "scores:round": [round_.pk],
        "scores:verify": entry,
    }
    return found[name]


def address(filled: Filled, name: str, page: Page) -> str:
    things = _things(filled, name, page.thing) if page.thing else arguments(filled, name)
    return reverse(name, args=things) + page.query


def person_of(filled: Filled, page: Page) -> User | None:
    return getattr(filled.here.world, page.who) if page.who else None


def whole(tab: Tab) -> None:
    """Nothing is clipped."""
    clipped = tab.page.evaluate(CLIPPED)
    assert not clipped, f"{tab.page.url}: " + "\n".join(clipped)


def test_every_address_is_looked_at_or_is_no_page() -> None:
    names = set(every_name())
    assert names - PAGES.keys() - NO_PAGES == set(), "new pages: say in PAGES who looks at them"
    assert (PAGES.keys() | NO_PAGES) - names == set(), "gone"
    assert PAGES.keys() & NO_PAGES == set()


ROOMS = [
    *sorted({name.partition(":")[0] for name in PAGES if ":" in name}),
    "account",
    "mfa",
    "usersessions",
    "api",
]


PHONE, DESK = (390, "dark", "th"), (1280, "light", "en")


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_is_sound(open_tab: OpenTab, filled: Filled, room: str) -> None:
    tabs, faults = Tabs(open_tab), []
    shown = [(name, page) for name in PAGES if name.startswith(room) for page in PAGES[name]]
    for look, (name, page) in product((PHONE, DESK), shown):
        tab = tabs.of(person_of(filled, page), *look)
        try:
            tab.visit(address(filled, name, page), status=page.status)
            whole(tab)
        except AssertionError as fault:
            faults.append(f"{name} as {page.who} {page.thing} at {look}: {fault}")
            tab.complaints.clear()
    assert not faults, "\n".join(faults)


LOOKS = [
    (width, scheme, language)
    for width in (390, 768, 1280, 1920)
    for scheme in ("light", "dark")
    for language in ("th", "en")
    if (width, scheme, language) not in {PHONE, DESK}
]
IN_EVERY_LOOK = {
    "dashboards:work": Page("coordinator"),
    "dashboards:province": Page(None),
    "reports:round": Page("coordinator"),
    "letters:detail": Page("coordinator"),
}


def test_the_richest_pages_are_sound_in_every_look(open_tab: OpenTab, filled: Filled) -> None:
    tabs = Tabs(open_tab)
    for place, look in enumerate(LOOKS):
        # Each look sees two of the four, so that each page is seen at every width, scheme and language.
        for name, page in list(IN_EVERY_LOOK.items())[place % 2 :: 2]:
            tab = tabs.of(person_of(filled, page), *look)
            tab.visit(address(filled, name, page), status=page.status)
            whole(tab)


def test_the_pictures_of_the_guide(open_tab: OpenTab, filled: Filled) -> None:
    """What the guide and the README show: the first screen at desk width."""
    world = filled.here.world
    Agency.objects.filter(pk=world.development.pk).update(name="สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี")
    Kpi.objects.filter(name=WORDS["kpi-1-1"]).update(unit="ล้านบาท")
    for role in Role:
        for user in User.objects.filter(memberships__role=role):
            user.name = f"{role.label} · {user.memberships.all()[0].agency.name}"
            user.save()
    tabs = Tabs(open_tab)
    for picture, (name, page, height) in PICTURES.items():
        if name == "reports:approval":
            _two_to_approve(world)
        tab = tabs.of(person_of(filled, page), 1280, "light", "th")
        tab.page.set_viewport_size({"width": 1280, "height": height})
        tab.visit(address(filled, name, page))
        tab.picture(picture)


def _two_to_approve(world: World) -> None:
    for number, value in (("1-1", "1176.285"), ("1-2", "21")):
        save(world, number, value)
        submit_result(item=world.item(number, world.recorder), by=world.recorder, now=NOW)


# ── nothing yet, and very much ──────────────────────────────────────────────
EMPTY = {
    "coordinator": ["/", "/frameworks/", "/letters/", "/letters/read/", "/people/", "/performance/"],
    "evaluator": ["/", "/scores/", "/frameworks/", "/letters/", "/people/"],
    "recorder": ["/", "/frameworks/"],
}


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_an_empty_site_is_sound(
    open_tab: OpenTab, transactional_db: None, clock: None, width: int, scheme: str
) -> None:
    world = make_people()
    tabs = Tabs(open_tab)
    visitor = tabs.of(None, width, scheme, "th")
    visitor.visit("/")
    visitor.visit("/performance/")
    assert visitor.page.locator(".empty").count() == 1
    for who, paths in EMPTY.items():
        tab = tabs.of(getattr(world, who), width, scheme, "th")
        for path in paths:
            tab.visit(path)
            whole(tab)
    nobody = tabs.of(person("nobody", world.office), width, scheme, "th")
    nobody.visit("/")


MANY = 10_000


def test_pages_with_ten_thousand_rows_are_sound(
    open_tab: OpenTab, transactional_db: None, clock: None
) -> None:
    world = make_world()
    assert world.round is not None
    many_editions(world)
    many_kpis(world)
    tabs = Tabs(open_tab)
    round_page = reverse("reports:round", args=[world.round.pk])
    for user, path, width in (
        (world.evaluator, "/frameworks/", 1280),
        (world.evaluator, "/frameworks/?page=200", 390),
        (world.coordinator, round_page, 390),
        (world.coordinator, f"{round_page}?page=200", 1280),
        (world.coordinator, "/", 390),
    ):
        tab = tabs.of(user, width, "light", "th")
        tab.visit(path)
        whole(tab)


def many_editions(world: World) -> None:
    assert world.edition is not None
    framework = world.edition.framework
    Edition.objects.bulk_create(
        Edition(
            framework=framework,
            number=number,
            status=Edition.Status.SUPERSEDED,
            created_by=world.coordinator,
            created_at=NOW,
            published_by=world.coordinator,
            published_at=NOW,
        )
        for number in range(2, MANY + 2)
    )


def many_kpis(world: World) -> None:
    """All of them the statistics office's, beside its own in the second component."""
    model = world.kpis["2-1.1"]
    framework = model.indicator.framework
    indicators = Indicator.objects.bulk_create(Indicator(framework=framework) for _ in range(MANY))
    kpis = Kpi.objects.bulk_create(
        Kpi(
            component=model.component, group=model.group, indicator=indicator, position=place,
            number=str(place), name=LONGEST_KPI, weight=model.weight, unit="ร้อยละ", basic=model.basic,
            standard=model.standard, advanced=model.advanced,
        )
        for place, indicator in enumerate(indicators, start=2)
    )  # fmt: skip
    KpiOwner.objects.bulk_create(KpiOwner(kpi=kpi, agency=world.statistics, position=1) for kpi in kpis)
