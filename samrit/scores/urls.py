"""Addresses of the scores room."""

from django.urls import URLPattern

app_name = "scores"
urlpatterns: list[URLPattern] = []
