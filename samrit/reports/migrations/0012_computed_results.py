"""Results computed from the provincial database; the database refuses to change or delete one."""

import django.db.models.deletion
import samrit.frameworks.fields
from django.conf import settings
from django.db import migrations, models

SQLITE = """
CREATE TRIGGER reports_computedresult_no_{verb} BEFORE {verb} ON reports_computedresult
BEGIN SELECT RAISE(ABORT, 'computed results are append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION reports_computedresult_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'computed results are append-only'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER reports_computedresult_no_{verb} BEFORE {verb} ON reports_computedresult
FOR EACH ROW EXECUTE FUNCTION reports_computedresult_append_only()
"""


def protect(apps, schema_editor):
    """A later migration that makes SQLite copy the table (any change of its columns) must do this again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
    statement = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(statement.format(verb=verb))


class Migration(migrations.Migration):
    dependencies = [
        ("frameworks", "0010_kpi_formulas"),
        ("indicators", "0005_as_submitted"),
        ("reports", "0001_squashed_0011_progress"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ComputedResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("frames", models.JSONField()),
                ("submissions", models.JSONField(default=list)),
                ("inputs_digest", models.CharField(max_length=64)),
                ("exact", samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ("value", samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ("missing", models.JSONField(blank=True, null=True)),
                ("steps", models.JSONField()),
                ("computed_at", models.DateTimeField()),
                (
                    "computed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "formula",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="computed_results",
                        to="frameworks.kpiformula",
                    ),
                ),
                (
                    "generation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="computed_results",
                        to="indicators.generation",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="computed_results",
                        to="frameworks.indicator",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="computed_results",
                        to="frameworks.round",
                    ),
                ),
            ],
            options={
                "ordering": ["round_id", "indicator_id", "number"],
            },
        ),
        migrations.AddField(
            model_name="result",
            name="computed",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="reports.computedresult",
            ),
        ),
        migrations.AddConstraint(
            model_name="computedresult",
            constraint=models.UniqueConstraint(
                fields=("indicator", "round", "number"), name="computed_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="computedresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="computed_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="computedresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("exact__isnull", False), ("missing__isnull", True), ("value__isnull", False)),
                    models.Q(("exact__isnull", True), ("missing__isnull", False), ("value__isnull", True)),
                    _connector="OR",
                ),
                name="computed_value_or_reason",
            ),
        ),
        migrations.RunPython(protect, elidable=False),
    ]
