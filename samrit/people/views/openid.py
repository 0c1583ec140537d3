"""Signing in by a provider of OpenID Connect, linking one's account with it, proving there who one is."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from samrit.people import actions, queries
from samrit.people.middleware import PersonRequest, proven, proven_at
from samrit.people.models import Invitation, User
from samrit.people.openid import asking
from samrit.people.openid.asking import Errand, NoAnswerError, NotProvenError, Proof, begin, come_back
from samrit.people.openid.calling import RefusedThereError
from samrit.people.openid.providers import Provider, provider_named
from samrit.people.permissions import refuse_identity
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words

log = logging.getLogger(__name__)
JUST_NOW = 60  # seconds between coming back proven and what was waiting


def _provider(name: str) -> Provider:
    found = provider_named(name)
    if found is None:
        raise Http404
    return found


# ── going there ─────────────────────────────────────────────────────────────
@login_not_required
@require_POST
def sign_in(request: HttpRequest, provider: str) -> HttpResponse:
    there = _provider(provider)
    if limited := ratelimit.consume_or_429(request, action="login"):
        return limited  # type: ignore[no-any-return]
    if isinstance(request.user, User):
        return redirect(_safe(request, request.POST.get("next", "")))
    return go(request, there, purpose="sign_in", next_address=_safe(request, request.POST.get("next", "")))


@require_POST
@proven
def link(request: PersonRequest, provider: str) -> HttpResponse:
    return go(request, _provider(provider), purpose="link")


@require_POST
@proven
def unlink(request: PersonRequest, provider: str) -> HttpResponse:
    identity = get_object_or_404(request.user.identities, provider=provider)
    try:
        actions.unlink_identity(identity=identity, by=request.user, now=timezone.now())
        get_adapter(request).send_notification_mail("identity_unlinked", request.user)
        messages.success(request, _("ยกเลิกการผูกแล้ว"))
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    return redirect("mfa_index")


def prove(request: PersonRequest, provider: str) -> HttpResponse:
    """The page that leads there; once that is done, what was waiting for it."""
    there = _provider(provider)
    get_object_or_404(request.user.identities, provider=provider)
    if request.method == "POST":
        return go(request, there, purpose="prove", next_address=_safe(request, request.POST.get("next", "")))
    if timezone.now().timestamp() - proven_at(request) <= JUST_NOW:
        resumed: HttpResponse | None = resume_request(request)
        return resumed or redirect("/")
    return render(
        request, "people/openid_prove.html", {"provider": there, "next": request.GET.get("next", "")}
    )


def go(request: HttpRequest, there: Provider, **errand: Any) -> HttpResponse:
    """To the provider's own page, or ours that says why not."""
    try:
        address = begin(request.session, there, now=_seconds(), **errand)
    except (NoAnswerError, NotProvenError) as failed:
        return _no_answer(request, there, failed, _again(there, **errand))
    answer = redirect(address)
    add_never_cache_headers(answer)
    return answer


# ── and back ────────────────────────────────────────────────────────────────
@login_not_required
@require_GET
@sensitive_variables()
def callback(request: HttpRequest, provider: str) -> HttpResponse:
    """Whatever is wrong with the answer: a page that says what to do, and nobody is in."""
    there = _provider(provider)
    errand = come_back(request.session, there, request.GET.get("state", ""), now=_seconds())
    if errand is None:
        why = _("การเข้าสู่ระบบครั้งนี้หมดเวลา ใช้ไปแล้ว หรือเริ่มจากหน้าต่างอื่น – เริ่มใหม่จากหน้าเข้าสู่ระบบ")
        return problem(request, why, status=400)
    again = _again(there, purpose=errand.purpose, next_address=_safe(request, errand.next))
    if "error" in request.GET:
        return _turned_away(request, there, again)
    try:
        proof = asking.prove(there, errand, request.GET.dict(), now=_seconds())
        return RETURNS[errand.purpose](request, there, errand, proof)
    except (NoAnswerError, NotProvenError) as failed:
        return _not_proven(request, there, failed, again)
    except RefusedError as refused:
        return problem(request, in_words(refused.refusal.message), status=403, again=again)


def _signed_in(request: HttpRequest, there: Provider, errand: Errand, proof: Proof) -> HttpResponse:
    """With the second step that the person has, unless the operator accepts the provider's for it."""
    user = _known(there, proof)
    return _enter(request, user, there, proof, _safe(request, errand.next))


def _linked(request: HttpRequest, there: Provider, _errand: Errand, proof: Proof) -> HttpResponse:
    if not isinstance(request.user, User):
        return problem(request, _("เข้าสู่ระบบก่อน แล้วผูกบัญชีอีกครั้ง"), status=403)
    actions.link_identity(
        provider=there.name, label=there.label, digests=proof.digests, by=request.user, now=timezone.now()
    )
    get_adapter(request).send_notification_mail("identity_linked", request.user)
    messages.success(request, _("ผูกบัญชี %(provider)s แล้ว ครั้งหน้าใช้เข้าสู่ระบบได้") % {"provider": there.label})
    return redirect("mfa_index")


def _proven_again(request: HttpRequest, there: Provider, errand: Errand, proof: Proof) -> HttpResponse:
    """The same person as is signed in here, asked by the provider just now."""
    if not isinstance(request.user, User) or _known(there, proof) != request.user:
        why = _("ผู้ที่ยืนยันตัวตนที่ %(provider)s ไม่ใช่เจ้าของบัญชีที่เข้าระบบอยู่ – ยืนยันใหม่ด้วยบัญชีของคุณ") % {
            "provider": there.label
        }
        return problem(request, why, status=403)
    record_authentication(
        request, request.user, method="openid", provider=there.name, reauthenticated=True,
        second_step=proof.second_step or None,
    )  # fmt: skip
    back = reverse("openid_prove", args=[there.name])
    return redirect(f"{back}?{urlencode({'next': _safe(request, errand.next)})}")


