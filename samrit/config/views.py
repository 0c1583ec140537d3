"""Is the site alive, and can it work? For start-up, the proxy and whoever watches."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import bad_request, server_error
from prometheus_client import CONTENT_TYPE_LATEST

from samrit.config.watching import exposition, may_read
from samrit.people.api.gate import ROOT
from samrit.ui.api.problems import ProblemError, problem_response
from samrit.ui.outage import RETRY_AFTER, away, is_outage

whole: set[str] = set()  # databases whose tables were found to be those of this version: they do not go back


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200 as long as this process answers: a database that is away is no reason to start it anew."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200 when the database answers and has the tables of this version, else 503: the proxy asks another process."""
    try:
        why = "" if _answers() else "migrate\n"
    except DatabaseError:
        why = "database\n"
    return HttpResponse(why or "ok\n", status=503 if why else 200, content_type="text/plain")


def _answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    name = str(connection.settings_dict["NAME"])
    if name not in whole:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        whole.add(name)
    return True


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus; 404 for everybody who is not to know that it is here."""
    if not may_read(request):
        raise Http404
    return HttpResponse(exposition(now=timezone.now()), content_type=CONTENT_TYPE_LATEST)


def failed(request: HttpRequest) -> HttpResponse:
    """Instead of Django's own 500: what ends by itself is told as that. Django calls it while the failure is being handled."""
    if not is_outage(sys.exc_info()[1]):
        return server_error(request)
    if request.path.startswith(ROOT):
        return problem_response(ProblemError(503, headers={"Retry-After": str(RETRY_AFTER)}))
    return away(request)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Instead of Django's own 400, which is also its answer to a session that could not be written because the database went."""
    return away(request) if is_outage(exception) else bad_request(request, exception)
