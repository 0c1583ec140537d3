"""A page of a scanned letter as it was read: straight, so that places on it can be shown."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from samrit.letters.pictures import sheet_of
from samrit.letters.queries import intakes_visible_to
from samrit.letters.reading.scan import draw
from samrit.people.middleware import PersonRequest


@require_safe
def page(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """A PNG. There is none of a letter that held a secret: its file is not kept (decision 0006)."""
    intake = get_object_or_404(intakes_visible_to(request.duties), pk=pk)
    sheet = sheet_of(intake, number)
    if sheet is None or not intake.file:
        raise Http404
    with intake.file.open("rb") as file:
        drawn = draw(file.read(), intake.media_type, sheet)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
