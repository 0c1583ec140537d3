import django.db.models.deletion
import samrit.frameworks.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('frameworks', '0008_reopenings_keep_what_was_filed'),
        ('reports', '0010_seal_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', models.CharField(choices=[('month', 'รายเดือน'), ('quarter', 'รายไตรมาส')], default='month', max_length=10)),
                ('accumulates', models.CharField(blank=True, choices=[('sum', 'ผลรวมทุกช่วง'), ('mean', 'ค่าเฉลี่ยของช่วงที่มีผล'), ('latest', 'ค่าของช่วงล่าสุด')], max_length=10)),
                ('version', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField()),
                ('indicator', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='frameworks.indicator')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ProgressValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', models.CharField(choices=[('month', 'รายเดือน'), ('quarter', 'รายไตรมาส')], max_length=10)),
                ('place', models.PositiveSmallIntegerField()),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('entered_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('progress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='reports.progress')),
            ],
            options={
                'ordering': ['progress_id', 'place', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.CheckConstraint(condition=models.Q(('span__in', ['month', 'quarter'])), name='progress_span_known'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.CheckConstraint(condition=models.Q(('accumulates__in', ['', 'sum', 'mean', 'latest'])), name='progress_accumulates_known'),
        ),
        migrations.AddConstraint(
            model_name='progressvalue',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('progress', 'place'), name='progress_value_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='progressvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('missing__isnull', True), ('value__isnull', False)), models.Q(('missing__isnull', False), ('value__isnull', True)), _connector='OR'), name='progress_value_or_reason'),
        ),
        migrations.AddConstraint(
            model_name='progressvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place__gte', 1), ('place__lte', 12), ('span', 'month')), models.Q(('place__gte', 1), ('place__lte', 4), ('span', 'quarter')), _connector='OR'), name='progress_place_in_year'),
        ),
        migrations.AddConstraint(
            model_name='progressvalue',
            constraint=models.CheckConstraint(condition=models.Q(('superseded_at__isnull', True), ('superseded_at__gte', models.F('entered_at')), _connector='OR'), name='progress_superseded_after_entered'),
        ),
    ]
