"""The tables of reports as migrations 0001 to 0011 leave them, made at once: a new database starts in seconds.

A site that has run some of those goes on with them, one by one, as before.
"""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import samrit.frameworks.fields
import samrit.rules.workflow
from django.conf import settings
from django.db import migrations, models

filings = import_module("samrit.reports.migrations.0006_filings_chained_and_returns")


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('reports', '0001_reports'),
        ('reports', '0002_signed_as'),
        ('reports', '0003_entry_drafts_and_fractions'),
        ('reports', '0004_revisions'),
        ('reports', '0005_evidence_ticks'),
        ('reports', '0006_filings_chained_and_returns'),
        ('reports', '0007_entry_draft_sitting'),
        ('reports', '0008_filled_sheets'),
        ('reports', '0009_joint_kpis'),
        ('reports', '0010_seal_keys'),
        ('reports', '0011_progress'),
    ]

    dependencies = [
        ('evidence', '0002_register'),
        ('frameworks', '0001_squashed_0009_rounds_know_when_settled'),
        ('people', '0005_counted_calls'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='JointKpi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_kpis', to='frameworks.fiscalyear')),
                ('name', models.TextField()),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_kpis_led', to='people.agency')),
                ('method', models.CharField(choices=[('lead', 'ใช้ผลของหน่วยงานหลักค่าเดียว'), ('sum', 'ผลรวมของทุกหน่วยงาน'), ('mean', 'ค่าเฉลี่ยถ่วงน้ำหนักของทุกหน่วยงาน')], max_length=10)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-fiscal_year_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='joint_has_name'), models.CheckConstraint(condition=models.Q(('method__in', ['lead', 'sum', 'mean'])), name='joint_method_known')],
            },
        ),
        migrations.CreateModel(
            name='JointMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='reports.jointkpi')),
                ('indicator', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='joint_member', to='frameworks.indicator')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='JointResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='reports.jointkpi')),
                ('months', models.PositiveSmallIntegerField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('locked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['joint_id', 'months'],
                'constraints': [models.UniqueConstraint(fields=('joint', 'months'), name='joint_result_once'), models.CheckConstraint(condition=models.Q(('months__in', [6, 9, 12])), name='joint_months_known'), models.CheckConstraint(condition=models.Q(models.Q(('locked_at__isnull', True), ('locked_by__isnull', True), ('missing__isnull', True), ('value__isnull', True)), models.Q(('locked_at__isnull', False), ('locked_by__isnull', False), ('missing__isnull', True), ('value__isnull', False)), models.Q(('locked_at__isnull', False), ('locked_by__isnull', False), ('missing__isnull', False), ('value__isnull', True)), _connector='OR'), name='joint_locked_with_value_or_reason')],
            },
        ),
        migrations.CreateModel(
            name='JointContribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='reports.jointresult')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('note', models.TextField(blank=True)),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_at', models.DateTimeField()),
                ('recorders', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('result', 'agency'), name='joint_contribution_once'), models.CheckConstraint(condition=models.Q(models.Q(('missing__isnull', True), ('value__isnull', False)), models.Q(('missing__isnull', False), ('value__isnull', True)), _connector='OR'), name='joint_contribution_value_or_reason')],
            },
        ),
        migrations.CreateModel(
            name='JointShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='reports.jointkpi')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('share', samrit.frameworks.fields.ExactDecimalField(max_length=64)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('joint', 'agency'), name='joint_share_once')],
            },
        ),
        migrations.CreateModel(
            name='JointSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='reports.jointresult')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('version', models.PositiveIntegerField()),
                ('decision', models.CharField(choices=[('sign', 'ลงนาม'), ('object', 'คัดค้าน')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_at', models.DateTimeField()),
                ('signed_as', models.CharField(blank=True, max_length=400)),
                ('ending', models.CharField(blank=True, max_length=10)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ['sign', 'object'])), name='joint_decision_known'), models.CheckConstraint(condition=models.Q(('decision', 'sign'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='joint_objection_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ending', '')), models.Q(('decision', 'object'), ('ended_at__isnull', False), ('ended_by__isnull', False), ('ending__in', ['answered', 'withdrawn', 'overruled'])), _connector='OR'), name='joint_objection_ended_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('ending__in', ['answered', 'overruled']), _negated=True), models.Q(('end_reason', ''), _negated=True), _connector='OR'), name='joint_ended_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='frameworks.indicator')),
                ('span', models.CharField(choices=[('month', 'รายเดือน'), ('quarter', 'รายไตรมาส')], default='month', max_length=10)),
                ('accumulates', models.CharField(blank=True, choices=[('sum', 'ผลรวมทุกช่วง'), ('mean', 'ค่าเฉลี่ยของช่วงที่มีผล'), ('latest', 'ค่าของช่วงล่าสุด')], max_length=10)),
                ('version', models.PositiveIntegerField(default=0)),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('span__in', ['month', 'quarter'])), name='progress_span_known'), models.CheckConstraint(condition=models.Q(('accumulates__in', ['', 'sum', 'mean', 'latest'])), name='progress_accumulates_known')],
            },
        ),
        migrations.CreateModel(
            name='ProgressValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('progress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='reports.progress')),
                ('span', models.CharField(choices=[('month', 'รายเดือน'), ('quarter', 'รายไตรมาส')], max_length=10)),
                ('place', models.PositiveSmallIntegerField()),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['progress_id', 'place', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('progress', 'place'), name='progress_value_one_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('missing__isnull', True), ('value__isnull', False)), models.Q(('missing__isnull', False), ('value__isnull', True)), _connector='OR'), name='progress_value_or_reason'), models.CheckConstraint(condition=models.Q(models.Q(('place__gte', 1), ('place__lte', 12), ('span', 'month')), models.Q(('place__gte', 1), ('place__lte', 4), ('span', 'quarter')), _connector='OR'), name='progress_place_in_year'), models.CheckConstraint(condition=models.Q(('superseded_at__isnull', True), ('superseded_at__gte', models.F('entered_at')), _connector='OR'), name='progress_superseded_after_entered')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='frameworks.indicator')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='frameworks.round')),
                ('status', models.CharField(default=samrit.rules.workflow.Status['DRAFT'], max_length=20)),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('numerator', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('denominator', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('figure_reason', models.TextField(blank=True)),
                ('narrative', models.TextField(blank=True)),
                ('supporting_factors', models.TextField(blank=True)),
                ('obstacles', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judged', to='frameworks.kpi')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_at', models.DateTimeField(null=True)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('submitted_as', models.CharField(blank=True, max_length=400)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_as', models.CharField(blank=True, max_length=400)),
                ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_at', models.DateTimeField(null=True)),
                ('returned_as', models.CharField(blank=True, max_length=400)),
                ('return_reason', models.TextField(blank=True)),
                ('evidence_reason', models.TextField(blank=True)),
                ('recorders', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'round'), name='result_once_per_round'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'returned', 'approved', 'filed', 'verified'])), name='result_status_known'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('missing__isnull', True), _connector='OR'), name='result_value_or_reason'), models.CheckConstraint(condition=models.Q(models.Q(('denominator__isnull', True), ('numerator__isnull', True)), models.Q(('denominator__isnull', False), ('numerator__isnull', False), ('value__isnull', False)), _connector='OR'), name='result_fraction_whole'), models.CheckConstraint(condition=models.Q(('denominator__isnull', True), models.Q(('denominator', 0), _negated=True), _connector='OR'), name='result_denominator_not_zero'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'returned']), ('value__isnull', False), ('missing__isnull', False), _connector='OR'), name='result_says_something_once_submitted'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='result_returned_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'filed', 'verified']), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='result_approved_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='CoSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='co_signatures', to='reports.result')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, choices=[('no_data', 'ไม่มีข้อมูล'), ('not_applicable', 'ไม่เกี่ยวข้องกับหน่วยงาน'), ('not_yet_published', 'ยังไม่เผยแพร่'), ('suppressed', 'ปกปิดตามชั้นความลับหรือจำนวนน้อย'), ('unreliable', 'ข้อมูลยังเชื่อถือไม่ได้')], max_length=20, null=True)),
                ('decision', models.CharField(choices=[('sign', 'ลงนาม'), ('object', 'คัดค้าน')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_at', models.DateTimeField()),
                ('signed_as', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ['sign', 'object'])), name='co_decision_known'), models.CheckConstraint(condition=models.Q(('decision', 'sign'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='co_objection_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='ResultEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='reports.result')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proves', to='evidence.evidencefile')),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attached_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('result', 'file'), name='evidence_once_per_result')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='reports.resultevidence')),
                ('code', models.CharField(max_length=32)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('link', 'code'), name='tick_once'), models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='tick_of_a_line')],
            },
        ),
        migrations.CreateModel(
            name='ResultFate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fates', to='frameworks.edition')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fates', to='frameworks.round')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fates', to='frameworks.indicator')),
                ('kpi', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.kpi')),
                ('fate', models.CharField(choices=[('kept', 'kept'), ('rescored', 'rescored'), ('asked_again', 'asked_again')], max_length=20)),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chosen_at', models.DateTimeField()),
                ('carried_out_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('indicator__isnull', False)), fields=('edition', 'round', 'indicator'), name='fate_once_per_kpi'), models.UniqueConstraint(condition=models.Q(('indicator__isnull', True)), fields=('edition', 'round'), name='fate_once_per_round'), models.CheckConstraint(condition=models.Q(('fate__in', ['kept', 'rescored', 'asked_again'])), name='fate_known'), models.CheckConstraint(condition=models.Q(models.Q(('indicator__isnull', False), ('kpi__isnull', False)), models.Q(('fate', 'kept'), ('indicator__isnull', True), ('kpi__isnull', True)), _connector='OR'), name='fate_of_a_kpi_or_a_kept_round')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='reports.result')),
                ('number', models.PositiveSmallIntegerField()),
                ('from_status', models.CharField(max_length=20)),
                ('reason', models.TextField()),
                ('standing', models.JSONField()),
                ('returned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['result_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('result', 'number'), name='return_number_once_per_result'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='return_says_why'), models.CheckConstraint(condition=models.Q(('from_status__in', ['draft', 'submitted', 'returned', 'approved', 'filed', 'verified'])), name='return_from_a_known_status')],
            },
        ),
        migrations.CreateModel(
            name='ReturnPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('returned', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='reports.return')),
                ('field', models.CharField(choices=[('whole', 'ทั้งรายการ'), ('value', 'ผลการดำเนินงาน'), ('narrative', 'คำชี้แจง'), ('supporting_factors', 'ปัจจัยสนับสนุน'), ('obstacles', 'ปัญหาอุปสรรค'), ('evidence', 'หลักฐาน')], max_length=20)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.evidencefile')),
                ('reason', models.TextField()),
            ],
            options={
                'ordering': ['returned_id', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('file__isnull', True)), fields=('returned', 'field'), name='point_once_per_field'), models.UniqueConstraint(condition=models.Q(('file__isnull', False)), fields=('returned', 'file'), name='point_once_per_file'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='point_says_why'), models.CheckConstraint(condition=models.Q(('field__in', ['whole', 'value', 'narrative', 'supporting_factors', 'obstacles', 'evidence'])), name='point_field_known'), models.CheckConstraint(condition=models.Q(('file__isnull', True), ('field', 'evidence'), _connector='OR'), name='point_file_is_evidence')],
            },
        ),
        migrations.CreateModel(
            name='SealKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal_key', to='evidence.evidencefile')),
                ('key', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('key'), 64), name='seal_key_of_32_bytes')],
            },
        ),
        migrations.CreateModel(
            name='EntryDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.indicator')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entry_drafts', to='frameworks.round')),
                ('typed', models.JSONField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('opened', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('sitting', models.CharField(blank=True, max_length=40)),
                ('began_at', models.DateTimeField()),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('person', 'indicator', 'round'), name='entry_draft_once'), models.CheckConstraint(condition=models.Q(('kept_at__gte', models.F('began_at'))), name='entry_draft_kept_after_begun')],
            },
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='frameworks.round')),
                ('number', models.PositiveSmallIntegerField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='people.area')),
                ('place', models.PositiveIntegerField()),
                ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filed_at', models.DateTimeField()),
                ('results', models.PositiveIntegerField()),
                ('left_out', models.PositiveIntegerField(default=0)),
                ('reason', models.TextField(blank=True)),
                ('code', models.CharField(max_length=16, unique=True)),
                ('snapshot', models.TextField()),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('previous_sha256', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['round_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('round', 'number'), name='filing_number_once_per_round'), models.UniqueConstraint(fields=('area', 'place'), name='filing_place_once_per_chain'), models.UniqueConstraint(fields=('area', 'previous_sha256'), name='filing_followed_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('place__gte', models.F('number'))), name='filing_counted'), models.CheckConstraint(condition=models.Q(models.Q(('place', 1), ('previous_sha256', '0000000000000000000000000000000000000000000000000000000000000000')), models.Q(('place__gt', 1), models.Q(('previous_sha256', '0000000000000000000000000000000000000000000000000000000000000000'), _negated=True)), _connector='OR'), name='filing_first_follows_nothing'), models.CheckConstraint(condition=models.Q(models.Q(('left_out', 0), ('number', 1)), models.Q(('reason', ''), _negated=True), _connector='OR'), name='filing_incomplete_or_again_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='FilledSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filled_sheets', to='frameworks.round')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filled_sheets', to='people.agency')),
                ('name', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64)),
                ('contents', models.BinaryField()),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
                ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', True), ('applied_by__isnull', True)), models.Q(('applied_at__isnull', False), ('applied_by__isnull', False)), _connector='OR'), name='sheet_applied_by_someone')],
            },
        ),
        migrations.RunPython(filings.protect, migrations.RunPython.noop, elidable=False),
    ]
