"""What was chosen and typed survives a lost session: it waits in the browser's next one until the same person has signed in."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]
DRAWER = "typed-about-data"
MOST = 200_000  # letters
NEVER = ("csrfmiddlewaretoken",)


def survives_sign_in(view: View) -> View:
    """A form that is sent signed out is kept, and stands there again once its own person has signed in."""

    @login_not_required  # instead of the middleware, which would drop what was sent
    @wraps(view)
    def surviving(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.method == "POST":
                _keep(request)
            return redirect_to_login(request.get_full_path())
        if request.method == "GET" and (kept := _kept(request)):
            request.typed_before = kept  # type: ignore[attr-defined]  # read by ``typed_before``
            messages.info(request, _("เข้าสู่ระบบแล้ว สิ่งที่เลือกและพิมพ์ไว้ยังอยู่ครบ ตรวจดูแล้วกดอีกครั้ง"))
        return view(request, *args, **kwargs)

    return surviving


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What this person had sent before signing in again; None mostly."""
    return getattr(request, "typed_before", None)


def _keep(request: HttpRequest) -> None:
    """Only what says whose it is: a shared computer may change hands."""
    sent = request.POST.copy()
    for name in NEVER:
        sent.pop(name, None)
    text = sent.urlencode()
    if sent.get("person", "").isdecimal() and len(text) <= MOST:
        request.session[DRAWER] = {"path": request.path, "person": sent["person"], "sent": text}


def _kept(request: HttpRequest) -> QueryDict | None:
    kept = request.session.get(DRAWER)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[DRAWER]
    return QueryDict(kept["sent"]) if kept["person"] == str(request.user.pk) else None
