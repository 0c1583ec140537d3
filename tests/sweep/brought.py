"""Data files of ``here``: one handed over without its rejected cell, one examined and not handed over, one returned."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.indicators.actions.moving import return_, submit
from samrit.indicators.models import Submission
from samrit.indicators.queries.submissions import submission_of
from tests.indicators.submitting import all_of, csv, examined, received
from tests.world import NOW, World

Say = Callable[[str, str], str]
OF_SENT = (
    "submission", "submission_rejects", "submission_differences", "submission_receipt", "submission_file",
)  # fmt: skip


def brought(here: World, say: Say) -> None:
    def told(what: str) -> str:
        return say("here·development", what)

    sent = _sent(here, "2564", told, {"1303": "สิบสอง"})
    examined(received(here, csv(all_of("7"), "2563"), name=f"{told('draft')}.csv"))
    returned = _sent(here, "2562", told, {})
    return_(submission=returned, reason=told("returned"), by=here.coordinator, now=NOW)
    assert sent.state == "submitted"


def _sent(here: World, year: str, told: Callable[[str], str], rows: dict[str, str]) -> Submission:
    draft = received(here, csv({**all_of("5"), **rows}, year), name=f"{told('data')} {year}.csv")
    examined(draft)
    return submit(
        submission=submission_of(draft.pk), source=told("source"), method=told("method"), contact=told("contact"),
        only_good=bool(rows), by=here.recorder, now=NOW,
    )  # fmt: skip


def one_in(here: World, state: str) -> Submission:
    """The newest of ``brought`` in a state."""
    return Submission.objects.filter(area=here.area, state=state).order_by("-pk")[0]


def data_arguments(here: World) -> dict[str, list[Any]]:
    area, sent = here.area.pk, one_in(here, "submitted").pk
    return {
        **{f"indicators:{name}": [area] for name in ("submissions", "submission_new", "submission_desk")},
        **{f"indicators:{name}": [area, sent] for name in OF_SENT},
        "indicators:submission_rejects_file": [area, sent, "csv"],
        "indicators:submission_columns": [area, one_in(here, "draft").pk],
        "indicators:submission_correct": [area, one_in(here, "returned").pk],
    }


def sent_about_data(here: World) -> dict[str, dict[str, Any]]:
    """Name → a form that would be taken from whoever may send it."""
    agency = {"agency": here.development.pk}
    columns = {f"c{place}-means": means for place, means in enumerate(("area", "period", "value"))}
    return {
        "indicators:submission_new": {**agency, "file": a_file("4")},
        "indicators:submission_correct": {**agency, "file": a_file("3"), "reason": "พิมพ์ผิดหลัก"},
        "indicators:submission": {"action": "return", "reason": "ผิดปี"},
        "indicators:submission_columns": {**columns, "item": "waste_generated", "level": "district"},
    }


def a_file(value: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("ขยะ.csv", csv(all_of(value), "2561"), "text/csv")
