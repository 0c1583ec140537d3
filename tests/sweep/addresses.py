"""Every address of the site with the things of Pathum Thani in it, and what a person of good will sends there."""

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samrit.audit.queries import history_of
from samrit.frameworks.models import Kpi, LibraryKpi
from samrit.frameworks.queries import windows_seen
from samrit.notices.models import Webhook, WebhookCall
from samrit.notices.queries import notices_of
from samrit.reports.models import JointKpi
from samrit.scores.models import Comparison, OfficialFile, Question, TwoScorers
from tests.sweep.appealed import SENT_ABOUT_APPEALS, appeal_arguments
from tests.sweep.arrived import arrival_arguments, sent_about_arrivals
from tests.sweep.assessed import assessed_arguments, sent_about_assessments
from tests.sweep.boards import board_arguments
from tests.sweep.booked import book_arguments, sent_about_the_book
from tests.sweep.brought import data_arguments, sent_about_data
from tests.sweep.catalog_office import office_arguments, sent_about_catalog
from tests.sweep.catalogue import catalogue_arguments
from tests.sweep.convened import meeting_arguments, sent_about_meetings
from tests.sweep.delivered import delivery_arguments, sent_about_delivery
from tests.sweep.exchanged import exchange_arguments, sent_about_exchange
from tests.sweep.filled import Filled, Province, without_targets
from tests.sweep.judged import plan
from tests.sweep.letters_out import letter_out_arguments, sent_about_letters_out
from tests.sweep.linked import link_arguments, sent_about_links
from tests.sweep.looked_at import SENT_ABOUT_QUALITY, quality_arguments
from tests.sweep.proposals import proposal_arguments, sent_about_proposals
from tests.sweep.surveyed import sent_about_surveys, survey_arguments
from tests.world import World

Sent = dict[str, Any]
OF_PROVIDERS = {f"openid_{way}": ["thaid"] for way in ("begin", "callback", "link", "unlink", "prove")}
PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret


def every_name(resolver: URLResolver | None = None, room: str = "") -> Iterator[str]:
    """``room:name`` of every address that the site answers."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLResolver) and part.namespace == "api":
            continue  # tests/api has a table of its own
        if isinstance(part, URLResolver):
            yield from every_name(part, f"{part.namespace}:" if part.namespace else room)
        elif isinstance(part, URLPattern):
            yield f"{room}{part.name}"


def arguments(filled: Filled, name: str) -> list[Any]:
    """What stands in the address: the things of ``here``, but of ``far`` at the evaluator's desk (it has filed)."""
    of_room = {"frameworks": in_frameworks, "reports": in_reports}.get(name.partition(":")[0], in_the_rest)
    found = of_room(filled).get(name) or board_arguments(filled).get(name)
    return found or proposal_arguments(filled, name)


def in_frameworks(filled: Filled) -> dict[str, list[Any]]:
    here, world, first = filled.here, filled.here.world, filled.here.world.kpis["1-1"]
    assert world.edition is not None
    assert filled.shown.edition is not None
    return {
        "frameworks:edition": [here.draft.pk], "frameworks:publish": [here.draft.pk],
        "frameworks:discard": [here.draft.pk], "frameworks:window": [world.edition.pk, 6],
        "frameworks:revise": [filled.shown.edition.pk], "frameworks:facts": [here.draft.pk],
        "frameworks:changes": [here.revision.pk],
        "frameworks:confirm": [here.revision.pk, here.revision.confirmations.get(agency=world.development).pk],
        "frameworks:year": [2567], "frameworks:year_windows": [2567], "frameworks:year_state": [2567],
        "frameworks:void_year": [2567], "frameworks:restore_year": [2567],
        "frameworks:targets": [world.edition.pk, world.kpis["2-1.2"].pk], "frameworks:details": [first.pk],
        "frameworks:edit_details": [first.pk], "frameworks:formula": [first.pk], "frameworks:details_pdf": [first.pk],
        "frameworks:details_docx": [first.pk], "frameworks:all_details_pdf": [here.draft.pk],
        "frameworks:all_details_docx": [here.draft.pk], "frameworks:give_details": [first.pk],
        "frameworks:link": [first.pk], "frameworks:unlink": [first.pk, first.indicator.links.get().pk],
        "frameworks:required_evidence": [world.edition.pk, first.pk],
    }  # fmt: skip


