"""The public form: a link or a QR code, no account, no script, nothing that tells who answered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from samrit.assessments.actions.taking import NotWholeError, take_answer
from samrit.assessments.forms.answering import bare_answers
from samrit.assessments.models import SurveyPoint
from samrit.assessments.moments import Moment, new_moment, read_moment
from samrit.assessments.permissions.surveys import refuse_answering
from samrit.assessments.queries.surveys import asked_by, district_name, is_taken, point_of
from samrit.assessments.questions import ENGLISH, parts_of
from samrit.rules.instruments import Instrument, Wrong, read_sheet
from samrit.rules.wording import RefusedError
from samrit.ui.flooding import flood
from samrit.ui.places import place_of
from samrit.ui.wording import in_words

TRAP = "website"  # a field that people do not see and scripts fill in
ANSWERED = "samrit_answered"  # a cookie for this address alone; it says only that this device answered
ANSWERED_FOR = 12 * 3600  # seconds
SEEN, MOMENT, AGAIN = "seen", "moment", "again"
TURN = "turn"  # the other language, with what was typed
Answers = Mapping[str, object]


# The form carries its own signed moment and acts for nobody signed in: there is no session that could be misused.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """What do you think of this service?"""
    point = found_point(code)
    if refusal := refuse_answering(point, localdate()):
        return _page(request, point, "closed", status=HTTPStatus.GONE, why=refusal)
    if request.method == "POST":
        return _answered(request, point, now())
    if _has_answered(request):
        return _page(request, point, "answered")
    instrument = asked_by(point.run.release)
    return _form(request, point, instrument, {}, moment=new_moment(code, now()))


def found_point(code: str) -> SurveyPoint:
    point = point_of(code)
    if point is None:
        raise Http404
    return point


def _has_answered(request: HttpRequest) -> bool:
    """Softly: several people may share a device, so the page offers to answer again."""
    return ANSWERED in request.COOKIES and AGAIN not in request.GET


def _answered(request: HttpRequest, point: SurveyPoint, at: datetime) -> HttpResponse:
    instrument = asked_by(point.run.release)
    answers = bare_answers(instrument, request.POST)
    if request.POST.get(TRAP):
        return _thanked(request)  # a script learns nothing from the answer
    if TURN in request.POST:
        return _form(request, point, instrument, answers)
    moment = read_moment(point.code, request.POST.get(MOMENT, ""), at)
    if moment is None:
        said = gettext("หน้านี้เปิดไว้นานแล้ว คำตอบยังอยู่ครบ กดส่งอีกครั้ง")
        return _form(request, point, instrument, answers, moment=new_moment(point.code, at), said=said)
    if wait := _must_wait(request, moment, at):
        return _later(request, point, instrument, answers, wait)
    return _gone_on(request, point, answers, moment, at)


def _gone_on(
    request: HttpRequest, point: SurveyPoint, answers: Answers, moment: Moment, at: datetime
) -> HttpResponse:
    """Asked what is new, asked whether it is another person, then taken."""
    instrument = asked_by(point.run.release)
    seen = set(request.POST.getlist(SEEN)) | answers.keys()
    sheet = read_sheet(instrument, answers)
    if new := [code for code in sheet.reached if code not in seen]:
        return _more(request, point, instrument, answers, new)
    if _has_answered(request) and not is_taken(moment.client):
        said = gettext("เครื่องนี้ตอบไปแล้ว ถ้าท่านเป็นคนอื่น หรือใช้บริการอีกครั้ง กดส่งอีกครั้ง คำตอบยังอยู่ครบ")
        return _form(request, point, instrument, answers, said=said, again=True)
    try:
        take_answer(point=point, sheet=sheet, client=moment.client, now=at)
    except NotWholeError as fault:
        said = gettext("ยังส่งไม่ได้ ดูข้อที่มีข้อความกำกับ คำตอบอื่นยังอยู่ครบ")
        return _form(
            request, point, instrument, answers, wrong=fault.wrong, said=said,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )  # fmt: skip
    except RefusedError as refused:
        return _page(request, point, "closed", status=HTTPStatus.GONE, why=refused.refusal)
    return _thanked(request)


def _must_wait(request: HttpRequest, moment: Moment, at: datetime) -> int:
    """Seconds until this may be sent: nobody fills a form in at once, and from one place only so many come."""
    if (left := settings.SURVEY_LEAST_SECONDS - moment.age(at)) > 0:
        return left
    return flood.seconds_to_wait(place_of(request), limit=settings.SURVEY_RATE, now=at)


def _later(
    request: HttpRequest, point: SurveyPoint, instrument: Instrument, answers: Answers, wait: int
) -> HttpResponse:
    said = gettext("ขณะนี้ยังรับไม่ได้ คำตอบยังอยู่ครบ รอ {seconds} วินาทีแล้วกดส่งอีกครั้ง").format(seconds=wait)
    response = _form(request, point, instrument, answers, said=said, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(wait)
    return response


def _more(
    request: HttpRequest, point: SurveyPoint, instrument: Instrument, answers: Answers, new: Sequence[str]
) -> HttpResponse:
    """Answers led to questions that were not on the page yet."""
    said = ngettext("มีคำถามเพิ่มอีก {n} ข้อตามคำตอบของท่าน", "มีคำถามเพิ่มอีก {n} ข้อตามคำตอบของท่าน", len(new)).format(
        n=len(new)
    )
    return _form(request, point, instrument, answers, said=said, new=new)


def _thanked(request: HttpRequest) -> HttpResponse:
    """``request`` is one of the form's own address."""
    response = HttpResponseRedirect(f"{request.path}thanks/", status=HTTPStatus.SEE_OTHER)
    response.set_cookie(
        ANSWERED, "1", max_age=ANSWERED_FOR, path=request.path,
        httponly=True, samesite="Lax", secure=request.is_secure(),
    )  # fmt: skip
    return response


@login_not_required
@require_safe
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, found_point(code), "thanks")


def _form(
    request: HttpRequest,
    point: SurveyPoint,
    instrument: Instrument,
    answers: Answers,
    *,
    wrong: Iterable[Wrong] = (),
    new: Sequence[str] = (),
    said: str = "",
    moment: str = "",
    again: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """``moment`` empty: the form goes on with the one that it was opened with. ``again``: this device answered before."""
    sheet = read_sheet(instrument, answers)
    return _page(
        request,
        point,
        "form",
        status=status,
        parts=parts_of(instrument, sheet.reached, answers, wrong, new=new),
        reached=sheet.reached,
        moment=moment or request.POST.get(MOMENT, ""),
        again=again or AGAIN in request.GET,
        trap=TRAP,
        said=said,
        has_wrong=bool(wrong),
    )


def _page(
    request: HttpRequest, point: SurveyPoint, page: str, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    english = getattr(request, "LANGUAGE_CODE", "") == ENGLISH
    run = point.run
    why = more.pop("why", None)
    context = {
        "point": point,
        "run": run,
        "page": page,
        "title": (run.name_en if english and run.name_en else run.name),
        "district": district_name(point.district, english=english),
        "purpose": "",
        "why": in_words(why.message) if why else "",
        "english": english,
        **more,
    }
    response = render(request, "assessments/answering/page.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
