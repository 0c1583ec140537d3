"""Addresses of the letters room."""

from django.urls import URLPattern

app_name = "letters"
urlpatterns: list[URLPattern] = []