def in_reports(filled: Filled) -> dict[str, list[Any]]:
    here, far, world = filled.here, filled.far, filled.here.world
    assert world.round is not None
    assert far.world.round is not None
    filed = far.world.round.filings.get()
    entry = [world.round.pk, world.kpis["1-1"].indicator_id]
    return {
        "reports:revision": [here.revision.pk], "reports:withdraw_revision": [here.revision.pk],
        "reports:reopening": entry, "reports:stand_by_filed": entry,
        "reports:end_reopening": [here.reopening.pk], "reports:decide_request": [here.request.pk],
        "reports:round": [world.round.pk], "reports:approval": [world.round.pk],
        "reports:sheets": [world.round.pk], "reports:sheet_form": [world.round.pk, world.development.pk],
        "reports:sheet": [here.sheet.pk], "reports:sheet_marked": [here.sheet.pk],
        "reports:wall": [world.round.pk], "reports:entry": entry, "reports:preview": entry,
        "reports:history": entry, "reports:computed": entry, "reports:computed_one": [*entry, 1], "reports:progress": entry, "reports:filings": entry[:1], "reports:filing": [filed.pk],
        "reports:receipt": [filed.pk], "reports:snapshot": [filed.pk],
        "reports:slip": [filed.pk, far.world.development.pk],
        "reports:joint": [JointKpi.objects.get().pk, 12], "reports:co_sign": entry,
        "reports:evidence_zip": [world.round.pk],
    }  # fmt: skip


def in_the_rest(filled: Filled) -> dict[str, list[Any]]:
    here, far, world, first = filled.here, filled.far, filled.here.world, filled.here.world.kpis["1-1"]
    assert world.round is not None
    assert far.world.round is not None
    desk, public = [far.world.round.pk], [2567, filled.shown.area.code]
    filed = far.world.round.filings.get()
    entry, asked = [world.round.pk, first.indicator_id], [Question.objects.get().pk]
    return {
        **appeal_arguments(filled.shown), **of_systems(world), **delivery_arguments(world), **OF_PROVIDERS,
        "scores:whatif": [world.round.pk], "scores:whatif_xlsx": [world.round.pk],
        "dashboards:year": public[:1], "dashboards:province": public, "dashboards:province_pdf": public,
        "dashboards:province_xlsx": public, "dashboards:province_card": public,
        "dashboards:public_brief": public, "dashboards:board_brief": public,
        "dashboards:page_edition": [*public, "12-1"], "dashboards:compare_file": ["csv"],
        "dashboards:open_data_file": ["results", "csv"], "dashboards:open_data_year_file": [*public[:1], "provinces", "json"],
        "people:end": [world.approver.memberships.get().pk],
        "people:revoke": [here.invitation.pk], "people:accept": [here.token], "people:accept_by": [here.token, "thaid"],
        "people:add_agency": [world.area.code], "people:demo_sign_in": [world.recorder.pk],
        "people:end_acting": [here.acting.pk], "people:revoke_token": [here.system.pk], "letters:detail": [here.open_letter.pk],
        "letters:original": [here.open_letter.pk], "letters:page": [here.open_letter.pk, 1], "letters:settle_notices": [here.open_letter.pk],
        "letters:settle": [here.open_letter.pk, here.finding.pk], "letters:move": [here.open_letter.pk],
        "letters:confirm": [here.settled_letter.pk, 0], "scores:cancel": [first.pk], "scores:undo_cancellation": [first.pk],
        "dashboards:strategic_kpi": [first.indicator.links.get().strategic_id], "dashboards:sisters": entry,
        "verify:filing": [filed.code], "evidence:download": [here.evidence.pk], "trail:event": [history_of(first)[0].pk],
        "evidence:page": [here.evidence.pk, 1], "evidence:upload": ["nobodys-upload"],
        "register:file": [here.evidence.pk], "notices:open": [returned_notice(here)],
        "notices:webhook": [Webhook.objects.get().pk], "notices:webhook_again": [WebhookCall.objects.get().pk],
        "notices:outbox_mail": [1], "dashboards:calendar": ["never-given-out"], "scores:round": desk,
        "scores:compute": desk, "scores:confirm": desk, "scores:publish": desk, **scored_arguments(filled.shown),
        "scores:verify": [*desk, far.world.kpis["1-1"].indicator_id],
        "scores:ask": [*desk, far.world.kpis["1-1"].indicator_id], "scores:tolerance": desk,
        "scores:question": asked, "scores:ask_on": asked, "scores:close_question": asked,
        "scores:questions_of": [*desk, far.world.kpis["1-1"].indicator_id],
        "scores:assignments": [2567], "scores:ask_two_scorers": [2567], "scores:calibration": [2567],
        "scores:end_two_scorers": [2567, TwoScorers.objects.get(ended_at=None).pk],
        "scores:reconcile": [Comparison.objects.get().pk], "scores:round_assignments": [world.round.pk],
        "scores:official_year": [2567], "scores:official_form": [2567, "pcd", 12],
        "scores:official_file": [OfficialFile.objects.get().pk],
        "account_confirm_email": ["MQ:1abc:def"], "account_reset_password_from_key": ["1", "set-password"],
    }  # fmt: skip


