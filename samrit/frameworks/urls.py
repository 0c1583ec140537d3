"""Addresses of the frameworks room."""

from django.urls import path

from samrit.frameworks.views import catalogue, edition, requirements

app_name = "frameworks"
urlpatterns = [
    path("", catalogue.catalogue, name="list"),
    path("<int:pk>/", edition.edition, name="edition"),
    path("<int:pk>/publish/", edition.publish, name="publish"),
    path("<int:pk>/discard/", edition.discard, name="discard"),
    path("<int:pk>/window/<int:months>/", edition.window, name="window"),
    path("<int:pk>/targets/<int:kpi_pk>/", edition.targets, name="targets"),
    path("<int:pk>/evidence/<int:kpi_pk>/", requirements.required_evidence, name="required_evidence"),
]
