"""Operations of the people room: who I am, provinces, agencies, people, invitations, acting officials, tokens."""

import logging
import smtplib
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Status

from samrit.people import actions, queries
from samrit.people.api import facts, given
from samrit.people.api.operations import ANY, ask_for, done, made, reads, writes
from samrit.people.documents import invitation_link, invitation_mail
from samrit.people.middleware import PersonRequest
from samrit.people.models import AccessToken, Membership
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import wrong
from samrit.ui.api.values import PathKey

log = logging.getLogger(__name__)
router = Router(tags=["people"])
READ, WRITE = "people:read", "people:write"


@reads(router, "/me", scope=ANY, answers=facts.Me)
def me(request: PersonRequest) -> dict[str, Any]:
    """Who acts with this token, in which roles today, and what the token may do."""
    return {"person": request.user, "memberships": request.duties.memberships, "token": request.token}  # type: ignore[attr-defined]


# ── provinces and agencies ──────────────────────────────────────────────────
@reads(router, "/areas", scope=READ, answers=Page[facts.AreaFacts])
def areas(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Every province, by its TIS 1099 code."""
    return paged(request, queries.every_area(), at)


@reads(router, "/areas/{code}", scope=READ, answers=facts.AreaFacts)
def area(request: PersonRequest, code: str) -> Any:
    """One province."""
    return get_object_or_404(queries.every_area(), code=code)


@reads(router, "/agencies", scope=READ, answers=Page[facts.AgencyFacts])
def agencies(request: PersonRequest, at: Query[given.InProvince]) -> dict[str, Any]:
    """Agencies of the provinces one works in or looks after; the central office sees all."""
    rows = queries.agencies_visible_to(request.duties)
    return paged(request, rows.filter(area=at.area) if at.area else rows, at)


@reads(router, "/agencies/{agency_id}", scope=READ, answers=facts.AgencyFacts)
def agency(request: PersonRequest, agency_id: PathKey) -> Any:
    """One agency."""
    return get_object_or_404(queries.agencies_visible_to(request.duties), pk=agency_id)


@writes(router, "/agencies", scope=WRITE, answers=facts.AgencyFacts, made=True, missing=True)
def add_agency(request: PersonRequest, body: given.AgencyGiven) -> Status[Any]:
    """Enter an agency of a province that one looks after."""
    area = get_object_or_404(queries.areas_managed_by(request.duties), code=body.area)
    values = body.dict(exclude={"area"})
    return made(actions.add_agency(area=area, **values, by=request.user, now=timezone.now()))


# ── people and their roles ──────────────────────────────────────────────────
@reads(router, "/memberships", scope=READ, answers=Page[facts.MembershipFacts])
def memberships(request: PersonRequest, at: Query[given.Held]) -> dict[str, Any]:
    """Who holds which role in the agencies one looks after; ``ended``: those that have ended too."""
    rows = queries.matching(queries.memberships_visible_to(request.duties), at.q or "", person="user")
    if not at.ended:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()))
    return paged(request, rows.filter(agency__area=at.area) if at.area else rows, at)


@writes(router, "/memberships/{membership_id}/end", scope=WRITE, answers=facts.MembershipFacts)
def end_membership(request: PersonRequest, membership_id: PathKey) -> Membership:
    """End a role: today is its last day."""
    found = get_object_or_404(queries.memberships_visible_to(request.duties), pk=membership_id)
    actions.end_membership(membership=found, by=request.user, now=timezone.now())
    return queries.memberships_visible_to(request.duties).get(pk=membership_id)


@reads(router, "/acting", scope=READ, answers=Page[facts.MembershipFacts])
def acting(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Who acts for somebody by an order, in the agencies that concern one."""
    return paged(request, queries.acting_visible_to(request.duties), at, order=("-ends_on", "-pk"))


@reads(router, "/acting/places", scope=READ, answers=Page[facts.AgencyFacts])
def places_to_fill(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """The agencies for which one may let somebody act."""
    return paged(request, queries.places_to_fill(request.duties), at)


@reads(router, "/acting/places/{agency_id}/people", scope=READ, answers=Page[facts.PersonFacts])
def who_may_act(request: PersonRequest, agency_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """Who may act in an agency: the people of its province."""
    agency = get_object_or_404(queries.places_to_fill(request.duties), pk=agency_id)
    return paged(request, queries.who_may_act(agency, timezone.localdate()), at)


@writes(router, "/acting", scope=WRITE, answers=facts.MembershipFacts, made=True, missing=True)
def appoint_acting(request: PersonRequest, body: given.ActingGiven) -> Status[Any]:
    """Let somebody act in a role from a day to a day, by an order."""
    now = timezone.now()
    agency = get_object_or_404(queries.places_to_fill(request.duties), pk=body.agency_id)
    user = get_object_or_404(queries.who_may_act(agency, timezone.localdate(now)), pk=body.person_id)
    values = body.dict(exclude={"agency_id", "person_id"})
    return made(actions.appoint_acting(user=user, agency=agency, **values, by=request.user, now=now))


@writes(router, "/acting/{membership_id}/end", scope=WRITE, answers=facts.MembershipFacts)
def end_acting(request: PersonRequest, membership_id: PathKey) -> Membership:
    """End an acting role before its day: today is its last."""
    found = get_object_or_404(queries.acting_visible_to(request.duties), pk=membership_id)
    actions.end_membership(membership=found, by=request.user, now=timezone.now())
    return queries.acting_visible_to(request.duties).get(pk=membership_id)


# ── invitations ─────────────────────────────────────────────────────────────
@reads(router, "/invitations", scope=READ, answers=Page[facts.InvitationFacts])
def invitations(request: PersonRequest, at: Query[given.Invited]) -> dict[str, Any]:
    """Invitations of the agencies one looks after, the newest first."""
    rows = queries.matching(queries.invitations_visible_to(request.duties), at.q or "")
    if at.waiting:
        rows = rows.filter(accepted_at=None, revoked_at=None)
    rows = rows.filter(agency__area=at.area) if at.area else rows
    return paged(request, rows, at, order=("-pk",))


@writes(router, "/invitations", scope=WRITE, answers=facts.InvitationFacts, made=True, missing=True)
def invite(request: PersonRequest, body: given.InvitationGiven) -> Status[Any]:
    """Invite a person to a role. The link goes to the person's mailbox only, never into this answer."""
    agency = get_object_or_404(queries.agencies_managed_by(request.duties), pk=body.agency_id)
    values = body.dict(exclude={"agency_id"})
    invitation, token = actions.invite(agency=agency, **values, by=request.user, now=timezone.now())
    try:
        invitation_mail(invitation, invitation_link(token)).send()
    except (OSError, smtplib.SMTPException):
        log.exception("the invitation %s could not be mailed", invitation.pk)
        raise wrong("body.email", _NOT_MAILED) from None
    return made(invitation)


_NOT_MAILED = say("invitation_not_mailed", "ทำคำเชิญแล้วแต่ส่งอีเมลไม่ได้ – ยกเลิกคำเชิญนี้ แล้วเชิญใหม่เมื่อระบบส่งอีเมลได้")


@writes(router, "/invitations/{invitation_id}/revoke", scope=WRITE)
def revoke_invitation(request: PersonRequest, invitation_id: PathKey) -> Status[None]:
    """Make an unused invitation useless."""
    found = get_object_or_404(queries.invitations_visible_to(request.duties), pk=invitation_id)
    actions.revoke_invitation(invitation=found, by=request.user, now=timezone.now())
    return done()


# ── tokens ──────────────────────────────────────────────────────────────────
@reads(router, "/tokens", scope=READ, answers=Page[facts.TokenFacts])
def tokens(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """One's own tokens and those of systems one looks after, the newest first; never their text.

    A token is made on the page of tokens only: a program cannot give itself more than it was given.
    """
    return paged(request, queries.tokens_visible_to(request.duties), at, order=("-pk",))


@writes(router, "/tokens/{token_id}/revoke", scope=ANY)
def revoke_token(request: PersonRequest, token_id: PathKey) -> Status[None]:
    """End a token at once. Any token may end itself; to end another one takes people:write."""
    token: AccessToken = request.token  # type: ignore[attr-defined]  # put there by the gate
    if token.pk != token_id:
        ask_for(token, WRITE)
    found = get_object_or_404(queries.tokens_visible_to(request.duties), pk=token_id)
    actions.revoke_token(token=found, by=request.user, now=timezone.now())
    return done()
