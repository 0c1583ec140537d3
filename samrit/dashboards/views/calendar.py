"""A person's windows for a calendar program: no sign-in, only the secret address."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override
from django.views.decorators.http import require_safe

from samrit.dashboards.documents.calendar import calendar_of
from samrit.frameworks.queries import rounds_visible_to
from samrit.frameworks.queries.rounds import not_stopped
from samrit.notices.queries import owner_of_calendar, wishes_of
from samrit.people.queries import duties_of

LOOKS_BACK = timedelta(days=365)


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Whoever has lost all roles sees an empty calendar; a revoked address does not exist."""
    person = owner_of_calendar(token)
    if person is None:
        raise Http404
    now = timezone.now()
    rounds = rounds_visible_to(duties_of(person, localdate(now))).filter(
        not_stopped(), closes_at__gt=now - LOOKS_BACK
    )
    with override(wishes_of([person.pk])[person.pk].language):
        content = calendar_of(rounds.order_by("opens_at", "pk"), now=now)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="samrit.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
