"""Areas, agencies, people with their roles, invitations; tokens by which systems act for them."""

from samrit.people.models.persons import Agency, Area, Invitation, Membership, Role, User, UserManager
from samrit.people.models.tokens import AccessToken, KeptAnswer

__all__ = [
    "AccessToken",
    "Agency",
    "Area",
    "Invitation",
    "KeptAnswer",
    "Membership",
    "Role",
    "User",
    "UserManager",
]
