"""Charts drawn by the server: SVG for files and paper, PNG from the SVG with our own fonts.

ECharts runs in V8 within the process (mini-racer); both it and resvg are imported only when something is drawn.
"""

import atexit
import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from threading import Lock
from types import ModuleType

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from samrit.ui.charts import heat, provinces, radar
from samrit.ui.charts.options import WIDTH, height, option
from samrit.ui.charts.shapes import Bars, Chart, CountryMap, HeatMap, Lines, Radar
from samrit.ui.paper import FONTS

KEPT = 256  # drawings of a process: what was drawn once is not drawn again
LIBRARY = Path(str(resources.files(__package__))) / "vendor" / "echarts.min.js"
PICTURE_ZOOM = 2  # a PNG has twice as many points: sharp on paper too
LARGE = 2_000_000  # square px: what is larger has points enough, and would take seconds
# The light theme, as in tokens.css and charts.css: a file has no style sheet.
LIGHT: Mapping[str, str] = {
    "paper": "#ffffff", "surface": "#ffffff", "sunken": "#f4f1e9", "line": "#e3dfd3", "line-strong": "#8b8673", "ink": "#1d2433",
    "ink-soft": "#545c6c", "step-0": "#efece4", "step-1": "#0b5f5f", "step-2": "#4f9d96", "step-3": "#b9dcd6",
    "step-4": "#e0a64a", "on-step-0": "#545c6c", "on-step-1": "#ffffff", "on-step-2": "#0d1b1b", "on-step-3": "#12302e",
    "on-step-4": "#2e1c02", "chart-1": "#0f6b6b", "chart-2": "#b7791f", "chart-3": "#3d5a99", "chart-4": "#8c3b6b",
    "chart-5": "#545c6c",
}  # fmt: skip
# What a browser has and V8 alone has not; the width of a letter is Sarabun's, marks above and below have none.
AROUND = """
var console = {log() {}, warn() {}, error() {}}, setTimeout = () => 0, clearTimeout = () => {};
%s
const MARKS = /[\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e]/g, NARROW = /[.,:;|il'()\\[\\]\\s\\u0e40]/g, WIDE = /[mwMW%%\\u0e10-\\u0e13\\u0e0d\\u0e0c]/g;
const letters = text => {
  const seen = String(text).replace(MARKS, '');
  return seen.length * 0.56 - (seen.match(NARROW) || []).length * 0.28 + (seen.match(WIDE) || []).length * 0.22;
};
echarts.setPlatformAPI({measureText: (text, font) => ({width: letters(text) * (parseFloat((font || '').match(/([\\d.]+)px/)?.[1]) || 12)})});
function samritDraw(option, width, height) {
  const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width, height});
  chart.setOption(option);
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn;
}
true
"""
_ONE_AT_A_TIME = Lock()
_NAMED_COLOUR = re.compile(r"var\(--([a-z0-9-]+)\)")
_STYLE = re.compile(r' style="([^"]*)"')
_NEEDLESS = re.compile(
    r' class="zr[^"]*"| xmlns:xlink="[^"]*"| version="1.1" baseProfile="full"|<style ?>.*?</style>'
    r'| font-family="Sarabun, sans-serif"',
    re.DOTALL,
)
_MARK = re.compile(
    r'<path [^>]*ecmeta_series_index="(?P<series>\d+)" ecmeta_data_index="(?P<place>\d+)" ecmeta_ssr_type="chart"[^>]*></path>'
)


class ChartsUnavailableError(Exception):
    """No drawing on this machine: mini-racer or resvg is not installed."""


def draw(chart: Chart, *, width: int = WIDTH) -> SafeString:
    """The chart as SVG markup in light colours, without a title. ChartsUnavailableError without mini-racer."""
    if isinstance(chart, CountryMap):
        return provinces.draw(chart, LIGHT)
    if isinstance(chart, HeatMap):
        return heat.draw(chart, LIGHT)
    if isinstance(chart, Radar):
        return radar.draw(chart, LIGHT)
    return mark_safe(_NAMED_COLOUR.sub(lambda found: LIGHT[found[1]], _plain(chart, width)))  # noqa: S308 - see _plain


def on_page(chart: Bars | Lines, width: int) -> SafeString:
    """Bars or lines for a page: in its colours, so that they follow the theme; what has an address is a link.

    The links are for the mouse and the finger: the table below has the same for the keyboard.
    """
    return mark_safe(_MARK.sub(partial(_linked, chart), _plain(chart, width)))  # noqa: S308 - see _plain and _linked


