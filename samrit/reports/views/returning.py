"""What was sent back, for the entry's page: what must be mended and why, and what was changed since."""

from typing import Any

from django.http import QueryDict

from samrit.people.queries import Duties
from samrit.reports.compared import in_words
from samrit.reports.forms import ReturnForm
from samrit.reports.models import Return, ReturnPoint
from samrit.reports.proof import proofs
from samrit.reports.queries import Item
from samrit.reports.queries.returns import last_return, states_since
from samrit.reports.secrets_kept import told_differences, told_names
from samrit.rules.workflow import Status


def return_form(duties: Duties, item: Item, data: QueryDict | None = None) -> ReturnForm:
    """The approver's form: a place for a reason beside each field and each file that stands there."""
    links = item.result.evidence.all() if item.result else []
    return ReturnForm(data, files=[(proof.seen.file.pk, proof.seen.name) for proof in proofs(duties, links)])


def returning_context(duties: Duties, item: Item) -> dict[str, Any]:
    """``returned``: the last return; ``asked``: field → its points; ``since``: what was changed since, in words."""
    returned = last_return(item.result)
    if returned is None or item.result is None:
        return {"returned": None, "asked": {}, "only_asked": False, "since": []}
    told_names(duties, [returned])
    asked, key = _asked(returned), item.result.pk
    since = told_differences(duties, {key: states_since(returned, item.result)})
    return {
        "returned": returned,
        "asked": asked,
        "only_asked": item.status == Status.RETURNED and ReturnPoint.Field.WHOLE not in asked,
        "since": in_words(since[key], item.kpi.unit),
    }


def _asked(returned: Return) -> dict[str, list[ReturnPoint]]:
    asked: dict[str, list[ReturnPoint]] = {}
    for point in returned.points.all():
        asked.setdefault(point.field, []).append(point)
    return asked
