"""The heat map as SVG, for files; on a page it is a table (``ui/heat_map.html``)."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from samrit.ui.charts.shapes import HeatCell, HeatMap, shortened

NAME, CELL, ROW, HEAD, LEGEND = 150, 46, 24, 150, 40  # px
LETTERS = 22  # of a column's name, which stands on its end


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
