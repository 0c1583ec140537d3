"""The tables of frameworks as migrations 0001 to 0009 leave them, made at once: a new database starts in seconds.

A site that has run some of those goes on with them, one by one, as before.
"""

import django.core.serializers.json
import django.db.models.deletion
import samrit.frameworks.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('frameworks', '0001_frameworks'),
        ('frameworks', '0002_kpi_details_and_links'),
        ('frameworks', '0003_revisions'),
        ('frameworks', '0004_required_evidence'),
        ('frameworks', '0005_rounds_reopened_waived_cancelled'),
        ('frameworks', '0006_kpi_library'),
        ('frameworks', '0007_proposals'),
        ('frameworks', '0008_reopenings_keep_what_was_filed'),
        ('frameworks', '0009_rounds_know_when_settled'),
    ]

    dependencies = [
        ('people', '0005_counted_calls'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='FiscalYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('rule_set', models.CharField(max_length=20)),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('void_reason', models.TextField(blank=True)),
                ('void_resolution', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('year__gte', 2500), ('year__lte', 2700)), name='year_is_buddhist'), models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('void_resolution', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True), models.Q(('void_resolution', ''), _negated=True)), _connector='OR'), name='year_voided_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frameworks', to='people.area')),
                ('fiscal_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frameworks', to='frameworks.fiscalyear')),
            ],
            options={
                'ordering': ['-fiscal_year_id', 'area_id'],
                'constraints': [models.UniqueConstraint(fields=('area', 'fiscal_year'), name='framework_once')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='frameworks.framework')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('original', 'ฉบับแรก'), ('revised', 'ฉบับปรับปรุง')], default='original', max_length=20)),
                ('status', models.CharField(choices=[('draft', 'ร่าง'), ('decided', 'ประกาศแล้ว รอวันเริ่มใช้'), ('published', 'ประกาศใช้'), ('superseded', 'ถูกแทนที่')], default='draft', max_length=20)),
                ('reweight', models.CharField(choices=[('rebase_total', 'ปรับฐานคะแนนรวมเป็น 100'), ('spread_component', 'กระจายน้ำหนักภายในองค์ประกอบ')], default='rebase_total', max_length=20)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('amends', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amended_by', to='frameworks.edition')),
                ('effective_on', models.DateField(blank=True, null=True)),
                ('meeting', models.CharField(blank=True, max_length=100)),
                ('resolved_on', models.DateField(blank=True, null=True)),
                ('resolution', models.TextField(blank=True)),
                ('revision_reason', models.TextField(blank=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['framework_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('framework', 'number'), name='edition_number_once'), models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('framework',), name='edition_one_in_force'), models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('framework',), name='edition_one_draft'), models.CheckConstraint(condition=models.Q(('status', 'draft'), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='edition_published_by_someone'), models.UniqueConstraint(condition=models.Q(('status', 'decided')), fields=('framework',), name='edition_one_decided'), models.CheckConstraint(condition=models.Q(('amends__isnull', True), models.Q(('amends', models.F('id')), _negated=True), _connector='OR'), name='edition_amends_another'), models.CheckConstraint(condition=models.Q(('status', 'draft'), ('amends__isnull', True), models.Q(('effective_on__isnull', False), ('resolved_on__isnull', False), models.Q(('meeting', ''), _negated=True), models.Q(('resolution', ''), _negated=True), models.Q(('revision_reason', ''), _negated=True)), _connector='OR'), name='edition_revision_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided'), _negated=True), ('amends__isnull', False), _connector='OR'), name='edition_decided_amends')],
            },
        ),
        migrations.CreateModel(
            name='Component',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='frameworks.edition')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.TextField()),
                ('weight', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('assessed', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['edition_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'number'), name='component_number_once')],
            },
        ),
        migrations.CreateModel(
            name='KpiGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='frameworks.component')),
                ('position', models.PositiveSmallIntegerField()),
                ('number', models.CharField(blank=True, max_length=20, null=True)),
                ('name', models.TextField(blank=True, null=True)),
            ],
            options={
                'ordering': ['component_id', 'position'],
                'constraints': [models.UniqueConstraint(fields=('component', 'position'), name='group_position_once')],
            },
        ),
        migrations.CreateModel(
            name='KpiTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.kpitemplate')),
                ('contents', models.JSONField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('previous__isnull', True), models.Q(('previous', models.F('id')), _negated=True), _connector='OR'), name='template_follows_another')],
            },
        ),
        migrations.CreateModel(
            name='LibraryKpi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True)),
                ('name', models.CharField(max_length=500, unique=True)),
                ('aliases', models.JSONField(blank=True, default=list)),
                ('category', models.CharField(choices=[('functional', 'ตามภารกิจ (Functional KPIs)'), ('joint', 'บูรณาการร่วม (Joint KPIs)'), ('digital', 'การพัฒนาองค์การสู่ดิจิทัล'), ('pmqa', 'ระบบราชการ 4.0 (PMQA 4.0)'), ('agenda', 'ภารกิจยุทธศาสตร์ (Agenda Base)'), ('area', 'ภารกิจพื้นที่ (Area Base)'), ('innovation', 'นวัตกรรม (Innovation Base)')], max_length=20)),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='frameworks.librarykpi')),
                ('unit', models.CharField(blank=True, max_length=60)),
                ('direction', models.CharField(choices=[('up', 'ยิ่งมากยิ่งดี'), ('down', 'ยิ่งน้อยยิ่งดี')], default='up', max_length=4)),
                ('interpolate', models.CharField(choices=[('linear', 'เทียบบัญญัติไตรยางศ์'), ('step', 'ตามขั้น')], default='linear', max_length=10)),
                ('definition', models.TextField(blank=True)),
                ('evidence_asked', models.TextField(blank=True)),
                ('facts', models.TextField(blank=True)),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='library_kpis', to='frameworks.kpitemplate')),
                ('active', models.BooleanField(default=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='library_kpi_has_name'), models.CheckConstraint(condition=models.Q(('part_of__isnull', True), models.Q(('part_of', models.F('id')), _negated=True), _connector='OR'), name='library_kpi_no_part_of_itself'), models.CheckConstraint(condition=models.Q(('direction__in', ['up', 'down']), ('interpolate__in', ['linear', 'step'])), name='library_kpi_scored_somehow')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='frameworks.framework')),
                ('library_kpi', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='frameworks.librarykpi')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Cancellation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cancellations', to='frameworks.indicator')),
                ('from_months', models.PositiveSmallIntegerField()),
                ('reweight', models.CharField(choices=[('rebase_total', 'ปรับฐานคะแนนรวมเป็น 100'), ('spread_component', 'กระจายน้ำหนักภายในองค์ประกอบ')], max_length=20)),
                ('resolution', models.CharField(max_length=300)),
                ('reason', models.TextField()),
                ('cancelled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_at', models.DateTimeField()),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undo_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('indicator',), name='cancellation_once'), models.CheckConstraint(condition=models.Q(('from_months__in', [6, 9, 12])), name='cancellation_months_known'), models.CheckConstraint(condition=models.Q(('reweight__in', ['rebase_total', 'spread_component'])), name='cancellation_reweight_known'), models.CheckConstraint(condition=models.Q(models.Q(('resolution', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='cancellation_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('undo_reason', ''), ('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(('undo_reason', ''), _negated=True)), _connector='OR'), name='cancellation_undone_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20)),
                ('held_on', models.DateField()),
                ('title', models.CharField(max_length=200)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-held_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('number', 'title'), name='meeting_once'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='meeting_has_number')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='people.area')),
                ('fiscal_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='frameworks.fiscalyear')),
                ('status', models.CharField(default='draft', max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.edition')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='frameworks.meeting')),
                ('edition', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposal', to='frameworks.edition')),
                ('concluded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concluded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-fiscal_year_id', 'area_id'],
                'constraints': [models.UniqueConstraint(fields=('area', 'fiscal_year'), name='proposal_once'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'returned', 'concluded'])), name='proposal_status_known'), models.CheckConstraint(condition=models.Q(('status', 'draft'), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='proposal_submitted_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='proposal_returned_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('concluded_by__isnull', False), ('meeting__isnull', False), ('status', 'concluded'), ('concluded_at__isnull', False)), models.Q(models.Q(('status', 'concluded'), _negated=True), ('concluded_by__isnull', True), ('meeting__isnull', True), ('concluded_at__isnull', True), ('edition__isnull', True)), _connector='OR'), name='proposal_concluded_by_a_meeting')],
            },
        ),
        migrations.CreateModel(
            name='ProposalComponent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='frameworks.proposal')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.TextField()),
                ('weight', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('assessed', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['proposal_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('proposal', 'number'), name='proposal_component_once')],
            },
        ),
        migrations.CreateModel(
            name='ProposalGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='frameworks.proposalcomponent')),
                ('position', models.PositiveSmallIntegerField()),
                ('number', models.CharField(blank=True, max_length=20, null=True)),
                ('name', models.TextField(blank=True, null=True)),
            ],
            options={
                'ordering': ['component_id', 'position'],
                'constraints': [models.UniqueConstraint(fields=('component', 'position'), name='proposal_group_once')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='people.area')),
                ('fiscal_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='frameworks.fiscalyear')),
                ('months', models.PositiveSmallIntegerField()),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('normal', 'รายงานและคิดคะแนน'), ('waived', 'งดรายงานรอบนี้'), ('unscored', 'รายงานแต่ไม่คิดคะแนน')], default='normal', max_length=10)),
                ('state_reason', models.TextField(blank=True)),
                ('state_resolution', models.CharField(blank=True, max_length=300)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('ruled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ruled_rounds', to='frameworks.edition')),
            ],
            options={
                'ordering': ['fiscal_year_id', 'area_id', 'months'],
                'constraints': [models.UniqueConstraint(fields=('area', 'fiscal_year', 'months'), name='round_once'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='round_closes_after_opening'), models.CheckConstraint(condition=models.Q(('months__in', [6, 9, 12])), name='round_months_known'), models.CheckConstraint(condition=models.Q(('state', 'normal'), models.Q(('state__in', ['waived', 'unscored']), models.Q(('state_reason', ''), _negated=True), models.Q(('state_resolution', ''), _negated=True)), _connector='OR'), name='round_state_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='frameworks.round')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='frameworks.indicator')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='people.agency')),
                ('until', models.DateTimeField()),
                ('reason', models.TextField()),
                ('reopened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reopened_at', models.DateTimeField()),
                ('given_back', models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'indicator', 'agency', 'reopened_at'), name='reopening_once_at_a_time'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('reopened_at'))), name='reopening_closes_after_opening'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reopening_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('ended_at__lt', models.F('until')), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='reopening_ended_early_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='ReopeningRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopening_requests', to='frameworks.round')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopening_requests', to='frameworks.indicator')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopening_requests', to='people.agency')),
                ('until', models.DateTimeField()),
                ('reason', models.TextField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('granted', 'อนุญาต'), ('refused', 'ไม่อนุญาต')], max_length=10)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('reopening', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='frameworks.reopening')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('round', 'indicator', 'agency'), name='reopening_asked_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reopening_asked_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decision__in', ['granted', 'refused'])), _connector='OR'), name='reopening_decided_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'granted'), ('reopening__isnull', False)), models.Q(models.Q(('decision', 'granted'), _negated=True), ('reopening__isnull', True)), _connector='OR'), name='reopening_granted_opens'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='reopening_refused_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='StrategicKpi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strategic_kpis', to='frameworks.fiscalyear')),
                ('code', models.CharField(max_length=30)),
                ('name', models.TextField()),
                ('ministry', models.CharField(blank=True, max_length=200)),
                ('references', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-fiscal_year_id', 'code'],
                'constraints': [models.UniqueConstraint(fields=('fiscal_year', 'code'), name='strategic_kpi_code_once'), models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='strategic_kpi_has_code'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='strategic_kpi_has_name')],
            },
        ),
        migrations.CreateModel(
            name='KpiLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='frameworks.indicator')),
                ('strategic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='frameworks.strategickpi')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='frameworks.indicator')),
                ('kind', models.CharField(choices=[('same', 'ตัวชี้วัดเดียวกัน'), ('proxy', 'ตัวชี้วัดทดแทน (Proxy)'), ('cascade', 'ถ่ายทอดตามลำดับ')], max_length=10)),
                ('note', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'strategic'), name='link_once_to_strategic'), models.UniqueConstraint(fields=('indicator', 'parent'), name='link_once_to_parent'), models.CheckConstraint(condition=models.Q(models.Q(('parent__isnull', True), ('strategic__isnull', False)), models.Q(('parent__isnull', False), ('strategic__isnull', True)), _connector='OR'), name='link_to_one_thing'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('indicator')), _negated=True), _connector='OR'), name='link_not_to_itself'), models.CheckConstraint(condition=models.Q(('kind__in', ['same', 'proxy', 'cascade'])), name='link_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='YearRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='year_rounds', to='frameworks.fiscalyear')),
                ('months', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('normal', 'รายงานและคิดคะแนน'), ('waived', 'งดรายงานรอบนี้'), ('unscored', 'รายงานแต่ไม่คิดคะแนน')], default='normal', max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('resolution', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['fiscal_year_id', 'months'],
                'constraints': [models.UniqueConstraint(fields=('fiscal_year', 'months'), name='year_round_once'), models.CheckConstraint(condition=models.Q(('months__in', [6, 9, 12])), name='year_round_months_known'), models.CheckConstraint(condition=models.Q(('state', 'normal'), models.Q(('state__in', ['waived', 'unscored']), models.Q(('reason', ''), _negated=True), models.Q(('resolution', ''), _negated=True)), _connector='OR'), name='year_round_state_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='frameworks.edition')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='people.agency')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('remark', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['edition_id', 'agency_id'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'agency'), name='confirmation_once'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('remark', '')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='confirmation_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Kpi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kpis', to='frameworks.component')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kpis', to='frameworks.kpigroup')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='frameworks.kpi')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kpis', to='frameworks.indicator')),
                ('position', models.PositiveSmallIntegerField()),
                ('number', models.CharField(max_length=20)),
                ('name', models.TextField()),
                ('weight', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('unit', models.CharField(blank=True, max_length=60)),
                ('direction', models.CharField(choices=[('up', 'ยิ่งมากยิ่งดี'), ('down', 'ยิ่งน้อยยิ่งดี')], default='up', max_length=4)),
                ('interpolate', models.CharField(choices=[('linear', 'เทียบบัญญัติไตรยางศ์'), ('step', 'ตามขั้น')], default='linear', max_length=10)),
                ('basic', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('standard', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('advanced', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('last_year', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('definition', models.TextField(blank=True)),
                ('evidence_asked', models.TextField(blank=True)),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kpis', to='frameworks.kpitemplate')),
            ],
            options={
                'verbose_name': 'KPI',
                'ordering': ['component_id', 'position', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('parent__isnull', True)), fields=('component', 'number'), name='kpi_number_once_in_component'), models.UniqueConstraint(condition=models.Q(('parent__isnull', False)), fields=('parent', 'position'), name='part_position_once'), models.CheckConstraint(condition=models.Q(models.Q(('advanced__isnull', True), ('basic__isnull', True), ('standard__isnull', True)), models.Q(('advanced__isnull', False), ('basic__isnull', False), ('standard__isnull', False)), _connector='OR'), name='kpi_three_levels_or_none')],
            },
        ),
        migrations.CreateModel(
            name='KpiOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ownerships', to='frameworks.kpi')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ownerships', to='people.agency')),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['kpi_id', 'position'],
                'constraints': [models.UniqueConstraint(fields=('kpi', 'agency'), name='kpi_owner_once')],
            },
        ),
        migrations.CreateModel(
            name='RequiredEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='required_evidence', to='frameworks.kpi')),
                ('code', models.CharField(max_length=32)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('help', models.TextField(blank=True)),
                ('required', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['kpi_id', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('kpi', 'code'), name='required_evidence_once'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='required_evidence_has_a_title')],
            },
        ),
        migrations.CreateModel(
            name='ProposalItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='frameworks.proposal')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='frameworks.proposalgroup')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='frameworks.proposalitem')),
                ('position', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('library_kpi', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposed', to='frameworks.librarykpi')),
                ('continues', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.kpi')),
                ('name', models.TextField()),
                ('weight', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('unit', models.CharField(blank=True, max_length=60)),
                ('direction', models.CharField(choices=[('up', 'ยิ่งมากยิ่งดี'), ('down', 'ยิ่งน้อยยิ่งดี')], default='up', max_length=4)),
                ('interpolate', models.CharField(choices=[('linear', 'เทียบบัญญัติไตรยางศ์'), ('step', 'ตามขั้น')], default='linear', max_length=10)),
                ('basic', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('standard', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('advanced', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('definition', models.TextField(blank=True)),
                ('evidence_asked', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['proposal_id', 'group_id', 'position', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('library_kpi__isnull', False)), fields=('proposal', 'library_kpi'), name='proposal_kpi_once'), models.UniqueConstraint(condition=models.Q(('continues__isnull', False)), fields=('proposal', 'continues'), name='proposal_continues_once'), models.CheckConstraint(condition=models.Q(models.Q(('advanced__isnull', True), ('basic__isnull', True), ('standard__isnull', True)), models.Q(('advanced__isnull', False), ('basic__isnull', False), ('standard__isnull', False)), _connector='OR'), name='proposal_three_levels_or_none'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='proposal_item_has_name'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='proposal_item_no_part_of_itself')],
            },
        ),
        migrations.CreateModel(
            name='PastValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past', to='frameworks.proposalitem')),
                ('year', models.PositiveSmallIntegerField()),
                ('value', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('missing', models.CharField(blank=True, max_length=20)),
                ('source', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['item_id', '-year'],
                'constraints': [models.UniqueConstraint(fields=('item', 'year'), name='past_value_once'), models.CheckConstraint(condition=models.Q(models.Q(('missing', ''), ('value__isnull', False)), models.Q(('value__isnull', True), models.Q(('missing', ''), _negated=True)), _connector='OR'), name='past_value_or_reason')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='decision', to='frameworks.proposalitem')),
                ('outcome', models.CharField(choices=[('accepted', 'เห็นชอบ'), ('changed', 'เห็นชอบโดยปรับแก้'), ('refused', 'ไม่เห็นชอบ')], max_length=10)),
                ('weight', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('basic', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('standard', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('advanced', samrit.frameworks.fields.ExactDecimalField(blank=True, max_length=64, null=True)),
                ('reason', models.TextField(blank=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='frameworks.meeting')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['item_id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['accepted', 'changed', 'refused'])), name='decision_outcome_known'), models.CheckConstraint(condition=models.Q(('outcome', 'accepted'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_against_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('advanced__isnull', True), ('basic__isnull', True), ('standard__isnull', True)), models.Q(('advanced__isnull', False), ('basic__isnull', False), ('standard__isnull', False)), _connector='OR'), name='decision_three_levels_or_none')],
            },
        ),
        migrations.CreateModel(
            name='ProposalOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ownerships', to='frameworks.proposalitem')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['item_id', 'position'],
                'constraints': [models.UniqueConstraint(fields=('item', 'agency'), name='proposal_owner_once')],
            },
        ),
        migrations.AddField(
            model_name='kpi',
            name='owners',
            field=models.ManyToManyField(related_name='kpis', through='frameworks.KpiOwner', to='people.agency'),
        ),
        migrations.AddField(
            model_name='proposalitem',
            name='owners',
            field=models.ManyToManyField(related_name='+', through='frameworks.ProposalOwner', to='people.agency'),
        ),
    ]
