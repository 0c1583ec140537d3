"""Addresses of the dashboards room."""

from django.urls import URLPattern, path

from samrit.dashboards.views import public, work

app_name = "dashboards"
urlpatterns: list[URLPattern] = [
    path("", work.home, name="work"),
    path("performance/", public.performance, name="performance"),
    path("performance/<int:year>/", public.year_page, name="year"),
    path("performance/<int:year>/<slug:code>/", public.province, name="province"),
    path("performance/<int:year>/<slug:code>.pdf", public.province_pdf, name="province_pdf"),
    path("performance/<int:year>/<slug:code>.xlsx", public.province_xlsx, name="province_xlsx"),
]
