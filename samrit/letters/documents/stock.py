"""What the office's own paper looks like: the measures, its fonts and its emblem.

The operator's folder (``SAMRIT_LETTER_FOLDER``) may hold ``emblem.svg`` or ``emblem.png``, and a regular and a bold
TTF (``*bold*.ttf``) such as TH Sarabun New; what is not there is our own.
"""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings

from samrit.ui.paper import FONTS

OWN_FONT = "Sarabun"
OWN_EMBLEM = "emblem.svg"
EMBLEMS = (OWN_EMBLEM, "emblem.png")
EMBLEM_DOTS = 600  # how wide it is drawn for programs that take no SVG
_WHOLE = Decimal(1)


@cache
def measures() -> dict[str, Any]:
    """``layout.toml``."""
    text = (resources.files("samrit.rules.letters") / "layout.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True)
class Stock:
    """Fonts and emblem; a point of TH Sarabun is ``scale`` points of the font."""

    regular: bytes
    bold: bytes
    scale: Decimal
    emblem_name: str
    emblem: bytes

    @property
    def files(self) -> dict[str, bytes]:
        """By the names that the page's style sheet calls them."""
        return {
            "letter-regular.ttf": self.regular,
            "letter-bold.ttf": self.bold,
            self.emblem_name: self.emblem,
        }

    def points(self, size: int) -> str:
        """A size in points of TH Sarabun, as a length of the style sheet."""
        return f"{size * self.scale:.2f}pt"


def stock() -> Stock:
    """As it lies there now: a new emblem is on the next paper."""
    folder = Path(settings.LETTER_FOLDER)
    regular, bold = _fonts(folder)
    emblem = next((folder / name for name in EMBLEMS if (folder / name).is_file()), _own_emblem())
    own = regular.parent == FONTS
    scale = Decimal(measures()["type"]["own_font_scale"]) if own else _WHOLE
    return Stock(regular.read_bytes(), bold.read_bytes(), scale, emblem.name, emblem.read_bytes())


def _fonts(folder: Path) -> tuple[Path, Path]:
    """The office's regular and bold font, or ours where it has not both."""
    upright = sorted(path for path in folder.glob("*.ttf") if "italic" not in path.stem.lower())
    bold = [path for path in upright if "bold" in path.stem.lower()]
    regular = [path for path in upright if path not in bold]
    if bold and regular:
        return regular[0], bold[0]
    return FONTS / f"{OWN_FONT}-Regular.ttf", FONTS / f"{OWN_FONT}-Bold.ttf"


def _own_emblem() -> Path:
    return Path(str(resources.files("samrit.letters"))) / "emblem" / OWN_EMBLEM


def style_sheet(kept: Stock) -> bytes:
    """The measures as a style sheet: what differs with ``layout.toml`` and the font; all else is in ``letter.css``."""
    laid, of_type = measures(), measures()["type"]
    page = laid["page"]
    names = {
        "indent": f"{laid['text']['indent']}mm",
        "gap": f"{laid['text']['gap']}pt",
        "signature": f"{laid['text']['signature_gap']}pt",
        "mark": laid["colour"]["mark"],
        "line": f"{of_type['line']}pt",
        "title-line": f"{of_type['memo_title_line']}pt",
        "emblem": f"{laid['emblem']['external']}mm",
        "memo-emblem": f"{laid['emblem']['memo']}mm",
        **{
            f"{name}-size": kept.points(of_type[name])
            for name in ("body", "memo_head", "memo_title", "urgency")
        },
    }
    variables = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in names.items())
    right, bottom, left = (f"{page[side]}mm" for side in ("right", "bottom", "left"))
    return (
        f":root{{{variables}}}"
        f"@page{{margin:{page['top']}mm {right} {bottom} {left}}}@page:first{{margin-top:{page['top_first']}mm}}"
    ).encode()


def emblem_png() -> bytes:
    """The emblem as a picture for Word."""
    kept = stock()
    if kept.emblem_name.endswith(".png"):
        return kept.emblem
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - only where a Word file is written

    return bytes(
        svg_to_bytes(svg_string=kept.emblem.decode("utf-8"), skip_system_fonts=True, width=EMBLEM_DOTS)
    )
