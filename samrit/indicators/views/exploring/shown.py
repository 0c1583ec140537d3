"""What the pages of looked-up figures share: whose database, what is asked, a table as it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from samrit.indicators.documents.explored_charts import Drawn, Looked, drawn
from samrit.indicators.documents.exported import KINDS
from samrit.indicators.explored_words import ShownFigure, Teller, periods_named
from samrit.indicators.forms.exploring import ExploreForm, read_moment
from samrit.indicators.item_words import PERIODS, name_of, unit_of
from samrit.indicators.permissions.exploring import refuse_country, whole_items
from samrit.indicators.queries.exploring import MOST_ROWS, Asked, Line, Scope, Table, figures, scope_of
from samrit.indicators.queries.items import Entry
from samrit.indicators.views.found import NATIONAL, found_area
from samrit.people.middleware import PersonRequest
from samrit.ui.formats import number

PER_PAGE, MOST_COLUMNS = 50, 36
LONG = 20  # rows, from which on a table scrolls within itself below its heads


def scope_in(request: PersonRequest, area: str) -> Scope:
    """Of the province in the address, or of all of them; 404 for people who may not read it."""
    found = None if area == NATIONAL else found_area(request, area)
    if found is None and refuse_country(request.duties):
        raise Http404
    scope = scope_of(found, read_moment(request.GET.get("at", "")))
    return replace(scope, whole=whole_items(request.duties, scope))


def asked_in(request: PersonRequest, area: str) -> tuple[Scope, ExploreForm]:
    scope = scope_in(request, area)
    return scope, ExploreForm(scope, request.GET)


def address_of(scope: Scope) -> str:
    return scope.area.pk if scope.area else NATIONAL


# ── a table ─────────────────────────────────────────────────────────────────
class Rows(Sequence[Line]):
    """The rows of a table, as many as a page may show, read a page at a time."""

    def __init__(self, table: Table) -> None:
        self._table, self._count = table, min(table.rows, MOST_ROWS)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: Any) -> Any:
        return self._table.lines(part.start, max(0, min(part.stop, self._count) - part.start))


@dataclass(frozen=True)
class ShownRow:
    """``name`` is the area and the part; an item's rows stand below its heading."""

    name: str
    figures: Sequence[ShownFigure]


@dataclass(frozen=True)
class ShownItem:
    """The rows of one item on this page, with its charts."""

    entry: Entry
    name: str
    unit: str
    rows: Sequence[ShownRow]
    charts: Sequence[tuple[Drawn, Mapping[str, str]]] = ()


@dataclass(frozen=True)
class ShownTable:
    """One kind of period: its heads, a page of rows by item, what is said about it, and its files."""

    title: str
    heads: Sequence[str]
    items: Sequence[ShownItem]
    page: Any
    notes: Sequence[str]
    files: Mapping[str, str] = field(default_factory=dict)
    is_long: bool = False
    has_areas: bool = True


def shown_table(scope: Scope, asked: Asked, table: Table, page: str | None) -> ShownTable:
    """A page of it: four queries at most, whatever its size."""
    found, looked = looked_at(scope, asked, table, page)
    entries = {line.entry.key: line.entry for line in looked.lines}.values()
    own = replace(asked, items=tuple(entry.code for entry in table.entries))
    return ShownTable(
        title=capfirst(gettext(PERIODS[table.kind])),
        heads=periods_named(looked.periods),
        items=[_item(looked, entry, own, found.number) for entry in entries],
        page=found,
        notes=_notes(looked, asked, table),
        files=files_of(scope, own),
        is_long=len(looked.lines) > LONG,
        has_areas=bool(table.places),
    )


def looked_at(scope: Scope, asked: Asked, table: Table, page: str | None) -> tuple[Any, Looked]:
    """A page of the rows (of a number that is none, the nearest), and what stands in the newest periods."""
    most = PER_PAGE if scope.area else max(PER_PAGE, len(table.places))  # a map has all provinces
    found: Any = Paginator(Rows(table), most).get_page(page)
    lines, periods = list(found.object_list), table.periods[-MOST_COLUMNS:]
    return found, Looked(scope, Teller(scope, asked), lines, periods, figures(scope, lines, periods))