def _accepted(request: HttpRequest, there: Provider, errand: Errand, proof: Proof) -> HttpResponse:
    """An invitation taken up without a password: whoever holds its link, known from now on by the provider."""
    invitation = get_object_or_404(Invitation, pk=errand.invitation)
    user = actions.accept_by_identity(
        invitation=invitation,
        provider=there.name,
        label=there.label,
        digests=proof.digests,
        now=timezone.now(),
    )
    messages.success(
        request,
        _("รับคำเชิญแล้ว คุณเป็น%(role)sของ%(agency)s")
        % {"role": _(invitation.get_role_display()), "agency": invitation.agency.name},
    )
    return _enter(request, user, there, proof, reverse("dashboards:work"))


RETURNS: dict[str, Callable[[HttpRequest, Provider, Errand, Proof], HttpResponse]] = {
    "sign_in": _signed_in,
    "link": _linked,
    "prove": _proven_again,
    "accept": _accepted,
}


def _known(there: Provider, proof: Proof) -> User:
    """RefusedError: linked with nobody, or with somebody who is no more. A first use under a new key moves the link to it."""
    identity = queries.identity_of(there.name, proof.digests)
    refusal = refuse_identity(identity, label=there.label)
    if refusal or identity is None:
        raise RefusedError(refusal)  # type: ignore[arg-type]  # nobody is refused
    actions.note_identity_use(identity=identity, digests=proof.digests, now=timezone.now())
    return identity.user


def _enter(request: HttpRequest, user: User, there: Provider, proof: Proof, to: str) -> HttpResponse:
    record_authentication(
        request, user, method="openid", provider=there.name, second_step=proof.second_step or None
    )
    if not proof.second_step:
        entered: HttpResponse = perform_login(request, Login(user=user, redirect_url=to))
        return entered
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    return redirect(to)


# ── what went wrong ─────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Again:
    """Where the person begins anew with what was meant; without an address the words ``how`` say it."""

    address: str = ""
    how: str = ""


def _again(there: Provider, *, purpose: str, next_address: str = "/", **_errand: Any) -> Again:
    """What was waiting for it (a form that was sent) waits on."""
    if purpose == "accept":  # the link's secret is kept nowhere
        return Again(how=_("เปิดลิงก์ในอีเมลคำเชิญอีกครั้งเพื่อเริ่มใหม่"))
    if purpose == "link":
        return Again(reverse("mfa_index"))
    begins = reverse("openid_prove", args=[there.name]) if purpose == "prove" else reverse("account_login")
    return Again(f"{begins}?{urlencode({'next': next_address})}" if next_address != "/" else begins)


def _turned_away(request: HttpRequest, there: Provider, again: Again) -> HttpResponse:
    """The provider's own words are not shown: anybody can write them into the address."""
    if request.GET["error"] == "access_denied":
        why = _("คุณยกเลิกการเข้าสู่ระบบที่ %(provider)s – เริ่มใหม่ หรือใช้วิธีอื่น")
    else:
        why = _("%(provider)s ไม่ให้เข้าสู่ระบบในครั้งนี้ – ลองใหม่อีกครั้ง หรือใช้วิธีอื่น")
    return problem(request, why % {"provider": there.label}, status=400, again=again)


def _not_proven(
    request: HttpRequest, there: Provider, failed: NoAnswerError | NotProvenError, again: Again
) -> HttpResponse:
    """The code was good for one time and a few minutes; any other no of the provider's is for the operator to mend."""
    if isinstance(failed, NoAnswerError) and not isinstance(failed, RefusedThereError):
        return _no_answer(request, there, failed, again)
    log.warning("signing in by %s: %s", there.name, failed)
    status = 400
    if isinstance(failed, NotProvenError):
        why = _(
            "คำตอบจาก %(provider)s ตรวจสอบแล้วเชื่อถือไม่ได้ จึงยังไม่ได้เข้าสู่ระบบ – เริ่มใหม่อีกครั้ง ถ้ายังเป็นอยู่ แจ้งผู้ดูแลระบบพร้อมเวลาที่เกิด"
        )
    elif failed.code == "invalid_grant":
        why = _("%(provider)s ไม่รับรหัสของการเข้าสู่ระบบครั้งนี้ เพราะหมดอายุ ใช้ไปแล้ว หรือออกให้ที่อื่น – เริ่มใหม่อีกครั้ง")
    else:
        why = _("%(provider)s ไม่รับคำขอจากระบบนี้ – เข้าสู่ระบบด้วยวิธีอื่นไปก่อน และแจ้งผู้ดูแลระบบพร้อมเวลาที่เกิด")
        status = 502
    return problem(request, why % {"provider": there.label}, status=status, again=again)


def _no_answer(request: HttpRequest, there: Provider, failed: Exception, again: Again) -> HttpResponse:
    """502, not 503: we stand, the provider does not."""
    log.warning("signing in by %s: %s", there.name, failed)
    why = _("ติดต่อ %(provider)s ไม่ได้ในขณะนี้ – รอสักครู่แล้วลองใหม่ หรือเข้าสู่ระบบด้วยวิธีอื่น") % {"provider": there.label}
    return problem(request, why, status=502, again=again)


def problem(request: HttpRequest, why: str, *, status: int, again: Again | None = None) -> HttpResponse:
    answer = render(
        request, "people/openid_problem.html", {"why": why, "again": again or Again()}, status=status
    )
    add_never_cache_headers(answer)
    return answer


def _safe(request: HttpRequest, wanted: str) -> str:
    """Inside this site, or the first page."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _seconds() -> int:
    return int(timezone.now().timestamp())
