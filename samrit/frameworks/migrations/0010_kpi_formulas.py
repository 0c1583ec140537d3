"""Formulas of KPIs over the provincial database; the database refuses to change or delete a version."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQLITE = """
CREATE TRIGGER frameworks_kpiformula_no_{verb} BEFORE {verb} ON frameworks_kpiformula
BEGIN SELECT RAISE(ABORT, 'formulas are append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION frameworks_kpiformula_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'formulas are append-only'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER frameworks_kpiformula_no_{verb} BEFORE {verb} ON frameworks_kpiformula
FOR EACH ROW EXECUTE FUNCTION frameworks_kpiformula_append_only()
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
        ("frameworks", "0001_squashed_0009_rounds_know_when_settled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KpiFormula",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("expression", models.CharField(blank=True, max_length=1000)),
                ("unit", models.CharField(blank=True, max_length=60)),
                (
                    "span",
                    models.CharField(
                        choices=[
                            ("fiscal_year", "fiscal_year"),
                            ("year_ended", "year_ended"),
                            ("year", "year"),
                            ("twelve_months", "twelve_months"),
                        ],
                        max_length=20,
                    ),
                ),
                ("decimals", models.PositiveSmallIntegerField()),
                ("gathers", models.JSONField(default=list)),
                ("built_in", models.CharField(blank=True, max_length=40)),
                ("reason", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formulas",
                        to="frameworks.indicator",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["indicator_id", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "version"), name="formula_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="formula_version_counted"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("span__in", ["fiscal_year", "year_ended", "year", "twelve_months"])
                        ),
                        name="formula_span_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decimals__lte", 6)), name="formula_decimals_few"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expression", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="formula_ended_with_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect, elidable=False),
    ]
