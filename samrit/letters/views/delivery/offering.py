"""Which agencies a form of recipients offers at first."""

from samrit.people.middleware import PersonRequest


def offers_few(request: PersonRequest, area: str | None) -> bool:
    """The central office (no area) is shown the provinces' offices; with ``?all=1`` every agency of the country."""
    return area is None and request.method != "POST" and "all" not in request.GET
