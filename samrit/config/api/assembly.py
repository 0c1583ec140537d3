"""Every room's operations, put together; what each kind of refusal is answered with."""

from typing import Any, ClassVar

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from samrit import __version__
from samrit.assessments.api import routers as assessments
from samrit.catalog.api import in_background as catalog_in_background
from samrit.catalog.api import routers as catalog
from samrit.catalog.tasks import work_on
from samrit.dashboards.api import asking
from samrit.dashboards.api import routers as dashboards
from samrit.dashboards.tasks import build_report
from samrit.evidence.api import router as uploads
from samrit.frameworks.api import routers as frameworks
from samrit.indicators.api import in_background
from samrit.indicators.api import routers as indicators
from samrit.indicators.tasks import accept_submission, examine_file
from samrit.letters.api import routers as letters
from samrit.notices.api import router as notices
from samrit.people.api.routes import router as people
from samrit.people.api.statuses import FORBIDDEN, STALE
from samrit.reports.api import routers as reports
from samrit.rules.wording import RefusedError
from samrit.scores.api import routers as scores
from samrit.scores.queries import past_results
from samrit.ui.api.problems import ProblemError, of_invalid, of_refusal, problem_response

ROUTERS = [
    people,
    *frameworks(past_results),
    notices,
    *assessments,
    *indicators,
    *catalog,
    catalog_in_background(work_on.enqueue),
    in_background(examine_file.enqueue, accept_submission.enqueue),
    *reports,
    uploads,
    *scores,
    *letters,
    *dashboards,
    asking(build_report.enqueue),
]


class Readable(JSONRenderer):
    """Thai stays Thai."""

    json_dumps_params: ClassVar[dict[str, bool]] = {"ensure_ascii": False}  # type: ignore[misc]


def assembled() -> NinjaAPI:
    """A new API with every room in it."""
    api = NinjaAPI(
        title="Samrit",
        version=__version__,
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        renderer=Readable(),
        description=DESCRIPTION,
    )
    for router in ROUTERS:
        api.add_router("", router)
    _settle_problems(api)
    return api


DESCRIPTION = (
    "Everything that a person reads or does in Samrit, for programs: the same permissions through the same actions. "
    "A token stands in `Authorization: Bearer …`; it does what its owner may do today, within its scopes. "
    "Lists come in parts: follow `Link` or `next`. Exact numbers travel as text. Times are ISO 8601. "
    "Whatever answers GET answers HEAD. "
    "What was not done is told as `application/problem+json`, in Thai or English (`Accept-Language`)."
)


def _settle_problems(api: NinjaAPI) -> None:
    def problem(_request: HttpRequest, error: Any) -> HttpResponse:
        return problem_response(error)

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        stale = STALE if "If-Match" in request.headers else frozenset()
        return problem_response(of_refusal(error.refusal, forbidden=FORBIDDEN, stale=stale))

    def invalid(_request: HttpRequest, error: Any) -> HttpResponse:
        return problem_response(of_invalid(error.errors))

    def of_ninja(_request: HttpRequest, error: Any) -> HttpResponse:
        return problem_response(ProblemError(error.status_code))

    def missing(_request: HttpRequest, _error: Any) -> HttpResponse:
        return problem_response(ProblemError(404))

    def too_large(_request: HttpRequest, _error: Any) -> HttpResponse:
        return problem_response(ProblemError(413))

    def failed(_request: HttpRequest, error: Any) -> HttpResponse:
        raise error  # Django logs it; the gate tells it as a problem

    api.add_exception_handler(ProblemError, problem)
    api.add_exception_handler(RefusedError, refused)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(HttpError, of_ninja)
    api.add_exception_handler(Http404, missing)
    api.add_exception_handler(RequestDataTooBig, too_large)
    api.add_exception_handler(Exception, failed)
