"""Official paper: a page of ours as PDF/UA, Thai, with Thai digits; the guards that WeasyPrint needs stand here once.

WeasyPrint needs Pango, which not every machine has, so it is imported only when a paper is drawn.
"""

import gc
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache as once
from hashlib import sha256
from importlib import resources
from pathlib import Path, PurePath
from threading import Lock
from types import ModuleType
from typing import Any

from django.core.cache import cache
from django.template.loader import get_template, render_to_string
from django.utils import translation

from samrit.rules.thai import thai_digits
from samrit.ui.holding import hold_together

BASE_STYLE = "ui/paper/base.css"  # fonts, page, headings: every paper links ``paper:base.css``
FONTS = Path(str(resources.files("samrit.ui"))) / "fonts"

# WeasyPrint's text layer loses ำ (and the tone mark before it) unless it is written as its two parts.
_SARA_AM = re.compile("([่-๋]?)ำ")
_SPLIT_SARA_AM = r"ํ\1า"
ARCHIVAL = "pdf/a-3a"  # kept for decades: fonts and colours within, tagged, its text in Unicode
_ONE_AT_A_TIME = (
    Lock()
)  # fontconfig is shared by the threads of a server, and one paper keeps a processor busy
_NOT_LAID_OUT = {"title", "style", "script"}
_KINDS = {
    "": "image/png",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".css": "text/css",
}


class PaperUnavailableError(Exception):
    """No paper on this machine: WeasyPrint, or the Pango library that it needs, is missing."""


def draw(
    template: str,
    context: Mapping[str, Any],
    *,
    styles: Mapping[str, str],
    identifier: bytes,
    keep_for: int = 0,
) -> bytes:
    """The PDF of a template. ``styles``: name after ``paper:`` → template of the style sheet, beside ``base.css``.

    The same ``identifier`` makes the same file identity. A paper that says the same is not drawn again for
    ``keep_for`` seconds. PaperUnavailableError without Pango.
    """
    with translation.override("th"):  # official paper is Thai, whatever language the reader's screen has
        markup = render_to_string(template, dict(context))
    if not keep_for:
        return _printed(markup, styles, identifier)
    key = f"ui:paper:{sha256(sources(*styles.values()) + identifier + markup.encode()).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = _printed(markup, styles, identifier)
        cache.set(key, kept, keep_for)
    return kept


def draw_fitting(
    template: str,
    contexts: Sequence[Mapping[str, Any]],
    *,
    pages: int,
    styles: Mapping[str, str],
    identifier: bytes,
    keep_for: int = 0,
) -> bytes:
    """The PDF of the first context that takes at most so many pages, of the last when none does; else as ``draw``."""
    with translation.override("th"):
        markups = [render_to_string(template, dict(context)) for context in contexts]
    said = sha256(sources(*styles.values()) + identifier + "\f".join(markups).encode()).hexdigest()
    kept: bytes | None = cache.get(f"ui:paper:{said}") if keep_for else None
    if kept is None:
        kept = next(
            drawn
            for place, markup in enumerate(markups, start=1)
            if (drawn := _printed(markup, styles, identifier, most=None if place == len(markups) else pages))
        )
        cache.set(f"ui:paper:{said}", kept, keep_for)
    return kept


def _printed(markup: str, styles: Mapping[str, str], identifier: bytes, *, most: int | None = None) -> bytes:
    """Nothing where it takes more pages than ``most``."""
    weasyprint = _engine()
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier}
    with _ONE_AT_A_TIME:
        document = weasyprint.HTML(string=markup, base_url="paper:", url_fetcher=own_files(styles))
        put_on_paper(document.etree_element)
        laid_out = document.render(**options)
        if most is not None and len(laid_out.pages) > most:
            return b""
        return bytes(laid_out.write_pdf(**options))


# ── long papers ─────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Printed:
    content: bytes
    pages: int


def draw_long(
    template: str,
    context: Mapping[str, Any],
    *,
    styles: Mapping[str, str],
    images: Mapping[str, bytes],
    identifier: bytes,
    on_page: Callable[[int], None],
) -> Printed:
    """A paper of many pages, with ``images`` (name → PNG, ``paper:name`` in the template) and bookmarks of its headings.

    ``on_page`` is told each page as it is laid out (again from 1 where page numbers in the text make another turn
    necessary); what it raises ends the drawing.
    """
    with translation.override("th"):
        markup = render_to_string(template, dict(context))
    weasyprint = _engine()
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier}
    with _ONE_AT_A_TIME, _told(on_page), _uncollected():
        document = weasyprint.HTML(string=markup, base_url="paper:", url_fetcher=own_files(styles, images))
        put_on_paper(document.etree_element)
        laid_out = document.render(**options)
        return Printed(bytes(laid_out.write_pdf(**options)), len(laid_out.pages))


