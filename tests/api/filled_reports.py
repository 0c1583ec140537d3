"""What programs of good will name and send about reports and evidence beyond the usual."""

from typing import Any

from samrit.evidence.actions import begin_upload
from samrit.evidence.models import Upload
from samrit.reports.models import Filing
from tests.sweep.filled import Filled
from tests.world import NOW

Data = dict[str, Any]
NAME = "filename 4LiBLnBkZg=="  # ก.pdf


def keys_of_reports(filled: Filled) -> Data:
    """Parameter → the usual thing with this name; a file that the recorder began to send."""
    return {"sheet_id": filled.here.sheet.pk, "number": 1, "key": _begun(filled).key}


def apart_of_reports(filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address that are not the usual ones: Chonburi has filed."""
    far = filled.far.world
    filing = Filing.objects.get(round=far.round)
    return {
        "verify_receipt": {"code": filing.code},
        "filing_slip": {"agency_id": far.development.pk},
        "unfiled_items": {"round_id": filing.round_id},
    }


def bodies_of_reports(filled: Filled) -> dict[str, Data]:
    """Operation → its body."""
    return {
        "keep_entry_draft": {"value": "ประมาณ 12", "version": 0},
        "attach_upload": {"key": _begun(filled).key},
    }


def _begun(filled: Filled) -> Upload:
    by = filled.here.world.recorder
    return Upload.objects.filter(by=by).first() or begin_upload(name="ก.pdf", length=15, by=by, now=NOW)


# What stands in headers and in no form and no JSON: operation → arguments of the client.
AS_BYTES: dict[str, Data] = {
    "start_upload": {"headers": {"Upload-Length": "15", "Upload-Metadata": NAME}},
    "send_piece": {
        "headers": {"Upload-Offset": "0"}, "data": b"%PDF-1.4", "content_type": "application/offset+octet-stream",
    },
}  # fmt: skip
