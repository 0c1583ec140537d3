"""Addresses of the dashboards room."""

from django.urls import URLPattern, path

from samrit.dashboards.views import public, work
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "dashboards"
urlpatterns: list[URLPattern] = [
    path("", work.home, name="work"),
    path("performance/", public.performance, name="performance"),
    path("performance/<key:year>/", public.year_page, name="year"),
    path("performance/<key:year>/<slug:code>/", public.province, name="province"),
    path("performance/<key:year>/<slug:code>.pdf", public.province_pdf, name="province_pdf"),
    path("performance/<key:year>/<slug:code>.xlsx", public.province_xlsx, name="province_xlsx"),
]
