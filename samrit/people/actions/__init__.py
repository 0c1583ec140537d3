"""Writes about people: agencies, invitations, memberships, acting officials, tokens, the demo's people."""

from samrit.people.actions.acting import appoint_acting
from samrit.people.actions.agencies import CENTRAL_OFFICE, add_agency
from samrit.people.actions.demo import open_demo, sign_in_as_demo
from samrit.people.actions.identities import link_identity, note_identity_use, unlink_identity
from samrit.people.actions.invitations import (
    INVITATION_LASTS,
    accept_by_identity,
    accept_invitation,
    invite,
    invite_first_evaluator,
    revoke_invitation,
    token_digest,
)
from samrit.people.actions.memberships import end_membership
from samrit.people.actions.security import forget_second_factor, note_second_factor
from samrit.people.actions.tokens import make_service_token, make_token, note_use, revoke_token

__all__ = [
    "CENTRAL_OFFICE",
    "INVITATION_LASTS",
    "accept_by_identity",
    "accept_invitation",
    "add_agency",
    "appoint_acting",
    "end_membership",
    "forget_second_factor",
    "invite",
    "invite_first_evaluator",
    "link_identity",
    "make_service_token",
    "make_token",
    "note_identity_use",
    "note_second_factor",
    "note_use",
    "open_demo",
    "revoke_invitation",
    "revoke_token",
    "sign_in_as_demo",
    "token_digest",
    "unlink_identity",
]
