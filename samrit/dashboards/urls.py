"""Addresses of the dashboards room."""

from django.urls import URLPattern, path

from samrit.dashboards.tasks import build_report
from samrit.dashboards.views import (
    boards,
    briefs,
    calendar,
    comparing,
    national,
    open_data,
    privacy,
    public,
    public_files,
    searching,
    sisters,
    strategic,
    syndication,
    trail,
    work,
)
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "dashboards"
_FILE = "<slug:part>.<slug:kind>"
board_addresses: list[URLPattern] = [
    path("dashboards/", boards.newest, name="boards"),
    path("dashboards/stamp/", boards.stamp, name="board_stamp"),
    path("dashboards/<key:year>/", boards.country, name="board"),
    path(f"dashboards/<key:year>/{_FILE}", boards.country_file, name="board_file"),
    path(
        "dashboards/<key:year>/report/",
        national.national,
        {"enqueue": build_report.enqueue},
        name="board_report",
    ),
    path("dashboards/<key:year>/report/<key:pk>/cancel/", national.cancel, name="board_report_cancel"),
    path("dashboards/<key:year>/report/<key:pk>.pdf", national.report_file, name="board_report_file"),
    path("performance/<key:year>/report.pdf", national.public_file, name="public_report"),
    path("dashboards/<key:year>/clusters/<slug:code>/", boards.cluster, name="board_cluster"),
    path(
        f"dashboards/<key:year>/clusters/<slug:code>/{_FILE}", boards.cluster_file, name="board_cluster_file"
    ),
    path("dashboards/<key:year>/provinces/<slug:code>/", boards.province, name="board_province"),
    path("dashboards/<key:year>/provinces/<slug:code>/brief.pdf", briefs.own_brief, name="board_brief"),
    path(
        f"dashboards/<key:year>/provinces/<slug:code>/{_FILE}",
        boards.province_file,
        name="board_province_file",
    ),
    path("dashboards/<key:year>/agencies/<key:pk>/", boards.agency, name="board_agency"),
    path(f"dashboards/<key:year>/agencies/<key:pk>/{_FILE}", boards.agency_file, name="board_agency_file"),
    path("dashboards/<key:year>/kpis/<key:pk>/", boards.kpi, name="board_kpi"),
    path(f"dashboards/<key:year>/kpis/<key:pk>/{_FILE}", boards.kpi_file, name="board_kpi_file"),
    path("performance/stamp/", boards.public_stamp, name="public_board_stamp"),
    path("performance/<key:year>/country/", boards.public_country, name="public_board"),
    path(f"performance/<key:year>/country/{_FILE}", boards.public_country_file, name="public_board_file"),
    path("performance/<key:year>/clusters/<slug:code>/", boards.public_country, name="public_board_cluster"),
    path(
        f"performance/<key:year>/clusters/<slug:code>/{_FILE}",
        boards.public_country_file,
        name="public_board_cluster_file",
    ),
    path("performance/<key:year>/agencies/<key:pk>/", boards.public_agency, name="public_board_agency"),
    path(
        f"performance/<key:year>/agencies/<key:pk>/{_FILE}",
        boards.public_agency_file,
        name="public_board_agency_file",
    ),
    path("performance/<key:year>/kpis/<key:pk>/", boards.public_kpi, name="public_board_kpi"),
    path(
        f"performance/<key:year>/kpis/<key:pk>/{_FILE}", boards.public_kpi_file, name="public_board_kpi_file"
    ),
]
portal_addresses: list[URLPattern] = [
    path("performance/search/", searching.search, name="search"),
    path("performance/compare/", comparing.compare, name="compare"),
    path("performance/compare.<slug:kind>", comparing.compare_file, name="compare_file"),
    path("performance/open-data/", open_data.open_data, name="open_data"),
    path("performance/open-data/datapackage.json", open_data.data_package, name="data_package"),
    path("performance/open-data/catalog.jsonld", open_data.catalogue, name="catalogue"),
    path("performance/open-data/<slug:file>.<slug:form>", open_data.data_file, name="open_data_file"),
    path(
        "performance/open-data/<key:year>/<slug:file>.<slug:form>",
        open_data.data_file,
        name="open_data_year_file",
    ),
    path("performance/feed.xml", syndication.feed, name="feed"),
    path("sitemap.xml", syndication.sitemap, name="sitemap"),
    path("robots.txt", syndication.robots, name="robots"),
]
urlpatterns: list[URLPattern] = [
    path("", work.home, name="work"),
    path("notices/calendar/<slug:token>.ics", calendar.calendar, name="calendar"),
    *board_addresses,
    path("performance/", public.performance, name="performance"),
    *portal_addresses,
    path("performance/<key:year>/", public.year_page, name="year"),
    path("performance/<key:year>/<slug:code>/", public.province, name="province"),
    path(
        "performance/<key:year>/<slug:code>/editions/<slug:edition>/",
        public.page_edition,
        name="page_edition",
    ),
    path("performance/<key:year>/<slug:code>/brief.pdf", briefs.public_brief, name="public_brief"),
    path("performance/<key:year>/<slug:code>.pdf", public_files.province_pdf, name="province_pdf"),
    path("performance/<key:year>/<slug:code>.xlsx", public_files.province_xlsx, name="province_xlsx"),
    path("performance/<key:year>/<slug:code>/card.png", public_files.province_card, name="province_card"),
    path("sisters/<key:round_pk>/<key:indicator_pk>/", sisters.sisters, name="sisters"),
    path("strategic/", strategic.strategic_list, name="strategic"),
    path("strategic/<key:pk>/", strategic.strategic_kpi, name="strategic_kpi"),
]

# Under /audit/: the trail, for who audits it.
trail_addresses = (
    [
        path("", trail.trail, name="list"),
        path("export/", trail.export, name="export"),
        path("<key:pk>/", trail.event, name="event"),
    ],
    "trail",
)
# Under /privacy/: what is done with personal data, and one's own.
privacy_addresses = (
    [
        path("", privacy.record, name="record"),
        path("mine/", privacy.mine, name="mine"),
        path("mine/take/", privacy.take, name="take"),
    ],
    "privacy",
)