def _item(looked: Looked, entry: Entry, asked: Asked, page: int) -> ShownItem:
    teller = looked.teller
    rows = [
        ShownRow(
            teller.line(looked.lines[place], with_item=False),
            [
                teller.figure(looked.lines[place], period, looked.figures[place, period.number])
                for period in looked.periods
            ],
        )
        for place in looked.of(entry)
    ]
    charts = [(one, _chart_files(looked.scope, asked, one, page)) for one in drawn(looked, entry)]
    return ShownItem(entry, name_of(entry.item), unit_of(looked.scope.book.book, entry.item), rows, charts)


def files_of(scope: Scope, asked: Asked) -> dict[str, str]:
    """Word → address of the file, of all rows and periods."""
    query = asked.query()
    return {
        kind.label: f"{reverse('indicators:explore_file', args=[address_of(scope), name])}?{query}"
        for name, kind in KINDS.items()
    }


def _chart_files(scope: Scope, asked: Asked, one: Drawn, page: int) -> dict[str, str]:
    query, address = asked.query(chart=one.key, page=str(page)), address_of(scope)
    return {
        kind.upper(): f"{reverse('indicators:explore_chart', args=[address, kind])}?{query}"
        for kind in ("svg", "png")
    }


# ── what is said about it ───────────────────────────────────────────────────
def _notes(looked: Looked, asked: Asked, table: Table) -> list[str]:
    return [*_cut(table), *_grain(looked.scope, asked, table), *_signs(looked)]


def _cut(table: Table) -> list[str]:
    """What a page does not show."""
    said = []
    if len(table.periods) > MOST_COLUMNS:
        words = gettext("แสดง {shown} งวดล่าสุดจาก {all} งวด ไฟล์มีครบทุกงวด")
        said.append(words.format(shown=MOST_COLUMNS, all=number(len(table.periods))))
    if table.rows > MOST_ROWS:
        words = gettext("มี {all} แถว หน้านี้ดูได้ {shown} แถวแรก ไฟล์มีครบทุกแถว")
        said.append(words.format(shown=number(MOST_ROWS), all=number(table.rows)))
    return said


def _grain(scope: Scope, asked: Asked, table: Table) -> list[str]:
    """Items that are not kept as finely as was asked for."""
    coarser = " · ".join(name_of(entry.item) for entry in table.coarser)
    whole = " · ".join(name_of(one.item) for one in table.entries if asked.by and one.key not in table.parts)
    said = []
    if coarser:
        said.append(gettext("{items}: แสดงเฉพาะพื้นที่ระดับที่รายการนี้เก็บ").format(items=coarser))
    if whole:
        by = name_of(scope.book.book.lists[asked.by])
        said.append(gettext("{items}: แสดงยอดรวม เพราะไม่มีส่วนจำแนกตาม{by}").format(items=whole, by=by))
    return said


def _signs(looked: Looked) -> list[str]:
    found = looked.figures.values()
    said = []
    if any(one.joined for one in found):
        said.append(gettext("† รวมตัวเลขของหลายรหัสพื้นที่ ให้ตรงกับขอบเขตของงวดล่าสุด"))
    if any(one.other_borders for one in found):
        said.append(gettext("† ขอบเขตพื้นที่ของงวดนั้นต่างจากงวดล่าสุด เทียบกันโดยตรงไม่ได้"))
    if any(one.cell and one.cell.marks for one in found):
        said.append(gettext("* มีหมายเหตุของหน่วยงาน เช่น เบื้องต้น ประมาณการ ดูได้ในหน้าของตัวเลข"))
    if any(one.kept_back for one in found):
        said.append(gettext("จำนวนที่น้อยจนอาจชี้ตัวบุคคลได้ ปกปิดไว้ หน่วยงานเจ้าของข้อมูลยังเห็น"))
    return said
