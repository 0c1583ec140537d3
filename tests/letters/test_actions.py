"""Taking a letter in, settling what was found in it, making the draft from it."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link, history_of
from samrit.frameworks.actions import create_draft, set_window
from samrit.frameworks.models import Component, Edition, Kpi, Round
from samrit.letters import actions
from samrit.letters.models import Finding, Intake
from samrit.people.models import Agency, Role
from samrit.rules.wording import RefusedError
from tests.letters.intakes import component, framework, kpi, make_intake, settle_all
from tests.world import NOW, World, make_people, person, terms

pytestmark = pytest.mark.django_db

LETTER = """บันทึกข้อความ

ส่วนราชการ สำนักงานจังหวัดปทุมธานี

ที่ ปท ๐๐๑๗.๒/ว ๑๑๑

วันที่ ๓ เมษายน ๒๕๖๗

เรื่อง รายละเอียดตัวชี้วัดการประเมินส่วนราชการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ (ฉบับปรับปรุง)

เรียน ปลัดจังหวัดปทุมธานี

ขอให้รายงานผลรอบ ๖ เดือน ตั้งแต่วันที่ ๒๕ มีนาคม - ๑๑ เมษายน ๒๕๖๗

รายละเอียดตัวชี้วัดของจังหวัดปทุมธานี ประจำปีงบประมาณ พ.ศ. ๒๕๖๗

