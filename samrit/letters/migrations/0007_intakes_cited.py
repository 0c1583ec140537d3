"""Letters that were read before: the numbers that they bear."""

from django.db import migrations, models


def keep_numbers(apps, schema_editor):
    intakes = apps.get_model("letters", "Intake")
    for intake in intakes.objects.only("pk", "reading").iterator(chunk_size=50):
        read = intake.reading.get("letters", ())
        numbers = dict.fromkeys(str(one["number"]) for one in read if one.get("number"))
        intakes.objects.filter(pk=intake.pk).update(numbers="".join(f"\n{one}\n" for one in numbers))


class Migration(migrations.Migration):
    dependencies = [("letters", "0006_letter_about")]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="cited",
            field=models.ManyToManyField(related_name="cited_by_intakes", to="letters.letter"),
        ),
        migrations.AddField(
            model_name="intake",
            name="numbers",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(keep_numbers, migrations.RunPython.noop),
    ]
