"""Having a letter read, what was understood of it, and making the framework's draft from it."""

from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import File, Form, Path, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from samrit.audit.queries import history_of
from samrit.letters import actions
from samrit.letters.api.routes import READ, WRITE, WholeLetter, found_letter, router
from samrit.letters.api.understood import ReadingFacts
from samrit.letters.forms import LetterForm
from samrit.letters.models import Intake
from samrit.letters.permissions import refuse_confirming, refuse_settling
from samrit.letters.proposing import WindowBeside, draft_in_the_way, owners_of, windows_beside
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import FILE, ask_for, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.people.queries import areas_managed_by
from samrit.rules.wording import RefusedError, say
from samrit.ui.api.paging import Page, Slice
from samrit.ui.api.problems import Refused, of_form, refused, wrong
from samrit.ui.api.values import Key, PathKey, Text
from samrit.ui.wording import in_words

FRAMEWORKS = "frameworks:write"
_TWICE = say("owner_twice", "บอกหน่วยงานของคำว่า “{wording}” อย่างใดอย่างหนึ่ง: agency_id หรือ name")


class UploadForm(Schema):
    """For which province (TIS 1099) the letter is read."""

    area: Annotated[str, Text(8, least=1)]


class TakenFacts(Schema):
    """``new`` false: this very file was read for the province before, and what was settled stands."""

    new: bool
    letter: WholeLetter


class LetterStanding(Schema):
    """What may be done now: null, or why not. ``frameworks``: how many tables of KPIs the letter has."""

    settle: Refused | None
    confirm: Refused | None
    frameworks: int


class OwnerProposed(Schema):
    """An owner as the letter writes it; ``agency_id`` null: none fits. ``name``: what a new one would be called."""

    wording: str
    agency_id: int | None
    sure: bool
    name: str


class WindowProposed(Schema):
    """A window of the letter; ``set_opens_at`` and ``set_closes_at``: of the one that is set already."""

    months: int
    opens_at: datetime
    closes_at: datetime
    set_opens_at: datetime | None
    set_closes_at: datetime | None


class DraftProposed(Schema):
    """What would be made; ``draft_id``: the draft of that year that stands in the way."""

    year: int | None
    owners: list[OwnerProposed]
    windows: list[WindowProposed]
    draft_id: int | None
    refusal: Refused | None


class OwnerChosen(Schema):
    """An agency of the province, or the name of a new one."""

    wording: Annotated[str, Text(500, least=1)]
    agency_id: Key | None = None
    name: Annotated[str, Text(200, least=1)] | None = None


class DraftWanted(Schema):
    """The fiscal year, and the owners; one that is left out owns nothing yet."""

    year: int = Field(ge=2500, le=2700)
    owners: list[OwnerChosen] = Field([], max_length=300)


class DraftMade(Schema):
    """``notices``: what could not be taken over from the letter, in words."""

    edition_id: int
    notices: list[str]


class FrameworkPath(Schema):
    """Which table of KPIs of which letter, counted from 0."""

    letter_id: Key
    index: int = Field(ge=0, le=1000)


AtFramework = Annotated[FrameworkPath, Path()]


@writes(router, "/letters", scope=WRITE, answers=TakenFacts, missing=True, takes="multipart/form-data")
def read_letter(request: PersonRequest, file: File[UploadedFile], how: Form[UploadForm]) -> dict[str, Any]:
    """Have a letter read. Secrets are masked; the file is kept only when it held none.

    Takes .txt, .md, .docx, .odt, .doc, .xlsx, PDF, PNG, JPEG and TIFF; where the means to read scans or older documents are
    not installed it says so.
    """
    areas = areas_managed_by(request.duties)
    area = get_object_or_404(areas, code=how.area)
    form = LetterForm(Area.objects.filter(pk=area.pk), data={"area": area.pk}, files={"file": file})
    if not form.is_valid():
        raise of_form(form)
    sent = form.cleaned_data["file"]
    try:
        intake, new = actions.take_in(data=sent.read(), name=sent.name, area=area, by=request.user, now=now())
    except RefusedError as refusal:
        raise wrong("body.file", refusal.refusal.message) from None
    return {"new": new, "letter": found_letter(request, intake.pk)}


