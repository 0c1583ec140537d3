"""What may stand in an address."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """A key or a year that a database column can hold; with more digits the address does not exist."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, "key")
