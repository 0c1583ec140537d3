"""The questions in SQL, once: DuckDB's dialect, to be translated for other engines.

Only numbers are written into a text; lists of many stand in tables of their own. Sums are made of ``decimal(33, 12)``
(what a value can have, ``rules.observed.LIMITS``), so that neither engine runs out of its 38 digits or drops decimals.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from samrit.indicators.store.cells import KEY, STATUS_NUMBERS
from samrit.indicators.store.port import Choice, Dimension
from samrit.rules.formula import Comparison, Node, written_out

FIGURE = "CAST(value AS DECIMAL(33, 12))"
ORDER = ", ".join(KEY)
COLUMNS = f'{ORDER}, status, marks, value, submission, "row", "column"'
FEW = 40  # numbers that are written into the text; more go into a table

Tables = dict[str, dict[str, Sequence[int]]]  # name → column → numbers (of equal length)


class Statement(NamedTuple):
    """``cells`` (and ``before``, ``after``) in ``text`` are cell files; ``tables`` come with it."""

    text: str
    tables: Tables


def where(choice: Choice, tables: Tables, *, alias: str = "") -> str:
    """The choice as a condition, "true" for everything; adds to ``tables`` what is too long for it."""
    statuses = tuple(STATUS_NUMBERS[status] for status in choice.statuses)
    asked = {
        "item": choice.items,
        "area": choice.areas,
        "period": choice.periods,
        "part": choice.parts,
        "status": statuses,
        "submission": choice.submissions,
    }
    return (
        " AND ".join(_one_of(alias + name, given, tables) for name, given in asked.items() if given) or "true"
    )


def _one_of(name: str, numbers: Sequence[int], tables: Tables) -> str:
    if len(numbers) <= FEW:
        return f"{name} IN ({', '.join(str(int(number)) for number in numbers)})"
    table = f"chosen_{len(tables)}"
    tables[table] = {"number": numbers}
    bounds = f"{name} BETWEEN {int(min(numbers))} AND {int(max(numbers))}"  # leaves out what the files need not read
    return f"{bounds} AND {name} IN (SELECT number FROM {table})"


def cells_of(choice: Choice, first: int | None = None, most: int | None = None) -> Statement:
    tables: Tables = {}
    page = f" LIMIT {int(most)} OFFSET {int(first or 0)}" if most is not None else ""
    return Statement(
        f"SELECT {COLUMNS} FROM cells WHERE {where(choice, tables)} ORDER BY {ORDER}{page}", tables
    )


def counts(by: Sequence[Dimension], choice: Choice) -> Statement:
    tables: Tables = {}
    names = ", ".join(each.value for each in by)
    grouped = f" GROUP BY {names} ORDER BY {names}" if names else ""
    shown = f"{names}, " if names else ""
    return Statement(f"SELECT {shown}count(*) AS n FROM cells WHERE {where(choice, tables)}{grouped}", tables)


def pivot(rows: Dimension, columns: Dimension, choice: Choice) -> Statement:
    """Row, column, sum, least, most, figures, rows in all."""
    tables: Tables = {}
    return Statement(
        f"SELECT {rows.value} AS r, {columns.value} AS c, sum({FIGURE}) AS s, min(value) AS low, max(value) AS high, "
        f"count(value) AS figures, count(*) AS n FROM cells WHERE {where(choice, tables)} GROUP BY 1, 2 ORDER BY 1, 2",
        tables,
    )


def completeness(owed: Tables) -> Statement:
    """Which, status, cells, provisional ones. ``owed``: (which, item, period, part, areas); ``owed_areas``: (areas, area)."""
    return Statement(
        "SELECT o.which, c.status, count(*) AS n, "
        "sum(CASE WHEN c.status = 0 AND c.marks % 2 = 1 THEN 1 ELSE 0 END) AS provisional "
        "FROM cells c JOIN owed o ON o.item = c.item AND o.period = c.period AND o.part = c.part "
        "JOIN owed_areas a ON a.areas = o.areas AND a.area = c.area GROUP BY 1, 2 ORDER BY 1, 2",
        owed,
    )


def missing(item: int, owed: Tables, first: int, most: int) -> Statement:
    """Period, area, part of what is owed and not there. ``areas``, ``periods``, ``parts``: one column ``number`` each."""
    return Statement(
        "SELECT p.number AS period, a.number AS area, t.number AS part "
        "FROM periods p CROSS JOIN areas a CROSS JOIN parts t LEFT JOIN "
        f"(SELECT period, area, part FROM cells WHERE item = {int(item)}) c "
        "ON c.period = p.number AND c.area = a.number AND c.part = t.number "
        f"WHERE c.area IS NULL ORDER BY 1, 2, 3 LIMIT {int(most)} OFFSET {int(first)}",
        owed,
    )


def profile(item: int, periods: Sequence[int]) -> Statement:
    """Area, part, figures, twice the median, four times the MAD: nothing is divided here, so nothing is rounded.

    Of n figures in order the middle ones are those at a place p with n ≤ 2p ≤ n + 2: one of an odd n, two of an even.
    """
    tables: Tables = {}
    chosen = where(Choice(items=(item,), periods=tuple(periods)), tables)
    numbered = "row_number() OVER (PARTITION BY area, part ORDER BY {0}) AS place, count(*) OVER (PARTITION BY area, part) AS figures"
    return Statement(
        f"WITH figures AS (SELECT area, part, {FIGURE} AS v, {numbered.format('value')} FROM cells "
        f"WHERE {chosen} AND status = 0), "
        "medians AS (SELECT area, part, min(v) + max(v) AS twice FROM figures "
        "WHERE 2 * place BETWEEN figures AND figures + 2 GROUP BY area, part), "
        "apart AS (SELECT f.area, f.part, m.twice, abs(f.v + f.v - m.twice) AS d "
        "FROM figures f JOIN medians m ON m.area = f.area AND m.part = f.part), "
        f"placed AS (SELECT area, part, twice, d, {numbered.format('d')} FROM apart) "
        "SELECT area, part, max(figures) AS figures, max(twice) AS twice, min(d) + max(d) AS four FROM placed "
        "WHERE 2 * place BETWEEN figures AND figures + 2 GROUP BY area, part ORDER BY area, part",
        tables,
    )


_SIDES = ("b", "a")
_DIFFERS = "(b.status IS DISTINCT FROM a.status OR b.marks IS DISTINCT FROM a.marks OR b.value IS DISTINCT FROM a.value)"


def _both(choice: Choice, tables: Tables) -> str:
    chosen = where(choice, tables)
    sides = (f"(SELECT {COLUMNS} FROM {name} WHERE {chosen})" for name in ("before", "after"))
    keys = " AND ".join(f"b.{name} = a.{name}" for name in KEY)
    before, after = sides
    return f"{before} b FULL OUTER JOIN {after} a ON {keys}"


def compare_counts(choice: Choice) -> Statement:
    """New, changed, removed, unchanged."""
    tables: Tables = {}
    cases = (
        "b.item IS NULL",
        f"b.item IS NOT NULL AND a.item IS NOT NULL AND {_DIFFERS}",
        "a.item IS NULL",
        f"b.item IS NOT NULL AND a.item IS NOT NULL AND NOT {_DIFFERS}",
    )
    sums = ", ".join(
        f"coalesce(sum(CASE WHEN {case} THEN 1 ELSE 0 END), 0) AS n{place}"
        for place, case in enumerate(cases)
    )
    return Statement(f"SELECT {sums} FROM {_both(choice, tables)}", tables)


def compare_page(choice: Choice, first: int, most: int) -> Statement:
    """The columns of both sides, by key; those of a side that has none are null."""
    tables: Tables = {}
    columns = [name.strip() for name in COLUMNS.split(",")]
    shown = ", ".join(
        f"{side}.{name} AS {side}{place}" for side in _SIDES for place, name in enumerate(columns)
    )
    order = ", ".join(f"coalesce(b.{name}, a.{name})" for name in KEY)
    return Statement(
        f"SELECT {shown} FROM {_both(choice, tables)} WHERE b.item IS NULL OR a.item IS NULL OR {_DIFFERS} "
        f"ORDER BY {order} LIMIT {int(most)} OFFSET {int(first)}",
        tables,
    )


def arriving_counts(choice: Choice) -> Statement:
    """New, changed, unchanged: of the keys of ``after`` only."""
    tables: Tables = {}
    cases = (
        "b.item IS NULL",
        f"b.item IS NOT NULL AND {_DIFFERS}",
        f"b.item IS NOT NULL AND NOT {_DIFFERS}",
    )
    sums = ", ".join(
        f"coalesce(sum(CASE WHEN {case} THEN 1 ELSE 0 END), 0) AS n{place}"
        for place, case in enumerate(cases)
    )
    return Statement(f"SELECT {sums} FROM {_to_after(choice, tables)}", tables)


def arriving_page(choice: Choice, first: int, most: int) -> Statement:
    """The columns of both sides: figures that change, the largest change first; other changes; what is new."""
    tables: Tables = {}
    columns = [name.strip() for name in COLUMNS.split(",")]
    shown = ", ".join(
        f"{side}.{name} AS {side}{place}" for side in _SIDES for place, name in enumerate(columns)
    )
    figures = [f"CAST({side}.value AS DECIMAL(33, 12))" for side in _SIDES]
    kind = "CASE WHEN b.item IS NULL THEN 2 WHEN a.value IS NULL OR b.value IS NULL THEN 1 ELSE 0 END AS kind"
    order = ", ".join(f"a{columns.index(name)}" for name in KEY)
    inner = (
        f"SELECT {shown}, {kind}, coalesce(abs({' - '.join(figures)}), 0) AS moved FROM {_to_after(choice, tables)} "
        f"WHERE b.item IS NULL OR {_DIFFERS}"
    )
    names = ", ".join(f"{side}{place}" for side in _SIDES for place, _ in enumerate(columns))
    return Statement(
        f"SELECT {names} FROM ({inner}) AS found ORDER BY kind, moved DESC, {order} "
        f"LIMIT {int(most)} OFFSET {int(first)}",
        tables,
    )


def _to_after(choice: Choice, tables: Tables) -> str:
    chosen = where(choice, tables)
    keys = " AND ".join(f"b.{name} = a.{name}" for name in KEY)
    before, after = (f"(SELECT {COLUMNS} FROM {name} WHERE {chosen})" for name in ("before", "after"))
    return f"{after} a LEFT JOIN {before} b ON {keys}"


# ── rules ───────────────────────────────────────────────────────────────────
def adding_parts(item: int, parts: Sequence[int], choice: Choice) -> Statement:
    """Area, period, sum of the parts, total; only where every part and the total has a figure and the two differ."""
    tables: Tables = {}
    chosen = where(choice, tables)
    figures = f"SELECT area, period, part, {FIGURE} AS v FROM cells WHERE item = {int(item)} AND status = 0 AND {chosen}"
    listed = _one_of("part", tuple(parts), tables)
    return Statement(
        f"WITH figures AS ({figures}), "
        f"added AS (SELECT area, period, sum(v) AS s FROM figures WHERE {listed} GROUP BY area, period "
        f"HAVING count(*) = {len(parts)}) "
        "SELECT added.area, added.period, added.s, t.v FROM added JOIN figures t "
        "ON t.area = added.area AND t.period = added.period AND t.part = 0 WHERE added.s <> t.v ORDER BY 2, 1",
        tables,
    )


def adding_areas(item: int, below: Sequence[int], choice: Choice) -> Statement:
    """The same of the areas below (all of them with a figure) and the one above."""
    siblings: dict[int, int] = {}
    for area in below:
        siblings[area // 100] = siblings.get(area // 100, 0) + 1
    tables: Tables = {
        "below": {
            "area": tuple(below),
            "parent": tuple(area // 100 for area in below),
            "siblings": tuple(siblings[area // 100] for area in below),
        }
    }
    chosen = where(Choice(periods=choice.periods), tables)
    parents = where(Choice(areas=choice.areas), tables, alias="t.")
    figures = f"SELECT area, period, {FIGURE} AS v FROM cells WHERE item = {int(item)} AND status = 0 AND part = 0 AND {chosen}"
    return Statement(
        f"WITH figures AS ({figures}), "
        "added AS (SELECT below.parent, f.period, sum(f.v) AS s FROM figures f JOIN below ON below.area = f.area "
        "GROUP BY below.parent, f.period HAVING count(*) = max(below.siblings)) "
        "SELECT added.parent, added.period, added.s, t.v FROM added JOIN figures t "
        f"ON t.area = added.parent AND t.period = added.period WHERE added.s <> t.v AND {parents} ORDER BY 2, 1",
        tables,
    )


def comparing(comparison: Comparison, items: Mapping[str, int], choice: Choice) -> Statement:
    """Area, period and the figures of the comparison's items in their order, where all are there and it might not hold."""
    tables: Tables = {}
    chosen = where(choice, tables)
    numbers = [int(items[code]) for code in comparison.items]
    columns = ", ".join(
        f"max(CASE WHEN item = {number} THEN value END) AS v{place}" for place, number in enumerate(numbers)
    )
    doubles = {code: f"CAST(v{place} AS DOUBLE)" for place, code in enumerate(comparison.items)}
    return Statement(
        f"WITH figures AS (SELECT area, period, {columns} FROM cells WHERE item IN ({', '.join(map(str, numbers))}) "
        f"AND part = 0 AND status = 0 AND {chosen} GROUP BY area, period HAVING count(*) = {len(numbers)}) "
        f"SELECT * FROM figures WHERE {_doubtful(comparison, doubles)} ORDER BY 2, 1",
        tables,
    )


