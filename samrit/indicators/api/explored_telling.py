"""Looked-up figures as values to be told."""

from collections.abc import Collection, Mapping

from samrit.indicators.api.explored_facts import Told
from samrit.indicators.explored_words import status_code
from samrit.indicators.queries.exploring import Figure, Line, Scope, Table
from samrit.indicators.queries.items import part_key
from samrit.indicators.queries.pivoting import Crossed
from samrit.indicators.queries.tracing import Version
from samrit.indicators.store.port import Dimension
from samrit.rules.observed import Status
from samrit.rules.periods import Period


def figure_facts(period: Period, figure: Figure) -> Told:
    cell = figure.cell
    return {
        "period": str(period),
        "status": status_code(figure),
        "value": figure.value,
        "marks": [mark.value for mark in cell.marks] if cell else [],
        "joined": list(figure.joined),
        "other_borders": figure.other_borders,
        "submission_id": cell.submission if cell else None,
    }


def row_facts(table: Table, place: int, found: Mapping[tuple[int, int], Figure]) -> Told:
    return {"figures": [figure_facts(period, found[place, period.number]) for period in table.periods]}


def pivot_facts(table: Table, sides: tuple[Dimension, Dimension], found: Crossed) -> Told:
    rows, columns = (
        {number: _said(table, side, number) for number in numbers}
        for side, numbers in zip(sides, (found.rows, found.columns), strict=True)
    )
    return {
        "period": table.kind.value,
        "rows": list(rows.values()),
        "columns": list(columns.values()),
        "cells": [
            {
                "row": rows[row],
                "column": columns[column],
                "value": it.value,
                "figures": it.figures,
                "expected": it.expected,
                "kept_back": it.kept_back,
            }
            for (row, column), it in found.cells.items()
        ],
    }


def _said(table: Table, side: Dimension, number: int) -> str:
    """A number of a side as it stands in other answers."""
    if side is Dimension.PERIOD:
        return str(Period(table.kind, number))
    if side is Dimension.ITEM:
        return next(entry.code for entry in table.entries if entry.key == number)
    if side is Dimension.AREA:
        return str(number)
    parts = {part: codes for entry in table.entries for part, codes in table.parts_of(entry)}
    return part_key(parts[number])


def version_facts(scope: Scope, line: Line, one: Version, known: Collection[int]) -> Told:
    cell, submission = one.cell, one.submission
    hidden, may_open = scope.hides(line.entry, cell.value), submission.pk in known
    return {
        "status": Status.SUPPRESSED.value if hidden else cell.status.value,
        "value": None if hidden else cell.value,
        "marks": [] if hidden else [mark.value for mark in cell.marks],
        "generation": one.generation.number,
        "accepted_at": one.generation.made_at,
        "receipt": submission.receipt,
        "agency": submission.agency.name,
        "submission_id": submission.pk if may_open else None,
        "row": cell.row if may_open else None,
        "column": cell.column if may_open else None,
        "title": one.column_title if may_open else None,
    }
