"""Addresses of the evidence room."""

from django.urls import path

from samrit.evidence import views
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "evidence"
urlpatterns = [
    path("<key:pk>/", views.download, name="download"),
    path("<key:pk>/pages/<key:number>/", views.page, name="page"),
    path("uploads/", views.uploads, name="uploads"),
    path("uploads/<str:key>/", views.upload, name="upload"),
]
