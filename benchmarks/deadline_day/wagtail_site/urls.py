"""Only the administration."""

from django.urls import include, path
from wagtail.admin import urls  # type: ignore[import-not-found]  # in an environment of its own

urlpatterns = [path("admin/", include(urls))]
