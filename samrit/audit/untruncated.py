"""TRUNCATE on PostgreSQL passes by the triggers of rows: what no row may be deleted from is not emptied either."""

from typing import Any

# Tables with a trigger of this project before DELETE and none yet before TRUNCATE; tgtype: 2 before, 8 delete, 32 truncate.
UNGUARDED = """
SELECT DISTINCT tables.relname, functions.proname
FROM pg_trigger triggers
JOIN pg_class tables ON tables.oid = triggers.tgrelid
JOIN pg_proc functions ON functions.oid = triggers.tgfoid
WHERE NOT triggers.tgisinternal AND triggers.tgtype & 10 = 10
AND tables.relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_trigger whole WHERE whole.tgrelid = tables.oid AND whole.tgtype & 32 = 32)
"""


def refuse_truncate(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - what RunPython calls with
    """For migrations, after those that protect the rows: the same function answers for the whole table."""
    if schema_editor.connection.vendor != "postgresql":
        return  # SQLite's only way to empty a table is DELETE
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(UNGUARDED)
        unguarded = cursor.fetchall()
    quote = schema_editor.quote_name
    for table, function in unguarded:
        schema_editor.execute(
            f"CREATE TRIGGER {quote(table + '_no_truncate')} BEFORE TRUNCATE ON {quote(table)} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {quote(function)}()"
        )
