"""What takes its time and is done in the background: examining a file, taking it into the database."""

from collections.abc import Callable
from typing import Any

from django.utils.timezone import now
from ninja import Router

from samrit.indicators.actions.accepting import ask_to_accept
from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.api import data_facts as facts
from samrit.indicators.api.submissions import ONE, SIGN, WRITE, found, told
from samrit.indicators.forms.mapping import missing
from samrit.indicators.looking import look
from samrit.indicators.models import Submission
from samrit.indicators.reading import Mapping
from samrit.people.api.operations import writes
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Message, say
from samrit.ui.api.problems import wrong
from samrit.ui.api.values import PathKey

Enqueue = Callable[[int], object]
_PLACES = say("mapping_places", "ต้องบอกทุกคอลัมน์ของไฟล์ ครั้งเดียว: คอลัมน์ที่ 0 ถึง {last}")
_SAID = say("mapping_unfinished", "{sentence}")


def in_background(examine: Enqueue, accept: Enqueue) -> Router:
    """``examine``, ``accept``: put the work for an examination's or a submission's key into the queue. Called once."""
    router = Router(tags=["data"])

    @writes(router, f"{ONE}/examine", scope=WRITE, answers=facts.WholeSubmission)
    def examine_submission(
        request: PersonRequest, submission_id: PathKey, body: facts.ExamineGiven
    ) -> dict[str, Any]:
        """Have every cell checked in the background. Read the submission again until its examination is done."""
        one = found(request, submission_id)
        reading = body.dict(exclude={"mapping"})
        mapping = _mapping(one, body.mapping, reading) if body.mapping else None
        ask_to_examine(
            submission=one, by=request.user, now=now(), mapping=mapping, reading=reading, enqueue=examine
        )
        return told(request, one)

    @writes(router, f"{ONE}/accept", scope=SIGN, answers=facts.WholeSubmission)
    def accept_submission(request: PersonRequest, submission_id: PathKey) -> dict[str, Any]:
        """Take it into the province's database in the background; readers see the old figures until all is done."""
        one = found(request, submission_id)
        return told(request, ask_to_accept(submission=one, by=request.user, now=now(), enqueue=accept))

    return router


def _mapping(one: Submission, given: facts.MappingGiven, reading: dict[str, Any]) -> dict[str, Any]:
    """As it is kept, with the file's own titles; 422 where it does not fit the file or leaves something open."""
    said = {name: value for name, value in reading.items() if value not in ("", None)}
    titles = look(one, said or None).raw.columns
    data = given.dict()
    columns = sorted(data["columns"], key=lambda column: int(column["place"]))
    if [column["place"] for column in columns] != list(range(len(titles))):
        raise wrong("body.mapping.columns", Message(_PLACES.code, _PLACES.text, {"last": len(titles) - 1}))
    data["columns"] = [{**column, "title": titles[column["place"]]} for column in columns]
    mapping = Mapping.from_json(data)
    for sentence in missing(mapping):
        raise wrong("body.mapping", Message(_SAID.code, _SAID.text, {"sentence": sentence}))
    return mapping.to_json()
