"""Addresses of the gallery (only while developing)."""

from django.urls import path

from samrit.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("problem/<int:code>/", views.problem, name="problem"),
]
