"""ความปลอดภัยของบัญชี – how safe is my account, and what should I add?"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samrit.people.middleware import PersonRequest
from samrit.people.openid.providers import usable_providers
from samrit.people.permissions import refuse_without_second_factor
from samrit.people.queries import identities_of, second_steps


@require_safe
def security(request: PersonRequest) -> HttpResponse:
    steps = second_steps(request.user)
    refusal = refuse_without_second_factor(
        request.duties,
        has_one=steps.any,
        demanded_from=settings.SECOND_FACTOR_FROM,
        today=timezone.localdate(),
    )
    providers = usable_providers()
    linked = identities_of(request.user) if providers else {}
    context = {
        "steps": steps,
        "refusal": refusal,
        "providers": [(one, linked.get(one.name)) for one in providers],
    }
    return render(request, "mfa/index.html", context)
