"""Static files collected again when an upgrade changed them: what was collected is known by a stamp beside it."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from samrit.ui.catalogue import LOCALE

STAMP = ".collected-from"
IGNORED = ("CVS", ".*", "*~")  # as ``collectstatic``


def are_outdated() -> bool:
    """Whether nothing was collected yet, or from other files than those that are there now."""
    folder = Path(settings.STATIC_ROOT)
    stamp = folder / STAMP
    if not (folder / "staticfiles.json").exists() or not stamp.exists():
        return True
    return stamp.read_text() != _stamp()


def collect() -> None:
    """Collect, and remember from what. Files of earlier versions stay, for pages that are open in a browser."""
    stamp = _stamp()
    call_command("collectstatic", verbosity=0, interactive=False)
    (Path(settings.STATIC_ROOT) / STAMP).write_text(stamp)


def _stamp() -> str:
    """Of names, sizes and times only: a fraction of a second. Translations count, as scripts carry them."""
    lines = sorted(
        f"{name}\t{stat.st_size}\t{stat.st_mtime_ns}" for name, path in _sources() if (stat := path.stat())
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _sources() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list(IGNORED):
            yield f"{storage.location}/{name}", Path(storage.path(name))
    for path in LOCALE.rglob("*.po"):
        yield str(path), path
