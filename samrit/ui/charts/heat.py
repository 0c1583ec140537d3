"""The heat map: as SVG for files, as the rows of a table on a page (``ui/charts/chart.html``)."""

from collections.abc import Mapping, Sequence
from html import escape  # Django's asks of each text whether it is lazy: half of the time

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from samrit.ui.charts.shapes import HeatCell, HeatMap, shortened

NAME, CELL, ROW, HEAD, LEGEND = 150, 46, 24, 150, 40  # px
LETTERS = 22  # of a column's name, which stands on its end


# ── on a page ───────────────────────────────────────────────────────────────
def rows_on_page(chart: HeatMap) -> SafeString:
    """The body's rows. A country has thousands of cells: a template takes ten times as long for them."""
    return mark_safe("".join(_row_on_page(name, url, cells) for name, url, cells in chart.rows))  # noqa: S308 - each text is escaped


def _row_on_page(name: str, url: str, cells: Sequence[HeatCell | None]) -> str:
    said = f'<a href="{escape(url)}">{escape(name)}</a>' if url else escape(name)
    return f'<tr><th scope="row">{said}</th>{"".join(map(_cell_on_page, cells))}</tr>\n'


def _cell_on_page(cell: HeatCell | None) -> str:
    if cell is None:
        return "<td></td>"
    text = escape(cell.text)
    if cell.url:
        text = f'<a href="{escape(cell.url)}" title="{escape(cell.label)}">{text}</a>'
    return f'<td class="step-{cell.step}">{text}</td>'


# ── in a file ───────────────────────────────────────────────────────────────
def draw(chart: HeatMap, colours: Mapping[str, str]) -> SafeString:
    wide = NAME + CELL * len(chart.columns) + 16
    wide = max(wide, 480)
    high = HEAD + ROW * len(chart.rows) + LEGEND
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="Sarabun, sans-serif" '
        'font-size="12">{}{}{}</svg>',
        _heads(chart, colours), _rows(chart, colours), _legend(chart, colours, high - LEGEND + 14), w=wide, h=high,
    )  # fmt: skip


def _heads(chart: HeatMap, colours: Mapping[str, str]) -> SafeString:
    return format_html_join(
        "",
        '<text transform="translate({} {}) rotate(-60)" fill="{}">{}</text>',
        (
            (NAME + CELL * place + CELL // 2, HEAD - 8, colours["ink"], shortened(short, LETTERS))
            for place, (short, _full, _url) in enumerate(chart.columns)
        ),
    )


def _rows(chart: HeatMap, colours: Mapping[str, str]) -> SafeString:
    return format_html_join(
        "",
        '<g transform="translate(0 {})"><text x="{}" y="16" text-anchor="end" fill="{}">{}</text>{}</g>',
        (
            (HEAD + ROW * place, NAME - 8, colours["ink"], name, _cells(cells, colours))
            for place, (name, _url, cells) in enumerate(chart.rows)
        ),
    )


def _cells(cells: Sequence[HeatCell | None], colours: Mapping[str, str]) -> SafeString:
    return format_html_join(
        "",
        '<rect x="{}" y="1" width="{}" height="{}" fill="{}"/><text x="{}" y="16" text-anchor="middle" fill="{}">{}</text>',
        (
            (
                NAME + CELL * place, CELL - 2, ROW - 2, colours[f"step-{cell.step}"], NAME + CELL * place + CELL // 2 - 1,
                colours[f"on-step-{cell.step}"], cell.text,
            )
            for place, cell in enumerate(cells)
            if cell is not None
        ),
    )  # fmt: skip


def _legend(chart: HeatMap, colours: Mapping[str, str], top: int) -> SafeString:
    return format_html_join(
        "",
        '<g transform="translate({} {})"><rect width="16" height="16" fill="{}"/><text x="22" y="13" fill="{}">{}</text></g>',
        (
            (16 + 170 * place, top, colours[f"step-{step}"], colours["ink"], words)
            for place, (step, words) in enumerate(chart.legend)
        ),
    )
