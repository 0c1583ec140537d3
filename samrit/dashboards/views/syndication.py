"""For search engines and feed readers: sitemap, robots.txt, an Atom feed of what was published and withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samrit.dashboards.queries import standings
from samrit.dashboards.queries.editions import editions_shown
from samrit.dashboards.views.publicly import absolute, province_name, public_page
from samrit.scores.models import Publication

MOST_ENTRIES = 100  # of the feed, the newest


@dataclass(frozen=True)
class Place:
    """A page for search engines: its whole address, and when it last changed (None: not known)."""

    address: str
    changed_at: datetime | None = None

    @property
    def languages(self) -> list[tuple[str, str]]:
        return [("th", self.address), ("en", f"{self.address}?lang=en"), ("x-default", self.address)]


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page that stands; earlier editions are not for search engines."""
    places = list(_places(now()))
    return render(request, "dashboards/sitemap.xml", {"places": places}, content_type="application/xml")


def _places(moment: datetime) -> Iterator[Place]:
    years = standings.published_years(moment)
    newest = max((one.latest for one in years), default=None)
    for name in ("performance", "open_data"):
        yield Place(absolute(reverse(f"dashboards:{name}")), newest)
    for year in years:
        yield Place(absolute(reverse("dashboards:year", args=[year.year])), year.latest)
    shown = standings.shown_scores(moment).order_by("-round__fiscal_year", "round__area")
    for score in shown.defer("inputs", "outcome"):
        page = reverse("dashboards:province", args=[score.round.fiscal_year_id, score.round.area_id])
        yield Place(absolute(page), score.published_at)


@public_page
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Results are for everybody; searches and comparisons have no end, and work is nobody else's."""
    allowed, searched = reverse("dashboards:performance"), reverse("dashboards:search")
    lines = [
        "User-agent: *",
        f"Disallow: {searched}",
        f"Disallow: {reverse('dashboards:compare')}",
        f"Allow: {allowed}",
        f"Disallow: {reverse('catalog:search')}?",
        f"Allow: {reverse('catalog:search')}",
        "Allow: /static/",
        "Allow: /$",
        "Disallow: /",
        "",
        f"Sitemap: {absolute(reverse('dashboards:sitemap'))}",
        f"Sitemap: {absolute(reverse('catalog:sitemaps'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# ── Atom ────────────────────────────────────────────────────────────────────
@public_page
def feed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What was published and what was withdrawn, the newest first; nothing before its moment."""
    entries = _newest(now())
    atom = Atom1Feed(
        title=_("ผลการประเมินของจังหวัด"),
        link=absolute(reverse("dashboards:performance")),
        description=_("ผลการประเมินที่ประกาศและที่ถอนประกาศ"),
        feed_url=absolute(reverse("dashboards:feed")),
        language=get_language() or "th",
    )
    for publication, moment in entries:
        _add(atom, publication, moment)
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    atom.write(answer, "utf-8")
    return answer


def _newest(moment: datetime) -> list[tuple[Publication, datetime]]:
    """Each edition when it came, and once more when it was withdrawn; two queries."""
    editions = editions_shown(moment).filter(round__fiscal_year__voided_at__isnull=True)
    editions = editions.defer("score__inputs", "score__outcome")
    withdrawn = editions.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at")[:MOST_ENTRIES]
    events = [(one, one.publish_at) for one in editions.order_by("-publish_at", "-pk")[:MOST_ENTRIES]]
    events += [(one, one.withdrawn_at) for one in withdrawn if one.withdrawn_at]
    return sorted(events, key=lambda event: (event[1], event[0].pk), reverse=True)[:MOST_ENTRIES]


def _add(atom: Atom1Feed, publication: Publication, moment: datetime) -> None:
    round_ = publication.round
    edition = f"{round_.months}-{publication.number}"
    address = absolute(
        reverse("dashboards:page_edition", args=[round_.fiscal_year_id, round_.area_id, edition])
    )
    about = _("จังหวัด%(province)s ปีงบประมาณ พ.ศ. %(year)s รอบ %(months)s เดือน ฉบับที่ %(edition)s") % {
        "province": province_name(round_.area), "year": round_.fiscal_year_id, "months": round_.months,
        "edition": publication.number,
    }  # fmt: skip
    withdrawn = moment == publication.withdrawn_at
    score = publication.score
    said = publication.withdrawal_reason if withdrawn else " ".join(
        part for part in (score.total_published, _(score.rating) if score.rating else "", publication.reason) if part
    )  # fmt: skip
    atom.add_item(
        title=_("ถอนประกาศ: %(about)s") % {"about": about} if withdrawn else about,
        link=address,
        description="" if publication.withdrawn_at and not withdrawn else said,
        unique_id=f"{address}{'#withdrawn' if withdrawn else ''}",
        pubdate=moment,
        updateddate=moment,
    )
