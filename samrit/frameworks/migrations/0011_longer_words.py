"""The words of questionnaires with long codes are built-in formulas, too."""

from importlib import import_module

from django.db import migrations, models

_formulas = import_module("samrit.frameworks.migrations.0010_kpi_formulas")


def protect_again(apps, schema_editor):
    """SQLite copied the table to widen the column, and left its triggers behind."""
    if schema_editor.connection.vendor == "sqlite":
        _formulas.protect(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0010_kpi_formulas")]

    operations = [
        migrations.AlterField("kpiformula", "built_in", models.CharField(blank=True, max_length=128)),
        migrations.RunPython(protect_again, migrations.RunPython.noop, elidable=False),
    ]