def _doubtful(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Whether binary fractions leave any doubt that it holds. What remains is judged exactly, so this only saves time."""
    left, right = written_out(comparison.as_tree()).parts
    if any(node.name == "/" for side in (left, right) for node in side.walk()):
        return "true"
    one, other = _in_doubles(left, names), _in_doubles(right, names)
    slack = f"(abs({other}) * {_double(comparison.percent / 100)})"
    doubt = f"(1e-12 * ({_in_doubles(left, names, size=True)} + {_in_doubles(right, names, size=True)}))"
    apart = f"({one} - {other})"
    surely = {
        "=": f"abs{apart} <= {slack} - {doubt}",
        "!=": f"abs{apart} > {slack} + {doubt}",
        "<": f"{apart} < {slack} - {doubt}",
        "<=": f"{apart} <= {slack} - {doubt}",
        ">": f"{apart} > {doubt} - {slack}",
        ">=": f"{apart} >= {doubt} - {slack}",
    }
    return f"NOT ({surely[comparison.operator]})"


def _double(number: Decimal) -> str:
    return f"CAST({float(number)!r} AS DOUBLE)"


def _in_doubles(node: Node, names: Mapping[str, str], *, size: bool = False) -> str:
    """The tree as an expression of doubles; ``size``: how large what it is made of can be, whatever cancels out."""
    match node.name:
        case "number":
            return _double(abs(node.value) if size else node.value)
        case "item":
            return f"abs({names[node.code]})" if size else names[node.code]
        case "negative":
            inner = _in_doubles(node.parts[0], names, size=size)
            return inner if size else f"(-{inner})"
        case _:
            sign = "+" if size and node.name == "-" else node.name
            return f"({f' {sign} '.join(_sides(node, names, size=size))})"


def _sides(node: Node, names: Mapping[str, str], *, size: bool) -> Iterator[str]:
    return (_in_doubles(part, names, size=size) for part in node.parts)
