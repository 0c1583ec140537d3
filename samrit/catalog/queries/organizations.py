"""An agency as an organization (องค์กร) of the catalogue: its name in addresses and its key, which both stay."""

import uuid

from samrit.people.models import Agency

_KEY = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562's namespace of object identifiers


def organization_name(agency: Agency) -> str:
    """``agency-17``: a Thai name makes no address."""
    return f"agency-{agency.pk}"


def organization_id(agency: Agency) -> str:
    return str(uuid.uuid5(_KEY, f"samrit:agency:{agency.pk}"))
