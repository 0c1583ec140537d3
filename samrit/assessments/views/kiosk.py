"""The counter: one device, many people; what is answered without the network is sent later, and counts once."""

import json
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from samrit.assessments.actions.taking import MOST_AT_ONCE, Given, take_answers
from samrit.assessments.models import SurveyPoint
from samrit.assessments.moments import is_kiosk_key
from samrit.assessments.queries.surveys import asked_by, district_name
from samrit.assessments.questions import ENGLISH, parts_of
from samrit.assessments.views.answering import found_point
from samrit.ui.flooding import flood
from samrit.ui.wording import in_words

LONGEST_BODY = 1_000_000  # bytes
FASTER = 5  # times what one visitor may send: a counter hands in what a day without the network left


def _at(code: str, key: str) -> SurveyPoint:
    point = found_point(code)
    if not is_kiosk_key(point.code, point.kiosk_series, key):
        raise Http404
    return point


@login_not_required
@require_safe
def kiosk(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """All questions at once: the script shows those that are asked, with or without the network."""
    point = _at(code, key)
    instrument = asked_by(point.run.release)
    english = getattr(request, "LANGUAGE_CODE", "") == ENGLISH
    context = {
        "point": point,
        "run": point.run,
        "key": key,
        "title": point.run.name_en if english and point.run.name_en else point.run.name,
        "district": district_name(point.district, english=english),
        "parts": parts_of(instrument, instrument.questions, {}, conditions=True),
        "english": english,
        "today": localdate().isoformat(),
    }
    response = render(request, "assessments/answering/kiosk.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def kiosk_worker(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The service worker that opens the counter's page without the network; its address says of which page."""
    context = {"point": _at(code, key)}
    response = render(
        request, "assessments/answering/worker.js", context, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


# The signed address is what lets a counter in; there is no session that could be misused.
@csrf_exempt
@login_not_required
@require_POST
def kiosk_answers(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """``{"answers": [{"client": uuid, "day": "2024-10-10", "answers": {…}}]}`` → which are kept, which are wrong."""
    point = _at(code, key)
    given = _given(request)
    if given is None:
        return JsonResponse({"kept": [], "wrong": []}, status=HTTPStatus.BAD_REQUEST)
    limit = max(settings.SURVEY_RATE * FASTER, MOST_AT_ONCE) if settings.SURVEY_RATE else 0
    if wait := flood.seconds_to_wait(f"kiosk {key}", limit=limit, now=now(), many=len(given)):
        headers = {"Retry-After": str(wait)}
        return JsonResponse({"kept": [], "wrong": []}, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
    kept, wrong = take_answers(point=point, given=given, now=now())
    told = [
        {"client": str(client), "why": [in_words(one.message) for one in faults]}
        for client, faults in wrong.items()
    ]
    return JsonResponse({"kept": [str(one) for one in kept], "wrong": told})


def _given(request: HttpRequest) -> list[Given] | None:
    """None for what a counter of ours would not send."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        return None
    try:
        rows = json.loads(request.body)["answers"]
        if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
            return None
        return [_one(row) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _one(row: Mapping[str, Any]) -> Given:
    answers = row["answers"]
    if not isinstance(answers, dict):
        raise TypeError(answers)
    return Given(UUID(str(row["client"])), date.fromisoformat(str(row["day"])), answers)
