"""What a program of good will sends to the scores room."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.scores.models import Comparison, OfficialFile, TwoScorers
from tests.scores.official import workbook
from tests.sweep.filled import Filled
from tests.sweep.judged import NUMBER, plan

Data = dict[str, Any]
# At the evaluator's desk the things are Chonburi's, which has filed.
DESK = (
    "evaluated_round", "judged_item", "round_assignments", "round_assignments_history", "assignment_choices", "assign_scorer",
    "settle_round_by_tolerance", "score_version",
)  # fmt: skip
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keys_of_scores() -> Data:
    """Parameter → the usual thing with this name."""
    return {
        "dispute_id": Comparison.objects.get().pk,
        "official_id": OfficialFile.objects.get().pk,
        "two_id": TwoScorers.objects.get(ended_at=None).pk,
        "slot": "first",
        "version": 1,
    }


def apart_of_scores(filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address that are not the usual ones."""
    far, shown = filled.far.world, filled.shown
    assert far.round is not None
    assert shown.round is not None
    desk = {"round_id": far.round.pk, "indicator_id": far.kpis["1-1"].indicator_id}
    return {**dict.fromkeys(DESK, desk), "contestable": {"round_id": shown.round.pk}}


def bodies_of_scores(filled: Filled) -> dict[str, Data]:
    here, far = filled.here.world, filled.far.world
    return {
        "assign_scorers": {"seal": plan()["seal"]},
        "assign_scorer": {"evaluator_id": here.evaluator.pk},
        "ask_two_scorers": {"indicator_id": far.kpis[NUMBER].indicator_id, "reason": "น้ำหนักสูง"},
        "end_two_scorers": {"reason": "คนเดียวพอ"},
        "decide_dispute": {"decision": "accept", "reason": "ตามหลักฐาน"},
        "attach_kept_to_answer": {"file_id": filled.far.evidence.pk},
        "attach_upload_to_answer": {"upload": "gone"},
        "cancel_kpi": {
            "from_months": 12, "reweight": "rebase_total", "resolution": "มติที่ 3/2567", "reason": "ไม่มีข้อมูลแล้ว",
        },
        "undo_cancellation": {"reason": "มีข้อมูลแล้ว"},
        "simulate_draft": {"draft": "ไม่ใช่ชุดเกณฑ์"},
    }  # fmt: skip


def official_form() -> Data:
    """A file of Chonburi with one figure that is not in force yet."""
    contents = workbook([("20", "J-04", "22.5", "")])
    return {"file": SimpleUploadedFile("คพ.xlsx", contents, SHEET), "owner": "pcd", "source": "หนังสือ คพ. ที่ 1"}