# ── papers to be kept ───────────────────────────────────────────────────────
def draw_archival(
    template: str,
    context: Mapping[str, Any],
    *,
    styles: Mapping[str, str],
    files: Mapping[str, bytes],
    identifier: bytes,
    again: Callable[[Sequence[Any]], Mapping[str, bytes]] | None = None,
) -> bytes:
    """A PDF/A-3a of a template whose texts have their digits already, with ``files`` (pictures, fonts, style sheets).

    ``again`` sees the pages as WeasyPrint laid them out and gives what is known only then, as further files: the paper
    is then laid out once more.
    """
    with translation.override("th"):
        markup = render_to_string(template, dict(context))
    with _ONE_AT_A_TIME:
        laid_out = _laid_out(markup, own_files(styles, files), identifier)
        if again and (more := again(laid_out.pages)):
            laid_out = _laid_out(markup, own_files(styles, {**files, **more}), identifier)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
            return bytes(laid_out.write_pdf(pdf_variant=ARCHIVAL, pdf_identifier=identifier))


def _laid_out(markup: str, files: Any, identifier: bytes) -> Any:
    document = _engine().HTML(string=markup, base_url="paper:", url_fetcher=files)
    hold_together(document.etree_element)
    put_on_paper(document.etree_element, digits=False)
    return document.render(pdf_variant=ARCHIVAL, pdf_identifier=identifier)


def split_sara_am(text: str) -> str:
    """For what does not go through ``put_on_paper``: the text of a margin, which stands in a style sheet."""
    return _SARA_AM.sub(_SPLIT_SARA_AM, text)


@contextmanager
def _uncollected() -> Iterator[None]:
    """What a paper is made of lives until it is written: looking for the dead among it takes a quarter of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class _Pages(logging.Handler):
    """Hears WeasyPrint say which page it is at: it tells nobody else."""

    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.on_page = on_page

    def emit(self, record: logging.LogRecord) -> None:
        if "Page %d" in str(record.msg) and isinstance(record.args, tuple):
            self.on_page(int(str(record.args[0])))


@contextmanager
def _told(on_page: Callable[[int], None]) -> Iterator[None]:
    spoken, ear = logging.getLogger("weasyprint.progress"), _Pages(on_page)
    before = spoken.level, spoken.propagate
    spoken.setLevel(logging.INFO)
    spoken.propagate = False
    spoken.addHandler(ear)
    try:
        yield
    finally:
        spoken.removeHandler(ear)
        spoken.setLevel(before[0])
        spoken.propagate = before[1]


def _engine() -> ModuleType:
    try:
        import weasyprint  # noqa: PLC0415 - takes half a second and needs Pango
    except (ImportError, OSError) as missing:
        raise PaperUnavailableError(str(missing)) from missing
    return weasyprint  # type: ignore[no-any-return]


def can_draw() -> bool:
    """Whether papers can be drawn on this machine at all."""
    try:
        _engine()
    except PaperUnavailableError:
        return False
    return True


@once
def sources(*templates: str) -> bytes:
    """Everything that decides how a paper looks, for keeping drawn papers: this module, the base and these templates."""
    paths = [Path(__file__), *(_origin(name) for name in (BASE_STYLE, *templates))]
    return b"".join(path.read_bytes() for path in paths)


def _origin(template: str) -> Path:
    return Path(str(get_template(template).origin))  # type: ignore[attr-defined]


def put_on_paper(element: Any, *, digits: bool = True) -> None:
    """Rewrite the texts of a parsed page in place: ำ as two characters, Arabic digits as Thai ones.

    ``translate="no"`` keeps the digits of an element: names as their framework prints them, addresses.
    """
    digits = digits and element.get("translate") != "no"
    write = _written(digits=digits)
    if isinstance(element.tag, str) and element.tag not in _NOT_LAID_OUT:
        element.text = write(element.text)
    for child in element:
        put_on_paper(child, digits=digits)
        child.tail = write(child.tail)


def _written(*, digits: bool) -> Callable[[str | None], str | None]:
    def write(text: str | None) -> str | None:
        if not text:
            return text
        split = split_sara_am(text)
        return thai_digits(split) if digits else split

    return write


def own_files(styles: Mapping[str, str], images: Mapping[str, bytes] | None = None) -> Any:
    """Fetches our fonts, style sheets and these images by name, and nothing else from anywhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see _engine

    sheets = {"base.css": BASE_STYLE, **styles}

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - WeasyPrint's signature
            name = url.removeprefix("paper:")
            if url.startswith("paper:") and name in sheets:
                return URLFetcherResponse(url, render_to_string(sheets[name]), {"Content-Type": "text/css"})
            if url.startswith("paper:") and name in {font.name for font in FONTS.glob("*.ttf")}:
                return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})
            if images and url.startswith("paper:") and name in images:
                kind = _KINDS[PurePath(name).suffix]
                return URLFetcherResponse(url, images[name], {"Content-Type": kind})
            raise ValueError(f"paper uses only its own files, not {url}")

    return OwnFiles(fail_on_errors=True)
