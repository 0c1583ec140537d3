"""Beginning a letter where the work is: the button of a framework's, round's, result's, appeal's or meeting's page, and the click."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from samrit.letters import actions
from samrit.letters.forms.writing import MatterForm
from samrit.letters.models import Issuer
from samrit.letters.permissions.topics import Standing, standing_of
from samrit.letters.queries.beginning import about_visible_to, goes_on, name_of
from samrit.letters.queries.topics import About
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.merging import topic_label
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: PersonRequest) -> HttpResponse:
    """``topic`` and ``about`` (a key) say what the letter is to tell. With htmx only the button comes back."""
    topic, about = _asked(request, request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _shown(request, topic, about)
    office = _office(request, standing_of(request.duties, topic, about, now=now()))
    if office is None:
        return _shown(request, topic, about, status=HTTPStatus.CONFLICT)
    try:
        letter, new = actions.begin_from_topic(
            issuer=office, topic=topic, about=about, by=request.user, now=now()
        )
    except RefusedError as refused:
        return _shown(request, topic, about, refusal=refused.refusal, status=HTTPStatus.CONFLICT)
    if new:
        messages.success(request, gettext("ร่างหนังสือให้แล้ว ตรวจและแก้ไขได้ก่อนเสนอลงนาม"))
    else:
        messages.info(request, gettext("เรื่องนี้เริ่มร่างไว้แล้ววันนี้ จึงเปิดร่างเดิมให้"))
    return redirect("writing:letter", letter.pk)


def _asked(request: PersonRequest, said: QueryDict) -> tuple[str, About]:
    """404 for a topic that nothing is drafted from, and for what this person may not see."""
    topic, key = said.get("topic", ""), said.get("about", "")
    if matter := said.get("matter"):
        topic, _between, key = matter.partition(MatterForm.BETWEEN)
    about = about_visible_to(request.duties, topic, _key(key))
    if about is None:
        raise Http404
    return topic, about


def _key(text: str) -> int:
    """0, which no row has, for anything but a key."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - no key is longer


def _office(request: PersonRequest, standing: Standing) -> Issuer | None:
    """The one that was chosen; the first, where there was nothing to choose."""
    chosen = _key(request.POST.get("issuer", ""))
    named = next((one for one in standing.offices if one.pk == chosen), None)
    return named or next(iter(standing.offices), None)


def _shown(
    request: PersonRequest,
    topic: str,
    about: About,
    *,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    standing = standing_of(request.duties, topic, about, now=now())
    context = {
        "topic": topic,
        "about": about,
        "name": name_of(about),
        "label": topic_label(topic),
        "standing": standing,
        "refusal": refusal or standing.refusal,
        "goes_on": goes_on(standing.last, localdate(now())),
        "crumbs": [Crumb(gettext("หนังสือที่ออก"), reverse("writing:list")), Crumb(gettext("เริ่มหนังสือ"))],
    }
    template = "letters/written/begin_button.html" if _is_part(request) else "letters/written/begin.html"
    return render(request, template, context, status=status)


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False)) and request.method != "POST"
