"""The tables of notices as migrations 0001 to 0003 leave them, made at once: a new database starts in seconds.

A site that has run some of those goes on with them, one by one, as before.
"""

import django.db.models.deletion
import samrit.notices.models.wishes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('notices', '0001_notices'),
        ('notices', '0002_webhooks'),
        ('notices', '0003_webhook_since'),
    ]

    dependencies = [
        ('people', '0005_counted_calls'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('sender', models.CharField(max_length=300)),
                ('recipients', models.CharField(max_length=1000)),
                ('subject', models.CharField(max_length=500)),
                ('text', models.TextField()),
                ('html', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('job', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('taken_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('host', models.CharField(max_length=200)),
                ('process', models.PositiveIntegerField()),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['started_at'],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digests', to=settings.AUTH_USER_MODEL)),
                ('day', models.DateField()),
                ('contents', models.JSONField(blank=True, default=dict)),
                ('composed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-day', '-id'],
                'constraints': [models.UniqueConstraint(fields=('person', 'day'), name='digest_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='LineAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='line_account', to=settings.AUTH_USER_MODEL)),
                ('line_id', models.CharField(max_length=64, unique=True)),
                ('linked_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('line_id', ''), _negated=True), name='line_account_has_id')],
            },
        ),
        migrations.CreateModel(
            name='LineCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='line_code', to=settings.AUTH_USER_MODEL)),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=30)),
                ('subject', models.JSONField()),
                ('text', models.JSONField(blank=True, null=True)),
                ('url', models.CharField(max_length=300)),
                ('key', models.CharField(max_length=200)),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reported', to='notices.digest')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='notice_once_per_person'), models.CheckConstraint(condition=models.Q(('url__startswith', '/')), name='notice_url_of_this_site')],
                'indexes': [models.Index(fields=['person', '-created_at'], name='notice_of_person'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person'], name='notice_unread'), models.Index(condition=models.Q(('digest__isnull', True)), fields=['person'], name='notice_undigested')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL)),
                ('channel', models.CharField(choices=[('email', 'อีเมล'), ('line', 'LINE')], max_length=10)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.digest')),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.notice')),
                ('state', models.CharField(choices=[('pending', 'รอส่ง'), ('claimed', 'กำลังส่ง'), ('handed', 'ส่งมอบอยู่'), ('sent', 'ส่งแล้ว'), ('uncertain', 'ไม่แน่ใจว่าถึง'), ('given_up', 'ส่งไม่สำเร็จ')], default='pending', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('claimed_by', models.CharField(blank=True, max_length=64)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('handed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'line'])), name='delivery_channel_known'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'claimed', 'handed', 'sent', 'uncertain', 'given_up'])), name='delivery_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('digest__isnull', True), ('notice__isnull', False)), models.Q(('digest__isnull', False), ('notice__isnull', True)), _connector='OR'), name='delivery_of_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='delivery_sent_at_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['claimed', 'handed']), _negated=True), models.Q(('claimed_by', ''), _negated=True), _connector='OR'), name='delivery_claimed_by'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['handed', 'uncertain']), _negated=True), ('handed_at__isnull', False), _connector='OR'), name='delivery_handed_at')],
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'claimed', 'handed'])), fields=['next_at'], name='delivery_open')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='preference', to=settings.AUTH_USER_MODEL)),
                ('email', models.BooleanField(default=True)),
                ('line', models.BooleanField(default=True)),
                ('digest_hour', models.PositiveSmallIntegerField(default=samrit.notices.models.wishes.usual_digest_hour)),
                ('quiet_from', models.PositiveSmallIntegerField(blank=True, default=samrit.notices.models.wishes.usual_quiet_from, null=True)),
                ('quiet_until', models.PositiveSmallIntegerField(blank=True, default=samrit.notices.models.wishes.usual_quiet_until, null=True)),
                ('language', models.CharField(choices=[('th', 'ไทย'), ('en', 'English')], default='th', max_length=5)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23)), name='preference_digest_hour'), models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(('quiet_from__lte', 23), ('quiet_until__lte', 23)), _connector='OR'), name='preference_quiet_hours'), models.CheckConstraint(condition=models.Q(('language__in', ['th', 'en'])), name='preference_language_known')],
            },
        ),
        migrations.CreateModel(
            name='TrailRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='trail_read_once')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='people.area')),
                ('name', models.CharField(max_length=100)),
                ('address', models.CharField(max_length=500)),
                ('events', models.JSONField(default=list)),
                ('nonce', models.CharField(max_length=64, unique=True)),
                ('previous_nonce', models.CharField(blank=True, max_length=64)),
                ('previous_until', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('active', 'เปิดใช้'), ('paused', 'พักไว้'), ('ended', 'เลิกใช้')], default='active', max_length=10)),
                ('pause', models.CharField(blank=True, choices=[('owner', 'พักไว้เอง'), ('gone', 'ปลายทางตอบว่าเลิกใช้แล้ว (410)'), ('failing', 'ส่งไม่สำเร็จหลายวันติดต่อกัน')], max_length=10)),
                ('since', models.BigIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='webhook_has_name'), models.CheckConstraint(condition=models.Q(('address__startswith', 'https://'), ('address__startswith', 'http://'), _connector='OR'), name='webhook_has_address'), models.CheckConstraint(condition=models.Q(models.Q(('pause__in', ['owner', 'gone', 'failing']), ('state', 'paused')), models.Q(('state__in', ['active', 'ended']), ('pause', '')), _connector='OR'), name='webhook_paused_why'), models.CheckConstraint(condition=models.Q(models.Q(('previous_nonce', ''), ('previous_until__isnull', True)), models.Q(models.Q(('previous_nonce', ''), _negated=True), ('previous_until__isnull', False)), _connector='OR'), name='webhook_secret_before_until')],
            },
        ),
        migrations.CreateModel(
            name='WebhookCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='notices.webhook')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('event', models.CharField(max_length=40)),
                ('event_id', models.BigIntegerField(null=True)),
                ('body', models.TextField()),
                ('state', models.CharField(choices=[('pending', 'รอส่ง'), ('claimed', 'กำลังส่ง'), ('delivered', 'ส่งแล้ว'), ('given_up', 'ส่งไม่สำเร็จ'), ('dropped', 'ไม่ส่งแล้ว')], default='pending', max_length=10)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('round_of_tries', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('claimed_by', models.CharField(blank=True, max_length=64)),
                ('tried_at', models.DateTimeField(null=True)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('answer', models.CharField(blank=True, max_length=1024)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('milliseconds', models.PositiveIntegerField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'event_id'), name='webhook_call_once'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'claimed', 'delivered', 'given_up', 'dropped'])), name='webhook_call_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'claimed'), _negated=True), models.Q(('claimed_by', ''), _negated=True), _connector='OR'), name='webhook_call_claimed_by'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'delivered'), _negated=True), ('delivered_at__isnull', False), _connector='OR'), name='webhook_call_delivered_at')],
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'claimed'])), fields=['next_at'], name='webhook_call_open')],
            },
        ),
    ]
