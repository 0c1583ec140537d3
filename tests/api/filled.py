"""Every operation with the things of Pathum Thani in its address, and what a program of good will sends there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.config.api.document import openapi_document
from samrit.frameworks.models import LibraryKpi, Proposal
from samrit.reports.models import Filing, Result, ResultEvidence
from tests.sweep.addresses import returned_notice
from tests.sweep.filled import Filled
from tests.world import World

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
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
    return operation.path.format(**known)


def keys(filled: Filled) -> Data:
    """Parameter → the usual thing with this name."""
    here, world = filled.here, filled.here.world
    assert world.round is not None
    first = world.kpis["1-1"]
    link = ResultEvidence.objects.filter(result__round=world.round, result__indicator=first.indicator).first()
    return {
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
        "edition_id": here.draft.pk,
        "kpi_id": world.kpis["2-1.2"].pk,
        "entry_id": LibraryKpi.objects.order_by("pk")[0].pk,
        "proposal_id": Proposal.objects.get(area=filled.far.world.area).pk,
        "notice_id": returned_notice(here),
        "letter_id": here.open_letter.pk,
        "finding_id": here.finding.pk,
        "year": 2567,
        "months": 6,
        "area": filled.shown.area.code,
    }


# At the evaluator's desk the things are Chonburi's, which has filed.
DESK = (
    "verified_items", "verify_result", "verifications", "score", "score_versions", "compute_score", "confirm_score",
    "reopen_score", "publications", "publish_score", "withdraw_publication",
)  # fmt: skip


def apart(filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address that are not the usual ones."""
    line = filled.here.world.kpis["1-1"].required_evidence.first()
    far = filled.far.world
    assert far.round is not None
    assert filled.here.world.edition is not None
    desk = {"round_id": far.round.pk, "indicator_id": far.kpis["1-1"].indicator_id}
    return {
        **dict.fromkeys(DESK, desk),
        "edition": {"edition_id": filled.here.world.edition.pk},
        "start_revision": {"edition_id": filled.shown.edition.pk if filled.shown.edition else 0},
        "take_back_proposal": {"proposal_id": Proposal.objects.get(area=far.area).pk},
        "submit_proposal": {"proposal_id": Proposal.objects.get(area=filled.here.world.area).pk},
        "end_acting": {"membership_id": filled.here.acting.pk},
        "tick_evidence": {"code": line.code if line else "none"},
        "untick_evidence": {"code": line.code if line else "none"},
    }


def _filing(world: World) -> Filing:
    assert world.round is not None
    return world.round.filings.get()


def version(filled: Filled, operation: Operation) -> int:
    """Of the entry in the library, of the months (none are kept), else of the result of 1-1."""
    if operation.path.endswith("/progress"):
        return 0
    if "{entry_id}" in operation.path:
        return LibraryKpi.objects.order_by("pk")[0].version
    return result_version(filled)


def result_version(filled: Filled) -> int:
    world = filled.here.world
    result = Result.objects.filter(round=world.round, indicator=world.kpis["1-1"].indicator).first()
    return result.version if result else 0


def sent(filled: Filled, name: str) -> Data | None:
    """A body that would be taken from whoever may send it; None: the operation takes none."""
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
        "reopen_score": {"reason": "พบข้อผิดพลาด"},
        "publish_score": {},
        "withdraw_publication": {"reason": "ตัวเลขผิด"},
    }.get(name)  # fmt: skip


def form() -> Data:
    return {"file": SimpleUploadedFile("สรุป.pdf", PDF + b"new", "application/pdf"), "secrecy": "ordinary"}
