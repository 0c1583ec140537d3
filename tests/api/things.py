"""What programs of good will name and send in the rooms of frameworks, letters, notices and people."""

from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.audit.queries import history_of
from samrit.frameworks.models import KpiLink, LibraryKpi, Meeting, Proposal, ProposalItem, StrategicKpi
from samrit.frameworks.queries import windows_seen
from tests.sweep.filled import Filled

Data = dict[str, Any]
OPENS, CLOSES = "2024-10-01T08:30:00+07:00", "2024-10-20T16:30:00+07:00"
LETTER = (
    "บันทึกข้อความ\n\nส่วนราชการ สำนักงานจังหวัดปทุมธานี\n\nที่ ปท ๐๐๑๗.๒/ว ๙๙\n\nวันที่ ๓ เมษายน ๒๕๖๗\n\nเรื่อง แจ้งเวียน\n"
)
ASKED = {"preview_windows": f"?opens_at={quote(OPENS)}&closes_at={quote(CLOSES)}"}
COMMITTEE = ("committee", "committee_items", "decide_for_all")
OF_OWN_PROPOSAL = (
    "add_proposal_item", "proposal_item", "change_proposal_item", "set_proposal_weights", "proposal_components",
)  # fmt: skip
OF_FRAMEWORK = ("edition_history", "edition_details_pdf", "edition_details_docx")


def keys(filled: Filled) -> Data:
    """Parameter → the usual thing with this name."""
    event = history_of(filled.here.world.kpis["1-1"])[0]
    return {"kpi_link_id": _link(filled).pk, "index": 0, "event_id": event.pk}


OF_FORMULAS = ("kpi_formula", "try_kpi_formula", "set_kpi_formula")


def apart(filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address that are not the usual ones."""
    here = filled.here
    assert here.world.edition is not None
    published, next_year = {"edition_id": here.world.edition.pk}, {"year": 2568}
    own, stated = {"proposal_id": _proposal(filled).pk}, {"kpi_id": here.world.kpis["1-1"].pk}
    return {
        "unlink_kpi": {"kpi_id": here.world.kpis["1-2"].pk},
        **dict.fromkeys(OF_FORMULAS, stated),
        "edition_changes": {"edition_id": here.revision.pk},
        **dict.fromkeys(OF_FRAMEWORK, published),
        **dict.fromkeys(COMMITTEE, next_year),
        **dict.fromkeys(OF_OWN_PROPOSAL, own),
    }


def version(filled: Filled, name: str) -> int | None:
    """The version that If-Match names; None: of a thing of another room."""
    if name == "write_kpi_details":
        return 0  # nobody wrote any
    if name == "set_kpi_formula":
        return 1
    if name == "change_proposal_item":
        return ProposalItem.objects.filter(proposal=_proposal(filled), parent=None)[0].version
    return _proposal(filled).version if name == "set_proposal_weights" else None


def sent(filled: Filled) -> dict[str, Data]:
    """Operation → its body."""
    area = filled.here.world.area.code
    proposed = ProposalItem.objects.filter(proposal__area=filled.far.world.area, parent=None)[0]
    decided = {"item_id": proposed.pk, "version": proposed.version, "outcome": "refused", "reason": "ซ้ำ"}
    component = _proposal(filled).components.all()[0]
    return {
        "write_kpi_details": {"contents": {"mission": "ส่งเสริมรายได้", "history": {"2566": {"result": "0.5"}}}},
        "set_kpi_formula": {"expression": "count(waste_left)", "reason": "ตามหนังสือแจ้ง"},
        "link_kpi": {"strategic_id": StrategicKpi.objects.get(code="SK-here").pk, "kind": "proxy"},
        "set_windows": {
            "opens_at": OPENS, "closes_at": CLOSES, "seen": windows_seen(2567, 6), "reason": "ตามหนังสือ",
        },
        "start_proposal": {"area": area, "year": 2569, "how": "empty"},
        "add_proposal_item": {"library_kpi_id": LibraryKpi.objects.get(code="J-02").pk},
        "change_proposal_item": {"reason": "สูงกว่าค่าเฉลี่ยสามปีมาก", "weight": "41"},
        "set_proposal_weights": {"components": [{"id": component.pk, "weight": "71"}]},
        "decide_for_all": {"meeting_id": Meeting.objects.all()[0].pk, "decisions": [decided]},
        "make_draft_from_letter": {"year": 2569},
        "change_notice_settings": {"digest_hour": 9},
        "change_one_webhook": {"events": ["report.filed", "score.published"]},
    }  # fmt: skip


def form(name: str) -> Data | None:
    """Operation → what is sent as a form with a file; None: of another room."""
    letter = SimpleUploadedFile("หนังสือ.txt", LETTER.encode(), "text/plain")
    return {"file": letter, "area": "13"} if name == "read_letter" else None


def _proposal(filled: Filled) -> Proposal:
    return Proposal.objects.get(area=filled.here.world.area)


def _link(filled: Filled) -> KpiLink:
    """1-2 is derived from 1-1."""
    return KpiLink.objects.get(indicator=filled.here.world.kpis["1-2"].indicator)
