"""A province may file a round again; each filing is frozen, chained and never changed. Returns are kept, field by field.

What was filed before this version gets a snapshot of what its results say now, marked ``"sealed_later": true``.
"""

import hashlib
import json
import secrets
from datetime import UTC
from urllib.parse import urljoin

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NOTHING_BEFORE = "0" * 64
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TEXTS = ("missing", "figure_reason", "narrative", "supporting_factors", "obstacles", "evidence_reason")


def seal(apps, schema_editor):
    Filing = apps.get_model("reports", "Filing")
    if schema_editor.connection.vendor == "postgresql":  # else the tables could not be altered after this
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    last = {}
    filings = Filing.objects.select_related("round__area", "round__fiscal_year", "filed_by")
    for filing in filings.order_by("filed_at", "id"):
        area = filing.round.area_id
        place, previous = last.get(area, (0, NOTHING_BEFORE))
        filing.area_id, filing.number, filing.place, filing.previous_sha256 = area, 1, place + 1, previous
        filing.code = "".join(secrets.choice(CODE_LETTERS) for _ in range(16))
        filing.snapshot = json.dumps(
            snapshot(apps, filing), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        filing.sha256 = hashlib.sha256(filing.snapshot.encode()).hexdigest()
        filing.save()
        last[area] = (filing.place, filing.sha256)


def snapshot(apps, filing):
    round_ = filing.round
    results = apps.get_model("reports", "Result").objects.filter(
        round=round_, status__in=["filed", "verified"]
    )
    kpis = kpis_of(apps, round_)
    editions = {kpi.component.edition_id: kpi.component.edition for kpi in kpis.values()}
    items = [item(kpis[result.indicator_id], result) for result in results if result.indicator_id in kpis]
    inside = {one["indicator"] for one in items}
    items.sort(key=lambda one: (one["component"]["number"], one["full_number"]))
    return {
        "format": 1,
        "sealed_later": True,
        "code": filing.code,
        "number": filing.number,
        "place": filing.place,
        "previous": filing.previous_sha256,
        "verify_at": urljoin(settings.SITE_URL, f"/verify/{filing.code}/"),
        "round": round_.pk,
        "province": {"code": round_.area_id, "name": round_.area.name},
        "year": round_.fiscal_year_id,
        "months": round_.months,
        "opens_at": moment(round_.opens_at),
        "closes_at": moment(round_.closes_at),
        "filed_at": moment(filing.filed_at),
        "filed_by": {"name": filing.filed_by.name, "as": ""},
        "reason": filing.reason,
        "results": filing.results,
        "editions": [
            {
                "number": edition.number,
                "kind": edition.kind,
                "source": edition.source,
                "published_at": moment(edition.published_at),
            }
            for edition in editions.values()
        ],
        "items": items,
        "left_out": [
            {**named(kpi), "status": "not_started", "reason": filing.reason}
            for key, kpi in kpis.items()
            if key not in inside
        ],
    }


def kpis_of(apps, round_):
    """Indicator → the KPI of the edition in force, in the order of the framework."""
    kpis = (
        apps.get_model("frameworks", "Kpi")
        .objects.filter(
            component__edition__status="published",
            component__edition__framework__area=round_.area_id,
            component__edition__framework__fiscal_year=round_.fiscal_year_id,
            component__assessed=True,
            parts__isnull=True,
        )
        .select_related("component__edition", "parent")
        .order_by("component__number", "position")
    )
    return {kpi.indicator_id: kpi for kpi in kpis}


def named(kpi):
    owners = kpi.ownerships.select_related("agency").order_by("position")
    return {
        "indicator": kpi.indicator_id,
        "full_number": f"{kpi.component.number}-{kpi.number}",
        "name": kpi.name,
        "part_of": kpi.parent.name if kpi.parent else "",
        "component": {"number": kpi.component.number, "name": kpi.component.name},
        "owners": [{"key": owner.agency_id, "name": owner.agency.name} for owner in owners],
    }


def item(kpi, result):
    levels = [kpi.basic, kpi.standard, kpi.advanced]
    links = result.evidence.select_related("file").order_by("id")
    return {
        **named(kpi),
        "edition": kpi.component.edition.number,
        "weight": number(kpi.weight),
        "unit": kpi.unit,
        "direction": kpi.direction,
        "interpolate": kpi.interpolate,
        "levels": None if None in levels else [number(level) for level in levels],
        "last_year": number(kpi.last_year),
        **{name: number(getattr(result, name)) for name in ("value", "numerator", "denominator")},
        **{name: getattr(result, name) or "" for name in TEXTS},
        "evidence": [
            {"name": link.file.name, "sha256": link.file.sha256, "size": link.file.size} for link in links
        ],
        "version": result.version,
        "recorded": [{"name": user.name, "office": ""} for user in result.recorders.order_by("id")],
        "saved": signed(result.saved_by, result.saved_at, ""),
        "submitted": signed(result.submitted_by, result.submitted_at, result.submitted_as),
        "approved": signed(result.approved_by, result.approved_at, result.approved_as),
    }


def signed(user, at, signed_as):
    return {"name": user.name, "office": "", "as": signed_as, "at": moment(at)} if user else None


def number(value):
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(at):
    return at.astimezone(UTC).isoformat() if at else None


SQLITE = """
CREATE TRIGGER reports_filing_no_{verb} BEFORE {verb} ON reports_filing
BEGIN SELECT RAISE(ABORT, 'filings are append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION reports_filing_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'filings are append-only'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER reports_filing_no_{verb} BEFORE {verb} ON reports_filing
FOR EACH ROW EXECUTE FUNCTION reports_filing_append_only()
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
        ("evidence", "0001_evidence"),
        ("frameworks", "0003_revisions"),
        ("people", "0003_acting"),
        ("reports", "0005_evidence_ticks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(name="filing", options={"ordering": ["round_id", "number"]}),
        migrations.RemoveConstraint(model_name="filing", name="filing_incomplete_with_reason"),
        migrations.AddField(
            model_name="filing",
            name="area",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="filings",
                to="people.area",
            ),
        ),
        migrations.AddField("filing", "number", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("filing", "place", models.PositiveIntegerField(default=1)),
        migrations.AddField("filing", "code", models.CharField(max_length=16, null=True)),
        migrations.AddField("filing", "snapshot", models.TextField(default="")),
        migrations.AddField("filing", "sha256", models.CharField(max_length=64, null=True)),
        migrations.AddField("filing", "previous_sha256", models.CharField(max_length=64, default="")),
        migrations.AlterField(
            model_name="filing",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="frameworks.round"
            ),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop, elidable=False),
        migrations.AlterField(
            model_name="filing",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="people.area"
            ),
        ),
        migrations.AlterField("filing", "number", models.PositiveSmallIntegerField()),
        migrations.AlterField("filing", "place", models.PositiveIntegerField()),
        migrations.AlterField("filing", "code", models.CharField(max_length=16, unique=True)),
        migrations.AlterField("filing", "snapshot", models.TextField()),
        migrations.AlterField("filing", "sha256", models.CharField(max_length=64, unique=True)),
        migrations.AlterField("filing", "previous_sha256", models.CharField(max_length=64)),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="filing_number_once_per_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(fields=("area", "place"), name="filing_place_once_per_chain"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                fields=("area", "previous_sha256"), name="filing_followed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("place__gte", models.F("number"))),
                name="filing_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", 1), ("previous_sha256", NOTHING_BEFORE)),
                    models.Q(("place__gt", 1), models.Q(("previous_sha256", NOTHING_BEFORE), _negated=True)),
                    _connector="OR",
                ),
                name="filing_first_follows_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_out", 0), ("number", 1)),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="filing_incomplete_or_again_with_reason",
            ),
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("from_status", models.CharField(max_length=20)),
                ("reason", models.TextField()),
                ("standing", models.JSONField()),
                ("returned_at", models.DateTimeField()),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="reports.result",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["result_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("result", "number"), name="return_number_once_per_result"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="return_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "from_status__in",
                                ["draft", "submitted", "returned", "approved", "filed", "verified"],
                            )
                        ),
                        name="return_from_a_known_status",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("whole", "ทั้งรายการ"),
                            ("value", "ผลการดำเนินงาน"),
                            ("narrative", "คำชี้แจง"),
                            ("supporting_factors", "ปัจจัยสนับสนุน"),
                            ("obstacles", "ปัญหาอุปสรรค"),
                            ("evidence", "หลักฐาน"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "returned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="reports.return",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.evidencefile",
                    ),
                ),
            ],
            options={
                "ordering": ["returned_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("file__isnull", True)),
                        fields=("returned", "field"),
                        name="point_once_per_field",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("file__isnull", False)),
                        fields=("returned", "file"),
                        name="point_once_per_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="point_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "field__in",
                                [
                                    "whole",
                                    "value",
                                    "narrative",
                                    "supporting_factors",
                                    "obstacles",
                                    "evidence",
                                ],
                            )
                        ),
                        name="point_field_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("file__isnull", True), ("field", "evidence"), _connector="OR"),
                        name="point_file_is_evidence",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect, migrations.RunPython.noop, elidable=False),
    ]
