"""Every operation with the things of Pathum Thani in its address, and what a program of good will sends there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.config.api.document import openapi_document
from samrit.dashboards.actions import ask_for_report
from samrit.dashboards.models import NationalReport
from samrit.frameworks.models import LibraryKpi, Meeting, Proposal, ProposalItem, StrategicKpi
from samrit.notices.models import Webhook, WebhookCall
from samrit.reports.models import Filing, JointKpi, Result, ResultEvidence
from samrit.scores.models import Appeal, Question
from tests.api import things
from tests.api.filled_data import OF_DATA, apart_of_data, bodies_of_data
from tests.api.filled_letters import apart_of_letters, bodies_of_letters, keys_of_letters, version_of_letters
from tests.api.filled_reports import apart_of_reports, bodies_of_reports, keys_of_reports
from tests.api.filled_scores import apart_of_scores, bodies_of_scores, keys_of_scores, official_form
from tests.api.filled_submissions import ASKED as ASKED_OF_DATA
from tests.api.filled_submissions import apart_of_submissions, bodies_of_submissions, keys_of_submissions
from tests.api.filled_submissions import form as form_of_submissions
from tests.sweep.addresses import returned_notice
from tests.sweep.assessed import apart_of_assessments, bodies_of_assessments
from tests.sweep.boards import CLUSTER
from tests.sweep.catalog_office import (
    ASKED_OF_CATALOG,
    bodies_of_catalog,
    catalog_version,
    form_of_catalog,
    keys_of_catalog,
)
from tests.sweep.exchanged import bodies_of_exchange, form_of_exchange, keys_of_exchange
from tests.sweep.filled import Filled
from tests.sweep.looked_at import LOOKED_UP, apart_of_quality, bodies_of_quality
from tests.sweep.surveyed import bodies_of_surveys, keys_of_surveys
from tests.world import NOW, World

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
UNTIL = "2024-11-20T16:30:00+07:00"
Data = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation of the document."""

    name: str
    method: str
    path: str  # without the root, parameters in braces
    versioned: bool
    file: bool  # sent as a form with a file


def every_operation() -> list[Operation]:
    return sorted(_operations(openapi_document()), key=lambda one: (one.path, one.method))


def _operations(document: Data) -> Iterator[Operation]:
    for path, operations in document["paths"].items():
        for method, it in operations.items():
            content = it.get("requestBody", {}).get("content", {})
            yield Operation(
                it["operationId"],
                method.upper(),
                path.removeprefix("/api/v1"),
                {"$ref": "#/components/parameters/IfMatch"} in it["parameters"],
                "multipart/form-data" in content,
            )


def address(filled: Filled, operation: Operation) -> str:
    """The path with the things that this operation is about."""
    known = {**keys(filled), **apart(filled).get(operation.name, {})}
    if operation.name in OF_A_REPORT:
        known["report_id"] = asked_report(filled).pk
    return operation.path.format(**known) + ASKED.get(operation.name, "")


def keys(filled: Filled) -> Data:
    """Parameter → the usual thing with this name."""
    here, world = filled.here, filled.here.world
    assert world.round is not None
    first = world.kpis["1-1"]
    link = ResultEvidence.objects.filter(result__round=world.round, result__indicator=first.indicator).first()
    return {
        **things.keys(filled),
        "code": world.area.code,
        "agency_id": world.development.pk,
        "membership_id": world.approver.memberships.get().pk,
        "invitation_id": here.invitation.pk,
        "token_id": here.system.pk,
        "round_id": world.round.pk,
        "indicator_id": first.indicator_id,
        "link_id": link.pk if link else 0,
        "file_id": here.evidence.pk,
        "filing_id": _filing(filled.far.world).pk,
        "webhook_id": Webhook.objects.get().pk,
        "call_id": WebhookCall.objects.get().pk,
        "notice_id": returned_notice(here),
        "letter_id": here.open_letter.pk,
        "finding_id": here.finding.pk,
        "joint_id": JointKpi.objects.get().pk,
        "question_id": Question.objects.get().pk,
        "appeal_id": Appeal.objects.get().pk,
        "year": 2567,
        "months": 6,
        "area": filled.shown.area.code,
        "cluster": CLUSTER,
        "part": "years",
        "kind": "csv",
        "edition": "12-1",
        "report_id": 1,
        "strategic_id": StrategicKpi.objects.get(code="SK-here").pk,
        **_keys_of_the_year(filled),
        **keys_of_reports(filled),
        **keys_of_scores() | keys_of_letters(),
        **keys_of_submissions(filled) | keys_of_exchange() | keys_of_catalog() | keys_of_surveys(),
    }


