"""Three provinces full of things, made through the real actions; every text a person can type comes from ``say``.

``here``: an open round half reported, a returned result, letters, drafts, an invitation. ``far``: the same, and a
second look at it: its report is filed, verified and scored. ``shown``: published for everybody.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from samrit.evidence.models import EvidenceFile
from samrit.frameworks.actions import keep_strategic_kpi, link_kpi, set_formula, write_details
from samrit.frameworks.models import Edition, Indicator, Kpi, LibraryKpi, Reopening, ReopeningRequest
from samrit.letters.actions import confirm_framework, settle_finding, take_in
from samrit.letters.models import Finding, Intake
from samrit.people.actions import add_agency, appoint_acting, invite, make_service_token
from samrit.people.models import AccessToken, Agency, Area, Invitation, Membership, Role, User
from samrit.reports.actions import (
    approve_result,
    ask_to_reopen,
    attach_evidence,
    contribute,
    make_joint,
    reopen_kpi,
    return_result,
    save_result,
    submit_result,
    take_sheet,
)
from samrit.reports.models import FilledSheet
from samrit.rules.amendment import Fate
from samrit.rules.kpi_formulas import Terms
from samrit.scores.actions import ask_question, send_answer
from tests.dashboards.published import score_round, verify_all
from tests.frameworks.proposing import clone, fill_in, meeting, submitted
from tests.revisions import publish_revised, revise
from tests.scores.official import take, workbook
from tests.sweep.appealed import contested
from tests.sweep.arrived import arrived
from tests.sweep.assessed import assessed
from tests.sweep.booked import booked
from tests.sweep.brought import brought
from tests.sweep.catalog_office import officed
from tests.sweep.catalogue import catalogued
from tests.sweep.convened import convened
from tests.sweep.delivered import delivered
from tests.sweep.exchanged import exchanged
from tests.sweep.judged import judged
from tests.sweep.letters_out import letters_out
from tests.sweep.listening import listening
from tests.sweep.looked_at import computed, looked_at
from tests.sweep.surveyed import surveyed
from tests.world import DAY, NOW, World, file_all, give_framework, make_people, person

Say = Callable[[str, str], str]  # (whose, what) → the text that this person typed

LETTER = """บันทึกข้อความ

ส่วนราชการ สำนักงานจังหวัด{province}

ที่ {code} ๐๐๑๗.๒/ว {number}

วันที่ ๓ เมษายน ๒๕๖๗

เรื่อง {subject}

เรียน ปลัดจังหวัด{province}

{sentence}

เลขที่รับ ๒๗๙๑

รายละเอียดตัวชี้วัดของจังหวัด{province} ประจำปีงบประมาณ พ.ศ. {year}

