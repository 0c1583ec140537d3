"""/verify/letter/…/: is this the letter that was signed? For everybody, without signing in, without a script.

Of a secret letter only number and day are told.
"""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.letters.documents.sealing import LONGEST, check_file
from samrit.letters.models import Letter, SealedPaper
from samrit.letters.queries.writing import by_code, entry_of
from samrit.rules.sealing import code_read, in_groups
from samrit.rules.secrecy import Level
from samrit.ui.pieces import Crumb

DIGEST_GROUP = 8


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_letter(request: HttpRequest, code: str) -> HttpResponse:
    """What was signed under this code; POST compares a file with it, and keeps none of it."""
    letter = by_code(code_read(code) or "")
    if letter is None:
        problem = _("ไม่มีหนังสือที่มีรหัสนี้ – ตรวจตัวอักษรบนกระดาษอีกครั้ง หากพิมพ์ตรงแล้ว กระดาษนี้ไม่ได้ออกจากระบบ")
        return _shown(request, None, problem=problem, status=404)
    return _compared(request, letter) if request.method == "POST" else _shown(request, letter)


def _compared(request: HttpRequest, letter: Letter) -> HttpResponse:
    paper = SealedPaper.objects.filter(letter=letter).first()
    if not ratelimit.consume(request, action="verify_paper"):
        return _shown(request, letter, problem=_("ตรวจถี่เกินไป – รอหนึ่งนาทีแล้วลองอีกครั้ง"), status=429)
    file = request.FILES.get("paper")
    if file is None or not file.size or paper is None:
        return _shown(request, letter, problem=_("ยังไม่ได้เลือกไฟล์ – เลือกหนังสือที่เป็น PDF"), status=422)
    if file.size > LONGEST:
        return _shown(request, letter, problem=_("ไฟล์ใหญ่เกินกว่าจะเป็นหนังสือฉบับนี้"), status=422)
    check = check_file(file.read(), sha256=paper.sha256, signature=paper.signature)
    return _shown(request, letter, check=check)


def _shown(request: HttpRequest, letter: Letter | None, *, status: int = 200, **context: Any) -> HttpResponse:
    told = {**(_told(letter) if letter else {}), **context}
    told["crumbs"] = [Crumb(_("หน้าแรก"), "/"), Crumb(_("ตรวจสอบหนังสือ"))]
    response = render(request, "letters/written/verify.html", told, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(letter: Letter) -> dict[str, Any]:
    paper = SealedPaper.objects.filter(letter=letter).first()
    return {
        "letter": letter,
        "entry": entry_of(letter),
        "open": letter.secrecy == Level.ORDINARY,
        "paper": paper,
        "digest": in_groups(paper.sha256, DIGEST_GROUP) if paper else "",
    }
