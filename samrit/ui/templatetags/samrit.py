"""Filters and tags that every template has: Thai dates, numbers, sentences of the rules, the pieces of the pages.

The tags only draw: they get plain values (samrit.ui.pieces, scale, clock) and know no table. docs/ui.md lists them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from samrit.rules import thai
from samrit.rules.wording import Message, Refusal
from samrit.ui import clock as clocks
from samrit.ui import following, formats
from samrit.ui import scale as scales
from samrit.ui import trend as trends
from samrit.ui.pieces import Cell, Event, Explanation, Matrix, Step
from samrit.ui.states import state_of
from samrit.ui.wording import in_words

register = template.Library()


@register.simple_tag
def request_number() -> str:
    """What a person tells the operator, who finds it in the log."""
    return following.number.get()


# ── filters ─────────────────────────────────────────────────────────────────
# A filter given nothing says nothing: "no value" is worded where its reason is known.
def _absent(value: object) -> bool:
    """None, or the empty text that a template hands over for a variable that is not there. Zero is a value."""
    return value is None or value == ""


@register.filter
def thai_date(day: date | None) -> str:
    return formats.date_long(day) if day else ""


@register.filter
def place_name(place: formats.Place | None) -> str:
    return formats.place_name(place) if place else ""


@register.filter
def thai_date_short(day: date | None) -> str:
    return formats.date_short(day) if day else ""


@register.filter
def thai_time(moment: datetime | None) -> str:
    return formats.time_of_day(moment) if moment else ""


@register.filter
def thai_datetime(moment: datetime | None) -> str:
    return formats.date_and_time(moment) if moment else ""


@register.filter
def number(value: Any) -> str:
    return "" if _absent(value) else formats.number(value)


@register.filter
def score3(value: Any) -> str:
    return "" if _absent(value) else formats.score_3(value)


@register.filter
def words(said: Message | Refusal | str | None) -> str:
    """A sentence of the rules in the reader's language; a plain string stays."""
    if isinstance(said, Refusal):
        said = said.message
    return in_words(said) if isinstance(said, Message) else said or ""


@register.filter
def file_size(size: Any) -> str:
    return "" if _absent(size) else formats.file_size(size)


@register.filter
def thai_digits(value: object) -> str:
    return thai.thai_digits(str(value))


# ── small pieces ────────────────────────────────────────────────────────────
@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; with ``label`` it speaks, without it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" {} width="16" height="16" focusable="false"><use href="{}#{}"/></svg>',
        css, spoken, static("samrit/icons.svg"), name,
    )  # fmt: skip


@register.inclusion_tag("ui/state_badge.html")
def state_badge(code: str, label: str = "") -> dict[str, Any]:
    return {"state": state_of(code), "label": label or state_of(code).label or code}


@register.inclusion_tag("ui/key_figure.html")
def key_figure(
    label: str,
    value: object,
    *,
    unit: str = "",
    note: str = "",
    tone: str = "",
    url: str = "",
    icon: str = "",
) -> dict[str, Any]:
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "note": note,
        "tone": tone,
        "url": url,
        "icon": icon,
    }


@register.inclusion_tag("ui/score_figure.html")
def score_figure(
    score: Decimal | None, *, rating: str = "", of: object = "", missing: str = "", size: str = ""
) -> dict[str, Any]:
    return {
        "score": None if _absent(score) else score,
        "rating": rating,
        "of": of,
        "missing": missing,
        "size": size,
    }


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, label: str = "", *, note: str = "") -> dict[str, Any]:
    """``done`` of ``total``; drawn as a <progress>, said in words."""
    return {"done": done, "total": total, "label": label, "note": note}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(
    title: str, text: str = "", *, url: str = "", action: str = "", icon: str = "inbox"
) -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("ui/definitions.html")
def definition_list(items: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """Pairs (name, value); an empty value is said to be missing."""
    return {"items": items}


@register.inclusion_tag("ui/file_list.html")
def file_list(files: Sequence[Any], *, empty: str = "") -> dict[str, Any]:
    return {"files": files, "empty": empty}


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(crumbs: Sequence[Any]) -> dict[str, Any]:
    """Crumbs from the top to this page; the last one is where we are."""
    return {"crumbs": crumbs}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Page numbers that keep the other parameters of the address."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
        "kept": parameters.urlencode(),
    }


@register.inclusion_tag("ui/filter_box.html", takes_context=True)
def filter_box(context: template.Context, form: Any, *, target: str = "") -> dict[str, Any]:
    """A GET form over a list; with ``target`` (a CSS selector) htmx swaps only the list."""
    return {"form": form, "target": target, "request": context["request"]}


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField,
    *,
    label: str = "",
    help: str | None = None,  # noqa: A002 - the template's word
    placeholder: str | None = None,
    wide: bool = False,
    unit: str = "",
) -> dict[str, Any]:
    """One field: label, help, errors, control. What is given replaces the form's words; ``unit`` stands behind."""
    bound.label = label or bound.label
    if help is not None:
        bound.help_text = help
    if placeholder is not None:
        bound.field.widget.attrs["placeholder"] = placeholder or False
    return {"field": bound, "label": bound.label, "help": bound.help_text, "wide": wide, "unit": unit}


# ── signature pieces ────────────────────────────────────────────────────────
def _scale(values: Mapping[str, Any]) -> scales.Scale:
    stated = {name: value for name, value in values.items() if not _absent(value)}
    levels = stated.pop("levels", None)
    complete = levels and all(level is not None for level in levels)
    return scales.Scale(levels=tuple(levels) if complete else None, **stated)


