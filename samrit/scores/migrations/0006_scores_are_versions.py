from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('scores', '0005_first_versions')]

    operations = [
        migrations.RemoveConstraint(
            model_name='provincescore',
            name='score_published_by_someone',
        ),
        migrations.RemoveField(
            model_name='provincescore',
            name='published_at',
        ),
        migrations.RemoveField(
            model_name='provincescore',
            name='published_by',
        ),
        migrations.AddConstraint(
            model_name='provincescore',
            constraint=models.UniqueConstraint(fields=('round', 'version'), name='score_version_once'),
        ),
        migrations.AddConstraint(
            model_name='provincescore',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('round',), name='one_current_score'),
        ),
        migrations.AddConstraint(
            model_name='provincescore',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['provisional', 'confirmed', 'appealed', 'final'])), name='score_state_known'),
        ),
        migrations.AddConstraint(
            model_name='provincescore',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'final'), ('computed_by__isnull', False), _connector='OR'), name='score_made_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('result',), name='one_verification_in_force'),
        ),
        migrations.AlterField(
            model_name='provincescore',
            name='digest',
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name='provincescore',
            name='version',
            field=models.PositiveIntegerField(),
        ),
        migrations.AlterField(
            model_name='provincescore',
            name='state',
            field=models.CharField(choices=[('provisional', 'คะแนนเบื้องต้น'), ('confirmed', 'คะแนนที่ยืนยันแล้ว'), ('appealed', 'คะแนนหลังพิจารณาอุทธรณ์'), ('final', 'คะแนนสิ้นสุด')], max_length=12),
        ),
    ]
