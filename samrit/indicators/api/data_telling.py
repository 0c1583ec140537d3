"""Submissions, their examinations and cells as values to be told."""

from collections.abc import Iterable, Mapping
from typing import Any

from samrit.indicators.api.data_facts import Told
from samrit.indicators.looking import Look
from samrit.indicators.models import Examination, Part, Submission
from samrit.indicators.permissions.submissions import refuse_verb
from samrit.indicators.queries.items import AreaBook
from samrit.indicators.queries.submissions import corrections_of
from samrit.indicators.store.port import Cell, Reject
from samrit.people.queries import Duties
from samrit.rules.periods import Period
from samrit.rules.submitting import Verb
from samrit.rules.wording import Message
from samrit.ui.api.problems import refused
from samrit.ui.wording import in_words

REFUSALS = {
    "no_examining": Verb.EXAMINE, "no_certifying": Verb.CERTIFY, "no_accepting": Verb.ACCEPT,
    "no_returning": Verb.RETURN, "no_withdrawing": Verb.WITHDRAW, "no_correcting": Verb.CORRECT,
    "no_submitting": Verb.SUBMIT,
}  # fmt: skip
_SAME = (
    "name", "size", "sha256", "state", "receipt", "uploaded_at", "submitted_at", "certified_at", "decided_at",
    "reason", "supersedes_id", "correction",
)  # fmt: skip


def submission_facts(it: Submission) -> Told:
    return {
        **{name: getattr(it, name) for name in _SAME},
        "id": it.pk,
        "area": it.area_id,
        "agency": it.agency,
        "partly": it.taken_partly_by_id is not None,
        "cells_accepted": it.counts.get("cells_accepted"),
        "cells_rejected": it.counts.get("cells_rejected"),
    }


def whole_submission(duties: Duties, it: Submission) -> Told:
    return {
        **submission_facts(it),
        **{name: getattr(it, name) for name in ("source", "method", "contact")},
        "examination": examination_facts(it.examination) if it.examination else None,
        "accepting": it.accepting_at is not None,
        "problem": _said(it.problem),
        "corrections": [one.pk for one in corrections_of(it)],
        **{name: refused(refuse_verb(verb, duties, it)) for name, verb in REFUSALS.items()},
    }


def examination_facts(it: Examination) -> Told:
    names = ("number", "state", "step", "done", "total", "asked_at", "ended_at")
    return {
        **{name: getattr(it, name) for name in names},
        "problem": _said(it.problem),
        "counts": it.counts or None,
        "notes": [
            {
                "code": note["code"],
                "message": _said(note),
                "times": note.get("times", 0),
                "first_row": note.get("first_row", 0),
            }
            for note in it.notes
        ],
    }


def _said(data: Mapping[str, Any] | None) -> str:
    return in_words(Message.from_data(data)) if data else ""


def columns_facts(seen: Look) -> Told:
    data = seen.mapping.to_json()
    return {
        "sheets": list(seen.sheets),
        "source": seen.source,
        "said": [in_words(message) for message in seen.said],
        "mapping": data,
        "columns": [
            {
                **column,
                "values": list(seen.values.get(column["place"], ())),
                "why": in_words(seen.reasons[column["place"]]) if column["place"] in seen.reasons else "",
            }
            for column in data["columns"]
        ],
    }


def reject_facts(reject: Reject, titles: Mapping[int, str]) -> Told:
    return {
        "row": reject.row,
        "column": reject.column,
        "title": titles.get(reject.column, ""),
        "value": reject.value,
        "code": reject.reason.code,
        "reason": in_words(reject.reason),
        "mend": in_words(reject.mend) if reject.mend else "",
    }


def cell_facts(book: AreaBook, cells: Iterable[Cell]) -> list[Told]:
    """The parts' codes in one query."""
    found = list(cells)
    keys = {cell.key.part for cell in found} - {0}
    parts = dict(Part.objects.filter(pk__in=keys).values_list("pk", "codes"))
    items = {entry.key: entry.item for entry in book.entries.values()}
    return [_cell(cell, items.get(cell.key.item), parts) for cell in found]


def _cell(cell: Cell, item: Any, parts: Mapping[int, dict[str, str]]) -> Told:
    return {
        "item": item.code if item else str(cell.key.item),
        "area": str(cell.key.area),
        "period": str(Period(item.period, cell.key.period)) if item else str(cell.key.period),
        "parts": parts.get(cell.key.part, {}),
        "status": cell.status.value,
        "value": cell.value,
        "marks": [mark.value for mark in cell.marks],
        "submission_id": cell.submission,
        "row": cell.row,
        "column": cell.column,
    }
