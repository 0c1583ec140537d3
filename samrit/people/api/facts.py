"""What the people room tells."""

from datetime import date, datetime

from ninja import Schema

from samrit.people.models import AccessToken, Membership


class AreaFacts(Schema):
    """พื้นที่ – a province; ``code`` is TIS 1099."""

    code: str
    name: str
    name_en: str
    reports: bool


class AgencyFacts(Schema):
    """ส่วนราชการ; without ``area`` the central office."""

    id: int
    area: str | None
    kind: str
    name: str
    short_name: str
    aliases: list[str]

    @staticmethod
    def resolve_area(obj: object) -> str | None:
        return getattr(obj, "area_id", None)


class PersonFacts(Schema):
    """A person, or (``is_service``) a system."""

    id: int
    name: str
    is_service: bool


class MembershipFacts(Schema):
    """A role in an agency from a day to a day; ``in_place_of`` is empty for the own role."""

    id: int
    person: PersonFacts
    agency: AgencyFacts
    role: str
    starts_on: date
    ends_on: date | None
    in_place_of: str

    @staticmethod
    def resolve_person(obj: Membership) -> object:
        return obj.user


class InvitationFacts(Schema):
    """คำเชิญ"""

    id: int
    email: str
    name: str
    agency: AgencyFacts
    role: str
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None


class TokenFacts(Schema):
    """โทเคน; ``prefix`` is the beginning of its text, by which people know it."""

    id: int
    name: str
    prefix: str
    person: PersonFacts
    scopes: list[str]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @staticmethod
    def resolve_person(obj: AccessToken) -> object:
        return obj.user


class Me(Schema):
    """The person, the roles of today, the token."""

    person: PersonFacts
    memberships: list[MembershipFacts]
    token: TokenFacts
