"""Reads that are translated to SQL once, for the few that every save waits for.

Django translates a queryset anew each time it is asked, and PostgreSQL plans it anew; for a read by its key that costs
several times the read itself (decision 0025). What is done here with a translated queryset is what Django's
``ModelIterable`` does; on PostgreSQL it becomes a prepared statement of the connection.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError
from django.utils.module_loading import import_string

Row = TypeVar("Row", bound=Model)
Value = int | str
BINDING = "django.db.backends.postgresql.base.ServerBindingCursor"  # needs psycopg, which a laptop may lack
FIRST_STAND_IN = 31_000  # small enough for every whole number of the database


class Prepared(Generic[Row]):
    """A queryset with gaps, named by the kinds of what goes into them (``int``, ``str``).

    ``build`` gets a stand-in for each and is called once in each thread. Calling the reader fills the gaps and gives the
    models in the queryset's order; ``prefetch_related`` is not done. One that locks raises outside of a transaction.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]], *kinds: type[Value]) -> None:
        self._build, self._kinds, self._kept = build, kinds, threading.local()

    def __call__(self, *values: Value) -> list[Row]:
        read: _Read | None = getattr(self._kept, "read", None)
        if read is None or read.vendor != connection.vendor:
            read = self._kept.read = _Read(self._build, self._kinds)
        return read.rows(values)


class _Read:
    def __init__(self, build: Callable[..., QuerySet[Any]], kinds: Sequence[type[Value]]) -> None:
        stand_ins = [
            FIRST_STAND_IN + place if kind is int else f"<{FIRST_STAND_IN + place}>"
            for place, kind in enumerate(kinds)
        ]
        query = build(*stand_ins).query
        self.vendor, self.locks = connection.vendor, query.select_for_update
        compiler: Any = query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        self.params = [(stand_ins.index(one), None) if one in stand_ins else (-1, one) for one in params]
        if {place for place, _fixed in self.params} < set(range(len(kinds))):
            raise ValueError(f"not every value stands in {self.sql}")
        self.compiler, first = compiler, compiler.klass_info["select_fields"]
        self.columns = slice(first[0], first[-1] + 1)
        self.names = [column[0].target.attname for column in compiler.select[self.columns]]
        self.converters = compiler.get_converters([column[0] for column in compiler.select])
        self.annotations = compiler.annotation_col_map or {}
        self.related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]  # of a later Django

    def rows(self, values: Sequence[Value]) -> list[Any]:
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("a row is locked in a transaction")
        with _cursor() as cursor:
            cursor.execute(self.sql, [fixed if place < 0 else values[place] for place, fixed in self.params])
            found = cursor.fetchall()
        return [self._model(row) for row in self._converted(found)]

    def _converted(self, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        return self.compiler.apply_converters(rows, self.converters) if self.converters else rows

    def _model(self, row: Sequence[Any]) -> Any:
        model = self.compiler.klass_info["model"].from_db(connection.alias, self.names, row[self.columns])
        for related in self.related:
            related.populate(row, model)
        for name, place in self.annotations.items():
            setattr(model, name, row[place])
        return model


def _cursor() -> Any:
    """One that leaves the values to PostgreSQL, so that a statement asked again is planned no more."""
    if connection.vendor != "postgresql" or connection.queries_logged:  # a log shows the values
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return connection.make_cursor(import_string(BINDING)(connection.connection))
