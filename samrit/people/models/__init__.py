"""Areas, agencies, people with their roles, invitations; tokens by which systems act for them."""

from samrit.people.models.identities import LinkedIdentity
from samrit.people.models.persons import Agency, Area, Invitation, Membership, Role, User, UserManager
from samrit.people.models.tokens import AccessToken, CallCount, KeptAnswer

__all__ = [
    "AccessToken",
    "Agency",
    "Area",
    "CallCount",
    "Invitation",
    "KeptAnswer",
    "LinkedIdentity",
    "Membership",
    "Role",
    "User",
    "UserManager",
]
