"""The catalogue as DCAT: page by page from one list, whole, and each dataset by itself.

A harvester deletes what it does not find: a page that cannot be made whole is 5xx and never a short one.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from samrit.catalog.actions.walking import keep_list
from samrit.catalog.documents.linked.describing import (
    catalogue_node,
    dataset_address,
    dataset_node,
    page_node,
)
from samrit.catalog.documents.linked.statements import Node
from samrit.catalog.documents.linked.whole import kept_whole
from samrit.catalog.documents.linked.writing import FORMS, written
from samrit.catalog.documents.shown import absolute, shown
from samrit.catalog.models import CatalogSnapshot
from samrit.catalog.models.walks import packed
from samrit.catalog.queries.finding import wanted
from samrit.catalog.queries.organizations import agency_known_as, organization_name
from samrit.catalog.queries.public import for_harvest, public, public_named, public_resource
from samrit.catalog.queries.walks import digest_of, snapshot_named, still_public
from samrit.catalog.views.machine.calling import open_to_all
from samrit.people.models import Agency
from samrit.rules.catalog.ckan import Invalid, read_search
from samrit.rules.catalog.dcat import page_of

SIZE = 100  # datasets on a page
BAD_REQUEST, OVER = 400, 503


@login_not_required
@require_safe
def catalogue(request: HttpRequest, form: str) -> HttpResponseBase:
    """``?page=``, ``q``, ``fq``, ``modified_since``; ``page=all`` is one file. Later pages name the list they are cut from."""
    if form not in FORMS:
        raise Http404
    moment = now()
    listed = _listed(request, moment)
    if isinstance(listed, HttpResponse):
        return listed
    asked = request.GET.get("page", "1")
    if asked == "all":
        return _file(listed, form)
    page = (
        page_of(listed.total, int(asked), SIZE)
        if asked.isdecimal() and len(asked) < len(str(10**9))
        else None
    )
    if page is None:
        raise Http404
    rows = still_public(listed, page.start, page.stop)
    numbers = {1, page.number, page.last, page.previous, page.next} - {None}
    addresses = {number: _address(form, number, listed) for number in numbers if number is not None}
    nodes = [
        page_node(page, listed.total, SIZE, addresses),
        catalogue_node([dataset_address(row.public_id) for row in rows]),
        *(dataset_node(shown(row)) for row in rows),
    ]
    return _answered(form, nodes)


def _address(form: str, number: int, listed: CatalogSnapshot) -> str:
    """From the configured site, whatever name the request came by. A list that is one page is not kept."""
    named = {"snapshot": listed.digest} if listed.pk else {}
    query = urlencode({"page": number, **named})
    return absolute(f"{reverse('faces:dcat_catalogue', args=[form])}?{query}")


def _listed(request: HttpRequest, moment: datetime) -> CatalogSnapshot | HttpResponse:
    """The list that the address names, else the one of this moment."""
    if named := request.GET.get("snapshot"):
        found = snapshot_named(named, moment) if named.isalnum() else None
        return found or _over()
    asked = {name: request.GET[name] for name in ("q", "fq") if request.GET.get(name)}
    if any("\x00" in text for text in asked.values()):
        return _unreadable()
    search = read_search(asked, now=moment)
    since = _since(request.GET.get("modified_since", ""))
    if isinstance(search, Invalid) or since is False:
        return _unreadable()
    rows = for_harvest().filter(wanted(search.q)).filter(wanted(search.fq))
    if isinstance(since, datetime):
        rows = rows.filter(modified_at__gte=since)
    keys = list(rows.order_by("public_id").values_list("pk", flat=True))
    if len(keys) > SIZE and request.GET.get("page") != "all":
        return keep_list(keys=keys, now=moment)
    return CatalogSnapshot(keys=packed(keys), total=len(keys), digest=digest_of(packed(keys)))


def _unreadable() -> HttpResponse:
    return HttpResponse("The query cannot be read.\n", status=BAD_REQUEST, content_type="text/plain")


def _over() -> HttpResponse:
    text = "This walk through the catalogue is over. Begin again at the first page.\n"
    return HttpResponse(text, status=OVER, content_type="text/plain", headers={"Retry-After": "60"})


def _since(text: str) -> datetime | bool | None:
    """None: not asked for; False: no moment."""
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        day = None if moment else parse_date(text)
    except ValueError:
        return False
    if moment is None:
        return datetime.combine(day, time(), UTC) if day else False
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _file(listed: CatalogSnapshot, form: str) -> HttpResponseBase:
    file = kept_whole(listed, form).open("rb")
    name = f"catalog.{form}"
    response = FileResponse(
        file, as_attachment=True, filename=name, content_type=f"{FORMS[form].type}; charset=utf-8"
    )
    return open_to_all(response)


def _answered(form: str, nodes: Iterable[Node]) -> HttpResponse:
    text = "".join(written(FORMS[form], nodes))
    return open_to_all(HttpResponse(text, content_type=f"{FORMS[form].type}; charset=utf-8"))


# ── one dataset ─────────────────────────────────────────────────────────────
@login_not_required
@require_safe
def dataset(request: HttpRequest, key: str, form: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One dataset, by its id or its name."""
    found = public_named(key) if form in FORMS else None
    if found is None:
        raise Http404
    return _answered(form, [dataset_node(shown(found))])


@login_not_required
@require_safe
def dataset_home(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The address that a dataset has in linked data leads to its page."""
    found = public_named(key)
    if found is None:
        raise Http404
    return redirect("catalog:dataset", found.name)


@login_not_required
@require_safe
def resource_home(request: HttpRequest, key: str, resource: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """So does a resource's."""
    found = public_resource(resource)
    if found is None:
        raise Http404
    return redirect("catalog:resource", found.dataset.name, found.public_id)


@login_not_required
@require_safe
def organization_home(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """An agency's address leads to its datasets."""
    found = agency_known_as(key, Agency.objects.filter(pk__in=public().order_by().values("agency")))
    if found is None:
        raise Http404
    return redirect(f"{reverse('catalog:search')}?{urlencode({'organization': organization_name(found.pk)})}")
