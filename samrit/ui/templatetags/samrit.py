"""Filters and tags that every template has: Thai dates, numbers, sentences of the rules."""

from django import template

register = template.Library()
