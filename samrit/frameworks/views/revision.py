"""Revising: starting a revision, its resolution and day, what it changes, who has confirmed it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from samrit.frameworks import actions, contents
from samrit.frameworks.comparing import laid_out
from samrit.frameworks.forms import ConfirmationForm, RevisionFactsForm
from samrit.frameworks.models import Edition
from samrit.frameworks.queries import (
    changes_between,
    compared_with,
    confirmations_of,
    editions_beside,
    editions_visible_to,
    with_contents,
)
from samrit.frameworks.views.pages import Typed, crumbs, show
from samrit.people.middleware import PersonRequest, proven
from samrit.rules.amendment import counted
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

CHANGED_PER_PAGE = 200


def _found(request: PersonRequest, pk: int) -> Edition:
    return get_object_or_404(editions_visible_to(request.duties), pk=pk)


def _refused(request: PersonRequest, pk: int, refused: RefusedError) -> HttpResponse:
    messages.error(request, in_words(refused.refusal.message))
    edition = get_object_or_404(with_contents(editions_visible_to(request.duties)), pk=pk)
    return show(request, edition, Typed(status=HTTPStatus.CONFLICT))


@require_POST
def revise(request: PersonRequest, pk: int) -> HttpResponse:
    """One click: the draft of the next edition, saying what the edition in force says."""
    try:
        draft = actions.start_revision(edition=_found(request, pk), by=request.user, now=now())
    except RefusedError as refused:
        return _refused(request, pk, refused)
    messages.success(
        request,
        gettext("เริ่มร่างฉบับที่ {number} แล้ว – แก้สิ่งที่จะปรับปรุง แล้วระบุมติและวันเริ่มใช้").format(number=draft.number),
    )
    return redirect("frameworks:edition", draft.pk)


@require_POST
def facts(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep the resolution, the day and the reason of a draft."""
    edition = _found(request, pk)
    form = RevisionFactsForm(edition, request.POST)
    if not form.is_valid():
        whole = get_object_or_404(with_contents(editions_visible_to(request.duties)), pk=pk)
        return show(request, whole, Typed(facts=form, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    try:
        actions.set_revision_facts(edition=edition, by=request.user, now=now(), **form.cleaned_data)
    except RefusedError as refused:
        return _refused(request, pk, refused)
    messages.success(request, gettext("บันทึกมติและวันเริ่มใช้แล้ว"))
    return redirect(f"{reverse('frameworks:edition', args=[pk])}#revision")


@require_safe
def changes(request: PersonRequest, pk: int) -> HttpResponse:
    """What differs from the edition before it, or from another one (``?against=``)."""
    edition = _found(request, pk)
    others = list(editions_visible_to(request.duties) & editions_beside(edition))
    asked = request.GET.get("against", "")
    chosen = next((one.pk for one in others if str(one.pk) == asked), None)
    against = compared_with(edition, others, chosen)
    found = changes_between(against, edition) if against else ()
    context = {
        "edition": edition,
        "against": against,
        "others": others,
        "area_name": contents.area_name(edition.framework.area),
        "counted": counted(found),
        "page": Paginator(laid_out(found), CHANGED_PER_PAGE).get_page(request.GET.get("page")),
        "crumbs": [*crumbs(edition), _crumb(edition), Crumb(gettext("สิ่งที่เปลี่ยน"))],
    }
    return render(request, "frameworks/changes.html", context)


def _crumb(edition: Edition) -> Crumb:
    name = gettext("ฉบับที่ {number}").format(number=edition.number)
    return Crumb(name, reverse("frameworks:edition", args=[edition.pk]))


@require_POST
@proven
def confirm(request: PersonRequest, pk: int, confirmation_pk: int) -> HttpResponse:
    """The agency takes note of a revised edition."""
    confirmation = get_object_or_404(confirmations_of(_found(request, pk)), pk=confirmation_pk)
    form = ConfirmationForm(request.POST)
    form.is_valid()  # a remark is any text
    try:
        actions.confirm_edition(
            confirmation=confirmation, remark=form.cleaned_data["remark"], by=request.user, now=now()
        )
    except RefusedError as refused:
        return _refused(request, pk, refused)
    messages.success(
        request, gettext("ยืนยันรับทราบฉบับปรับปรุงในนาม {agency} แล้ว").format(agency=confirmation.agency.name)
    )
    return redirect(f"{reverse('frameworks:edition', args=[pk])}#confirmations")
