"""What was filed: every filing of a round, one of them as it was sealed, its receipts as paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.audit.queries import history_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports.documents import receipts
from samrit.reports.filed import (
    agencies_with_slips,
    filed_items,
    names_secrets,
    seen,
    sees_all,
    terms_in_words,
    with_names,
)
from samrit.reports.models import Filing
from samrit.reports.queries.filings import filings_visible_to, superseded, superseding
from samrit.reports.views.shown import found_round, round_name
from samrit.rules.sealing import in_groups
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.pieces import Crumb


@require_safe
def filings(request: PersonRequest, round_pk: int) -> HttpResponse:
    """Which reports were filed in this round, and which of them is in force?"""
    round_ = found_round(request, round_pk)
    filed = list(filings_visible_to(request.duties).filter(round=round_).order_by("-number"))
    context = {
        "round": round_,
        "round_name": round_name(round_),
        "filings": filed,
        "crumbs": [*_crumbs(round_.pk, round_name(round_)), Crumb(_("การส่งรายงาน"))],
    }
    return render(request, "reports/filings/list.html", context)


@require_safe
def filing(request: PersonRequest, pk: int) -> HttpResponse:
    """What exactly was filed, and what differs from the time before?"""
    found = _found(request, pk)
    earlier, later = superseded(found), superseding(found)
    duties = request.duties
    before, now_filed = with_names(
        duties, seen(duties, earlier, "items") if earlier else [], seen(duties, found, "items")
    )
    items = filed_items(now_filed, before if earlier else None)
    context = {
        "filing": found,
        "it": found.contents,
        "items": [(item, terms_in_words(item.it)) for item in items],
        "counts": {kind: sum(item.kind == kind for item in items) for kind in ("new", "changed", "dropped")},
        "left_out": seen(duties, found, "left_out"),
        "earlier": earlier,
        "later": later,
        "digest": in_groups(found.sha256, receipts.DIGEST_GROUP),
        "previous": in_groups(found.previous_sha256, receipts.DIGEST_GROUP),
        "whole": sees_all(duties, found),
        "names_secrets": names_secrets(duties, found),
        "agencies": agencies_with_slips(duties, found),
        "events": told(history_of(found)),
        "crumbs": [
            *_crumbs(found.round_id, round_name(found.round)),
            Crumb(_("การส่งรายงาน"), reverse("reports:filings", args=[found.round_id])),
            Crumb(_("ครั้งที่ %(n)s") % {"n": found.number}),
        ],
    }
    return render(request, "reports/filings/detail.html", context)


@require_safe
def receipt(request: PersonRequest, pk: int) -> HttpResponse:
    """ใบรับการส่งรายงาน of the whole province."""
    found = _found(request, pk)
    if not sees_all(request.duties, found):
        raise Http404
    return _paper(request, found, None)


@require_safe
def slip(request: PersonRequest, pk: int, agency: int) -> HttpResponse:
    """ใบรับ of one agency's items."""
    found = _found(request, pk)
    if agency not in dict(agencies_with_slips(request.duties, found)):
        raise Http404
    return _paper(request, found, agency)


@require_safe
def snapshot(request: PersonRequest, pk: int) -> HttpResponse:
    """The sealed text itself: ``sha256sum`` of the file is the digest on the receipt."""
    found = _found(request, pk)
    if not sees_all(request.duties, found) or names_secrets(request.duties, found):
        raise Http404
    return _file(found.snapshot.encode(), "application/json", f"{_name(found)}.json", shown=False)


def _found(request: PersonRequest, pk: int) -> Filing:
    return get_object_or_404(filings_visible_to(request.duties), pk=pk)


def _crumbs(round_pk: int, name: str) -> list[Crumb]:
    return [Crumb(_("หน้าแรก"), "/"), Crumb(name, reverse("reports:round", args=[round_pk]))]


def _paper(request: PersonRequest, found: Filing, agency: int | None) -> HttpResponse:
    try:
        content = receipts.draw(found, agency=agency)
    except PaperUnavailableError:
        return render(request, "reports/filings/paper_unavailable.html", {"filing": found}, status=503)
    name = f"{_name(found)}-{agency}" if agency else _name(found)
    return _file(content, "application/pdf", f"{name}.pdf", shown=True)


def _name(found: Filing) -> str:
    round_ = found.round
    return f"ใบรับ-{round_.area.name}-{round_.fiscal_year_id}-{round_.months}เดือน-ครั้งที่{found.number}"


def _file(content: bytes, kind: str, name: str, *, shown: bool) -> HttpResponse:
    headers: dict[str, Any] = {
        "Content-Disposition": content_disposition_header(not shown, name) or "",
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
