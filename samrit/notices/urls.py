"""Addresses of the notices room. The calendar itself is answered by ``dashboards:calendar``, which knows the windows."""

from django.urls import path

from samrit.notices.views import inbox, line, outbox, stuck, webhooks, wishes
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read/", inbox.read_all, name="read_all"),
    path("<key:pk>/open/", inbox.open_one, name="open"),
    path("settings/", wishes.wishes, name="settings"),
    path("settings/line/", wishes.line_code, name="line_code"),
    path("settings/line/unlink/", wishes.line_unlink, name="line_unlink"),
    path("settings/calendar/", wishes.calendar, name="calendar_address"),
    path("settings/calendar/revoke/", wishes.calendar_revoke, name="calendar_revoke"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<key:pk>/", outbox.outbox, name="outbox_mail"),
    path("stuck/", stuck.stuck, name="stuck"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.make, name="make_webhook"),
    path("webhooks/<key:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/calls/<key:pk>/again/", webhooks.send_again, name="webhook_again"),
    path("line/", line.webhook, name="line"),
]
