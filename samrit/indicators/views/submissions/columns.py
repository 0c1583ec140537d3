"""What does each column say? Chosen once, remembered for the next file of the same titles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.indicators import mapping_words as words
from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.documents.rejects import column_letter
from samrit.indicators.forms.mapping import MOST_SHOWN, MappingForm
from samrit.indicators.looking import Look, known_in, look
from samrit.indicators.permissions.submissions import refuse_verb
from samrit.indicators.views.submissions.keeping import survives_sign_in, typed_before
from samrit.indicators.views.submissions.shown import Found, crumbs, found, name_of
from samrit.people.middleware import PersonRequest
from samrit.rules.submitting import State, Verb
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

LONGEST_ROW = 6  # digits of a row's number
ENCODINGS = {"utf-8": "UTF-8", "tis-620": "TIS-620 / Windows-874", "utf-16": "UTF-16"}


@dataclass(frozen=True)
class Shown:
    """One column of the page."""

    place: int
    letter: str
    title: str
    values: Any
    why: str
    fields: Mapping[str, Any]


@survives_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: PersonRequest, area: str, pk: int, examine: Callable[[int], object]) -> HttpResponse:
    """Each column with its first values, what it was taken for, and what it may be instead."""
    one = found(request, area, pk)
    if one.submission.state != State.DRAFT:
        return redirect(one.url())
    typed = typed_before(request)
    sent = typed or (request.POST if request.method == "POST" else request.GET)
    reading = _reading(sent)
    try:
        seen = look(one.submission, reading)
    except RefusedError as refused:
        return _unreadable(request, one, reading, refused.refusal)
    known = known_in(one.area)
    form = MappingForm(typed or request.POST or None, mapping=seen.mapping, known=known)
    refusal = refuse_verb(Verb.EXAMINE, request.duties, one.submission)
    if request.method == "POST" and form.is_valid() and not refusal:
        try:
            ask_to_examine(
                submission=one.submission, by=request.user, now=now(), enqueue=examine,
                mapping=form.mapping.to_json(), reading=reading or {},
            )  # fmt: skip
        except RefusedError as refused:
            refusal = refused.refusal
        else:
            messages.success(request, _("เก็บการจับคู่คอลัมน์แล้ว"))
            return redirect(one.url())
    context = {
        **_shown(one, reading, refusal),
        "seen": seen,
        "columns": [_column(form, seen, column) for column in seen.mapping.columns[:MOST_SHOWN]],
        "more": max(0, len(seen.mapping.columns) - MOST_SHOWN),
        "form": form,
        "items": words.item_choices(known),
        "areas": words.area_choices(known),
        "parts": words.part_choices(known),
    }
    status = 200 if typed else 409 if request.method == "POST" and refusal else 422 if form.errors else 200
    return render(request, "indicators/submissions/columns.html", context, status=status)


def _shown(one: Found, reading: Mapping[str, Any] | None, refusal: Refusal | None) -> dict[str, Any]:
    examination = one.submission.examination
    return {
        "submission": one.submission,
        "name": name_of(one.submission),
        "reading": reading if reading is not None else (examination.reading if examination else {}),
        "refusal": refusal,
        "encodings": [("", _("หาให้เอง")), *ENCODINGS.items()],
        "crumbs": crumbs(one, Crumb(_("จับคู่คอลัมน์"))),
        "back": one.url(),
    }


def _unreadable(
    request: PersonRequest, one: Found, reading: Mapping[str, Any] | None, problem: Refusal
) -> HttpResponse:
    """Why, and what can still be tried with this file."""
    context = {
        **_shown(one, reading, refuse_verb(Verb.EXAMINE, request.duties, one.submission)),
        "problem": problem,
        "withdraw_refusal": refuse_verb(Verb.WITHDRAW, request.duties, one.submission),
    }
    return render(request, "indicators/submissions/columns.html", context, status=422)


def _column(form: MappingForm, seen: Look, column: Any) -> Shown:
    return Shown(
        place=column.place,
        letter=column_letter(column.place),
        title=column.title,
        values=seen.values.get(column.place, ()),
        why=in_words(seen.reasons[column.place]) if column.place in seen.reasons else "",
        fields=form.column_fields(column),
    )


def _reading(sent: QueryDict) -> dict[str, Any] | None:
    """Sheet, row of titles and encoding where the person said so; None where the page was only opened."""
    if not {"sheet", "header", "encoding"} & set(sent):
        return None
    header = sent.get("header", "").strip()
    usable = header.isascii() and header.isdigit() and len(header) <= LONGEST_ROW
    said = {
        "sheet": sent.get("sheet", "")[:200],
        "header": int(header) if usable else None,
        "encoding": sent.get("encoding", "") if sent.get("encoding") in ENCODINGS else "",
    }
    return {key: value for key, value in said.items() if value not in ("", None)}
