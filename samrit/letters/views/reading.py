"""Having a letter read."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from samrit.letters import actions
from samrit.letters.forms import LetterForm
from samrit.people.middleware import PersonRequest
from samrit.people.queries import areas_managed_by
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def read_letter(request: PersonRequest) -> HttpResponse:
    """Choose a file (or drop it); what was understood is shown on the letter's own page."""
    areas = areas_managed_by(request.duties)
    if not areas.exists():
        raise Http404
    if request.method != "POST":
        return _page(request, LetterForm(areas))
    form = LetterForm(areas, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    file, area = form.cleaned_data["file"], form.cleaned_data["area"]
    try:
        intake, new = actions.take_in(data=file.read(), name=file.name, area=area, by=request.user, now=now())
    except RefusedError as refused:
        form.add_error("file", in_words(refused.refusal.message))
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if new:
        count = intake.findings.count()
        text = ngettext("อ่านหนังสือแล้ว มีข้อสังเกต {n} ข้อให้ตรวจ", "อ่านหนังสือแล้ว มีข้อสังเกต {n} ข้อให้ตรวจ", count)
        messages.success(request, text.format(n=count) if count else gettext("อ่านหนังสือแล้ว ไม่มีข้อสังเกต"))
    else:
        messages.info(request, gettext("ไฟล์นี้เคยอ่านเข้าจังหวัดนี้แล้ว จึงเปิดรายการเดิมให้ สิ่งที่ยืนยันไว้ยังอยู่ครบ"))
    return redirect("letters:detail", intake.pk)


def _page(request: PersonRequest, form: LetterForm, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(request, "letters/read.html", {"form": form}, status=status)
