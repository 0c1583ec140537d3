"""/verify/: does this paper say what was filed? For everybody, without signing in, without a script.

Told are counts, times and digests only; figures only once the round's results are published.
"""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.reports.documents import paper_check, receipts
from samrit.reports.filed import known_to_all
from samrit.reports.models import Filing
from samrit.reports.queries.filings import by_code
from samrit.rules.sealing import code_read, digest_read, in_groups
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Type the code, or bring the receipt itself."""
    if request.method == "POST":
        return _paper(request)
    typed = request.GET.get("code", "").strip()
    if not typed:
        return _shown(request)
    code = code_read(typed)
    if code is None:
        problem = _("อ่านเป็นรหัสตรวจสอบไม่ได้ – รหัสมี 16 ตัว พิมพ์เป็นกลุ่มละ 4 ตัว เช่น AB12-CD34-EF56-GH78")
        return _shown(request, typed=typed, problem=problem, status=422)
    return redirect("verify:filing", code)


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What was filed under this code, and whether it is still in force."""
    meant = code_read(code)
    filing = by_code(meant or "")
    if filing is None:
        return _unknown(request, code)
    digest = request.GET.get("sha256", "").strip()
    same = digest_read(digest) == filing.sha256
    return _shown(request, filing, typed_digest=digest, digest_same=same)


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    problem = _("ไม่มีการส่งรายงานที่มีรหัสนี้ – ตรวจตัวอักษรบนกระดาษอีกครั้ง หากพิมพ์ตรงแล้ว กระดาษนี้ไม่ได้ออกจากระบบ")
    return _shown(request, typed=typed[:60], problem=problem, status=404)


# ── a receipt as a file ─────────────────────────────────────────────────────
def _paper(request: HttpRequest) -> HttpResponse:
    if not ratelimit.consume(request, action="verify_paper"):
        problem = in_words(paper_check.TOO_OFTEN)
        return _shown(request, problem=problem, status=429)
    file = request.FILES.get("paper")
    if file is None or not file.size:
        return _shown(request, problem=_("ยังไม่ได้เลือกไฟล์ – เลือกใบรับที่เป็น PDF"), status=422)
    if file.size > paper_check.MOST_BYTES:
        return _shown(request, problem=in_words(paper_check.TOO_LARGE), status=422)
    paper = paper_check.read(file.read())
    if paper is None or paper.code is None:
        problem = in_words(paper_check.WITHOUT_CODE)
        return _shown(request, problem=problem, status=422)
    filing = by_code(paper.code)
    if filing is None:
        return _unknown(request, in_groups(paper.code))
    try:
        check = paper_check.check(paper, filing)
    except PaperUnavailableError:
        check = None
    return _shown(request, filing, check=check, paper=paper, status=200)


def _shown(
    request: HttpRequest, filing: Filing | None = None, *, status: int = 200, **context: Any
) -> HttpResponse:
    told = {**_told(filing), **context} if filing else context
    told["crumbs"] = [Crumb(_("หน้าแรก"), "/"), Crumb(_("ตรวจสอบใบรับ"))]
    response = render(request, "reports/verify/page.html", told, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(filing: Filing) -> dict[str, Any]:
    digest = in_groups(filing.sha256, receipts.DIGEST_GROUP)
    return {"filing": filing, "digest": digest, **known_to_all(filing, now=now())}
