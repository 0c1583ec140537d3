"""Short links as officers keep them: the list, making one, its page with counts and QR code."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.audit.queries import history_of
from samrit.letters.actions.links import make_link, revoke_link
from samrit.letters.documents.codes import PNG, SVG, qr_png, qr_svg
from samrit.letters.documents.posters import draw_poster
from samrit.letters.forms.links import LinkFilter, LinkForm, ReasonForm
from samrit.letters.models import ShortLink
from samrit.letters.permissions.links import refuse_following, refuse_revoking
from samrit.letters.queries.links import (
    last_days,
    links_visible_to,
    matching,
    openings_of,
    with_openings,
)
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.queries import areas_managed_by
from samrit.rules.letters.links import host_in_letters
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ON_PAGE = 50
CONFLICT, UNPROCESSABLE, UNAVAILABLE = 409, 422, 503


def only_managers(request: PersonRequest) -> None:
    if not areas_managed_by(request.duties).exists():
        raise Http404


def found_link(request: PersonRequest, pk: int) -> ShortLink:
    return get_object_or_404(links_visible_to(request.duties), pk=pk)


def address_of(request: PersonRequest, link: ShortLink) -> str:
    return request.build_absolute_uri(reverse("link:follow", args=[link.code]))


def crumbs_of(*more: Crumb) -> list[Crumb]:
    return [Crumb(gettext("ลิงก์สั้น"), reverse("links:list")), *more]


@require_safe
def links(request: PersonRequest) -> HttpResponse:
    """Which links are out there, and are they used?"""
    only_managers(request)
    form = LinkFilter(data=request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = with_openings(matching(links_visible_to(request.duties), words))
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "words": words, "now": now()}
    return render(request, "letters/links/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: PersonRequest) -> HttpResponse:
    only_managers(request)
    areas = areas_managed_by(request.duties)
    form = LinkForm(
        areas, central=request.duties.evaluates, data=request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid() and (made := _made(request, form)):
        messages.success(request, gettext("ทำลิงก์แล้ว คัดลอกหรือพิมพ์โปสเตอร์ได้เลย"))
        return redirect("links:one", made.pk)
    context = {"form": form, "crumbs": crumbs_of(Crumb(gettext("ทำลิงก์สั้น")))}
    return render(request, "letters/links/new.html", context, status=UNPROCESSABLE if form.errors else 200)


def _made(request: PersonRequest, form: LinkForm) -> ShortLink | None:
    said = form.cleaned_data
    try:
        return make_link(
            area=said["area"], title=said["title"], target=said["target"], expires_at=said["expires_on"],
            by=request.user, now=now(),
        )  # fmt: skip
    except RefusedError as refused:
        field = "target" if refused.refusal.code.startswith("link_target") else None
        form.add_error(field, in_words(refused.refusal.message))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: PersonRequest, pk: int) -> HttpResponse:
    """Where does it lead, how often was it opened? POST revokes it."""
    found = found_link(request, pk)
    if request.method != "POST":
        return _page(request, found)
    form = ReasonForm(data=request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return _page(request, found, status=UNPROCESSABLE)
    try:
        revoke_link(link=found, reason=form.cleaned_data["reason"], by=request.user, now=now())
    except RefusedError as refused:
        return _page(request, found, refusal=refused.refusal, status=CONFLICT)
    messages.success(request, gettext("ยกเลิกลิงก์แล้ว ผู้ที่เปิดจะเห็นว่าถูกยกเลิก"))
    return redirect("links:one", found.pk)


def _page(
    request: PersonRequest, found: ShortLink, *, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    days = last_days(found, localdate())
    context: dict[str, Any] = {
        "link": found,
        "address": address_of(request, found),
        "letters": host_in_letters(found.target.split("/")[2]) if found.is_outside else "",
        "dead": refuse_following(found, now()),
        "revoking": refuse_revoking(request.duties, found),
        "refusal": refusal,
        "days": days,
        "openings": openings_of(found),
        "history": told(history_of(found)),
        "crumbs": crumbs_of(Crumb(found.title)),
    }
    return render(request, "letters/links/one.html", context, status=status)


# ── on paper ────────────────────────────────────────────────────────────────
@require_safe
def link_qr(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    """The QR code as a picture, for letters and slides."""
    found = found_link(request, pk)
    address = address_of(request, found)
    content, media = (qr_svg(address), SVG) if kind == "svg" else (qr_png(address), PNG)
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'inline; filename="link-{found.code}.{kind}"'
    return response


@require_safe
def link_poster(request: PersonRequest, pk: int) -> HttpResponse:
    found = found_link(request, pk)
    office = f"จังหวัด{found.area.name}" if found.area else "สำนักงาน ก.พ.ร."
    try:
        content = draw_poster(
            office=office, title=found.title, ask="สแกนเพื่อเปิด", lines=(), address=address_of(request, found)
        )
    except PaperUnavailableError:
        return no_paper(request, reverse("links:one", args=[found.pk]))
    return as_pdf(content, f"link-{found.code}")


def as_pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def no_paper(request: PersonRequest, back: str) -> HttpResponse:
    return render(request, "letters/no_paper.html", {"back": back}, status=UNAVAILABLE)