def of_systems(world: World) -> dict[str, list[Any]]:
    """The provincial database, the data catalog, assessments and surveys."""
    return {
        **quality_arguments(world), **assessed_arguments(world), **survey_arguments(), **book_arguments(world),
        **data_arguments(world), **exchange_arguments(world), **catalogue_arguments(), **office_arguments(world),
        **link_arguments(), **letter_out_arguments(world), **arrival_arguments(), **meeting_arguments(),
        "mfa_remove_webauthn": [1], "mfa_edit_webauthn": [1],  # nobody here has one: tests/journeys/test_passkeys.py
    }  # fmt: skip


def scored_arguments(shown: World) -> dict[str, list[Any]]:
    """What is public already: its score's steps."""
    assert shown.round is not None
    round_ = [shown.round.pk]
    return {
        "scores:reopen": round_, "scores:withdraw": round_, "scores:own": round_,
        "scores:version": [*round_, 1],
    }  # fmt: skip


def returned_notice(here: Province) -> int:
    """The recorder of ``here`` was told of a return."""
    return notices_of(here.world.recorder).filter(kind="returned")[0].pk


def address(filled: Filled, name: str) -> str:
    return reverse(name, args=arguments(filled, name))


def sent(filled: Filled, name: str) -> Sent:
    """A form filled in so that it would be taken from whoever may send it."""
    forms = {
        "people": to_people, "letters": to_letters, "frameworks": to_frameworks, "reports": to_reports,
        "scores": to_scores, "proposals": sent_about_proposals,
    }  # fmt: skip
    world = filled.here.world
    about = {**sent_about_the_book(world), **sent_about_data(world), **sent_about_catalog(world)}
    if name in about:
        return about[name]
    if said := _about_data(world, name):
        return said
    if name == "dashboards:board_report":
        return {"scope": "published"}
    if name.startswith("frameworks:library"):
        return sent_about_proposals(filled).get(name, {})
    return forms.get(name.partition(":")[0], to_the_rest)(filled).get(name, {})


def _about_data(here: World, name: str) -> Sent:
    return (
        SENT_ABOUT_QUALITY.get(name)
        or sent_about_exchange(name)
        or sent_about_surveys(here, name)
        or sent_about_assessments(here, name)
        or sent_about_links(here, name)
        or sent_about_delivery(here, name)
        or sent_about_letters_out(here, name)
        or sent_about_arrivals(here, name)
        or sent_about_meetings(here, name)
    )


def to_people(filled: Filled) -> dict[str, Sent]:
    here = filled.here
    return {
        "people:invite": {
            "name": "คนใหม่", "email": "another@example.go.th", "agency": here.world.development.pk,
            "role": "recorder",
        },
        "people:accept": {"name": "คนใหม่", "password": PASSWORD, "again": PASSWORD},
        "people:add_agency": {
            "name": "หน่วยงานใหม่", "kind": "provincial", "short_name": "นม.", "aliases": "สนง.ใหม่",
        },
        "people:make_token": {"name": "ดึงผล", "scopes": ["reports:read"], "days": "90"},
        "people:make_service_token": {
            "system": "ระบบใหม่", "agency": here.world.development.pk, "role": "recorder", "name": "ส่งผล",
            "scopes": ["reports:read"], "days": "90",
        },
        "people:appoint": {
            "user": here.world.statistician.pk, "role": "recorder", "capacity": "acting",
            "position": "นักวิชาการ", "order_number": "2/2567", "order_date": "1 ต.ค. 2567",
            "starts_on": "๑๐/๑๐/๒๕๖๗", "ends_on": "31 ต.ค. 2567",
        },
    }  # fmt: skip


