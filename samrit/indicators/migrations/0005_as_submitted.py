"""What was submitted, the generations made of it and what rounds froze stay as they are: the database itself sees to it."""

from django.db import migrations

# What a submission is, and what it was handed over with. A moment later its way goes on in the other columns.
FIXED = "area_id agency_id name file sha256 size uploaded_by_id uploaded_at supersedes_id correction"
HANDED_OVER = "examination_id source method contact taken_partly_by_id receipt submitted_by_id submitted_at"
DECIDED = "state certified_by_id certified_at certified_as decided_by_id decided_at reason"
APPEND_ONLY = ("generation", "snapshot")
KEPT = ("submission", "examination")

SQLITE = """
CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} rows stay as they are'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION indicators_as_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' rows stay as they are'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {name} BEFORE {verb} ON {table}
FOR EACH ROW {when} EXECUTE FUNCTION indicators_as_submitted()
"""


def triggers(differs):
    """(name, verb, model, when) of each."""
    for model in (*APPEND_ONLY, *KEPT):
        yield f"indicators_{model}_no_delete", "DELETE", model, ""
    for model in APPEND_ONLY:
        yield f"indicators_{model}_no_update", "UPDATE", model, ""
    yield "indicators_examination_ended", "UPDATE", "examination", "WHEN (OLD.ended_at IS NOT NULL)"
    yield "indicators_submission_fixed", "UPDATE", "submission", f"WHEN ({changed(FIXED, differs)})"
    for name, columns, moment in (("handed_over", HANDED_OVER, "submitted_at"), ("decided", DECIDED, "decided_at")):
        when = f"WHEN (OLD.{moment} IS NOT NULL AND ({changed(columns, differs)}))"
        yield f"indicators_submission_{name}", "UPDATE", "submission", when


def changed(columns, differs):
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns.split())


def protect(apps, schema_editor):
    """A later migration that makes SQLite copy one of the tables (any change of its columns) must do this again."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    statement = POSTGRESQL if on_postgresql else SQLITE
    for name, verb, model, when in triggers("IS DISTINCT FROM" if on_postgresql else "IS NOT"):
        schema_editor.execute(statement.format(name=name, verb=verb, table=f"indicators_{model}", when=when))


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_examined")]
    operations = [migrations.RunPython(protect, elidable=False)]
