"""What programs send to the people room."""

from datetime import date
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import AfterValidator, Field, WithJsonSchema

from samrit.ui.api.paging import Slice
from samrit.ui.api.values import Key, Text

RoleCode = Literal["recorder", "approver", "coordinator", "evaluator"]


def _email(value: str) -> str:
    try:
        validate_email(value.strip())
    except ValidationError:
        raise ValueError("email") from None
    return value.strip().lower()


Email = Annotated[
    str,
    Text(254, least=3),
    AfterValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]


class InProvince(Slice):
    """Of one province."""

    area: str | None = Field(None, max_length=8, description="TIS 1099 code of a province")


class Found(InProvince):
    """Of one province, with every word in the name, e-mail or agency."""

    q: str | None = Field(None, max_length=200, pattern="^[^\\x00]*$", description="Words to look for")


class Held(Found):
    ended: bool = Field(default=False, description="Those that have ended too")


class Invited(Found):
    waiting: bool = Field(default=False, description="Only those that were neither used nor revoked")


class AgencyGiven(Schema):
    """A new agency; ``aliases`` are other ways letters write its name."""

    area: Annotated[str, Text(8, least=1)]
    kind: Literal["provincial", "provincial_office"] = "provincial"
    name: Annotated[str, Text(200, least=1)]
    short_name: Annotated[str, Text(100)] = ""
    aliases: list[Annotated[str, Text(200, least=1)]] = []


class ActingGiven(Schema):
    """Who acts for whom, by which order, from a day to a day (both included)."""

    agency_id: Key
    person_id: Key
    role: RoleCode
    capacity: Literal["acting", "on_behalf", "in_post"]
    position: Annotated[str, Text(200, least=1)]
    order_number: Annotated[str, Text(60, least=1)]
    order_date: date
    starts_on: date
    ends_on: date


class InvitationGiven(Schema):
    """Whom to invite to what."""

    agency_id: Key
    email: Email
    name: Annotated[str, Text(150, least=1)]
    role: RoleCode
