"""Addresses of the data catalog: the office's pages, everybody's pages, and what other catalogues read."""

from django.urls import URLPattern, path

from samrit.catalog.tasks import work_on
from samrit.catalog.views import counting, editing, importing, public, resources, sitemaps
from samrit.catalog.views import office as desk
from samrit.catalog.views.machine import ckan, dcat
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "catalog"
_ONE = "own/<slug:name>"
_WORK = {"work": work_on.enqueue}
office: list[URLPattern] = [
    path("own/", desk.own, name="own"),
    path("own.xlsx", desk.own_xlsx, name="own_xlsx"),
    path("template.xlsx", desk.template_xlsx, name="template_xlsx"),
    path("new/", editing.new_dataset, name="new"),
    path(f"{_ONE}/", desk.own_dataset, name="own_dataset"),
    path(f"{_ONE}/edit/", editing.edit_dataset, name="edit"),
    path(f"{_ONE}/confirmed/", desk.confirm, name="confirm"),
    path(f"{_ONE}/registered/", desk.register, name="register"),
    path(f"{_ONE}/resources/<slug:kind>/new/", resources.new_resource, name="new_resource"),
    path(f"{_ONE}/resources/<uuid:key>/", resources.edit_resource, name="edit_resource"),
    path(f"{_ONE}/resources/<uuid:key>/<slug:verb>/", resources.move_resource, name="move_resource"),
    path(f"{_ONE}/move/<slug:verb>/", desk.move, name="move"),
    path("import/", importing.imports, _WORK, name="imports"),
    path("import/<key:pk>/", importing.one_import, _WORK, name="import"),
    path("import/<key:pk>/noted.xlsx", importing.noted_xlsx, name="import_noted"),
    path("kpi/", counting.kpi_now, name="kpi_now"),
    path("kpi/<key:year>/", counting.kpi, name="kpi"),
    path("kpi/<key:year>/<key:pk>/", counting.agency_kpi, name="agency_kpi"),
    path("plan/", counting.plan_now, name="plan_now"),
    path("plan/<key:year>/", counting.plan, name="plan"),
    path("plan/<key:year>/<key:pk>/", counting.plan_item, name="plan_item"),
    path("holidays/", counting.holidays, name="holidays"),
]
# After the office's: a dataset's name stands where their words stand (permissions.datasets.RESERVED).
everybody = [
    path("", public.search, name="search"),
    path("sitemap.xml", sitemaps.sitemaps, name="sitemaps"),
    path("sitemap-<key:page>.xml", sitemaps.sitemap, name="sitemap"),
    path("<slug:name>/", public.dataset, name="dataset"),
    path("<slug:name>/resource/<uuid:resource>/", public.resource, name="resource"),
    path("<slug:name>/resource/<uuid:resource>/download/", public.download, name="resource_data"),
]
urlpatterns = [*office, *everybody]

# Where other catalogues look: at the root of the site, as CKAN and its DCAT plug-in have them.
faces = (
    [
        path("api/3/action/<slug:name>", ckan.action, name="ckan_action"),
        path("api/action/<slug:name>", ckan.action, name="ckan_action_short"),
        path("catalog.<slug:form>", dcat.catalogue, name="dcat_catalogue"),
        path("dataset/<str:key>.<slug:form>", dcat.dataset, name="dcat_dataset"),
        path("dataset/<str:key>", dcat.dataset_home, name="dataset_home"),
        path("dataset/<str:key>/resource/<str:resource>", dcat.resource_home, name="resource_home"),
        path("organization/<str:key>", dcat.organization_home, name="organization_home"),
    ],
    "faces",
)