def to_letters(filled: Filled) -> dict[str, Sent]:
    here = filled.here
    return {
        "letters:read": {"file": letter(), "area": here.world.area.code},
        "letters:settle": _finding(here),
        "letters:move": {"verb": "set_aside", "reason": "ไม่ใช้"},
        "letters:confirm": {
            "year": "2568", "agency-0": here.world.development.pk, "name-0": "ก",
            "agency-1": "new", "name-1": "ข",
        },
    }  # fmt: skip


def to_frameworks(filled: Filled) -> dict[str, Sent]:
    return {
        "frameworks:required_evidence": {
            "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "สรุปยอดรายเดือน",
            "form-0-required": "on", "reason": "ตามหนังสือแจ้ง",
        },
        "frameworks:edition": draft_grid(filled),
        "frameworks:facts": {
            "revision-effective_on": "11/10/2567", "revision-meeting": "3/2567",
            "revision-resolved_on": "30 ก.ย. 2567", "revision-resolution": "เห็นชอบ", "revision-reason": "ก",
        },
        "frameworks:confirm": {"remark": "รับทราบ"},
        "frameworks:window": {
            "window-6-opens_at": "2024-10-01T08:30", "window-6-closes_at": "2024-10-20T16:30",
            "window-6-reason": "ตามหนังสือ",
        },
        "frameworks:targets": targets(filled),
        "frameworks:year_windows": {
            "months": "6", "opens_at": "2024-10-01T08:30", "closes_at": "2024-10-20T16:30", "scope": "missing",
            "reason": "ตามหนังสือ", "seen": windows_seen(2567, 6),
        },
        "frameworks:year_state": {
            "state-months": "6", "state-area": "", "state-state": "waived", "state-reason": "อุทกภัย",
            "state-resolution": "มติที่ 1",
        },
        "frameworks:void_year": {"void-reason": "โรคระบาด", "void-resolution": "มติที่ 2"},
        "frameworks:restore_year": {"reason": "มติใหม่"},
        "frameworks:formula": {
            "action": "save", "expression": "count(waste_left)", "span": "fiscal_year", "decimals": "2", "base": "1",
            "reason": "ตามหนังสือแจ้ง",
        },
        "frameworks:edit_details": {"mission": "พันธกิจใหม่", "monthly-10-value": "๙๘.๔", "base": str(Kpi.objects.get(pk=filled.here.world.kpis["1-1"].pk).template_id)},
        "frameworks:link": {"above": f"k{filled.here.world.kpis['2-1.1'].indicator_id}", "kind": "same", "note": "ก"},
    }  # fmt: skip


def to_reports(filled: Filled) -> dict[str, Sent]:
    world = filled.here.world
    return {
        "reports:make_joint": {
            "name": "ผลร่วม", "members": [world.kpis["1-1"].indicator_id], "lead": world.development.pk,
            "method": "sum",
        },
        "reports:joint": {"action": "lock", "version": "1"},
        "reports:co_sign": {"action": "sign", "agency": world.development.pk, "version": "1"},
        "reports:reopening": {
            "agency": filled.here.world.development.pk, "until": "2024-11-20T16:30", "reason": "ตัวเลขประกาศใหม่",
        },
        "reports:stand_by_filed": {"reason": "ไม่ส่งในเวลา"},
        "reports:end_reopening": {"reason": "ใช้ตัวเลขเดิม"},
        "reports:decide_request": {"decision": "refuse", "reason": "เลยเวลา", "until": ""},
        "reports:withdraw_revision": {"reason": "วันที่ผิด"},
        "reports:round": {"reason": "หน่วยงานยังรวบรวมไม่เสร็จ"},
        "reports:progress": {"span": "month", "version": "0", "accumulates": "sum", "p1": "98.4", "p2": "ยังไม่เผยแพร่"},
        "reports:entry": {
            "action": "save", "answer": "number", "value": "1,200", "narrative": "ดำเนินการตามแผน",
            "supporting_factors": "ก", "obstacles": "ข", "version": "1",
        },
    }  # fmt: skip


