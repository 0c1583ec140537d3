"""The demo's outbox: what its fictitious people would find in their mailboxes. Elsewhere it does not exist."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from samrit.notices.models import OutboxMail
from samrit.people.middleware import PersonRequest

ROWS = 50


@require_safe
def outbox(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """The list, and beside it one message: the chosen one, else the newest."""
    if not settings.DEMO:
        raise Http404
    mails = OutboxMail.objects.all()
    page = Paginator(mails.defer("text", "html"), ROWS).get_page(request.GET.get("page"))
    shown = get_object_or_404(mails, pk=pk) if pk else mails.first()
    return render(request, "notices/outbox.html", {"page": page, "shown": shown, "chosen": pk is not None})
