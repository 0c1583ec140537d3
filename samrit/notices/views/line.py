"""What LINE tells us: a person sends the code, or blocks the account. Only LINE can sign such a call."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from samrit.notices.actions import link_line, unlink_line
from samrit.notices.line import is_signed
from samrit.notices.models import LineAccount
from samrit.rules.wording import RefusedError

LONGEST_ID = 64


@csrf_exempt
@login_not_required
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """200 for everything that LINE signed, so that it does not come again; unknown codes change nothing."""
    if not settings.LINE_SECRET:
        raise Http404
    if not is_signed(request.body, request.headers.get("X-Line-Signature", ""), settings.LINE_SECRET):
        return HttpResponseForbidden("signature", content_type="text/plain")
    try:
        events = json.loads(request.body)["events"]
        told = [event for event in events if isinstance(event, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return HttpResponseBadRequest("events", content_type="text/plain")
    for event in told:
        _take(event)
    return HttpResponse("ok\n", content_type="text/plain")


def _take(event: dict[str, Any]) -> None:
    source, message = event.get("source"), event.get("message")
    line_id = str(source.get("userId") or "") if isinstance(source, dict) else ""
    if not line_id or len(line_id) > LONGEST_ID:
        return
    if event.get("type") == "unfollow":
        account = LineAccount.objects.filter(line_id=line_id).select_related("person").first()
        if account:
            unlink_line(person=account.person, now=timezone.now())
    elif event.get("type") == "message" and isinstance(message, dict) and message.get("type") == "text":
        try:
            link_line(code=str(message.get("text", "")), line_id=line_id, now=timezone.now())
        except RefusedError:
            return  # anything may be written to an official account
