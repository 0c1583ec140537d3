"""Copies on this machine of files whose home is elsewhere (``objects.py``); of an embedded site, where there are none, nothing to do.

Apart from the store itself, whose library nobody loads who does not use it.
"""

from django.core.files.storage import Storage, default_storage


def settle(name: str, storage: Storage = default_storage) -> None:
    """What was written where ``path(name)`` says is kept in the storage from now on: nothing to do for a folder."""
    put = getattr(storage, "settle", None)
    if put is not None:
        put(name)


def drop_copies(*, most_bytes: int, storage: Storage = default_storage) -> int:
    """Take away this machine's copies that were not read for longest, until the rest fits; how many.

    Only what is in the store: a file on its way into it stays.
    """
    cache = getattr(storage, "cache", None)
    if cache is None or not cache.exists():
        return 0
    files = sorted(
        ((one.stat(), one) for one in cache.rglob("*") if one.is_file()), key=lambda one: one[0].st_atime
    )
    size, dropped = sum(stat.st_size for stat, _one in files), 0
    for stat, one in files:
        if size <= most_bytes:
            break
        if storage.exists(one.relative_to(cache).as_posix()):
            one.unlink(missing_ok=True)
            size, dropped = size - stat.st_size, dropped + 1
    return dropped
