"""The pages of the letters room: who sees them, what they say, what they refuse."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.frameworks.actions import create_draft
from samrit.frameworks.models import Edition
from samrit.letters.models import Finding, Intake
from samrit.people.models import Agency, Role
from tests.letters.intakes import framework, make_intake, settle_all, signed_in
from tests.letters.test_actions import LETTER
from tests.world import NOW, World, make_people, person, terms

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture
def intake(world: World) -> Intake:
    return make_intake(world)


def detail(intake: Intake) -> str:
    return reverse("letters:detail", args=[intake.pk])


def finding(intake: Intake, code: str) -> Finding:
    return intake.findings.get(code=code)


def settle(
    client: Client, finding: Finding, headers: dict[str, str] | None = None, **typed: str
) -> HttpResponse:
    address = reverse("letters:settle", args=[finding.intake_id, finding.pk])
    data = {f"finding-{finding.pk}-{name}": value for name, value in typed.items()}
    return client.post(address, data, headers=headers or {})  # type: ignore[return-value]


# ── who sees what ───────────────────────────────────────────────────────────
def every_address(intake: Intake) -> list[str]:
    one = finding(intake, "stray_note")
    return [
        detail(intake),
        reverse("letters:original", args=[intake.pk]),
        reverse("letters:confirm", args=[intake.pk, 0]),
        reverse("letters:settle", args=[intake.pk, one.pk]),
        reverse("letters:settle_notices", args=[intake.pk]),
        reverse("letters:move", args=[intake.pk]),
    ]


def test_the_coordinator_and_the_central_office_read_it(world: World, intake: Intake) -> None:
    colleague = person("second-coordinator", world.office, Role.COORDINATOR)
    for user in (world.coordinator, colleague, world.evaluator):
        client = signed_in(user)
        pages = (reverse("letters:list"), reverse("letters:read"), detail(intake), every_address(intake)[2])
        assert [client.get(page).status_code for page in pages] == [200] * 4


def test_agencies_and_other_provinces_see_nothing(world: World, intake: Intake) -> None:
    neighbour = person("neighbour", world.elsewhere, Role.COORDINATOR)
    for user in (world.recorder, world.approver, world.stranger, neighbour):
        client = signed_in(user)
        assert [client.post(address).status_code for address in every_address(intake)[2:]] == [404] * 4
        assert [client.get(address).status_code for address in every_address(intake)[:3]] == [404] * 3
    assert signed_in(world.recorder).get(reverse("letters:list")).status_code == 404
    assert signed_in(world.recorder).get(reverse("letters:read")).status_code == 404
    assert signed_in(neighbour).get(reverse("letters:list")).context["page"].paginator.count == 0


def test_nobody_is_sent_to_sign_in(intake: Intake) -> None:
    for address in (reverse("letters:list"), reverse("letters:read"), *every_address(intake)):
        answer = Client().get(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))  # type: ignore[attr-defined]


def test_nothing_is_settled_by_following_a_link(world: World, intake: Intake) -> None:
    client = signed_in(world.coordinator)
    assert [client.get(address).status_code for address in every_address(intake)[3:]] == [405] * 3


# ── the list ────────────────────────────────────────────────────────────────
def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_more_letters_and_findings_cost_no_more_queries(world: World, intake: Intake) -> None:
    client = signed_in(world.coordinator)
    settle_all(intake, world.coordinator)
    one_letter, one_detail = queries(client, reverse("letters:list")), queries(client, detail(intake))
    many = (("near_known_name", "warning", 3, ["ก", "ข"]),) * 40
    letters = [make_intake(world, findings=many), make_intake(world)]
    for letter in letters:
        settle_all(letter, world.coordinator)
    assert queries(client, reverse("letters:list")) == one_letter
    assert queries(client, detail(letters[0])) == one_detail


def test_an_empty_list_teaches(world: World) -> None:
    text = signed_in(world.coordinator).get(reverse("letters:list")).content.decode()
    assert "ยังไม่มีหนังสือที่อ่าน" in text
    assert reverse("letters:read") in text


def test_the_list_says_how_far_each_letter_is(world: World, intake: Intake) -> None:
    settle(signed_in(world.coordinator), finding(intake, "stray_note"))
    page = signed_in(world.coordinator).get(reverse("letters:list")).context["page"]
    assert [(one.findings_settled, one.findings_total) for one in page.object_list] == [(1, 4)]


# ── having a letter read ────────────────────────────────────────────────────
def upload(client: Client, content: bytes, name: str = "หนังสือแจ้ง.txt", area: str = "13") -> HttpResponse:
    file = SimpleUploadedFile(name, content, content_type="application/octet-stream")
    return client.post(reverse("letters:read"), {"area": area, "file": file})  # type: ignore[return-value]


def test_an_uploaded_letter_opens_beside_its_text(world: World) -> None:
    client = signed_in(world.coordinator)
    answer = upload(client, LETTER.encode())
    intake = Intake.objects.get()
    assert (answer.status_code, answer.url) == (302, detail(intake))  # type: ignore[attr-defined]
    text = client.get(detail(intake)).content.decode()
    assert "กรอบตัวชี้วัด ปีงบประมาณ พ.ศ. 2567" in text
    assert '<li id="L5">ที่ ปท ๐๐๑๗.๒/ว ๑๑๑' in text


def test_the_same_file_leads_to_the_letter_that_is_there(world: World) -> None:
    client = signed_in(world.coordinator)
    upload(client, LETTER.encode())
    answer = client.get(upload(client, LETTER.encode()).url)  # type: ignore[attr-defined]
    assert "ไฟล์นี้เคยอ่านเข้าจังหวัดนี้แล้ว" in answer.content.decode()
    assert Intake.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "ว่าง.txt"), (b"MZ\x90\x00 no letter \x00\x01\x02", "โปรแกรม.pdf"), (b"x", "ตาราง.xlsx")],
)
def test_a_refused_file_says_why_and_leaves_nothing(world: World, content: bytes, name: str) -> None:
    answer = upload(signed_in(world.coordinator), content, name)
    errors = answer.context["form"].errors  # type: ignore[attr-defined]
    assert (answer.status_code, list(errors), Intake.objects.count()) == (422, ["file"], 0)
    assert errors["file"][0] in answer.content.decode()


def test_a_file_that_is_too_large_is_not_even_read(world: World, settings: object) -> None:
    settings.LETTER_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    answer = upload(signed_in(world.coordinator), BytesIO(b"a" * (1024 * 1024 + 1)).getvalue())
    assert (answer.status_code, Intake.objects.count()) == (422, 0)
    assert "ไฟล์ใหญ่เกิน 1 MB จึงยังไม่ได้อ่าน" in answer.content.decode()


def test_no_file_and_another_province_are_refused(world: World) -> None:
    client = signed_in(world.coordinator)
    answer = client.post(reverse("letters:read"), {"area": "20"})
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["area", "file"])
    assert Intake.objects.count() == 0


def test_the_central_office_chooses_the_province(world: World) -> None:
    assert "ชลบุรี" in signed_in(world.evaluator).get(reverse("letters:read")).content.decode()
    upload(signed_in(world.evaluator), LETTER.encode(), area="20")
    intake = Intake.objects.get()
    assert (intake.area_id, intake.findings.filter(code="province_not_yours").count()) == ("20", 1)


# ── settling ────────────────────────────────────────────────────────────────
def test_findings_stand_by_severity_with_a_way_to_their_line(world: World, intake: Intake) -> None:
    answer = signed_in(world.coordinator).get(detail(intake))
    shown = [(one.finding.severity, one.finding.line) for one in answer.context["findings"]]
    assert shown == [("error", 2), ("warning", 3), ("info", 6), ("info", 6)]
    text = answer.content.decode()
    assert '<a href="#L2">' in text
    assert '<li id="L2" class="marked">' in text
    assert "&lt;b&gt;รายได้จากการท้องเที่ยว&lt;/b&gt;" in text  # a letter's tags are shown, never obeyed


def test_without_scripts_the_page_comes_back_at_the_same_place(world: World, intake: Intake) -> None:
    one = finding(intake, "letter_two_numbers")
    answer = settle(signed_in(world.coordinator), one, choice="1", note="ตรวจแล้ว")
    one.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, f"{detail(intake)}#finding-{one.pk}")  # type: ignore[attr-defined]
    assert (one.chosen, one.note, one.resolved_by) == ("ปท 0017.2/ว 1111", "ตรวจแล้ว", world.coordinator)


def test_with_scripts_the_finding_and_the_progress_come_back(world: World, intake: Intake) -> None:
    one = finding(intake, "near_known_name")
    answer = settle(signed_in(world.coordinator), one, HTMX, choice="other", other="ท่องเที่ยววิถีใหม่")
    text = answer.content.decode()
    one.refresh_from_db()
    assert (answer.status_code, one.chosen) == (200, "ท่องเที่ยววิถีใหม่")
    assert text.lstrip().startswith('<li class="finding finding-warning finding-settled"')
    assert 'id="progress" hx-swap-oob="true"' in text
    assert "1 จาก 4" in text
    assert "<html" not in text


def test_one_answer_may_count_for_every_finding_that_asks_the_same(world: World) -> None:
    slip = ("near_known_name", "warning", 3, ["ท้องเที่ยว", "ท่องเที่ยว"])
    intake = make_intake(world, findings=(slip, slip, ("near_known_name", "warning", 4, ["ก", "ข"]), slip))
    first = intake.findings.get(position=1)
    answer = settle(signed_in(world.coordinator), first, HTMX, choice="1", alike="on")
    assert list(intake.findings.values_list("position", "chosen")) == [
        (1, "ท่องเที่ยว"),
        (2, "ท่องเที่ยว"),
        (3, ""),
        (4, "ท่องเที่ยว"),
    ]
    assert answer.content.decode().count('hx-swap-oob="true"') == 3  # two findings and the progress


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_that_says_nothing_is_refused_beside_the_finding(
    world: World, intake: Intake, headers: dict[str, str]
) -> None:
    one = finding(intake, "letter_two_numbers")
    answer = settle(signed_in(world.coordinator), one, headers, note="พิมพ์ไว้แล้ว")
    one.refresh_from_db()
    assert (answer.status_code, one.resolved_at) == (200 if headers else 422, None)
    for words in ("โปรดเลือกค่าที่ถูกต้อง หรือพิมพ์ค่าอื่น", "พิมพ์ไว้แล้ว"):
        assert words in answer.content.decode()


def test_a_typed_answer_must_be_typed(world: World, intake: Intake) -> None:
    answer = settle(signed_in(world.coordinator), finding(intake, "letter_two_numbers"), choice="other")
    assert (answer.status_code, "โปรดพิมพ์ค่าที่ถูกต้อง" in answer.content.decode()) == (422, True)


def test_the_letter_s_province_is_overruled_with_a_reason(world: World) -> None:
    stranger = ("province_not_yours", "error", 1, ["จังหวัดชลบุรี", "จังหวัดปทุมธานี"])
    intake = make_intake(world, findings=(stranger,))
    one, client = finding(intake, "province_not_yours"), signed_in(world.coordinator)
    silent = settle(client, one, choice="1")
    assert (silent.status_code, "โปรดระบุเหตุผล" in silent.content.decode()) == (422, True)
    assert settle(client, one, choice="1", note="หนังสือพิมพ์จังหวัดผิด").status_code == 302


def test_all_that_only_informs_is_taken_note_of_at_once(world: World, intake: Intake) -> None:
    client = signed_in(world.coordinator)
    assert "รับทราบข้อสังเกตทั้งหมดที่เป็นข้อมูล (2)" in client.get(detail(intake)).content.decode()
    answer = client.post(reverse("letters:settle_notices", args=[intake.pk]), follow=True)
    assert answer.context["settled"] == 2
    assert "รับทราบข้อสังเกตที่เป็นข้อมูล 2 ข้อแล้ว" in answer.content.decode()


def test_what_was_settled_shows_who_and_when(world: World, intake: Intake) -> None:
    settle(signed_in(world.coordinator), finding(intake, "letter_two_numbers"), choice="0", note="ดูต้นฉบับ")
    text = signed_in(world.evaluator).get(detail(intake)).content.decode()
    for words in ("ยืนยันเป็น", "coordinator", "ดูต้นฉบับ", "แก้คำตอบ"):
        assert words in text


def test_a_letter_put_away_takes_no_answers(world: World, intake: Intake) -> None:
    client, move = signed_in(world.coordinator), reverse("letters:move", args=[intake.pk])
    assert client.post(move, {"verb": "set_aside", "reason": ""}).status_code == 409
    assert client.post(move, {"verb": "set_aside", "reason": "ของปีก่อน"}).status_code == 302
    refused = settle(client, finding(intake, "stray_note"))
    assert (refused.status_code, "หนังสือฉบับนี้พักไว้" in refused.content.decode()) == (409, True)
    assert client.post(move, {"verb": "take_up"}).status_code == 302
    assert settle(client, finding(intake, "stray_note")).status_code == 302
    assert client.post(move, {"verb": "burn"}).status_code == 400


# ── the original ────────────────────────────────────────────────────────────
def test_the_original_is_there_unless_it_held_a_secret(world: World, intake: Intake) -> None:
    client, address = signed_in(world.coordinator), reverse("letters:original", args=[intake.pk])
    assert client.get(address).status_code == 404
    intake.file.save("x", ContentFile("ข้อความ".encode()))
    answer = client.get(address)
    assert b"".join(answer.streaming_content).decode() == "ข้อความ"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_masked_letter_says_so(world: World) -> None:
    masked = make_intake(world, redacted=2)
    text = signed_in(world.coordinator).get(detail(masked)).content.decode()
    assert "พบชื่อผู้ใช้หรือรหัสผ่าน 2 แห่ง ปิดบังแล้ว" in text
    assert reverse("letters:original", args=[masked.pk]) not in text


# ── making the draft ────────────────────────────────────────────────────────
def confirm_address(intake: Intake) -> str:
    return reverse("letters:confirm", args=[intake.pk, 0])


def proposed(client: Client, intake: Intake) -> dict[str, str]:
    """What the browser sends when the proposals are left as they are."""
    form = client.get(confirm_address(intake)).context["form"]
    return {bound.html_name: str(bound.value()) for bound in form}


def test_the_button_waits_for_the_last_finding_and_so_does_the_server(world: World, intake: Intake) -> None:
    client = signed_in(world.coordinator)
    assert client.get(detail(intake)).context["refusal"].code == "findings_unsettled"
    refused = client.post(confirm_address(intake), proposed(client, intake))
    assert (refused.status_code, Edition.objects.count()) == (409, 0)
    assert "ยังมีข้อสังเกตรอยืนยันอีก 4 ข้อ" in refused.content.decode()
    settle_all(intake, world.coordinator)
    assert client.get(detail(intake)).context["refusal"] is None
    made = client.post(confirm_address(intake), proposed(client, intake))
    edition = Edition.objects.get()
    assert (made.status_code, made.url) == (302, reverse("frameworks:edition", args=[edition.pk]))  # type: ignore[attr-defined]


def test_owners_are_matched_and_new_ones_named_in_full(world: World, intake: Intake) -> None:
    rows = signed_in(world.coordinator).get(confirm_address(intake)).context["form"].rows()
    matched = [(one.wording, one.agency.name if one.agency else None, one.sure) for one, _, _ in rows]
    assert matched == [
        ("สนง.พช.ปท.", "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี", True),
        ("สนง.สถิติ จ.ปท.", "สำนักงานสถิติจังหวัดปทุมธานี", True),
        ("สนง.ปภ.จ.ปท.", None, False),
    ]
    assert rows[2][2].value() == "สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัดปทุมธานี"


def test_a_person_may_map_an_owner_otherwise(world: World, intake: Intake) -> None:
    settle_all(intake, world.coordinator)
    client = signed_in(world.coordinator)
    data = proposed(client, intake) | {"agency-0": str(world.statistics.pk), "name-2": "", "agency-2": "new"}
    missing = client.post(confirm_address(intake), data)
    assert (missing.status_code, list(missing.context["form"].errors)) == (422, ["name-2"])
    client.post(confirm_address(intake), data | {"name-2": "หน่วยป้องกันภัย"})
    owners = Agency.objects.filter(kpis__component__number=1).values_list("name", flat=True)
    assert (list(owners), Agency.objects.filter(name="หน่วยป้องกันภัย").exists()) == (
        [world.statistics.name],
        True,
    )


def test_the_year_is_confirmed_in_either_digits(world: World, intake: Intake) -> None:
    settle_all(intake, world.coordinator)
    client = signed_in(world.coordinator)
    assert client.post(confirm_address(intake), proposed(client, intake) | {"year": "67"}).status_code == 422
    assert (
        client.post(confirm_address(intake), proposed(client, intake) | {"year": "๒๕๖๘"}).status_code == 302
    )
    assert Edition.objects.get().framework.fiscal_year_id == 2568


def test_a_draft_in_the_way_is_named_with_a_link(world: World, intake: Intake) -> None:
    draft = create_draft(area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW)
    settle_all(intake, world.coordinator)
    client = signed_in(world.coordinator)
    text = client.get(confirm_address(intake)).content.decode()
    assert reverse("frameworks:edition", args=[draft.pk]) in text
    refused = client.post(confirm_address(intake), proposed(client, intake))
    assert (refused.status_code, Edition.objects.count()) == (409, 1)


def test_after_the_draft_the_letter_leads_to_it(world: World, intake: Intake) -> None:
    settle_all(intake, world.coordinator)
    client = signed_in(world.coordinator)
    client.post(confirm_address(intake), proposed(client, intake))
    text = client.get(detail(intake)).content.decode()
    assert "ไปที่กรอบที่สร้างจากหนังสือนี้" in text
    assert "แก้คำตอบ" not in text


def test_a_letter_without_a_table_has_no_draft_to_make(world: World) -> None:
    intake = make_intake(world, frameworks=[])
    client = signed_in(world.coordinator)
    assert "ไม่พบตารางตัวชี้วัดในหนังสือนี้ จึงสร้างร่างกรอบไม่ได้" in client.get(detail(intake)).content.decode()
    assert client.get(confirm_address(intake)).status_code == 404


def test_a_letter_of_two_years_offers_both(world: World) -> None:
    intake = make_intake(world, frameworks=[framework(), framework(fiscal_year=2568)])
    text = signed_in(world.coordinator).get(detail(intake)).content.decode()
    assert "สร้างร่างกรอบปี 2567 จากหนังสือนี้" in text
    assert "สร้างร่างกรอบปี 2568 จากหนังสือนี้" in text
