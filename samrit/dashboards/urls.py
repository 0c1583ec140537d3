"""Addresses of the dashboards room."""

from django.urls import URLPattern, path

from samrit.dashboards.views import calendar, public, sisters, strategic, work
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "dashboards"
urlpatterns: list[URLPattern] = [
    path("", work.home, name="work"),
    path("notices/calendar/<slug:token>.ics", calendar.calendar, name="calendar"),
    path("performance/", public.performance, name="performance"),
    path("performance/<key:year>/", public.year_page, name="year"),
    path("performance/<key:year>/<slug:code>/", public.province, name="province"),
    path("performance/<key:year>/<slug:code>.pdf", public.province_pdf, name="province_pdf"),
    path("performance/<key:year>/<slug:code>.xlsx", public.province_xlsx, name="province_xlsx"),
    path("sisters/<key:round_pk>/<key:indicator_pk>/", sisters.sisters, name="sisters"),
    path("strategic/", strategic.strategic_list, name="strategic"),
    path("strategic/<key:pk>/", strategic.strategic_kpi, name="strategic_kpi"),
]
