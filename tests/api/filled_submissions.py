"""What programs of good will name and send about data files and the province's figures."""

from typing import Any

from samrit.people.models import Agency
from tests.indicators.submitting import WASTE
from tests.sweep.brought import a_file, one_in
from tests.sweep.filled import Filled

Data = dict[str, Any]
OF_DRAFT = ("submission_columns", "examine_submission", "submit_submission")
OF_RETURNED = ("correct_submission", "correct_with_uploaded")
ASKED = {"observations": "?area=13&item=rice_planted_area", "submissions": "?area=13"}


def keys_of_submissions(filled: Filled) -> Data:
    return {"submission_id": one_in(filled.here.world, "submitted").pk}


def apart_of_submissions(filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address that are not the usual ones."""
    here = filled.here.world
    draft, returned = ({"submission_id": one_in(here, state).pk} for state in ("draft", "returned"))
    return {**dict.fromkeys(OF_DRAFT, draft), **dict.fromkeys(OF_RETURNED, returned)}


def bodies_of_submissions(filled: Filled, upload: str) -> dict[str, Data]:
    """Operation → its body; ``upload``: the key of a file that is on its way."""
    columns = [
        {name: column[name] for name in ("place", "means") if name in column} for column in WASTE["columns"]
    ]
    return {
        "bring_uploaded_submission": {"key": upload, "agency_id": filled.here.world.development.pk},
        "correct_with_uploaded": {"key": upload, "reason": "พิมพ์ผิดหลัก"},
        "examine_submission": {"mapping": {**WASTE, "columns": columns}},
        "submit_submission": {"source": "ทะเบียน"},
        "return_submission": {"reason": "ผิดปี"},
        "withdraw_submission": {},
    }


def form(name: str) -> Data | None:
    """Operation → what is sent as a form with a file; None: of another room."""
    agency = Agency.objects.get(name="สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี").pk
    forms: dict[str, Data] = {
        "bring_submission": {"file": a_file("4"), "agency_id": agency},
        "correct_submission": {"file": a_file("3"), "reason": "พิมพ์ผิดหลัก"},
    }
    return forms.get(name)
