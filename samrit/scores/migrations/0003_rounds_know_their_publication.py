from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_when(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Rounds whose score was published before rounds knew it."""
    for score in apps.get_model("scores", "ProvinceScore").objects.filter(published_at__isnull=False):
        apps.get_model("frameworks", "Round").objects.filter(pk=score.round_id).update(
            published_at=score.published_at
        )


class Migration(migrations.Migration):

    dependencies = [
        ("scores", "0002_more_missing_words"),
        ("frameworks", "0005_rounds_reopened_waived_cancelled"),
    ]

    operations = [migrations.RunPython(say_when, migrations.RunPython.noop)]
