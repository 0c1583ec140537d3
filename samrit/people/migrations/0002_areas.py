"""The 77 provinces of มอก. 1099; Bangkok is an area but has no provincial framework."""

from django.db import migrations

from samrit.rules.thailand import BANGKOK, provinces


def load(apps, schema_editor):
    Area = apps.get_model("people", "Area")
    Area.objects.bulk_create(
        Area(code=p.code, name=p.th, name_en=p.en, letter_code=p.letter_code, reports=p.code != BANGKOK)
        for p in provinces()
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