@reads(router, "/letters/{letter_id}/reading", scope=READ, answers=ReadingFacts)
def letter_reading(request: PersonRequest, letter_id: PathKey) -> dict[str, Any]:
    """What was understood of a letter, before anything was settled; of a scan with how sure and where each field is."""
    reading = found_letter(request, letter_id).reading
    return {"scan": None} | {name: reading[name] for name in ReadingFacts.model_fields if name in reading}


@reads(router, "/letters/{letter_id}/standing", scope=READ, answers=LetterStanding)
def letter_standing(request: PersonRequest, letter_id: PathKey) -> dict[str, Any]:
    """What may be done with a letter now."""
    intake = found_letter(request, letter_id)
    return {
        "settle": refused(refuse_settling(request.duties, intake)),
        "confirm": refused(refuse_confirming(request.duties, intake)),
        "frameworks": len(intake.reading["frameworks"]),
    }


@reads(router, "/letters/{letter_id}/original", scope=READ, answers=None, media=FILE)
def letter_original(request: PersonRequest, letter_id: PathKey) -> FileResponse:
    """The file as it was uploaded; there is none when it held a secret."""
    intake = found_letter(request, letter_id)
    if not intake.file:
        raise Http404
    return FileResponse(intake.file.open("rb"), as_attachment=True, filename=intake.name)


@reads(router, "/letters/{letter_id}/history", scope=READ, answers=Page[HappenedFacts])
def letter_history(request: PersonRequest, letter_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """Who read a letter and settled what, the newest first."""
    return happened(request, history_of(found_letter(request, letter_id)), at)


# ── the draft ───────────────────────────────────────────────────────────────
@reads(router, "/letters/{letter_id}/frameworks/{index}", scope=READ, answers=DraftProposed)
def letter_framework(request: PersonRequest, at: AtFramework) -> dict[str, Any]:
    """What draft would be made of a letter's framework: the agencies that are meant, and the windows."""
    intake = _with_framework(request, at)
    year = intake.reading["frameworks"][at.index]["fiscal_year"]
    draft = draft_in_the_way(intake, year)
    return {
        "year": year,
        "owners": [
            {
                "wording": one.wording,
                "agency_id": one.agency.pk if one.agency else None,
                "sure": one.sure,
                "name": one.name,
            }
            for one in owners_of(intake, at.index)
        ],
        "windows": [_window(one) for one in windows_beside(intake, year)] if year else [],
        "draft_id": draft.pk if draft else None,
        "refusal": refused(refuse_confirming(request.duties, intake)),
    }


@writes(router, "/letters/{letter_id}/frameworks/{index}/draft", scope=WRITE, answers=DraftMade, made=True)
def make_draft_from_letter(request: PersonRequest, at: AtFramework, body: DraftWanted) -> Status[Any]:
    """Make the draft of a framework from a letter, and set the windows that it names.

    The token needs frameworks:write too.
    """
    ask_for(request.token, FRAMEWORKS)  # type: ignore[attr-defined]  # put there by the gate
    intake = _with_framework(request, at)
    confirmed = actions.confirm_framework(
        intake=intake,
        index=at.index,
        year=body.year,
        owners=_chosen(body.owners),
        by=request.user,
        now=now(),
    )
    return made({"edition_id": confirmed.edition.pk, "notices": [in_words(one) for one in confirmed.notices]})


def _with_framework(request: PersonRequest, at: FrameworkPath) -> Intake:
    intake = found_letter(request, at.letter_id)
    if at.index >= len(intake.reading["frameworks"]):
        raise Http404
    return intake


def _chosen(owners: list[OwnerChosen]) -> dict[str, int | str]:
    """Wording → the agency's key, or the name of a new one."""
    chosen: dict[str, int | str] = {}
    for place, one in enumerate(owners):
        given = one.agency_id if one.agency_id is not None else one.name
        if given is None or (one.agency_id is not None and one.name is not None):
            raise wrong(f"body.owners.{place}", say(_TWICE.code, _TWICE.text, wording=one.wording))
        chosen[one.wording] = given
    return chosen


def _window(one: WindowBeside) -> dict[str, Any]:
    return {
        "months": one.read.months,
        "opens_at": one.read.opens_at,
        "closes_at": one.read.closes_at,
        "set_opens_at": one.existing.opens_at if one.existing else None,
        "set_closes_at": one.existing.closes_at if one.existing else None,
    }
