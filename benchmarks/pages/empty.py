"""The peer: a Django that does nothing but answer. No middleware, no template, no database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def answer(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return HttpResponse("ok")


urlpatterns = [path("", answer)]
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="of a benchmark",  # noqa: S106 - nothing is signed with it
    MIDDLEWARE=[],
)
application = get_wsgi_application()
