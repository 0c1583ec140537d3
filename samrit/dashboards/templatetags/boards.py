"""``{% load boards %}``, then ``{% rows part.table %}``: the body of a part's table.

Written without a template: a board has thousands of cells, for which a template takes ten times as long.
"""

from collections.abc import Sequence
from html import escape  # Django's asks of each text whether it is lazy: half of the time

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samrit.dashboards.documents.boards.parts import Cell, Table

register = template.Library()


@register.simple_tag
def rows(table: Table, *, cards: bool = False) -> SafeString:
    """``cards``: on a phone each row is a card, whose cells carry their column's name."""
    numeric = [' class="number"' if column.numeric else "" for column in table.columns]
    labels = [f' data-label="{escape(column.label)}"' if cards else "" for column in table.columns]
    return mark_safe("".join(_row(row, numeric, labels) for row in table.rows))  # noqa: S308 - each text is escaped


def _row(row: Sequence[Cell], numeric: Sequence[str], labels: Sequence[str]) -> str:
    name, *rest = row
    place = f' id="{escape(name.id)}"' if name.id else ""
    cells = [
        f"<td{number}{label if cell.shown else ''}>{_said(cell)}</td>"
        for cell, number, label in zip(rest, numeric[1:], labels[1:], strict=True)
    ]
    return f'<tr><th scope="row"{place}>{_said(name)}</th>{"".join(cells)}</tr>\n'


def _said(cell: Cell) -> str:
    text = escape(cell.shown)
    if cell.url:
        text = f'<a href="{escape(cell.url)}">{text}</a>'
    elif cell.value is None and text:
        text = f'<span class="none">{text}</span>'
    if cell.step:
        text = f'<span class="figure"><span class="swatch step-{cell.step}" aria-hidden="true"></span> {text}</span>'
    if cell.why is None or not cell.why.steps:
        return text
    why = render_to_string("ui/why.html", {"why": cell.why, "label": _("ที่มา")})
    return f'<span class="figure">{text}</span>{why}' if not cell.step else text + why