def _keys_of_the_year(filled: Filled) -> Data:
    here, world = filled.here, filled.here.world
    return {
        "reopening_id": here.reopening.pk,
        "request_id": here.request.pk,
        "edition_id": here.draft.pk,
        "kpi_id": world.kpis["2-1.2"].pk,
        "entry_id": LibraryKpi.objects.order_by("pk")[0].pk,
        "proposal_id": Proposal.objects.get(area=filled.far.world.area).pk,
        "item_id": ProposalItem.objects.filter(proposal__area=world.area, parent=None)[0].pk,
        "confirmation_id": here.revision.confirmations.get(agency=world.development).pk,
    }


# What is asked behind the address.
ASKED = {
    **things.ASKED, **ASKED_OF_DATA, **LOOKED_UP, **ASKED_OF_CATALOG,
    "standings": "?year=2567", "public_standings": "?year=2567", "figures": "?year=2567", "public_figures": "?year=2567",
    "search_results": "?q=kpi", "compare": "?area=14&area=20", "official_form": "?owner=pcd",
}  # fmt: skip
OF_A_REPORT = ("national_report", "national_report_content", "cancel_national_report")


def asked_report(filled: Filled) -> NationalReport:
    """One that waits for the worker, asked for by the coordinator."""
    return ask_for_report(year=2567, scope="published", by=filled.here.world.coordinator, now=NOW)


# At the evaluator's desk the things are Chonburi's, which has filed.
DESK = (
    "verified_items", "verify_result", "verifications", "score", "score_versions", "compute_score", "confirm_score",
    "reopen_score", "publications", "publish_score", "withdraw_publication",
    "ask_question",
)  # fmt: skip


JOINT = ("joint_kpi", "contribute", "sign_joint", "end_objection", "lock_joint", "unlock_joint")


