"""ปลายทางแจ้งเหตุการณ์: which systems are told of what, and did it reach them?"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.notices import actions
from samrit.notices.forms import WebhookChangeForm, WebhookForm
from samrit.notices.models import Webhook, WebhookCall
from samrit.notices.permissions import refuse_resending
from samrit.notices.queries import calls_visible_to, offices_with_webhooks, webhooks_visible_to
from samrit.people.middleware import PersonRequest
from samrit.rules.webhooks import say_event
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ROWS = 50
DONE: dict[str, tuple[Any, Any]] = {
    "pause": (actions.pause_webhook, gettext_lazy("พักการส่งแล้ว เหตุการณ์ระหว่างนี้จะไม่ถูกเก็บไว้ส่ง")),
    "resume": (actions.resume_webhook, gettext_lazy("เปิดใช้แล้ว รายการที่ค้างจะส่งภายในหนึ่งนาที")),
    "ping": (actions.ping_webhook, gettext_lazy("ใส่รายการทดสอบแล้ว จะส่งภายในหนึ่งนาที")),
}
REASONS = {
    Webhook.Pause.OWNER: gettext_lazy("พักไว้เอง"),
    Webhook.Pause.GONE: gettext_lazy("ปลายทางตอบว่าเลิกใช้แล้ว (410)"),
    Webhook.Pause.FAILING: gettext_lazy("ส่งไม่สำเร็จหลายวันติดต่อกัน"),
}


@require_safe
def webhooks(request: PersonRequest) -> HttpResponse:
    _office_needed(request)
    page = Paginator(webhooks_visible_to(request.duties), ROWS).get_page(request.GET.get("page"))
    rows = [(hook, [(name, in_words(say_event(name))) for name in hook.events]) for hook in page]
    crumbs = [Crumb(_("หน้าแรก"), "/"), Crumb(_("ปลายทางแจ้งเหตุการณ์"))]
    return render(request, "notices/webhooks.html", {"page": page, "rows": rows, "crumbs": crumbs})


def _office_needed(request: PersonRequest) -> None:
    if not offices_with_webhooks(request.duties):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_variables("secret")
def make(request: PersonRequest) -> HttpResponse:
    """After a POST the page with the secret, which is shown this once."""
    _office_needed(request)
    form = WebhookForm(request.POST or None, offices=offices_with_webhooks(request.duties))
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = actions.make_webhook(**form.webhook(), by=request.user, now=timezone.now())
            return _secret(request, hook, secret)
        except RefusedError as refused:
            field = "address" if refused.refusal.code.startswith("webhook_address") else None
            form.add_error(field, in_words(refused.refusal.message))
    context = {"form": form, "crumbs": _crumbs(Crumb(_("เพิ่มปลายทาง")))}
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/webhook_new.html", context, status=status)


def _secret(request: PersonRequest, hook: Webhook, secret: str) -> HttpResponse:
    """Answered without a redirect on purpose: the text is kept nowhere, not even until the next page."""
    crumbs = _crumbs(Crumb(hook.name, _url(hook)), Crumb(_("ความลับ")))
    context = {"hook": hook, "secret": secret, "crumbs": crumbs}
    return render(request, "notices/webhook_secret.html", context, status=201)


def _crumbs(*here: Crumb) -> list[Crumb]:
    return [Crumb(_("ปลายทางแจ้งเหตุการณ์"), reverse("notices:webhooks")), *here]


def _url(hook: Webhook) -> str:
    return reverse("notices:webhook", args=[hook.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def webhook(request: PersonRequest, pk: int) -> HttpResponse:
    """One, and the log of what was sent to it. ``action``: change, rotate, pause, resume, ping or end."""
    hook = get_object_or_404(webhooks_visible_to(request.duties), pk=pk)
    if request.method == "POST":
        return _do(request, hook, request.POST.get("action", ""))
    return _shown(request, hook)


def _shown(request: PersonRequest, hook: Webhook, change: WebhookChangeForm | None = None) -> HttpResponse:
    """``change``: what was typed and could not be saved."""
    page = Paginator(calls_visible_to(request.duties).filter(webhook=hook), ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "hook": hook,
        "change": change or WebhookChangeForm(hook=hook),
        "events": [(name, in_words(say_event(name))) for name in hook.events],
        "reason": REASONS.get(Webhook.Pause(hook.pause)) if hook.pause else "",
        "two_secrets": hook.has_two_secrets(timezone.now()),
        "page": page,
        "rows": [_row(call) for call in page],
        "crumbs": _crumbs(Crumb(hook.name)),
    }
    return render(request, "notices/webhook.html", context, status=422 if change else 200)


def _row(call: WebhookCall) -> dict[str, Any]:
    return {
        "call": call,
        "name": in_words(say_event(call.event)),
        "state": f"call_{call.state}",
        "waits_again": call.state == WebhookCall.State.PENDING and call.tries > 0,
        "refusal": refuse_resending(call),
    }


def _do(request: PersonRequest, hook: Webhook, action: str) -> HttpResponse:
    now = timezone.now()
    if action == "change":
        return _change(request, hook)
    if action == "rotate":
        return _secret(request, *actions.rotate_webhook(webhook=hook, by=request.user, now=now))
    if action == "end":
        actions.end_webhook(webhook=hook, by=request.user, now=now)
        messages.success(request, _("เลิกใช้ “%(name)s” แล้ว จะไม่มีอะไรส่งไปอีก") % {"name": hook.name})
        return redirect("notices:webhooks")
    if action not in DONE:
        return HttpResponseBadRequest(
            _("ไม่รู้จักคำสั่งนี้ – กลับไปหน้าก่อนแล้วลองใหม่"), content_type="text/plain; charset=utf-8"
        )
    act, said = DONE[action]
    act(webhook=hook, by=request.user, now=now)
    messages.success(request, str(said))
    return redirect(_url(hook))


def _change(request: PersonRequest, hook: Webhook) -> HttpResponse:
    form = WebhookChangeForm(request.POST, hook=hook)
    if not form.is_valid():
        return _shown(request, hook, form)
    actions.change_webhook(webhook=hook, by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("บันทึกแล้ว จะส่งตามนี้ตั้งแต่นี้ไป"))
    return redirect(_url(hook))


@require_POST
def send_again(request: PersonRequest, pk: int) -> HttpResponse:
    call = get_object_or_404(calls_visible_to(request.duties), pk=pk)
    try:
        actions.send_call_again(call=call, by=request.user, now=timezone.now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        messages.success(request, _("จะส่งอีกครั้งภายในหนึ่งนาที ด้วยเลขที่เดิม"))
    return redirect(_url(call.webhook))
