"""The tables of scores as migrations 0001 to 0010 leave them, made at once: a new database starts in seconds.

A site that has run some of those goes on with them, one by one, as before.
"""

from importlib import import_module

import django.db.models.deletion
import samrit.frameworks.fields
from django.conf import settings
from django.db import migrations, models

words = import_module("samrit.scores.migrations.0007_public_words")


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('scores', '0001_scores'),
        ('scores', '0002_more_missing_words'),
        ('scores', '0003_rounds_know_their_publication'),
        ('scores', '0004_versions_and_publications'),
        ('scores', '0005_first_versions'),
        ('scores', '0006_scores_are_versions'),
        ('scores', '0007_public_words'),
        ('scores', '0008_assignments_and_opinions'),
        ('scores', '0009_appeals'),
        ('scores', '0010_questions_and_official_figures'),
    ]

    dependencies = [
        ('evidence', '0002_register'),
        ('frameworks', '0001_squashed_0009_rounds_know_when_settled'),
        ('people', '0005_counted_calls'),
        ('people', '__first__'),
        ('reports', '0001_squashed_0011_progress'),
    ]

    operations = [
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
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='frameworks.round')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='frameworks.indicator')),
                ('evaluator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('slot', models.CharField(choices=[('first', 'ผู้ตรวจคนที่หนึ่ง'), ('second', 'ผู้ตรวจคนที่สอง'), ('third', 'ผู้ชี้ขาด')], max_length=6)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('assigned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assigned_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('end_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('round', 'indicator', 'slot'), name='one_scorer_in_slot'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('round', 'indicator', 'evaluator'), name='scorer_once_per_result'), models.CheckConstraint(condition=models.Q(('slot__in', ['first', 'second', 'third'])), name='assignment_slot_known'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='assignment_ended_with_reason')],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['evaluator', 'round'], name='assignment_of_evaluator')],
            },
        ),
        migrations.CreateModel(
            name='OfficialFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='official_files', to='frameworks.fiscalyear')),
                ('months', models.PositiveSmallIntegerField(default=12)),
                ('owner', models.CharField(max_length=20)),
                ('source', models.CharField(max_length=300)),
                ('name', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64)),
                ('contents', models.BinaryField()),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_at', models.DateTimeField()),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('fiscal_year', 'months', 'owner', 'sha256'), name='official_file_once'), models.CheckConstraint(condition=models.Q(('months__in', [6, 9, 12])), name='official_file_months_known'), models.CheckConstraint(condition=models.Q(models.Q(('owner', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='official_file_has_source'), models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', True), ('applied_by__isnull', True)), models.Q(('applied_at__isnull', False), ('applied_by__isnull', False)), _connector='OR'), name='official_file_applied_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='OfficialFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='official_figures', to='frameworks.indicator')),
                ('months', models.PositiveSmallIntegerField(default=12)),
                ('kpi', models.CharField(max_length=30)),
                ('owner', models.CharField(max_length=20)),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='scores.officialfile')),
                ('row', models.PositiveIntegerField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('indicator', 'months'), name='one_official_figure'), models.CheckConstraint(condition=models.Q(models.Q(('missing__isnull', True), ('value__isnull', False)), models.Q(('missing__isnull', False), ('value__isnull', True)), _connector='OR'), name='official_value_or_reason'), models.CheckConstraint(condition=models.Q(('months__in', [6, 9, 12])), name='official_months_known')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='scores.assignment')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='reports.result')),
                ('decision', models.CharField(choices=[('accept', 'ยืนยันตามที่รายงาน'), ('correct', 'แก้ไขผล')], max_length=10)),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('rubric', models.JSONField(blank=True, default=dict)),
                ('reason', models.TextField(blank=True)),
                ('seen', models.JSONField(blank=True, default=list)),
                ('given_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('assignment',), name='one_opinion_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('missing__isnull', True), ('value__isnull', False)), models.Q(('missing__isnull', False), ('value__isnull', True)), _connector='OR'), name='opinion_value_or_reason'), models.CheckConstraint(condition=models.Q(('decision', 'accept'), models.Q(('decision', 'correct'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='opinion_correction_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='ProvinceScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='frameworks.round')),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('provisional', 'คะแนนเบื้องต้น'), ('confirmed', 'คะแนนที่ยืนยันแล้ว'), ('appealed', 'คะแนนหลังพิจารณาอุทธรณ์'), ('final', 'คะแนนสิ้นสุด')], max_length=12)),
                ('reason', models.TextField(blank=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='frameworks.edition')),
                ('rule_set', models.CharField(max_length=20)),
                ('rule_version', models.CharField(max_length=64)),
                ('inputs', models.JSONField()),
                ('outcome', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('total', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('total_published', models.CharField(blank=True, max_length=20)),
                ('rating', models.CharField(blank=True, max_length=100)),
                ('computed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('computed_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['round_id', 'version'],
                'constraints': [models.UniqueConstraint(fields=('round', 'version'), name='score_version_once'), models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('round',), name='one_current_score'), models.CheckConstraint(condition=models.Q(('state__in', ['provisional', 'confirmed', 'appealed', 'final'])), name='score_state_known'), models.CheckConstraint(condition=models.Q(('state', 'final'), ('computed_by__isnull', False), _connector='OR'), name='score_made_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='frameworks.round')),
                ('score', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='scores.provincescore')),
                ('number', models.PositiveIntegerField()),
                ('publish_at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['round_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('round', 'number'), name='publication_number_once'), models.CheckConstraint(condition=models.Q(('publish_at__gte', models.F('decided_at'))), name='published_not_before_decided'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='new_edition_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason', ''), ('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='withdrawn_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='PublicWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='scores.publication')),
                ('kind', models.CharField(choices=[('province', 'จังหวัด'), ('kpi', 'ตัวชี้วัด'), ('agency', 'หน่วยงาน')], max_length=10)),
                ('key', models.CharField(max_length=60)),
                ('title', models.TextField()),
                ('body', models.TextField(blank=True)),
                ('plain_title', models.TextField()),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('publication', 'kind', 'key'), name='public_words_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['province', 'kpi', 'agency'])), name='public_words_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='reports.result')),
                ('first', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='scores.question')),
                ('text', models.TextField()),
                ('answer_by', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('closing', models.CharField(blank=True, choices=[('enough', 'คำตอบพอแล้ว'), ('asked_on', 'ถามต่อ'), ('taken_back', 'ถอนคำถาม')], max_length=12)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='question_says_something'), models.CheckConstraint(condition=models.Q(('answer_by__gt', models.F('asked_at'))), name='question_leaves_time_to_answer'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('closing', ''), ('note', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('closing__in', ['enough', 'asked_on', 'taken_back'])), _connector='OR'), name='question_closed_by_someone'), models.CheckConstraint(condition=models.Q(('first__isnull', True), models.Q(('first', models.F('id')), _negated=True), _connector='OR'), name='question_not_after_itself'), models.UniqueConstraint(condition=models.Q(('closing', '')), fields=('first',), name='one_open_question_of_thread')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='scores.question')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('text', models.TextField(blank=True)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_as', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('question', 'agency'), name='one_draft_of_answer'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('text', ''), _negated=True)), _connector='OR'), name='answer_says_something_once_sent')],
            },
        ),
        migrations.CreateModel(
            name='TwoScorers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='two_scorers', to='frameworks.fiscalyear')),
                ('library_kpi', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='two_scorers', to='frameworks.librarykpi')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='two_scorers', to='frameworks.indicator')),
                ('reason', models.TextField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('end_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('fiscal_year', 'library_kpi'), name='two_scorers_once_for_kpi'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('indicator',), name='two_scorers_once_for_indicator'), models.CheckConstraint(condition=models.Q(models.Q(('indicator__isnull', True), ('library_kpi__isnull', False)), models.Q(('indicator__isnull', False), ('library_kpi__isnull', True)), _connector='OR'), name='two_scorers_of_one_thing'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='two_scorers_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='two_scorers_ended_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='reports.result')),
                ('decision', models.CharField(choices=[('accept', 'ยืนยันตามที่รายงาน'), ('correct', 'แก้ไขผล')], max_length=10)),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('reason', models.TextField(blank=True)),
                ('rubric', models.JSONField(blank=True, default=dict)),
                ('official', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='scores.officialfigure')),
                ('verified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verified_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('result',), name='one_verification_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('missing__isnull', True), ('value__isnull', False)), models.Q(('missing__isnull', False), ('value__isnull', True)), _connector='OR'), name='verified_value_or_reason'), models.CheckConstraint(condition=models.Q(('decision', 'accept'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='correction_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='KpiScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('province_score', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kpi_scores', to='scores.provincescore')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='frameworks.kpi')),
                ('verification', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='scores.verification')),
                ('score', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('points', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('steps', models.JSONField()),
            ],
            options={
                'ordering': ['province_score_id', 'kpi_id'],
                'constraints': [models.UniqueConstraint(fields=('province_score', 'kpi'), name='kpi_score_once')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='frameworks.round')),
                ('number', models.PositiveIntegerField()),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='frameworks.indicator')),
                ('kpi_score', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='scores.kpiscore')),
                ('grounds', models.CharField(max_length=40)),
                ('text', models.TextField()),
                ('wanted_value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('wanted_score', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('state', models.CharField(default='open', max_length=10)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_as', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('decide_by', models.DateTimeField()),
                ('taken_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_up_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.TextField(blank=True)),
                ('not_heard', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'number'), name='appeal_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'taken_up'])), fields=('round', 'indicator'), name='one_undecided_appeal_per_item'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken_up', 'withdrawn', 'refused', 'decided'])), name='appeal_state_known'), models.CheckConstraint(condition=models.Q(('wanted_value__isnull', False), ('wanted_score__isnull', False), _connector='OR'), name='appeal_wants_something'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('grounds', ''), _negated=True)), name='appeal_says_why'), models.CheckConstraint(condition=models.Q(('decide_by__gt', models.F('opened_at'))), name='appeal_decided_later'), models.CheckConstraint(condition=models.Q(models.Q(('taken_up_at', None), ('taken_up_by', None)), models.Q(('taken_up_at__isnull', False), ('taken_up_by__isnull', False)), _connector='OR'), name='appeal_taken_up_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['taken_up', 'decided']), _negated=True), ('taken_up_at__isnull', False), _connector='OR'), name='appeal_taken_up_before_decided'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['withdrawn', 'refused']), ('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), models.Q(models.Q(('state__in', ['withdrawn', 'refused']), _negated=True), ('end_reason', ''), ('ended_at', None), ('ended_by', None)), _connector='OR'), name='appeal_ended_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('not_heard__in', ['out_of_time', 'incomplete']), ('state', 'refused')), models.Q(models.Q(('state', 'refused'), _negated=True), ('not_heard', '')), _connector='OR'), name='appeal_not_heard_known')],
            },
        ),
        migrations.CreateModel(
            name='PanelMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panel', to='scores.appeal')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order_number', models.CharField(max_length=60)),
                ('appointed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('appointed_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('appeal', 'user'), name='panel_member_once'), models.CheckConstraint(condition=models.Q(('order_number', ''), _negated=True), name='panel_by_order')],
            },
        ),
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comparisons', to='reports.result')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.opinion')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.opinion')),
                ('agreed', models.BooleanField()),
                ('compared_at', models.DateTimeField()),
                ('decision', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decides', to='scores.opinion')),
                ('verification', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comparison', to='scores.verification')),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='opinions_compared_once'), models.UniqueConstraint(condition=models.Q(('verification', None), ('voided_at', None)), fields=('result',), name='one_open_comparison'), models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='two_opinions_compared'), models.CheckConstraint(condition=models.Q(models.Q(('agreed', False), ('decision', None)), ('verification__isnull', False), _connector='OR'), name='comparison_settled_by_verification')],
            },
        ),
        migrations.CreateModel(
            name='AppealDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appeal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='scores.appeal')),
                ('outcome', models.CharField(max_length=10)),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('reason', models.TextField()),
                ('votes', models.JSONField()),
                ('verification', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal_decision', to='scores.verification')),
                ('score_before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.provincescore')),
                ('score_after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.provincescore')),
                ('remedy', models.TextField(blank=True)),
                ('letter_number', models.CharField(blank=True, max_length=60)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['upheld', 'partly', 'dismissed'])), name='appeal_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('missing', None), ('outcome', 'dismissed'), ('value', None), ('verification', None)), models.Q(models.Q(('outcome', 'dismissed'), _negated=True), ('verification__isnull', False), models.Q(models.Q(('missing', None), ('value__isnull', False)), models.Q(('missing__isnull', False), ('value', None)), _connector='OR')), _connector='OR'), name='appeal_upheld_changes_something'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'dismissed'), ('score_after', models.F('score_before'))), models.Q(models.Q(('outcome', 'dismissed'), _negated=True), models.Q(('score_after', models.F('score_before')), _negated=True)), _connector='OR'), name='appeal_upheld_makes_a_version'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='appeal_decided_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='AnswerEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='scores.answer')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.evidencefile')),
                ('code', models.CharField(blank=True, max_length=40)),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attached_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('answer', 'file'), name='evidence_once_per_answer')],
            },
        ),
        migrations.CreateModel(
            name='AppealEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='scores.appeal')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='evidence.evidencefile')),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attached_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('appeal', 'file'), name='appeal_evidence_once')],
            },
        ),
        migrations.RunPython(words.make_trigrams, words.drop_trigrams),
    ]