def to_scores(filled: Filled) -> dict[str, Sent]:
    return {
        "scores:cancel": {
            "from_months": "12", "reweight": "rebase_total", "resolution": "มติที่ 3", "reason": "ยกเลิกโครงการ",
        },
        **SENT_ABOUT_APPEALS,
        "scores:undo_cancellation": {"reason": "มติใหม่"},
        "scores:ask": {"text": "รวมอำเภอใดบ้าง", "answer_by": "2024-10-14T16:30"},
        "scores:assignments": plan(), "scores:end_two_scorers": {"reason": "พอแล้ว"},
        "scores:ask_two_scorers": {
            "library_kpi": LibraryKpi.objects.get(code="J-02").pk, "reason": "น้ำหนักสูง",
        },
        "scores:round_assignments": {
            "indicator": filled.here.world.kpis["1-1"].indicator_id, "slot": "first",
            "evaluator": filled.here.world.evaluator.pk,
        },
        "scores:reconcile": {"decision": "correct", "value": "71", "reason": "ตามหลักฐานหน้า 3"},
        "scores:reopen": {"reason": "ตัวเลขผิด"}, "scores:withdraw": {"reason": "ตัวเลขผิด"},
        "scores:ask_on": {"text": "แล้วปีก่อน", "answer_by": "2024-10-15T16:30"},
        "scores:close_question": {"note": "ถามผิดตัวชี้วัด"},
        "scores:question": {"action": "send", "text": "รวมทุกอำเภอ"},
        "scores:official_file": {"action": "apply"},
        "scores:verify": {"decision": "correct", "value": "21", "missing": "", "reason": "หลักฐานต่างกัน"},
    }  # fmt: skip


def to_the_rest(_filled: Filled) -> dict[str, Sent]:
    strategic = {"code": "SK-99", "name": "รายได้ต่อหัว", "ministry": "", "references": ""}
    return {
        "register:file": {"action": "level", "level": "confidential", "reason": "มีชื่อบุคคล"},
        "dashboards:strategic": strategic, "dashboards:strategic_kpi": strategic,
        "trail:export": {"form": "jsonl", "thing": "frameworks.edition"},
        "notices:settings": {
            "email": "on", "digest_hour": "9", "quiet_from": "20", "quiet_until": "7", "language": "th",
        },
        "notices:webhook": {"action": "rotate"},
        "notices:make_webhook": {
            "name": "แดชบอร์ด", "address": "https://board.example.go.th/in", "office": "", "events": ["report.filed"],
        },
        "account_login": {"login": "recorder@example.go.th", "password": "wrong"},
        "account_reset_password": {"email": "recorder@example.go.th"},
        "account_change_password": {"oldpassword": "ก", "password1": PASSWORD, "password2": PASSWORD},
        "account_signup": {"email": "somebody@example.go.th", "password1": PASSWORD},
        "account_email": {"email": "somebody@example.go.th", "action_add": ""},
        "set_language": {"language": "en"},
    }  # fmt: skip


def letter() -> SimpleUploadedFile:
    text = "ที่ ปท ๐๐๑๗.๒/ว ๙๙\nวันที่ ๓ เมษายน ๒๕๖๗\nเรื่อง แจ้งกำหนดการ\nเรียน ปลัดจังหวัดปทุมธานี"
    return SimpleUploadedFile("หนังสือ.txt", text.encode(), "text/plain")


def _finding(here: Province) -> Sent:
    finding = here.finding
    return {f"finding-{finding.pk}-choice": "0", f"finding-{finding.pk}-note": "ตรวจแล้ว"}


def draft_grid(filled: Filled) -> Sent:
    """The draft as its page shows it, with another name for its first KPI."""
    here = filled.here
    grid: Sent = {}
    for component in here.draft.components.all():
        grid[f"component-{component.pk}-weight"] = str(component.weight)
        for kpi in component.kpis.all():
            row = {
                "name": "ชื่อใหม่", "weight": str(kpi.weight), "owners": [here.world.development.pk],
                "unit": "บาท", "direction": "up", "interpolate": "linear", "basic": "1", "standard": "2",
                "advanced": "3", "last_year": "1", "definition": "นิยาม", "evidence_asked": "รายงาน",
            }  # fmt: skip
            grid |= {f"kpi-{kpi.pk}-{field}": value for field, value in row.items()}
    return {**grid, "seen": str(history_of(here.draft)[0].pk)}


def targets(filled: Filled) -> Sent:
    kpi = without_targets(filled.here.world, "2-1.2")
    row = {"basic": "60", "standard": "70", "advanced": "80", "unit": "คะแนน", "direction": "up"}
    return {f"targets-{kpi.pk}-{field}": value for field, value in row.items()}
