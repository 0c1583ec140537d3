"""Pages of a PDF as pictures.

Drawn by a process of its own, with little memory and time: a PDF made to harm takes that process with it and
nothing else.
"""

import contextlib
import resource
import subprocess
import sys
from io import BytesIO

WIDTH = 1000  # px
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 50  # shown in a preview


def drawn_page(path: str, number: int) -> bytes | None:
    """A PNG of page ``number`` (from 1), or None when there is no such page or it cannot be drawn."""
    return _asked("draw", path, str(number)) or None


def count_pages(path: str) -> int | None:
    """How many pages; None when it cannot be read."""
    told = _asked("count", path)
    return int(told) if told else None


def _asked(*words: str) -> bytes:
    command = [sys.executable, "-m", "samrit.evidence.drawing", *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


def _main(verb: str, path: str, number: str = "1") -> int:
    import pypdfium2  # noqa: PLC0415 - only the process that draws loads it

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        document = pypdfium2.PdfDocument(path)
        if verb == "count":
            sys.stdout.write(str(len(document)))
            return 0
        if not 1 <= int(number) <= len(document):
            return 1
        page = document[int(number) - 1]
        kept = BytesIO()
        width, height = page.get_size()
        scale = WIDTH / max(
            width, height / 3, 1
        )  # a page three times as high as wide is the highest drawn in full
        page.render(scale=scale).to_pil().save(kept, "PNG")
        sys.stdout.buffer.write(kept.getvalue())
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