def apart(filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address that are not the usual ones."""
    line = filled.here.world.kpis["1-1"].required_evidence.first()
    far = filled.far.world
    assert far.round is not None
    assert filled.here.world.edition is not None
    desk = {"round_id": far.round.pk, "indicator_id": far.kpis["1-1"].indicator_id}
    shared = {"agency_id": filled.here.world.statistics.pk, "months": 12}
    return {
        **things.apart(filled),
        **dict.fromkeys(DESK, desk),
        **dict.fromkeys(JOINT, shared),
        **apart_of_reports(filled),
        **apart_of_scores(filled),
        **apart_of_submissions(filled),
        **apart_of_data(filled),
        **apart_of_quality(filled),
        **apart_of_assessments(filled) | apart_of_letters(filled),
        "resolution": {"edition_id": filled.here.revision.pk},
        "set_resolution": {"edition_id": filled.far.revision.pk},
        "confirmations": {"edition_id": filled.here.revision.pk},
        "confirm_edition": {"edition_id": filled.here.revision.pk},
        "remove_proposal_item": {"proposal_id": Proposal.objects.get(area=filled.here.world.area).pk},
        "revision_fates": {"edition_id": filled.here.revision.pk},
        "publish_revision": {"edition_id": filled.far.revision.pk},
        "withdraw_revision": {"edition_id": filled.here.revision.pk},
        "edition": {"edition_id": filled.here.world.edition.pk},
        "start_revision": {"edition_id": filled.shown.edition.pk if filled.shown.edition else 0},
        "take_back_proposal": {"proposal_id": Proposal.objects.get(area=far.area).pk},
        "submit_proposal": {"proposal_id": Proposal.objects.get(area=filled.here.world.area).pk},
        "end_acting": {"membership_id": filled.here.acting.pk},
        "open_appeal": {"round_id": filled.shown.round.pk if filled.shown.round else 0},
        "province_board": {"area": filled.here.world.area.code},
        "province_board_file": {"area": filled.here.world.area.code},
        "agency_board_file": {"part": "progress"},
        "brief": {"area": far.area.code},  # whose score only the evaluator sees: drawn once
        "public_agency_board": {"agency_id": filled.shown.development.pk},
        "tick_evidence": {"code": line.code if line else "none"},
        "untick_evidence": {"code": line.code if line else "none"},
    }


def _filing(world: World) -> Filing:
    assert world.round is not None
    return world.round.filings.get()


def version(filled: Filled, operation: Operation) -> int:
    """Of the entry in the library, of the months and of what is typed (none are kept), else of the result of 1-1."""
    if (known := things.version(filled, operation.name)) is not None:
        return known
    known = catalog_version(operation.name)
    if (known := version_of_letters(operation.name) if known is None else known) is not None:
        return known
    if operation.path.endswith(("/progress", "/draft")) or operation.name in OF_DATA:
        return 0
    if "{joint_id}" in operation.path:
        return 1
    if "{entry_id}" in operation.path:
        return LibraryKpi.objects.order_by("pk")[0].version
    return result_version(filled)


def result_version(filled: Filled) -> int:
    world = filled.here.world
    result = Result.objects.filter(round=world.round, indicator=world.kpis["1-1"].indicator).first()
    return result.version if result else 0


def sent(filled: Filled, name: str) -> Data | None:
    """A body that would be taken from whoever may send it; None: the operation takes none."""
    for bodies in (
        _bodies_1,
        _bodies_2,
        _bodies_3,
        things.sent,
        bodies_of_reports,
        bodies_of_scores,
        bodies_of_data,
        bodies_of_quality,
        bodies_of_assessments,
        bodies_of_exchange,
        bodies_of_catalog,
        bodies_of_surveys,
        bodies_of_letters,
    ):
        if name in (found := bodies(filled)):
            return found[name]
    return bodies_of_submissions(filled, bodies_of_reports(filled)["attach_upload"]["key"]).get(name)


def _bodies_1(filled: Filled) -> dict[str, Data]:
    world = filled.here.world
    return {
        "add_agency": {"area": world.area.code, "name": "สำนักงานใหม่"},
        "appoint_acting": {
            "agency_id": world.development.pk, "person_id": world.statistician.pk, "role": "recorder",
            "capacity": "acting", "position": "นักวิชาการ", "order_number": "2/2567", "order_date": "2024-10-01",
            "starts_on": "2024-10-10", "ends_on": "2024-10-31",
        },
        "invite": {
            "agency_id": world.development.pk, "email": "another@example.go.th", "name": "คนใหม่",
            "role": "recorder",
        },
        "save_result": {"value": "1200", "narrative": "ดำเนินการตามแผน"},
        "save_progress": {"span": "month", "accumulates": "sum", "periods": [{"place": 1, "value": "98.4"}]},
        "return_result": {"reason": "แก้ตัวเลข"},
        "co_sign": {"agency_id": world.development.pk},
        "approve_many": {"results": [{"indicator_id": world.kpis["1-1"].indicator_id, "version": result_version(filled)}]},
        "attach_kept": {"file_id": filled.here.evidence_of_statistics.pk},
        "explain_missing_evidence": {"reason": "รอหนังสือ"},
        "set_file_secrecy": {"level": "confidential", "reason": "มีชื่อบุคคล"},
        "file_report": {"reason": "ไม่รอ"},
        "reopen_kpi": {"agency_id": world.development.pk, "until": UNTIL, "reason": "ตัวเลขประกาศใหม่"},
        "ask_to_reopen": {"agency_id": world.development.pk, "until": UNTIL, "reason": "ตัวเลขประกาศใหม่"},
        "stand_by_filed": {"reason": "ไม่ส่งในเวลา"},
        "end_reopening": {"reason": "ใช้ตัวเลขเดิม"},
        "decide_reopening": {"decision": "refuse", "reason": "เลยเวลา"},
        "make_joint": {
            "name": "ผลร่วม", "indicators": [world.kpis["1-1"].indicator_id], "lead": world.development.pk,
            "method": "sum",
        },
        "contribute": {"value": "21", "note": "ค่าเฉลี่ย 3 สถานี"},
        "sign_joint": {},
    }  # fmt: skip


def _bodies_2(filled: Filled) -> dict[str, Data]:
    proposed = ProposalItem.objects.filter(proposal__area=filled.far.world.area, parent=None)[0]
    return {
        "end_objection": {"ending": "withdrawn"},
        "unlock_joint": {"reason": "ตัวเลขผิด"},
        "publish_revision": {"rounds": [{"round_id": filled.far.world.round.pk if filled.far.world.round else 0, "whole": True}]},
        "withdraw_revision": {"reason": "วันที่ผิด"},
        "set_resolution": {
            "effective_on": "2024-10-11", "meeting": "3/2567", "resolved_on": "2024-09-30", "resolution": "เห็นชอบ",
            "reason": "ก",
        },
        "confirm_edition": {"remark": "รับทราบ"},
        "set_required_evidence": {"lines": [{"title": "สรุปยอดรายเดือน", "required": True}], "reason": "ตามหนังสือแจ้ง"},
        "set_round_state": {"state": "waived", "reason": "อุทกภัย", "resolution": "มติที่ 1"},
        "void_year": {"reason": "โรคระบาด", "resolution": "มติที่ 2"},
        "restore_year": {"reason": "มติใหม่"},
        "add_meeting": {"number": "9/2567", "held_on": "2024-10-01", "title": "คณะกรรมการกำกับการประเมินผล"},
        "decide_proposal": {"meeting_id": Meeting.objects.all()[0].pk, "decisions": [{
            "item_id": proposed.pk, "version": proposed.version, "outcome": "refused", "reason": "ซ้ำกับตัวชี้วัดอื่น",
        }]},
        "conclude_proposal": {"meeting_id": Meeting.objects.all()[0].pk},
        "change_draft": {"kpis": [{"id": filled.here.draft.components.all()[0].kpis.all()[0].pk, "name": "ชื่อใหม่"}]},
        "set_targets": {"basic": "60", "standard": "70", "advanced": "80", "direction": "up", "unit": "คะแนน"},
        "set_window": {
            "opens_at": "2024-10-01T08:30:00+07:00", "closes_at": "2024-10-20T16:30:00+07:00",
            "reason": "ตามหนังสือ",
        },
        "add_to_library": {"code": "N-01", "name": "ตัวชี้วัดใหม่", "category": "agenda"},
        "change_library": {"code": "N-02", "name": "ชื่อใหม่", "category": "agenda"},
        "return_proposal": {"reason": "ขอข้อมูลเพิ่ม"},
        "settle_finding": {"chosen": (filled.here.finding.readings or [""])[0], "note": "ตรวจแล้ว"},
        "set_letter_aside": {"reason": "ไม่ใช้"},
        "verify_result": {"decision": "correct", "value": "21", "reason": "หลักฐานต่างกัน"},
    }  # fmt: skip


def _bodies_3(filled: Filled) -> dict[str, Data]:
    world = filled.here.world
    return {
        "reopen_score": {"reason": "พบข้อผิดพลาด"},
        "publish_score": {},
        "add_webhook": {
            "name": "แดชบอร์ด", "address": "https://board.example.go.th/in", "events": ["report.filed"],
            "area": world.area.code,
        },
        "withdraw_publication": {"reason": "ตัวเลขผิด"},
        "ask_question": {"text": "หลักฐานอยู่ที่ใด", "answer_by": "2024-10-15T16:30:00+07:00"},
        "ask_on": {"text": "ขอรายละเอียด", "answer_by": "2024-10-15T16:30:00+07:00"},
        "close_question": {"note": "พอแล้ว"},
        "save_answer": {"text": "อยู่ในรายงาน"},
        "send_answer": {"text": "อยู่ในรายงาน"},
        "open_appeal": {
            "indicator_id": filled.shown.kpis["1-1"].indicator_id, "grounds": "figure_wrong", "text": "เพราะ",
            "wanted_value": "21",
        },
        "withdraw_appeal": {"reason": "ถอน"},
        "refuse_appeal": {"not_heard": "incomplete", "reason": "ไม่มีหลักฐาน"},
        "appoint_panel": {"members": [world.evaluator.pk], "order_number": "5/2567"},
        "decide_appeal": {"outcome": "dismissed", "reason": "เพราะ"},
        "ask_for_national_report": {"scope": "published"},
        "add_strategic_kpi": {"year": 2567, "code": "SK-09", "name": "รายได้ของประชาชน"},
        "change_strategic_kpi": {"code": "SK-here", "name": "รายได้ครัวเรือน"},
    }  # fmt: skip


def form(name: str) -> Data:
    if name == "take_official_file":
        return official_form()
    return (
        things.form(name)
        or form_of_submissions(name)
        or form_of_exchange(name)
        or form_of_catalog(name)
        or {
            "file": SimpleUploadedFile("สรุป.pdf", PDF + b"new", "application/pdf"),
            "secrecy": "ordinary",
        }
    )
