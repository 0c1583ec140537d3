"""Short links: whose a person may see, and how often they were opened."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from samrit.letters.models import LinkDay, ShortLink
from samrit.people.queries import Duties

SHOWN_DAYS = 30


def links_visible_to(duties: Duties) -> QuerySet[ShortLink]:
    """The central office sees all links, a coordinator those of the own province; nobody else any."""
    links = ShortLink.objects.select_related("area", "made_by", "revoked_by")
    return links if duties.evaluates else links.filter(area__in=duties.coordinated_areas())


def with_openings(links: QuerySet[ShortLink]) -> QuerySet[ShortLink]:
    """Newest first, each with ``openings``."""
    return links.annotate(openings=Coalesce(Sum("days__count"), 0)).order_by("-pk")


def matching(links: QuerySet[ShortLink], words: str) -> QuerySet[ShortLink]:
    """Those whose title, code or target holds every word."""
    for word in words.split():
        links = links.filter(Q(title__icontains=word) | Q(code__icontains=word) | Q(target__icontains=word))
    return links


def link_of(code: str) -> ShortLink | None:
    """For everybody who has the address."""
    return ShortLink.objects.select_related("area").filter(code=code).first()


def last_days(link: ShortLink, today: date) -> list[LinkDay]:
    """The days on which it was opened, of the last thirty, the newest first."""
    since = today - timedelta(days=SHOWN_DAYS - 1)
    return list(LinkDay.objects.filter(link=link, day__gte=since).order_by("-day"))


def openings_of(link: ShortLink) -> int:
    return LinkDay.objects.filter(link=link).aggregate(all=Coalesce(Sum("count"), 0))["all"] or 0
