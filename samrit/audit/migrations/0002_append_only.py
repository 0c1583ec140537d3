"""The one chain row, and triggers by which the database itself refuses to change or delete an event."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER audit_event_no_{verb} BEFORE {verb} ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit events are append-only'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER audit_event_no_{verb} BEFORE {verb} ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_append_only()
"""


def protect(apps, schema_editor):
    apps.get_model("audit", "Chain").objects.create(pk=1)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
    statement = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(statement.format(verb=verb))


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audit")]
    operations = [migrations.RunPython(protect, elidable=False)]