ลำดับ\tตัวชี้วัด\tน้ำหนัก\tหน่วยงานรับผิดชอบ
องค์ประกอบที่ ๑ : ประสิทธิผลการดำเนินงาน น้ำหนักร้อยละ ๗๐
๑.\t{kpi}\t๗๐\tสนง.พัฒนาชุมชน จ.{code}
องค์ประกอบที่ ๒ : ศักยภาพในการดำเนินงาน น้ำหนักร้อยละ {second}
๑.\tความพร้อมด้านดิจิทัลของจังหวัด\t๓๐\tสนง.สถิติ จ.{code}
"""


@dataclass
class Province:
    """``world``, and one of each thing that has an address of its own."""

    name: str
    world: World
    open_letter: Intake
    settled_letter: Intake
    draft: Edition
    invitation: Invitation
    token: str
    acting: Membership
    sheet: FilledSheet
    evidence: EvidenceFile
    evidence_of_statistics: EvidenceFile
    reopening: Reopening
    request: ReopeningRequest
    system: AccessToken  # of a system of the development office
    revision: Edition  # ``here``: decided, in force tomorrow; ``far``: a draft

    @property
    def finding(self) -> Finding:
        return self.open_letter.findings.order_by("position")[0]


@dataclass
class Filled:
    here: Province
    far: Province
    shown: World


def secret(whose: str, what: str) -> str:
    """Plain words that can be looked for in the pages of others."""
    return f"ข้อความ·{what}·ของ·{whose}"


def fill(say: Say = secret) -> Filled:
    here = make_people()
    far, shown = _another(here, "20", "far"), _another(here, "14", "shown")
    filled = Filled(_province(here, "here", say), _province(far, "far", say), _published(shown, say))
    assert far.round is not None
    entry = LibraryKpi.objects.create(code="J-02", name="รายได้ชุมชน", category="joint")
    Indicator.objects.filter(pk=shown.kpis["1-1"].indicator_id).update(library_kpi=entry)
    fill_in(clone(here), here.coordinator)
    submitted(far)
    meeting(here)
    judged(here, far, say)
    letters_out(here, say)
    arrived(here, say)
    for begin in (booked, looked_at, computed, assessed, surveyed, exchanged, brought, convened, delivered):
        begin(here, say)
    catalogued(here)
    officed(here, say)
    verify_all(far, far.round)
    score_round(far, far.round, publish=False)
    _questioned(far, say)
    contested(shown, say("shown", "appeal"))
    listening(here, say)
    return filled


def _questioned(far: World, say: Say) -> None:
    """A question that was answered and stands open, and a file of official figures that is not taken over yet."""
    question = ask_question(
        item=far.item("1-1"),
        text=say("far", "question"),
        answer_by=NOW + timedelta(days=3),
        by=far.evaluator,
        now=NOW,
    )
    send_answer(question=question, text=say("far", "answer"), by=far.recorder, now=NOW)
    take(far, workbook([(far.area.code, "J-04", "21.3", "")]))


def _another(first: World, code: str, name: str) -> World:
    """A province with agencies and people of its own and the same central office."""
    area = Area.objects.get(code=code)
    office = Agency.objects.create(
        area=area, kind=Agency.Kind.PROVINCIAL_OFFICE, name=f"สำนักงานจังหวัด{area.name}"
    )
    development, _ = Agency.objects.get_or_create(area=area, name=f"สำนักงานพัฒนาชุมชนจังหวัด{area.name}")
    statistics = Agency.objects.create(area=area, name=f"สำนักงานสถิติจังหวัด{area.name}")
    return replace(
        first,
        area=area,
        office=office,
        development=development,
        statistics=statistics,
        elsewhere=first.development,
        recorder=person(f"{name}-recorder", development, Role.RECORDER),
        colleague=person(f"{name}-colleague", development, Role.RECORDER, Role.APPROVER),
        approver=person(f"{name}-approver", development, Role.APPROVER),
        statistician=person(f"{name}-statistician", statistics, Role.RECORDER),
        statistics_approver=person(f"{name}-statistics-approver", statistics, Role.APPROVER),
        coordinator=person(f"{name}-coordinator", office, Role.COORDINATOR),
        stranger=first.recorder,
        kpis={},
    )


def _published(world: World, say: Say) -> World:
    give_framework(world)
    _renamed(world, "shown", say)
    file_all(world)
    assert world.round is not None
    verify_all(world, world.round, {"1-2": "20.5"})
    score_round(world, world.round)
    return world


def _renamed(world: World, name: str, say: Say) -> None:
    """A letter may name its KPIs in any words; the units come from whoever prepares the framework."""
    for number, kpi in world.kpis.items():
        kpi.name, kpi.unit = say(name, f"kpi-{number}"), say(name, "unit")[:60]
        kpi.definition = say(name, "definition")
        kpi.save()


def _province(world: World, name: str, say: Say) -> Province:
    give_framework(world)
    _renamed(world, name, say)
    add_agency(
        area=world.area, kind=Agency.Kind.PROVINCIAL, name=say(name, "agency"), short_name=say(name, "short"),
        aliases=[say(name, "alias")], by=world.coordinator, now=NOW,
    )  # fmt: skip
    _detailed(world, name, say)
    reopening, request = _reopened(world, name, say), _asked(world, name, say)
    evidence, of_statistics = _report(world, name, say)
    if name == "far":
        file_all(world)
    else:
        _joint(world, say)
    invitation, token = invite(
        email=f"{name}-new@example.go.th", name=say(name, "invited"), agency=world.development,
        role=Role.RECORDER, by=world.coordinator, now=NOW,
    )  # fmt: skip
    return Province(
        name=name,
        world=world,
        open_letter=_letter(world, name, say, number=1, second="๒๐"),
        settled_letter=_settled(world, _letter(world, name, say, number=2, year="๒๕๖๘"), say(name, "note")),
        draft=_draft(world, name, say),
        invitation=invitation,
        token=token,
        acting=_acting(world, name, say),
        sheet=_sheet(world, name, say),
        evidence=evidence,
        evidence_of_statistics=of_statistics,
        reopening=reopening,
        request=request,
        system=_system(world, name, say),
        revision=_revision(world, name, say),
    )


def _system(world: World, name: str, say: Say) -> AccessToken:
    made, _text = make_service_token(
        system=say(name, "system"), agency=world.development, role=Role.RECORDER, name=say(name, "token"),
        scopes=["reports:read"], expires_at=NOW + timedelta(days=30), by=world.coordinator, now=NOW,
    )  # fmt: skip
    return made


def _reopened(world: World, name: str, say: Say) -> Reopening:
    """2-1.2 may be reported by the statistics office for a week more."""
    return reopen_kpi(
        item=world.item("2-1.2"), agency=world.statistics, until=NOW + timedelta(days=9),
        reason=say(f"{name}·statistics", "reopening"), by=world.evaluator, now=NOW,
    )  # fmt: skip


def _asked(world: World, name: str, say: Say) -> ReopeningRequest:
    """The coordinator asks the same for 1-2."""
    return ask_to_reopen(
        item=world.item("1-2"), agency=world.development, until=NOW + timedelta(days=9),
        reason=say(f"{name}·development", "asking"), by=world.coordinator, now=NOW,
    )  # fmt: skip


def _revision(world: World, name: str, say: Say) -> Edition:
    """1-1 is called and defined otherwise from tomorrow on; its result is kept."""
    changes = {"1-1": {"name": say(name, "kpi-1-2"), "definition": say(name, "details")}}
    draft = revise(
        world, changes, effective_on=DAY + timedelta(days=1), resolution=say(name, "details"),
        reason=say(name, "note"),
    )  # fmt: skip
    return publish_revised(world, draft, {"1-1": Fate.KEPT}) if name == "here" else draft


def _joint(world: World, say: Say) -> None:
    """2-1.2 takes its figure from a joint KPI, to which its agency has given its part."""
    joint = make_joint(
        year=2567, name=say("here·statistics", "joint"), lead=world.statistics, method="sum",
        indicators=[world.kpis["2-1.2"].indicator], shares={}, by=world.evaluator, now=NOW,
    )  # fmt: skip
    contribute(
        joint=joint, months=12, agency=world.statistics, value=None, missing="no_data",
        note=say("here·statistics", "joint-note"), version=0, by=world.statistician, now=NOW,
    )  # fmt: skip


def _detailed(world: World, name: str, say: Say) -> None:
    """1-1 has details and is derived from a strategic KPI; 1-2 is derived from 1-1."""
    typed = say(name, "details")
    table = {"steps": [{"step": typed, "when": typed}], "history": {"2566": {"result": "0.5", "note": typed}}}
    contents = {"mission": typed, "collection": typed, **table}
    kpi, other = world.kpis["1-1"], world.kpis["1-2"]
    write_details(kpi=kpi, contents=contents, base=None, by=world.coordinator, now=NOW)
    set_formula(
        kpi=kpi, terms=Terms("count(otop_sales)", kpi.unit), base=0, reason=say(name, "formula"),
        by=world.coordinator, now=NOW,
    )  # fmt: skip
    above = keep_strategic_kpi(
        year=2567, code=f"SK-{name}", name="รายได้ของประชาชน", ministry="กระทรวงมหาดไทย", references="แผนฯ 13",
        by=world.evaluator, now=NOW,
    )  # fmt: skip
    note = say(name, "link-note")
    link_kpi(kpi=kpi, strategic=above, kind="proxy", note=note, by=world.coordinator, now=NOW)
    link_kpi(kpi=other, parent=kpi.indicator, kind="cascade", note=note, by=world.coordinator, now=NOW)


def _sheet(world: World, name: str, say: Say) -> FilledSheet:
    """The agency's form as it was fetched, sent back under a name of the sender's choice."""
    assert world.round is not None
    browser = Client()
    browser.force_login(world.recorder)
    form = browser.get(reverse("reports:sheet_form", args=[world.round.pk, world.development.pk])).content
    return take_sheet(
        round_=world.round, agency=world.development, name=f"{say(name, 'sheet')}.xlsx", contents=form,
        by=world.recorder, now=NOW,
    )  # fmt: skip


def _acting(world: World, name: str, say: Say) -> Membership:
    """An order whose first day is still to come."""
    return appoint_acting(
        user=world.statistician, agency=world.development, role=Role.APPROVER, capacity="acting",
        position=say(name, "position"), order_number="1/2567", order_date=DAY,
        starts_on=DAY + timedelta(days=20), ends_on=DAY + timedelta(days=30), by=world.approver, now=NOW,
    )  # fmt: skip


def _letter(
    world: World, name: str, say: Say, *, number: int, year: str = "๒๕๖๗", second: str = "๓๐"
) -> Intake:
    text = LETTER.format(
        province=world.area.name, code=world.area.letter_code, number=number, year=year, second=second,
        subject=say(name, "subject"), sentence=say(name, "sentence"), kpi=say(name, "letter-kpi"),
    )  # fmt: skip
    file_name = f"{say(name, f'letter-{number}')}.txt"
    intake, _ = take_in(data=text.encode(), name=file_name, area=world.area, by=world.coordinator, now=NOW)
    return intake


def _settled(world: World, intake: Intake, note: str) -> Intake:
    for finding in intake.findings.all():
        settle_finding(
            finding=finding, chosen=finding.readings[0] if finding.readings else "", note=note,
            by=world.coordinator, now=NOW,
        )  # fmt: skip
    return intake


def _draft(world: World, name: str, say: Say) -> Edition:
    letter = _settled(world, _letter(world, name, say, number=3, year="๒๕๖๙"), say(name, "note"))
    words = {
        kpi["owners"][0]
        for part in letter.reading["frameworks"][0]["components"]
        for group in part["groups"]
        for kpi in group["kpis"]
    }
    owners: dict[str, int | str] = dict.fromkeys(words, world.development.pk)
    return confirm_framework(
        intake=letter, index=0, year=2569, owners=owners, by=world.coordinator, now=NOW
    ).edition


def _report(world: World, name: str, say: Say) -> tuple[EvidenceFile, EvidenceFile]:
    """1-1 is a draft with evidence, 1-2 was returned, 2-1.1 is approved, 2-1.2 has not been begun."""
    development = _typed(world, "1-1", world.recorder, f"{name}·development", say)
    _typed(world, "1-2", world.recorder, f"{name}·development", say)
    submit_result(item=world.item("1-2", world.recorder), by=world.recorder, now=NOW)
    reason = say(f"{name}·development", "return-reason")
    return_result(item=world.item("1-2", world.approver), reason=reason, by=world.approver, now=NOW)
    statistics = _typed(world, "2-1.1", world.statistician, f"{name}·statistics", say)
    submit_result(item=world.item("2-1.1", world.statistician), by=world.statistician, now=NOW)
    approver = world.statistics_approver
    if name == "far":  # returned, to be reported with the others
        reason = say(f"{name}·statistics", "return-reason")
        return_result(item=world.item("2-1.1", approver), reason=reason, by=approver, now=NOW)
    else:
        approve_result(item=world.item("2-1.1", approver), by=approver, now=NOW)
    return development, statistics


def _typed(world: World, number: str, by: User, whose: str, say: Say) -> EvidenceFile:
    save_result(
        item=world.item(number, by), value=None, missing="no_data", narrative=say(whose, "narrative"),
        supporting_factors=say(whose, "factors"), obstacles=say(whose, "obstacles"), version=0, by=by, now=NOW,
    )  # fmt: skip
    file = io.BytesIO(f"%PDF-1.4\n{whose} {number}\n%%EOF".encode())
    link = attach_evidence(
        item=world.item(number, by), file=file, name=f"{say(whose, 'file')}.pdf", by=by, now=NOW
    )
    return link.file


def without_targets(world: World, number: str) -> Kpi:
    """The KPI as it is when its framework was published before its targets were known."""
    kpi = world.kpis[number]
    kpi.basic = kpi.standard = kpi.advanced = None
    kpi.save()
    return kpi
