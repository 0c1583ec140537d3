"""The development agency of ``here`` on its way through PMQA 4.0: begun, with a plan; an official result beside it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.assessments.actions.answering import save_answers
from samrit.assessments.actions.inviting import invite_agencies
from samrit.assessments.actions.official import Stated, import_official
from samrit.assessments.actions.planning import plan_task
from samrit.assessments.models import Assessment, ImprovementTask, InstrumentRelease
from tests.world import NOW, World

if TYPE_CHECKING:
    from tests.sweep.filled import Filled

Say = Callable[[str, str], str]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FIRST = "item_1_1_basic_1"


def assessed(here: World, say: Say) -> None:
    (one,) = invite_agencies(
        release=_pmqa(),
        agencies=[here.development],
        fiscal_year=2567,
        opens_at=NOW - timedelta(days=9),
        closes_at=NOW + timedelta(days=9),
        by=here.coordinator,
        now=NOW,
    )
    given = {FIRST: {"value": True, "note": say("here", "note")}}
    save_answers(assessment=one, stage="self", answers=given, revision=0, by=here.recorder, now=NOW)
    plan_task(
        assessment=one,
        section="item_1_1",
        questions=["item_1_1_basic_2"],
        years=1,
        what=say("here", "plan"),
        owner="หัวหน้ากลุ่มงาน",
        due=date(2025, 9, 30),
        by=here.recorder,
        now=NOW,
    )
    import_official(
        stated=[Stated(here.development, {"": Decimal("312.5")})],
        instrument="pmqa",
        fiscal_year=2567,
        source="หนังสือที่ นร 1200/1",
        by=here.coordinator,
        now=NOW,
    )


def _pmqa() -> InstrumentRelease:
    return InstrumentRelease.objects.get(code="pmqa", agency=None)


def assessed_arguments(here: World) -> dict[str, list[Any]]:
    one = Assessment.objects.get(agency=here.development, release__code="pmqa").pk
    alone = (
        "assessment",
        "move",
        "window",
        "compare",
        "next",
        "plan",
        "plan_new",
        "report_pdf",
        "report_docx",
    )
    return {
        **{f"assessments:{name}": [one] for name in alone},
        "assessments:stage_step": [one, "document"],
        "assessments:sheet": [one, "self", "category_1"],
        "assessments:evidence": [one, FIRST],
        "assessments:plan_task": [one, ImprovementTask.objects.get(assessment=one).pk],
    }


def sent_about_assessments(here: World, name: str) -> dict[str, Any]:
    """A form filled in so that it would be taken from whoever may send it."""
    if not name.startswith("assessments:"):
        return {}
    if name == "assessments:evidence":
        return {"action": "attach", "evidence": SimpleUploadedFile("คำสั่ง.pdf", PDF)}
    span = {"opens_on": "2024-10-01", "closes_on": "2024-10-31"}
    return {
        "assessments:invite": {
            **span, "release": _pmqa().pk, "fiscal_year": "2568", "agencies": [here.statistics.pk],
        },
        "assessments:official": {
            "verb": "one", "agency": here.statistics.pk, "instrument": "pmqa", "fiscal_year": "2567", "value": "300",
            "source": "ประกาศ",
        },
        "assessments:move": {"verb": "submit_assessment"},
        "assessments:window": {**span, "reason": "อุทกภัย"},
        "assessments:stage_step": {"verb": "begin"},
        "assessments:sheet": {"q": "item_1_1_basic_2", "a-item_1_1_basic_2": "no", "revision": "1"},
        "assessments:plan_new": {
            "section": "item_1_2", "what": "ประกาศมาตรการ", "owner": "ฝ่ายอำนวยการ", "due": "2025-09-30", "years": "3",
        },
        "assessments:plan_task": {
            "verb": "follow_up", "months": "6", "standing": "under_way", "said": "ประชุมแล้ว",
        },
    }.get(name, {})  # fmt: skip


# ── the API ─────────────────────────────────────────────────────────────────
OF_ONE = (
    "assessment", "assessment_sheet", "save_assessment_answers", "assessment_score", "assessment_suggestions",
    "submit_agency_assessment", "sign_agency_assessment", "return_agency_assessment",
)  # fmt: skip


def apart_of_assessments(filled: "Filled") -> dict[str, dict[str, Any]]:
    """Operation → the things in its address."""
    one = Assessment.objects.get(agency=filled.here.world.development, release__code="pmqa").pk
    return {
        **{name: {"assessment_id": one, "stage": "self"} for name in OF_ONE},
        "instrument": {"instrument_id": _pmqa().pk},
    }


def bodies_of_assessments(_filled: "Filled") -> dict[str, dict[str, Any]]:
    """Operation → its body."""
    return {
        "save_assessment_answers": {"revision": 1, "answers": {"item_1_1_basic_2": False}},
        "return_agency_assessment": {"reason": "ขาดหลักฐาน"},
    }