ลำดับ\tตัวชี้วัด\tน้ำหนัก\tหน่วยงานรับผิดชอบ
องค์ประกอบที่ ๑ : ประสิทธิผลการดำเนินงาน น้ำหนักร้อยละ ๗๐
๑.\tรายได้จากการจำหน่ายสินค้าชุมชน\t๗๐\tสนง.พัฒนาชุมชน จ.ปท.
องค์ประกอบที่ ๒ : ศักยภาพในการดำเนินงาน น้ำหนักร้อยละ ๓๐
๑.\tความพร้อมด้านดิจิทัลของจังหวัด\t๓๐\tสนง.สถิติ จ.ปท.
"""


@pytest.fixture
def world() -> World:
    return make_people()


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.refusal.code


# ── taking in ───────────────────────────────────────────────────────────────
def take_in(world: World, text: str = LETTER, name: str = "หนังสือแจ้ง.txt") -> tuple[Intake, bool]:
    return actions.take_in(data=text.encode(), name=name, area=world.area, by=world.coordinator, now=NOW)


def test_a_letter_is_kept_with_what_was_understood(world: World) -> None:
    intake, new = take_in(world)
    digest = hashlib.sha256(LETTER.encode()).hexdigest()
    assert (new, intake.sha256, intake.name, intake.media_type) == (
        True,
        digest,
        "หนังสือแจ้ง.txt",
        "text/plain",
    )
    read = intake.reading["frameworks"][0]
    assert (read["province_code"], read["fiscal_year"], read["total_weight"]) == ("13", 2567, "100")
    assert intake.reading["windows"] == [{"round": 6, "opens": "2024-03-25", "closes": "2024-04-11"}]
    with intake.file.open("rb") as file:
        assert file.read() == LETTER.encode()
    assert [event.verb for event in history_of(intake)] == ["take_in"]
    assert first_broken_link() is None


def test_the_same_file_is_taken_in_once_in_a_province(world: World) -> None:
    first, _ = take_in(world)
    again, new = take_in(world, name="ชื่ออื่น.txt")
    elsewhere, new_there = actions.take_in(
        data=LETTER.encode(), name="หนังสือ.txt", area=world.elsewhere.area, by=world.evaluator, now=NOW
    )
    assert (again.pk, new, new_there) == (first.pk, False, True)
    assert elsewhere.pk != first.pk


def test_a_file_with_a_secret_is_not_kept_and_its_text_is_masked(world: World) -> None:
    text = LETTER + "\nชื่อผู้ใช้งาน (Username) : recorder_pathum\nรหัสผ่าน (Password) : Wq7-test-only\n"
    intake, _ = take_in(world, text)
    stored = [
        intake.text,
        str(intake.reading),
        str(list(Finding.objects.values())),
        str(list(Event.objects.values())),
    ]
    assert (bool(intake.file), intake.redacted > 0) == (False, True)
    assert ["Wq7-test-only" in one or "recorder_pathum" in one for one in stored] == [False] * 4


def test_what_cannot_be_read_leaves_nothing_behind(world: World) -> None:
    assert refusal_of(lambda: take_in(world, "")) == "empty_file"
    assert (Intake.objects.count(), Event.objects.count()) == (0, 0)


def test_a_framework_of_another_province_is_an_error_to_overrule(world: World) -> None:
    intake, _ = actions.take_in(
        data=LETTER.encode(), name="หนังสือ.txt", area=world.elsewhere.area, by=world.evaluator, now=NOW
    )
    found = intake.findings.get(code="province_not_yours")
    assert (found.severity, found.readings) == ("error", ["จังหวัดปทุมธานี", "จังหวัดชลบุรี"])


def test_only_those_who_prepare_frameworks_have_letters_read(world: World) -> None:
    for user in (world.recorder, world.approver, world.stranger):
        refused = refusal_of(
            lambda by=user: actions.take_in(data=b"x", name="x.txt", area=world.area, by=by, now=NOW)
        )
        assert refused == "not_reading_letters"


# ── settling ────────────────────────────────────────────────────────────────
def settle(intake: Intake, code: str, chosen: str, by: object, note: str = "") -> Finding:
    finding = intake.findings.get(code=code)
    return actions.settle_finding(finding=finding, chosen=chosen, note=note, by=by, now=NOW)[0]  # type: ignore[arg-type]


def test_a_finding_is_settled_with_who_and_when(world: World) -> None:
    intake = make_intake(world)
    settle(intake, "letter_two_numbers", "ปท 0017.2/ว 111", world.coordinator, "ดูต้นฉบับแล้ว")
    finding = intake.findings.get(code="letter_two_numbers")
    assert (finding.chosen, finding.note, finding.resolved_by, finding.resolved_at) == (
        "ปท 0017.2/ว 111",
        "ดูต้นฉบับแล้ว",
        world.coordinator,
        NOW,
    )
    event = history_of(intake)[0]
    assert (event.verb, event.after["chosen"], event.reason) == (
        "settle_finding",
        "ปท 0017.2/ว 111",
        "ดูต้นฉบับแล้ว",
    )


def test_an_answer_can_be_corrected_and_the_trail_keeps_both(world: World) -> None:
    intake = make_intake(world)
    for chosen in ("ปท 0017.2/ว 111", "ปท 0017.2/ว 7"):
        settle(intake, "letter_two_numbers", chosen, world.coordinator)
    event = history_of(intake)[0]
    assert (event.before, event.after["chosen"]) == ({"chosen": "ปท 0017.2/ว 111"}, "ปท 0017.2/ว 7")


@pytest.mark.parametrize(
    ("asked", "answer", "refused"),
    [
        # two readings compete: one must be named, or another typed
        (
            ("letter_two_dates", "error", 1, ["3 เมษายน 2567", "11 เมษายน 2567"]),
            (" ", ""),
            "no_reading_chosen",
        ),
        (("letter_two_dates", "error", 1, ["3 เมษายน 2567", "11 เมษายน 2567"]), ("4 เมษายน 2567", ""), None),
        # one reading, or readings that stand side by side: taking note is enough
        (("impossible_date", "error", 1, ["31 เมษายน 2567"]), ("", ""), None),
        (("kpi_number_gap", "warning", 1, ["3", "5"]), ("", ""), None),
        (("agency_two_names", "info", 1, ["ก", "ข"]), ("", ""), None),
        # the letter's province is overruled with a reason only
        (
            ("province_not_yours", "error", 1, ["จังหวัดชลบุรี", "จังหวัดปทุมธานี"]),
            ("จังหวัดปทุมธานี", " "),
            "overruled_without_reason",
        ),
        (
            ("province_not_yours", "error", 1, ["จังหวัดชลบุรี", "จังหวัดปทุมธานี"]),
            ("จังหวัดปทุมธานี", "พิมพ์ผิดทั้งฉบับ"),
            None,
        ),
    ],
)
def test_what_an_answer_needs(
    world: World, asked: tuple[str, str, int, list[str]], answer: tuple[str, str], refused: str | None
) -> None:
    intake, (chosen, note) = make_intake(world, findings=(asked,)), answer
    if refused:
        assert refusal_of(lambda: settle(intake, asked[0], chosen, world.coordinator, note)) == refused
    else:
        assert settle(intake, asked[0], chosen, world.coordinator, note).resolved_by == world.coordinator


def test_what_only_informs_is_taken_note_of_at_once(world: World) -> None:
    intake = make_intake(world)
    assert actions.settle_notices(intake=intake, by=world.coordinator, now=NOW) == 2
    assert list(intake.findings.filter(resolved_at=None).values_list("severity", flat=True)) == [
        "error",
        "warning",
    ]
    assert actions.settle_notices(intake=intake, by=world.coordinator, now=NOW) == 0


def test_strangers_settle_nothing(world: World) -> None:
    intake = make_intake(world)
    neighbour = person("neighbour", world.elsewhere, Role.COORDINATOR)
    for user in (world.recorder, world.stranger, neighbour):
        assert refusal_of(lambda by=user: settle(intake, "stray_note", "", by)) == "not_reading_letters"
        refused = refusal_of(lambda by=user: actions.settle_notices(intake=intake, by=by, now=NOW))
        assert refused == "not_reading_letters"


def test_a_letter_set_aside_waits_until_it_is_taken_up(world: World) -> None:
    intake = make_intake(world)

    def set_aside(reason: str) -> None:
        actions.set_aside(intake=intake, reason=reason, by=world.coordinator, now=NOW)

    assert refusal_of(lambda: set_aside(" ")) == "reason_required"
    set_aside("ไม่ใช่ของจังหวัดเรา")
    assert refusal_of(lambda: set_aside("อีกครั้ง")) == "letter_moved"
    assert refusal_of(lambda: settle(intake, "stray_note", "", world.coordinator)) == "letter_set_aside"
    actions.take_up(intake=intake, by=world.coordinator, now=NOW)
    assert settle(intake, "stray_note", "", world.coordinator).resolved_by == world.coordinator


# ── confirming ──────────────────────────────────────────────────────────────
def settled(world: World, **changed: object) -> Intake:
    intake = make_intake(world, **changed)  # type: ignore[arg-type]
    settle_all(intake, world.coordinator)
    return intake


def owners(world: World) -> dict[str, int | str]:
    return {
        "สนง.พช.ปท.": world.development.pk,
        "สนง.สถิติ จ.ปท.": world.statistics.pk,
        "สนง.ปภ.จ.ปท.": "สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัดปทุมธานี",
    }


def confirm(world: World, intake: Intake, *, year: int = 2567, by: object = None) -> actions.Confirmed:
    return actions.confirm_framework(
        intake=intake,
        index=0,
        year=year,
        owners=owners(world),
        by=by or world.coordinator,
        now=NOW,  # type: ignore[arg-type]
    )


def test_no_draft_before_every_finding_is_settled(world: World) -> None:
    intake = make_intake(world)
    assert refusal_of(lambda: confirm(world, intake)) == "findings_unsettled"
    assert (Edition.objects.count(), Agency.objects.filter(area=world.area).count()) == (0, 3)


def test_the_draft_holds_what_was_settled(world: World) -> None:
    intake = settled(world)
    edition = confirm(world, intake).edition
    kpis = {
        one.full_number: (
            one.name,
            one.weight,
            [owner.name for owner in one.owners.order_by("ownerships__position")],
        )
        for one in Kpi.objects.filter(component__edition=edition).select_related("component")
    }
    prevention = "สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัดปทุมธานี"
    both = ["สำนักงานสถิติจังหวัดปทุมธานี", prevention]
    assert kpis == {
        "1-1": ("รายได้จากการท่องเที่ยว", Decimal(70), ["สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี"]),
        "2-1": ("ความพร้อมรัฐบาลดิจิทัล", Decimal(30), both),
        "2-1.1": ("ระดับความพร้อม", Decimal(15), both),
        "2-1.2": ("คะแนนความพร้อม", Decimal(15), both),
    }
    assert (edition.status, edition.kind) == ("draft", "revised")
    assert edition.source == "ที่ ปท 0017.2/ว 1111 ลงวันที่ 3 เมษายน 2567"
    intake.refresh_from_db()
    assert (intake.status, intake.edition) == ("confirmed", edition)


def test_agencies_remember_how_the_letter_calls_them(world: World) -> None:
    confirm(world, settled(world))
    aliases = {one.name: one.aliases for one in Agency.objects.filter(area=world.area)}
    assert aliases == {
        "สำนักงานจังหวัดปทุมธานี": [],
        "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี": ["สนง.พช.ปท."],
        "สำนักงานสถิติจังหวัดปทุมธานี": ["สนง.สถิติ จ.ปท."],
        "สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัดปทุมธานี": ["สนง.ปภ.จ.ปท."],
    }


def test_the_window_of_the_letter_is_set_for_whole_days(world: World) -> None:
    confirmed = confirm(world, settled(world))
    window = Round.objects.get(area=world.area, fiscal_year=2567, months=6)
    assert confirmed.notices == ()
    assert (window.opens_at, window.closes_at) == (
        datetime(2024, 3, 24, 17, 0, tzinfo=UTC),  # 25 มี.ค. 00.00 น.
        datetime(2024, 4, 11, 16, 59, tzinfo=UTC),  # 11 เม.ย. 23.59 น.
    )


def other_window(world: World) -> Round:
    return set_window(
        area=world.area,
        year=2567,
        months=6,
        opens_at=datetime(2024, 3, 1, tzinfo=UTC),
        closes_at=datetime(2024, 4, 1, tzinfo=UTC),
        by=world.coordinator,
        now=NOW,
        reason="ตามหนังสือเดิม",
    )


def test_a_window_that_the_coordinator_may_not_move_stays_and_that_is_said(world: World) -> None:
    before = other_window(world)
    confirmed = confirm(world, settled(world))
    before.refresh_from_db()
    assert [notice.code for notice in confirmed.notices] == ["window_stays"]
    assert before.closes_at == datetime(2024, 4, 1, tzinfo=UTC)
    assert confirmed.edition.status == "draft"


def test_the_central_office_moves_it_by_the_letter(world: World) -> None:
    before = other_window(world)
    confirmed = confirm(world, settled(world), by=world.evaluator)
    before.refresh_from_db()
    assert (confirmed.notices, before.closes_at) == ((), datetime(2024, 4, 11, 16, 59, tzinfo=UTC))


def test_a_letter_makes_one_draft_and_another_when_that_is_thrown_away(world: World) -> None:
    intake = settled(world)
    edition = confirm(world, intake).edition
    assert refusal_of(lambda: confirm(world, intake)) == "letter_confirmed"
    assert refusal_of(lambda: settle(intake, "stray_note", "", world.coordinator)) == "letter_confirmed"
    Kpi.objects.filter(parent__isnull=False).delete()
    edition.delete()
    assert confirm(world, intake).edition.status == "draft"


def test_a_draft_of_the_year_that_exists_is_not_overwritten(world: World) -> None:
    create_draft(area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW)
    intake = settled(world)
    assert refusal_of(lambda: confirm(world, intake)) == "draft_exists"
    intake.refresh_from_db()
    assert (intake.status, Agency.objects.filter(name__contains="ป้องกัน").count()) == ("read", 0)


def test_a_letter_settled_as_another_province_s_makes_no_draft(world: World) -> None:
    finding = ("province_not_yours", "error", 1, ["จังหวัดปทุมธานี", "จังหวัดชลบุรี"])
    intake = settled(world, findings=(finding,))
    assert refusal_of(lambda: confirm(world, intake)) == "letter_of_another_province"


def test_agencies_of_another_province_cannot_be_given_a_kpi(world: World) -> None:
    intake = settled(world)
    mapped = owners(world) | {"สนง.พช.ปท.": world.elsewhere.pk}
    refused = refusal_of(
        lambda: actions.confirm_framework(
            intake=intake, index=0, year=2567, owners=mapped, by=world.coordinator, now=NOW
        )
    )
    assert (refused, Edition.objects.count()) == ("agency_not_here", 0)


def test_a_letter_without_a_table_makes_no_draft(world: World) -> None:
    intake = settled(world, frameworks=[])
    assert refusal_of(lambda: confirm(world, intake)) == "no_framework_in_letter"


def test_a_framework_without_weights_and_with_faulty_numbers_becomes_a_draft(world: World) -> None:
    read = framework(
        fiscal_year=2562,
        total_weight=None,
        components=[
            component("1", "Function Base", None) | {"assessed": False},
            component(
                "2", "Agenda Base", None, kpi("1", "ขยะตกค้าง", None, []), kpi("1", "ขยะนำกลับใช้", None, [])
            ),
            component("2", None, None, kpi(None, "ฐานข้อมูล", None, [])),
        ],
    )
    edition = confirm(world, settled(world, frameworks=[read]), year=2562).edition
    components = [
        (one.number, one.name, one.weight, one.assessed) for one in Component.objects.filter(edition=edition)
    ]
    assert components == [
        (1, "Function Base", None, False),
        (2, "Agenda Base", None, True),
        (3, "ตัวชี้วัด", None, True),
    ]
    numbers = list(
        Kpi.objects.filter(component__edition=edition).values_list("component__number", "number", "name")
    )
    assert numbers == [(2, "1", "ขยะตกค้าง"), (2, "1 (2)", "ขยะนำกลับใช้"), (3, "1", "ฐานข้อมูล")]
