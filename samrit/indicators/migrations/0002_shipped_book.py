"""The items that ship, each with its key; what was stated about items is never changed nor deleted."""

from django.db import migrations
from django.utils.timezone import now

from samrit.rules.items import book, documents

APPEND_ONLY = {"indicators_itemrevision": "item_revision", "indicators_bookrelease": "book_release"}
SQLITE = """
CREATE TRIGGER {name}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'revisions of items are append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION indicators_item_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'revisions of items are append-only'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {name}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION indicators_item_append_only()
"""


def load(apps, schema_editor):
    """Two statements; what a later release adds is taken by ``actions.items.take_release``."""
    apps.get_model("indicators", "BookRelease").objects.create(
        version=book().version, documents=dict(documents()), taken_at=now()
    )
    Item = apps.get_model("indicators", "Item")
    Item.objects.bulk_create([Item(code=code) for code in book().items])


def protect(apps, schema_editor):
    """A later migration that makes SQLite copy one of the tables must do this again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
    statement = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table, name in APPEND_ONLY.items():
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(statement.format(table=table, name=name, verb=verb))


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_items")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunPython(protect, migrations.RunPython.noop, elidable=False),
    ]
