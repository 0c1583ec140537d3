"""Agencies as organizations (องค์กร) of the catalogue: an id, a name in addresses, and which of them a query means."""

import uuid
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from samrit.people.models import Agency
from samrit.rules.catalog.ckan import Range, Term, matches

_ADDRESSES = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562's namespace of addresses


def organization_id(agency: int) -> str:
    """The same for ever on this site, and another one on every other site."""
    return str(uuid.uuid5(_ADDRESSES, f"{urlsplit(settings.SITE_URL).netloc}/agencies/{agency}"))


def organization_name(agency: int) -> str:
    """``agency-42``: a Thai name makes no address, and this one does not change with it."""
    return f"agency-{agency}"


def matching_agencies(asked: Term | Range) -> list[int]:
    """Keys of the agencies that a term or a range of organizations means."""
    keys = Agency.objects.order_by("pk").values_list("pk", flat=True)
    return [
        pk
        for pk in keys
        if matches(asked, {"organization": (organization_name(pk),), "owner_org": (organization_id(pk),)})
    ]


def agency_known_as(key: str, agencies: Iterable[Agency]) -> Agency | None:
    """Of these the one with this id or name."""
    known = (one for one in agencies if key in {organization_id(one.pk), organization_name(one.pk)})
    return next(known, None)
