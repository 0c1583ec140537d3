"""Addresses of the evidence room."""

from django.urls import path

from samrit.evidence import views

app_name = "evidence"
urlpatterns = [path("<int:pk>/", views.download, name="download")]