_ROOM = 9  # characters that fit below a level on a phone


@register.inclusion_tag("ui/scale.html")
def scale(
    levels: Sequence[Decimal | None] | None,
    direction: str = "up",
    *,
    result: Decimal | None = None,
    last_year: Decimal | None = None,
    six_month: Decimal | None = None,
    unit: str = "",
    size: str = "full",
    missing: Message | str = "",
) -> dict[str, Any]:
    """The scale of a KPI, as wide as its place. ``missing`` says why there is no result."""
    drawn = _scale({
        "levels": levels, "direction": direction, "result": result,
        "last_year": last_year, "six_month": six_month, "unit": unit,
    })  # fmt: skip
    named = list(zip(("basic", "standard", "advanced"), scales.level_names(), (50, 75, 100), strict=True))
    values = drawn.levels or (None, None, None)
    marks = [(*name, value) for name, value in zip(named, values, strict=True)]
    return {
        "scale": drawn,
        "size": size,
        "svg": scales.scale_svg(drawn, "spark" if size == "spark" else "full"),
        "levels": list(reversed(marks)) if drawn.mirrored else marks,
        "long": any(len(formats.number(value)) > _ROOM for value in drawn.levels or ()),
        "missing": missing,
    }


@register.simple_tag
def state_word(code: str) -> str:
    """The word of a state alone, where a badge does not fit."""
    return str(state_of(code).label)


@register.inclusion_tag("ui/trend.html")
def trend(drawn: trends.Trend) -> dict[str, Any]:
    """A figure over the years with its targets, and the same as a table."""
    dashes = zip(trends.DASHES, scales.level_names(), drawn.levels or (), strict=False)
    return {"trend": drawn, "svg": trends.trend_svg(drawn), "targets": list(dashes)}


@register.inclusion_tag("ui/path.html")
def path(steps: Sequence[Step], *, next: str = "") -> dict[str, Any]:  # noqa: A002 - the template's word
    """Where a result is; ``next`` says what happens next."""
    return {"steps": steps, "next": next}


@register.inclusion_tag("ui/clock.html")
def clock(opens: datetime, closes: datetime, now: datetime, *, compact: bool = False) -> dict[str, Any]:
    """Time left in a window. ``now`` is the moment of the request; a script then keeps it current."""
    left = clocks.time_left(opens, closes, now)
    return {
        "left": left,
        "headline": clocks.headline(left),
        "compact": compact,
        "milliseconds": {
            name: int(at.timestamp() * 1000)
            for name, at in (("opens", opens), ("closes", closes), ("now", now))
        },
    }


@register.inclusion_tag("ui/why.html")
def why(explanation: Explanation, *, label: str = "", opened: bool = False) -> dict[str, Any]:
    """The explanation of one computed figure, folded."""
    return {"why": explanation, "label": label or gettext("ทำไมได้เท่านี้"), "opened": opened}


@register.inclusion_tag("ui/action_button.html")
def action_button(
    label: str,
    *,
    url: str = "",
    name: str = "",
    value: str = "1",
    refusal: Refusal | Message | str | None = None,
    ask: str = "",
    icon: str = "",
    style: str = "primary",
    form: str = "",
    key: str = "",
) -> dict[str, Any]:
    """A link (``url``) or a submit button (``name``, ``value``); refused: disabled, with the reason and whom to ask.

    ``key`` tells two refused buttons with one label on one page apart.
    """
    reason = words(refusal)
    return {
        "label": label, "url": url, "name": name, "value": value, "reason": reason, "ask": ask, "icon": icon,
        "style": style, "form": form, "id": f"action-{crc32(f'{label}:{name}:{value}:{url}:{key}'.encode()):x}",
    }  # fmt: skip


@register.inclusion_tag("ui/matrix.html")
def matrix(table: Matrix) -> dict[str, Any]:
    """Rows × columns of states, with the legend of the states that occur."""
    return {"matrix": table, "legend": _legend(table)}


def _legend(table: Matrix) -> list[tuple[str, str]]:
    cells = [cell for _, row in table.rows for cell in row if cell is not None]
    found = {cell.state: cell.label for cell in cells}
    return sorted(
        found.items(), key=lambda pair: list(_ORDER).index(pair[0]) if pair[0] in _ORDER else len(_ORDER)
    )


_ORDER = (
    "not_started", "draft", "submitted", "returned", "approved", "filed", "verified", "corrected", "published",
    "no_data", "not_applicable", "not_yet_published", "suppressed", "unreliable", "not_assessed", "late",
)  # fmt: skip


@register.simple_tag
def cell_state(cell: Cell) -> Any:
    return state_of(cell.state)


@register.inclusion_tag("ui/history.html")
def history(events: Sequence[Event]) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("ui/confirm_button.html", takes_context=True)
def confirm_button(
    context: template.Context,
    label: str,
    *,
    url: str,
    question: str,
    text: str = "",
    confirm: str = "",
    name: str = "",
    value: str = "1",
    reason: str = "",
    refusal: Refusal | Message | str | None = None,
    ask: str = "",
    icon: str = "",
    style: str = "primary",
) -> dict[str, Any]:
    """A POST that asks first. ``reason`` is the label of a required text field named ``reason``."""
    shown = action_button(
        label, name=name, value=value, refusal=refusal, ask=ask, icon=icon, style=style, key=url
    )
    return {
        **shown, "url": url, "question": question, "text": text, "confirm": confirm or label,
        "reason_label": reason, "csrf_token": context.get("csrf_token"),
    }  # fmt: skip
