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
from samrit.indicators.looking import known_in, look
from samrit.indicators.mapping_words import Known
from samrit.indicators.models import Submission
from samrit.indicators.reading import Column, Mapping, Means
from samrit.people.api.operations import writes
from samrit.people.middleware import PersonRequest
from samrit.rules.periods import from_text
from samrit.rules.wording import Message, RefusedError, say
from samrit.ui.api.problems import wrong
from samrit.ui.api.values import PathKey

Enqueue = Callable[[int], object]
_PLACES = say("mapping_places", "ต้องบอกทุกคอลัมน์ของไฟล์ ครั้งเดียว: คอลัมน์ที่ 0 ถึง {last}")
_UNKNOWN = say("mapping_unknown", "ไม่มีรหัสนี้ในฐานข้อมูลของจังหวัด")
_SAID = say("mapping_unfinished", "{sentence}")


def in_background(examine: Enqueue, accept: Enqueue) -> Router:
    """``examine``, ``accept``: put the work for an examination's or a submission's key into the queue. Called once."""
    router = Router(tags=["data"])

    @writes(router, f"{ONE}/examine", scope=WRITE, answers=facts.WholeSubmission)
    def examine_submission(
        request: PersonRequest, submission_id: PathKey, body: facts.DataExamineGiven
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


def _mapping(one: Submission, given: facts.DataMappingGiven, reading: dict[str, Any]) -> dict[str, Any]:
    """As it is kept, with the file's own titles; 422 where it does not fit the file or leaves something open."""
    said = {name: value for name, value in reading.items() if value not in ("", None)}
    titles = look(one, said or None).raw.columns
    data = given.dict()
    columns = sorted(data["columns"], key=lambda column: int(column["place"]))
    if [column["place"] for column in columns] != list(range(len(titles))):
        raise wrong("body.mapping.columns", Message(_PLACES.code, _PLACES.text, {"last": len(titles) - 1}))
    data["columns"] = [{**column, "title": titles[column["place"]]} for column in columns]
    mapping = Mapping.from_json(data)
    known = known_in(one.area)
    _check(mapping, "body.mapping", known)
    for column in mapping.columns:
        _check(column, f"body.mapping.columns.{column.place}", known)
    for sentence in missing(mapping):
        raise wrong("body.mapping", Message(_SAID.code, _SAID.text, {"sentence": sentence}))
    return mapping.to_json()


def _check(said: Mapping | Column, place: str, known: Known) -> None:
    """Codes that the province knows, and a period as it is written: what is named must be there."""
    if said.item and said.item not in known.book.items:
        raise wrong(f"{place}.item", _UNKNOWN)
    if said.area and known.area_of(said.area) is None:
        raise wrong(f"{place}.area", _UNKNOWN)
    lists = {name: {one.code for one in codes.codes} for name, codes in known.book.lists.items()}
    if any(code not in lists.get(name, ()) for name, code in said.parts):
        raise wrong(f"{place}.parts", _UNKNOWN)
    if isinstance(said, Column) and (said.list or said.means == Means.PART) and said.list not in lists:
        raise wrong(f"{place}.list", _UNKNOWN)
    if said.period:
        try:
            from_text(said.period)
        except RefusedError as refused:
            raise wrong(f"{place}.period", refused.refusal.message) from None
