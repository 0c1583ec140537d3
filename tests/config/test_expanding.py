"""Tables first, programs after: a new migration must leave the running version able to work, or say ``needs_a_stop``."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.test_house import ROOT

GONE = (
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.AlterModelTable,
)


def breaking(migration: Any, state: ProjectState) -> Iterator[str]:
    """What of it the version before cannot live with; ``state``: how the tables were."""
    for operation in migration.operations:
        if isinstance(operation, GONE):
            yield operation.describe()
        elif isinstance(operation, migrations.AddField) and not operation.field.many_to_many:
            if not operation.field.null and not operation.field.has_db_default():
                yield f"{operation.describe()}: nobody fills it yet; let it be null or give it a db_default"
        elif isinstance(operation, migrations.AlterField) and not operation.field.null:
            before = state.models[migration.app_label, operation.model_name_lower].fields[operation.name]
            if before.null:
                yield f"{operation.describe()}: the version before still writes null"
        operation.state_forwards(migration.app_label, state)


def test_what_came_after_the_newest_release_lets_it_go_on_working() -> None:
    lines = (ROOT / "make" / "released.txt").read_text(encoding="utf-8").splitlines()
    released = dict(line.split() for line in lines if line and not line.startswith("#"))
    loader = MigrationLoader(None)
    assert set(released) <= {app.label for app in apps.get_app_configs()}
    found = []
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in released and name > released[app] and not getattr(migration, "needs_a_stop", ""):
            found += [
                f"{app}.{name}: {why}"
                for why in breaking(migration, loader.project_state(migration.dependencies))
            ]
    assert found == []


def field(**options: Any) -> models.Field[Any, Any]:
    return models.IntegerField(**options)


@pytest.mark.parametrize(
    ("operation", "breaks"),
    [
        (migrations.CreateModel("Other", [("id", models.AutoField(primary_key=True))]), False),
        (migrations.AddField("thing", "more", field(null=True)), False),
        (migrations.AddField("thing", "more", field(db_default=0)), False),
        # Django gives a default to the rows there are and takes it from the column again: the old version's rows fail.
        (migrations.AddField("thing", "more", field(default=0)), True),
        (migrations.AlterField("thing", "maybe", field(null=True, help_text="x")), False),
        (migrations.AlterField("thing", "maybe", field()), True),
        (migrations.AlterField("thing", "must", field(help_text="x")), False),
        (migrations.RemoveField("thing", "maybe"), True),
        (migrations.RenameField("thing", "maybe", "perhaps"), True),
        (migrations.RenameModel("Thing", "Matter"), True),
        (migrations.DeleteModel("Thing"), True),
        (migrations.AddIndex("thing", models.Index(fields=["must"], name="thing_must")), False),
        (migrations.RunPython(migrations.RunPython.noop), False),
    ],
)
def test_what_breaks_the_version_before_is_seen(*, operation: Any, breaks: bool) -> None:
    state = ProjectState()
    columns = [("id", models.AutoField(primary_key=True)), ("maybe", field(null=True)), ("must", field())]
    state.add_model(ModelState("shop", "Thing", columns))
    migration = migrations.Migration("0002", "shop")
    migration.operations = [operation]
    assert bool(list(breaking(migration, state))) is breaks
