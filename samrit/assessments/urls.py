"""Addresses of assessments (/assessments/), instruments (/instruments/), surveys (/surveys/) and public forms (/s/)."""

from django.urls import URLPattern

app_name = "assessments"
urlpatterns: list[URLPattern] = []