def _plain(chart: Bars | Lines, width: int) -> str:
    """ECharts's markup (it escapes texts) without inline styles, which the policy of our pages refuses."""
    told = json.dumps(option(chart, width=width), ensure_ascii=True)
    return _drawn(told, width, height(chart, width))


@lru_cache(maxsize=KEPT)
def _drawn(told: str, width: int, high: int) -> str:
    drawn = _STYLE.sub(_as_attributes, _pen().draw(told, width, high))
    return _NEEDLESS.sub("", drawn).replace("<svg", '<svg font-family="Sarabun, sans-serif"', 1)


def _as_attributes(found: re.Match[str]) -> str:
    rules = (rule.split(":", 1) for rule in found[1].split(";") if rule)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in rules)


def _linked(chart: Bars | Lines, found: re.Match[str]) -> str:
    """A bar or a point with its name and figure; a bar with an address as a link."""
    series, place = int(found["series"]), int(found["place"])
    if isinstance(chart, Lines):
        value = chart.lines[series].values[place]
        said = f"{chart.lines[series].name} {chart.labels[place]}: {'' if value is None else f'{value:,}'}"
        return format_html("<g><title>{}</title>{}</g>", said, mark_safe(found[0]))  # noqa: S308 - ECharts's own
    bar = chart.bars[place]
    said = f"{bar.label}: {bar.text or bar.value}"
    inner = format_html("<title>{}</title>{}", said, mark_safe(found[0]))  # noqa: S308 - ECharts's own
    return (
        format_html('<a href="{}" tabindex="-1">{}</a>', bar.url, inner)
        if bar.url
        else format_html("<g>{}</g>", inner)
    )


def sheet(chart: Chart, *, note: str = "", width: int = WIDTH) -> SafeString:
    """The chart as a file of its own: title above, ``note`` (where it comes from, which day) below."""
    drawn = draw(chart, width=width)
    wide, high = _size(drawn)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="Sarabun, sans-serif">'
        '<rect width="{w}" height="{h}" fill="{paper}"/><text x="16" y="34" font-size="20" font-weight="700" fill="{ink}">{title}</text>'
        '<svg x="16" y="52" width="{iw}" height="{ih}" viewBox="0 0 {iw} {ih}">{drawn}</svg>'
        '<text x="16" y="{foot}" font-size="12" fill="{soft}">{note}</text></svg>',
        w=wide + 32, h=high + 96, iw=wide, ih=high, paper=LIGHT["paper"], ink=LIGHT["ink"], soft=LIGHT["ink-soft"],
        title=chart.title, drawn=drawn, foot=high + 80, note=note,
    )  # fmt: skip


def picture(svg: str, *, zoom: float | None = None) -> bytes:
    """The PNG of an SVG that ``draw`` or ``sheet`` gave: Thai marks stand where Sarabun puts them."""
    resvg = _imported("resvg_py")
    wide, high = _size(svg)
    zoom = zoom or (PICTURE_ZOOM if wide * high <= LARGE else 1)
    fonts = [
        str(FONTS / f"Sarabun-{weight}.ttf")
        for weight in ("Regular", "SemiBold", "Bold")
        if (FONTS / f"Sarabun-{weight}.ttf").exists()
    ]
    return bytes(
        resvg.svg_to_bytes(
            svg_string=svg, skip_system_fonts=True, font_files=fonts, font_family="Sarabun", zoom=zoom
        )
    )


# ── the pen ─────────────────────────────────────────────────────────────────
class _Pen:
    """ECharts in V8, started once in each process: starting takes a tenth of a second, a chart a hundredth."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.engine = _imported("py_mini_racer").MiniRacer()
        self.engine.eval(AROUND % LIBRARY.read_text(encoding="utf-8"))
        atexit.register(self.engine.close)

    def draw(self, told: str, width: int, height: int) -> str:
        with _ONE_AT_A_TIME:
            return str(self.engine.eval(f"samritDraw({told}, {width}, {height})"))


_PENS: list[_Pen] = []


def _pen() -> _Pen:
    with _ONE_AT_A_TIME:
        if not _PENS or _PENS[0].process != os.getpid():  # V8 does not survive a fork
            _PENS[:] = [_Pen()]
        return _PENS[0]


def _imported(name: str) -> ModuleType:
    try:
        return __import__(name)
    except (ImportError, OSError) as missing:
        raise ChartsUnavailableError(name) from missing


def _size(svg: str) -> tuple[int, int]:
    """Width and height that the opening tag states."""
    head = svg[: svg.index(">")]
    return int(_attribute(head, "width")), int(_attribute(head, "height"))


def _attribute(head: str, name: str) -> str:
    return head.split(f' {name}="', 1)[1].split('"', 1)[0]
