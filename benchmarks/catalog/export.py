"""The whole catalogue to one file; prints seconds, MB written, and the most memory (MB) before and after."""

import os
import resource
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
django.setup()

from django.utils.timezone import now  # noqa: E402 - Django comes first

from samrit.catalog.actions.walking import keep_list  # noqa: E402
from samrit.catalog.documents.linked.whole import kept_whole  # noqa: E402


def most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    listed = keep_list(now=now())
    before, begun = most_memory(), time.perf_counter()
    kept = kept_whole(listed, "ttl")
    spent = time.perf_counter() - begun
    print(f"{listed.total} {spent:.2f} {kept.stat().st_size / 1e6:.1f} {before:.0f} {most_memory():.0f}")


if __name__ == "__main__":
    main()
