import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('frameworks', '0009_rounds_know_when_settled'),
        ('scores', '0003_rounds_know_their_publication'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('publish_at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawal_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['round_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='RulesKept',
            fields=[
                ('version', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['kept_at'],
            },
        ),
        migrations.AlterModelOptions(
            name='provincescore',
            options={'ordering': ['round_id', 'version']},
        ),
        migrations.AddField(
            model_name='kpiscore',
            name='verification',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='scores.verification'),
        ),
        migrations.AddField(
            model_name='provincescore',
            name='digest',
            field=models.CharField(default='', max_length=64),
        ),
        migrations.AddField(
            model_name='provincescore',
            name='reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='provincescore',
            name='state',
            field=models.CharField(choices=[('provisional', 'คะแนนเบื้องต้น'), ('confirmed', 'คะแนนที่ยืนยันแล้ว'), ('appealed', 'คะแนนหลังพิจารณาอุทธรณ์'), ('final', 'คะแนนสิ้นสุด')], default='provisional', max_length=12),
        ),
        migrations.AddField(
            model_name='provincescore',
            name='superseded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='provincescore',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='verification',
            name='superseded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='provincescore',
            name='computed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='provincescore',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='frameworks.round'),
        ),
        migrations.AlterField(
            model_name='verification',
            name='result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='reports.result'),
        ),
        migrations.AddField(
            model_name='publication',
            name='published_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='publication',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='frameworks.round'),
        ),
        migrations.AddField(
            model_name='publication',
            name='score',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='scores.provincescore'),
        ),
        migrations.AddField(
            model_name='publication',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('round', 'number'), name='publication_number_once'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('publish_at__gte', models.F('decided_at'))), name='published_not_before_decided'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='new_edition_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason', ''), ('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='withdrawn_with_reason'),
        ),
    ]
