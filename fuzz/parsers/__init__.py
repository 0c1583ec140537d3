"""Every parser that gets something from outside, by name. Made when asked for: some samples take a while to make."""

import django
from django.conf import settings

settings.CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}  # there is no database here
django.setup()

from collections.abc import Callable  # noqa: E402 - once Django is there

from fuzz.parsers import documents, files, papers, typed, workbooks  # noqa: E402
from fuzz.target import Target  # noqa: E402

TARGETS: dict[str, Callable[[], Target]] = {
    make.__name__: make for room in (typed, documents, papers, workbooks, files) for make in room.TARGETS
}


def target_of(name: str) -> Target:
    return TARGETS[name]()
