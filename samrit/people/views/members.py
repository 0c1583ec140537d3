"""Who holds which role where: the list, and the end of a role or an invitation."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrit.people import actions, queries
from samrit.people.forms import CENTRAL, PeopleFilter, area_choices
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Area, Invitation, Membership
from samrit.people.permissions import refuse_ending, refuse_revoking
from samrit.people.queries import Duties
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words

ROWS = 50
INVITATIONS = 20  # the newest; a search finds the others


@require_safe
def people(request: PersonRequest) -> HttpResponse:
    """People and open invitations of the agencies that this person looks after."""
    duties, now = request.duties, timezone.now()
    areas = area_choices(managed_areas(duties), central=duties.evaluates)
    form = PeopleFilter(request.GET, areas=areas)
    chosen = form.cleaned_data if form.is_valid() else {}
    held = _found(queries.memberships_visible_to(duties), chosen, person="user")
    if chosen.get("show") != "all":
        today = timezone.localdate(now)
        held = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    page = Paginator(held, ROWS).get_page(request.GET.get("page"))
    waiting = _found(queries.invitations_visible_to(duties), chosen, person="").filter(
        accepted_at=None, revoked_at=None
    )
    newest = list(waiting[: INVITATIONS + 1])
    context = {
        "filter": form,
        "page": page,
        "rows": [member_row(duties, membership) for membership in page],
        "invitations": [_invitation_row(duties, invitation) for invitation in newest[:INVITATIONS]],
        "more_invitations": len(newest) > INVITATIONS,
    }
    return render(request, "people/list.html", context)


def managed_areas(duties: Duties) -> QuerySet[Area]:
    """The provinces this person looks after; who looks after none has no business here."""
    if not (duties.evaluates or duties.coordinates):
        raise Http404
    return queries.areas_managed_by(duties)


def chosen_area(request: PersonRequest, areas: list[tuple[str, str]]) -> str:
    """The code in the address when it is one of those to choose from, else the first; empty: nothing to choose."""
    codes = [code for code, _name in areas]
    asked = request.GET.get("area", "")
    return asked if asked in codes else next(iter(codes), "")


def agencies_in(duties: Duties, area: str) -> QuerySet[Agency]:
    """Those that this person looks after in the chosen province or the central office, by name."""
    managed = queries.agencies_managed_by(duties).order_by("name")
    if area == CENTRAL:
        return managed.filter(kind=Agency.Kind.CENTRAL)
    managed = managed.exclude(kind=Agency.Kind.CENTRAL)
    return managed.filter(area=area) if area else managed


def _found(rows: QuerySet[Any], chosen: dict[str, Any], *, person: str) -> QuerySet[Any]:
    """Narrowed to what was asked; ``person`` is the relation that holds name and e-mail, if any."""
    rows = queries.matching(rows, chosen.get("q", ""), person=person)
    if chosen.get("area") == CENTRAL:
        return rows.filter(agency__area=None)
    return rows.filter(agency__area=chosen["area"]) if chosen.get("area") else rows


def member_row(duties: Duties, membership: Membership) -> dict[str, Any]:
    today = timezone.localdate()
    state = "active" if membership.holds_on(today) else "ended"
    return {
        "membership": membership,
        "state": "upcoming" if membership.starts_on > today else state,
        "refusal": refuse_ending(duties, membership, today=today),
    }


def _invitation_row(duties: Duties, invitation: Invitation) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "state": "invited" if timezone.now() < invitation.expires_at else "expired",
        "refusal": refuse_revoking(duties, invitation),
    }


@require_POST
def end(request: PersonRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(queries.memberships_visible_to(request.duties), pk=pk)
    said = _("บทบาทของ %(name)s สิ้นสุดวันนี้ ผลงานและประวัติที่ทำไว้ยังอยู่ครบ") % {"name": membership.user.name}
    return ended(request, membership, said=said, back="people:list")


def ended(request: PersonRequest, membership: Membership, *, said: str, back: str) -> HttpResponse:
    """Today is the role's last day; back to the list it was ended from."""
    try:
        actions.end_membership(membership=membership, by=request.user, now=timezone.now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(request, said)
    return redirect(back)


@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(queries.invitations_visible_to(request.duties), pk=pk)
    try:
        actions.revoke_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(
            request, _("ยกเลิกคำเชิญถึง %(email)s แล้ว ลิงก์เดิมใช้ไม่ได้อีก") % {"email": invitation.email}
        )
    return redirect("people:list")
